"""Title, note and tags that people give a run (`notes.json`)."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from core.atomic import clear_disk_errors, write_json_atomically
from core.errors import InvalidInputError, NotFoundError
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
    require_writable("change the notes of a run")
    kept = tuple(dict.fromkeys(" ".join(tag.split()) for tag in tags if tag.strip()))
    notes = RunNotes(" ".join(title.split()), note.strip(), kept)
    faults = [
        *([f"the title has more than {LONGEST_TITLE} characters"] if len(notes.title) > LONGEST_TITLE else []),
        *([f"the note has more than {LONGEST_NOTE:,} characters"] if len(notes.note) > LONGEST_NOTE else []),
        *([f"there are more than {MOST_TAGS} tags"] if len(kept) > MOST_TAGS else []),
        *(f"the tag “{tag:.20}…” has more than {LONGEST_TAG} characters" for tag in kept if len(tag) > LONGEST_TAG),
    ]
    if faults:
        raise InvalidInputError(f"These notes cannot be kept: {'; '.join(faults)}. Shorten them.")
    with clear_disk_errors("keeping the notes"), changing_runs(folder.parent):
        if not folder.is_dir():  # writing would make it anew, as a run without settings
            raise NotFoundError(f"There is no run “{folder.name}” any more, so its notes cannot be kept.")
        write_json_atomically(folder / NOTES, asdict(notes))
    return notes
