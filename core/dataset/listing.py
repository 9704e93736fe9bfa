"""Names of data sets. The module runs at every start, so it imports almost nothing."""

import re

from core.environment import data_root

SAMPLE_NAME = "sample"
INCOMING = ".incoming"
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")


def is_dataset_name(name: str) -> bool:
    """Whether the name is valid: 1 to 64 letters, digits, dots, dashes, underscores; no leading dot."""
    return _NAME.fullmatch(name) is not None


def is_dataset(name: str) -> bool:
    """Whether a data set of that name exists."""
    return is_dataset_name(name) and (data_root() / name / "artists.csv").is_file()


def list_datasets() -> list[str]:
    """The names of the data sets under the data root, in alphabetical order, the sample last."""
    root = data_root()
    if not root.is_dir():
        return []
    names = [path.name for path in root.iterdir() if is_dataset(path.name)]
    return sorted(names, key=lambda name: (name == SAMPLE_NAME, name.casefold(), name))


def has_interrupted_imports() -> bool:
    """Whether an import was killed between moving a data set aside and moving its successor into place."""
    return any((data_root() / INCOMING).glob("*~previous"))
