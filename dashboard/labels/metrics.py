"""The metrics of a run explained for newcomers. Pure: texts only.

Hyperparameters explain themselves where they are declared, in `core.training`; the measures do so here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from core.language import N_, _

Form = Literal["share", "number", "rate", "seconds"]


@dataclass(frozen=True)
class Measure:
    """One metric of a run as it is shown.

    Attributes:
        name: as in the columns of `metrics.jsonl`, without "train_" and "val_".
        title: the name people read, marked for translation.
        explanation: what it means, then how to read it; Markdown, marked for translation.
        form: "share" (0 to 1, shown in per cent), "number", "rate" (over many powers of ten) or "seconds".
        sides: whether training and validation each have a value.
        better: "high", "low", or "" where neither is better.
    """

    name: str
    title: str
    explanation: str
    form: Form
    sides: bool = True
    better: Literal["high", "low", ""] = ""


_ALL = (
    Measure(
        "loss",
        N_("Loss"),
        N_(
            "How wrong the network is, weighted by confidence: a confident mistake costs much, a hesitant "
            "one little. Training minimises it. Where the validation curve rises while the training curve "
            "keeps falling, the network begins to memorise (overfit). With class weights the training loss "
            "is weighted and the validation loss is not, so their values are not comparable."
        ),
        "number",
        better="low",
    ),
    Measure(
        "accuracy",
        N_("Accuracy"),
        N_(
            "How many pictures out of a hundred are given to the right artist. Easy to read, but an artist with many "
            "pictures counts more than one with few."
        ),
        "share",
        better="high",
    ),
    Measure(
        "f1",
        N_("F1"),
        N_(
            "Precision and recall in one number that is only high when both are, worked out for each artist and then "
            "averaged: every artist counts the same, however few pictures there are."
        ),
        "share",
        better="high",
    ),
    Measure(
        "precision",
        N_("Precision"),
        N_("When the network names an artist, how often that is right. Worked out for each artist, then averaged."),
        "share",
        better="high",
    ),
    Measure(
        "recall",
        N_("Recall"),
        N_(
            "Of the pictures an artist really painted, how many the network gives to that artist. Worked out for each "
            "artist, then averaged."
        ),
        "share",
        better="high",
    ),
    Measure(
        "mse",
        N_("Squared error"),
        N_(
            "How far the probabilities are from the truth, squared and averaged (mean squared error, also called Brier "
            "score). Low means right, and as sure as it should be."
        ),
        "number",
        better="low",
    ),
    Measure(
        "learning_rate",
        N_("Learning rate"),
        N_(
            "How big the steps are by which the network changes. Big steps learn fast but overshoot; a drop lets it "
            "settle. Each dashed line is a drop."
        ),
        "rate",
        sides=False,
    ),
    Measure(
        "seconds",
        N_("Seconds for each epoch"),
        N_("How long one pass over the training pictures took, the check on the validation pictures included."),
        "seconds",
        sides=False,
    ),
)

MEASURES: Mapping[str, Measure] = {measure.name: measure for measure in _ALL}
"""Every measure of an epoch, in the order they are shown."""

WORDS: Mapping[str, str] = {
    "epoch": N_("One pass over all training pictures."),
    "test accuracy": N_(
        "How many pictures out of a hundred are given to the right artist, counted on the test pictures, which played "
        "no part in training and in no choice."
    ),
    "test f1": N_("Precision and recall of every artist in one number, averaged; counted on the test pictures."),
    "training": N_("Pictures the network learns from."),
    "validation": N_("Pictures it is checked on after every epoch and never learns from; they decide when to stop."),
    "best": N_("The epoch that did best on the validation pictures. Its weights are the ones that are kept."),
    "seed": N_("The number from which all chance is drawn. The same seed and settings give the same run."),
    "estimate": N_(
        "Measured on a few batches on this computer and remembered, so that the next estimate of the same kind "
        "takes no time."
    ),
}
"""Words that stand beside numbers, explained; marked for translation."""


UNKNOWN = "–"
"""Shown for a missing value."""

_SHORT_S = 0.1


def in_words(measure: Measure, value: float | None) -> str:
    """A value as people read it: "84.2 %", "0.513", "1e-3", "12.0 s", "40 ms"; a dash where there is none."""
    if value is None or value != value:
        return UNKNOWN
    if measure.form == "share":
        return f"{100 * value:.1f} %"
    if measure.form == "rate":
        return _rate(value)
    if measure.form == "seconds":
        return f"{value:.1f} s" if value >= _SHORT_S else f"{1000 * value:.0f} ms"
    return f"{value:.3f}"


def _rate(value: float) -> str:
    """Small numbers as `1e-05` would have them, but as a person writes them."""
    mantissa, _, exponent = f"{value:.2g}".partition("e")
    return f"{mantissa} × 10{_raised(int(exponent))}" if exponent else f"{value:g}"


def _raised(exponent: int) -> str:
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def meaning_of(word: str) -> str:
    """What a word means, in a sentence.

    Args:
        word: a key of `dashboard.labels.metrics.WORDS`.
    """
    return _(WORDS[word])
