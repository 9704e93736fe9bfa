"""Showcases: which chapters of the story are told, in which order, with what a presenter writes beside them.

One JSON file each under `artifacts/showcases/`, named by an id that never changes. Deleting moves the file into a bin
beside the others, from which it can be brought back. The same JSON is what is exported and imported.
"""

import json
import re
import unicodedata
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Self

from filelock import FileLock, Timeout

from core.environment import artifacts_root
from core.errors import AlreadyExistsError, AtelierError, BusyError, InvalidInputError, NotFoundError
from core.files import clear_disk_errors, write_json_atomically
from core.language import N_, _
from core.permissions import require_writable
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
"""Every chapter there is, in the order in which the story is told where nobody says otherwise."""

LONGEST_NAME, LONGEST_TITLE, LONGEST_NOTE = 80, 120, 600
MOST_RUNS, LONGEST_RUN_ID = 12, 200
LARGEST_FILE_BYTES = 200_000

_BIN = ".deleted"
_PATIENCE_S = 10
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
        raise InvalidInputError(_("{what} holds characters that are no text. Type it again.").format(what=_(what)))
    return text


@dataclass(frozen=True)
class ChapterText:
    """One chapter of a showcase.

    Attributes:
        name: one of `CHAPTERS`.
        title: what stands over it in place of its own title; "" for its own.
        note: what the presenter says with it; "" for nothing.
        told: whether it is shown; what is left out keeps its place and its words.

    Raises:
        InvalidInputError: an unknown chapter, or text that is too long or no text.
    """

    name: str
    title: str = ""
    note: str = ""
    told: bool = True

    def __post_init__(self) -> None:
        if self.name not in CHAPTERS:
            raise InvalidInputError(
                _("There is no chapter {name!r:.60}; there are {chapters}.").format(
                    name=self.name, chapters=", ".join(CHAPTERS)
                )
            )
        if not isinstance(self.told, bool):
            raise InvalidInputError(
                _("A chapter is told or it is not; found was {found!r:.60}.").format(found=self.told)
            )
        title = _text(self.title, N_("The title of a chapter"), LONGEST_TITLE)
        object.__setattr__(self, "title", " ".join(title.split()))
        object.__setattr__(self, "note", _text(self.note, N_("The note of a chapter"), LONGEST_NOTE).strip())


_CHAPTER_KEYS = {field.name for field in fields(ChapterText)}
USUAL_CHAPTERS = tuple(ChapterText(name) for name in CHAPTERS)


@dataclass(frozen=True)
class Showcase:
    """Chapters in the order they are told.

    Attributes:
        name: as a person wrote it, at most `LONGEST_NAME` characters on one line; "" while it has none.
        chapters: at least one that is told, none twice.
        runs: ids of the runs it is about; empty for the newest of each model.
        showcase_id: name of the file without ".json"; empty as long as it was not saved.

    Raises:
        InvalidInputError: a name, chapters or runs that cannot be used.
    """

    name: str = ""
    chapters: tuple[ChapterText, ...] = USUAL_CHAPTERS
    runs: tuple[str, ...] = ()
    showcase_id: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", " ".join(_text(self.name, N_("The name of a showcase"), LONGEST_NAME).split()))
        names = [chapter.name for chapter in self.chapters]
        if not self.told:
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
    def told(self) -> tuple[ChapterText, ...]:
        """The chapters that are shown."""
        return tuple(chapter for chapter in self.chapters if chapter.told)

    def chapter(self, name: str) -> ChapterText | None:
        """The chapter of that name, told or left out; None where it was never named."""
        return next((chapter for chapter in self.chapters if chapter.name == name), None)

    def to_dict(self) -> dict[str, Any]:
        """The showcase as its file holds it; `from_dict` reads it back."""
        chapters = [asdict(chapter) for chapter in self.chapters]
        return {VERSION_KEY: SCHEMA_VERSION, "name": self.name, "chapters": chapters, "runs": list(self.runs)}

    @classmethod
    def from_dict(cls, values: object, showcase_id: str = "") -> Self:
        """Read what `to_dict` made.

        Raises:
            InvalidInputError: a key that is unknown or lacks, another schema version, or values that are not valid.
        """
        known = checked_values(values, cls, SCHEMA_VERSION, N_("showcase"))
        if not {"name", "chapters"} <= known.keys() or "showcase_id" in known:
            raise InvalidInputError(_("A showcase's file has a name and chapters, and no showcase_id."))
        if not isinstance(known["chapters"], tuple) or not isinstance(known.get("runs", ()), tuple):
            raise InvalidInputError(_("The chapters and the runs of a showcase are lists."))
        return cls(**{**known, "chapters": tuple(map(_chapter, known["chapters"]))}, showcase_id=showcase_id)


