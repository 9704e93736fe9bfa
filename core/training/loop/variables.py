"""Which variables of a network change while it trains, and copies of them."""

from collections.abc import Iterable, Mapping
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

Arrays = dict[str, npt.NDArray[Any]]


def changing_variables(model: Any) -> list[int]:  # noqa: ANN401 - keras.Model
    """Positions in `model.variables` of those that training may change.

    A frozen layer's weights stay; what draws its random numbers (whole numbers) goes on.

    Args:
        model: a flat keras.Model, every layer's `trainable` set.
    """
    frozen = {id(variable) for layer in model.layers if not layer.trainable for variable in layer.variables}
    return [
        position
        for position, variable in enumerate(model.variables)
        if id(variable) not in frozen or "int" in str(variable.dtype)
    ]


def copies(model: Any, positions: Iterable[int], prefix: str) -> Arrays:  # noqa: ANN401 - keras.Model
    """The values at these positions of `model.variables`, by `prefix` and position."""
    variables = model.variables
    return {f"{prefix}{position}": _copy(variables[position]) for position in positions}


def assign(model: Any, arrays: Mapping[str, npt.NDArray[Any]], prefix: str) -> None:  # noqa: ANN401 - keras.Model
    """Put values made by `copies` back."""
    variables = model.variables
    for name, values in arrays.items():
        if name.startswith(prefix):
            variables[int(name.removeprefix(prefix))].assign(values)


def list_copies(variables: Iterable[Any], prefix: str) -> Arrays:
    """The values of a list of variables, such as an optimizer's."""
    return {f"{prefix}{position}": _copy(variable) for position, variable in enumerate(variables)}


def list_assign(variables: Iterable[Any], arrays: Mapping[str, npt.NDArray[Any]], prefix: str) -> None:
    """Put values made by `list_copies` back."""
    for position, variable in enumerate(variables):
        variable.assign(arrays[f"{prefix}{position}"])


def _copy(variable: Any) -> npt.NDArray[Any]:  # noqa: ANN401 - keras.Variable
    # What comes back may be the variable's own memory, which the next step overwrites.
    return np.array(keras.ops.convert_to_numpy(variable.value), copy=True)
