"""Importing a data set, all or nothing.

Everything is prepared under `<data root>/.incoming/`, and one rename makes it a data set. A failure before that changes
nothing.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
from filelock import FileLock, Timeout

from core.dataset.artists.table import load_artists
from core.dataset.catalog import build_catalog, read_catalog, write_catalog
from core.dataset.importing.provenance import ImportSummary
from core.dataset.importing.sources import TABLE_NAME, open_source
from core.dataset.importing.staging import stage_source
from core.dataset.listing import INCOMING, is_dataset_name
from core.dataset.store import Dataset
from core.environment import is_read_only
from core.errors import AlreadyExistsError, BusyError, InvalidInputError
from core.files import translate_os_errors
from core.language import _
from core.permissions import require_writable
from core.progress import Progress, no_progress

_TAKEN_NAMES = {"artists.csv", "readme", "readme.md"}


def import_dataset(
    source: Path,
    name: str,
    *,
    data_root: Path,
    artifacts_root: Path,
    add: bool = False,
    artists_table: Path | None = None,
    progress: Progress = no_progress,
) -> ImportSummary:
    """Create a data set from a folder or zip of pictures, or add them to an existing one.

    Args:
        source: the folder or archive.
        name: of the data set: letters, digits, dots, dashes and underscores, at most 64.
        data_root: the folder of data sets.
        artifacts_root: where the catalog goes, below `datasets/<name>/`.
        add: whether a data set of that name may exist; its pictures and decisions are kept.
        artists_table: a table that replaces the source's.
        progress: called during copying and reading; its CancelledError leaves nothing behind.

    Raises:
        InvalidInputError: the name, the source or its artists table cannot be used.
        NotFoundError: `source` does not exist.
        AlreadyExistsError: a data set of that name exists, and `add` is False.
        BusyError: the same name is being imported.
        DiskFullError: no room left.
        ReadOnlyError: this is a read-only demo.
    """
    require_writable(_("import a data set"))
    require_dataset_name(name)
    dataset = Dataset(name, data_root / name, artifacts_root / "datasets" / name)
    staging = data_root / INCOMING / name
    with _translate_errors(_("importing {name}").format(name=name)), _only_import_of(staging):
        restore_interrupted(data_root, name)
        existing = _existing_folder(data_root, name, add)
        with _removed_on_failure(staging):
            with open_source(source, _beside(staging, "unpacking"), progress) as opened:
                summary = stage_source(opened, staging, artists_table, existing, progress)
            catalog = _build_catalog(staging, dataset if existing else None, progress)
            if not existing:
                _set_aside_decisions(dataset)
            written = dataset.catalog_path.with_name("catalog.incoming")
            write_catalog(catalog, written)
            _commit(staging, dataset.folder)
        written.replace(dataset.catalog_path)
        dataset.rescan()  # adds the decisions and artwork groups of an extended data set
    return summary


def require_dataset_name(name: str) -> None:
    """Check the name of a new data set.

    Raises:
        InvalidInputError: some system refuses it as the name of a folder, or the project uses it.
    """
    if not is_dataset_name(name) or name.endswith(".") or name.startswith("-") or name.lower() in _TAKEN_NAMES:
        raise InvalidInputError(
            _(
                "“{name}” cannot be the name of a data set. Use 1 to 64 letters, digits, dots, dashes and "
                "underscores, with a letter or digit in front, as in “best-artworks”."
            ).format(name=name)
        )


def restore_interrupted(data_root: Path, name: str) -> None:
    """Restore a data set that a killed import had moved aside, or remove what the import had replaced.

    Raises:
        ReadOnlyError: this is a read-only demo.
    """
    require_writable(_("recover an interrupted import"))
    previous = _beside(data_root / INCOMING / name, "previous")
    if not previous.exists():
        return
    if (data_root / name).exists():
        _remove(previous)
    else:
        previous.rename(data_root / name)


def restore_all_interrupted(data_root: Path) -> None:
    """Do that for every data set except those being imported; nothing in a read-only demo."""
    if is_read_only():
        return
    for previous in (data_root / INCOMING).glob("*~previous"):
        name = previous.name.removesuffix("~previous")
        try:
            with _only_import_of(data_root / INCOMING / name):
                restore_interrupted(data_root, name)
        except BusyError:
            continue


def _beside(staging: Path, what: str) -> Path:
    """A path of an import; names of data sets have no tilde."""
    return staging.with_name(f"{staging.name}~{what}")


@contextmanager
def _translate_errors(doing: str) -> Iterator[None]:
    """Turn any disk error into a sentence."""
    try:
        with translate_os_errors(doing):
            yield
    except OSError as error:
        said = (
            _("The disk reported a problem with “{file}” ({reason}), so {doing} stopped. Nothing was changed.")
            if error.filename
            else _("The disk reported a problem ({reason}), so {doing} stopped. Nothing was changed.")
        )
        raise InvalidInputError(
            said.format(file=error.filename, reason=error.strerror or error, doing=doing)
        ) from error


@contextmanager
def _only_import_of(staging: Path) -> Iterator[None]:
    staging.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(_beside(staging, "lock"), timeout=0):
            yield
    except Timeout as error:
        raise BusyError(
            _("{name} is being imported right now. Wait until that is done.").format(name=staging.name)
        ) from error


@contextmanager
def _removed_on_failure(staging: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        _remove(staging)
        raise
    finally:
        _remove(_beside(staging, "unpacking"))


def _remove(path: Path) -> None:
    if path.is_symlink():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)


def _existing_folder(data_root: Path, name: str, add: bool) -> Path | None:
    """The data set to add to, if there is one."""
    names = [path.name for path in data_root.iterdir() if path.name.lower() == name.lower()]
    if not names:
        return None
    if not (data_root / names[0] / TABLE_NAME).is_file():
        raise AlreadyExistsError(
            _("The data folder holds something else called {name}. Choose another name, or move that away.").format(
                name=names[0]
            )
        )
    if names[0] != name or not add:
        raise AlreadyExistsError(
            _(
                "There is a data set {name} already. Choose another name, or add to it (--add) to keep its "
                "pictures and import the new ones."
            ).format(name=names[0])
        )
    return data_root / name


def _build_catalog(staging: Path, added_to: Dataset | None, progress: Progress) -> pd.DataFrame:
    previous = None
    if added_to:
        try:
            previous = read_catalog(added_to.catalog_path)
        except (FileNotFoundError, InvalidInputError):
            previous = None
    return build_catalog(staging, load_artists(staging / TABLE_NAME), previous, progress)


def _set_aside_decisions(dataset: Dataset) -> None:
    """Keep a new data set from inheriting the decisions about a deleted one of its name."""
    if dataset.manifest_path.exists():
        dataset.manifest_path.replace(dataset.manifest_path.with_suffix(".previous.json"))
    dataset.pairs_path.unlink(missing_ok=True)


def _commit(staging: Path, folder: Path) -> None:
    """Turn the staging folder into the data set; a failure restores the previous one."""
    previous = _beside(staging, "previous")
    if folder.exists():
        folder.rename(previous)
    try:
        staging.rename(folder)
    except OSError:
        if previous.exists():
            previous.rename(folder)
        raise
    _remove(previous)
