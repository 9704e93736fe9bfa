"""What jobs there are. Another kind of background work is one entry more in `KINDS`."""

from collections.abc import Callable
from dataclasses import dataclass, field
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


KINDS: dict[str, Callable[..., Outcome]] = {
    "import": _import,
    "find_same_works": _find_same_works,
    "rescan": _rescan,
    "sample": _make_sample,
}
