"""The search for all pairs of a collection that show the same work.

Reading the pictures takes nearly all of the time, so features are cached (`cache.py`), and so are the pairs: a search
after an import reads and compares only new pictures.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from core.dataset.same_work.candidates import DescriptorIndex
from core.dataset.same_work.features import FEATURE_VERSION, FeatureCache, Features, as_stored, read_features
from core.dataset.same_work.pairs import COPY, Picture, Transform, WorkPair, relation_of
from core.dataset.same_work.verification import Verdict, compare
from core.errors import UnreadableImageError
from core.files import write_json_atomically
from core.language import _
from core.parallel import in_processes, in_threads, one_thread_each
from core.progress import Progress, Throttle, no_progress, track

JUDGING_VERSION = 2
"""Increased when the same features would give other pairs."""

_JUDGED = "judged.json"
_SAME_FILE = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
Digests = tuple[str, str]


def find_pairs(
    pictures: Sequence[Picture], cache_dir: Path | None = None, progress: Progress = no_progress
) -> list[WorkPair]:
    """Find the pairs of pictures that show the same work.

    Another scan, tone, crop, size, a slight rotation (up to about 15 degrees) and a detail count as the same work. A
    mirror image, a rotation by 90 degrees, and another version of the same motif do not. Unreadable pictures are
    skipped.

    Args:
        pictures: in catalog order.
        cache_dir: stores features and judged pairs, so that only new pictures are read and compared. None stores
            nothing.
        progress: called with (stage, done, total); its `CancelledError` keeps the features read so far.

    Returns:
        Pairs ordered by the position of the first picture, then of the second.
    """
    report = Throttle(progress)
    files = {picture.sha256: picture.path for picture in reversed(pictures)}
    with one_thread_each():
        features = _gather_features(files, FeatureCache(cache_dir), report)
        digests = [digest for digest in dict.fromkeys(picture.sha256 for picture in pictures) if digest in features]
        judged, known = _read_judged(cache_dir)
        found = {pair: value for pair, value in known.items() if pair[0] in features and pair[1] in features}
        is_new = np.array([digest not in judged for digest in digests], dtype=bool)
        if is_new.any():
            found |= _judge(digests, [features[digest] for digest in digests], is_new, report)
    if cache_dir is not None and (is_new.any() or set(digests) != judged):
        _write_judged(cache_dir, digests, found)
    return _by_painting(pictures, found)


def _gather_features(files: dict[str, Path], cache: FeatureCache, progress: Progress) -> dict[str, Features]:
    features = cache.load(set(files))
    missing = sorted(set(files) - set(features))
    try:
        read = in_processes(_read_or_none, [files[digest] for digest in missing])
        for digest, item in zip(missing, track(read, len(missing), _("Reading pictures"), progress), strict=True):
            if item is not None:
                features[digest] = item
                cache.add(digest, item)
    finally:
        cache.flush()
    return features


def _read_or_none(path: Path) -> Features | None:
    try:
        return as_stored(read_features(path))
    except (UnreadableImageError, OSError, cv2.error):
        return None


def _judge(
    digests: list[str], features: list[Features], is_new: np.ndarray, progress: Progress
) -> dict[Digests, WorkPair]:
    """Compare the candidate pairs with at least one new picture."""
    index = DescriptorIndex(features)
    new = index.only(is_new)
    everyone = list(range(len(features)))
    likely: set[tuple[int, int]] = set()
    partners = in_threads(lambda picture: index.likely_partners(picture, None if is_new[picture] else new), everyone)
    for one, others in enumerate(track(partners, len(everyone), _("Looking for likely pairs"), progress)):
        likely.update((min(one, int(other)), max(one, int(other))) for other in others)
    pairs = sorted(likely)
    verdicts = in_threads(lambda pair: compare(features[pair[0]], features[pair[1]]), pairs)
    return {
        (digests[one], digests[two]): _as_pair(verdict, features[one], features[two])
        for (one, two), verdict in zip(pairs, track(verdicts, len(pairs), _("Comparing pairs"), progress), strict=True)
        if verdict is not None and verdict.is_same_work
    }


def _as_pair(verdict: Verdict, first: Features, second: Features) -> WorkPair:
    """Convert a verdict to fractions of the pictures; `_by_painting` sets the names."""
    grow = np.diag([first.size[0], first.size[1], 1.0])
    shrink = np.diag([1 / second.size[0], 1 / second.size[1]])
    numbers = (shrink @ verdict.transform @ grow).ravel().tolist()
    covers = round(verdict.cover_first, 4), round(verdict.cover_second, 4)
    return WorkPair(
        first="",
        second="",
        inliers=verdict.inliers,
        agreement=round(verdict.agreement, 4),
        relation=relation_of(*covers),
        scale=round(verdict.scale, 4),
        rotation=round(verdict.rotation, 2),
        cover_first=covers[0],
        cover_second=covers[1],
        transform=_as_transform(numbers),
    )


def _as_transform(numbers: Sequence[float]) -> Transform:
    a, b, c, d, e, f = numbers
    return (a, b, c, d, e, f)


def _by_painting(pictures: Sequence[Picture], found: dict[Digests, WorkPair]) -> list[WorkPair]:
    """Convert pairs of digests to pairs of paintings; one file under two names is a pair as well."""
    places: dict[str, list[int]] = {}
    for place, picture in enumerate(pictures):
        places.setdefault(picture.sha256, []).append(place)
    rows: dict[tuple[int, int], WorkPair] = {}
    for (one, two), pair in found.items():
        for first in places.get(one, []):
            for second in places.get(two, []):
                rows[min(first, second), max(first, second)] = pair if first < second else reverse(pair)
    for same in places.values():
        for number, first in enumerate(same):
            rows.update({(first, second): _same_file() for second in same[number + 1 :]})
    return [
        replace(pair, first=pictures[first].id, second=pictures[second].id)
        for (first, second), pair in sorted(rows.items(), key=lambda row: row[0])
    ]


def _same_file() -> WorkPair:
    return WorkPair("", "", 1000, 1.0, COPY, 1.0, 0.0, 1.0, 1.0, _SAME_FILE)


def reverse(pair: WorkPair) -> WorkPair:
    """Swap the two pictures of a pair."""
    matrix = np.vstack([np.reshape(pair.transform, (2, 3)), [0.0, 0.0, 1.0]])
    return replace(
        pair,
        first=pair.second,
        second=pair.first,
        scale=round(1 / pair.scale, 4),
        rotation=-pair.rotation,
        cover_first=pair.cover_second,
        cover_second=pair.cover_first,
        transform=_as_transform(np.linalg.inv(matrix)[:2].ravel().tolist()),
    )


def _read_judged(cache_dir: Path | None) -> tuple[set[str], dict[Digests, WorkPair]]:
    """Read the digests of all compared pictures, and the pairs among them."""
    try:
        if cache_dir is None:
            return set(), {}
        content = json.loads((cache_dir / _JUDGED).read_text(encoding="utf-8"))
        if content["version"] != [FEATURE_VERSION, JUDGING_VERSION]:
            return set(), {}
        rows = [(row.pop("digests"), row) for row in content["pairs"]]
        pairs = {
            (str(one), str(two)): WorkPair(**row | {"transform": _as_transform(row["transform"])})
            for (one, two), row in rows
        }
        return set(content["judged"]), pairs
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return set(), {}


def _write_judged(cache_dir: Path, digests: list[str], found: dict[Digests, WorkPair]) -> None:
    rows = [{"digests": list(names), **vars(pair)} for names, pair in sorted(found.items())]
    content = {"version": [FEATURE_VERSION, JUDGING_VERSION], "judged": sorted(digests), "pairs": rows}
    write_json_atomically(cache_dir / _JUDGED, content)
