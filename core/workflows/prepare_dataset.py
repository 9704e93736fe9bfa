"""From a source to a data set that every page can use: thumbnails, same works found, described without weights."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.dataset.importing.dataset_import import import_dataset
from core.dataset.listing import SAMPLE_NAME
from core.dataset.store import DatasetSummary, open_dataset
from core.environment import artifacts_root, data_root
from core.errors import CancelledError, DiskFullError, InvalidInputError
from core.files import translate_os_errors, write_json_atomically
from core.language import _
from core.permissions import require_writable
from core.progress import Progress, no_progress
from core.sample import DEFAULT_SEED, build_sample
from core.similarity.descriptors import WITHOUT_WEIGHTS
from core.similarity.embedding import embed

KAGGLE_SOURCE = "kaggle"


def import_and_prepare(
    source: str, name: str, *, add: bool = False, progress: Progress = no_progress
) -> DatasetSummary:
    """Import a folder, a zip or the Kaggle download, and derive what pages need.

    The data set is there as soon as its pictures are; thumbnails and same works follow, and when those are
    stopped, `prepare` goes on where they ended.

    Args:
        source: a path, or "kaggle".
        name: of the new data set.
        add: whether the pictures join an existing data set of that name.
        progress: called with (stage, done, total).

    Raises:
        AtelierError: the source cannot be used, in a sentence; nothing is left behind.
    """
    require_writable(_("import a data set"))
    path = _downloaded(progress) if source == KAGGLE_SOURCE else _local_path(source)
    import_dataset(path, name, data_root=data_root(), artifacts_root=artifacts_root(), add=add, progress=progress)
    with _explain_resume(name):
        return prepare(name, progress=progress)


@contextmanager
def _explain_resume(name: str) -> Iterator[None]:
    """On cancel after an import, explain that the data set is complete and how to resume."""
    go_on = _(
        "“{name}” is imported and stays; check it again (atelier dataset check {name}) to finish what is derived."
    ).format(name=name)
    try:
        yield
    except (CancelledError, DiskFullError) as error:
        raise type(error)(f"{error} {go_on}") from error


def _local_path(source: str) -> Path:
    if not source.strip():
        raise InvalidInputError(_("No source was given. Name a folder, a zip file, or “kaggle”."))
    try:
        return Path(source).expanduser()
    except RuntimeError as error:
        raise InvalidInputError(_("“{path}” names a home folder that does not exist.").format(path=source)) from error


def _downloaded(progress: Progress) -> Path:
    from core.dataset.importing.kaggle import download_kaggle

    return download_kaggle(progress)


def prepare(name: str, *, progress: Progress = no_progress) -> DatasetSummary:
    """Look at the files again and derive what is missing; what is there already costs next to nothing.

    Raises:
        ReadOnlyError: this is a read-only demo.
    """
    require_writable(_("prepare a data set"))
    dataset = open_dataset(name)
    dataset.rescan(progress)
    with translate_os_errors(_("making thumbnails")):
        dataset.build_thumbnails(progress)
    dataset.find_same_works(progress)
    embed(dataset, WITHOUT_WEIGHTS, progress)
    return dataset.summary()


def make_sample(seed: int = DEFAULT_SEED, name: str = SAMPLE_NAME, progress: Progress = no_progress) -> DatasetSummary:
    """Paint the built-in sample and import it.

    Raises:
        AlreadyExistsError: there is a data set of that name.
    """
    _paint_and_import(seed, name, progress)
    with _explain_resume(name):
        return prepare(name, progress=progress)


def make_sample_for_training(progress: Progress = no_progress) -> None:
    """Paint the built-in sample with what a split needs; thumbnails and descriptions wait until a page wants them.

    Raises:
        AlreadyExistsError: there is a data set of its name.
    """
    _paint_and_import(DEFAULT_SEED, SAMPLE_NAME, progress)
    with _explain_resume(SAMPLE_NAME):
        open_dataset(SAMPLE_NAME).find_same_works(progress)


def _paint_and_import(seed: int, name: str, progress: Progress) -> None:
    require_writable(_("make the sample"))
    with translate_os_errors(_("making the sample")):
        data_root().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=data_root(), prefix=".sample-") as scratch:
            folder = Path(scratch) / SAMPLE_NAME
            build_sample(folder, seed=seed, progress=progress)
            write_json_atomically(folder / "source.json", {"pastiches": True})
            import_dataset(folder, name, data_root=data_root(), artifacts_root=artifacts_root(), progress=progress)
