"""One run as the templates show it: texts and charts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup

from core.dataset.artists.artist import Artist
from core.dataset.store import Dataset
from core.errors import AtelierError
from core.evaluation.confusions import confused_pairs
from core.evaluation.labels import MEASURES
from core.evaluation.results import calibration_sentence, interval_of, leak_sentence, number, pair
from core.evaluation.run_dataset import test_set_key
from core.language import N_, _, grouped
from core.report.collection import Collection
from core.report.curves import colour_of, draw_reliability
from core.report.gathering import ReportRun
from core.report.labels import Interval, duration, measure_range, measure_value, moment
from core.report.matrix import draw_matrix
from core.report.pictures import Mistake, most_confident_mistakes
from core.report.settings import Reproduction, describe_reproduction

_PAIRS = 12
_STATES = {
    "queued": N_("Waiting"),
    "running": N_("Still running"),
    "stopping": N_("Stopping"),
    "finished": N_("Finished"),
    "stopped": N_("Stopped"),
    "failed": N_("Failed"),
    "interrupted": N_("Interrupted"),
}


@dataclass(frozen=True)
class MeasureRow:
    """A metric on the test set: key, name, value and interval as text."""

    key: str
    name: str
    value: str
    within: str


@dataclass(frozen=True)
class ArtistRow:
    """Metrics of one artist; shares are None where undefined."""

    name: str
    pictures: int
    predicted: int
    shares: Mapping[str, float | None]
    intervals: Mapping[str, Interval]


@dataclass(frozen=True)
class RunSection:
    """Everything the report shows of one run.

    Attributes:
        number: from 1.
        colour: index of eight colours.
        title: plain text.
        model: title of the model.
        state: as text.
        facts: labels and values.
        notes: sentences about what could not be computed.
        fault: why there are no results; "" where there are.
        measures: on the test set; empty without results.
        test_set_key: data set, split and number of pictures: equal for runs with one test set; None without results.
        accuracy: on the test set.
        accuracy_interval: its 95 % interval.
        f1_of: F1 of each artist, by name.
        matrix: chart; None without results.
        pairs: true artist, predicted artist, count and share of the most confused pairs.
        artists: the most pictures first.
        calibration: chart; None without results.
        calibration_words: as a sentence.
        leak: as a sentence.
        movements: as a sentence; "" where unknown.
        mistakes: the most confident errors.
        mistakes_fault: why they cannot be shown; "" where they can.
        recipe: how to reproduce the run.
    """

    number: int
    colour: int
    title: str
    model: str
    state: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    fault: str
    recipe: Reproduction
    leak: str = ""
    measures: tuple[MeasureRow, ...] = ()
    test_set_key: tuple[str, str, int] | None = None
    accuracy: float | None = None
    accuracy_interval: Interval = None
    f1_of: Mapping[str, float | None] = field(default_factory=dict)
    matrix: Markup | None = None
    pairs: tuple[tuple[str, str, int, float], ...] = ()
    artists: tuple[ArtistRow, ...] = ()
    calibration: Markup | None = None
    calibration_words: str = ""
    movements: str = ""
    mistakes: tuple[Mistake, ...] = ()
    mistakes_fault: str = ""


def describe_run(
    found: ReportRun, collection: Collection, dataset: Dataset | None, catalog: pd.DataFrame
) -> RunSection:
    """One run as texts and charts.

    Args:
        found: the run.
        collection: its data set as the report shows it.
        dataset: None where it is missing.
        catalog: of the data set; empty where it is missing.
    """
    notes = [note for note in (found.gone, found.run.config_fault, *found.results.notes) if note]
    base: dict[str, Any] = {
        "number": found.number,
        "colour": colour_of(found.number),
        "title": found.title,
        "model": found.model,
        "state": _(_STATES.get(found.run.status.state, found.run.status.state)),
        "facts": tuple(_facts(found)),
        "notes": tuple(dict.fromkeys(notes)),
        "fault": found.results.fault,
        "recipe": describe_reproduction(found, collection),
        "leak": leak_sentence(found.results.leak) if found.results.leak else "",
    }
    if found.test is None:
        if not found.results.fault:
            base["fault"] = _("This run has no test pictures, so it has no test results.")
        return RunSection(**base)
    return RunSection(**base, **_results(found, found.test, dataset), **_mistakes(found, dataset, catalog))


def _facts(found: ReportRun) -> list[tuple[str, str]]:
    status = found.run.status
    facts = [
        (_("Model"), found.model or _("not known")),
        (_("Parameters"), grouped(found.parameters) if found.parameters is not None else ""),
        (_("Started"), moment(status.started or status.created)),
        (_("Epochs"), grouped(status.epoch) if status.epoch else ""),
        (_("Time in epochs"), duration(status.train_seconds) if status.train_seconds else ""),
        (_("Test pictures"), grouped(found.test.get("pictures") or 0) if found.test else ""),
        (_("Tags"), ", ".join(found.run.tags)),
        (_("Note"), found.run.note),
        (_("How it ended"), status.message),
    ]
    return [(label, value) for label, value in facts if value]


def _results(found: ReportRun, test: Mapping[str, Any], dataset: Dataset | None) -> dict[str, Any]:
    counts = np.asarray(test["confusion"], np.int64)
    names = found.results.artists
    pairs = confused_pairs(counts, names).head(_PAIRS)
    rows = [_artist(row) for row in test["per_artist"]]
    movements = found.results.movements or {}
    return {
        "measures": tuple(_measures(test)),
        "test_set_key": test_set_key(found.run.dataset, found.facts, test),
        "accuracy": number(test.get("accuracy")),
        "accuracy_interval": interval_of(test, "accuracy"),
        "f1_of": {row.name: row.shares["f1"] for row in rows},
        "matrix": draw_matrix(counts, names, _artists(dataset), _("Confusion matrix of {run}").format(run=found.title)),
        "pairs": tuple(zip(pairs["painter"], pairs["answer"], pairs["count"], pairs["share"], strict=True)),
        "artists": tuple(sorted(rows, key=lambda row: (-row.pictures, row.name))),
        "calibration": draw_reliability(test["calibration"], _("Reliability diagram of {run}").format(run=found.title)),
        "calibration_words": calibration_sentence(test["calibration"], found.results.temperature),
        "movements": str(movements.get("sentence") or ""),
    }


def _artists(dataset: Dataset | None) -> list[Artist]:
    try:
        return dataset.artists() if dataset else []
    except AtelierError:
        return []


def _measures(test: Mapping[str, Any]) -> list[MeasureRow]:
    return [
        MeasureRow(
            key,
            _(text.name),
            measure_value(key, number(test.get(key))),
            measure_range(key, interval_of(test, key)),
        )
        for key, text in MEASURES.items()
    ]


def _artist(row: Mapping[str, Any]) -> ArtistRow:
    within = row.get("intervals")
    intervals = within if isinstance(within, Mapping) else {}
    return ArtistRow(
        str(row["artist"]),
        int(row.get("support") or 0),
        int(row.get("predicted") or 0),
        {key: number(row.get(key)) for key in ("precision", "recall", "f1")},
        {key: pair(intervals.get(key)) for key in ("precision", "recall", "f1")},
    )


def _mistakes(found: ReportRun, dataset: Dataset | None, catalog: pd.DataFrame) -> dict[str, Any]:
    if found.predictions is None:
        not_shown = _("These pictures cannot be shown.")
        return {"mistakes_fault": f"{not_shown} {found.predictions_fault}"}
    mistakes = most_confident_mistakes(found.predictions, dataset, catalog)
    nothing_wrong = "" if mistakes else _("Every test picture is predicted correctly.")
    return {"mistakes": tuple(mistakes), "mistakes_fault": nothing_wrong}
