"""What the best model mixes up: the matrix, and pictures it got wrong."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core.errors import AtelierError
from core.evaluation.confusions import confident_mistakes, confused_pairs
from core.evaluation.results import RunResults
from core.language import N_, _, counted
from core.runs import Run
from dashboard.charts.large_rows import build_large_matrix, most_mixed_up
from dashboard.charts.picture_wall import HungPicture, build_picture_wall
from dashboard.features.showcase.story import TEST, Story
from dashboard.features.showcase.telling import show_aside, show_no_run, show_statement
from dashboard.queries import results as result_queries
from dashboard.queries.matrices import ordered_matrix
from dashboard.state.session import current_palette
from dashboard.ui.picture_grid import hung_pictures

TITLE = N_("What it mixes up")
_PICTURES, _ROW_PX = 4, 230


def show(story: Story) -> None:
    """The matrix of the most accurate run on its test pictures, and where it was surest and wrong."""
    run = story.best()
    results = result_queries.results(run) if run else RunResults()
    if run is None or TEST not in results.sides:
        show_no_run(_("What a model mixes up is told here as soon as a model is trained on this data set."))
        return
    show_statement(_sentence(story.titles[run.id], results))
    with st.container(horizontal=True, gap="large", key="showcase-confusions"):
        with st.container(key="showcase-matrix", width="stretch"):
            _show_matrix(run, results)
        with st.container(key="showcase-mistakes", width="stretch"):
            _show_mistakes(run)


def _sentence(title: str, results: RunResults) -> str:
    pairs = confused_pairs(results.sides[TEST]["confusion"], results.artists)
    if pairs.empty:
        return _("“{title}” mixed up none of its test pictures.").format(title=title)
    first: Mapping[Any, Any] = pairs.iloc[0].to_dict()
    if first["count"] == 1:
        return _("“{title}” takes no artist for another one more than once.").format(title=title)
    return _("“{title}” takes {painter} for {answer} most often: {times}.").format(
        title=title, painter=first["painter"], answer=first["answer"], times=_times(int(first["count"]))
    )


def _times(number: int) -> str:
    return _("twice") if number == 2 else counted(number, "time", "times")


def _show_matrix(run: Run, results: RunResults) -> None:
    """In the order of the movements; of many artists those that are mixed up most."""
    artists = result_queries.known_artists(run.dataset)
    confusion = results.sides[TEST]["confusion"]
    matrix = ordered_matrix(results.artists, confusion, artists, "movement", "counts", current_palette())
    places = most_mixed_up(matrix.counts)
    names = [matrix.names[place] for place in places]
    st.html(build_large_matrix(names, matrix.counts[np.ix_(places, places)]))
    if len(names) < len(matrix.names):
        most = _("The {shown} artists that are mixed up most, of {all}.")
        show_aside(most.format(shown=len(names), all=len(matrix.names)))


def _show_mistakes(run: Run) -> None:
    try:
        rows = result_queries.answered_pictures(run)
    except AtelierError:
        return  # the matrix needs no predictions and stands alone
    wrong = rows[(rows["side"] == TEST) & ~rows["is_hit"]]
    there = result_queries.known_among(run.dataset, confident_mistakes(wrong, len(wrong))["painting_id"].tolist())
    if not there:
        return
    show_aside(_("Surest and wrong"))
    st.html(build_picture_wall(_captioned(run.dataset, there[:_PICTURES], wrong), _ROW_PX))


def _captioned(dataset: str, painting_ids: list[str], rows: pd.DataFrame) -> list[HungPicture]:
    by_id = rows.set_index("painting_id")
    pictures = []
    for painting_id, hung in zip(painting_ids, hung_pictures(dataset, painting_ids, _ROW_PX), strict=True):
        row = by_id.loc[painting_id]
        told = {"painter": row["painter"], "answer": row["answer"], "percent": 100 * row["confidence"]}
        caption = _("{painter}, taken for {answer} ({percent:.0f} %)").format(**told)
        words = _("Painting by {painter}, taken for {answer} ({percent:.0f} %)").format(**told)
        pictures.append(HungPicture(hung.url, hung.aspect, caption, words))
    return pictures
