"""Curves of a run, updated in place while it trains."""

from typing import get_args

import pandas as pd
import streamlit as st

from core.language import N_, _
from core.runs.run import Run
from dashboard.charts.curves import (
    DROP,
    LARGE_PX,
    SMALL_PX,
    Across,
    best_epoch_of,
    build_curve,
    curve_table,
    last_values,
    shown_measures,
)
from dashboard.labels.escaping import as_html, as_text
from dashboard.labels.metrics import MEASURES, in_words, meaning_of
from dashboard.queries import runs as run_queries
from dashboard.state.session import URL, current_palette
from dashboard.ui.choices import choose_segment, translated
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.glossary_terms import with_glossary_link
from dashboard.ui.page_link import show_page_link

ACROSS_KEY, SMOOTH_KEY = "run.across", "run.smooth"
_LARGE = ("loss", "accuracy")
_ACROSS: dict[str, Across] = {name: name for name in get_args(Across)}
_ACROSS_TITLES = {"epochs": N_("Epochs"), "minutes": N_("Minutes")}


def show_curves(run: Run) -> None:
    """Draw training against validation for every measure; a table if there is one epoch only."""
    metrics = run_queries.metrics(run)
    if len(metrics) == 0:
        _show_nothing_yet(run)
    elif len(metrics) == 1 and run.status.is_over:
        _show_numbers(metrics)
    else:
        _show_charts(run, metrics)


def _show_nothing_yet(run: Run) -> None:
    if not run.status.is_over:
        show_empty_state(
            _("The curves begin after the first epoch."),
            key="run.curves.soon",
            icon=":material/timeline:",
        )
        return
    show_empty_state(
        _("The run ended before its first epoch was complete."), key="run.curves.none", icon=":material/timeline:"
    )
    show_page_link("runs", _("Start another run"), icon=":material/arrow_forward:")


def _show_numbers(metrics: pd.DataFrame) -> None:
    """Draw a table of the measures of a run that has a single step."""
    names = [name for name in shown_measures(metrics) if MEASURES[name].sides]
    rows = []
    for name in names:
        measure = MEASURES[name]
        train, val = (in_words(measure, value) for value in last_values(metrics, name))
        rows.append(
            {
                _("Measure"): as_text(_(measure.title)),
                _("Training"): as_text(train),
                _("Validation"): as_text(val),
                _("What it means"): as_text(_(measure.explanation)),
            }
        )
    st.caption(_("This model trains in a single step, so there are no curves."))
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt=_("Measures of training and validation"))


def _show_charts(run: Run, metrics: pd.DataFrame) -> None:
    best, words = _best(run, metrics)
    fell = _("Dashed: lower learning rate.") if curve_table(metrics, "loss")[DROP].any() else ""
    across, smooth = _choose(f"{words} {fell}".strip())
    names = shown_measures(metrics)
    large = [name for name in names if name in _LARGE]
    with st.grid(2, min_column_width=300, gap="medium", key="run-curves-large"):
        for name in large:
            _show_chart(name, metrics, best, across, smooth, LARGE_PX)
    with st.grid(3, min_column_width=260, gap="medium", key="run-curves-small"):
        for name in names:
            if name not in large:
                _show_chart(name, metrics, best, across, smooth, SMALL_PX)


def _best(run: Run, metrics: pd.DataFrame) -> tuple[int | None, str]:
    """The epoch to mark and the explanation of the mark."""
    stopping = run.config.early_stopping if run.config else None
    monitor = stopping.monitor if stopping else "val_loss"
    keeps_best = bool(stopping and stopping.restore_best)
    best = (_kept_epoch(run) if keeps_best else None) or best_epoch_of(metrics, monitor)
    if best is None:
        return None, ""
    split, _rest, name = monitor.partition("_")
    return best, _ring_words(split, keeps_best).format(epoch=best, measure=_(MEASURES[name].title).lower())


def _ring_words(split: str, kept: bool) -> str:
    if split == "val":
        if kept:
            return _("Ring: epoch {epoch}, the best validation {measure}, whose weights are kept.")
        return _("Ring: epoch {epoch}, the best validation {measure}.")
    if kept:
        return _("Ring: epoch {epoch}, the best training {measure}, whose weights are kept.")
    return _("Ring: epoch {epoch}, the best training {measure}.")


def _kept_epoch(run: Run) -> int | None:
    """The best epoch that training recorded; it ignores gains below `min_delta`."""
    noted = run.facts().get("best_epoch")
    return noted if isinstance(noted, int) and run.status.state == "finished" else None


def _choose(words: str) -> tuple[Across, bool]:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="run-curve-controls"):
        across = _ACROSS[choose_segment(ACROSS_KEY, _("Across"), translated(_ACROSS_TITLES), "epochs")]
        smooth = st.toggle(
            _("Smooth"), key=SMOOTH_KEY, bind=URL, help=_("Averages every epoch with two before and two after it.")
        )
        st.caption(as_text(words), width="stretch")
    return across, smooth


def _show_chart(
    name: str, metrics: pd.DataFrame, best: int | None, across: Across, smooth: bool, height_px: int
) -> None:
    measure, palette = MEASURES[name], current_palette()
    with st.container(gap="xxsmall", key=f"run-curve-{name}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(
                f"**{as_text(_(measure.title))}**",
                help=with_glossary_link(_(measure.explanation), name),
                width="content",
            )
            st.html(_legend(name, metrics, in_full=height_px == LARGE_PX), width="content")
        st.vega_lite_chart(
            curve_table(metrics, name, smooth=smooth, best_epoch=best),
            build_curve(name, palette, across=across, height_px=height_px),
            theme=None,
            width="stretch",
            key=f"run.curve.{name}",
        )


def _legend(name: str, metrics: pd.DataFrame, *, in_full: bool) -> str:
    """Legend with the newest values; with the names of the splits if `in_full`."""
    measure, palette = MEASURES[name], current_palette()
    train, val = last_values(metrics, name)
    splits = [
        (_("Training"), train, palette.muted, meaning_of("training")),
        (_("Validation"), val, palette.link, meaning_of("validation")),
    ]
    if not measure.sides:
        return f'<div class="atelier-key"><span>{as_html(in_words(measure, train))}</span></div>'
    entries = "".join(
        f'<span title="{as_html(hint)}"><i style="background:{colour}"></i>{f"{split} " if in_full else ""}'
        f"{as_html(in_words(measure, value))}</span>"
        for split, value, colour, hint in splits
    )
    return f'<div class="atelier-key">{entries}</div>'
