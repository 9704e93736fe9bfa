"""Reading back settings that were saved by value: known keys, a known version and nothing else."""

import difflib
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from core.errors import InvalidInputError
from core.language import _

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

VERSION_KEY = "schema_version"


class SavedSettings:
    """What a dataclass of settings that is saved by value inherits.

    Attributes:
        SCHEMA_VERSION: the version this program writes and reads.
        SAVED_AS: what messages call the settings, as in "selection", marked for translation.
    """

    SCHEMA_VERSION: ClassVar[int] = 1
    SAVED_AS: ClassVar[str]

    def to_dict(self) -> dict[str, Any]:
        """The settings as JSON can hold them, tuples as lists, with `schema_version`; `from_dict` reads them back."""
        values = asdict(cast("DataclassInstance", self))
        plain = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
        return {VERSION_KEY: self.SCHEMA_VERSION, **plain}

    @classmethod
    def from_dict(cls, values: object) -> Self:
        """Read what `to_dict` made; a setting that is not there has its default.

        Raises:
            InvalidInputError: unknown keys, another schema version, or values that are not valid; all are named.
        """
        known, faults = known_values(values, cls, cls.SAVED_AS)
        read = checked_values(known, cls, cls.SCHEMA_VERSION, cls.SAVED_AS)
        try:
            settings = cls(**read)
        except InvalidInputError as error:
            faults.append(str(error))
        if faults:
            raise InvalidInputError(" ".join(faults))
        return settings


def known_values(values: object, kind: type, what: str) -> tuple[object, list[str]]:
    """What a dataclass knows of saved settings, and a fault that names the rest where there is one.

    Args:
        values: what JSON gave.
        kind: the dataclass; its fields are the keys allowed.
        what: what messages call the settings, marked for translation.
    """
    if not isinstance(values, Mapping):
        return values, []
    known = [field.name for field in fields(kind)]
    unknown = [str(key) for key in values if key not in (VERSION_KEY, *known)]
    kept = {key: value for key, value in values.items() if key in (VERSION_KEY, *known)}
    return kept, [_unknown_keys(unknown, known, what)] if unknown else []


def checked_values(values: object, kind: type, version: int, what: str) -> dict[str, Any]:
    """Check saved settings against the dataclass they are for.

    Args:
        values: what JSON gave; `schema_version` may lack, which means the present one.
        kind: the dataclass; its fields are the keys allowed.
        version: the version this program writes and reads.
        what: what messages call the settings, as in "selection", marked for translation.

    Returns:
        The values without `schema_version`; lists as tuples, for the dataclasses are immutable.

    Raises:
        InvalidInputError: not a mapping, of another version, or with keys that `kind` does not know.
    """
    if not isinstance(values, Mapping):
        raise InvalidInputError(
            _("A {what} is an object with keys and values; found was {found!r:.60}.").format(what=_(what), found=values)
        )
    found = values.get(VERSION_KEY, version)
    if type(found) is not int or found != version:
        raise InvalidInputError(
            _(
                "This {what} has {key} {found!r}, and this program reads {version}. "
                "Use the program it was saved with, or make it again."
            ).format(what=_(what), key=VERSION_KEY, found=found, version=version)
        )
    known = [field.name for field in fields(kind)]
    unknown = [str(key) for key in values if key not in (VERSION_KEY, *known)]
    if unknown:
        raise InvalidInputError(_unknown_keys(unknown, known, what))
    return {key: _frozen(value) for key, value in values.items() if key != VERSION_KEY}


def require_version(values: object, what: str) -> None:
    """Refuse a program-written document without a version: it may be older than any known one.

    Args:
        values: what JSON gave; what is no mapping is left to `checked_values`.
        what: what messages call the settings, marked for translation.

    Raises:
        InvalidInputError: a mapping without `schema_version`.
    """
    if isinstance(values, Mapping) and VERSION_KEY not in values:
        raise InvalidInputError(
            _("This {what} has no {key}, so what its values mean is not certain. Make it again.").format(
                what=_(what), key=VERSION_KEY
            )
        )


def _unknown_keys(unknown: list[str], known: list[str], what: str) -> str:
    said = _("A {what} knows no {keys}; it has {known}.").format(
        what=_(what), keys=", ".join(_("“{key}”").format(key=key) for key in unknown), known=", ".join(known)
    )
    close = difflib.get_close_matches(unknown[0], known, n=1)
    return " ".join([said, *(_("Did you mean “{name}”?").format(name=name) for name in close)])


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
