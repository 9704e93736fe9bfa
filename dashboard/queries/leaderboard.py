"""The figures of many runs beside each other. Pure but for files that are read through caches."""

import string
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from core.evaluation.results import interval_of, number
from core.evaluation.run_dataset import test_set_key
from core.language import N_, _
from core.runs.run import Run
from dashboard.queries import results as result_queries
from dashboard.queries import runs as run_queries
from dashboard.queries.runs import distinct_titles

Interval = tuple[float, float] | None


@dataclass(frozen=True)
class Standing:
    """One run of a leaderboard; what is not known is None.

    Attributes:
        run: itself.
        title: unique among those compared; plain text.
        model: title of the model.
        artists: among how many it chooses.
        pictures: it was judged on.
        accuracy: 0 to 1, and its 95 % interval.
        f1: macro F1, 0 to 1, and its 95 % interval.
        parameters: of the whole model, encoders included.
        frozen: those of them that belong to the encoders of a probe; 0 for all other models.
        epochs: done.
        seconds: of training.
        megabytes: of the model's file.
        tested_on: a letter; runs with the same letter were judged on the same pictures. "" where all were.
    """

    run: Run
    title: str
    model: str
    artists: int | None
    pictures: int | None
    accuracy: float | None
    accuracy_interval: Interval
    f1: float | None
    f1_interval: Interval
    parameters: int | None
    frozen: int
    epochs: int | None
    seconds: float | None
    megabytes: float | None
    tested_on: str

    def value(self, measure: str) -> float | None:
        """The figure called "accuracy" or "f1_macro"."""
        return self.accuracy if measure == "accuracy" else self.f1

    def interval(self, measure: str) -> Interval:
        """Its interval."""
        return self.accuracy_interval if measure == "accuracy" else self.f1_interval


def standings(runs: Sequence[Run], side: str) -> list[Standing]:
    """All runs on one side, the most accurate first, those without a figure last."""
    summaries = {run.id: run_queries.summary(run) for run in runs}
    titles = distinct_titles(list(summaries.values()))
    letters = _letters(runs, side)
    found = [_standing(run, titles[run.id], summaries[run.id], side, letters[run.id]) for run in runs]
    return sorted(found, key=lambda standing: -(standing.accuracy if standing.accuracy is not None else -1.0))


def _standing(run: Run, title: str, summary: run_queries.RunSummary, side: str, letter: str) -> Standing:
    results = result_queries.stored_results(run)
    values: Mapping[str, object] = (results.sides.get(side) if results else None) or {}
    on_test = results is None and side == "test"
    costs = result_queries.costs(run)
    pictures = values.get("pictures")
    return Standing(
        run=run,
        title=title,
        model=summary.model_title,
        artists=len(results.artists) if results else None,
        pictures=pictures if isinstance(pictures, int) else None,
        accuracy=summary.accuracy if on_test else number(values.get("accuracy")),
        accuracy_interval=interval_of(values, "accuracy"),
        f1=summary.f1 if on_test else number(values.get("f1_macro")),
        f1_interval=interval_of(values, "f1_macro"),
        parameters=costs.parameters,
        frozen=costs.frozen,
        epochs=summary.status.epoch or None,
        seconds=summary.status.train_seconds or None,
        megabytes=None if costs.model_bytes is None else costs.model_bytes / 1e6,
        tested_on=letter,
    )


def _letters(runs: Sequence[Run], side: str) -> dict[str, str]:
    """A letter a test side, A for the commonest; none where there is only one."""
    keys = {run.id: _test_set_key(run, side) for run in runs}
    common = [key for key, _times in Counter(key for key in keys.values() if key).most_common()]
    if len(common) < 2:
        return dict.fromkeys(keys, "")
    names = {key: _letter(place) for place, key in enumerate(common)}
    return {run_id: names[key] if key else "" for run_id, key in keys.items()}


def _test_set_key(run: Run, side: str) -> tuple[str, str, int] | None:
    """The identity of a test split; None if the run has no result."""
    results = result_queries.stored_results(run)
    values = results.sides.get(side) if results else None
    if not values:
        return None
    return test_set_key(run.dataset, run.facts(), values)


def _letter(place: int) -> str:
    letters = string.ascii_uppercase
    return letters[place] if place < len(letters) else f"{letters[place // 26 - 1]}{letters[place % 26]}"


def standings_table(rows: Sequence[Standing]) -> pd.DataFrame:
    """The leaderboard as people read it: shares from 0 to 1, intervals in words. The headings are to be translated."""
    table = pd.DataFrame(
        {
            N_("Run"): [row.title for row in rows],
            N_("Accuracy"): pd.Series([row.accuracy for row in rows], dtype=float),
            "95 %": [_within(row.accuracy_interval) for row in rows],
            N_("F1, macro"): pd.Series([row.f1 for row in rows], dtype=float),
            N_("F1, 95 %"): [_within(row.f1_interval) for row in rows],
            N_("Model"): [row.model for row in rows],
            N_("Artists"): pd.Series([row.artists for row in rows], dtype="Int64"),
            N_("Parameters"): pd.Series([row.parameters for row in rows], dtype="Int64"),
            N_("Epochs"): pd.Series([row.epochs for row in rows], dtype="Int64"),
            N_("Seconds"): pd.Series([row.seconds for row in rows], dtype=float),
            N_("Size, MB"): pd.Series([row.megabytes for row in rows], dtype=float),
            N_("Pictures"): pd.Series([row.pictures for row in rows], dtype="Int64"),
            N_("Judged on"): [row.tested_on for row in rows],
        }
    )
    return table if any(row.tested_on for row in rows) else table.drop(columns="Judged on")


def _within(interval: Interval) -> str:
    if interval is None:
        return "–"
    return _("{low} to {high}").format(low=f"{100 * interval[0]:.1f}", high=f"{100 * interval[1]:.1f}")
