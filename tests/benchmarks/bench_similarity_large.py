"""Search among a million vectors drawn around real ones: the graph of FAISS beside the exact product."""

import tempfile
import time
from pathlib import Path

import numpy as np
import psutil

from core.similarity.collection import collection_vectors
from core.similarity.embedding import embed
from core.similarity.search import ExactIndex, load_faiss, open_index
from tests.benchmarks.bench_similarity import prepare
from tests.benchmarks.report import report

VECTORS = 1_000_000
BLOCK = 50_000
QUERIES = 300
EXACT_QUERIES = 10
NEAREST = 10


def drawn_around(real: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Vectors between two real ones and a little beside: `(count, d)` float32 of length 1.

    As far from each other as pictures of one manner are: each is a mixture of a picture and one of its near
    neighbours, with noise of a third of their distance.
    """
    rng = np.random.default_rng(seed)
    near = np.argsort(-(real @ real.T), axis=1)[:, 1:11]
    drawn = np.empty((count, real.shape[1]), np.float32)
    for start in range(0, count, BLOCK):
        part = drawn[start : start + BLOCK]
        one = rng.integers(0, len(real), len(part))
        other = near[one, rng.integers(0, 10, len(part))]
        apart = np.linalg.norm(real[one] - real[other], axis=1, keepdims=True)
        share = rng.random((len(part), 1), np.float32)
        noise = rng.standard_normal(part.shape, np.float32) / np.sqrt(real.shape[1])
        part[:] = real[one] * (1 - share) + real[other] * share + noise * apart / 3
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    return drawn


def timed(index, queries) -> tuple[np.ndarray, list[float]]:
    found, milliseconds = [], []
    for row in range(len(queries)):
        start = time.perf_counter()
        found.append(index.search(queries[row : row + 1], NEAREST)[0][0])
        milliseconds.append(1000 * (time.perf_counter() - start))
    return np.stack(found), milliseconds


def exact_answers(vectors: np.ndarray, queries: np.ndarray) -> np.ndarray:
    return ExactIndex(vectors).search(queries, NEAREST)[0]


def main() -> None:
    if load_faiss() is None:
        print("similarity among a million: not measured, for FAISS is not installed")
        return
    with tempfile.TemporaryDirectory() as name:
        dataset, what = prepare(Path(name))
        embed(dataset, "palette_texture")
        real = collection_vectors(dataset, "palette_texture").vectors
    everything = drawn_around(real, VECTORS + QUERIES, 0)
    vectors, queries = everything[:VECTORS], everything[VECTORS:]
    start = time.perf_counter()
    index = open_index(vectors)
    built = time.perf_counter() - start
    expected = exact_answers(vectors, queries)
    timed(index, queries[:20])
    found, milliseconds = timed(index, queries)
    _, exact = timed(ExactIndex(vectors), queries[:EXACT_QUERIES])
    recall = np.mean([len(set(a) & set(b)) / NEAREST for a, b in zip(found.tolist(), expected.tolist(), strict=True)])
    middle, late = np.quantile(milliseconds, [0.5, 0.95])
    detail = {"vectors": VECTORS, "dimensions": vectors.shape[1], "drawn_around": what, "recall": round(recall, 4)}
    detail |= {"median": round(float(middle), 2), "limit": 10, "building_s": round(built, 1)}
    detail |= {"memory_gb": round(psutil.Process().memory_info().rss / 1e9, 2)}
    report(
        "similarity search among a million p95",
        float(late),
        float(np.median(exact)),
        "ms",
        detail,
        lower_is_better=True,
    )


if __name__ == "__main__":
    main()
