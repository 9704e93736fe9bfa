"""The pictures that only one of two runs got right."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import cache, results_cache
from dashboard.components.pictures.component import LinkedPicture, show_linked_pictures
from dashboard.paintings import painting_address
from dashboard.paired_runs import Named, answers_beside
from dashboard.text import as_text, count
from dashboard.widgets.error_box import error_box
from dashboard.widgets.paging import page_of
from dashboard.widgets.results.choices import choose_segment
from dashboard.widgets.results.downloads import show_csv_button

ONLY_KEY = "compare.only"
_A_PAGE, _COLUMNS, _PICTURE_PX = 8, 4, 190
_UNKNOWN_SIZE = (320, 240)


def show_pair_pictures(first: Named, second: Named, side: str, *, on_common: bool) -> None:
    """Right in one and wrong in the other, where the one was surest first; which way round is in the address."""
    answers = answers_beside(first, second, side, on_common=on_common)
    found = {
        "second": answers[answers["second_hit"] & ~answers["first_hit"]],
        "first": answers[answers["first_hit"] & ~answers["second_hit"]],
    }
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("**Only right in**", width="content")
        titles = {"second": second.title, "first": first.title}
        which = choose_segment(ONLY_KEY, "Only right in", {k: f"{titles[k]}: {len(v)}" for k, v in found.items()})
    rows = found[which].sort_values([f"{which}_confidence", "painting_id"], ascending=[False, True])
    if rows.empty:
        st.markdown(":gray[There is none.]")
        return
    _show_rows(rows, first, second)
    names = {"painting_id": "Picture", "painter": "Painter", "first_answer": first.title, "second_answer": second.title}
    show_csv_button(rows[list(names)].rename(columns=names), f"only-right-in-{which}", "compare.only.csv")


def _show_rows(rows: pd.DataFrame, first: Named, second: Named) -> None:
    dataset = second.run.dataset
    known = set(results_cache.known_among(dataset, rows["painting_id"].tolist()))
    here = [row for row in rows.to_dict("records") if row["painting_id"] in known]
    shown = page_of(here, _A_PAGE, f"{ONLY_KEY}.page")
    grid = st.grid(_COLUMNS, min_column_width=150, gap="medium")
    for row, url in zip(shown, cache.thumbnail_urls(dataset, [row["painting_id"] for row in shown]), strict=True):
        with grid.cell(), st.container(gap="xxsmall"), error_box():
            _show_picture(dataset, row, url, first, second)
    if len(here) < len(rows):
        st.caption(as_text(f"{count(len(rows) - len(here), 'picture')} not in the data set any more."))


def _show_picture(dataset: str, row: Mapping[Hashable, Any], url: str, first: Named, second: Named) -> None:
    """One picture with both answers; below it the place for what else is known of them."""
    painting = cache.painting(dataset, str(row["painting_id"]))
    answers = [_answer(named, row, prefix) for named, prefix in ((second, "second"), (first, "first"))]
    show_linked_pictures(
        [
            LinkedPicture(
                painting_id=painting.painting_id,
                url=url,
                width=painting.width or _UNKNOWN_SIZE[0],
                height=painting.height or _UNKNOWN_SIZE[1],
                alt=f"Painting: {painting.title}. {' '.join(answers)}",
                href=painting_address(dataset, painting.painting_id),
            )
        ],
        key=f"{ONLY_KEY}.picture.{painting.painting_id}",
        shape="large",
        height_px=_PICTURE_PX,
        kept_high=True,
    )
    st.markdown(f":small[{as_text(painting.title)}]")
    for answer in answers:
        st.caption(as_text(answer))


def _answer(named: Named, row: Mapping[Hashable, Any], prefix: str) -> str:
    return f"{named.title}: {row[f'{prefix}_answer']} {100 * row[f'{prefix}_confidence']:.0f} %"
