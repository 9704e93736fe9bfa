"""The subject of a showcase: a data set, some of its runs, and a painting that chapters explain with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from core.models.registry import MODELS
from core.runs.run import Run
from dashboard.queries import datasets as dataset_queries
from dashboard.queries import runs as run_queries
from dashboard.queries.leaderboard import Standing, standings
from dashboard.queries.previews import Subject
from dashboard.queries.runs import distinct_titles

TEST = "test"
_SHAPES = (0.7, 0.95)


@dataclass(frozen=True)
class Story:
    """Data set and runs of the chapters.

    Attributes:
        dataset: name of the data set.
        runs: finished runs of it with results, in order of display; may be empty.
        missing: requested ids that are not among its finished runs.
    """

    dataset: str
    runs: tuple[Run, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def titles(self) -> Mapping[str, str]:
        """Titles of the runs, by id."""
        return distinct_titles([run_queries.summary(run) for run in self.runs])

    def standings(self) -> list[Standing]:
        """Test results of the runs, the most accurate first."""
        return standings(self.runs, TEST)

    def best(self) -> Run | None:
        """The run with the highest test accuracy; None without runs."""
        found = self.standings()
        return found[0].run if found else None


def build_story(dataset: str, runs: Sequence[Run], requested: Sequence[str] = ()) -> Story:
    """Choose the runs of a showcase.

    Args:
        dataset: name of the data set.
        runs: from `finished_runs`.
        requested: ids of runs in order of display; the newest of each model if none of them exists.
    """
    by_id = {run.id: run for run in runs}
    wanted = tuple(by_id[run_id] for run_id in dict.fromkeys(requested) if run_id in by_id)
    missing = tuple(run_id for run_id in requested if run_id not in by_id)
    return Story(dataset, wanted or newest_of_each_model(runs), missing)


def newest_of_each_model(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The first run of each model, the simplest model first.

    Args:
        runs: newest first.
    """
    first: dict[str, Run] = {}
    for run in runs:
        first.setdefault(run.model, run)
    order = list(MODELS)
    return tuple(sorted(first.values(), key=lambda run: order.index(run.model) if run.model in order else len(order)))


def shown_painting(dataset: str) -> Subject | None:
    """A painting of the artist with the most pictures, always the same; None if none can be read."""
    catalog = dataset_queries.catalog(dataset)
    usable = catalog[(catalog["status"] == "ok") & ~catalog["excluded"]]
    usable = usable if len(usable) else catalog[(catalog["status"] != "unreadable") & ~catalog["excluded"]]
    if usable.empty:
        return None
    painting_id = _most_colourful(usable)
    return Subject(
        dataset, dataset_queries.dataset(dataset).version, painting_id, dataset_queries.title(dataset, painting_id)
    )


def _most_colourful(usable: pd.DataFrame) -> str:
    """The most colourful painting of a common aspect ratio."""
    aspect = usable["width"] / usable["height"].clip(lower=1)
    common = usable[aspect.between(*_SHAPES)]
    shown = common if len(common) else usable
    most = shown["artist_id"].value_counts()
    known = shown[shown["artist_id"] == most.index[0]] if len(most) else shown
    ranked = known.sort_values(["chroma", "painting_id"], ascending=[False, True])
    return str(ranked["painting_id"].iloc[0])
