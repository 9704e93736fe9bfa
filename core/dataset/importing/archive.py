"""Reading untrusted zip archives.

The list of contents is validated when the archive is opened, before anything is written; the unpacked bytes are checked
against it again. The module writes no file.
"""

import io
import lzma
import stat
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from core.errors import InvalidInputError
from core.language import _

_MIB = 1 << 20
_NO_FILES = {stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK}
_READ_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
)


@dataclass(frozen=True)
class ArchiveLimits:
    """Limits on the content of an archive.

    Attributes:
        files: entries.
        total_bytes: of all entries, unpacked.
        ratio: unpacked to packed size; pictures are compressed already, so a genuine archive is near 1.
        unsuspicious_bytes: entries below this size are not checked for their ratio.
    """

    files: int = 200_000
    total_bytes: int = 64 * 1024 * _MIB
    ratio: int = 100
    unsuspicious_bytes: int = 16 * _MIB


DEFAULT_LIMITS = ArchiveLimits()


@dataclass(frozen=True)
class ArchiveEntry:
    """One file of an archive.

    Attributes:
        parts: folders and file name, validated to stay below the root.
        size: bytes, unpacked.
        mtime_ns: modification time; local, as zips have no time zone; 0 if invalid.
        crc: CRC-32 of the unpacked bytes.
        open: opens the unpacked bytes; reading damaged ones raises InvalidInputError.
    """

    parts: tuple[str, ...]
    size: int
    mtime_ns: int
    crc: int
    open: Callable[[], BinaryIO]


@contextmanager
def open_archive(path: Path, name: str, limits: ArchiveLimits = DEFAULT_LIMITS) -> Iterator[list[ArchiveEntry]]:
    """Open a zip and list its files without folders.

    Args:
        path: the archive.
        name: its name in messages.
        limits: limits on its content.

    Raises:
        InvalidInputError: not a zip, truncated, encrypted, a path out of the archive, a link, or a zip bomb.
    """
    archive = _open(path, name)
    with archive:
        infos = archive.infolist()
        names = [_safe_parts(info.orig_filename, name) for info in infos]
        _require_reasonable_size(infos, path.stat().st_size, name, limits)
        entries = [_entry(archive, info, parts, name) for info, parts in zip(infos, names, strict=True)]
        yield [entry for entry, info in zip(entries, infos, strict=True) if entry.parts and not _is_folder(info)]


def _open(path: Path, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        with path.open("rb") as file:
            begins_as_zip = file.read(4) in {b"PK\x03\x04", b"PK\x01\x02"}
        if begins_as_zip:
            raise InvalidInputError(
                _(
                    "The archive “{file}” is cut off or damaged: its list of contents cannot be read. "
                    "Download it again."
                ).format(file=name)
            ) from error
        raise InvalidInputError(
            _("“{file}” is not a zip archive. Expected a folder of pictures or the zip that Kaggle gives.").format(
                file=name
            )
        ) from error


def _require_reasonable_size(infos: list[zipfile.ZipInfo], packed_bytes: int, name: str, limits: ArchiveLimits) -> None:
    total = sum(info.file_size for info in infos)
    if len(infos) > limits.files:
        raise InvalidInputError(
            _("The archive “{file}” lists {n:,} files; at most {most:,} are read.").format(
                file=name, n=len(infos), most=limits.files
            )
        )
    if total > limits.total_bytes:
        raise InvalidInputError(
            _(
                "The archive “{file}” would unpack to {size:,.0f} GB; at most {most:,.0f} GB are read. "
                "Import it in parts."
            ).format(file=name, size=total / 1024**3, most=limits.total_bytes / 1024**3)
        )
    suspicious = [info for info in infos if info.file_size > limits.unsuspicious_bytes]
    bombs = [info for info in suspicious if info.file_size > limits.ratio * max(1, info.compress_size)]
    if bombs or (total > 4 * limits.unsuspicious_bytes and total > limits.ratio * packed_bytes):
        raise InvalidInputError(
            _(
                "The archive “{file}” unpacks to {unpacked:,.0f} MB from {packed:,.1f} MB, as zip bombs do and "
                "pictures do not, so it was not opened. Unpack it yourself if you trust it, and import the folder."
            ).format(file=name, unpacked=total / _MIB, packed=packed_bytes / _MIB)
        )


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return info.orig_filename.replace("\\", "/").endswith("/")


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, parts: tuple[str, ...], name: str) -> ArchiveEntry:
    if stat.S_IFMT(info.external_attr >> 16) in _NO_FILES:
        raise InvalidInputError(
            _(
                "The archive “{file}” holds “{name}” as a link or device, not as a file. "
                "Make an archive of plain files, or unpack it yourself and import the folder."
            ).format(file=name, name=info.filename)
        )
    if info.flag_bits & 0x1:
        raise InvalidInputError(
            _("The archive “{file}” is protected with a password. Unpack it yourself and import the folder.").format(
                file=name
            )
        )

    def open_entry() -> BinaryIO:
        return io.BufferedReader(_Checked(archive, info, name), _MIB)

    return ArchiveEntry(parts, info.file_size, _mtime_ns(info), info.CRC, open_entry)


def _safe_parts(raw_name: str, archive_name: str) -> tuple[str, ...]:
    """Split an entry's name into folders and file name.

    Raises:
        InvalidInputError: it is absolute, has "..", names a drive, or holds a NUL.
    """
    parts = raw_name.replace("\\", "/").split("/")
    has_drive = len(parts[0]) >= 2 and parts[0][1] == ":" and parts[0][0].isalpha()
    if "\0" in raw_name or parts[0] == "" or ".." in parts or has_drive:
        shown = raw_name.replace("\0", "␀")
        raise InvalidInputError(
            _(
                "The archive “{file}” holds the name “{name}”, which leads outside of it, so nothing was imported. "
                "Expected plain names such as images/Claude_Monet/Claude_Monet_1.jpg."
            ).format(file=archive_name, name=shown)
        )
    return tuple(part for part in parts if part not in {"", "."})


def _mtime_ns(info: zipfile.ZipInfo) -> int:
    try:
        return int(time.mktime((*info.date_time, 0, 0, -1))) * 10**9
    except (ValueError, OverflowError):
        return 0


class _Checked(io.RawIOBase):
    """The unpacked bytes of an entry; more of them than declared, or damaged ones, end the import."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> None:
        self._name = f"{name}/{info.filename}"
        self._left = info.file_size
        with self._translate_errors():
            self._stream = archive.open(info)

    @contextmanager
    def _translate_errors(self) -> Iterator[None]:
        try:
            yield
        except _READ_ERRORS as error:
            raise InvalidInputError(
                _("“{file}” cannot be unpacked ({reason}): the archive is damaged. Download it again.").format(
                    file=self._name, reason=error
                )
            ) from error

    def readable(self) -> bool:
        """True: the stream is for reading only."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - typing has no name for writable buffers in 3.11
        """Fill the buffer with available bytes; 0 at the end."""
        with self._translate_errors():
            data = self._stream.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise InvalidInputError(
                _("“{file}” is larger than the archive says, so nothing was imported.").format(file=self._name)
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the entry; the archive stays open."""
        if not self.closed:
            self._stream.close()
        super().close()
