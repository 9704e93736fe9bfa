"""Descriptors by name: one encoder or several joined with "+"; their state for a data set, and their weights."""

import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from core.dataset.store import Dataset
from core.errors import AlreadyExistsError, AtelierError, InvalidInputError, NotFoundError
from core.features.computing import missing_features
from core.files import translate_os_errors, write_atomically
from core.language import _
from core.models.encoders import ENCODERS, Encoder, EncoderEntry, encoder_entry, open_encoder
from core.models.encoders.weight_files import content_digest
from core.models.registry import model_entry
from core.models.weights import WEIGHT_FILE_SUFFIXES, fetch_imagenet_file, find_imagenet_file, weights_folder
from core.permissions import require_writable
from core.progress import Progress, no_progress

WITHOUT_WEIGHTS = "palette_texture"
"""Needs no weights, so it is always available, and explains similarity."""

RECOMMENDED = "palette_texture+dinov2_vits14+resnet50"
"""The join that finds works of the same artist most often."""

JOINED = (RECOMMENDED, "dinov2_vits14+resnet50")
"""The offered joins, the best first."""

SEPARATOR = "+"


@dataclass(frozen=True)
class DescriptorState:
    """The state of a descriptor for a data set.

    Attributes:
        name: as `descriptor_parts` parses it.
        title: displayed name.
        computed: pictures that have features; for joins, of the least advanced part.
        total: pictures of the data set.
        available: whether it can be computed here without a download.
        missing: a sentence that says which file to put where; "" where nothing is missing.
        fetchable: whether `fetch_weights` can download the missing weights.
    """

    name: str
    title: str
    computed: int
    total: int
    available: bool
    missing: str = ""
    fetchable: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether every picture has features."""
        return self.total > 0 and self.computed >= self.total


def descriptor_parts(descriptor: str) -> tuple[str, ...]:
    """The encoders of a descriptor, in the order of `ENCODERS`, so that "a+b" and "b+a" are one.

    Raises:
        NotFoundError: there is no such encoder.
        InvalidInputError: an encoder is repeated.
    """
    names = [encoder_entry(name.strip()).name for name in descriptor.split(SEPARATOR)]
    if len(set(names)) < len(names):
        sentence = _("“{descriptor}” repeats an encoder. Give each once, joined with “{sign}”.")
        raise InvalidInputError(sentence.format(descriptor=descriptor, sign=SEPARATOR))
    return tuple(name for name in ENCODERS if name in names)


def descriptor_name(parts: Collection[str]) -> str:
    """The canonical name of joined encoders."""
    return SEPARATOR.join(descriptor_parts(SEPARATOR.join(parts)))


def descriptor_title(descriptor: str) -> str:
    """The displayed name: "DINOv2 ViT-S/14 + ResNet50"."""
    return " + ".join(_(encoder_entry(name).title) for name in descriptor_parts(descriptor))


def open_parts(descriptor: str) -> list[Encoder]:
    """The encoders of a descriptor, opened without a download.

    Raises:
        NotFoundError: there is no such encoder, or its weights are not on this machine.
        InvalidInputError: an encoder is repeated.
    """
    return [_open_without_download(encoder_entry(name)) for name in descriptor_parts(descriptor)]


def _open_without_download(entry: EncoderEntry) -> Encoder:
    if entry.kind == "keras" and find_imagenet_file(entry.name) is None:
        raise NotFoundError(_missing_backbone(entry))
    return open_encoder(entry.name)


def _missing_backbone(entry: EncoderEntry) -> str:
    from core.models.registry import model_entry

    model = model_entry(entry.name)
    sentence = _(
        "{encoder} needs its ImageNet weights: put {file} from {url} into {folder}. Where there is internet, computing "
        "the descriptor downloads it."
    )
    return sentence.format(
        encoder=_(entry.title), file=model.imagenet_file, url=model.imagenet_url, folder=weights_folder()
    )


def descriptor_states(dataset: Dataset) -> list[DescriptorState]:
    """Every encoder, with the offered joins after the first, in the order for a form."""
    total = len(dataset.catalog())
    singles = {name: _state(dataset, name, total) for name in ENCODERS}
    first, *others = singles.values()
    return [first, *(_state_of_join(dataset, name, singles, total) for name in JOINED), *others]


def descriptor_state(dataset: Dataset, descriptor: str) -> DescriptorState:
    """The state of one descriptor; for joins, `computed` is that of the least advanced part.

    Raises:
        NotFoundError: there is no such encoder.
        InvalidInputError: an encoder is repeated.
    """
    total = len(dataset.catalog())
    parts = {name: _state(dataset, name, total) for name in descriptor_parts(descriptor)}
    return _state_of_join(dataset, descriptor, parts, total) if len(parts) > 1 else next(iter(parts.values()))


def best_descriptor(dataset: Dataset) -> str:
    """The default descriptor: the best complete one, else the weight-free one."""
    by_name = {state.name: state for state in descriptor_states(dataset)}
    order = [*JOINED, *JOINED[-1].split(SEPARATOR), *reversed(by_name)]
    return next((name for name in order if by_name[name].is_complete), WITHOUT_WEIGHTS)


def _state(dataset: Dataset, name: str, total: int) -> DescriptorState:
    entry = encoder_entry(name)
    try:
        encoder = _open_without_download(entry)
        computed = total - missing_features(dataset, encoder)
    except AtelierError as error:
        fetchable = entry.kind == "keras" and find_imagenet_file(name) is None
        return DescriptorState(name, _(entry.title), 0, total, False, str(error), fetchable)
    return DescriptorState(name, _(entry.title), computed, total, True)


def _state_of_join(
    dataset: Dataset, descriptor: str, singles: Mapping[str, DescriptorState], total: int
) -> DescriptorState:
    parts = [singles[name] for name in descriptor_parts(descriptor)]
    return DescriptorState(
        descriptor_name([part.name for part in parts]),
        descriptor_title(descriptor),
        min(part.computed for part in parts),
        total,
        all(part.available for part in parts),
        " ".join(part.missing for part in parts if part.missing),
        any(part.fetchable for part in parts),
    )


def install_weights(descriptor: str, path: Path) -> Path:
    """Copy a file of weights into `artifacts/weights/`, under the name that its encoder expects.

    Args:
        descriptor: one encoder.
        path: the file.

    Returns:
        The new path.

    Raises:
        InvalidInputError: the descriptor has several encoders or no weights, or the file has a wrong extension.
        NotFoundError: there is no such file or encoder.
        AlreadyExistsError: different weights exist already.
    """
    require_writable(_("keep weights"))
    parts = descriptor_parts(descriptor)
    if len(parts) != 1:
        sentence = _("A file of weights belongs to one encoder; “{descriptor}” has {n}.")
        raise InvalidInputError(sentence.format(descriptor=descriptor, n=len(parts)))
    target = weights_folder() / _file_name(encoder_entry(parts[0]))
    if not path.is_file():
        raise NotFoundError(_("There is no file “{path}”. Give the path of a file of weights.").format(path=path))
    suffixes = WEIGHT_FILE_SUFFIXES if target.suffix in WEIGHT_FILE_SUFFIXES else (target.suffix,)
    if path.suffix.lower() not in suffixes:
        sentence = _("“{file}” has a wrong extension: it must be {endings}.")
        raise InvalidInputError(sentence.format(file=path.name, endings=_(" or ").join(suffixes)))
    if not target.is_file():
        with translate_os_errors(_("keeping the weights")), path.open("rb") as source:
            write_atomically(target, lambda file: shutil.copyfileobj(source, file))
    elif content_digest(target) != content_digest(path):
        sentence = _("There are different weights at “{path}”. Remove that file first.")
        raise AlreadyExistsError(sentence.format(path=target))
    return target


def fetch_weights(descriptor: str, progress: Progress = no_progress) -> list[Path]:
    """Download the missing weights of a descriptor whose URLs are known.

    Args:
        descriptor: names of encoders joined with "+".
        progress: called with (stage, done, total) in megabytes; on `CancelledError` only complete files are kept.

    Returns:
        Their paths, including files that existed before.

    Raises:
        NotFoundError: there is no such encoder, or no network; the message says which file to put where.
    """
    require_writable(_("keep weights"))
    names = [name for name in descriptor_parts(descriptor) if encoder_entry(name).kind == "keras"]
    return [fetch_imagenet_file(name, progress) for name in names]


def _file_name(entry: EncoderEntry) -> str:
    if entry.kind == "descriptor":
        raise InvalidInputError(_("{encoder} uses no weights.").format(encoder=_(entry.title)))
    return entry.onnx.files[0] if entry.onnx else model_entry(entry.name).imagenet_file
