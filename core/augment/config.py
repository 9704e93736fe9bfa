"""The parameters of augmentation: ranges from which the random changes of each training picture are drawn.

Names and meanings are those of Keras's `ImageDataGenerator`, with two differences: Keras swaps its two shifts, which
is corrected here, and `zoom_range` is always two numbers.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from numbers import Real
from types import MappingProxyType
from typing import Any, Literal

from core.errors import InvalidInputError
from core.language import N_, _
from core.settings.schema import SavedSettings

Kind = Literal["number", "range", "switch", "choice"]


@dataclass(frozen=True)
class Parameter:
    """One parameter as forms and help texts show it.

    Attributes:
        name: the field of `AugmentConfig`.
        title: the label, marked for translation.
        explanation: one line for beginners, marked for translation.
        keras: the argument of Keras's `ImageDataGenerator` with the meaning of our name.
        kind: "number"; "range" (two numbers, low and high); "switch"; or "choice".
        minimum: smallest number allowed, None where there are no numbers.
        maximum: largest number allowed.
        step: a sensible step of a slider.
        unit: "°", "of the width", …, marked for translation; empty for none.
        choices: the values of a "choice".
        optional: whether None, meaning "no change", is allowed.
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
    """A dataclass field whose metadata has the keys of `Parameter`, with `min` and `max` for the limits."""
    return field(
        default=default,
        metadata={"title": title, "explanation": explanation, "keras": keras, "kind": kind, **more},
    )


def parameters_of(kind: type) -> Mapping[str, Parameter]:
    """The parameters of a dataclass of `parameter_field`s, by name, in order."""
    return {entry.name: _parameter(entry) for entry in fields(kind)}


def _parameter(entry: Field[Any]) -> Parameter:
    values = dict(entry.metadata)
    limits = {"minimum": values.pop("min", None), "maximum": values.pop("max", None)}
    return Parameter(entry.name, **values, **limits)


FILL_MODES = ("nearest", "reflect", "wrap", "constant")


@dataclass(frozen=True)
class AugmentConfig(SavedSettings):
    """Ranges to draw from. The default changes nothing.

    Limits, units and one-line explanations are in the metadata of each field; `PARAMETERS` has them typed.

    Attributes:
        rotation_range: degrees; the angle is drawn from minus to plus this.
        width_shift_range: share of the width; pictures move sideways by up to this.
        height_shift_range: share of the height; pictures move up or down by up to this.
        shear_range: degrees; the slant is drawn from minus to plus this.
        zoom_range: (low, high), drawn for width and height apart; below 1 comes closer, above 1 steps back.
        horizontal_flip: mirror every second picture, left to right.
        vertical_flip: turn every second picture upside down.
        brightness_range: (low, high) factors, 1 for no change; None draws none.
        channel_shift_range: of 255; added to all three colours, from minus to plus this.
        fill_mode: how uncovered areas are filled; one of `FILL_MODES`.
        cval: grey level from 0 to 255 for `fill_mode="constant"`.

    Raises:
        InvalidInputError: a value is of the wrong type or range; the message names every fault.
    """

    SAVED_AS = N_("set of augmentation parameters")

    rotation_range: float = parameter_field(
        0.0,
        N_("Rotation"),
        N_("Turns the picture to either side by up to this angle."),
        "rotation_range",
        "number",
        min=0.0,
        max=180.0,
        step=1.0,
        unit="°",
    )
    width_shift_range: float = parameter_field(
        0.0,
        N_("Shift sideways"),
        N_(
            "Moves the picture left or right by up to this share of its width. Keras swaps the names of the two shifts."
        ),
        "height_shift_range",
        "number",
        min=0.0,
        max=0.9,
        step=0.01,
        unit=N_("of the width"),
    )
    height_shift_range: float = parameter_field(
        0.0,
        N_("Shift up and down"),
        N_("Moves the picture up or down by up to this share of its height. Keras swaps the names of the two shifts."),
        "width_shift_range",
        "number",
        min=0.0,
        max=0.9,
        step=0.01,
        unit=N_("of the height"),
    )
    shear_range: float = parameter_field(
        0.0,
        N_("Shear"),
        N_("Slants the picture by up to this angle, as italics slant letters."),
        "shear_range",
        "number",
        min=0.0,
        max=60.0,
        step=0.5,
        unit="°",
    )
    zoom_range: tuple[float, float] = parameter_field(
        (1.0, 1.0),
        N_("Zoom"),
        N_("Shows this much of the picture's width and height: below 1 comes closer, above 1 steps back."),
        "zoom_range",
        "range",
        min=0.1,
        max=5.0,
        step=0.05,
        unit="×",
    )
    horizontal_flip: bool = parameter_field(
        False,
        N_("Mirror"),
        N_("Mirrors every second picture, left to right."),
        "horizontal_flip",
        "switch",
    )
    vertical_flip: bool = parameter_field(
        False,
        N_("Upside down"),
        N_("Mirrors every second picture, top to bottom."),
        "vertical_flip",
        "switch",
    )
    brightness_range: tuple[float, float] | None = parameter_field(
        None,
        N_("Brightness"),
        N_("Multiplies the light by a factor between these two: 0 is black, 1 is no change."),
        "brightness_range",
        "range",
        min=0.0,
        max=4.0,
        step=0.05,
        unit="×",
        optional=True,
    )
    channel_shift_range: float = parameter_field(
        0.0,
        N_("Colour shift"),
        N_("Adds or subtracts up to this much, the same for red, green and blue."),
        "channel_shift_range",
        "number",
        min=0.0,
        max=255.0,
        step=1.0,
        unit=N_("of 255"),
    )
    fill_mode: str = parameter_field(
        "nearest",
        N_("Fill"),
        N_("How uncovered areas are filled: with the stretched edge, the mirror image, the opposite side or a grey."),
        "fill_mode",
        "choice",
        choices=FILL_MODES,
    )
    cval: float = parameter_field(
        0.0,
        N_("Fill grey"),
        N_("The grey that the fill “constant” uses, from 0, black, to 255, white."),
        "cval",
        "number",
        min=0.0,
        max=255.0,
        step=1.0,
        unit=N_("of 255"),
    )

    def __post_init__(self) -> None:
        faults = [fault for name in PARAMETERS for fault in _faults(PARAMETERS[name], getattr(self, name))]
        if faults:
            raise InvalidInputError(_("This augmentation cannot be used: {faults}.").format(faults="; ".join(faults)))
        for name, parameter in PARAMETERS.items():
            object.__setattr__(self, name, _plain(parameter, getattr(self, name)))

    @property
    def changes_nothing(self) -> bool:
        """Whether every picture stays unchanged."""
        quiet = AugmentConfig(fill_mode=self.fill_mode, cval=self.cval)
        return self == quiet


