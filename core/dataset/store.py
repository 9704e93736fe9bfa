"""Data sets: opening one, its derived files, and changes to it.

A `Dataset` is a handle and reads files on demand. Changes hold the data set's lock, so browser tabs and the command
line cannot overwrite each other.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from filelock import FileLock, Timeout

from core.dataset.artists.artist import Artist
from core.dataset.artists.table import load_artists
from core.dataset.catalog import build_catalog, fingerprint, read_catalog, write_catalog
from core.dataset.images.pixels import open_pixels
from core.dataset.images.thumbnails import THUMBNAIL_PX, build_thumbnails, load_thumbnail
from core.dataset.listing import is_dataset, list_datasets
from core.dataset.manifest import DecisionKind, Manifest, read_manifest, write_manifest
from core.dataset.same_work.artwork_groups import group_artworks
from core.dataset.same_work.pair_search import find_pairs
from core.dataset.same_work.pairs import Picture, WorkPair, read_pairs, write_pairs
from core.environment import artifacts_root, data_root, is_read_only
from core.errors import BusyError, InvalidInputError, NotFoundError
from core.files import translate_os_errors, write_json_atomically
from core.language import _
from core.permissions import require_writable
from core.progress import Progress, no_progress

_LOCK_TIMEOUT_S = 20


@dataclass(frozen=True)
class DatasetSummary:
    """The counts that describe a data set.

    Attributes:
        name: of the data set.
        paintings: pictures in the catalog, excluded ones too.
        artists: rows of the artists table.
        artists_with_paintings: artists with a picture.
        unlabelled: pictures with no artist in the table.
        unreadable: pictures that cannot be decoded.
        excluded: pictures excluded by the repair manifest.
        works: unique works; as many as pictures before the same-work search.
        fingerprint: hash of pictures, artists and contents.
        is_sample: whether the pictures are the built-in pastiches.
    """

    name: str
    paintings: int
    artists: int
    artists_with_paintings: int
    unlabelled: int
    unreadable: int
    excluded: int
    works: int
    fingerprint: str
    is_sample: bool

    def to_dict(self) -> dict[str, Any]:
        """The summary as JSON."""
        return asdict(self)


class Dataset:
    """One data set: its pictures in `folder`, derived files in `artifacts_dir`."""

    def __init__(self, name: str, folder: Path, artifacts_dir: Path) -> None:
        self.name = name
        self.folder = folder
        self.artifacts_dir = artifacts_dir

    @property
    def catalog_path(self) -> Path:
        """The Parquet file of the catalog."""
        return self.artifacts_dir / "catalog.parquet"

    @property
    def manifest_path(self) -> Path:
        """The file of the repair manifest."""
        return self.artifacts_dir / "manifest.json"

    @property
    def pairs_path(self) -> Path:
        """The Parquet file of same-work pairs."""
        return self.artifacts_dir / "same_work.parquet"

    @cached_property
    def source(self) -> dict[str, Any]:
        """The import's notes (`source.json`); empty without the file."""
        try:
            document = json.loads((self.folder / "source.json").read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return document if isinstance(document, dict) else {}

    @property
    def is_sample(self) -> bool:
        """Whether the pictures are the built-in pastiches, whatever the name of the data set."""
        return bool(self.source.get("pastiches"))

    @property
    def version(self) -> str:
        """A cache key that changes with the catalog on disk."""
        try:
            stat = self.catalog_path.stat()
        except FileNotFoundError:
            return "none"
        return f"{stat.st_mtime_ns}-{stat.st_size}"

    def artists(self) -> list[Artist]:
        """The artists table, in the order of its rows."""
        return load_artists(self.folder / "artists.csv")

    def catalog(self) -> pd.DataFrame:
        """The catalog from disk; rebuilt first if it is missing or damaged."""
        try:
            return read_catalog(self.catalog_path)
        except (FileNotFoundError, InvalidInputError):
            return self.rescan()

    def rescan(self, progress: Progress = no_progress) -> pd.DataFrame:
        """Rebuild the catalog, reading only new and changed files, and write it.

        Raises:
            BusyError: another process is changing this data set.
        """
        try:
            previous = read_catalog(self.catalog_path)
        except (FileNotFoundError, InvalidInputError):
            previous = None
        catalog = build_catalog(self.folder, self.artists(), previous, progress)
        if is_read_only():
            return self._with_decisions(catalog, self.manifest(), self.pairs())
        with self._locked():
            decided = self._with_decisions(catalog, self.manifest(), self.pairs())
            if previous is None or not decided.equals(previous):
                write_catalog(decided, self.catalog_path)
        return decided

    def manifest(self) -> Manifest:
        """The user's decisions about this data set."""
        return read_manifest(self.manifest_path)

    def decide(self, kind: DecisionKind, painting_ids: Sequence[str], reason: str = "") -> str:
        """Exclude pictures, or mark a pair as different works, and update the catalog.

        Returns:
            The decision's id, for `undo`.

        Raises:
            NotFoundError: a painting is not in the catalog.
            ReadOnlyError: this is a read-only demo.
        """
        unknown = set(painting_ids) - set(self.catalog()["painting_id"])
        if unknown:
            raise NotFoundError(
                _("“{painting}” is not a painting of {dataset}.").format(painting=sorted(unknown)[0], dataset=self.name)
            )
        manifest = self._change_manifest(lambda manifest: manifest.decide(kind, painting_ids, reason))
        wanted = frozenset(painting_ids)
        same = (entry for entry in reversed(manifest.in_force) if entry.kind == kind)
        return next(entry.decision_id for entry in same if frozenset(entry.painting_ids) == wanted)

    def undo(self, decision_id: str) -> None:
        """Undo a decision."""
        self._change_manifest(lambda manifest: manifest.set_undone(decision_id))

    def redo(self, decision_id: str) -> None:
        """Put a decision in force again."""
        self._change_manifest(lambda manifest: manifest.set_undone(decision_id, undone=False))

    def pairs(self) -> list[WorkPair]:
        """The same-work pairs that the search found; empty before it."""
        return read_pairs(self.pairs_path)

    def find_same_works(self, progress: Progress = no_progress) -> list[WorkPair]:
        """Search for pictures of the same work among new pictures, and regroup the catalog.

        Raises:
            BusyError: another search of this data set is running.
            CancelledError: from `progress`; finished results are kept.
        """
        require_writable(_("search for pictures of the same work"))
        catalog = self.catalog()
        readable = catalog[catalog["status"] != "unreadable"]
        columns = (readable[column].tolist() for column in ("painting_id", "path", "sha256"))
        pictures = [Picture(name, self.folder / path, sha256) for name, path, sha256 in zip(*columns, strict=True)]
        with self._locked("same_work", timeout_s=0), translate_os_errors(_("the search for same works")):
            pairs = find_pairs(pictures, self.artifacts_dir / "same_work", progress)
            write_pairs(self.pairs_path, pairs)
            write_json_atomically(self._searched_path, {"searched": sorted(readable["sha256"])})
        catalog = self.catalog()
        with self._locked():
            write_catalog(self._with_decisions(catalog, self.manifest(), pairs), self.catalog_path)
        return pairs

    @property
    def _searched_path(self) -> Path:
        return self.artifacts_dir / "same_work.json"

    def unsearched(self, catalog: pd.DataFrame) -> int:
        """The number of readable pictures that the same-work search has not examined."""
        try:
            searched = set(json.loads(self._searched_path.read_text("utf-8"))["searched"])
        except (OSError, ValueError, KeyError, TypeError):
            searched = set()
        readable = catalog.loc[catalog["status"] != "unreadable", "sha256"]
        return int((~readable.isin(searched)).sum())

    def picture_path(self, relative_path: str) -> Path:
        """The file behind `path` or `resized_path` of the catalog."""
        return self.folder / relative_path

    def thumbnail(self, relative_path: str, sha256: str, long_side: int = THUMBNAIL_PX) -> bytes:
        """The thumbnail of a picture as WebP, stored on disk.

        Raises:
            UnreadableImageError: the picture cannot be decoded.
        """
        return load_thumbnail(self.folder / relative_path, sha256, self.artifacts_dir / "thumbnails", long_side)

    def build_thumbnails(self, progress: Progress = no_progress) -> None:
        """Make all missing thumbnails in advance, for the pages."""
        readable = self.catalog().query("status != 'unreadable'")
        pictures = [(self.folder / path, sha) for path, sha in zip(readable["path"], readable["sha256"], strict=True)]
        build_thumbnails(pictures, self.artifacts_dir / "thumbnails", progress=progress)

    def pixels(self, size: int, progress: Progress = no_progress) -> np.ndarray:
        """Open the pixel store at a size, created or updated if necessary; see `core.dataset.images.pixels`.

        Raises:
            ReadOnlyError: this is a read-only demo.
        """
        require_writable(_("prepare pictures for training"))
        with self._locked(f"pixels_{size}", timeout_s=600):
            return open_pixels(self.folder, self.catalog(), self.artifacts_dir, size, progress)

    def summary(self) -> DatasetSummary:
        """Count pictures, artists and works."""
        catalog = self.catalog()
        return DatasetSummary(
            name=self.name,
            paintings=len(catalog),
            artists=len(self.artists()),
            artists_with_paintings=int(catalog["artist_id"].nunique()),
            unlabelled=int(catalog["artist_id"].isna().sum()),
            unreadable=int((catalog["status"] == "unreadable").sum()),
            excluded=int(catalog["excluded"].sum()),
            works=int(catalog["work_group"].nunique()),
            fingerprint=fingerprint(catalog),
            is_sample=self.is_sample,
        )

    def _change_manifest(self, change: Callable[[Manifest], Manifest]) -> Manifest:
        require_writable(_("change exclusions"))
        catalog = self.catalog()  # before the lock: rebuilding a damaged catalog takes the same lock
        with self._locked(), translate_os_errors(_("saving the decision")):
            manifest = change(self.manifest())
            write_manifest(manifest, self.manifest_path)
            write_catalog(self._with_decisions(catalog, manifest, self.pairs()), self.catalog_path)
        return manifest

    @staticmethod
    def _with_decisions(catalog: pd.DataFrame, manifest: Manifest, pairs: Sequence[WorkPair]) -> pd.DataFrame:
        """The catalog with artwork groups and exclusions."""
        ids = catalog["painting_id"]
        groups = group_artworks(ids.tolist(), pairs, [tuple(pair) for pair in manifest.rejected_pairs])
        excluded = manifest.excluded
        return catalog.assign(
            work_group=ids.map(groups).astype("str"),
            excluded=ids.isin(list(excluded)),
            reason=pd.Series([excluded.get(painting_id, "") for painting_id in ids], index=ids.index, dtype="str"),
        )

    @contextmanager
    def _locked(self, what: str = "catalog", timeout_s: float = _LOCK_TIMEOUT_S) -> Iterator[None]:
        self.artifacts_dir.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.artifacts_dir / f".{what}.lock", timeout=timeout_s):
                yield
        except Timeout as error:
            raise BusyError(
                _("Another process is changing {name} right now. Try again in a moment.").format(name=self.name)
            ) from error


def open_dataset(name: str) -> Dataset:
    """Open a data set.

    Raises:
        NotFoundError: no data set has that name.
    """
    if not is_dataset(name):
        known = ", ".join(list_datasets()) or _("none yet")
        raise NotFoundError(_("There is no data set “{name}”. Data sets here: {known}.").format(name=name, known=known))
    return Dataset(name, data_root() / name, artifacts_root() / "datasets" / name)
