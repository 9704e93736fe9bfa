"""The recipe that somebody chose to train with, on its way to the page that starts a run."""

from core.augment import AugmentConfig
from dashboard.state.session import Field

TRAINING_PAGE = "runs"

_CARRIED: Field[AugmentConfig | None] = Field("runs.recipe.carried", None)


_FRESH: Field[bool] = Field("runs.recipe.fresh", False)


def carry_recipe(config: AugmentConfig) -> None:
    """Remember in this tab what to train with."""
    _CARRIED.set(config)
    _FRESH.set(True)


def carried_recipe() -> AugmentConfig | None:
    """What to train with; None where nothing was chosen in this tab."""
    return _CARRIED.get()


def receive_recipe() -> AugmentConfig | None:
    """What was carried since this was asked last; None where nothing was."""
    recipe = _CARRIED.get() if _FRESH.get() else None
    _FRESH.clear()
    return recipe
