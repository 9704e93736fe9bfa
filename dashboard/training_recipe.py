"""The recipe that somebody chose to train with, on its way to the page that starts a run."""

from core.augment import AugmentConfig
from dashboard.state import Field

TRAINING_PAGE = "runs"

_CARRIED: Field[AugmentConfig | None] = Field("runs.recipe.carried", None)


def carry_recipe(config: AugmentConfig) -> None:
    """Remember in this tab what to train with."""
    _CARRIED.set(config)


def carried_recipe() -> AugmentConfig | None:
    """What to train with; None where nothing was chosen in this tab."""
    return _CARRIED.get()
