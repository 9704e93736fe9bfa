"""The pixel store: all pictures as small squares in one memory-mapped array, in catalog order.

Training reads its pixels only here. Rows of unchanged pictures are copied from the previous store; new pictures are
decoded in threads, as OpenCV releases the interpreter's lock while it decodes.
"""

import errno
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd

from core.dataset.images.decoding import load_square
from core.errors import InvalidInputError, UnreadableImageError
from core.files import write_json_atomically
from core.language import _
from core.parallel import one_thread_each
from core.progress import Progress, no_progress, track

SIZE_LIMITS_PX = (16, 1024)
_CHUNK = 32
_THREADS = max(2, os.cpu_count() or 2)


def open_pixels(
    folder: Path, catalog: pd.DataFrame, artifacts_dir: Path, size: int, progress: Progress = no_progress
) -> np.ndarray:
    """Open the store of a catalog at a size; create or update it first if necessary.

    Only one process at a time may do this for a store; `Dataset.pixels` holds the lock.

    Args:
        folder: the data set's folder of pictures.
        catalog: its rows set the order; `resized_path` is read if present, else `path`.
        artifacts_dir: the folder of `pixels_<size>.npy` and its key `pixels_<size>.json`.
        size: side of the square in pixels, within `SIZE_LIMITS_PX`.
        progress: called for every decoded chunk.

    Returns:
        `(n, size, size, 3)` uint8 RGB, memory-mapped and read-only; a row of zeros where a picture is unreadable.

    Raises:
        InvalidInputError: `size` is out of its limits.
        OSError: no room left on the disk; the store is unchanged.
    """
    smallest, largest = SIZE_LIMITS_PX
    if not smallest <= size <= largest:
        raise InvalidInputError(
            _("The image size is {size} px; it must be from {smallest} to {largest} px.").format(
                size=size, smallest=smallest, largest=largest
            )
        )
    keys = _row_keys(catalog)
    store, key_file = artifacts_dir / f"pixels_{size}.npy", artifacts_dir / f"pixels_{size}.json"
    old_keys, old_pixels = _open_store(store, key_file, size)
    if old_pixels is None or old_keys != keys:
        _write_store(store, key_file, size, folder, catalog, keys, (old_keys, old_pixels), progress)
    pixels: np.ndarray = np.load(store, mmap_mode="r")
    return pixels


def _row_keys(catalog: pd.DataFrame) -> list[str]:
    """The key of each row: path, size and time of its file, which change with the file."""
    resized = catalog["resized_path"].notna()
    sizes = catalog["bytes"].where(~resized, catalog["resized_bytes"])
    times = catalog["mtime_ns"].where(~resized, catalog["resized_mtime_ns"])
    return [f"{path}|{size}|{time}" for path, size, time in zip(training_paths(catalog), sizes, times, strict=True)]


def training_paths(catalog: pd.DataFrame) -> list[str]:
    """The training file of each painting, relative to the data set's folder."""
    return catalog["resized_path"].where(catalog["resized_path"].notna(), catalog["path"]).tolist()


def _open_store(store: Path, key_file: Path, size: int) -> tuple[list[str], np.ndarray | None]:
    """Open the existing store; empty if it is missing, incomplete or damaged, as it is rebuilt then."""
    try:
        keys = json.loads(key_file.read_text("utf-8"))
        pixels = np.load(store, mmap_mode="r")
    except (OSError, ValueError, EOFError):
        return [], None
    if not isinstance(keys, list) or pixels.shape != (len(keys), size, size, 3) or pixels.dtype != np.uint8:
        return [], None
    return keys, pixels


def _write_store(
    store: Path,
    key_file: Path,
    size: int,
    folder: Path,
    catalog: pd.DataFrame,
    keys: list[str],
    old: tuple[list[str], np.ndarray | None],
    progress: Progress,
) -> None:
    old_keys, old_pixels = old
    old_row = {key: row for row, key in enumerate(old_keys)}
    paths = [folder / path for path in training_paths(catalog)]
    store.parent.mkdir(parents=True, exist_ok=True)
    for leftover in store.parent.glob(f".{store.name}.*.part"):
        leftover.unlink(missing_ok=True)  # of a killed process: the lock excludes a running one
    temporary = store.with_name(f".{store.name}.{os.getpid()}.part")
    try:
        pixels = np.lib.format.open_memmap(temporary, mode="w+", dtype=np.uint8, shape=(len(keys), size, size, 3))
        _take_room(temporary)
        unread = []
        for row, key in enumerate(keys):
            if old_pixels is not None and key in old_row:
                pixels[row] = old_pixels[old_row[key]]
            else:
                unread.append(row)
        decode_squares([paths[row] for row in unread], unread, pixels, progress)
        pixels.flush()
        # The key is removed first and written last, so a process killed in between leaves a store that is rebuilt.
        key_file.unlink(missing_ok=True)
        temporary.replace(store)
        write_json_atomically(key_file, keys)
    finally:
        temporary.unlink(missing_ok=True)


def _take_room(path: Path) -> None:
    """Allocate disk space for a sparse file.

    A full disk raises an error here; during a write through a memory map it would kill the process.

    Raises:
        OSError: no room left.
    """
    take = getattr(os, "posix_fallocate", None)  # macOS has none
    if take is None:
        return
    with path.open("rb+") as file:
        try:
            take(file.fileno(), 0, path.stat().st_size)
        except OSError as error:
            if error.errno not in {errno.EOPNOTSUPP, errno.EINVAL}:  # some file systems cannot allocate
                raise


def decode_squares(
    paths: Sequence[Path], rows: Sequence[int], pixels: np.ndarray, progress: Progress = no_progress
) -> None:
    """Decode pictures into rows of `pixels`, in threads; an unreadable one becomes zeros.

    Args:
        paths: the files.
        rows: the row of each in `pixels`.
        pixels: `(n, size, size, 3)` uint8, written in place.
        progress: called for every chunk.
    """
    size = pixels.shape[1]

    def decode_chunk(start: int) -> int:
        chunk = range(start, min(start + _CHUNK, len(paths)))
        for index in chunk:
            try:
                pixels[rows[index]] = load_square(paths[index], size)
            except (UnreadableImageError, OSError):
                pixels[rows[index]] = 0
        return chunk.stop

    starts = range(0, len(paths), _CHUNK)
    with one_thread_each(), ThreadPoolExecutor(_THREADS) as pool:
        try:
            for _done in track(pool.map(decode_chunk, starts), len(starts), _("Preparing pixels"), progress):
                pass
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
