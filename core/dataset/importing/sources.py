"""Sources of an import: a folder, or a zip archive.

A `Source` is a flat list of files; `core.dataset.importing.layout` finds artists and paintings in it. The only file
written is a zip inside a zip, to the scratch folder.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.dataset.artists.names import readable
from core.dataset.importing.archive import DEFAULT_LIMITS, ArchiveEntry, open_archive
from core.errors import InvalidInputError, NotFoundError
from core.files import translate_os_errors
from core.language import N_, _
from core.progress import Progress, no_progress

LAYOUT_FOLDERS = frozenset({"images", "resized"})
TABLE_NAME = "artists.csv"

_INNER_ARCHIVES = frozenset({"images.zip", "resized.zip"})
_SYSTEM_FILES = frozenset({"__macosx", ".ds_store", "thumbs.db", "desktop.ini", ".complete"})
_CHUNK_BYTES = 1 << 20
_EXPECTED = N_("Give a folder of pictures, a Kaggle zip, or “kaggle”.")


@dataclass(frozen=True)
class SourceEntry:
    """One file of a source.

    Attributes:
        parts: folders from the source's root, then the file's name, as the system spells them.
        size: bytes.
        mtime_ns: modification time; 0 where unknown.
        crc: CRC-32 of the content from an archive, else None.
        open: opens the content; the caller closes it.
        path: the file on disk, if any.
    """

    parts: tuple[str, ...]
    size: int
    mtime_ns: int
    crc: int | None
    open: Callable[[], BinaryIO]
    path: Path | None = None

    @property
    def name(self) -> str:
        """The path inside the source, for display."""
        return readable("/".join(self.parts))


@dataclass(frozen=True)
class Source:
    """A folder or archive to import.

    Attributes:
        name: of the folder or archive, without its path.
        kind: "folder" or "zip".
        root_name: the name of the folder around all entries: the name without .zip.
        entries: every file except system files such as Thumbs.db, in order of name.
        skipped: (name, reason) of what cannot be an entry, such as a link out of the folder.
        table_beside: an artists.csv next to the source, if any.
    """

    name: str
    kind: str
    root_name: str
    entries: tuple[SourceEntry, ...]
    skipped: tuple[tuple[str, str], ...] = ()
    table_beside: Path | None = None


@contextmanager
def open_source(path: Path, scratch: Path, progress: Progress = no_progress) -> Iterator[Source]:
    """Open a folder or a zip for importing, including an images.zip or resized.zip inside, one level deep.

    Args:
        path: the folder or archive.
        scratch: holds archives inside an archive while the source is open; created when needed.
        progress: called while those are unpacked.

    Raises:
        NotFoundError: the path does not exist.
        InvalidInputError: neither folder nor zip, no permission, or an archive that `open_archive` refuses.
    """
    root = path.resolve()
    name = _shown_name(path)
    with ExitStack() as stack, translate_os_errors(_("importing “{name}”").format(name=name)):
        if not path.exists():
            nothing = _("“{path}” does not exist.").format(path=path)
            raise NotFoundError(f"{nothing} {_(_EXPECTED)}")
        if not root.is_dir() and not root.is_file():
            neither = _("“{name}” is neither a folder nor a file.").format(name=name)
            raise InvalidInputError(f"{neither} {_(_EXPECTED)}")
        skipped: list[tuple[str, str]] = []
        if root.is_dir():
            entries = list(_folder_entries(root, skipped))
        else:
            entries = [_from_archive(entry) for entry in stack.enter_context(open_archive(root, name))]
        entries = list(_look_into_archives(entries, scratch, stack, progress))
        _require_reasonable_total(entries, name)
        kept = sorted((entry for entry in entries if not _is_system_file(entry.parts)), key=lambda entry: entry.parts)
        root_name = name if root.is_dir() else root.stem
        kind = "folder" if root.is_dir() else "zip"
        yield Source(name, kind, root_name, tuple(kept), tuple(skipped), _table_beside(root))


def _shown_name(path: Path) -> str:
    """The source's name; for a folder in kagglehub's cache (`<name>/versions/<n>`) that of the data set."""
    named = path if path.name not in {"", ".."} else path.resolve()
    if named.parent.name == "versions" and named.name.isdigit():
        named = named.parent.parent
    return readable(named.name or "pictures")


def _folder_entries(root: Path, skipped: list[tuple[str, str]]) -> Iterator[SourceEntry]:
    """List a folder; links to folders are not followed, links to files only inside the folder."""

    def refuse(error: OSError) -> None:
        raise error

    for folder, subfolders, files in os.walk(root, onerror=refuse):
        here = Path(folder)
        above = here.relative_to(root).parts
        for subfolder in [name for name in subfolders if (here / name).is_symlink()]:
            skipped.append((readable("/".join([*above, subfolder])), _("a link to a folder")))
        for name in files:
            path = here / name
            reason = _why_no_file(path, root)
            if reason:
                skipped.append((readable("/".join([*above, name])), reason))
                continue
            yield entry_on_disk(path, (*above, name))


def entry_on_disk(path: Path, parts: tuple[str, ...]) -> SourceEntry:
    """The entry of a plain file."""

    def open_file() -> BinaryIO:
        return path.open("rb")

    status = path.stat()
    return SourceEntry(parts, status.st_size, status.st_mtime_ns, None, open_file, path)


def _why_no_file(path: Path, root: Path) -> str:
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            return _("a link out of the folder")
    except (RuntimeError, OSError):
        return _("a link to itself")
    if not path.exists():
        return _("a broken link")
    return "" if stat.S_ISREG(path.stat().st_mode) else _("not a plain file")


def _from_archive(entry: ArchiveEntry, above: tuple[str, ...] = ()) -> SourceEntry:
    return SourceEntry((*above, *entry.parts), entry.size, entry.mtime_ns, entry.crc, entry.open)


def _look_into_archives(
    entries: list[SourceEntry], scratch: Path, stack: ExitStack, progress: Progress
) -> Iterator[SourceEntry]:
    """Replace images.zip and resized.zip with their content, like folders of these names."""
    for number, entry in enumerate(entries):
        if entry.parts[-1].lower() not in _INNER_ARCHIVES or _is_system_file(entry.parts):
            yield entry
            continue
        unpacked = entry.path or _unpack_inner(entry, scratch / f"{number}.zip", stack, progress)
        above = (*entry.parts[:-1], entry.parts[-1][:-4])
        for inner in stack.enter_context(open_archive(unpacked, entry.name)):
            yield _from_archive(inner, above)


def _unpack_inner(entry: SourceEntry, target: Path, stack: ExitStack, progress: Progress) -> Path:
    """Copy an archive out of its archive, as reading a zip needs random access."""
    target.parent.mkdir(parents=True, exist_ok=True)
    stack.callback(target.unlink, missing_ok=True)
    done = 0
    with entry.open() as source, target.open("wb") as file:
        while chunk := source.read(_CHUNK_BYTES):
            file.write(chunk)
            done += len(chunk)
            progress(_("Unpacking {file}").format(file=entry.parts[-1]), done, entry.size)
    return target


def _require_reasonable_total(entries: list[SourceEntry], name: str) -> None:
    limits = DEFAULT_LIMITS
    total = sum(entry.size for entry in entries)
    if len(entries) > limits.files or total > limits.total_bytes:
        raise InvalidInputError(
            _(
                "“{name}” holds {n:,} files of {size:,.1f} GB together; an import takes at most {most_files:,} files "
                "and {most_size:,.0f} GB. Import a part of it."
            ).format(
                name=name,
                n=len(entries),
                size=total / 1024**3,
                most_files=limits.files,
                most_size=limits.total_bytes / 1024**3,
            )
        )


def _is_system_file(parts: tuple[str, ...]) -> bool:
    """Whether this is a system file; `._name` is the metadata that macOS stores about `name`."""
    return parts[-1].startswith("._") or any(part.lower() in _SYSTEM_FILES for part in parts)


def _table_beside(root: Path) -> Path | None:
    """An artists.csv next to the source, or above `images/images`."""
    beside = [root.parent]
    if root.name.lower() in LAYOUT_FOLDERS and root.parent.name.lower() in LAYOUT_FOLDERS:
        beside.append(root.parent.parent)
    return next((folder / TABLE_NAME for folder in beside if (folder / TABLE_NAME).is_file()), None)
