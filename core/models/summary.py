"""A model as a table: what its layers are and how much each learns."""

from dataclasses import asdict, dataclass
from math import prod
from typing import Any


@dataclass(frozen=True)
class LayerRow:
    """One layer.

    Attributes:
        name: unique in the model.
        kind: the class, as in "Conv2D".
        output_shape: of one picture, without the batch; None where it is not fixed.
        parameters: numbers the layer holds.
        trainable: whether training changes any of them.
    """

    name: str
    kind: str
    output_shape: tuple[int | None, ...]
    parameters: int
    trainable: bool


def layer_table(model: Any) -> list[LayerRow]:  # noqa: ANN401 - keras.Model
    """The layers from the picture to the artist, each with what it puts out.

    Args:
        model: a keras.Model made by `build`, or read from a file that was.
    """
    return [
        LayerRow(
            name=layer.name,
            kind=type(layer).__name__,
            output_shape=tuple(layer.output.shape[1:]),
            parameters=layer.count_params(),
            trainable=bool(layer.trainable_weights),
        )
        for layer in model.layers
    ]


def layers_document(model: Any) -> dict[str, Any]:  # noqa: ANN401 - keras.Model
    """The table as JSON: `{"layers", "parameters", "trainable_parameters"}`; a run writes it as `layers.json`.

    Args:
        model: a keras.Model made by `build`, or read from a file that was.
    """
    return {
        "layers": [asdict(row) | {"output_shape": list(row.output_shape)} for row in layer_table(model)],
        "parameters": model.count_params(),
        "trainable_parameters": sum(prod(weight.shape) for weight in model.trainable_weights),
    }
