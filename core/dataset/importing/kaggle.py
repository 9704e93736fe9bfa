"""Downloading the Kaggle data set with kagglehub, an optional package.

kagglehub resumes interrupted downloads and has its own cache. It prints to standard output, which is reserved for
`--json`, so its output is redirected.
"""

import contextlib
import importlib
import importlib.util
import logging
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from core.errors import InvalidInputError, MissingDependencyError
from core.files import translate_os_errors
from core.language import N_, _
from core.permissions import require_writable
from core.progress import Progress, Throttle, no_progress

KAGGLE_HANDLE = "ikarus777/best-artworks-of-all-time"
KAGGLE_PAGE = f"https://www.kaggle.com/datasets/{KAGGLE_HANDLE}"

_BY_HAND = N_("Or download the zip from {page} in a browser and import that file.")


def download_kaggle(progress: Progress = no_progress) -> Path:
    """Download *Best Artworks of All Time* (about 2.3 GB) into kagglehub's cache.

    Args:
        progress: called with the bytes received; its CancelledError keeps them for the next attempt.

    Returns:
        The folder of unpacked files; immediately if it is in the cache.

    Raises:
        MissingDependencyError: kagglehub is not installed.
        InvalidInputError: no network, no access, removed from Kaggle, or damaged.
        DiskFullError: no room left.
    """
    require_writable(_("download pictures"))
    if importlib.util.find_spec("kagglehub") is None:
        raise MissingDependencyError(
            _or_by_hand(
                _(
                    'Downloading from Kaggle needs the package kagglehub: run `pip install "kagglehub>=1,<2"` in '
                    "this environment."
                )
            )
        )
    with translate_os_errors(_("downloading from Kaggle")), contextlib.redirect_stdout(sys.stderr):
        kagglehub = importlib.import_module("kagglehub")
        logging.getLogger("kagglehub").setLevel(logging.CRITICAL)
        with _reported(importlib.import_module("kagglehub.clients"), Throttle(progress)):
            return Path(_download(kagglehub))


def _or_by_hand(sentence: str) -> str:
    return f"{sentence} {_(_BY_HAND).format(page=KAGGLE_PAGE)}"


def _download(kagglehub: ModuleType) -> str:
    """Call kagglehub; its known failures become sentences."""
    requests = importlib.import_module("requests")
    failures = importlib.import_module("kagglehub.exceptions")
    damaged = (failures.DataCorruptionError, requests.RequestException, zipfile.BadZipFile, zlib.error)
    try:
        folder: str = kagglehub.dataset_download(KAGGLE_HANDLE)
    except requests.HTTPError as error:
        raise InvalidInputError(_or_by_hand(_why_refused(error))) from error
    except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as error:
        raise InvalidInputError(
            _or_by_hand(
                _(
                    "Kaggle cannot be reached, or the connection broke. Check the network and try again: "
                    "what was received is kept."
                )
            )
        ) from error
    except (failures.UnauthenticatedError, failures.CredentialError, ValueError, *damaged) as error:
        if isinstance(error, damaged) or (isinstance(error, ValueError) and "credentials" not in str(error)):
            raise InvalidInputError(_or_by_hand(_("The download from Kaggle was damaged. Try again."))) from error
        raise InvalidInputError(
            _or_by_hand(
                _(
                    "Kaggle requires a login ({reason}). Put an API token from your Kaggle account settings "
                    "into ~/.kaggle/access_token."
                ).format(reason=error)
            )
        ) from error
    return folder


def _why_refused(error: Any) -> str:  # noqa: ANN401 - a type of an optional package
    status = getattr(error.response, "status_code", None)
    if status in {401, 403}:
        return _(
            "Kaggle refused the download (status {status}). Put an API token from your Kaggle account settings "
            "into ~/.kaggle/access_token, or correct the one there."
        ).format(status=status)
    if status == 404:
        return _("Kaggle has no data set {name} any more (status 404).").format(name=KAGGLE_HANDLE)
    if status == 429:
        return _("Kaggle limits the number of downloads (status 429). Try again later.")
    return _("Kaggle answered with an error (status {status}). Try again later.").format(status=status)


@contextlib.contextmanager
def _reported(clients: ModuleType, progress: Progress) -> Iterator[None]:
    """Make kagglehub's progress bar report to `progress`; a version without that bar reports nothing."""
    bar: Callable[..., Any] | None = getattr(clients, "tqdm", None)
    if bar is None:
        yield
        return
    clients.tqdm = lambda **options: _Bar(progress, **options)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        clients.tqdm = bar  # type: ignore[attr-defined]


class _Bar:
    """Replaces tqdm in kagglehub's count of bytes."""

    def __init__(self, progress: Progress, total: int = 0, initial: int = 0, **_ignored: object) -> None:
        self._progress = progress
        self._total = total
        self._done = initial

    def __enter__(self) -> "_Bar":
        self.update(0)
        return self

    def __exit__(self, *_ignored: object) -> None:
        pass

    def update(self, received: int) -> None:
        """Count bytes received."""
        self._done += received
        self._progress(_("Downloading from Kaggle"), self._done, self._total)
