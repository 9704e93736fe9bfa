"""Settings that can be trained and that hardly anyone means, told before a run is started."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.language import _

if TYPE_CHECKING:
    from core.training.config import TrainConfig


def advice(config: "TrainConfig") -> Iterator[str]:
    """One sentence for each combination that is allowed and seldom meant."""
    if config.freeze == "backbone" and config.weights == "random":
        yield _(
            "The backbone starts from nothing and stays as it is, so only the last layer learns. Start from "
            "photographs (imagenet) or a file of weights, or freeze nothing."
        )
