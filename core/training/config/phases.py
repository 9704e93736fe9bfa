"""The phases of a run: training, and fine-tuning if set. Needs no Keras."""

from dataclasses import dataclass
from typing import Literal

from core.training.config.config import TrainConfig


@dataclass(frozen=True)
class Phase:
    """One phase.

    Attributes:
        name: as `metrics.jsonl` has it.
        epochs: at most.
        learning_rate: at its start.
        trainable: True for all layers, False for the head alone, or how many of the backbone's first layers stay.
    """

    name: Literal["training", "fine-tuning"]
    epochs: int
    learning_rate: float
    trainable: bool | int

    @property
    def trains_head_alone(self) -> bool:
        """Whether the backbone stays as it is, so that features need be computed once only."""
        return self.trainable is False


def phases_of(config: TrainConfig, backbone_layers: int) -> list[Phase]:
    """The phases of a run of a network.

    Args:
        config: of the run.
        backbone_layers: how many layers of its backbone can be frozen.
    """
    phases = [Phase("training", config.epochs, config.learning_rate, _trainable(config.freeze, backbone_layers))]
    if config.fine_tuning is not None:
        second = config.fine_tuning
        trainable = second.unfreeze_from or True
        phases.append(Phase("fine-tuning", second.epochs, second.learning_rate, trainable))
    return phases


def freezes_whole_backbone(freeze: str | int, backbone_layers: int) -> bool:
    """Whether nothing of a backbone learns in the first phase, so that its features need be computed once only."""
    return freeze == "backbone" or (isinstance(freeze, int) and freeze >= backbone_layers > 0)


def _trainable(freeze: str | int, backbone_layers: int) -> bool | int:
    if freeze == "none":
        return True
    return False if freezes_whole_backbone(freeze, backbone_layers) else int(freeze)
