"""The confusion matrix of a split, ordered and normalised as chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import streamlit as st

from core.dataset.artists.artist import Artist
from core.evaluation.confusions import Order, Reading, normalise_matrix, order_artists
from core.language import N_, _, current_language
from dashboard.charts.confusion_matrix import MatrixDrawing, MatrixLabel, build_matrix
from dashboard.theme import Palette, artist_colour

READING_WORDS: dict[str, str] = {
    "by_true": N_("By painter"),
    "by_predicted": N_("By answer"),
    "counts": N_("Pictures"),
}
READING_MEANINGS: dict[str, str] = {
    "by_true": N_(
        "Each row adds up to 100: how the pictures of one true artist are predicted. The diagonal is "
        "right, everything else is confused."
    ),
    "by_predicted": N_(
        "A column adds up to 100: when the model names this artist, in how many per cent who painted it really. The "
        "diagonal says how far to believe an answer."
    ),
    "counts": N_("How many pictures of a painter are given to whom. The diagonal is right."),
}
ORDER_WORDS: dict[str, str] = {
    "clustered": N_("Mixed up together"),
    "movement": N_("By movement"),
    "size": N_("By size"),
    "name": N_("By name"),
}


@dataclass(frozen=True)
class OrderedMatrix:
    """A matrix as it is shown.

    Attributes:
        names: artists in the order shown.
        counts: `(k, k)` in that order, painters in rows.
        values: `(k, k)` as they are shown: counts, or shares from 0 to 1, NaN where undefined.
        drawing: of it.
    """

    names: tuple[str, ...]
    counts: npt.NDArray[np.int64]
    values: npt.NDArray[np.float64]
    drawing: MatrixDrawing


def ordered_matrix(
    names: Sequence[str],
    counts: Sequence[Sequence[Any]],
    artists: Sequence[Artist],
    order: Order,
    reading: Reading,
    palette: Palette,
) -> OrderedMatrix:
    """Order, normalise and draw a matrix; cached.

    Args:
        names: k artists as the run has them.
        counts: `(k, k)`.
        artists: of the data set, for movements and colours.
        order: of the artists.
        reading: of the numbers.
        palette: of the appearance.
    """
    people = tuple((artist.name, artist.movements) for artist in artists)
    rows = tuple(tuple(int(value) for value in row) for row in counts)
    return _ordered(tuple(names), rows, people, order, reading, palette, current_language(), list(artists))


@st.cache_resource(max_entries=64, show_spinner=False)
def _ordered(
    names: tuple[str, ...],
    rows: tuple[tuple[int, ...], ...],
    people: tuple[tuple[str, tuple[str, ...]], ...],
    order: Order,
    reading: Reading,
    palette: Palette,
    language: str,
    _artists: list[Artist],
) -> OrderedMatrix:
    table = np.asarray(rows, np.int64)
    places = order_artists(order, names, table, _artists)
    counts = table[np.ix_(places, places)]
    shown = tuple(names[place] for place in places)
    movements = dict(people)
    labels = [
        MatrixLabel(name, artist_colour(movements.get(name, ())), int(counts[i].sum())) for i, name in enumerate(shown)
    ]
    title = _("Confusion matrix of {artists} artists, painters in rows and answers in columns.").format(
        artists=len(shown)
    )
    values = normalise_matrix(counts, reading)
    drawing = build_matrix(values, counts, labels, palette, as_shares=reading != "counts", title=title)
    return OrderedMatrix(shown, counts, values, drawing)
