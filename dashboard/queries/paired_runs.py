"""Runs held against each other on the same pictures, kept while their predictions stay the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from core.evaluation.common_pictures import Matched, match_runs
from core.evaluation.comparing import Comparison, compare_runs
from core.evaluation.predictions import PREDICTIONS_FILE, Floats
from core.evaluation.resampling import Resampler, draw_rounds, interval, work_codes
from core.evaluation.run_dataset import DatasetIdentity, dataset_identity
from core.language import current_language
from core.runs.run import Run
from dashboard.queries import results as result_queries
from dashboard.queries.runs import Stamp, stamps

ROUNDS = 1000
_ARTIST_ROUNDS = 400


@dataclass(frozen=True)
class Named:
    """A run under the title it has on the page."""

    title: str
    run: Run


def compared(runs: Sequence[Named], side: str, *, on_common: bool) -> Comparison:
    """Figures and paired tests of two runs or more; see `core.evaluation.comparing`.

    Raises:
        AtelierError: predictions are missing or damaged, or the runs cannot be compared; the sentence says why.
    """
    return _compared(_key(runs), side, on_common, current_language(), tuple(runs))


def matched(runs: Sequence[Named], side: str, *, on_common: bool) -> Matched:
    """The predictions of runs row by row on the same pictures.

    Raises:
        AtelierError: as `compared`.
    """
    return _matched(_key(runs), side, on_common, current_language(), tuple(runs))


def artist_differences(first: Named, second: Named, side: str, measure: str, *, on_common: bool) -> pd.DataFrame:
    """How the second run differs from the first, artist by artist, on the pictures both were judged on.

    Args:
        first: a run.
        second: another.
        side: on which pictures.
        measure: "recall", "precision" or "f1".
        on_common: take the pictures in common where the sides differ.

    Returns:
        name, one, other, difference (second minus first), low and high (95 %, paired bootstrap over works) and
        pictures; artists of both runs only, the biggest gain first; missing where undefined.

    Raises:
        AtelierError: as `compared`.
    """
    return _differences(_key((first, second)), side, measure, on_common, first, second)


def answers_beside(first: Named, second: Named, side: str, *, on_common: bool) -> pd.DataFrame:
    """One row a picture: painting_id, painter, and of each run answer, confidence and whether it is right.

    Columns of the first run begin with "first_", those of the second with "second_".

    Raises:
        AtelierError: as `compared`.
    """
    pair = matched((first, second), side, on_common=on_common)
    one, other = pair.runs[first.title], pair.runs[second.title]
    table = pd.DataFrame({"painting_id": one.painting_id, "painter": np.asarray(one.artists, object)[one.y_true]})
    for prefix, found in (("first", one), ("second", other)):
        table[f"{prefix}_answer"] = np.asarray(found.artists, object)[found.y_pred]
        table[f"{prefix}_confidence"] = found.confidence
        table[f"{prefix}_hit"] = found.is_hit
    return table


def _key(runs: Sequence[Named]) -> tuple[tuple[str, tuple[Stamp, ...]], ...]:
    return tuple((named.title, stamps(named.run, PREDICTIONS_FILE)) for named in runs)


def _origins(runs: Sequence[Named]) -> dict[str, DatasetIdentity]:
    return {named.title: dataset_identity(named.run.dataset, named.run.facts()) for named in runs}


def _groups(runs: Sequence[Named]) -> Mapping[str, str] | None:
    """Works as the data set of the first run knows them; where it is gone every picture is its own."""
    return result_queries.work_groups(runs[0].run.dataset)


@st.cache_resource(max_entries=64, show_spinner=False)
def _compared(
    key: tuple[tuple[str, tuple[Stamp, ...]], ...],
    side: str,
    on_common: bool,
    language: str,
    _runs: tuple[Named, ...],
) -> Comparison:
    found = {named.title: result_queries.predictions(named.run) for named in _runs}
    return compare_runs(found, _groups(_runs), side=side, on_common=on_common, rounds=ROUNDS, origins=_origins(_runs))


@st.cache_resource(max_entries=16, show_spinner=False)
def _matched(
    key: tuple[tuple[str, tuple[Stamp, ...]], ...],
    side: str,
    on_common: bool,
    language: str,
    _runs: tuple[Named, ...],
) -> Matched:
    found = {named.title: result_queries.predictions(named.run) for named in _runs}
    return match_runs(found, side, on_common, _origins(_runs))


@st.cache_resource(max_entries=32, show_spinner=False)
def _differences(
    key: tuple[tuple[str, tuple[Stamp, ...]], ...],
    side: str,
    measure: str,
    on_common: bool,
    _first: Named,
    _second: Named,
) -> pd.DataFrame:
    pair = matched((_first, _second), side, on_common=on_common)
    one, other = pair.runs[_first.title], pair.runs[_second.title]
    codes = work_codes(one.painting_id, _groups((_first, _second)))
    both = [name for name in one.artists if name in other.artists]
    places = [[found.artists.index(name) for name in both] for found in (one, other)]
    resamplers = [Resampler(one, codes), Resampler(other, codes)]

    def values(weights: Floats) -> list[Floats]:
        tallies = [resampler.tally(weights).artists()[measure] for resampler in resamplers]
        return [tally[:, place] for tally, place in zip(tallies, places, strict=True)]

    now = [found[0] for found in values(np.ones((1, int(codes.max()) + 1)))]
    rounds = [values(weights) for weights in draw_rounds(int(codes.max()) + 1, _ARTIST_ROUNDS, 0)]
    spread = np.concatenate([second - first for first, second in rounds])
    within = [interval(spread[:, column]) or (np.nan, np.nan) for column in range(len(both))]
    pictures = np.bincount(one.y_true, minlength=len(one.artists))[places[0]]
    table = pd.DataFrame({"name": both, "one": now[0], "other": now[1], "difference": now[1] - now[0]})
    table[["low", "high"]] = np.asarray(within, float).reshape(len(both), 2)
    table["pictures"] = pictures
    return table.sort_values(["difference", "name"], ascending=[False, True], na_position="last", ignore_index=True)
