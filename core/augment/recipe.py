"""A recipe: augmentation parameters that somebody kept, with a title and a note."""

import unicodedata
from dataclasses import dataclass, field
from typing import Any, Self

from core.augment.config import PARAMETERS, AugmentConfig
from core.errors import InvalidInputError
from core.language import N_, _
from core.settings.schema import VERSION_KEY, checked_values, require_version

SCHEMA_VERSION = 1
LONGEST_TITLE = 120
LONGEST_NOTE = 4000

_LINE_ENDS = {ord(character): " " for character in "\n\r\t"}


@dataclass(frozen=True)
class Recipe:
    """Augmentation parameters that somebody kept.

    Attributes:
        title: as a person wrote it, 1 to `LONGEST_TITLE` characters on one line.
        config: the parameters.
        note: in the person's words, possibly empty.
        created_at: UTC, ISO 8601.
        changed_at: UTC, ISO 8601.
        recipe_id: name of the file without ".json"; empty as long as it was not saved.

    Raises:
        InvalidInputError: a title or note that cannot be used.
    """

    title: str
    config: AugmentConfig
    note: str = ""
    created_at: str = ""
    changed_at: str = ""
    recipe_id: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        texts = {name: getattr(self, name) for name in ("title", "note", "created_at", "changed_at")}
        wrong = [name for name, text in texts.items() if not isinstance(text, str)]
        if wrong or not isinstance(self.config, AugmentConfig):
            fields = ", ".join(wrong) or "config"
            raise InvalidInputError(_("In a recipe, {fields} is not of the kind expected.").format(fields=fields))
        title = " ".join(unicodedata.normalize("NFC", self.title).split())
        if not title or _is_no_text(title) or len(title) > LONGEST_TITLE:
            raise InvalidInputError(
                _("A recipe needs a title of 1 to {most} characters; {title!r:.60} is not.").format(
                    most=LONGEST_TITLE, title=title
                )
            )
        if len(self.note) > LONGEST_NOTE:
            raise InvalidInputError(
                _("The note has {n:,} characters; {most:,} are allowed.").format(n=len(self.note), most=LONGEST_NOTE)
            )
        if _is_no_text(self.note.translate(_LINE_ENDS)):
            raise InvalidInputError(_("The note holds characters that are no text. Type it again."))
        object.__setattr__(self, "title", title)

    def to_dict(self) -> dict[str, Any]:
        """The recipe as its file holds it; `from_dict` reads it back."""
        values = {"title": self.title, "note": self.note, "created_at": self.created_at, "changed_at": self.changed_at}
        return {VERSION_KEY: SCHEMA_VERSION, **values, "config": self.config.to_dict()}

    @classmethod
    def from_dict(cls, values: object, recipe_id: str = "") -> Self:
        """Read what `to_dict` made.

        Raises:
            InvalidInputError: a key that is unknown or lacks, another schema version or none, or values that are not
                valid.
        """
        require_version(values, N_("recipe"))
        known = checked_values(values, cls, SCHEMA_VERSION, N_("recipe"))
        if not {"title", "config"} <= known.keys() or "recipe_id" in known:
            raise InvalidInputError(_("A recipe's file has a title and a config, and no recipe_id."))
        require_version(known["config"], AugmentConfig.SAVED_AS)
        return cls(**{**known, "config": AugmentConfig.from_dict(known["config"])}, recipe_id=recipe_id)


@dataclass(frozen=True)
class Difference:
    """One parameter that two recipes have different: its name in `AugmentConfig` and both values."""

    parameter: str
    left: object
    right: object


def compare_configs(left: AugmentConfig, right: AugmentConfig) -> list[Difference]:
    """The parameters that differ, in the order of `PARAMETERS`; empty for equal ones."""
    pairs = [(name, getattr(left, name), getattr(right, name)) for name in PARAMETERS]
    return [Difference(name, one, other) for name, one, other in pairs if one != other]


def _is_no_text(text: str) -> bool:
    """Whether it holds control characters, or halves of characters that no file can hold."""
    return any(unicodedata.category(character) in {"Cc", "Cs"} for character in text)
