"""Every setting of a training run by its dotted name, for forms, help texts and `--set`."""

from collections.abc import Mapping
from types import MappingProxyType

from core.dataset.splitting.selection import BALANCINGS
from core.language import N_
from core.settings.fields import Hyperparameter, hyperparameters_of
from core.training.config.blocks import EarlyStoppingConfig, FineTuningConfig, ReduceLROnPlateauConfig
from core.training.config.config import TrainConfig

__all__ = ["HYPERPARAMETERS", "Hyperparameter"]

_OF_OTHERS = (
    Hyperparameter(
        "selection.balancing",
        N_("Balancing"),
        N_(
            "How unequal numbers of paintings are evened out: by leaving some out (cap), by repeating the rare "
            "(oversample), or by letting mistakes on the rare weigh more (class_weights)."
        ),
        "choice",
        "none",
        choices=BALANCINGS,
    ),
    Hyperparameter(
        "selection.cap",
        N_("Cap"),
        N_("Training pictures an artist at most; with the balancing “cap”."),
        "whole",
        minimum=1,
        maximum=1_000_000,
        step=1,
        unit=N_("pictures"),
        optional=True,
    ),
    Hyperparameter(
        "split.train",
        N_("Share to learn from"),
        N_("Part of the pictures that is trained on."),
        "number",
        0.7,
        0,
        1,
        0.05,
    ),
    Hyperparameter(
        "split.val",
        N_("Validation share"),
        N_("Part of the pictures that is never trained on and is looked at after every epoch, to choose settings by."),
        "number",
        0.15,
        0,
        1,
        0.05,
    ),
    Hyperparameter(
        "split.test",
        N_("Share to test on"),
        N_("Part of the pictures that is used once, at the very end, to measure the result."),
        "number",
        0.15,
        0,
        1,
        0.05,
    ),
    Hyperparameter(
        "split.seed",
        N_("Seed of the split"),
        N_("Which pictures go where. The same seed divides the same way again, so that runs can be compared."),
        "whole",
        0,
        0,
        2**31 - 1,
        1,
        advanced=True,
    ),
    Hyperparameter(
        "split.stratified",
        N_("Each artist alike"),
        N_("Divides every artist in these shares, and not only the whole."),
        "switch",
        True,
        advanced=True,
    ),
    Hyperparameter(
        "split.keep_works_together",
        N_("Keep works together"),
        N_("Keeps all pictures of one painting in the same split; otherwise the test rewards memorising."),
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
