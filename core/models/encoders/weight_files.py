"""Finding weight files and identifying them by content."""

import hashlib
from functools import lru_cache
from pathlib import Path

from core.environment import artifacts_root
from core.errors import NotFoundError
from core.language import _
from core.models.encoders.entry import EncoderEntry

_DIGEST_LETTERS = 16


def find_onnx_file(entry: EncoderEntry, weights: str | Path | None) -> Path:
    """The file of an ONNX encoder: the one given, or the first of its names in `artifacts/weights/`.

    Raises:
        NotFoundError: there is none; the message says which file to put where, and where it comes from.
    """
    folder = artifacts_root() / "weights"
    names = entry.onnx.files if entry.onnx else ()
    candidates = [Path(weights).expanduser()] if weights else [folder / name for name in names]
    for path in candidates:
        if path.is_file():
            return path.resolve()
    problem = (
        _(
            "There is no file “{weights}”: put {names} into {folder}, or give the path of such a file. It comes from "
            "{source}."
        )
        if weights
        else _(
            "{encoder} needs a file of weights: put {names} into {folder}, or give the path of such a file. It comes "
            "from {source}."
        )
    )
    either = _(" or ").join(names)
    raise NotFoundError(
        problem.format(weights=weights, encoder=_(entry.title), names=either, folder=folder, source=_(entry.source))
    )


def content_digest(path: Path) -> str:
    """A short digest of what is in a file; read once as long as its size and time stay."""
    stat = path.stat()
    return _digest(path, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=32)
def _digest(path: Path, size: int, mtime_ns: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:_DIGEST_LETTERS]
