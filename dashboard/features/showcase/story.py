"""What a showcase is about: a data set and some of its runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.models.registry import MODELS
from core.runs import Run
from dashboard.queries import runs as run_queries
from dashboard.queries.leaderboard import Standing, standings
from dashboard.queries.runs import distinct_titles

TEST = "test"


@dataclass(frozen=True)
class Story:
    """What the chapters are made of.

    Attributes:
        dataset: name of the data set.
        runs: finished runs of it that have results, in the order they are told; possibly none.
        missing: ids that were asked for and are not among its finished runs.
    """

    dataset: str
    runs: tuple[Run, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def titles(self) -> Mapping[str, str]:
        """What each run is called, by id."""
        return distinct_titles([run_queries.summary(run) for run in self.runs])

    def standings(self) -> list[Standing]:
        """The runs on their test pictures, the most accurate first."""
        return standings(self.runs, TEST)

    def best(self) -> Run | None:
        """The run that is right most often on its test pictures; None without runs."""
        found = self.standings()
        return found[0].run if found else None


def tell(dataset: str, runs: Sequence[Run], asked: Sequence[str] = ()) -> Story:
    """Choose what the story is about.

    Args:
        dataset: name of the data set.
        runs: from `finished_runs`.
        asked: ids of runs in the order they are wanted; the newest of each model where empty or none is there.
    """
    by_id = {run.id: run for run in runs}
    wanted = tuple(by_id[run_id] for run_id in dict.fromkeys(asked) if run_id in by_id)
    missing = tuple(run_id for run_id in asked if run_id not in by_id)
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
