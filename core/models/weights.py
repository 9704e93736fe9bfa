"""Finding the file with a model's weights: Keras's cache, the project's own folder, a download, or a path."""

import hashlib
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from typing import BinaryIO

from core.environment import artifacts_root, is_read_only, keras_cache
from core.errors import InvalidInputError, NotFoundError
from core.files import translate_os_errors, write_atomically
from core.language import _
from core.models.registry import ModelEntry, model_entry
from core.progress import Progress, no_progress

RANDOM = "random"
IMAGENET = "imagenet"
WEIGHT_FILE_SUFFIXES = (".h5", ".hdf5")
DOWNLOAD_TIMEOUT_S = 20.0
_BLOCK_BYTES = 1 << 16
_MEGABYTE = 1_000_000


def weights_folder() -> Path:
    """The project's own folder for weight files, for files that people copy there."""
    return artifacts_root() / "weights"


def find_imagenet_file(name: str) -> Path | None:
    """The file with the model's ImageNet weights on this machine, None where there is none.

    Args:
        name: a model of the zoo.
    """
    entry = model_entry(name)
    if not entry.imagenet_file:
        return None
    folders = (keras_cache(), weights_folder())
    names = dict.fromkeys((entry.imagenet_file, entry.imagenet_url.rsplit("/", 1)[-1]))
    candidates = (folder / file for folder in folders for file in names)
    return next((path for path in candidates if path.is_file()), None)


def resolve_weights(
    name: str,
    weights: str | Path,
    *,
    timeout_s: float = DOWNLOAD_TIMEOUT_S,
    progress: Progress = no_progress,
) -> Path | None:
    """Turn what a configuration says about weights into a file.

    Args:
        name: a model of the zoo.
        weights: "random"; "imagenet"; or the path of a `.weights.h5` or `.h5` file without the top layers.
        timeout_s: how long a download may stay silent.
        progress: called with the megabytes downloaded; an exception in it ends the download and keeps nothing.

    Returns:
        The file, or None for random weights.

    Raises:
        NotFoundError: the file is not there; ImageNet weights are neither here nor to be downloaded, or the model
            has none.
        InvalidInputError: the path is no weight file.
    """
    entry = model_entry(name)
    if str(weights) == RANDOM:
        return None
    if str(weights) == IMAGENET:
        return _imagenet_file(entry, timeout_s, progress)
    return _checked_file(Path(weights).expanduser())


def fetch_imagenet_file(name: str, progress: Progress = no_progress, *, timeout_s: float = DOWNLOAD_TIMEOUT_S) -> Path:
    """The file with the model's ImageNet weights, downloaded where it is not on this machine.

    Args:
        name: a model of the zoo.
        progress: called with the megabytes received; if it raises `CancelledError`, nothing is kept.
        timeout_s: how long the download may stay silent.

    Raises:
        NotFoundError: it cannot be downloaded, or the model has none.
    """
    return _imagenet_file(model_entry(name), timeout_s, progress)


def _checked_file(path: Path) -> Path:
    if not path.is_file():
        sentence = _(
            "There is no weight file “{path}”. Give “random”, “imagenet” or the path of a .weights.h5 or .h5 file."
        )
        raise NotFoundError(sentence.format(path=path))
    if path.suffix.lower() not in WEIGHT_FILE_SUFFIXES:
        sentence = _(
            "“{file}” is no weight file: its name must end in .weights.h5 (Keras 3) or .h5 (Keras Applications)."
        )
        raise InvalidInputError(sentence.format(file=path.name))
    return path


def _imagenet_file(entry: ModelEntry, timeout_s: float, progress: Progress) -> Path:
    if not entry.imagenet_file:
        sentence = _(
            "There are no ImageNet weights for {model}: it always starts from random numbers. Choose “random”, or a "
            "pretrained model."
        )
        raise NotFoundError(sentence.format(model=_(entry.title)))
    return find_imagenet_file(entry.name) or _download(entry, timeout_s, progress)


def _download(entry: ModelEntry, timeout_s: float, progress: Progress) -> Path:
    target = weights_folder() / entry.imagenet_file
    if is_read_only():
        problem = _(
            "The ImageNet weights of {model} are not on this machine, and a read-only demo downloads nothing: on a "
            "machine with internet get {url} and put it as {file} into {folder}, or choose random weights."
        )
        raise NotFoundError(_how_to_get(entry, problem))
    with translate_os_errors(_("downloading the weights of {model}").format(model=_(entry.title))):
        write_atomically(target, lambda file: _copy_download(entry, file, timeout_s, progress))
    return target


def _copy_download(entry: ModelEntry, file: BinaryIO, timeout_s: float, progress: Progress) -> None:
    digest = hashlib.md5(usedforsecurity=False)
    for block in _blocks(entry, timeout_s, progress):
        digest.update(block)
        file.write(block)
    if digest.hexdigest() != entry.imagenet_md5:
        problem = _(
            "The ImageNet weights of {model} arrived damaged: on a machine with internet get {url} and put it as "
            "{file} into {folder}, or choose random weights."
        )
        raise NotFoundError(_how_to_get(entry, problem))


def _blocks(entry: ModelEntry, timeout_s: float, progress: Progress) -> Iterator[bytes]:
    stage = _("Fetching the weights of {model} (megabytes)").format(model=_(entry.title))
    progress(stage, 0, 0)
    try:
        with urllib.request.urlopen(entry.imagenet_url, timeout=timeout_s) as answer:
            done, total = 0, int(getattr(answer, "length", None) or 0)
            while block := answer.read(_BLOCK_BYTES):
                done += len(block)
                progress(stage, done // _MEGABYTE, total // _MEGABYTE)
                yield block
    except (OSError, HTTPException) as error:
        progress(stage, 0, 0)  # a stop request takes precedence over a connection error
        problem = _(
            "The ImageNet weights of {model} are not on this machine and could not be downloaded: on a machine with "
            "internet get {url} and put it as {file} into {folder}, or choose random weights."
        )
        raise NotFoundError(_how_to_get(entry, problem)) from error


def _how_to_get(entry: ModelEntry, problem: str) -> str:
    return problem.format(
        model=_(entry.title), url=entry.imagenet_url, file=entry.imagenet_file, folder=weights_folder()
    )
