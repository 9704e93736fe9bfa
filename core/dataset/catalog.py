"""The catalog: one row a painting, built from the files of a data set folder, stored as Parquet.

Building is incremental: files with the same size and modification time are not read again. `core.dataset.store` adds
the user's exclusions and the artwork groups of the same-work search.
"""

import hashlib
import os
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from core.dataset.artists.artist import Artist
from core.dataset.images.decoding import IMAGE_SUFFIXES, load_rgb, read_header
from core.errors import InvalidInputError, UnreadableImageError
from core.files import write_atomically
from core.language import _
from core.progress import Progress, no_progress, track

UNLABELLED_FOLDER = "_unlabelled"

COLUMNS: dict[str, str] = {
    "painting_id": "str",
    "artist_id": "Int64",
    "number": "Int64",
    "path": "str",
    "resized_path": "str",
    "width": "int32",
    "height": "int32",
    "bytes": "int64",
    "mtime_ns": "int64",
    "resized_bytes": "Int64",
    "resized_mtime_ns": "Int64",
    "mode": "str",
    "chroma": "float32",
    "sha256": "str",
    "dhash": "uint64",
    "work_group": "str",
    "status": "str",
    "problem": "str",
    "excluded": "bool",
    "reason": "str",
}
"""Every column with its dtype.

`width` and `height` are those of the upright shown file in pixels, 0 when unreadable; `bytes` and `mtime_ns` are of the
shown file; `chroma` is the mean spread between the colour channels, 0 (grey) to 255; `status` is ok, unreadable or
unlabelled and `problem` states why a picture is unreadable, in the language of the first reading; `resized_path` is
missing where there is no second file; `reason` is empty unless `excluded`.
"""

_FOUND_KEY = ["path", "bytes", "mtime_ns", "resized_path", "resized_bytes", "resized_mtime_ns"]
_CONTENT = ["width", "height", "mode", "chroma", "sha256", "dhash", "problem"]
_HASH_LONG_SIDE_PX = 64
_THREADS = max(2, os.cpu_count() or 2)


@dataclass
class _Found:
    """The files of one painting, as the folder lists them."""

    painting_id: str
    artist_id: int | None
    shown: tuple[str, int, int]
    resized: tuple[str, int, int] | None = None


def build_catalog(
    folder: Path,
    artists: Sequence[Artist],
    previous: pd.DataFrame | None = None,
    progress: Progress = no_progress,
) -> pd.DataFrame:
    """List and read the pictures of a data set folder.

    Args:
        folder: holds `images/<Artist_Prefix>/<painting_id>.<ext>` and `resized/<painting_id>.<ext>`, either or both.
        artists: the table whose prefixes label the pictures.
        previous: an earlier catalog of this folder; rows of unchanged files are copied from it.
        progress: called for every picture read.

    Returns:
        A frame with `COLUMNS`, ordered by artist id, then number, then painting id; unlabelled pictures last.
        Every painting has an artwork group of its own and none is excluded.
    """
    found = pd.DataFrame(list(_rows_of_files(folder, artists)), columns=["painting_id", "artist_id", *_FOUND_KEY])
    catalog = found.astype({column: COLUMNS[column] for column in found.columns})
    known = _unchanged_rows(catalog, previous)
    contents = _read_contents(folder, catalog, known, progress)
    for column in _CONTENT:
        catalog[column] = pd.Series([content[column] for content in contents], dtype=COLUMNS[column])
    catalog["number"] = catalog["painting_id"].str.extract(r"_(\d{1,18})(?:-\d+)?$")[0].astype("Int64")
    catalog["status"] = np.where(
        catalog["problem"] != "", "unreadable", np.where(catalog["artist_id"].isna(), "unlabelled", "ok")
    )
    catalog["work_group"] = catalog["painting_id"]
    catalog["excluded"] = False
    catalog["reason"] = ""
    ordered = catalog.sort_values(["artist_id", "number", "painting_id"], na_position="last", ignore_index=True)
    return ordered[list(COLUMNS)].astype(COLUMNS)


def _rows_of_files(folder: Path, artists: Sequence[Artist]) -> Iterator[tuple[object, ...]]:
    for found in _find_paintings(folder, artists):
        resized = found.resized or (None, None, None)
        yield (found.painting_id, found.artist_id, *found.shown, *resized)


def _find_paintings(folder: Path, artists: Sequence[Artist]) -> list[_Found]:
    """Join the two layouts by painting id; the full-size file is shown if present."""
    artist_of_prefix = {unicodedata.normalize("NFC", artist.prefix): artist.id for artist in artists}
    paintings: dict[str, _Found] = {}
    for group in _folders(folder / "images"):
        for path, size, mtime_ns in _pictures(group):
            painting_id = unicodedata.normalize("NFC", path.stem)
            shown = (path.relative_to(folder).as_posix(), size, mtime_ns)
            artist_id = artist_of_prefix.get(unicodedata.normalize("NFC", group.name))
            paintings[painting_id] = _Found(painting_id, artist_id, shown)
    for path, size, mtime_ns in _pictures(folder / "resized"):
        painting_id = unicodedata.normalize("NFC", path.stem)
        resized = (path.relative_to(folder).as_posix(), size, mtime_ns)
        if painting_id in paintings:
            paintings[painting_id].resized = resized
        else:
            artist_id = artist_of_prefix.get(painting_id.rpartition("_")[0])
            paintings[painting_id] = _Found(painting_id, artist_id, resized, resized)
    return list(paintings.values())


