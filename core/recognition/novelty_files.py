"""What was learned of a run's neighbourhood, kept in the run's folder: `familiarity.npz`."""

import hashlib
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from core.dataset.store import Dataset
from core.environment import is_read_only
from core.evaluation.predictions import Predictions
from core.features import features_stamp
from core.files import write_arrays_atomically
from core.models.encoders import open_encoder
from core.recognition.cached_predictions import known_predictions, predictions_stamp
from core.recognition.novelty import Neighbourhood
from core.recognition.novelty_threshold import REFUSED, RESPECTS, Familiarity, learn_familiarity
from core.runs import Run
from core.similarity.descriptors import WITHOUT_WEIGHTS
from core.similarity.memory import Memory

FILE = "familiarity.npz"

_VERSION = 1
"""Raised whenever the same pictures would give another threshold."""

_ARRAYS = ("mean", "scale", "centre", "axes", "places", "beyond")
_NUMBERS = ("usual", "spread")
_memory: Memory[Familiarity | None] = Memory(4)
_FAULTS = (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile)


def run_familiarity(run: Run, dataset: Dataset) -> Familiarity | None:
    """What is near to what a run learned from; learned once, then read.

    Args:
        run: a finished run.
        dataset: of the run.

    Returns:
        None where the run has no predictions or too few of its pictures are described.
    """
    predictions = known_predictions(run)
    if predictions is None:
        return None
    stamp = features_stamp(dataset, open_encoder(WITHOUT_WEIGHTS))
    facts = [_VERSION, REFUSED, predictions_stamp(run), dataset.name, dataset.version, stamp]
    mark = hashlib.sha256("\n".join(map(str, facts)).encode()).hexdigest()
    path = run.folder / FILE
    return _memory.get((path, mark), lambda: _read_or_learn(path, dataset, predictions, mark))


def _read_or_learn(path: Path, dataset: Dataset, predictions: Predictions, mark: str) -> Familiarity | None:
    found = _read(path, mark)
    if found is None:
        found = learn_familiarity(dataset, predictions)
        if found is not None:
            _write(path, found, mark)
    return found


def _read(path: Path, mark: str) -> Familiarity | None:
    try:
        with np.load(path, allow_pickle=False) as file:
            if str(file["mark"]) != mark:
                return None
            respects = {
                name: Neighbourhood(
                    *(file[f"{name}/{part}"] for part in _ARRAYS), *(float(file[f"{name}/{part}"]) for part in _NUMBERS)
                )
                for name in RESPECTS
            }
            works = tuple(file["works"].tolist())
            return Familiarity(respects, works, float(file["threshold"]), float(file["refused_share"]))
    except _FAULTS:
        return None


def _write(path: Path, found: Familiarity, mark: str) -> None:
    """Keep it; it can be learned again, so a full disk is no reason to fail."""
    if is_read_only():
        return
    content: dict[str, Any] = {"mark": np.array(mark), "works": np.array(found.works)}
    content |= {"threshold": np.float64(found.threshold), "refused_share": np.float64(found.refused_share)}
    for name, near in found.respects.items():
        content |= {f"{name}/{part}": np.asarray(getattr(near, part)) for part in (*_ARRAYS, *_NUMBERS)}
    with suppress(OSError):
        write_arrays_atomically(path, content, durable=False)
