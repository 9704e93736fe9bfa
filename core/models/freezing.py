"""Which layers of a model learn."""

from collections.abc import Sequence
from typing import Any

from core.errors import InvalidInputError
from core.language import _
from core.models.names import FEATURES, INPUT, PREPROCESSING


def backbone_layers(model: Any) -> list[str]:  # noqa: ANN401 - keras.Model
    """The names of the layers that can be frozen, from the picture on, "features" being the last.

    Args:
        model: a keras.Model made by `build`, or read from a file that was.
    """
    return of_the_backbone([layer.name for layer in model.layers])


def of_the_backbone(names: Sequence[str]) -> list[str]:
    """Of the names of all layers of a model, in order, those that can be frozen; none where there is no "features"."""
    end = names.index(FEATURES) + 1 if FEATURES in names else 0
    return [name for name in names[:end] if name not in {INPUT, *PREPROCESSING}]


def set_trainable(model: Any, trainable: bool | int) -> None:  # noqa: ANN401 - keras.Model
    """Freeze or release the backbone; the head always trains. Compile the model again afterwards.

    Args:
        model: a keras.Model made by `build`, or read from a file that was.
        trainable: True releases every layer, False freezes the backbone, a number freezes its first so many
            layers and releases the rest.

    Raises:
        InvalidInputError: the number is negative or above the number of layers.
    """
    names = backbone_layers(model)
    frozen = (0 if trainable else len(names)) if isinstance(trainable, bool) else trainable
    if not 0 <= frozen <= len(names):
        sentence = _("Cannot freeze the first {frozen} layers of {model}: give a number from 0 to {layers}.")
        raise InvalidInputError(sentence.format(frozen=frozen, model=model.name, layers=len(names)))
    for position, name in enumerate(names):
        model.get_layer(name).trainable = position >= frozen
