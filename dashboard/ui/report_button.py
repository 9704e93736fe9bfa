"""A button that saves a report on runs: one HTML file to hand out, made only when the button is pressed."""

import time
from collections.abc import Sequence
from functools import partial

import streamlit as st

from core.errors import NotFoundError
from core.language import _, ngettext
from core.runs.run import Run
from core.runs.store import RunStore
from dashboard.labels.escaping import as_html
from dashboard.state.language import keeping_language

MOST_RUNS = 12


def show_report_button(runs: Sequence[Run], key: str) -> None:
    """Offer a report on runs; disabled with the reason where there are too many.

    Args:
        runs: in the order in which the report shows them.
        key: of the button.
    """
    too_many = len(runs) > MOST_RUNS
    st.download_button(
        _("Report"),
        keeping_language(partial(_report, [run.id for run in runs])),
        file_name=f"report-{time.strftime('%Y-%m-%d')}.html",
        mime="text/html",
        key=key,
        on_click="ignore",
        icon=":material/description:",
        disabled=not runs or too_many,
        help=_why_not() if too_many else _what_it_is(len(runs)),
    )


def _why_not() -> str:
    words = _("A report holds {most} runs at most; choose fewer above. `atelier report` takes more.")
    return words.format(most=MOST_RUNS)


def _what_it_is(runs: int) -> str:
    return ngettext(
        "One file on {n:,} run to hand out: it opens without a network and prints well",
        "One file on {n:,} runs to hand out: it opens without a network and prints well",
        runs,
    ).format(n=runs)


def _report(run_ids: Sequence[str]) -> bytes:
    """The report on those runs that are still there; Streamlit calls this when the button is pressed."""
    from core.report import build_report

    there = _still_there(run_ids)
    if not there:  # a download has no place to show a sentence but the file itself
        gone = as_html(_("None of these runs is here any more. Load the page again and choose others."))
        return f"<!doctype html><meta charset='utf-8'><title>Atelier</title><p>{gone}</p>".encode()
    return build_report(there).html.encode("utf-8")


def _still_there(run_ids: Sequence[str]) -> list[str]:
    store, there = RunStore(keep_queue_going=False), []
    for run_id in run_ids:
        try:
            store.folder(run_id)
        except NotFoundError:
            continue
        there.append(run_id)
    return there
