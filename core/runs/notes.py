"""Title, note and tags that people give a run (`notes.json`)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from core.atomic import clear_disk_errors, write_json_atomically
from core.errors import InvalidInputError, NotFoundError
from core.language import _
from core.paths import require_writable
from core.runs.folder import NOTES
from core.runs.locking import changing_runs

LONGEST_TITLE = 120
LONGEST_NOTE = 10_000
LONGEST_TAG = 40
MOST_TAGS = 20


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
        return RunNotes(str(values["title"]), str(values["note"]), tuple(map(str, values["tags"])))
    except (OSError, ValueError, KeyError, TypeError):
        return RunNotes()


def write_notes(folder: Path, title: str = "", note: str = "", tags: Iterable[str] = ()) -> RunNotes:
    """Keep what people wrote, with spaces around it taken off.

    Raises:
        InvalidInputError: too long, or too many tags; the message names every fault.
        NotFoundError: the run is gone.
        ReadOnlyError: this is a read-only demo.
    """
    require_writable(_("change the notes of a run"))
    kept = tuple(dict.fromkeys(" ".join(tag.split()) for tag in tags if tag.strip()))
    notes = RunNotes(" ".join(title.split()), note.strip(), kept)
    if faults := list(_too_much(notes)):
        sentence = _("These notes cannot be kept: {faults}. Shorten them.")
        raise InvalidInputError(sentence.format(faults="; ".join(faults)))
    with clear_disk_errors(_("keeping the notes")), changing_runs(folder.parent):
        if not folder.is_dir():  # writing would make it anew, as a run without settings
            gone = _("There is no run “{run}” any more, so its notes cannot be kept.")
            raise NotFoundError(gone.format(run=folder.name))
        write_json_atomically(folder / NOTES, asdict(notes))
    return notes


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
