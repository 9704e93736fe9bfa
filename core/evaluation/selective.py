"""How accurate the model is when it may say "I do not know" below some confidence."""

from dataclasses import dataclass

import numpy as np

from core.evaluation.predictions import Bools, Floats

POINTS = 100


@dataclass(frozen=True)
class SelectivePoint:
    """One threshold.

    Attributes:
        threshold: the model answers where its confidence is at least this, 0 to 1.
        coverage: share of the pictures it then answers, above 0.
        accuracy: share of these answers that is right.
    """

    threshold: float
    coverage: float
    accuracy: float


def selective_curve(confidence: Floats, is_hit: Bools, points: int = POINTS) -> list[SelectivePoint]:
    """From the surest answers alone to all of them; pictures of equal confidence come together.

    Args:
        confidence: `(n,)`.
        is_hit: `(n,)`.
        points: how many thresholds at most, spread evenly over those there are; the last takes every picture.
    """
    order = np.argsort(-confidence, kind="stable")
    sorted_confidence, hits = confidence[order], np.cumsum(is_hit[order])
    last_of_equal = np.flatnonzero(np.append(np.diff(sorted_confidence) != 0, True)) if len(order) else order
    wanted = np.linspace(0, len(last_of_equal) - 1, min(points, len(last_of_equal))).round().astype(int)
    return [
        SelectivePoint(float(sorted_confidence[i]), float((i + 1) / len(order)), float(hits[i] / (i + 1)))
        for i in last_of_equal[wanted]
    ]
