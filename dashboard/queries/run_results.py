"""What is known of how good a run is, and how its sides are called; `core.evaluation.results` reads the document."""

from collections.abc import Mapping

from core.evaluation.results import RunResults, interval_of, number, pair, read_results
from core.language import N_

__all__ = ["SIDE_MEANINGS", "SIDE_WORDS", "RunResults", "interval_of", "number", "pair", "read_results"]

SIDE_WORDS: Mapping[str, str] = {"test": N_("Test"), "val": N_("Validation"), "train": N_("Training")}
"""The sides of a split in the order they are offered; `_` translates them."""

SIDE_MEANINGS: Mapping[str, str] = {
    "test": N_("pictures the model has never met: the honest figure"),
    "val": N_("pictures that decided when to stop, so figures are a little too good"),
    "train": N_("pictures it learned from, so figures say how much it knows by heart"),
}