def _folders(parent: Path) -> list[Path]:
    return sorted(path for path in parent.iterdir() if path.is_dir()) if parent.is_dir() else []


def _pictures(parent: Path) -> Iterator[tuple[Path, int, int]]:
    """Yield path, size in bytes and modification time of the picture files directly in a folder."""
    if not parent.is_dir():
        return
    with os.scandir(parent) as entries:
        for entry in entries:
            path = Path(entry.path)
            if path.suffix.lower() in IMAGE_SUFFIXES and entry.is_file(follow_symlinks=False):
                stat = entry.stat(follow_symlinks=False)
                yield path, stat.st_size, stat.st_mtime_ns


def _unchanged_rows(catalog: pd.DataFrame, previous: pd.DataFrame | None) -> list[dict[str, Any] | None]:
    """For each row its content in `previous`, or None if the file is new or changed."""
    if previous is None or previous.empty:
        return [None] * len(catalog)
    keys = previous[_FOUND_KEY].astype(object).where(previous[_FOUND_KEY].notna(), None)
    rows: list[dict[str, Any]] = previous[_CONTENT].to_dict("records")  # type: ignore[assignment]  # keys are str
    contents = dict(zip(keys.itertuples(index=False, name=None), rows, strict=True))
    wanted = catalog[_FOUND_KEY].astype(object).where(catalog[_FOUND_KEY].notna(), None)
    return [contents.get(key) for key in wanted.itertuples(index=False, name=None)]


def _read_contents(
    folder: Path, catalog: pd.DataFrame, known: list[dict[str, Any] | None], progress: Progress
) -> list[dict[str, Any]]:
    contents: list[dict[str, Any]] = [content or {} for content in known]
    unread = [row for row, content in enumerate(known) if content is None]
    names = catalog["path"].tolist()
    paths = [folder / names[row] for row in unread]
    with ThreadPoolExecutor(_THREADS) as pool:
        try:
            for row, content in zip(
                unread,
                track(pool.map(_read_content, paths), len(unread), _("Reading pictures"), progress),
                strict=True,
            ):
                contents[row] = content
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    return contents


def _read_content(path: Path) -> dict[str, Any]:
    """Hash and measure one file; an unreadable picture keeps its row, with the reason."""
    content: dict[str, Any] = {"width": 0, "height": 0, "mode": "", "chroma": 0.0, "sha256": "", "dhash": 0}
    content["problem"] = ""
    try:
        with path.open("rb") as file:
            content["sha256"] = hashlib.file_digest(file, "sha256").hexdigest()
        header = read_header(path)
        small = load_rgb(path, long_side=_HASH_LONG_SIDE_PX, header=header)
        content |= {"width": header.width, "height": header.height, "mode": header.mode}
        content |= {"chroma": float(np.ptp(small, axis=2).mean()), "dhash": difference_hash(small)}
    except UnreadableImageError as error:
        content["problem"] = str(error)
    except OSError as error:
        content["problem"] = _("“{file}” cannot be opened ({reason}).").format(
            file=path.name, reason=error.strerror or error
        )
    return content


def difference_hash(picture: np.ndarray) -> int:
    """The 64-bit difference hash: whether each of 8 × 8 cells is darker than its right neighbour.

    Args:
        picture: `(height, width, 3)` uint8 RGB.

    Returns:
        The bits, first cell highest, as an unsigned integer.

    Source:
        Neal Krawetz, "Kind of Like That", hackerfactor.com, 2013.
    """
    grey = cv2.resize(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (9, 8), interpolation=cv2.INTER_AREA)
    bits = np.packbits(grey[:, :-1] < grey[:, 1:])
    return int.from_bytes(bits.tobytes(), "big")


def write_catalog(catalog: pd.DataFrame, path: Path) -> None:
    """Write the Parquet file atomically."""
    table = pa.Table.from_pandas(catalog, preserve_index=False)
    buffer = BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    write_atomically(path, lambda file: file.write(buffer.getbuffer()))


def read_catalog(path: Path) -> pd.DataFrame:
    """Read what `write_catalog` wrote (10,000 rows in about 20 ms), from memory if this process has read it before.

    Returns:
        A frame that the caller may change: pandas copies on write, so the cached one stays unchanged.

    Raises:
        FileNotFoundError: no catalog has been written.
        InvalidInputError: the file is damaged or of another version; rebuild it.
    """
    try:
        stat = path.stat()
        return _read_version(path, (stat.st_ino, stat.st_mtime_ns, stat.st_size)).copy(deep=False)
    except FileNotFoundError:
        raise
    except (pa.ArrowException, KeyError, ValueError, TypeError, OSError) as error:
        raise InvalidInputError(
            _("The catalog “{file}” is damaged; it will be rebuilt.").format(file=path.name)
        ) from error


@lru_cache(maxsize=8)
def _read_version(path: Path, version: tuple[int, int, int]) -> pd.DataFrame:
    """Read the file; the version (inode, time and size) in the cache key makes a changed file be read again."""
    catalog: pd.DataFrame = pq.read_table(path).to_pandas()
    return catalog[list(COLUMNS)].astype(COLUMNS)


def fingerprint(catalog: pd.DataFrame) -> str:
    """A hash of the pictures and their artists, independent of file names and dates.

    Returns:
        16 hexadecimal digits; equal for equal painting ids, artists and file contents.
    """
    rows = catalog[["painting_id", "artist_id", "sha256"]].sort_values("painting_id")
    lines = "\n".join("\t".join(map(str, row)) for row in rows.itertuples(index=False, name=None))
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()[:16]
