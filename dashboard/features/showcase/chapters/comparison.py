"""How the models compare."""

from collections.abc import Sequence

import streamlit as st

from core.language import N_, _, counted
from dashboard.charts.large_rows import LargeFigure, build_large_figures
from dashboard.features.showcase.story import TEST, Story
from dashboard.features.showcase.telling import show_aside, show_no_run, show_statement
from dashboard.queries import results as result_queries
from dashboard.queries.leaderboard import Standing
from dashboard.theme import CATEGORICAL
from dashboard.ui.result_labels import first_place

TITLE = N_("How the models compare")


def show(story: Story) -> None:
    """Accuracy on test pictures with its interval, and whether the first place is more than chance."""
    rows = [row for row in story.standings() if row.accuracy is not None]
    if not rows:
        show_no_run(_("How models compare is told here as soon as a model is trained on this data set."))
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
    """What naming the most frequent artist reaches; None where the runs were judged on different pictures."""
    if any(row.tested_on for row in rows):
        return None
    results = result_queries.stored_results(rows[0].run)
    matrix = results.sides[TEST]["confusion"] if results and TEST in results.sides else []
    sums = [sum(int(value) for value in row) for row in matrix]
    return max(sums) / sum(sums) if sum(sums) else None


def _how_to_read(rows: Sequence[Standing]) -> str:
    sentences, pictures = [_("The whisker is the 95 % interval.")], rows[0].pictures
    if _chance(rows) is not None:
        sentences.append(_("The dotted line is the lazy answer, always the most frequent artist."))
    if rows[0].tested_on:
        sentences.append(_("Only figures with the same letter can be held against each other."))
    elif pictures:
        shown = counted(pictures, "test picture", "test pictures")
        sentences.append(_("On {pictures} no model has met.").format(pictures=shown))
    return " ".join(sentences)
