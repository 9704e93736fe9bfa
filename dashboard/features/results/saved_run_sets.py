"""Saved sets of runs, all in one small file beside the runs."""

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from core.environment import artifacts_root
from core.errors import InvalidInputError
from core.files import write_json_atomically
from core.language import _
from core.named_documents import changing
from core.permissions import require_writable

SCHEMA_VERSION = 1
LONGEST_NAME = 60


def choices_path() -> Path:
    """The file of the saved sets."""
    return artifacts_root() / "comparisons.json"


def read_choices() -> dict[str, tuple[str, ...]]:
    """Ids of runs by name, in the order in which they were saved; empty where there is no file.

    Raises:
        InvalidInputError: the file is damaged.
    """
    path = choices_path()
    try:
        document = json.loads(path.read_text("utf-8"))
        if document["schema_version"] != SCHEMA_VERSION:
            raise ValueError(document["schema_version"])
        return {str(name): tuple(str(run_id) for run_id in runs) for name, runs in document["choices"].items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
        raise InvalidInputError(
            _(
                "The saved choices of runs ({file}) cannot be read. Mend the file or move it away; no run is harmed."
            ).format(file=path.name)
        ) from error


def save_choice(name: str, run_ids: Sequence[str]) -> str:
    """Keep a choice, in the place of one of the same name; returns the name as it is kept.

    Raises:
        InvalidInputError: no name, too long a one, or no run.
        ReadOnlyError: this is a read-only demo.
    """
    what = _("save a choice of runs")
    require_writable(what)
    kept = " ".join(name.split())
    if not kept or len(kept) > LONGEST_NAME:
        raise InvalidInputError(_("Give the choice a name of 1 to {most} characters.").format(most=LONGEST_NAME))
    if not run_ids:
        raise InvalidInputError(_("There is no run to keep. Choose some first."))
    with _changing(what):
        _write({**read_choices(), kept: tuple(run_ids)})
    return kept


def delete_choice(name: str) -> tuple[str, ...]:
    """Forget a choice; returns the runs it held, so that it can be saved again.

    Raises:
        ReadOnlyError: this is a read-only demo.
    """
    with _changing(_("delete a choice of runs")):
        choices = read_choices()
        runs = choices.pop(name, ())
        _write(choices)
    return runs


def _changing(what: str) -> AbstractContextManager[None]:
    lock = choices_path().with_name(".comparisons.lock")
    return changing(lock, what, _("Another tab is changing the saved selections. Try again in a moment."))


def _write(choices: Mapping[str, Sequence[str]]) -> None:
    rows = {name: list(runs) for name, runs in choices.items()}
    write_json_atomically(choices_path(), {"schema_version": SCHEMA_VERSION, "choices": rows})
