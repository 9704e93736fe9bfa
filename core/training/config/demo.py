"""The three runs of a first demo: the simplest network, one that sees patterns, and a probe that needs no network.

They learn the same artists from the same split, so that they can be compared picture by picture.
"""

from core.training.config.config import TrainConfig
from core.training.config.presets import PRESETS

DEMO_PRESETS = ("snn", "cnn", "probe")
DEMO_ARTISTS = "top:5"


def demo_configs(dataset: str) -> list[TrainConfig]:
    """The settings of the demo's runs on a data set, the quickest to understand first."""
    return [PRESETS[name].config(dataset).changed({"artists": DEMO_ARTISTS}) for name in DEMO_PRESETS]
