"""How often neighbours are by the same painter, for each descriptor, and how long search takes among 8,446 pictures."""

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

from core.dataset.importing.dataset_import import import_dataset
from core.dataset.store import Dataset, open_dataset
from core.environment import artifacts_root, test_files_root
from core.models.encoders import open_encoder
from core.sample import build_sample
from core.similarity.collection import CollectionVectors, collection_vectors
from core.similarity.descriptors import JOINED, descriptor_state
from core.similarity.embedding import embed
from core.similarity.search import open_index
from tests.benchmarks.report import limits_missed, report

DESCRIPTORS = ("palette_texture", "resnet50", "dinov2_vits14", *reversed(JOINED))
LEAST_PICTURES = 10
NEAREST = 5
COLLECTION = 8446
QUERIES = 500
WEIGHTS = {
    "resnet50_notop_float16.h5": "resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5",
    "dinov2_vits14_224_float16.onnx": "dinov2_vits14_224_float16.onnx",
}


def prepare(folder: Path) -> tuple[Dataset, str]:
    """Import the real pictures and find the real weights, or the built-in sample where there are none."""
    os.environ["ATELIER_DATA"], os.environ["ATELIER_ARTIFACTS"] = str(folder / "data"), str(folder / "artifacts")
    source, what = test_files_root() / "kaggle-sample", "real pictures"
    if not source.is_dir():
        source, what = folder / "sample", "pictures of the built-in sample (there are no real ones here)"
        build_sample(source)
    import_dataset(source, "bench", data_root=folder / "data", artifacts_root=folder / "artifacts")
    link_weights()
    dataset = open_dataset("bench")
    dataset.find_same_works()
    return dataset, what


def link_weights() -> None:
    weights = artifacts_root() / "weights"
    weights.mkdir(parents=True, exist_ok=True)
    for name, wanted in WEIGHTS.items():
        if (test_files_root() / "weights" / name).is_file():
            (weights / wanted).symlink_to(test_files_root() / "weights" / name)


def warm_up(descriptor: str) -> None:
    """Load the networks, so that the time to compute is that of the pictures."""
    for name in descriptor.split("+"):
        encoder = open_encoder(name)
        encoder.encode(np.zeros((1, encoder.image_size, encoder.image_size, 3), np.uint8))


def precision(found: CollectionVectors) -> tuple[float, float, int]:
    """Share of the 5 nearest that are by the same painter, other pictures of the own work left out; chance; queries."""
    painters, works = np.array([str(artist) for artist in found.artists]), np.array(found.works)
    names, counts = np.unique(painters[painters != "None"], return_counts=True)
    asked = np.flatnonzero(np.isin(painters, names[counts >= LEAST_PICTURES]))
    cosines = found.vectors[asked] @ found.vectors.T
    own = works[asked][:, np.newaxis] == works
    cosines[own] = -2
    nearest = np.argsort(-cosines, axis=1, kind="stable")[:, :NEAREST]
    hits = painters[nearest] == painters[asked][:, np.newaxis]
    same = (painters[asked][:, np.newaxis] == painters) & ~own
    return float(hits.mean()), float((same.sum(axis=1) / (~own).sum(axis=1)).mean()), len(asked)


def report_precision(dataset: Dataset, what: str) -> CollectionVectors:
    best, took = None, {}
    for descriptor in DESCRIPTORS:
        state = descriptor_state(dataset, descriptor)
        if not state.available:
            print(f"{descriptor}: not measured, for {state.missing}")
            continue
        warm_up(descriptor)
        start = time.perf_counter()
        done = embed(dataset, descriptor)
        # What a join is made of was computed before it, so its own time is only that of arranging.
        took[descriptor] = time.perf_counter() - start
        parts = descriptor.split("+")
        seconds = took[descriptor] + (sum(took[part] for part in parts) if len(parts) > 1 else 0)
        best = collection_vectors(dataset, descriptor)
        ours, chance, asked = precision(best)
        detail = {"what": what, "pictures": len(best.painting_ids), "queries": asked, "dimensions": done.dimensions}
        detail |= {"features_computed": done.computed, "seconds": round(seconds, 2)}
        report(f"similarity precision at 5: {descriptor}", ours, chance, "share of the same painter", detail)
    return best


def report_search(found: CollectionVectors) -> None:
    """Among as many vectors as the whole collection has, drawn around the real ones."""
    rng = np.random.default_rng(0)
    vectors = found.vectors[rng.integers(0, len(found.vectors), COLLECTION)]
    vectors = vectors + rng.normal(0, 0.02, vectors.shape).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = open_index(vectors)
    milliseconds = []
    for row in rng.integers(0, COLLECTION, QUERIES):
        start = time.perf_counter()
        index.search(vectors[row : row + 1], 21)
        milliseconds.append(1000 * (time.perf_counter() - start))
    middle, late = np.quantile(milliseconds[20:], [0.5, 0.95])
    detail = {"vectors": COLLECTION, "dimensions": vectors.shape[1], "median": round(float(middle), 3), "limit": 5}
    report("similarity search p95", float(late), 5.0, "ms", detail, lower_is_better=True, least_ratio=1)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        found = report_precision(*prepare(Path(name)))
        report_search(found)


if __name__ == "__main__":
    main()
    sys.exit(limits_missed() > 0)
