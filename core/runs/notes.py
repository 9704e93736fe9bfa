"""Title, note and tags that people give a run (`notes.json`)."""

import json
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from core.errors import InvalidInputError, NotFoundError
from core.files import translate_os_errors, write_json_atomically
from core.language import _
from core.permissions import require_writable
from core.runs.folder import NOTES
from core.runs.locking import changing_runs

LONGEST_TITLE = 120
LONGEST_NOTE = 10_000
LONGEST_TAG = 40
MOST_TAGS = 20

_UNSEEN = ("Cc", "Cf")
"""Unicode's categories of what steers and is not seen: control characters, zero widths, overrides of direction."""

_JOINERS = "\u200c\u200d"
"""Unseen too, and yet a part of some scripts and emoji; a note may have them, a name that is looked up by must not."""


@dataclass(frozen=True)
class RunNotes:
    """What people wrote.

    Attributes:
        title: at most `LONGEST_TITLE` characters, one line; "" for none.
        note: at most `LONGEST_NOTE` characters.
        tags: at most `MOST_TAGS`, each once, in the order given.
    """

    title: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()


def read_notes(folder: Path) -> RunNotes:
    """The notes of a run; empty ones where there are none or the file is damaged."""
    try:
        values = json.loads((folder / NOTES).read_text("utf-8"))
        return _tidy(RunNotes(str(values["title"]), str(values["note"]), tuple(map(str, values["tags"]))))
    except (OSError, ValueError, KeyError, TypeError):
        return RunNotes()


def change_notes(folder: Path, change: Callable[[RunNotes], RunNotes]) -> RunNotes:
    """Change the notes of a run under the lock.

    Args:
        folder: of the run.
        change: from the notes as they are to the new ones.

    Returns:
        The notes as they are kept: without spaces around them, and without characters that cannot be seen.

    Raises:
        InvalidInputError: too long, or too many tags; the message names every fault.
        NotFoundError: the run is gone.
        ReadOnlyError: this is a read-only demo.
    """
    require_writable(_("change the notes of a run"))
    with translate_os_errors(_("keeping the notes")), changing_runs(folder.parent):
        notes = _tidy(change(read_notes(folder)))
        if faults := list(_too_much(notes)):
            sentence = _("These notes cannot be kept: {faults}. Shorten them.")
            raise InvalidInputError(sentence.format(faults="; ".join(faults)))
        if not folder.is_dir():  # writing would recreate the folder without settings
            gone = _("There is no run “{run}” any more, so its notes cannot be kept.")
            raise NotFoundError(gone.format(run=folder.name))
        write_json_atomically(folder / NOTES, asdict(notes))
    return notes


def _tidy(notes: RunNotes) -> RunNotes:
    tags = dict.fromkeys(_line(tag) for tag in notes.tags)
    note = _seen(notes.note.replace("\r\n", "\n"), besides="\n\t" + _JOINERS).strip()
    return RunNotes(_line(notes.title), note, tuple(tag for tag in tags if tag))


def _line(text: str) -> str:
    """A text in one line, with single spaces."""
    return " ".join(_seen(text, besides="\n\r\t\v\f").split())


def _seen(text: str, besides: str = "") -> str:
    """A text that looks like what it is, without what is not seen in it but `besides`; no half of a character."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    seen = (character for character in whole if character in besides or unicodedata.category(character) not in _UNSEEN)
    return "".join(seen)


def _too_much(notes: RunNotes) -> Iterator[str]:
    if len(notes.title) > LONGEST_TITLE:
        yield _("the title has more than {most} characters").format(most=LONGEST_TITLE)
    if len(notes.note) > LONGEST_NOTE:
        yield _("the note has more than {most:,} characters").format(most=LONGEST_NOTE)
    if len(notes.tags) > MOST_TAGS:
        yield _("there are more than {most} tags").format(most=MOST_TAGS)
    for tag in notes.tags:
        if len(tag) > LONGEST_TAG:
            yield _("the tag “{tag:.20}…” has more than {most} characters").format(tag=tag, most=LONGEST_TAG)
