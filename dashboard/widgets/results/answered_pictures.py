"""Pictures with what the model answered: on a wall each with its confidence, and marked where the label is at fault."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.paths import is_read_only
from dashboard import cache, results_cache
from dashboard.components.pictures.component import LinkedPicture, show_linked_pictures
from dashboard.paintings import painting_address
from dashboard.text import as_text, count
from dashboard.widgets.error_box import error_box
from dashboard.widgets.leaving_out import exclude, restore
from dashboard.widgets.paging import page_of

_MARKS = {"Wrong artist": "Label error: another artist", "Duplicate": "Duplicate of another picture"}
_UNKNOWN_SIZE = (320, 240)


def show_answered_pictures(
    dataset: str, rows: pd.DataFrame, where: str, *, per_page: int, columns: int = 4, height_px: int = 190
) -> None:
    """Pictures in pages, each with painter, answer and confidence.

    Args:
        dataset: of the run; "" where it is not known.
        rows: of `core.evaluation.confusions.list_pictures`, in hanging order.
        where: `page.widget`, the beginning of every key.
        per_page: how many at once.
        columns: how many beside each other at most.
        height_px: of a picture at most.
    """
    known = results_cache.known_among(dataset, rows["painting_id"].tolist())
    here = rows[rows["painting_id"].isin(known)]
    if len(here):
        shown = page_of(here.to_dict("records"), per_page, f"{where}.page")
        urls = cache.thumbnail_urls(dataset, [str(row["painting_id"]) for row in shown])
        grid = st.grid(columns, min_column_width=150, gap="medium")
        for row, url in zip(shown, urls, strict=True):
            with grid.cell(), st.container(gap="xxsmall"), error_box():
                _show_picture(dataset, row, url, where, height_px)
    _show_gone(rows[~rows["painting_id"].isin(known)])


def _show_picture(dataset: str, row: Mapping[Hashable, Any], url: str, where: str, height_px: int) -> None:
    """One picture that leads to its page; below it the place for what else is known of this answer."""
    painting = cache.painting(dataset, str(row["painting_id"]))
    show_linked_pictures(
        [
            LinkedPicture(
                painting_id=painting.painting_id,
                url=url,
                width=painting.width or _UNKNOWN_SIZE[0],
                height=painting.height or _UNKNOWN_SIZE[1],
                alt=f"Painting: {painting.title}. {answer_in_words(row)}",
                href=painting_address(dataset, painting.painting_id),
            )
        ],
        key=f"{where}.picture.{painting.painting_id}",
        shape="large",
        height_px=height_px,
        kept_high=True,
    )
    st.markdown(f":small[{as_text(painting.title)}]")
    st.caption(as_text(answer_in_words(row)))
    _show_mark(dataset, painting.painting_id, painting.excluded, painting.reason, where)


def answer_in_words(row: Mapping[Hashable, Any]) -> str:
    """As in "Edgar Degas 71 %, the painter 12 %"; only the answer where it is right."""
    answer = f"{row['answer']} {100 * row['confidence']:.0f} %"
    if row["is_hit"]:
        return f"Right: {answer}"
    return f"Answered {answer}; {row['painter']} {100 * row['painter_probability']:.0f} %"


def _show_mark(dataset: str, painting_id: str, excluded: bool, reason: str, where: str) -> None:
    key = f"{where}.{painting_id}"
    if excluded:
        st.caption(f"Left out: {as_text(reason)}")
        st.button(
            "Take back",
            key=f"{key}.restore",
            icon=":material/undo:",
            type="tertiary",
            on_click=restore,
            args=(dataset, painting_id),
            disabled=is_read_only(),
        )
        return
    marked = st.menu_button(
        "Mark",
        list(_MARKS),
        format_func=_MARKS.__getitem__,
        key=f"{key}.mark",
        icon=":material/flag:",
        type="tertiary",
        disabled=is_read_only(),
        help="Leaves it out of the next training; Health lists it. No file is changed.",
    )
    if marked:
        exclude(dataset, painting_id, marked)
        st.rerun()


def _show_gone(rows: pd.DataFrame) -> None:
    """What the model answered for pictures that cannot be shown."""
    if rows.empty:
        return
    st.caption(as_text(f"{count(len(rows), 'picture')} not in the data set any more:"))
    st.dataframe(
        answered_table(rows), hide_index=True, alt="Answers for pictures that are gone", column_config=PERCENT_COLUMNS
    )


PERCENT_COLUMNS = {
    name: st.column_config.NumberColumn(format="percent", help=meaning)
    for name, meaning in {
        "Confidence": "The probability the model gave its answer.",
        "For the painter": "The probability the model gave the right painter.",
        "Margin": "By how much the answer was ahead of the next artist.",
    }.items()
}


def answered_table(rows: pd.DataFrame, columns: Sequence[str] = ()) -> pd.DataFrame:
    """The same rows under the names that people read."""
    names = {
        "painting_id": "Picture",
        "painter": "Painter",
        "answer": "Answer",
        "confidence": "Confidence",
        "painter_probability": "For the painter",
        "margin": "Margin",
    }
    return rows[list(columns or names)].rename(columns=names)
