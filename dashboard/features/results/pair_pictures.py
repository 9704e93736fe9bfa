"""The pictures that only one of two runs got right."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.language import _, ngettext
from dashboard.features.results.choices import choose_segment
from dashboard.features.results.downloads import show_csv_button
from dashboard.features.results.paired_runs import Named, answers_beside, matched
from dashboard.features.results.predictions_grid import Answered, show_answered_wall
from dashboard.features.results.saliency_panel import ask_map, choose_looked_at
from dashboard.labels.escaping import as_text
from dashboard.queries import results as result_queries
from dashboard.ui.paging import page_of

ONLY_KEY, LOOKED_KEY = "compare.only", "compare.looked"
_A_PAGE, _COLUMNS, _PICTURE_PX = 8, 4, 190


def show_pair_pictures(first: Named, second: Named, side: str, *, on_common: bool) -> None:
    """Right in one and wrong in the other, where the one was surest first; which way round is in the address."""
    answers = answers_beside(first, second, side, on_common=on_common)
    found = {
        "second": answers[answers["second_hit"] & ~answers["first_hit"]],
        "first": answers[answers["first_hit"] & ~answers["second_hit"]],
    }
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(_("**Only right in**"), width="content")
        titles = {"second": second.title, "first": first.title}
        which = choose_segment(ONLY_KEY, _("Only right in"), {k: f"{titles[k]}: {len(v)}" for k, v in found.items()})
    rows = found[which].sort_values([f"{which}_confidence", "painting_id"], ascending=[False, True])
    if rows.empty:
        st.markdown(_(":gray[There is none.]"))
        return
    both = matched((first, second), side, on_common=on_common).runs.values()
    artists = sorted({name for found in both for name in found.artists})
    _show_rows(rows, first, second, artists)
    names = {"painting_id": "Picture", "painter": "Painter", "first_answer": first.title, "second_answer": second.title}
    show_csv_button(rows[list(names)].rename(columns=names), f"only-right-in-{which}", "compare.only.csv")


def _show_rows(rows: pd.DataFrame, first: Named, second: Named, artists: Sequence[str]) -> None:
    dataset = second.run.dataset
    known = set(result_queries.known_among(dataset, rows["painting_id"].tolist()))
    here = [row for row in rows.to_dict("records") if row["painting_id"] in known]
    if here:
        whom = choose_looked_at(LOOKED_KEY, artists, own=_("The answer of each"))
        shown = page_of(here, _A_PAGE, f"{ONLY_KEY}.page")
        pictures = [_answered(row, first, second, whom) for row in shown]
        show_answered_wall(dataset, pictures, ONLY_KEY, columns=_COLUMNS, height_px=_PICTURE_PX)
    if len(here) < len(rows):
        n = len(rows) - len(here)
        gone = ngettext(
            "{n:,} picture not in the data set any more.", "{n:,} pictures not in the data set any more.", n
        )
        st.caption(as_text(gone.format(n=n)))


def _answered(row: Mapping[Hashable, Any], first: Named, second: Named, whom: str | None) -> Answered:
    """One picture with both answers, and with the maps of both where they are asked for."""
    both = ((second, "second"), (first, "first"))
    answers = tuple(f"{named.title}: {row[f'{of}_answer']} {100 * row[f'{of}_confidence']:.0f} %" for named, of in both)
    if whom is None:
        return Answered(str(row["painting_id"]), answers)
    painter = str(row["painter"])
    maps = [
        ask_map(named.run, whom, answer=str(row[f"{of}_answer"]), painter=painter, label=named.title)
        for named, of in both
    ]
    return Answered(str(row["painting_id"]), answers, tuple(maps))
