"""Named JSON documents, such as saved recipes and showcases, and the lock under which they change.

Each document is one file of a folder. The file name is an id that never changes; the document's own name may be any
text and is unique but for case. Deleting moves the file into a bin beside the others, so that it can be restored.
Several processes and browser tabs may use one folder at once.
"""

import json
import re
import unicodedata
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from filelock import FileLock, Timeout

from core.errors import AlreadyExistsError, AtelierError, BusyError, InvalidInputError, NotFoundError
from core.files import translate_os_errors, write_json_atomically
from core.language import _
from core.permissions import require_writable

_BIN = ".deleted"
_LOCK_TIMEOUT_S = 10
_LONGEST_ID_BYTES = 200


class NamedDocument(Protocol):
    """A document that a store can hold."""

    @property
    def name(self) -> str:
        """Any text on one line."""

    @property
    def document_id(self) -> str:
        """The file's name without ".json"; empty before the first save."""

    def to_dict(self) -> dict[str, Any]:
        """The document as its file holds it."""


Document = TypeVar("Document", bound=NamedDocument)


@dataclass(frozen=True)
class DocumentKind(Generic[Document]):
    """One kind of document, with the sentences about it, all marked for translation.

    Attributes:
        read: makes a document of the file's JSON and the document's id; raises `InvalidInputError`.
        prefix: begins the ids of documents whose name has no plain letters.
        missing: no document has this id; may hold `{name}`.
        taken: a document of this `{name}` exists.
        damaged: the `{file}` is no JSON.
        unusable: the `{file}` is JSON that `read` refuses, and the `{reason}`.
        busy: another process holds the lock.
        delete: the action, as in "delete a recipe".
        restore: the action, as in "restore a recipe".
    """

    read: Callable[[object, str], Document]
    prefix: str
    missing: str
    taken: str
    damaged: str
    unusable: str
    busy: str
    delete: str
    restore: str


@dataclass(frozen=True)
class UnreadableDocument:
    """A file that holds no document of the kind: its name without ".json", and the reason as a sentence."""

    document_id: str
    sentence: str


@dataclass(frozen=True)
class DocumentListing(Generic[Document]):
    """All documents by name, and the files that could not be read; those stay untouched."""

    documents: tuple[Document, ...]
    unreadable: tuple[UnreadableDocument, ...]


class DocumentStore(Generic[Document]):
    """The documents in one folder."""

    def __init__(self, root: Path, kind: DocumentKind[Document]) -> None:
        self.root = root
        self._kind = kind

    def listing(self) -> DocumentListing[Document]:
        """Every document, and every file that cannot be read as one."""
        documents, unreadable = [], []
        for path in sorted(path for path in self.root.glob("*.json") if _is_safe_id(path.stem)):
            try:
                documents.append(self.get(path.stem))
            except NotFoundError:
                continue  # deleted meanwhile
            except AtelierError as error:
                unreadable.append(UnreadableDocument(path.stem, str(error)))
        documents.sort(key=lambda document: (document.name.casefold(), document.document_id))
        return DocumentListing(tuple(documents), tuple(unreadable))

    def get(self, document_id: str) -> Document:
        """Load a document.

        Raises:
            NotFoundError: no document has this id.
            InvalidInputError: its file is damaged, or of another version.
        """
        path = self._path(document_id)
        try:
            content = json.loads(path.read_text("utf-8"))
        except FileNotFoundError as error:
            raise self._missing(document_id) from error
        except (ValueError, OSError, RecursionError) as error:
            raise InvalidInputError(_(self._kind.damaged).format(file=path.name)) from error
        try:
            return self._kind.read(content, path.stem)
        except InvalidInputError as error:
            raise InvalidInputError(_(self._kind.unusable).format(file=path.name, reason=error)) from error

    def delete(self, document_id: str) -> None:
        """Move a document, or an unreadable file, into the bin; `restore` brings it back.

        Raises:
            NotFoundError: no document has this id.
            ReadOnlyError: this is a read-only demo.
        """
        with self._changing(_(self._kind.delete)):
            path = self._path(document_id)
            if not path.is_file():
                raise self._missing(document_id)
            self._binned(document_id).parent.mkdir(exist_ok=True)
            path.replace(self._binned(document_id))

    def restore(self, document_id: str) -> None:
        """Move a deleted document out of the bin, unchanged.

        Raises:
            NotFoundError: the bin does not hold it.
            ReadOnlyError: this is a read-only demo.
        """
        with self._changing(_(self._kind.restore)):
            self._take_from_bin(document_id)

    def _take_from_bin(self, document_id: str) -> None:
        if not self._binned(document_id).is_file():
            raise self._missing(document_id)
        self._binned(document_id).replace(self._path(document_id))

    def _path(self, document_id: object) -> Path:
        if not _is_safe_id(document_id):
            raise self._missing(document_id)
        return self.root / f"{document_id}.json"

    def _binned(self, document_id: str) -> Path:
        return self.root / _BIN / self._path(document_id).name

    def _named(self, name: str) -> Document | None:
        same = (document for document in self.listing().documents if fold_name(document.name) == fold_name(name))
        return next(same, None)

    def _new_id(self, name: str) -> str:
        """A safe file name that shows the plain letters of the document's name."""
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        words = "-".join(re.findall(r"[a-z0-9]+", plain))[:40].strip("-")
        return f"{words or self._kind.prefix}-{uuid.uuid4().hex[:8]}"

    def _write(self, document: Document) -> Document:
        write_json_atomically(self._path(document.document_id), document.to_dict())
        return document

    @contextmanager
    def _changing(self, what: str) -> Iterator[None]:
        with changing(self.root / ".lock", what, _(self._kind.busy)):
            yield

    def _missing(self, document_id: object) -> NotFoundError:
        return NotFoundError(_(self._kind.missing).format(name=document_id))

    def _taken(self, document: Document) -> AlreadyExistsError:
        return AlreadyExistsError(_(self._kind.taken).format(name=document.name))


@contextmanager
def changing(lock: Path, what: str, busy: str) -> Iterator[None]:
    """Hold a lock during a change, one process and one thread at a time.

    Args:
        lock: the lock's file; its folder is made where it is missing.
        what: the change, as in "save a recipe", translated.
        busy: the sentence for another process that holds the lock too long, translated.

    Raises:
        BusyError: another process holds the lock.
        DiskFullError: no room left.
        ReadOnlyError: this is a read-only demo.
    """
    require_writable(what)
    with translate_os_errors(_("trying to {what}").format(what=what)):
        lock.parent.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(lock, timeout=_LOCK_TIMEOUT_S):
                yield
        except Timeout as error:
            raise BusyError(busy) from error


def fold_name(name: str) -> str:
    """The form in which two names are compared: case and compatibility forms of letters do not count."""
    return unicodedata.normalize("NFKC", name).casefold()


def _is_safe_id(text: object) -> bool:
    """Whether a file of this name is inside the folder; files that people put there need not have ids like ours."""
    try:
        size = len(text.encode("utf-8")) if isinstance(text, str) else 0
    except UnicodeEncodeError:  # half a surrogate pair, which no browser can send
        return False
    return 0 < size <= _LONGEST_ID_BYTES and not str(text).startswith(".") and not set("/\\\0:") & set(str(text))
