"""What jobs there are. Another kind of background work is one entry more in `KINDS`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from core.progress import Progress


@dataclass(frozen=True)
class Outcome:
    """How a job ended well: a sentence for people, values for programs."""

    message: str
    result: dict[str, Any] = field(default_factory=dict)


def _import(source: str, name: str, progress: Progress) -> Outcome:
    from core.dataset.preparing import import_and_prepare

    summary = import_and_prepare(source, name, progress=progress)
    return Outcome(
        f"{summary.paintings:,} paintings by {summary.artists_with_paintings} artists are in “{name}”.",
        summary.to_dict(),
    )


def _find_same_works(dataset: str, progress: Progress) -> Outcome:
    from core.dataset.store import open_dataset

    pairs = open_dataset(dataset).find_same_works(progress)
    return Outcome(f"{len(pairs):,} pairs of pictures show the same work.", {"pairs": len(pairs)})


def _rescan(dataset: str, progress: Progress) -> Outcome:
    from core.dataset.preparing import prepare

    summary = prepare(dataset, progress=progress)
    return Outcome(f"{summary.paintings:,} paintings checked.", summary.to_dict())


def _make_sample(progress: Progress) -> Outcome:
    from core.dataset.preparing import make_sample

    summary = make_sample(progress=progress)
    return Outcome(
        f"{summary.paintings:,} pastiches in the manner of {summary.artists_with_paintings} artists are painted.",
        summary.to_dict(),
    )


def _estimate(config: dict[str, Any], progress: Progress) -> Outcome:
    # Named, not imported: what measures loads Keras, which only the job's own process may.
    from core.training.config import TrainConfig

    estimate = import_module("core.training.estimating").estimate(TrainConfig.from_dict(config), progress)
    return Outcome(f"The run will take about {estimate.seconds:,.0f} s.", estimate.to_dict())


def _measure_stability(
    run_id: str, config: dict[str, Any], progress: Progress, views: int = 8, seed: int = 0
) -> Outcome:
    from dataclasses import asdict

    from core.augment import AugmentConfig

    # Named, not imported, likewise.
    measure = import_module("core.inference.measuring_stability").measure_stability
    found = measure(run_id, AugmentConfig.from_dict(config), views, seed, progress)
    share = "none to ask about" if found.share is None else f"{100 * found.share:.1f} % of the answers change"
    return Outcome(f"{found.pictures:,} pictures seen {found.views} times: {share}.", asdict(found))


def _embed(dataset: str, progress: Progress, descriptor: str = "palette_texture") -> Outcome:
    from dataclasses import asdict

    from core.dataset.store import open_dataset
    from core.similarity.embedding import embed

    done = embed(open_dataset(dataset), descriptor, progress)
    return Outcome(f"{done.pictures:,} pictures are described, {done.computed:,} features of them new.", asdict(done))


def _map(dataset: str, descriptor: str, progress: Progress, method: str = "umap", seed: int = 0) -> Outcome:
    from core.dataset.store import open_dataset
    from core.similarity.map import collection_map

    drawn = collection_map(open_dataset(dataset), descriptor, method, seed, progress)
    return Outcome(f"The map of {len(drawn.painting_ids):,} pictures is drawn.", {"pictures": len(drawn.painting_ids)})


KINDS: dict[str, Callable[..., Outcome]] = {
    "import": _import,
    "find_same_works": _find_same_works,
    "rescan": _rescan,
    "sample": _make_sample,
    "estimate": _estimate,
    "stability": _measure_stability,
    "embed": _embed,
    "map": _map,
}
