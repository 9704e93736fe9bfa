"""Showcases: the chapters of a presentation, their order, and the presenter's titles and notes.

They are stored under `artifacts/showcases/`; the same JSON is exported and imported.
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from core.environment import artifacts_root
from core.errors import AlreadyExistsError, InvalidInputError
from core.language import N_, _
from core.named_documents import DocumentKind, DocumentStore
from core.settings.schema import VERSION_KEY, checked_values

SCHEMA_VERSION = 1
CHAPTERS = (
    "collection",
    "movements",
    "balance",
    "seen",
    "augmentation",
    "learning",
    "confusions",
    "comparison",
    "try",
)
"""All chapters, in their default order."""

LONGEST_NAME, LONGEST_TITLE, LONGEST_NOTE = 80, 120, 600
MOST_RUNS, LONGEST_RUN_ID = 12, 200
LARGEST_FILE_BYTES = 200_000

_LINE_ENDS = {ord(character): " " for character in "\n\r\t"}


def _text(value: object, what: str, longest: int) -> str:
    if not isinstance(value, str):
        raise InvalidInputError(_("{what} is text; found was {found!r:.60}.").format(what=_(what), found=value))
    text = unicodedata.normalize("NFC", value)
    if len(text) > longest:
        raise InvalidInputError(
            _("{what} has {n:,} characters; {longest} are allowed.").format(what=_(what), n=len(text), longest=longest)
        )
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text.translate(_LINE_ENDS)):
        raise InvalidInputError(_("{what} holds characters that are not text. Type it again.").format(what=_(what)))
    return text


@dataclass(frozen=True)
class ChapterText:
    """One chapter of a showcase.

    Attributes:
        name: one of `CHAPTERS`.
        title: replaces the chapter's own heading; "" keeps that.
        note: the presenter's text; "" for none.
        shown: whether it is part of the presentation; a hidden chapter keeps its position, title and note.

    Raises:
        InvalidInputError: an unknown chapter, or text that is too long or no text.
    """

    name: str
    title: str = ""
    note: str = ""
    shown: bool = True

    def __post_init__(self) -> None:
        if self.name not in CHAPTERS:
            raise InvalidInputError(
                _("There is no chapter {name!r:.60}; there are {chapters}.").format(
                    name=self.name, chapters=", ".join(CHAPTERS)
                )
            )
        if not isinstance(self.shown, bool):
            raise InvalidInputError(
                _("A chapter is shown (true) or hidden (false); found was {found!r:.60}.").format(found=self.shown)
            )
        title = _text(self.title, N_("The title of a chapter"), LONGEST_TITLE)
        object.__setattr__(self, "title", " ".join(title.split()))
        object.__setattr__(self, "note", _text(self.note, N_("The note of a chapter"), LONGEST_NOTE).strip())

    def to_dict(self) -> dict[str, Any]:
        """The chapter as in the file of a showcase, where `shown` has its old key."""
        return {"name": self.name, "title": self.title, "note": self.note, "told": self.shown}

    @classmethod
    def from_dict(cls, values: object) -> Self:
        """Read what `to_dict` made; a key other than the name may be missing.

        Raises:
            InvalidInputError: not a chapter.
        """
        if not isinstance(values, Mapping) or not set(values) <= _CHAPTER_KEYS or "name" not in values:
            raise InvalidInputError(
                _("A chapter has a name, a title, a note, and “told”; found was {found!r:.60}.").format(found=values)
            )
        return cls(**{"shown" if key == "told" else str(key): value for key, value in values.items()})


_CHAPTER_KEYS = {"name", "title", "note", "told"}
USUAL_CHAPTERS = tuple(ChapterText(name) for name in CHAPTERS)


@dataclass(frozen=True)
class Showcase:
    """A presentation: chapters in their order.

    Attributes:
        name: at most `LONGEST_NAME` characters on one line; "" while it has none.
        chapters: at least one is shown, none occurs twice.
        runs: ids of its runs; empty for the newest run of each model.
        document_id: the file's name without ".json"; empty before the first save.

    Raises:
        InvalidInputError: a name, chapters or runs that cannot be used.
    """

    name: str = ""
    chapters: tuple[ChapterText, ...] = USUAL_CHAPTERS
    runs: tuple[str, ...] = ()
    document_id: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", " ".join(_text(self.name, N_("The name of a showcase"), LONGEST_NAME).split()))
        names = [chapter.name for chapter in self.chapters]
        if not self.shown_chapters:
            raise InvalidInputError(_("A showcase needs at least one chapter. Keep one."))
        if len(set(names)) < len(names):
            raise InvalidInputError(_("A chapter is there twice. Keep each chapter once."))
        if len(self.runs) > MOST_RUNS or not all(
            isinstance(run, str) and 0 < len(run) <= LONGEST_RUN_ID for run in self.runs
        ):
            raise InvalidInputError(
                _("A showcase is about at most {most} runs, each given by its id.").format(most=MOST_RUNS)
            )

    @property
    def shown_chapters(self) -> tuple[ChapterText, ...]:
        """The chapters that are shown, in order."""
        return tuple(chapter for chapter in self.chapters if chapter.shown)

    def chapter(self, name: str) -> ChapterText | None:
        """The chapter of that name, shown or hidden; None where the showcase does not list it."""
        return next((chapter for chapter in self.chapters if chapter.name == name), None)

    def to_dict(self) -> dict[str, Any]:
        """The showcase as its file holds it; `from_dict` reads it back."""
        chapters = [chapter.to_dict() for chapter in self.chapters]
        return {VERSION_KEY: SCHEMA_VERSION, "name": self.name, "chapters": chapters, "runs": list(self.runs)}

    @classmethod
    def from_dict(cls, values: object, document_id: str = "") -> Self:
        """Read what `to_dict` made.

        Raises:
            InvalidInputError: a key that is unknown or missing, another schema version, or values that are not valid.
        """
        known = checked_values(values, cls, SCHEMA_VERSION, N_("showcase"))
        if not {"name", "chapters"} <= known.keys() or "document_id" in known:
            raise InvalidInputError(_("A showcase's file has a name and chapters, and no document_id."))
        if not isinstance(known["chapters"], tuple) or not isinstance(known.get("runs", ()), tuple):
            raise InvalidInputError(_("The chapters and the runs of a showcase are lists."))
        return cls(
            **{**known, "chapters": tuple(map(ChapterText.from_dict, known["chapters"]))}, document_id=document_id
        )


def export_showcase(showcase: Showcase) -> str:
    """The showcase as JSON text for a download; `import_showcase` reads it back."""
    return json.dumps(showcase.to_dict(), indent=2, ensure_ascii=False) + "\n"


def import_showcase(data: bytes) -> Showcase:
    """Read an uploaded file; nothing is saved.

    Raises:
        InvalidInputError: it is too large, no JSON, or no showcase.
    """
    if len(data) > LARGEST_FILE_BYTES:
        raise InvalidInputError(
            _("This file has {n:,} bytes; a showcase has {most:,} at most.").format(
                n=len(data), most=LARGEST_FILE_BYTES
            )
        )
    try:
        document = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(_("This file is not a showcase. Choose a JSON file that was saved here.")) from error
    return Showcase.from_dict(document)


_KIND = DocumentKind(
    read=Showcase.from_dict,
    prefix="showcase",
    missing=N_("There is no showcase {name!r:.60} any more. Reload the page to see which there are."),
    taken=N_("There is a showcase “{name}” already. Choose another name, or replace that one."),
    damaged=N_("The showcase file “{file}” is damaged or half-written. Delete it, or repair it in a text editor."),
    unusable=N_("The showcase file “{file}” cannot be used: {reason}"),
    busy=N_("Another tab is changing the showcases. Try again in a moment."),
    delete=N_("delete a showcase"),
    restore=N_("restore a showcase"),
)


class ShowcaseStore(DocumentStore[Showcase]):
    """The showcases in one folder.

    Args:
        root: the folder; `showcases/` among the artifacts where None.
    """

    def __init__(self, root: Path | None = None) -> None:
        super().__init__(artifacts_root() / "showcases" if root is None else root, _KIND)

    def save(self, showcase: Showcase, *, replace_existing: bool = False, known: Showcase | None = None) -> Showcase:
        """Save a showcase under its name; names that differ only in case are the same.

        Args:
            showcase: its id is ignored.
            replace_existing: change the showcase of that name where there is one, keeping its id.
            known: the showcase of that name when editing began; it is replaced if it is unchanged since.

        Raises:
            AlreadyExistsError: the name is taken and `replace_existing` is False, or that showcase has changed.
            InvalidInputError: it has no name.
            ReadOnlyError: this is a read-only demo.
        """
        if not showcase.name:
            raise InvalidInputError(
                _("Give the showcase a name of 1 to {longest} characters.").format(longest=LONGEST_NAME)
            )
        with self._changing(_("save a showcase")):
            existing = self._named(showcase.name)
            if existing is not None and not replace_existing and existing != known:
                if known is not None and existing.document_id == known.document_id:
                    raise AlreadyExistsError(
                        _("“{name}” was changed elsewhere meanwhile. Replace it, or choose another name.").format(
                            name=existing.name
                        )
                    )
                raise self._taken(existing)
            document_id = existing.document_id if existing else self._new_id(showcase.name)
            return self._write(replace(showcase, document_id=document_id))
