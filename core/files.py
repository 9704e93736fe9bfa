"""Atomic writing of files, and disk errors as sentences."""

import errno
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from core.errors import DiskFullError, InvalidInputError
from core.language import _
from core.permissions import require_writable_path


@contextmanager
def translate_os_errors(doing: str) -> Iterator[None]:
    """Turn a full disk or a folder without permission into a sentence.

    Args:
        doing: the action, as in "importing Paintings", translated.

    Raises:
        DiskFullError: no room left.
        InvalidInputError: no permission to read or write.
    """
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFullError(
                _("The disk is full, so {doing} stopped. Free some space and try again.").format(doing=doing)
            ) from error
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise InvalidInputError(
                _("No permission for “{file}”, so {doing} stopped. Give yourself access to it and try again.").format(
                    file=error.filename, doing=doing
                )
            ) from error
        raise


def write_atomically(path: Path, write: Callable[[BinaryIO], object], *, durable: bool = True) -> None:
    """Write through a temporary file beside `path`, flushed to disk, then renamed over it.

    Args:
        path: the file to create or replace; its folder is created if necessary.
        write: called with the open temporary file.
        durable: flush to the disk before returning; False suits many small files that can be recomputed.

    Raises:
        ReadOnlyError: this is a read-only demo, and `path` belongs to it.
    """
    require_writable_path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        error.filename = str(path)  # not the temporary name
        raise
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_arrays_atomically(path: Path, arrays: Mapping[str, Any], *, durable: bool = True) -> None:
    """Write named arrays as an `.npz` file, uncompressed and without objects, as `write_atomically` does."""
    write_atomically(path, lambda file: np.savez(file, allow_pickle=False, **arrays), durable=durable)


def write_text_atomically(path: Path, text: str) -> None:
    """Write UTF-8 text as `write_atomically` does."""
    write_atomically(path, lambda file: file.write(text.encode("utf-8")))


def write_json_atomically(path: Path, value: Any) -> None:  # noqa: ANN401 - JSON has no narrower type
    """Write indented JSON as `write_atomically` does; NaN is refused, for JSON has none."""
    write_text_atomically(path, json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n")
