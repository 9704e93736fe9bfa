"""Header of a run's results: figures, leak meter and notes; also the notes of Compare."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.environment import is_read_only
from core.errors import AtelierError
from core.evaluation.evaluating import evaluate_run
from core.evaluation.results import RunResults, leak_sentence
from core.language import _
from core.runs.run import Run
from dashboard.charts.run_facts import build_figures
from dashboard.features.results.downloads import show_csv_button
from dashboard.labels.escaping import as_text
from dashboard.queries import results as result_queries
from dashboard.queries.leaderboard import Standing
from dashboard.state.session import Field
from dashboard.ui.error_box import show_error
from dashboard.ui.result_labels import headline, measure_rows

_REFUSED: Field[str] = Field("confusion.measures.refused", "")
_SHOWN = 2


def show_headline(run: Run, results: RunResults, split: str) -> None:
    """Draw the figures of one split with intervals, and the leak meter."""
    st.html(build_figures(headline(results.sides[split])))
    with st.expander(_("All measures"), key="confusion.measures", icon=":material/list:"):
        _show_measures(run, results.sides[split], split)
    if results.leak is not None and split == "test":
        st.caption(
            f":material/water_drop: {as_text(_('Leak meter: {sentence}').format(sentence=leak_sentence(results.leak)))}"
        )
    notes = (result_queries.dataset_note(run), *results.notes)
    show_reading_notes([note for note in notes if note], "confusion.notes")


def _show_measures(run: Run, split: Mapping[str, Any], name: str) -> None:
    table = pd.DataFrame(measure_rows(split))
    st.table(table.rename(columns=_).map(as_text), border="horizontal", hide_index=True, alt=_("All measures"))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        show_csv_button(table, f"measures-{run.id}-{name}", "confusion.measures.csv")
        st.button(
            _("Recompute"),
            key="confusion.measures.again",
            icon=":material/refresh:",
            type="tertiary",
            on_click=_evaluate,
            args=(run,),
            disabled=is_read_only(),
            help=_("From the same predictions, with the current groups of pictures of the same work."),
        )
    if refused := _REFUSED.get():
        show_error(refused)


def _evaluate(run: Run) -> None:
    _REFUSED.clear()
    try:
        evaluate_run(run.folder, run.dataset)
    except AtelierError as error:
        _REFUSED.set(str(error))


def show_reading_notes(notes: Sequence[str], key: str) -> None:
    """Draw notes, the first few open and the rest folded.

    Args:
        notes: plain text, the most important first.
        key: of the folded part; `page.widget`.
    """
    for note in notes[:_SHOWN]:
        st.caption(f":material/info: {as_text(note)}")
    if rest := notes[_SHOWN:]:
        with st.expander(_("{n} more notes").format(n=len(rest)), key=key):
            for note in rest:
                st.caption(as_text(note))


def show_dataset_notes(rows: Sequence[Standing]) -> None:
    """Draw notes on data sets that are gone or changed: each once, with its runs unless it holds for all."""
    runs: dict[str, list[str]] = {}
    for row in rows:
        if note := result_queries.dataset_note(row.run):
            runs.setdefault(note, []).append(row.title)
    show_reading_notes([_with_titles(note, titles, len(rows)) for note, titles in runs.items()], "compare.notes")


def _with_titles(note: str, titles: Sequence[str], runs: int) -> str:
    if len(titles) == runs:
        return note
    return _("{runs}: {note}").format(runs=", ".join(titles), note=note)
