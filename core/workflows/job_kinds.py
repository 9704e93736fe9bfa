"""The work of each kind of job. A new kind is one entry in `KINDS` and its name in `core.jobs.launcher.JOB_KINDS`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from core.language import _
from core.progress import Progress


@dataclass(frozen=True)
class Outcome:
    """How a job ended well: a sentence for people, values for programs."""

    message: str
    result: dict[str, Any] = field(default_factory=dict)


def _import(source: str, name: str, progress: Progress) -> Outcome:
    from core.workflows.prepare_dataset import import_and_prepare

    summary = import_and_prepare(source, name, progress=progress)
    return Outcome(
        _("{paintings:,} paintings by {artists} artists are in “{name}”.").format(
            paintings=summary.paintings, artists=summary.artists_with_paintings, name=name
        ),
        summary.to_dict(),
    )


def _find_same_works(dataset: str, progress: Progress) -> Outcome:
    from core.dataset.store import open_dataset

    pairs = open_dataset(dataset).find_same_works(progress)
    message = _("{pairs:,} pairs of pictures show the same work.").format(pairs=len(pairs))
    return Outcome(message, {"pairs": len(pairs)})


def _rescan(dataset: str, progress: Progress) -> Outcome:
    from core.workflows.prepare_dataset import prepare

    summary = prepare(dataset, progress=progress)
    return Outcome(_("{paintings:,} paintings checked.").format(paintings=summary.paintings), summary.to_dict())


def _make_sample(progress: Progress) -> Outcome:
    from core.workflows.prepare_dataset import make_sample

    summary = make_sample(progress=progress)
    return Outcome(
        _("{pastiches:,} pastiches in the manner of {artists} artists are painted.").format(
            pastiches=summary.paintings, artists=summary.artists_with_paintings
        ),
        summary.to_dict(),
    )


def _estimate(config: dict[str, Any], progress: Progress) -> Outcome:
    # Imported by name: it loads Keras, which only the job's own process may.
    from core.training.config.config import TrainConfig

    estimate = import_module("core.training.estimate.estimate").estimate(TrainConfig.from_dict(config), progress)
    message = _("The run will take about {seconds:,.0f} s.").format(seconds=estimate.seconds)
    return Outcome(message, estimate.to_dict())


def _measure_stability(
    run_id: str, config: dict[str, Any], progress: Progress, views: int = 8, seed: int = 0
) -> Outcome:
    from dataclasses import asdict

    from core.augment.config import AugmentConfig

    # Imported by name: it loads Keras, which only the job's own process may.
    measure = import_module("core.inference.stability_measurement").measure_stability
    found = measure(run_id, AugmentConfig.from_dict(config), views, seed, progress)
    if found.share is None:
        sentence = _("{pictures:,} pictures seen {views} times: none to ask about.")
    else:
        sentence = _("{pictures:,} pictures seen {views} times: {percent:.1f} % of the answers change.")
    percent = 100 * (found.share or 0.0)
    return Outcome(sentence.format(pictures=found.pictures, views=found.views, percent=percent), asdict(found))


def _fetch_weights(descriptor: str, progress: Progress) -> Outcome:
    from core.similarity.descriptors import fetch_weights

    files = fetch_weights(descriptor, progress)
    return Outcome(_("The weights are on this machine now."), {"files": [str(path) for path in files]})


def _embed(dataset: str, progress: Progress, descriptor: str = "palette_texture") -> Outcome:
    from dataclasses import asdict

    from core.dataset.store import open_dataset
    from core.similarity.embedding import embed

    done = embed(open_dataset(dataset), descriptor, progress)
    message = _("{pictures:,} pictures are described, {computed:,} features of them new.")
    return Outcome(message.format(pictures=done.pictures, computed=done.computed), asdict(done))


def _map(dataset: str, descriptor: str, progress: Progress, method: str = "umap", seed: int = 0) -> Outcome:
    from core.dataset.store import open_dataset
    from core.similarity.map import collection_map

    drawn = collection_map(open_dataset(dataset), descriptor, method, seed, progress)
    pictures = len(drawn.painting_ids)
    return Outcome(_("The map of {n:,} pictures is drawn.").format(n=pictures), {"pictures": pictures})


KINDS: dict[str, Callable[..., Outcome]] = {
    "import": _import,
    "find_same_works": _find_same_works,
    "rescan": _rescan,
    "sample": _make_sample,
    "estimate": _estimate,
    "stability": _measure_stability,
    "weights": _fetch_weights,
    "embed": _embed,
    "map": _map,
}
