"""Bringing a descriptor's weights to where every later question looks: a person's file, or one from its address."""

import shutil
from pathlib import Path

from core.errors import AlreadyExistsError, InvalidInputError, NotFoundError
from core.files import clear_disk_errors, write_atomically
from core.language import _
from core.models.encoders import EncoderEntry, encoder_entry
from core.models.encoders.weight_files import content_digest
from core.models.registry import model_entry
from core.models.weights import WEIGHT_FILE_ENDINGS, fetch_imagenet_file, weights_folder
from core.permissions import require_writable
from core.progress import Progress, no_progress
from core.similarity.descriptors import descriptor_parts


def take_weights(descriptor: str, path: Path) -> Path:
    """Copy a file of weights into `artifacts/weights/`, under the name by which its encoder is found.

    Args:
        descriptor: one encoder.
        path: the file.

    Returns:
        Where it is now.

    Raises:
        InvalidInputError: the descriptor is of several encoders or has no weights, or the file's ending is wrong.
        NotFoundError: there is no such file or encoder.
        AlreadyExistsError: other weights are there already.
    """
    require_writable(_("keep weights"))
    parts = descriptor_parts(descriptor)
    if len(parts) != 1:
        sentence = _("A file of weights is of one encoder; “{descriptor}” names {n}.")
        raise InvalidInputError(sentence.format(descriptor=descriptor, n=len(parts)))
    target = weights_folder() / _file_name(encoder_entry(parts[0]))
    if not path.is_file():
        raise NotFoundError(_("There is no file “{path}”. Give the path of a file of weights.").format(path=path))
    endings = WEIGHT_FILE_ENDINGS if target.suffix in WEIGHT_FILE_ENDINGS else (target.suffix,)
    if path.suffix.lower() not in endings:
        sentence = _("“{file}” is no such file: its name must end in {endings}.")
        raise InvalidInputError(sentence.format(file=path.name, endings=_(" or ").join(endings)))
    if not target.is_file():
        with clear_disk_errors(_("keeping the weights")), path.open("rb") as source:
            write_atomically(target, lambda file: shutil.copyfileobj(source, file))
    elif content_digest(target) != content_digest(path):
        sentence = _("There are other weights at “{path}”. Take that file away first.")
        raise AlreadyExistsError(sentence.format(path=target))
    return target


def fetch_weights(descriptor: str, progress: Progress = no_progress) -> list[Path]:
    """Download the weights of a descriptor that are not on this machine, as far as their address is known.

    Args:
        descriptor: names of encoders joined with "+".
        progress: told of the megabytes received; when it raises `CancelledError`, only whole files are kept.

    Returns:
        Where they are now, those that were there already among them.

    Raises:
        NotFoundError: there is no such encoder, or no network; the message says which file to put where.
    """
    require_writable(_("keep weights"))
    names = [name for name in descriptor_parts(descriptor) if encoder_entry(name).kind == "keras"]
    return [fetch_imagenet_file(name, progress) for name in names]


def _file_name(entry: EncoderEntry) -> str:
    if entry.kind == "descriptor":
        raise InvalidInputError(_("{encoder} has no weights, so it takes none.").format(encoder=_(entry.title)))
    return entry.onnx.files[0] if entry.onnx else model_entry(entry.name).imagenet_file
