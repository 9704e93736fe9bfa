"""What is known of how good a run is, and how its sides are called; `core.evaluation.results` reads the document."""

from collections.abc import Mapping

from core.evaluation.results import RunResults, interval_of, number, pair, read_results

__all__ = ["SIDE_MEANINGS", "SIDE_WORDS", "RunResults", "interval_of", "number", "pair", "read_results"]

SIDE_WORDS: Mapping[str, str] = {"test": "Test", "val": "Validation", "train": "Training"}
"""The sides of a split in the order they are offered."""

SIDE_MEANINGS: Mapping[str, str] = {
    "test": "pictures the model has never met: the honest figure",
    "val": "pictures that decided when to stop, so figures are a little too good",
    "train": "pictures it learned from, so figures say how much it knows by heart",
}
