"""Finding same works: how fast among full-size pictures, and how many altered ones, beside a perceptual hash.

Usage: `python -m tests.benchmarks.bench_same_work [PICTURES]`; 2,195 by default, the number of the reference time.
"""

import resource
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np

from core.dataset.same_work.pair_search import find_pairs
from core.dataset.same_work.pairs import Picture
from tests.benchmarks.pictures import picture_folders
from tests.benchmarks.report import limits_missed, report
from tests.core.dataset.same_work.alterations import ALTERATIONS, crop
from tests.core.dataset.same_work.made import as_picture

FULL_SIZE = 2195
REFERENCE_S = 80.0
"""What CleanVision takes for `FULL_SIZE` pictures on two cores."""

LONG_SIDE = 1024
ALTERED = 60
HASH_BITS_APART = 8


def write_full_size(sources: list[Path], count: int, folder: Path) -> list[Picture]:
    """Make pictures of the usual full size: another crop of a real one each time it comes round again."""

    def write(number: int) -> Picture:
        picture = cv2.imread(str(sources[number % len(sources)]))
        picture = crop(picture, 0.85 if number >= len(sources) else 1.0, np.random.default_rng(number))
        scale = LONG_SIDE / max(picture.shape)
        path = folder / f"{number:05d}.jpg"
        cv2.imwrite(str(path), cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC))
        return as_picture(path)

    with ThreadPoolExecutor() as pool:
        return list(pool.map(write, range(count)))


def speed(sources: list[Path], what: str, count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        pictures = write_full_size(sources, count, Path(name))
        cache = Path(name) / "cache"
        wall, processor = time.perf_counter(), time.process_time()
        pairs = find_pairs(pictures, cache)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        again = time.perf_counter()
        find_pairs(pictures, cache)
        again = time.perf_counter() - again
    detail = {"pictures": count, "of": what, "pairs": len(pairs), "processor_s": round(processor, 1)}
    detail |= {"second_check_s": round(again, 2), "peer": "CleanVision on two cores, as measured for the design"}
    detail |= {"peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}
    report("same_work_speed", wall, REFERENCE_S * count / FULL_SIZE, "s", detail, lower_is_better=True, least_ratio=1)


def write_altered(sources: list[Path], folder: Path) -> list[Picture]:
    pictures = []
    for number, path in enumerate(sources[:: max(1, len(sources) // ALTERED)][:ALTERED]):
        picture, rng = cv2.imread(str(path)), np.random.default_rng(number)
        pictures.append(as_picture(path))
        for name, alteration in ALTERATIONS.items():
            copy = folder / f"{path.stem}~{name}.jpg"
            cv2.imwrite(str(copy), alteration(picture, rng))
            pictures.append(as_picture(copy))
    return pictures


def difference_hash(path: Path) -> np.uint64:
    """64 bits: whether each of 8 × 8 areas is darker than its right neighbour."""
    small = cv2.resize(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE), (9, 8), interpolation=cv2.INTER_AREA)
    return np.packbits(small[:, 1:] > small[:, :-1]).view(np.uint64)[0]


def hash_pairs(pictures: list[Picture]) -> set[tuple[str, str]]:
    hashes = np.array([difference_hash(picture.path) for picture in pictures])
    apart = np.bitwise_count(hashes[:, None] ^ hashes[None])
    near = np.argwhere(np.triu(apart <= HASH_BITS_APART, 1))
    return {(pictures[one].id, pictures[two].id) for one, two in near}


def score(found: set[tuple[str, str]], pictures: list[Picture]) -> tuple[dict[str, float], float]:
    """Recall by alteration, and the share of found pairs that show the same picture."""
    originals = [picture.id for picture in pictures if "~" not in picture.id]
    recall = {
        name: round(sum((one, f"{one}~{name}") in found for one in originals) / len(originals), 3)
        for name in ALTERATIONS
    }
    right = sum(one.split("~")[0] == two.split("~")[0] for one, two in found)
    return recall, round(right / max(1, len(found)), 4)


def recall(sources: list[Path], what: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        pictures = write_altered(sources, Path(name))
        ours, our_precision = score({(pair.first, pair.second) for pair in find_pairs(pictures)}, pictures)
        peer, peer_precision = score(hash_pairs(pictures), pictures)
    detail = {"of": what, "precision": our_precision, "recall": ours}
    detail |= {"peer": f"difference hash, up to {HASH_BITS_APART} of 64 bits apart"}
    detail |= {"peer_precision": peer_precision, "peer_recall": peer}
    report("same_work_recall", float(np.mean([*ours.values()])), float(np.mean([*peer.values()])), "recall", detail)


def main() -> None:
    sources, what = picture_folders()[-1]
    recall(sources, what)
    speed(sources, what, int(sys.argv[1]) if len(sys.argv) > 1 else FULL_SIZE)


if __name__ == "__main__":
    main()
    sys.exit(limits_missed() > 0)
