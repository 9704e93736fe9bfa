"""Whether a picture shows a painting of the collection: the very file, or the same work in another size or tone.

Another file is believed only when local features lie alike in both and the pictures agree where they overlap, the
check that also finds same works within a collection.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from core.dataset.same_work.features import LONG_SIDE, Features, extract_features, read_features
from core.dataset.same_work.verification import Verdict, compare
from core.dataset.store import Dataset
from core.errors import UnreadableImageError
from core.similarity.collection import catalog_of

MOST_COMPARED = 8
_CERTAIN_INLIERS = 60


def painting_of_file(dataset: Dataset, sha256: str) -> str | None:
    """The painting whose file has this digest; None where none has."""
    catalog = catalog_of(dataset)
    found = catalog.loc[catalog["sha256"] == sha256, "painting_id"] if sha256 else catalog["painting_id"][:0]
    return str(found.iloc[0]) if len(found) else None


def painting_of_picture(dataset: Dataset, picture: npt.NDArray[np.uint8], painting_ids: Sequence[str]) -> str | None:
    """The painting that a picture shows, among those that look most like it.

    Args:
        dataset: the data set.
        picture: `(height, width, 3)` uint8 RGB.
        painting_ids: candidates, the likeliest first; only the first few are compared.
    """
    features = picture_features(picture)
    paths = dict(zip(*(catalog_of(dataset)[column] for column in ("painting_id", "path")), strict=True))
    best: tuple[int, str] | None = None
    for painting_id in painting_ids[:MOST_COMPARED]:
        verdict = _compare(features, dataset.picture_path(paths[painting_id]))
        if verdict is None or not verdict.is_same_work:
            continue
        if best is None or verdict.inliers > best[0]:
            best = verdict.inliers, painting_id
        if best[0] >= _CERTAIN_INLIERS:
            break
    return best[1] if best else None


def picture_features(picture: npt.NDArray[np.uint8]) -> Features:
    """Local features of a picture, as those of files are found."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    scale = min(1.0, LONG_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return extract_features(np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8))


def _compare(features: Features, path: Path) -> Verdict | None:
    try:
        return compare(features, _features_of(path, path.stat().st_mtime_ns))
    except (OSError, UnreadableImageError):
        return None


@lru_cache(maxsize=64)
def _features_of(path: Path, changed: int) -> Features:
    return read_features(path)
