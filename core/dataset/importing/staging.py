"""Filling a staging folder with a data set: artists.csv, images/, resized/ and source.json.

Files get their names when they are complete. So a killed import resumes where it ended, and an existing data set never
changes.
"""

import os
import shutil
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from core.dataset.artists.table import MAX_TABLE_BYTES, parse_artists
from core.dataset.importing.layout import Layout, place_of, plan_layout
from core.dataset.importing.provenance import (
    PROVENANCE_NAME,
    ImportSummary,
    TableOrigin,
    read_provenance,
    summarise,
    write_provenance,
)
from core.dataset.importing.sources import TABLE_NAME, Source, SourceEntry, entry_on_disk
from core.environment import ARTISTS_TABLE
from core.errors import DiskFullError, InvalidInputError
from core.files import translate_os_errors, write_atomically
from core.language import _
from core.progress import Progress, Throttle, no_progress

_CHUNK_BYTES = 1 << 20
_PART_NAME = ".copying.part"


def stage_source(
    source: Source,
    staging_folder: Path,
    artists_override: Path | None = None,
    existing: Path | None = None,
    progress: Progress = no_progress,
) -> ImportSummary:
    """Write the data set of a source into a staging folder.

    Args:
        source: from `open_source`.
        staging_folder: created if necessary; files of an interrupted import are reused.
        artists_override: an artists table that replaces the source's.
        existing: a data set folder whose pictures and table are kept; its files are linked, or copied where
            the file system has no links.
        progress: called for every copied picture.

    Raises:
        InvalidInputError: no pictures, or an artists table that cannot be used.
        DiskFullError: not enough room; copied files stay in the staging folder.
    """
    with translate_os_errors(_("importing “{name}”").format(name=source.name)):
        staging_folder.mkdir(parents=True, exist_ok=True)
        table, origin = _artists_table(source, artists_override, existing)
        artists = parse_artists(table)
        kept = list(_existing_files(existing)) if existing else []
        seldom = Throttle(progress, 0.1)
        layout = plan_layout(source, artists, kept, seldom)
        _require_pictures(layout, source)
        _link_existing(kept, staging_folder)
        reused = _copy_new(layout, staging_folder, seldom)
        _remove_others(staging_folder, layout, kept)
        write_atomically(staging_folder / TABLE_NAME, lambda file: file.write(table))
        now = datetime.now(UTC).isoformat(timespec="seconds")
        summary = summarise(source, layout, artists, origin, now, reused)
        write_provenance(staging_folder, summary, _provenance_before(source, existing))
        return summary


def _artists_table(source: Source, override: Path | None, existing: Path | None) -> tuple[bytes, TableOrigin]:
    """The bytes of the artists table and its origin; a source's table is its shallowest artists.csv."""
    tables = [entry for entry in source.entries if entry.parts[-1].lower() == TABLE_NAME]
    if override:
        return override.read_bytes(), "given"
    if existing:
        return (existing / TABLE_NAME).read_bytes(), "kept"
    if tables:
        with min(tables, key=lambda entry: len(entry.parts)).open() as file:
            return file.read(MAX_TABLE_BYTES + 1), "source"
    if source.table_beside:
        return source.table_beside.read_bytes(), "beside the source"
    return ARTISTS_TABLE.read_bytes(), "built-in"


def _existing_files(existing: Path) -> Iterator[SourceEntry]:
    """Yield the files of a data set folder except its table and `source.json`, which are rewritten."""
    for path in sorted(existing.rglob("*")):
        parts = path.relative_to(existing).parts
        if path.is_file() and parts not in {(TABLE_NAME,), (PROVENANCE_NAME,)}:
            yield entry_on_disk(path, parts)


def _require_pictures(layout: Layout, source: Source) -> None:
    if not layout.new and not layout.already_there:
        found = (
            _("“{name}” holds no pictures, only {n:,} other files.") if layout.skipped else _("“{name}” is empty.")
        ).format(name=source.name, n=len(layout.skipped))
        expected = _(
            "Expected JPEG, PNG, WebP, TIFF, GIF or BMP files in folders named after artists "
            "(images/Claude_Monet/…), or named like Claude_Monet_1.jpg."
        )
        raise InvalidInputError(f"{found} {expected}")


def _link_existing(kept: Sequence[SourceEntry], staging_folder: Path) -> None:
    for entry in kept:
        target = staging_folder.joinpath(*entry.parts)
        if target.exists() or entry.path is None:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(entry.path, target)
        except OSError:
            _copy(entry, target, staging_folder / _PART_NAME)


def _copy_new(layout: Layout, staging_folder: Path, progress: Progress) -> int:
    """Copy the missing files; return the number of files that existed."""
    wanted = [
        (painting.files[kind], staging_folder / place_of(painting, kind, painting.files[kind]))
        for painting, kind in layout.new
    ]
    missing = [(entry, target) for entry, target in wanted if not _is_copied(entry, target)]
    _require_room(sum(entry.size for entry, _target in missing), staging_folder)
    for folder in {target.parent for _entry, target in missing}:
        folder.mkdir(parents=True, exist_ok=True)
    reused = len(wanted) - len(missing)
    stage = _("Copying pictures")
    progress(stage, reused, len(wanted))
    for done, (entry, target) in enumerate(missing, start=reused + 1):
        _copy(entry, target, staging_folder / _PART_NAME)
        progress(stage, done, len(wanted))
    return reused


def _is_copied(entry: SourceEntry, target: Path) -> bool:
    try:
        status = target.stat()
    except FileNotFoundError:
        return False
    if status.st_size != entry.size:
        return False
    return status.st_mtime_ns == entry.mtime_ns if entry.crc is None else _crc_of(target) == entry.crc


def _crc_of(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            crc = zlib.crc32(chunk, crc)
    return crc


def _require_room(needed: int, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise DiskFullError(
            _(
                "The pictures need {needed:,.0f} MB and the disk has {free:,.0f} MB left. "
                "Free some space and import again."
            ).format(needed=needed / 1024**2, free=free / 1024**2)
        )


def _copy(entry: SourceEntry, target: Path, part: Path) -> None:
    """Copy through a temporary name, with the modification time; not flushed, as it can be copied again."""
    with entry.open() as source, part.open("wb") as file:
        shutil.copyfileobj(source, file, _CHUNK_BYTES)
    if entry.mtime_ns:
        os.utime(part, ns=(entry.mtime_ns, entry.mtime_ns))
    part.replace(target)


def _remove_others(staging_folder: Path, layout: Layout, kept: Sequence[SourceEntry]) -> None:
    """Remove the files of an interrupted import of another source."""
    wanted = {staging_folder.joinpath(*entry.parts) for entry in kept}
    wanted |= {staging_folder / place_of(painting, kind, painting.files[kind]) for painting, kind in layout.new}
    for folder, _subfolders, files in os.walk(staging_folder, topdown=False):
        for path in (Path(folder, name) for name in files):
            if path not in wanted:
                path.unlink()
        if Path(folder) != staging_folder and not any(Path(folder).iterdir()):
            Path(folder).rmdir()


def _provenance_before(source: Source, existing: Path | None) -> dict[str, object]:
    """The previous `source.json` of an extended data set; for a new one, only whether the source holds pastiches."""
    if existing:
        path = existing / PROVENANCE_NAME
        return read_provenance(path.read_bytes()) if path.is_file() else {}
    for entry in source.entries:
        if entry.parts == (PROVENANCE_NAME,):
            with entry.open() as file:
                return {"pastiches": read_provenance(file.read(MAX_TABLE_BYTES)).get("pastiches")}
    return {}
