"""Renders the templates of the report. Everything is escaped except the SVG charts made here."""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from core import __version__
from core.evaluation.labels import MEASURES, MeasureText
from core.language import _, counted, current_language
from core.report import labels
from core.report.collection import Collection, same_work_sentence
from core.report.curves import CurveDrawing
from core.report.gathering import ComparedRuns
from core.report.matrix import step_of
from core.report.sections import RunSection
from core.report.settings import SettingRow, SplitSection

_TEMPLATES = Path(__file__).parent / "templates"


def render_page(
    *,
    title: str,
    made: float,
    runs: Sequence[RunSection],
    collections: Sequence[Collection],
    splits: Sequence[SplitSection],
    settings: Sequence[SettingRow],
    curves: Sequence[CurveDrawing],
    comparisons: Sequence[ComparedRuns],
) -> str:
    """The whole file.

    Args:
        title: plain text.
        made: seconds since 1970.
        runs: in order.
        collections: the data sets, once each.
        splits: once each.
        settings: rows with one value per run.
        curves: one chart per metric.
        comparisons: one per data set with several runs.
    """
    alike = _share_test_set(runs)
    script = (_TEMPLATES / "report.js").read_text("utf-8")
    return _environment().get_template("report.html").render(
        title=title,
        language=current_language(),
        date=labels.day(made),
        version=__version__,
        style=Markup((_TEMPLATES / "report.css").read_text("utf-8")),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii"),
        runs=runs,
        collections=collections,
        splits=splits,
        settings=settings,
        curves=curves,
        comparisons=comparisons,
        best=_best(runs) if alike else None,
        are_judged_alike=alike,
        artists=_artists_by_run(runs),
        measures=[_translated(text) for text in MEASURES.values()],
        script_words=json.dumps(_script_words(), ensure_ascii=False),
    )  # fmt: skip


def _translated(text: MeasureText) -> MeasureText:
    return replace(text, name=_(text.name), meaning=_(text.meaning), formula=_(text.formula))


def _script_words() -> dict[str, str]:
    """Sentences of the script, with placeholders that it fills."""
    return {
        "epoch": _("Epoch {epoch}"),
        "training": _("{run} (training)"),
        "recognised": _("{painter}: {count} of {whole} recognised ({share})"),
        "taken": _("{painter} taken for {answer}: {count} of {whole} ({share})"),
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "percent": labels.percent,
        "within": labels.percent_range,
        "points": labels.points,
        "probability": labels.probability,
        "same_work": same_work_sentence,
        "shade": lambda share: "" if share is None else f"s{step_of(share)}",
    }
    environment.globals |= {"_": _as_markup, "counted": counted}
    return environment


def _as_markup(sentence: str) -> Markup:
    """A sentence of a template as markup: `format` escapes the values."""
    return Markup(_(sentence))


def _share_test_set(runs: Sequence[RunSection]) -> bool:
    """Whether all results are on one test set, without which no run is the most accurate."""
    return len({run.test_set_key for run in runs if labels.is_defined(run.accuracy)}) <= 1


def _best(runs: Sequence[RunSection]) -> RunSection | None:
    known = [run for run in runs if labels.is_defined(run.accuracy)]
    return max(known, key=lambda run: run.accuracy or 0.0, default=None)


def _artists_by_run(runs: Sequence[RunSection]) -> list[dict[str, Any]]:
    """F1 of every artist in every run, the artists with most test pictures first."""
    pictures: dict[str, int] = {}
    for run in runs:
        for row in run.artists:
            pictures[row.name] = max(pictures.get(row.name, 0), row.pictures)
    ranked = sorted(pictures, key=lambda name: (-pictures[name], name))
    return [{"name": name, "pictures": pictures[name], "f1": [run.f1_of.get(name) for run in runs]} for name in ranked]
