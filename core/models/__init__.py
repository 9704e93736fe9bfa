"""The zoo: every model the project can train, behind one registry. Importing this package imports no Keras."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from core.models.registry import MODELS, ModelEntry, model_entry, require_image_size
from core.models.weights import resolve_weights

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MODELS", "ModelEntry", "build", "model_entry", "require_image_size", "resolve_weights"]


def build(
    name: str, image_size: int, n_classes: int, weights: "str | Path" = "random", trainable: bool | int = True
) -> Any:  # noqa: ANN401 - a keras.Model, and Keras is not imported before this is called
    """Build a model of the zoo; see `core.models.building.build`."""
    return import_module("core.models.building").build(name, image_size, n_classes, weights, trainable)
