"""Chapters on results: confusions, comparison of the models, and links to take part."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core.errors import AtelierError
from core.evaluation.confusions import confident_mistakes, confused_pairs
from core.evaluation.results import RunResults
from core.gallery import contact_sheet
from core.language import _, counted
from core.runs.run import Run
from dashboard.charts.large_rows import LargeFigure, build_large_figures, build_large_matrix, most_mixed_up
from dashboard.charts.picture_wall import HungPicture, build_picture_wall
from dashboard.features.showcase.narration import show_aside, show_no_run, show_statement
from dashboard.features.showcase.story import TEST, Story
from dashboard.queries import datasets as dataset_queries
from dashboard.queries import results as result_queries
from dashboard.queries.leaderboard import Standing
from dashboard.queries.matrices import ordered_matrix
from dashboard.state.session import current_palette
from dashboard.theme import CATEGORICAL
from dashboard.ui.page_link import page_exists, show_page_link
from dashboard.ui.picture_grid import hung_pictures
from dashboard.ui.report_button import show_report_button
from dashboard.ui.result_labels import first_place

_PICTURES, _CONFUSIONS_ROW_PX = 4, 230
_TRYING_ROW_PX, _MOST, _SEED = 220, 24, 5
_SHAPES = (0.6, 1.6)


def show_confusions(story: Story) -> None:
    """Draw the confusion matrix of the most accurate run and its most confident mistakes."""
    run = story.best()
    results = result_queries.results(run) if run else RunResults()
    if run is None or TEST not in results.sides:
        show_no_run(_("The confusion matrix appears here once a model is trained on this data set."))
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
        return _("“{title}” made no mistake on its test pictures.").format(title=title)
    first: Mapping[Any, Any] = pairs.iloc[0].to_dict()
    if first["count"] == 1:
        return _("“{title}” takes no artist for another one more than once.").format(title=title)
    return _("“{title}” takes {painter} for {answer} most often: {times}.").format(
        title=title, painter=first["painter"], answer=first["answer"], times=_times(int(first["count"]))
    )


def _times(number: int) -> str:
    return _("twice") if number == 2 else counted(number, "time", "times")


def _show_matrix(run: Run, results: RunResults) -> None:
    """Draw the matrix by movement; of many artists the most confused ones."""
    artists = result_queries.known_artists(run.dataset)
    confusion = results.sides[TEST]["confusion"]
    matrix = ordered_matrix(results.artists, confusion, artists, "movement", "counts", current_palette())
    places = most_mixed_up(matrix.counts)
    names = [matrix.names[place] for place in places]
    st.html(build_large_matrix(names, matrix.counts[np.ix_(places, places)]))
    if len(names) < len(matrix.names):
        most = _("The {shown} most confused artists of {all}.")
        show_aside(most.format(shown=len(names), all=len(matrix.names)))


def _show_mistakes(run: Run) -> None:
    try:
        rows = result_queries.answered_pictures(run)
    except AtelierError:
        return  # the matrix does not need predictions
    wrong = rows[(rows["side"] == TEST) & ~rows["is_hit"]]
    there = result_queries.known_among(run.dataset, confident_mistakes(wrong, len(wrong))["painting_id"].tolist())
    if not there:
        return
    show_aside(_("Confident mistakes"))
    st.html(build_picture_wall(_captioned(run.dataset, there[:_PICTURES], wrong), _CONFUSIONS_ROW_PX))


def _captioned(dataset: str, painting_ids: list[str], rows: pd.DataFrame) -> list[HungPicture]:
    by_id = rows.set_index("painting_id")
    pictures = []
    for painting_id, hung in zip(painting_ids, hung_pictures(dataset, painting_ids, _CONFUSIONS_ROW_PX), strict=True):
        row = by_id.loc[painting_id]
        values = {"painter": row["painter"], "answer": row["answer"], "percent": 100 * row["confidence"]}
        caption = _("{painter}, taken for {answer} ({percent:.0f} %)").format(**values)
        words = _("Painting by {painter}, taken for {answer} ({percent:.0f} %)").format(**values)
        pictures.append(HungPicture(hung.url, hung.aspect, caption, words))
    return pictures


def show_comparison(story: Story) -> None:
    """Draw test accuracy with intervals, and whether the first place is more than chance."""
    rows = [row for row in story.standings() if row.accuracy is not None]
    if not rows:
        show_no_run(_("The comparison appears here once a model is trained on this data set."))
        return
    show_statement(first_place(rows, TEST, in_short=True))
    colours = {run.id: CATEGORICAL[place % len(CATEGORICAL)] for place, run in enumerate(story.runs)}
    st.html(build_large_figures([_figure(row, colours[row.run.id]) for row in rows], _chance(rows)))
    show_aside(_how_to_read(rows))


def _figure(row: Standing, colour: str) -> LargeFigure:
    low, high = row.accuracy_interval or (None, None)
    return LargeFigure(row.title, row.accuracy, low, high, colour, _remark(row))


def _remark(row: Standing) -> str:
    artists = counted(row.artists, "artist", "artists") if row.artists else ""
    if not row.tested_on:
        return artists
    if not artists:
        return _("Judged on pictures {letter}").format(letter=row.tested_on)
    return _("{artists}, judged on pictures {letter}").format(artists=artists, letter=row.tested_on)


def _chance(rows: Sequence[Standing]) -> float | None:
    """Accuracy of always naming the most frequent artist; None if the runs differ in their test pictures."""
    if any(row.tested_on for row in rows):
        return None
    results = result_queries.stored_results(rows[0].run)
    matrix = results.sides[TEST]["confusion"] if results and TEST in results.sides else []
    sums = [sum(int(value) for value in row) for row in matrix]
    return max(sums) / sum(sums) if sum(sums) else None


def _how_to_read(rows: Sequence[Standing]) -> str:
    sentences, pictures = [_("The whisker is the 95 % interval.")], rows[0].pictures
    if _chance(rows) is not None:
        sentences.append(_("The dotted line is the baseline: always the most frequent artist."))
    if rows[0].tested_on:
        sentences.append(_("Only figures with the same letter are comparable."))
    elif pictures:
        shown = counted(pictures, "test picture", "test pictures")
        sentences.append(_("On {pictures} no model has seen.").format(pictures=shown))
    return " ".join(sentences)


def show_trying(story: Story) -> None:
    """Draw links to Play and Recognise."""
    best = story.best()
    if best is None:
        show_no_run(_("A game against the network appears here once a model is trained on this data set."))
    else:
        show_statement(_("Ten paintings the network has never seen. Who recognises more of them, you or the network?"))
        with st.container(horizontal=True, vertical_alignment="center", gap="large", key="showcase-try"):
            query = {"run": best.id}
            show_page_link("play", _("Play against the network"), icon=":material/sports_esports:", query=query)
            if page_exists("recognise"):
                show_page_link("recognise", _("Bring a picture of yours"), icon=":material/image_search:", query=query)
            show_report_button(story.runs, "showcase.report")
    _show_wall(story.dataset)


def _show_wall(dataset: str) -> None:
    """Draw some paintings without their artists."""
    catalog = dataset_queries.catalog(dataset)
    usable = catalog[(catalog["status"] == "ok") & ~catalog["excluded"]]
    aspect = usable["width"] / usable["height"].clip(lower=1)
    common = usable[aspect.between(*_SHAPES)]
    usable = common if len(common) else usable
    if usable.empty:
        return
    shown = contact_sheet(usable, min(_MOST, len(usable)), _SEED, evenly=True)
    with st.container(key="showcase-try-wall"):
        st.html(build_picture_wall(hung_pictures(dataset, shown, _TRYING_ROW_PX, captions=False), _TRYING_ROW_PX))