PARAMETERS: Mapping[str, Parameter] = MappingProxyType(parameters_of(AugmentConfig))
"""Every parameter by name, in the order of a form."""


def _faults(parameter: Parameter, value: object) -> Iterator[str]:
    if value is None and parameter.optional:
        return
    if parameter.kind == "switch":
        if type(value) is not bool:
            yield _("{field} is {value!r:.60} and must be true or false").format(field=parameter.name, value=value)
    elif parameter.kind == "choice":
        if not isinstance(value, str) or value not in parameter.choices:
            yield _("{field} is {value!r:.60} and must be one of {choices}").format(
                field=parameter.name, value=value, choices=", ".join(parameter.choices)
            )
    elif parameter.kind == "range":
        yield from _range_faults(parameter, value)
    elif not _is_within(value, parameter):
        yield _("{field} is {value!r:.60} and must be a number {limits}").format(
            field=parameter.name, value=value, limits=_limits(parameter)
        )


def _range_faults(parameter: Parameter, value: object) -> Iterator[str]:
    if not isinstance(value, tuple | list) or len(value) != 2 or not all(_is_within(end, parameter) for end in value):
        yield _("{field} is {value!r:.60} and must be two numbers, low and high, {limits}").format(
            field=parameter.name, value=value, limits=_limits(parameter)
        )
    elif value[0] > value[1]:
        yield _("{field} is reversed: its low end {low:g} is above its high end {high:g}").format(
            field=parameter.name, low=value[0], high=value[1]
        )


def _is_within(value: object, parameter: Parameter) -> bool:
    if not isinstance(value, Real) or isinstance(value, bool) or not math.isfinite(value):
        return False
    return (parameter.minimum is None or float(value) >= parameter.minimum) and (
        parameter.maximum is None or float(value) <= parameter.maximum
    )


def _limits(parameter: Parameter) -> str:
    low, high, unit = parameter.minimum, parameter.maximum, parameter.unit
    if unit == "°":
        return _("from {low:g} to {high:g} degrees").format(low=low, high=high)
    if unit in {"", "×"}:
        return _("from {low:g} to {high:g}").format(low=low, high=high)
    return _("from {low:g} to {high:g} {unit}").format(low=low, high=high, unit=_(unit))


def _plain(parameter: Parameter, value: Any) -> Any:  # noqa: ANN401 - checked before
    """The value in Python's built-in types, so that equal configurations compare, hash and save alike."""
    if parameter.kind == "number":
        return float(value)
    if parameter.kind == "range" and value is not None:
        return float(value[0]), float(value[1])
    return value
