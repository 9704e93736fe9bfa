"""Pictures with what the model answered: on a wall each with its confidence, and marked where the label is at fault."""

from collections.abc import Hashable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core.environment import is_read_only
from core.language import N_, _, ngettext
from core.runs import Run
from dashboard.features.results.headings import headings
from dashboard.features.results.predictions_grid import Answered, show_answered_wall
from dashboard.features.results.saliency_panel import ANSWER, ask_map, choose_looked_at
from dashboard.labels.escaping import as_text
from dashboard.queries import results as result_queries
from dashboard.queries.paintings import Painting
from dashboard.ui.exclusion import exclude, show_take_back
from dashboard.ui.paging import page_of

LOOKED_KEY = "confusion.looked"
_MARKS = {"Wrong artist": N_("Label error: another artist"), "Duplicate": N_("Duplicate of another picture")}
"""What is said of a mark, by the reason that is kept."""

_CONFIDENCE, _FOR_THE_PAINTER, _MARGIN = N_("Confidence"), N_("For the painter"), N_("Margin")
_COLUMNS = {
    "painting_id": N_("Picture"),
    "painter": N_("Painter"),
    "answer": N_("Answer"),
    "confidence": _CONFIDENCE,
    "painter_probability": _FOR_THE_PAINTER,
    "margin": _MARGIN,
}
_MEANINGS = {
    _CONFIDENCE: N_("The probability the model gave its answer."),
    _FOR_THE_PAINTER: N_("The probability the model gave the right painter."),
    _MARGIN: N_("By how much the answer was ahead of the next artist."),
}


def show_answered_pictures(
    run: Run,
    rows: pd.DataFrame,
    artists: Sequence[str],
    where: str,
    *,
    per_page: int,
    columns: int = 4,
    height_px: int = 190,
) -> None:
    """Pictures in pages, each with painter, answer and confidence, and with what the model looked at where asked for.

    Args:
        run: whose answers they are.
        rows: of `core.evaluation.confusions.list_pictures`, in hanging order.
        artists: among whom the run chooses.
        where: `page.widget`, the beginning of every key.
        per_page: how many at once.
        columns: how many beside each other at most.
        height_px: of a picture at most.
    """
    dataset = run.dataset
    known = result_queries.known_among(dataset, rows["painting_id"].tolist())
    here = rows[rows["painting_id"].isin(known)]
    if len(here):
        whom = choose_looked_at(LOOKED_KEY, artists, own=_("Its answer"))
        shown = page_of(here.to_dict("records"), per_page, f"{where}.page")
        pictures = [_answered(run, row, whom) for row in shown]
        show_answered_wall(
            dataset,
            pictures,
            where,
            columns=columns,
            height_px=height_px,
            below=partial(_show_mark, dataset, where),
        )
    _show_gone(rows[~rows["painting_id"].isin(known)])


def _answered(run: Run, row: Mapping[Hashable, Any], whom: str | None) -> Answered:
    """With the map for the answer, and beside it that for whom else one asks."""
    wanted = [] if whom is None else [ANSWER] if whom == ANSWER else [ANSWER, whom]
    maps = [ask_map(run, one, answer=str(row["answer"]), painter=str(row["painter"])) for one in wanted]
    return Answered(str(row["painting_id"]), (answer_in_words(row),), tuple(dict.fromkeys(maps)))


def answer_in_words(row: Mapping[Hashable, Any]) -> str:
    """As in "Edgar Degas 71 %, the painter 12 %"; only the answer where it is right."""
    answer = f"{row['answer']} {100 * row['confidence']:.0f} %"
    if row["is_hit"]:
        return _("Right: {answer}").format(answer=answer)
    painter = f"{row['painter']} {100 * row['painter_probability']:.0f} %"
    return _("Answered {answer}; {painter}").format(answer=answer, painter=painter)


def _show_mark(dataset: str, where: str, painting: Painting) -> None:
    key = f"{where}.{painting.painting_id}"
    if painting.excluded:
        show_take_back(dataset, painting, key)
        return
    marked = st.menu_button(
        _("Mark"),
        list(_MARKS),
        format_func=lambda reason: _(_MARKS[reason]),
        key=f"{key}.mark",
        icon=":material/flag:",
        type="tertiary",
        disabled=is_read_only(),
        help=_("Leaves it out of the next training; Health lists it. No file is changed."),
    )
    if marked:
        exclude(dataset, painting.painting_id, marked)
        st.rerun()


def _show_gone(rows: pd.DataFrame) -> None:
    """What the model answered for pictures that cannot be shown."""
    if rows.empty:
        return
    n = len(rows)
    gone = ngettext("{n:,} picture not in the data set any more:", "{n:,} pictures not in the data set any more:", n)
    st.caption(as_text(gone.format(n=n)))
    table = answered_table(rows)
    shares = {
        name: st.column_config.NumberColumn(format="percent", help=_(meaning)) for name, meaning in _MEANINGS.items()
    }
    st.dataframe(
        table, hide_index=True, alt=_("Answers for pictures that are gone"), column_config=headings(table, shares)
    )


def answered_table(rows: pd.DataFrame, columns: Sequence[str] = ()) -> pd.DataFrame:
    """The same rows under the names that people read."""
    return rows[list(columns or _COLUMNS)].rename(columns=_COLUMNS)
