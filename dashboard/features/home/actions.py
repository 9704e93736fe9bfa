"""What pages start: each checks first what a person typed, then hands the work to a job in the background."""

import re

from core.dataset.listing import is_dataset, is_dataset_name
from core.errors import AlreadyExistsError, InvalidInputError
from core.jobs import start_job
from core.language import _
from core.permissions import require_allowed_import_path

KAGGLE = "kaggle"
_UNSAFE_IN_NAME = re.compile(r"[^A-Za-z0-9._-]+")


def start_import(source: str, name: str) -> str:
    """Start importing pictures.

    Args:
        source: "kaggle", or the path of a folder or zip as typed.
        name: of the new data set; empty for one made from the source.

    Returns:
        The job's id.

    Raises:
        AtelierError: path or name cannot be used, in a sentence.
    """
    path = source if source == KAGGLE else str(require_allowed_import_path(source))
    wanted = name.strip() or suggest_name(path)
    if not is_dataset_name(wanted):
        unusable = _("“{name}” cannot name a data set. Use up to 64 letters, digits, dots, dashes and underscores.")
        raise InvalidInputError(unusable.format(name=wanted))
    if is_dataset(wanted):
        taken = _("There is a data set “{name}” already. Give the new one another name.")
        raise AlreadyExistsError(taken.format(name=wanted))
    return start_job("import", {"source": path, "name": wanted})


def suggest_name(source: str) -> str:
    """A data set name from a path: its last part without suffix and forbidden characters."""
    if source == KAGGLE:
        return "best-artworks"
    last = re.split(r"[/\\]", source.strip().rstrip("/\\"))[-1]
    stem = re.sub(r"\.zip$", "", last, flags=re.IGNORECASE)
    return _UNSAFE_IN_NAME.sub("-", stem).strip("-.")[:64] or "paintings"
