"""Saying how far an answer is that is waited for, in a place as high as the answer will be."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core.language import N_, _
from core.progress import Progress
from dashboard.labels.escaping import as_text

_COLD = {
    "Starting the model server": N_("The first answer after a while takes some seconds longer."),
    "Loading the model": N_("It stays in memory for the next pictures."),
}


@contextmanager
def waiting_for(height_px: int) -> Iterator[Progress]:
    """A bar that says what is being done, above a place that is kept free; both are gone at the end.

    Args:
        height_px: of what will stand there.
    """
    bar = st.empty()

    def show(stage: str, done: int, total: int) -> None:
        share = min(1.0, done / total) if total else 0.0
        bar.progress(share, text=as_text(_stage_words(stage)))

    try:
        with st.skeleton(height=height_px):
            yield show
    finally:
        bar.empty()


def _stage_words(stage: str) -> str:
    """What is being done, and what to expect of it; a stage may have been translated where it was reported."""
    shown = _(stage)
    expected = next((text for cold, text in _COLD.items() if _(cold) == shown), "")
    return f"{shown}. {_(expected)}".strip()
