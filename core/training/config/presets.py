"""Runs to start from, for any data set."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.language import N_
from core.training.config.config import TrainConfig
from core.training.config.overrides import with_settings


@dataclass(frozen=True)
class Preset:
    """A named run that ships with the program.

    Attributes:
        title: the name people read.
        explanation: what to expect, in one sentence.
        changes: settings that differ from the defaults, as `TrainConfig.changed` reads them.
    """

    title: str
    explanation: str
    changes: Mapping[str, str]

    def config(self, dataset: str) -> TrainConfig:
        """The run on a data set."""
        return with_settings(TrainConfig(dataset), self.changes)


_PATIENT = {"early_stopping": "on", "early_stopping.patience": "10"}

PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        "snn": Preset(
            N_("Five artists, dense net"),
            N_("The simplest network there is, done in a minute or two; a yardstick for everything else."),
            {
                "artists": "top:5",
                "model": "snn",
                "image_size": "100",
                "epochs": "30",
                "learning_rate": "1e-4",
                **_PATIENT,
            },
        ),
        "cnn": Preset(
            N_("Five artists, convolutional"),
            N_("A small network that sees edges and patterns; clearly better than the dense net, in some minutes."),
            {
                "artists": "top:5",
                "model": "cnn",
                "image_size": "100",
                "epochs": "60",
                "augment": "light",
                "balancing": "class_weights",
                **_PATIENT,
                "reduce_lr": "on",
            },
        ),
        "resnet50": Preset(
            N_("Ten artists, frozen ResNet50"),
            N_(
                "A large network that knows photographs; only its last layer learns, so the pictures are looked at "
                "once."
            ),
            {
                "artists": "top:10",
                "model": "resnet50",
                "image_size": "224",
                "weights": "imagenet",
                "freeze": "backbone",
                "augment": "light",
                "epochs": "50",
                **_PATIENT,
            },
        ),
        "probe": Preset(
            N_("All artists, probe"),
            N_(
                "The simplest border through colours and brushwork, with no network to load; ready within a minute or "
                "two."
            ),
            {"artists": "all", "model": "probe", "image_size": "224", "encoders": "palette_texture"},
        ),
    }
)
"""By name, in the order in which a page should show them."""


DEMO_PRESETS = ("snn", "cnn", "probe")
DEMO_ARTISTS = "top:5"


def demo_configs(dataset: str) -> list[TrainConfig]:
    """The settings of the demo's runs on a data set, the quickest to understand first."""
    return [with_settings(PRESETS[name].config(dataset), {"artists": DEMO_ARTISTS}) for name in DEMO_PRESETS]
