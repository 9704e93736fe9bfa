"""Where a server can be found: its folder, its socket, its key, and the note that says which process it is."""

import hashlib
import os
import secrets
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path

from core.environment import artifacts_root, is_read_only
from core.errors import InvalidInputError
from core.language import _
from core.processes.announcement import Announcement, announce, read_announcement

Address = str | tuple[str, int]

_FOLDER = "inference"
_LONGEST_SOCKET_PATH = 100
"""Bytes; systems allow 104 to 108."""


@dataclass(frozen=True)
class Place:
    """The folder of a server; only its owner can look into it."""

    folder: Path

    @property
    def log(self) -> Path:
        """What the server's process prints."""
        return self.folder / "server.log"

    @property
    def lock(self) -> Path:
        """Held while a server is started."""
        return self.folder / "starting.lock"

    @property
    def _announcement(self) -> Path:
        return self.folder / "server.json"

    @property
    def _key(self) -> Path:
        return self.folder / "key"

    def make(self) -> None:
        """Make the folder, closed to others."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)

    def new_key(self) -> None:
        """Write the key that client and server must both know."""
        self._key.unlink(missing_ok=True)
        # Not through core.files, whose files are readable by all users.
        handle = os.open(self._key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))

    def key(self) -> bytes:
        """The key.

        Raises:
            OSError: there is none, or it may not be read.
        """
        return self._key.read_bytes()

    def free_address(self) -> tuple[Address, str]:
        """Where a new server can listen, and of which family that is for `multiprocessing.connection`."""
        if not hasattr(socket, "AF_UNIX"):
            return ("127.0.0.1", 0), "AF_INET"
        path = self.folder / "server.sock"
        if len(os.fsencode(path)) > _LONGEST_SOCKET_PATH:
            path = private_temporary_folder(self.folder) / "server.sock"
        path.unlink(missing_ok=True)
        return str(path), "AF_UNIX"

    def announce(self, address: Address) -> None:
        """Note that this process is the server now."""
        announce(self._announcement, os.getpid(), address=address)

    def announcement(self) -> Announcement | None:
        """The server that was noted last, alive or not; None without a note."""
        found = read_announcement(self._announcement)
        try:
            return found if found is not None and address_of(found) else None
        except (KeyError, TypeError, ValueError, IndexError):
            return None

    def withdraw(self) -> None:
        """Note that this process is the server no more; the note of another one stays."""
        noted = self.announcement()
        if noted is not None and noted.pid == os.getpid():
            self._announcement.unlink(missing_ok=True)


def address_of(server: Announcement) -> Address:
    """The path of its socket, or its host and port."""
    address = server.details["address"]
    return address if isinstance(address, str) else (str(address[0]), int(address[1]))


def default_place() -> Place:
    """The server of these artifacts; in a read-only demo, where nothing is written, its files are temporary ones."""
    folder = artifacts_root() / _FOLDER
    return Place(private_temporary_folder(folder) if is_read_only() else folder)


def private_temporary_folder(folder: Path) -> Path:
    """A temporary folder of this user's own, the same for the same `folder`.

    Raises:
        InvalidInputError: another user owns a folder of that name.
    """
    owner = os.getuid() if hasattr(os, "getuid") else 0
    name = f"atelier-{owner}-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}"
    private = Path(tempfile.gettempdir()) / name
    private.mkdir(mode=0o700, exist_ok=True)
    if private.is_symlink() or (hasattr(os, "getuid") and private.stat().st_uid != owner):
        sentence = _("“{folder}” belongs to somebody else. Remove it, or set TMPDIR to a folder of yours.")
        raise InvalidInputError(sentence.format(folder=private))
    private.chmod(0o700)
    return private
