"""What stands above every view of a run's results: its figures, the leak meter, and what cannot be said."""

import streamlit as st

from core.language import _
from core.runs import Run
from dashboard import results_cache
from dashboard.charts.run_facts import build_figures
from dashboard.result_words import headline, leak_sentence
from dashboard.run_results import RunResults
from dashboard.text import as_text

_SHOWN_NOTES = 2


def show_headline(run: Run, results: RunResults, side: str) -> None:
    """Figures of one side with their intervals, and the leak meter in a sentence."""
    st.html(build_figures(headline(results.sides[side])))
    lines = []
    if results.leak is not None and side == "test":
        lines.append(f":material/water_drop: {as_text(leak_sentence(results.leak))}")
    notes = [note for note in (results_cache.dataset_note(run), *results.notes) if note]
    lines += [f":material/info: {as_text(note)}" for note in notes[:_SHOWN_NOTES]]
    for line in lines:
        st.caption(line)
    if len(notes) > _SHOWN_NOTES:
        rest = len(notes) - _SHOWN_NOTES
        with st.expander(_("{n} more to know").format(n=rest), key="confusion.notes"):
            for note in notes[_SHOWN_NOTES:]:
                st.caption(as_text(note))
