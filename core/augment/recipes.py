"""Recipes: saved augmentation parameters with a title and a note, and the store of them."""

import unicodedata
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from core.augment.config import PARAMETERS, AugmentConfig
from core.environment import artifacts_root
from core.errors import InvalidInputError
from core.language import N_, _
from core.named_documents import DocumentKind, DocumentStore, fold_name
from core.settings.schema import VERSION_KEY, checked_values, require_version

SCHEMA_VERSION = 1
LONGEST_TITLE = 120
LONGEST_NOTE = 4000

_LINE_ENDS = {ord(character): " " for character in "\n\r\t"}


@dataclass(frozen=True)
class Recipe:
    """Saved augmentation parameters.

    Attributes:
        title: 1 to `LONGEST_TITLE` characters on one line.
        config: the parameters.
        note: free text, possibly empty.
        created_at: UTC, ISO 8601.
        changed_at: UTC, ISO 8601.
        document_id: the file's name without ".json"; empty before the first save.

    Raises:
        InvalidInputError: a title or note that cannot be used.
    """

    title: str
    config: AugmentConfig
    note: str = ""
    created_at: str = ""
    changed_at: str = ""
    document_id: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        texts = {name: getattr(self, name) for name in ("title", "note", "created_at", "changed_at")}
        wrong = [name for name, text in texts.items() if not isinstance(text, str)]
        if wrong or not isinstance(self.config, AugmentConfig):
            fields = ", ".join(wrong) or "config"
            raise InvalidInputError(_("In a recipe, {fields} is not of the expected type.").format(fields=fields))
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
            raise InvalidInputError(_("The note holds characters that are not text. Type it again."))
        object.__setattr__(self, "title", title)

    @property
    def name(self) -> str:
        """The title."""
        return self.title

    def to_dict(self) -> dict[str, Any]:
        """The recipe as its file holds it; `from_dict` reads it back."""
        values = {"title": self.title, "note": self.note, "created_at": self.created_at, "changed_at": self.changed_at}
        return {VERSION_KEY: SCHEMA_VERSION, **values, "config": self.config.to_dict()}

    @classmethod
    def from_dict(cls, values: object, document_id: str = "") -> Self:
        """Read what `to_dict` made.

        Raises:
            InvalidInputError: a key that is unknown or missing, another schema version or none, or values that are not
                valid.
        """
        require_version(values, N_("recipe"))
        known = checked_values(values, cls, SCHEMA_VERSION, N_("recipe"))
        if not {"title", "config"} <= known.keys() or "document_id" in known:
            raise InvalidInputError(_("A recipe's file has a title and a config, and no document_id."))
        require_version(known["config"], AugmentConfig.SAVED_AS)
        return cls(**{**known, "config": AugmentConfig.from_dict(known["config"])}, document_id=document_id)


@dataclass(frozen=True)
class Difference:
    """A parameter in which two recipes differ: its name in `AugmentConfig` and both values."""

    parameter: str
    left: object
    right: object


def compare_configs(left: AugmentConfig, right: AugmentConfig) -> list[Difference]:
    """The parameters that differ, in the order of `PARAMETERS`; empty for equal ones."""
    pairs = [(name, getattr(left, name), getattr(right, name)) for name in PARAMETERS]
    return [Difference(name, one, other) for name, one, other in pairs if one != other]


def _is_no_text(text: str) -> bool:
    """Whether it holds control characters, or lone surrogates, which no file can hold."""
    return any(unicodedata.category(character) in {"Cc", "Cs"} for character in text)


_KIND = DocumentKind(
    read=Recipe.from_dict,
    prefix="recipe",
    missing=N_("There is no recipe {name!r:.60} any more. Reload the page to see which there are."),
    taken=N_("There is a recipe “{name}” already. Choose another title, or replace that one."),
    damaged=N_("The recipe file “{file}” is damaged or half-written. Delete it, or repair it in a text editor."),
    unusable=N_("The recipe file “{file}” cannot be used: {reason}"),
    busy=N_("Another tab is changing the recipes. Try again in a moment."),
    delete=N_("delete a recipe"),
    restore=N_("restore a recipe"),
)


class RecipeStore(DocumentStore[Recipe]):
    """The recipes in one folder.

    Args:
        root: the folder; `recipes/` among the artifacts where None.
    """

    def __init__(self, root: Path | None = None) -> None:
        super().__init__(artifacts_root() / "recipes" if root is None else root, _KIND)

    def save(self, title: str, config: AugmentConfig, note: str = "", *, replace_existing: bool = False) -> Recipe:
        """Save a recipe under its title.

        Args:
            title: any text on one line; titles that differ only in case or spaces are the same.
            config: the parameters.
            note: free text.
            replace_existing: change the recipe of that title where there is one, keeping its id.

        Raises:
            AlreadyExistsError: the title is taken and `replace_existing` is False.
            InvalidInputError: a title or note that cannot be used.
            ReadOnlyError: this is a read-only demo.
        """
        now = _now()
        recipe = Recipe(title, config, note, now, now)
        with self._changing(_("save a recipe")):
            existing = self._named(recipe.title)
            if existing is None:
                return self._write(replace(recipe, document_id=self._new_id(recipe.title)))
            if not replace_existing:
                raise self._taken(existing)
            return self._write(replace(recipe, created_at=existing.created_at, document_id=existing.document_id))

    def duplicate(self, document_id: str) -> Recipe:
        """Save a copy under the first free title of the kind "Title (copy)", "Title (copy 2)"."""
        with self._changing(_("duplicate a recipe")):
            original = self.get(document_id)
            title = self._free_title(original.title, copy=1)
            now = _now()
            return self._write(
                replace(original, title=title, created_at=now, changed_at=now, document_id=self._new_id(title))
            )

    def rename(self, document_id: str, title: str) -> Recipe:
        """Give a recipe another title; its id stays.

        Raises:
            AlreadyExistsError: another recipe has that title.
            NotFoundError: no recipe has this id.
        """
        with self._changing(_("rename a recipe")):
            recipe = replace(self.get(document_id), title=title, changed_at=_now())
            existing = self._named(recipe.title)
            if existing is not None and existing.document_id != document_id:
                raise self._taken(existing)
            return self._write(recipe)

    def restore(self, document_id: str) -> None:
        """Restore a deleted recipe; "(copy)" follows a title that another recipe has taken meanwhile.

        Raises:
            NotFoundError: the bin does not hold it.
            InvalidInputError: the restored file is unreadable, as it was before.
        """
        with self._changing(_("restore a recipe")):
            self._take_from_bin(document_id)
            recipe = self.get(document_id)
            title = self._free_title(recipe.title, but=document_id)
            if title != recipe.title:
                self._write(replace(recipe, title=title))

    def compare(self, left_id: str, right_id: str) -> list[Difference]:
        """The parameters in which two saved recipes differ."""
        return compare_configs(self.get(left_id).config, self.get(right_id).config)

    def _free_title(self, title: str, *, copy: int = 0, but: str = "") -> str:
        """The first free title, from copy number `copy` on; the recipe `but` does not count."""
        taken = {fold_name(recipe.title) for recipe in self.listing().documents if recipe.document_id != but}
        free = title if copy == 0 else _copy_title(title, copy)
        while fold_name(free) in taken:
            copy += 1
            free = _copy_title(title, copy)
        return free


def _copy_title(title: str, number: int) -> str:
    suffix = _(" (copy)") if number == 1 else _(" (copy {number})").format(number=number)
    return title[: LONGEST_TITLE - len(suffix)] + suffix


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
