"""Out-of-distribution detection: is a picture near the training data of a run, or "none of these"?

The weight-free descriptor is compared as a whole, in its detail and in its patterns; the largest of the three novelty
scores counts. The threshold is a quantile of the scores of held-out paintings: the validation set, and training
pictures scored without their own work.

A phone photo also shows the wall around a painting, so an external picture takes the smaller score of the whole and
its center. The fitted threshold is stored in the run folder as `familiarity.npz`.
"""

import hashlib
import math
import zipfile
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from core.dataset.images.decoding import center_crop, resize_square
from core.dataset.store import Dataset
from core.environment import is_read_only
from core.evaluation.predictions import Predictions, cached_predictions, predictions_stamp
from core.features.computing import features_stamp, known_features
from core.files import write_arrays_atomically
from core.models.encoders import open_encoder
from core.models.encoders.palette_texture import DIMENSIONS, PARTS, WORKING_SIZE_PX, describe
from core.recognition.novelty import Neighbourhood, learn_neighbourhood, same_works, standard_measure
from core.runs.run import Run
from core.similarity.collection import Memory
from core.similarity.descriptors import WITHOUT_WEIGHTS
from core.similarity.space import Floats

FEATURE_GROUPS: Mapping[str, slice] = {
    "whole": slice(0, DIMENSIONS),
    "detail": PARTS["detail"],
    "patterns": PARTS["patterns"],
}
"""Groups of columns of the weight-free descriptor."""

REFUSED = 0.04
"""Share of held-out paintings beyond the threshold. One in ten would be acceptable, but on a small test set chance
alone more than doubles the share."""

LEAST_LEARNED = 20
_LEAST_JUDGED = 10
_MARGIN = 0.12


@dataclass(frozen=True, eq=False)
class NoveltyThreshold:
    """The novelty threshold of a run.

    Attributes:
        neighbourhoods: neighbourhoods by a key of `FEATURE_GROUPS`.
        works: of the training pictures, in the order of the neighbourhoods.
        threshold: the largest distance that is not novel.
        refused_share: share of the test set, or of the validation set where that is small, beyond the threshold; NaN
            where both are small.
    """

    neighbourhoods: Mapping[str, Neighbourhood]
    works: tuple[str, ...]
    threshold: float
    refused_share: float

    def distances(self, features: Floats, is_own: npt.NDArray[np.bool_] | None = None) -> Floats:
        """Novelty of pictures, in spreads above the median of held-out paintings.

        Args:
            features: `(q, DIMENSIONS)` float32, of the weight-free descriptor.
            is_own: `(q, n)`, training pictures of the same work, which are excluded; None for none.

        Returns:
            `(q,)` float32; 0 is the median, above `threshold` is novel.
        """
        found = [near.novelty(features[:, FEATURE_GROUPS[name]], is_own) for name, near in self.neighbourhoods.items()]
        return np.asarray(np.max(found, axis=0), np.float32)

    def distance_of_painting(self, features: Floats, work: str) -> float:
        """The novelty of a painting, `(1, DIMENSIONS)` float32, against training pictures of other works."""
        return float(self.distances(features, same_works([work], self.works))[0])

    def distance_of_picture(self, picture: npt.NDArray[np.uint8], left_out: Collection[str] = ()) -> float:
        """The novelty of an external picture, or of its center where that is smaller.

        Args:
            picture: `(height, width, 3)` uint8 RGB of any size.
            left_out: works to exclude.
        """
        own = np.tile(np.isin(self.works, list(left_out)), (2, 1))
        squares = [resize_square(view, WORKING_SIZE_PX) for view in (picture, center_crop(picture, _MARGIN))]
        return float(self.distances(describe(np.stack(squares)), own).min())


def fit_novelty_threshold(dataset: Dataset, predictions: Predictions) -> NoveltyThreshold | None:
    """Fit the novelty threshold on the pictures of a run.

    Args:
        dataset: of the run; its stored weight-free features are read.
        predictions: of the run, which define the split.

    Returns:
        None where too few of the training pictures have features.
    """
    known = _described(dataset)
    rows = {side: known.rows_of(predictions.on(side).painting_id.tolist()) for side in ("train", "val", "test")}
    learned, held_out = rows["train"], rows["val"]
    works = [known.works[row] for row in learned]
    if len(set(works)) < LEAST_LEARNED:
        return None
    neighbourhoods = {}
    for name, columns in FEATURE_GROUPS.items():
        values = known.features[:, columns]
        measure = standard_measure(values)
        neighbourhoods[name] = learn_neighbourhood(values[learned], works, values[held_out], *measure)
    found = NoveltyThreshold(neighbourhoods, tuple(works), math.nan, math.nan)
    usual = np.concatenate([known.distances(found, learned), known.distances(found, held_out)])
    threshold = _quantile(usual, 1 - REFUSED)
    judged = next((rows[side] for side in ("test", "val") if len(rows[side]) >= _LEAST_JUDGED), None)
    share = math.nan if judged is None else float((known.distances(found, judged) > threshold).mean())
    return NoveltyThreshold(neighbourhoods, tuple(works), threshold, share)


