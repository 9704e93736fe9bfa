"""The fields of a training run's settings: defaults, limits, titles and explanations."""

from dataclasses import dataclass, field

from core.augment.config import AugmentConfig
from core.dataset.splitting.selection import Selection
from core.dataset.splitting.split import SplitConfig
from core.language import N_
from core.models.registry import MODELS
from core.settings.fields import setting
from core.training.config.blocks import EarlyStoppingConfig, FineTuningConfig, ReduceLROnPlateauConfig

PROBE = "probe"
OPTIMIZERS = ("adam", "adamw", "sgd", "rmsprop", "nadam")
LOSSES = ("sparse_categorical_crossentropy", "categorical_crossentropy")
DEFAULT_ENCODERS = ("palette_texture",)


@dataclass(frozen=True)
class RunSettings:
    """The fields of `TrainConfig`, not yet checked against each other.

    Limits, titles and explanations are in the metadata of each field; `core.training.config.hyperparameters` has them
    typed.

    Attributes:
        dataset: name of the data set.
        selection: which artists, and how their unequal numbers are evened out (class weights are there too).
        split: fractions of training, validation and test.
        model: a name of `core.models.registry.MODELS`.
        image_size: side of the square that pictures are brought to, in pixels.
        weights: "random", "imagenet" or the path of a file; what a network starts from.
        freeze: "none", "backbone", or how many of the backbone's first layers stay as they are.
        encoders: of the probe: what describes a picture in numbers; several are joined.
        encoder_weights: of the probe: "name=path" for an encoder whose weights are a file elsewhere.
        tiles: of the probe: whether the picture's four quarters, at twice the size, are described as well.
        augment: random changes of training pictures; None for none.
        views: augmented views per picture whose features are cached when a whole backbone is frozen.
        batch_size: pictures a step, or "full" for all of them in one.
        epochs: how often all training pictures are seen, before fine-tuning.
        optimizer: one of `OPTIMIZERS`.
        learning_rate: what the optimizer starts with.
        loss: one of `LOSSES`; both measure the same.
        early_stopping: None never stops early.
        reduce_lr: None leaves the learning rate alone.
        fine_tuning: a second phase; None has none.
        mixed_precision: compute in 16 bits where that is safe.
        seed: of everything random in training; the split has its own.
    """

    dataset: str = setting("", N_("Data set"), N_("The paintings to learn from."), "text")
    selection: Selection = field(default=Selection())
    split: SplitConfig = field(default=SplitConfig())
    model: str = setting(
        "cnn",
        N_("Model"),
        N_("The classifier to train. The probe is a logistic regression on the features of frozen encoders."),
        "choice",
        choices=tuple(MODELS),
    )
    image_size: int = setting(
        100,
        N_("Picture size"),
        N_("Pictures are brought to a square of this side. Larger shows more brushwork and takes longer."),
        "whole",
        min=16,
        max=1024,
        step=4,
        unit="px",
    )
    weights: str = setting(
        "random",
        N_("Pretrained weights"),
        N_("Initial weights of the network: random, trained on photographs (imagenet), or from a file."),
        "text",
        choices=("random", "imagenet"),
    )
    freeze: str | int = setting(
        "none",
        N_("Frozen part"),
        N_(
            "What stays as it was loaded: nothing, the whole backbone (fast, and good with few pictures), or its first "
            "layers, so many."
        ),
        "whole",
        choices=("none", "backbone"),
        min=1,
        max=10_000,
        step=1,
    )
    encoders: tuple[str, ...] = setting(
        DEFAULT_ENCODERS,
        N_("Encoders"),
        N_("The frozen networks whose features the probe uses. Several are concatenated with equal weight."),
        "texts",
    )
    encoder_weights: tuple[str, ...] = setting(
        (),
        N_("Files of weights"),
        N_("For an encoder whose weights are elsewhere: its name, an equals sign and the path of the file."),
        "texts",
        advanced=True,
    )
    tiles: bool = setting(
        False,
        N_("Look closer"),
        N_(
            "Also encodes the picture's four quarters at twice the size, where brushwork is visible. Takes "
            "five times as long the first time."
        ),
        "switch",
    )
    augment: AugmentConfig | None = setting(  # noqa: RUF009 - a field
        None,
        N_("Augmentation"),
        N_("Changes every training picture at random each epoch, so that the network cannot memorise it (overfit)."),
        "block",
        optional=True,
    )
    views: int = setting(
        4,
        N_("Augmented views"),
        N_(
            "With a frozen backbone, the features of this many augmented views per picture are computed once "
            "and cached."
        ),
        "whole",
        min=1,
        max=64,
        step=1,
        advanced=True,
    )
    batch_size: int | str = setting(
        32,
        N_("Batch"),
        N_("Batch size: pictures per optimizer step; “full” means all of them."),
        "whole",
        choices=("full",),
        min=1,
        max=8192,
        step=1,
        unit=N_("pictures"),
    )
    epochs: int = setting(
        100,
        N_("Epochs"),
        N_("How often all training pictures are seen."),
        "whole",
        min=1,
        max=10_000,
        step=1,
        unit=N_("epochs"),
    )
    optimizer: str = setting(
        "adam",
        N_("Optimizer"),
        N_("The optimisation algorithm. Adam adapts the step size per weight and suits most cases."),
        "choice",
        choices=OPTIMIZERS,
        advanced=True,
    )
    learning_rate: float = setting(
        1e-3,
        N_("Learning rate"),
        N_("The step size of the optimizer. Too large and training is unstable, too small and it is slow."),
        "number",
        min=1e-8,
        max=10.0,
    )
    loss: str = setting(
        "sparse_categorical_crossentropy",
        N_("Loss"),
        N_("How wrong an answer counts: the surer of a wrong artist, the worse. Both forms give the same numbers."),
        "choice",
        choices=LOSSES,
        advanced=True,
    )
    early_stopping: EarlyStoppingConfig | None = setting(  # noqa: RUF009 - a field
        None,
        N_("Early stopping"),
        N_("Ends training when a metric stops improving, and restores the weights of the best epoch."),
        "block",
        optional=True,
    )
    reduce_lr: ReduceLROnPlateauConfig | None = setting(  # noqa: RUF009 - a field
        None,
        N_("Lower the learning rate"),
        N_("Lowers the learning rate when a metric stops improving."),
        "block",
        optional=True,
        advanced=True,
    )
    fine_tuning: FineTuningConfig | None = setting(  # noqa: RUF009 - a field
        None,
        N_("Fine-tuning"),
        N_("A second phase in which more of the backbone learns, in small steps."),
        "block",
        optional=True,
        advanced=True,
    )
    mixed_precision: bool = setting(
        False,
        N_("Mixed precision"),
        N_("Computes in 16 bits where that is safe; twice as fast on recent graphics cards, slower on processors."),
        "switch",
        advanced=True,
    )
    seed: int = setting(
        0,
        N_("Seed"),
        N_("The number from which everything random is drawn. The same seed gives the same run again."),
        "whole",
        min=0,
        max=2**31 - 1,
        step=1,
        advanced=True,
    )

    @property
    def is_probe(self) -> bool:
        """Whether no network is trained, but a border drawn through features."""
        return self.model == PROBE

    @property
    def total_epochs(self) -> int:
        """The epochs of both phases; 1 for the probe, which is fitted in one go."""
        if self.is_probe:
            return 1
        return self.epochs + (self.fine_tuning.epochs if self.fine_tuning else 0)

    @property
    def encoder_files(self) -> dict[str, str]:
        """The paths in `encoder_weights` by name of the encoder."""
        return {
            name.strip(): path.strip() for name, _equals, path in (text.partition("=") for text in self.encoder_weights)
        }
