"""What a reader must know beside the figures: the first few sentences, and the rest behind one press."""

from collections.abc import Sequence

import streamlit as st

from core.language import _
from dashboard.labels.escaping import as_text
from dashboard.queries import results as result_queries
from dashboard.queries.leaderboard import Standing

_SHOWN = 2


def show_reading_notes(notes: Sequence[str], key: str) -> None:
    """Sentences under each other.

    Args:
        notes: plain text, the most important first.
        key: of the part that opens; `page.widget`.
    """
    for note in notes[:_SHOWN]:
        st.caption(f":material/info: {as_text(note)}")
    if rest := notes[_SHOWN:]:
        with st.expander(_("{n} more to know").format(n=len(rest)), key=key):
            for note in rest:
                st.caption(as_text(note))


def show_dataset_notes(rows: Sequence[Standing]) -> None:
    """Whose data set is gone or has changed since: each sentence once, with its runs where it is not true of all."""
    runs: dict[str, list[str]] = {}
    for row in rows:
        if note := result_queries.dataset_note(row.run):
            runs.setdefault(note, []).append(row.title)
    show_reading_notes([_told(note, titles, len(rows)) for note, titles in runs.items()], "compare.notes")


def _told(note: str, titles: Sequence[str], runs: int) -> str:
    if len(titles) == runs:
        return note
    return _("{runs}: {note}").format(runs=", ".join(titles), note=note)
