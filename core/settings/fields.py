"""What a form, a help text or a check needs to know about one setting of a training run; it lives with its field."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from numbers import Real
from typing import Any, Literal

from core.language import N_, _

Kind = Literal["whole", "number", "switch", "choice", "text", "texts", "block"]

_AS_IN = N_("{expected}, as in {words}")
_EXPECTED: Mapping[Kind, tuple[str, str]] = {
    "whole": (N_("a whole number from {minimum:g} to {maximum:g}"), N_("{expected}, or one of {words}")),
    "number": (N_("a number from {minimum:g} to {maximum:g}"), ""),
    "switch": (N_("true or false"), ""),
    "choice": (N_("one of {words}"), ""),
    "text": (N_("a text that is not empty"), _AS_IN),
    "texts": (N_("texts that are not empty, separated by commas"), _AS_IN),
    "block": (N_("a group of settings, or none"), ""),
}
"""What may be given, by kind, and how the words are added that may be given as well."""

_UNLIMITED: Mapping[Kind, str] = {"whole": N_("a whole number"), "number": N_("a number")}


@dataclass(frozen=True)
class Hyperparameter:
    """One setting as it is shown.

    Attributes:
        name: the field; dotted inside a block, as in "early_stopping.patience".
        title: the name people read.
        explanation: one or two sentences for a newcomer.
        kind: "whole" (number), "number", "switch", "choice", "text", "texts" (a tuple of them) or "block" (a group
            of settings that may be switched off). A "whole" with `choices` takes one of these words as well.
        default: the value if not given; None for a required setting.
        minimum: smallest number allowed, None where there are no numbers.
        maximum: largest number allowed.
        step: a sensible step of a slider; None where steps by a factor suit better.
        unit: "px", "epochs", …; empty for none.
        choices: for "choice" what may be chosen, for "text" and "texts" what is usually written.
        optional: whether None, meaning "off", is allowed.
        advanced: whether a simple form leaves it out.
    """

    name: str
    title: str
    explanation: str
    kind: Kind
    default: Any = None
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    unit: str = ""
    choices: tuple[str, ...] = ()
    optional: bool = False
    advanced: bool = False

    def faults(self, value: object) -> Iterator[str]:
        """What is wrong with a value, in phrases such as "epochs is 0 and must be a whole number from 1 to 10000"."""
        if value is None and self.optional:
            return
        if not self._takes(value):
            fault = _("{name} is {value!r:.60} and must be {expected}")
            yield fault.format(name=self.name, value=value, expected=self.expected)

    @property
    def expected(self) -> str:
        """What may be given, as in "a number from 0 to 1"."""
        phrase, free = _EXPECTED[self.kind]
        if self.minimum is None or self.maximum is None:
            phrase = _UNLIMITED.get(self.kind, phrase)
        words = ", ".join(self.choices)
        expected = _(phrase).format(minimum=self.minimum, maximum=self.maximum, words=words)
        return _(free).format(expected=expected, words=words) if free and words else expected

    def _takes(self, value: object) -> bool:
        if self.kind == "whole":
            return self._is_whole(value) or (isinstance(value, str) and value in self.choices)
        if self.kind == "number":
            return self._is_number(value)
        if self.kind == "switch":
            return type(value) is bool
        if self.kind == "choice":
            return isinstance(value, str) and value in self.choices
        if self.kind == "texts":
            return isinstance(value, tuple) and all(isinstance(text, str) and text.strip() for text in value)
        return self.kind == "block" or (isinstance(value, str) and bool(value.strip()))

    def _is_whole(self, value: object) -> bool:
        return type(value) is int and self._is_within(value)

    def _is_number(self, value: object) -> bool:
        is_number = isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)
        return is_number and self._is_within(float(value))  # type: ignore[arg-type]

    def _is_within(self, value: float) -> bool:
        return (self.minimum is None or value >= self.minimum) and (self.maximum is None or value <= self.maximum)


def setting(default: Any, title: str, explanation: str, kind: Kind, **more: object) -> Any:  # noqa: ANN401
    """A dataclass field whose metadata has the keys of `Hyperparameter`, but `min` and `max` for the limits."""
    metadata = {"title": title, "explanation": explanation, "kind": kind, **more}
    return field(default=default, metadata=metadata)


def hyperparameters_of(kind: type, prefix: str = "") -> Mapping[str, Hyperparameter]:
    """The settings of a dataclass that are declared with `setting`, by (dotted) name, in order."""
    declared = (entry for entry in fields(kind) if "kind" in entry.metadata)
    return {prefix + entry.name: _hyperparameter(entry, prefix) for entry in declared}


def value_faults(settings: object) -> Iterator[str]:
    """What is wrong with the values of a dataclass of `setting`s, each by itself."""
    for name, parameter in hyperparameters_of(type(settings)).items():
        yield from parameter.faults(getattr(settings, name))


def make_plain(settings: object) -> None:
    """Give the numbers of a frozen dataclass of `setting`s Python's own types, so that equal ones save alike."""
    for name, parameter in hyperparameters_of(type(settings)).items():
        value = getattr(settings, name)
        if parameter.kind == "number" and value is not None:
            object.__setattr__(settings, name, float(value))


def _hyperparameter(entry: Field[Any], prefix: str) -> Hyperparameter:
    values = dict(entry.metadata)
    limits = {"minimum": values.pop("min", None), "maximum": values.pop("max", None)}
    default = None if entry.default is MISSING else entry.default
    return Hyperparameter(prefix + entry.name, default=default, **values, **limits)
