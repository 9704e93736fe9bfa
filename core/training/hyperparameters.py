"""Every setting of a training run by its dotted name, for forms, help texts and `--set`."""

from collections.abc import Mapping
from types import MappingProxyType

from core.dataset.selection import BALANCINGS
from core.training.blocks import EarlyStoppingConfig, FineTuningConfig, ReduceLROnPlateauConfig
from core.training.config import TrainConfig
from core.training.fields import Hyperparameter, hyperparameters_of

__all__ = ["HYPERPARAMETERS", "Hyperparameter"]

_OF_OTHERS = (
    Hyperparameter(
        "selection.balancing",
        "Balancing",
        "How unequal numbers of paintings are evened out: by leaving some out (cap), by repeating the rare "
        "(oversample), or by letting mistakes on the rare weigh more (class_weights).",
        "choice",
        "none",
        choices=BALANCINGS,
    ),
    Hyperparameter(
        "selection.cap",
        "Cap",
        "Training pictures an artist at most; with the balancing “cap”.",
        "whole",
        minimum=1,
        maximum=1_000_000,
        step=1,
        unit="pictures",
        optional=True,
    ),
    Hyperparameter(
        "split.train", "Share to learn from", "Part of the pictures that is trained on.", "number", 0.7, 0, 1, 0.05
    ),
    Hyperparameter(
        "split.val",
        "Share to watch",
        "Part of the pictures that is never trained on and is looked at after every epoch, to choose settings by.",
        "number",
        0.15,
        0,
        1,
        0.05,
    ),
    Hyperparameter(
        "split.test",
        "Share to test on",
        "Part of the pictures that is looked at once, at the very end, to judge the result by.",
        "number",
        0.15,
        0,
        1,
        0.05,
    ),
    Hyperparameter(
        "split.seed",
        "Seed of the split",
        "Which pictures go where. The same seed divides the same way again, so that runs can be compared.",
        "whole",
        0,
        0,
        2**31 - 1,
        1,
        advanced=True,
    ),
    Hyperparameter(
        "split.stratified",
        "Each artist alike",
        "Divides every artist in these shares, and not only the whole.",
        "switch",
        True,
        advanced=True,
    ),
    Hyperparameter(
        "split.keep_works_together",
        "Keep works together",
        "Puts all pictures of one painting on one side; else the test shows what was learned by heart.",
        "switch",
        True,
        advanced=True,
    ),
)

HYPERPARAMETERS: Mapping[str, Hyperparameter] = MappingProxyType(
    {
        **hyperparameters_of(TrainConfig),
        **{parameter.name: parameter for parameter in _OF_OTHERS},
        **hyperparameters_of(EarlyStoppingConfig, "early_stopping."),
        **hyperparameters_of(ReduceLROnPlateauConfig, "reduce_lr."),
        **hyperparameters_of(FineTuningConfig, "fine_tuning."),
    }
)
"""By dotted name, in the order in which a form should show them; for augmentation see `core.augment.PARAMETERS`."""
