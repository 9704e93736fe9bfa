"""The groups of settings that a training run can do without: stopping early, slowing down, fine-tuning."""

from dataclasses import dataclass

from core.errors import InvalidInputError
from core.language import N_, _
from core.settings.fields import make_plain, setting, value_faults
from core.settings.schema import SavedSettings

METRICS = ("loss", "accuracy", "mse", "precision", "recall", "f1")
"""What is measured after every epoch, on the training and on the validation side."""

MONITORS = tuple(f"{side}_{metric}" for side in ("val", "train") for metric in METRICS)

_SMALLER_IS_BETTER = ("loss", "mse")


def is_smaller_better(monitor: str) -> bool:
    """Whether a metric such as "val_loss" improves by falling."""
    return monitor.partition("_")[2] in _SMALLER_IS_BETTER


OPTIONAL_BLOCKS = ("augment", "early_stopping", "reduce_lr", "fine_tuning")


@dataclass(frozen=True)
class EarlyStoppingConfig(SavedSettings):
    """Ends training when a metric no longer improves.

    Raises:
        InvalidInputError: a value is of the wrong type or range; the message names every fault.
    """

    SAVED_AS = N_("early stopping")

    monitor: str = setting(
        "val_loss", N_("Watched metric"), N_("What must improve for training to go on."), "choice", choices=MONITORS
    )
    patience: int = setting(
        10,
        N_("Patience"),
        N_("How many epochs may pass without an improvement before training ends."),
        "whole",
        min=1,
        max=1000,
        step=1,
        unit=N_("epochs"),
    )
    min_delta: float = setting(
        0.0,
        N_("Smallest improvement"),
        N_("A change smaller than this does not count as an improvement."),
        "number",
        min=0.0,
        max=10.0,
        step=0.001,
        advanced=True,
    )
    restore_best: bool = setting(
        True,
        N_("Keep the best epoch"),
        N_("The saved model is that of the epoch with the best value, not that of the last one."),
        "switch",
    )

    def __post_init__(self) -> None:
        _refuse_faults(self)
        make_plain(self)


@dataclass(frozen=True)
class ReduceLROnPlateauConfig(SavedSettings):
    """Lowers the learning rate when a metric no longer improves.

    Raises:
        InvalidInputError: a value is of the wrong type or range; the message names every fault.
    """

    SAVED_AS = N_("lowering of the learning rate")

    monitor: str = setting(
        "val_loss",
        N_("Watched metric"),
        N_("What must improve for the learning rate to stay."),
        "choice",
        choices=MONITORS,
    )
    factor: float = setting(
        0.5,
        N_("Factor"),
        N_("The learning rate is multiplied by this each time."),
        "number",
        min=0.01,
        max=0.99,
        step=0.05,
        unit="×",
    )
    patience: int = setting(
        5,
        N_("Patience"),
        N_("How many epochs may pass without an improvement before the learning rate falls."),
        "whole",
        min=1,
        max=1000,
        step=1,
        unit=N_("epochs"),
    )
    min_lr: float = setting(
        1e-6,
        N_("Lowest rate"),
        N_("The learning rate never falls below this."),
        "number",
        min=0.0,
        max=1.0,
        advanced=True,
    )

    def __post_init__(self) -> None:
        _refuse_faults(self)
        make_plain(self)


@dataclass(frozen=True)
class FineTuningConfig(SavedSettings):
    """A second phase, in which more of a pretrained network learns, in small steps.

    Raises:
        InvalidInputError: a value is of the wrong type or range; the message names every fault.
    """

    SAVED_AS = N_("fine-tuning")

    unfreeze_from: int = setting(
        0,
        N_("Learn from layer"),
        N_(
            "The backbone's layers before this one stay as they are; this one and those after it learn. 0 lets all "
            "learn."
        ),
        "whole",
        min=0,
        max=10_000,
        step=1,
    )
    learning_rate: float = setting(
        1e-5,
        N_("Learning rate"),
        N_("The size of the steps in this phase; small, or what the backbone knows is lost."),
        "number",
        min=1e-8,
        max=1.0,
    )
    epochs: int = setting(
        10, N_("Epochs"), N_("How many more times all training pictures are seen."), "whole", min=1, max=10_000, step=1
    )

    def __post_init__(self) -> None:
        _refuse_faults(self)
        make_plain(self)


def _refuse_faults(block: EarlyStoppingConfig | ReduceLROnPlateauConfig | FineTuningConfig) -> None:
    faults = list(value_faults(block))
    if faults:
        sentence = _("This {settings} cannot be used: {faults}.")
        raise InvalidInputError(sentence.format(settings=_(block.SAVED_AS), faults="; ".join(faults)))
