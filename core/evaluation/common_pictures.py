"""Aligning the predictions of several runs on the same pictures, or refusing."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.errors import InvalidInputError
from core.evaluation.predictions import Predictions, side_label
from core.evaluation.run_dataset import DatasetIdentity, require_same_dataset
from core.language import _


@dataclass(frozen=True)
class Matched:
    """Predictions of runs aligned row by row.

    Attributes:
        runs: predictions by run, the same pictures in the same order in each.
        note: which pictures are compared, and which are left out.
    """

    runs: dict[str, Predictions]
    note: str


def match_runs(
    runs: Mapping[str, Predictions], side: str, on_common: bool, origins: Mapping[str, DatasetIdentity] | None = None
) -> Matched:
    """Bring runs onto the same pictures.

    Args:
        runs: whole predictions by run, one or more.
        side: "train", "val" or "test".
        on_common: take the pictures in common where the sides differ.
        origins: the data set of each run; unknown ones are assumed to be the same.

    Raises:
        InvalidInputError: the data sets differ, the sides differ and `on_common` is False, nothing is in common, or
            painters differ.
    """
    require_same_dataset(origins or {})
    sides = {run: predictions.on(side) for run, predictions in runs.items()}
    for run, predictions in sides.items():
        if not len(predictions):
            nothing = _("“{run}” has no {side} picture, so it cannot be compared.")
            raise InvalidInputError(nothing.format(run=run, side=side_label(side)))
    pictures = {run: set(found.painting_id) for run, found in sides.items()}
    common = set.intersection(*pictures.values())
    if any(found != common for found in pictures.values()):
        _require_common(pictures, common, side, on_common)
    rows = {run: _rows_of(found, common) for run, found in sides.items()}
    _require_same_painters(rows)
    return Matched(rows, _note(pictures, rows, common, side))


def _require_common(pictures: Mapping[str, set[str]], common: set[str], side: str, on_common: bool) -> None:
    (first, one), *others = pictures.items()
    run, other = next(((run, found) for run, found in others if found != one), others[0])
    if not common:
        raise InvalidInputError(
            _(
                "These runs have no {side} picture in common, so they cannot be compared. Train them on the same split."
            ).format(side=side_label(side))
        )
    if not on_common:
        raise InvalidInputError(
            _(
                "“{first}” and “{second}” were not tested on the same pictures ({one:,} and {other:,}; {both:,} in "
                "common). Train them on the same split, or compare on the {common:,} pictures that all runs have in "
                "common."
            ).format(first=first, second=run, one=len(one), other=len(other), both=len(one & other), common=len(common))
        )


def _rows_of(predictions: Predictions, common: set[str]) -> Predictions:
    """The common pictures, ordered by painting id."""
    kept = predictions.take(np.isin(predictions.painting_id.astype(np.str_), sorted(common)))
    return kept.take(np.argsort(kept.painting_id.astype(np.str_)))


def _require_same_painters(rows: Mapping[str, Predictions]) -> None:
    painters = {run: np.asarray(found.artists, object)[found.y_true] for run, found in rows.items()}
    (first, one), *others = painters.items()
    for run, other in others:
        for row in np.flatnonzero(one != other)[:1]:
            painting_id = rows[first].painting_id[row]
            raise InvalidInputError(
                _(
                    "“{painting}” is by {painter} in “{first}” and by {other} in “{second}”. Train one of them "
                    "again on the current data set."
                ).format(painting=painting_id, painter=one[row], first=first, other=other[row], second=run)
            )


def _note(pictures: Mapping[str, set[str]], rows: Mapping[str, Predictions], common: set[str], side: str) -> str:
    largest = max(len(found) for found in pictures.values())
    same = all(found == common for found in pictures.values())
    judged = (
        _("All runs were evaluated on the same {common:,} {side} pictures.")
        if same
        else _(
            "The {side} sets differ: the comparison uses the {common:,} pictures that all runs have in "
            "common (the largest {side} set has {largest:,}), so figures differ from those of each single "
            "run."
        )
    )
    parts = [judged.format(common=len(common), side=side_label(side), largest=largest)]
    choices = sorted({len(found.artists) for found in rows.values()})
    if len(choices) > 1:
        among = _("The runs choose among {fewest} to {most} artists; fewer is easier.")
        parts.append(among.format(fewest=choices[0], most=choices[-1]))
    return " ".join(parts)
