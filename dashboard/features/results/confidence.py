"""Calibration of the model, and its accuracy when it may abstain."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from core.evaluation.results import RunResults, calibration_sentence
from core.language import _
from core.runs.run import Run
from dashboard.charts.calibration import (
    build_reliability,
    build_selective,
    point_at,
    reliability_table,
    selective_table,
)
from dashboard.features.results.downloads import draw_chart, show_saving
from dashboard.labels.escaping import as_text
from dashboard.state.session import URL, current_palette
from dashboard.ui.result_labels import percent

THRESHOLD_KEY = "confusion.threshold"
_USUAL = 50
_RELIABILITY_KEY, _SELECTIVE_KEY = "confusion.calibration", "confusion.selective"


def show_confidence(run: Run, results: RunResults, split: str) -> None:
    """Draw the reliability curve beside accuracy against coverage."""
    values = results.sides[split]
    calibration = values["calibration"]
    after = calibration.get("after_temperature")
    mended = after.get("bins") if isinstance(after, Mapping) else None
    bins = reliability_table(calibration["bins"], mended)
    points = selective_table(values["selective"])
    with st.grid(2, min_column_width=320, gap="large", key="confusion-confidence") as grid:
        with grid.cell(), st.container(gap="small"):
            _show_reliability(bins, calibration_sentence(calibration, results.temperature), f"{run.id}-{split}")
        with grid.cell(), st.container(gap="small"):
            _show_selective(points, f"{run.id}-{split}")


def _show_reliability(bins: pd.DataFrame, sentence: str, name: str) -> None:
    st.markdown(
        _("**Calibration**"),
        help=_(
            "Is the model as confident as it should be? Of the predictions with 80 % confidence, 80 % should "
            "be right. Below the dashed line the model is overconfident, above it underconfident. Larger "
            "points mean more pictures. The temperature is one number that corrects all probabilities and "
            "changes no prediction."
        ),
    )
    draw_chart(bins, build_reliability(bins, current_palette()), _RELIABILITY_KEY)
    st.caption(as_text(sentence))
    show_saving(f"calibration-{name}", _RELIABILITY_KEY, bins)


def _show_selective(points: pd.DataFrame, name: str) -> None:
    st.markdown(
        _("**Selective prediction**"),
        help=_(
            "What if the model may say “I do not know”? At the right end it answers every picture, towards "
            "the left only where it is most confident."
        ),
    )
    chart = st.container()
    threshold = st.slider(
        _("Answer only when at least this sure"),
        0,
        100,
        _USUAL,
        key=THRESHOLD_KEY,
        bind=URL,
        format="%d %%",
        label_visibility="collapsed",
    )
    with chart:
        draw_chart(points, build_selective(points, current_palette(), at=threshold / 100), _SELECTIVE_KEY)
    st.caption(as_text(selective_sentence(points, threshold / 100)))
    show_saving(f"abstention-{name}", _SELECTIVE_KEY, points)


def selective_sentence(points: pd.DataFrame, threshold: float) -> str:
    """Coverage and accuracy at a threshold, in words."""
    found = point_at(points, threshold)
    if found is None:
        return _("The model is never {threshold:.0f} % sure, so it would answer nothing.").format(
            threshold=100 * threshold
        )
    return _(
        "Answering only when at least {threshold:.0f} % sure, it answers {coverage} of the pictures, and {accuracy} of "
        "those answers are right."
    ).format(threshold=100 * threshold, coverage=percent(found["coverage"]), accuracy=percent(found["accuracy"]))
