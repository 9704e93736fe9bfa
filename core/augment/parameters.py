"""What a form or a help text needs to know about one augmentation parameter; the limits live with its field."""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, Literal

Kind = Literal["number", "range", "switch", "choice"]


@dataclass(frozen=True)
class Parameter:
    """One parameter, as a person meets it.

    Attributes:
        name: the field of `AugmentConfig`.
        title: the name people read, marked for translation.
        explanation: one line for somebody who never augmented a picture, marked for translation.
        keras: what to pass to Keras's `ImageDataGenerator` to get what our name says.
        kind: "number"; "range" (two numbers, low and high); "switch"; or "choice".
        minimum: smallest number allowed, None where there are no numbers.
        maximum: largest number allowed.
        step: a sensible step of a slider.
        unit: "°", "of the width", …, marked for translation; empty for none.
        choices: for "choice", what may be chosen.
        optional: whether None, meaning "leave it alone", is allowed.
    """

    name: str
    title: str
    explanation: str
    keras: str
    kind: Kind
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    unit: str = ""
    choices: tuple[str, ...] = ()
    optional: bool = False


def parameter_field(default: Any, title: str, explanation: str, keras: str, kind: Kind, **more: object) -> Any:  # noqa: ANN401
    """A dataclass field whose metadata has the keys of `Parameter`, but `min` and `max` for the limits."""
    return field(
        default=default,
        metadata={"title": title, "explanation": explanation, "keras": keras, "kind": kind, **more},
    )


def parameters_of(kind: type) -> Mapping[str, Parameter]:
    """The parameters of a dataclass made of `parameter_field`s, by name, in order."""
    return {entry.name: _parameter(entry) for entry in fields(kind)}


def _parameter(entry: Field[Any]) -> Parameter:
    values = dict(entry.metadata)
    limits = {"minimum": values.pop("min", None), "maximum": values.pop("max", None)}
    return Parameter(entry.name, **values, **limits)
