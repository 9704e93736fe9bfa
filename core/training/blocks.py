"""The groups of settings that a training run can do without: stopping early, slowing down, fine-tuning."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from core.errors import InvalidInputError
from core.schema import checked_values, saved_values
from core.training.fields import make_plain, setting, value_faults

SCHEMA_VERSION = 1

METRICS = ("loss", "accuracy", "mse", "precision", "recall", "f1")
"""What is measured after every epoch, on the training and on the validation side."""

MONITORS = tuple(f"{side}_{metric}" for side in ("val", "train") for metric in METRICS)

_SMALLER_IS_BETTER = ("loss", "mse")


def is_smaller_better(monitor: str) -> bool:
    """Whether a metric such as "val_loss" improves by falling."""
    return monitor.partition("_")[2] in _SMALLER_IS_BETTER


@dataclass(frozen=True)
class EarlyStoppingConfig:
    """Ends training when a metric no longer improves.

    Raises:
        InvalidInputError: a value is of the wrong type or range; the message names every fault.
    """

    monitor: str = setting(
        "val_loss", "Watched metric", "What must improve for training to go on.", "choice", choices=MONITORS
    )
    patience: int = setting(
        10,
        "Patience",
        "How many epochs may pass without an improvement before training ends.",
        "whole",
        min=1,
        max=1000,
        step=1,
        unit="epochs",
    )
    min_delta: float = setting(
        0.0,
        "Smallest improvement",
        "A change smaller than this does not count as an improvement.",
        "number",
        min=0.0,
        max=10.0,
        step=0.001,
        advanced=True,
    )
    restore_best: bool = setting(
        True,
        "Keep the best epoch",
        "The saved model is that of the epoch with the best value, not that of the last one.",
        "switch",
    )

    def __post_init__(self) -> None:
        _refuse(value_faults(self), "early stopping")
        make_plain(self)

    def to_dict(self) -> dict[str, Any]:
        """The settings as JSON can hold them, with `schema_version`; `from_dict` reads them back."""
        return saved_values(self, SCHEMA_VERSION)

    @classmethod
    def from_dict(cls, values: object) -> Self:
        """Read what `to_dict` made; a field that is not there has its default.

        Raises:
            InvalidInputError: an unknown key, another schema version, or values that are not valid.
        """
        return cls(**checked_values(values, cls, SCHEMA_VERSION, "early stopping"))


@dataclass(frozen=True)
class ReduceLROnPlateauConfig:
    """Lowers the learning rate when a metric no longer improves.

    Raises:
        InvalidInputError: a value is of the wrong type or range; the message names every fault.
    """

    monitor: str = setting(
        "val_loss", "Watched metric", "What must improve for the learning rate to stay.", "choice", choices=MONITORS
    )
    factor: float = setting(
        0.5,
        "Factor",
        "The learning rate is multiplied by this each time.",
        "number",
        min=0.01,
        max=0.99,
        step=0.05,
        unit="×",
    )
    patience: int = setting(
        5,
        "Patience",
        "How many epochs may pass without an improvement before the learning rate falls.",
        "whole",
        min=1,
        max=1000,
        step=1,
        unit="epochs",
    )
    min_lr: float = setting(
        1e-6, "Lowest rate", "The learning rate never falls below this.", "number", min=0.0, max=1.0, advanced=True
    )

    def __post_init__(self) -> None:
        _refuse(value_faults(self), "lowering of the learning rate")
        make_plain(self)

    def to_dict(self) -> dict[str, Any]:
        """The settings as JSON can hold them, with `schema_version`; `from_dict` reads them back."""
        return saved_values(self, SCHEMA_VERSION)

    @classmethod
    def from_dict(cls, values: object) -> Self:
        """Read what `to_dict` made; a field that is not there has its default.

        Raises:
            InvalidInputError: an unknown key, another schema version, or values that are not valid.
        """
        return cls(**checked_values(values, cls, SCHEMA_VERSION, "lowering of the learning rate"))


@dataclass(frozen=True)
class FineTuningConfig:
    """A second phase, in which more of a pretrained network learns, in small steps.

    Raises:
        InvalidInputError: a value is of the wrong type or range; the message names every fault.
    """

    unfreeze_from: int = setting(
        0,
        "Learn from layer",
        "The backbone's layers before this one stay as they are; this one and those after it learn. 0 lets all learn.",
        "whole",
        min=0,
        max=10_000,
        step=1,
    )
    learning_rate: float = setting(
        1e-5,
        "Learning rate",
        "The size of the steps in this phase; small, or what the backbone knows is lost.",
        "number",
        min=1e-8,
        max=1.0,
    )
    epochs: int = setting(
        10, "Epochs", "How many more times all training pictures are seen.", "whole", min=1, max=10_000, step=1
    )

    def __post_init__(self) -> None:
        _refuse(value_faults(self), "fine-tuning")
        make_plain(self)

    def to_dict(self) -> dict[str, Any]:
        """The settings as JSON can hold them, with `schema_version`; `from_dict` reads them back."""
        return saved_values(self, SCHEMA_VERSION)

    @classmethod
    def from_dict(cls, values: object) -> Self:
        """Read what `to_dict` made; a field that is not there has its default.

        Raises:
            InvalidInputError: an unknown key, another schema version, or values that are not valid.
        """
        return cls(**checked_values(values, cls, SCHEMA_VERSION, "fine-tuning"))


def _refuse(faults: Iterator[str], what: str) -> None:
    found = list(faults)
    if found:
        raise InvalidInputError(f"This {what} cannot be used: {'; '.join(found)}.")