@dataclass(frozen=True)
class UnreadableShowcase:
    """A file among the showcases that is none, or a damaged one: its name without ".json", and what is wrong."""

    showcase_id: str
    sentence: str


@dataclass(frozen=True)
class ShowcaseListing:
    """All saved showcases by name, and the files that could not be read; those are left as they are."""

    showcases: tuple[Showcase, ...]
    unreadable: tuple[UnreadableShowcase, ...]


def export_showcase(showcase: Showcase) -> str:
    """The showcase as text to take away; `import_showcase` reads it back."""
    return json.dumps(showcase.to_dict(), indent=2, ensure_ascii=False) + "\n"


def import_showcase(data: bytes) -> Showcase:
    """Read a file that somebody brought; nothing is saved.

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
        raise InvalidInputError(_("This file is no showcase. Choose a JSON file that was saved here.")) from error
    return Showcase.from_dict(document)


class ShowcaseStore:
    """The showcases in one folder. Several processes and browser tabs may use it at once.

    Args:
        root: the folder; `showcases/` among the artifacts where None.
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = artifacts_root() / "showcases" if root is None else root

    def listing(self) -> ShowcaseListing:
        """Every showcase, and every file that should be one and is not."""
        showcases, unreadable = [], []
        for path in sorted(path for path in self.root.glob("*.json") if _is_safe_stem(path.stem)):
            try:
                showcases.append(_read(path))
            except NotFoundError:
                continue
            except AtelierError as error:
                unreadable.append(UnreadableShowcase(path.stem, str(error)))
        showcases.sort(key=lambda showcase: (showcase.name.casefold(), showcase.showcase_id))
        return ShowcaseListing(tuple(showcases), tuple(unreadable))

    def get(self, showcase_id: str) -> Showcase:
        """Load one.

        Raises:
            NotFoundError: there is no such showcase.
            InvalidInputError: its file is damaged, or of another version.
        """
        return _read(self._path(showcase_id))

    def save(self, showcase: Showcase, *, replace_existing: bool = False, known: Showcase | None = None) -> Showcase:
        """Save a showcase under its name; names that differ only in case are the same.

        Args:
            showcase: its id is given anew.
            replace_existing: change the showcase of that name where there is one, keeping its id.
            known: what the one of that name looked like when the changes began; it is replaced if it still does.

        Raises:
            AlreadyExistsError: there is one of that name, and it is not to be replaced, or was changed meanwhile.
            InvalidInputError: it has no name.
            ReadOnlyError: this is a demo.
        """
        if not showcase.name:
            raise InvalidInputError(
                _("Give the showcase a name of 1 to {longest} characters.").format(longest=LONGEST_NAME)
            )
        with self._changing(_("save a showcase")):
            existing = self._by_name(showcase.name)
            if existing is not None and not replace_existing and existing != known:
                if known is not None and existing.showcase_id == known.showcase_id:
                    raise AlreadyExistsError(
                        _("“{name}” was changed elsewhere meanwhile. Replace it, or choose another name.").format(
                            name=existing.name
                        )
                    )
                raise AlreadyExistsError(
                    _("There is a showcase “{name}” already. Choose another name, or replace that one.").format(
                        name=existing.name
                    )
                )
            kept = replace(showcase, showcase_id=existing.showcase_id if existing else _new_id(showcase.name))
            write_json_atomically(self._path(kept.showcase_id), kept.to_dict())
            return kept

    def delete(self, showcase_id: str) -> None:
        """Move a showcase, or an unreadable file, into the bin; `restore` brings it back.

        Raises:
            NotFoundError: there is no such showcase.
            ReadOnlyError: this is a demo.
        """
        with self._changing(_("delete a showcase")):
            path = self._path(showcase_id)
            if not path.is_file():
                raise _missing(showcase_id)
            self._binned(showcase_id).parent.mkdir(exist_ok=True)
            path.replace(self._binned(showcase_id))

    def restore(self, showcase_id: str) -> None:
        """Bring a deleted showcase back as it was.

        Raises:
            NotFoundError: it is not in the bin.
            ReadOnlyError: this is a demo.
        """
        with self._changing(_("restore a showcase")):
            if not self._binned(showcase_id).is_file():
                raise _missing(showcase_id)
            self._binned(showcase_id).replace(self._path(showcase_id))

    def _path(self, showcase_id: str) -> Path:
        if not _is_safe_stem(showcase_id):
            raise _missing(showcase_id)
        return self.root / f"{showcase_id}.json"

    def _binned(self, showcase_id: str) -> Path:
        return self.root / _BIN / self._path(showcase_id).name

    def _by_name(self, name: str) -> Showcase | None:
        same = (showcase for showcase in self.listing().showcases if _folded(showcase.name) == _folded(name))
        return next(same, None)

    @contextmanager
    def _changing(self, what: str) -> Iterator[None]:
        require_writable(what)
        with clear_disk_errors(_("trying to {what}").format(what=what)):
            self.root.mkdir(parents=True, exist_ok=True)
            try:
                with FileLock(self.root / ".lock", timeout=_PATIENCE_S):
                    yield
            except Timeout as error:
                raise BusyError(_("Another tab is changing the showcases. Try again in a moment.")) from error


