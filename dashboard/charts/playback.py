"""The curves of some runs as a drawing that plays back needs them: plain numbers, one a run and epoch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.language import _, ngettext
from dashboard.labels.metrics import MEASURES
from dashboard.theme import CATEGORICAL

PLAYED = ("accuracy", "loss")
"""The measures that can be played, the first one at first."""


@dataclass(frozen=True)
class PlayedRun:
    """One run.

    Attributes:
        title: plain text.
        colour: `#RRGGBB`.
        curves: by measure the values on training and on validation pictures, one an epoch; None where undefined.
    """

    title: str
    colour: str
    curves: Mapping[str, tuple[list[float | None], list[float | None]]]


@dataclass(frozen=True)
class Playback:
    """Curves ready to be played.

    Attributes:
        runs: in the order of their colours.
        epochs: of the longest run, at least 1.
        words: what is to be seen, for those who cannot see it.
    """

    runs: tuple[PlayedRun, ...]
    epochs: int
    words: str

    def to_dict(self) -> dict[str, Any]:
        """Everything as JSON holds it."""
        measures = [{"name": name, "title": _(MEASURES[name].title), "form": MEASURES[name].form} for name in PLAYED]
        runs = [
            {
                "title": run.title,
                "colour": run.colour,
                "curves": {name: {"train": train, "val": val} for name, (train, val) in run.curves.items()},
            }
            for run in self.runs
        ]
        return {"runs": runs, "epochs": self.epochs, "measures": measures, "words": self.words}


def build_playback(metrics: Mapping[str, pd.DataFrame]) -> Playback | None:
    """Curves of validation and training over epochs.

    Args:
        metrics: by title of the run, rows of `metrics.jsonl` in the order of their epochs; columns may lack.

    Returns:
        None where no run has a value on validation pictures.
    """
    shown = [
        PlayedRun(title, CATEGORICAL[place % len(CATEGORICAL)], {name: _curves(rows, name) for name in PLAYED})
        for place, (title, rows) in enumerate(metrics.items())
    ]
    shown = [run for run in shown if any(value is not None for value in run.curves[PLAYED[0]][1])]
    if not shown:
        return None
    epochs = max(len(run.curves[name][1]) for run in shown for name in PLAYED)
    return Playback(tuple(shown), max(1, epochs), _in_words(shown))


def _curves(rows: pd.DataFrame, name: str) -> tuple[list[float | None], list[float | None]]:
    return _column(rows, f"train_{name}"), _column(rows, f"val_{name}")


def _column(rows: pd.DataFrame, name: str) -> list[float | None]:
    if name not in rows:
        return [None] * len(rows)
    values = pd.to_numeric(rows[name], errors="coerce").astype(float)
    return [None if value != value or value in (float("inf"), float("-inf")) else float(value) for value in values]


def _in_words(runs: Sequence[PlayedRun]) -> str:
    parts = []
    for run in runs:
        known = [value for value in run.curves["accuracy"][1] if value is not None]
        epochs = len(run.curves["accuracy"][1])
        words = ngettext("{run} {percent:.0f} % after {n} epoch", "{run} {percent:.0f} % after {n} epochs", epochs)
        parts.append(words.format(run=run.title, percent=100 * known[-1], n=epochs))
    return _("Accuracy on validation pictures: {runs}.").format(runs=", ".join(parts))