@dataclass(frozen=True, eq=False)
class _Described:
    """Features of the pictures that have them, and their work groups."""

    features: Floats
    works: tuple[str, ...]
    row_of: Mapping[str, int]

    def rows_of(self, painting_ids: Sequence[str]) -> npt.NDArray[np.int64]:
        return np.array([self.row_of[name] for name in painting_ids if name in self.row_of], np.int64)

    def distances(self, threshold: NoveltyThreshold, rows: npt.NDArray[np.int64]) -> Floats:
        """Novelty of each without its own work."""
        if not len(rows):
            return np.empty(0, np.float32)
        own = same_works([self.works[row] for row in rows], threshold.works)
        return threshold.distances(self.features[rows], own)


def _described(dataset: Dataset) -> _Described:
    catalog = dataset.catalog()
    features, there = known_features(dataset, open_encoder(WITHOUT_WEIGHTS))
    there &= (catalog["status"] != "unreadable").to_numpy()
    described = catalog[there]
    row_of = {name: row for row, name in enumerate(described["painting_id"])}
    return _Described(features[there], tuple(described["work_group"]), row_of)


def _quantile(values: Floats, share: float) -> float:
    """The conformal quantile, which counts one future value."""
    ordered = np.sort(values)
    return float(ordered[min(len(ordered) - 1, math.ceil(share * (len(ordered) + 1)) - 1)])


FILE = "familiarity.npz"

_VERSION = 1
"""Increased when the same pictures would give another threshold."""

_ARRAYS = ("mean", "scale", "centre", "axes", "places", "beyond")
_NUMBERS = ("usual", "spread")
_memory: Memory[NoveltyThreshold | None] = Memory(4)
_FAULTS = (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile)


def run_novelty_threshold(run: Run, dataset: Dataset) -> NoveltyThreshold | None:
    """The novelty threshold of a run, fitted once and then read.

    Args:
        run: a finished run.
        dataset: of the run.

    Returns:
        None where the run has no predictions or too few of its pictures have features.
    """
    predictions = cached_predictions(run.folder)
    if predictions is None:
        return None
    stamp = features_stamp(dataset, open_encoder(WITHOUT_WEIGHTS))
    facts = [_VERSION, REFUSED, predictions_stamp(run.folder), dataset.name, dataset.version, stamp]
    mark = hashlib.sha256("\n".join(map(str, facts)).encode()).hexdigest()
    path = run.folder / FILE
    return _memory.get((path, mark), lambda: _read_or_fit(path, dataset, predictions, mark))


def _read_or_fit(path: Path, dataset: Dataset, predictions: Predictions, mark: str) -> NoveltyThreshold | None:
    found = _read(path, mark)
    if found is None:
        found = fit_novelty_threshold(dataset, predictions)
        if found is not None:
            _write(path, found, mark)
    return found


def _read(path: Path, mark: str) -> NoveltyThreshold | None:
    try:
        with np.load(path, allow_pickle=False) as file:
            if str(file["mark"]) != mark:
                return None
            neighbourhoods = {
                name: Neighbourhood(
                    *(file[f"{name}/{part}"] for part in _ARRAYS), *(float(file[f"{name}/{part}"]) for part in _NUMBERS)
                )
                for name in FEATURE_GROUPS
            }
            works = tuple(file["works"].tolist())
            return NoveltyThreshold(neighbourhoods, works, float(file["threshold"]), float(file["refused_share"]))
    except _FAULTS:
        return None


def _write(path: Path, found: NoveltyThreshold, mark: str) -> None:
    """Store it; it can be fitted again, so a full disk is no error."""
    if is_read_only():
        return
    content: dict[str, Any] = {"mark": np.array(mark), "works": np.array(found.works)}
    content |= {"threshold": np.float64(found.threshold), "refused_share": np.float64(found.refused_share)}
    for name, near in found.neighbourhoods.items():
        content |= {f"{name}/{part}": np.asarray(getattr(near, part)) for part in (*_ARRAYS, *_NUMBERS)}
    with suppress(OSError):
        write_arrays_atomically(path, content, durable=False)