def _read(path: Path) -> Showcase:
    try:
        document = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise _missing(path.stem) from error
    except (ValueError, OSError, RecursionError) as error:
        raise InvalidInputError(
            _("The showcase file “{file}” is damaged or half-written. Delete it, or mend it by hand.").format(
                file=path.name
            )
        ) from error
    try:
        return Showcase.from_dict(document, path.stem)
    except InvalidInputError as error:
        raise InvalidInputError(
            _("The showcase file “{file}” cannot be used: {fault}").format(file=path.name, fault=error)
        ) from error


def _chapter(values: object) -> ChapterText:
    if not isinstance(values, Mapping) or not set(values) <= _CHAPTER_KEYS or "name" not in values:
        raise InvalidInputError(
            _("A chapter has a name, a title, a note, and “told”; found was {found!r:.60}.").format(found=values)
        )
    return ChapterText(**{str(key): value for key, value in values.items()})


def _new_id(name: str) -> str:
    """A safe file name that still tells the name where that has plain letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:40].strip("-")
    return f"{words or 'showcase'}-{uuid.uuid4().hex[:8]}"


def _is_safe_stem(stem: str) -> bool:
    """Whether a file of this name lies in the folder itself; files put there by hand need not look like ours."""
    try:
        size = len(stem.encode("utf-8"))
    except UnicodeEncodeError:  # bytes that are no text, which no browser could be sent
        return False
    return 0 < size <= 200 and not stem.startswith(".") and not set("/\\\0:") & set(stem)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _missing(showcase_id: str) -> NotFoundError:
    return NotFoundError(
        _("There is no showcase {showcase!r:.60} any more. Reload the page to see which there are.").format(
            showcase=showcase_id
        )
    )
