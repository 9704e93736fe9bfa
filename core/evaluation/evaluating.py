"""Computes `evaluation.json`, everything the result pages show, from the predictions of a run.

The document; NaN and splits without pictures are null:
    schema_version, rounds, seed: of the document and of the bootstrap.
    artists: names in the order of the network's outputs; rows and columns of every matrix.
    notes: sentences about what could not be computed, and why.
    temperature: fitted on the validation set.
    train, val, test: null where the split is empty, else
        pictures, works; every key of `measure_texts.MEASURES`;
        intervals: by measure, [low, high] at 95 %;
        per_artist: artist, precision, recall, f1, support, predicted, intervals;
        confusion: counts, true artists in rows, predicted artists in columns;
        calibration: ece, bins; after_temperature (ece, log_loss, bins), on val in-sample;
        selective: threshold, coverage, accuracy.
    leak: the fields of `leak.Leak`, and the shares leaking_share and leaking_if_random_share.
    movements: the fields of `movements.MovementAffinity`, for the test set.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from core.dataset.artists.artist import Artist
from core.evaluation.calibration import (
    expected_calibration_error,
    fit_temperature,
    reliability_curve,
    selective_curve,
    with_temperature,
)
from core.evaluation.confusions import count_confusions
from core.evaluation.leak import measure_leak
from core.evaluation.measures import measure, measure_artists
from core.evaluation.movements import measure_affinity
from core.evaluation.predictions import (
    EVALUATION_FILE,
    PREDICTIONS_FILE,
    SIDES,
    Floats,
    Predictions,
    read_predictions,
    side_label,
)
from core.evaluation.resampling import interval, resample, work_codes
from core.evaluation.run_dataset import dataset_facts
from core.evaluation.scores import picture_log_losses
from core.files import write_text_atomically
from core.language import _
from core.permissions import require_writable_path

SCHEMA_VERSION = 1
ROUNDS = 1000


def run_evaluation(
    folder: Path,
    work_groups: Mapping[str, str] | None = None,
    rounds: int = ROUNDS,
    seed: int = 0,
    artists: Sequence[Artist] | None = None,
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """Evaluate a run folder from its predictions, and write `evaluation.json` there.

    Args:
        folder: of the run; only `predictions.parquet` is read.
        work_groups: the work each picture shows, by painting id; None where the data set is unknown.
        rounds: of the bootstrap and of the movements' shuffles.
        seed: of both.
        artists: of the data set, for their movements; None where it is unknown.
        notes: sentences to put before those added here.

    Returns:
        The document, as the module describes it.

    Raises:
        NotFoundError: the run has no predictions.
        InvalidInputError: they are damaged or hold an impossible value, which the message names.
        DiskFullError: no room for the document.
        ReadOnlyError: this is a read-only demo; `evaluate_predictions` writes nothing.
    """
    require_writable_path(folder)
    predictions = read_predictions(folder / PREDICTIONS_FILE)
    document = evaluate_predictions(predictions, work_groups, rounds, seed, artists, notes)
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    write_text_atomically(folder / EVALUATION_FILE, text + "\n")
    return document


def evaluate_run(folder: Path, dataset: str, rounds: int = ROUNDS, seed: int = 0) -> dict[str, Any]:
    """As `run_evaluation`, with the work groups and artists of the named data set; what is missing is noted.

    Raises:
        NotFoundError: the run has no predictions.
        InvalidInputError: they are damaged.
    """
    known = dataset_facts(dataset)
    return run_evaluation(folder, known.work_groups, rounds, seed, known.artists, known.notes)


def evaluate_on_dataset(predictions: Predictions, dataset: str, rounds: int = ROUNDS, seed: int = 0) -> dict[str, Any]:
    """As `evaluate_run`, without writing."""
    known = dataset_facts(dataset)
    return evaluate_predictions(predictions, known.work_groups, rounds, seed, known.artists, known.notes)


def evaluate_predictions(
    predictions: Predictions,
    work_groups: Mapping[str, str] | None = None,
    rounds: int = ROUNDS,
    seed: int = 0,
    artists: Sequence[Artist] | None = None,
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """As `run_evaluation`, without files."""
    temperature = fit_temperature(predictions.on("val"))
    document: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "rounds": rounds,
        "seed": seed,
        "artists": list(predictions.artists),
        "notes": [*notes, *_notes(predictions, work_groups, artists, temperature)],
        "temperature": temperature,
    }
    for side in SIDES:
        found = predictions.on(side)
        document[side] = _side(found, work_groups, rounds, seed, temperature) if len(found) else None
    document["leak"] = _leak(predictions, work_groups)
    affinity = artists is not None and document["test"] is not None
    document["movements"] = (
        asdict(measure_affinity(predictions.on("test"), artists or (), rounds, seed)) if affinity else None
    )
    defined: dict[str, Any] = without_nan(document)
    return defined


def without_nan(value: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """A copy that JSON can hold: None for NaN, lists for tuples and arrays."""
    if isinstance(value, Mapping):
        return {str(key): without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_nan(item) for item in value]
    if isinstance(value, np.ndarray | np.generic):
        return without_nan(value.tolist())
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _notes(
    predictions: Predictions,
    work_groups: Mapping[str, str] | None,
    artists: Sequence[Artist] | None,
    temperature: float,
) -> Iterator[str]:
    if work_groups is None:
        yield _(
            "It is unknown which pictures show the same work, so each counts as its own work: intervals may"
            " be too narrow, and there is no leak meter."
        )
    else:
        missing = sum(painting_id not in work_groups for painting_id in predictions.painting_id)
        if missing:
            gone = _("{n:,} pictures of this run are no longer in the data set; each counts as its own work.")
            yield gone.format(n=missing)
    if artists is None:
        yield _("The artists' movements are unknown, so it cannot be tested whether confusions follow them.")
    for side in SIDES:
        if not (predictions.side == side).any():
            empty = _("The {side} set has no pictures, so it has no results.")
            yield empty.format(side=side_label(side))
    if math.isnan(temperature) and (predictions.side == "val").any():
        yield _("The validation pictures do not determine a temperature, so the probabilities are uncalibrated.")


def _side(
    found: Predictions, work_groups: Mapping[str, str] | None, rounds: int, seed: int, temperature: float
) -> dict[str, Any]:
    codes = work_codes(found.painting_id, work_groups)
    overall, artists = resample(found, codes, rounds, seed)
    values = measure(found)
    return {
        "pictures": len(found),
        "works": int(codes.max()) + 1,
        **values,
        "intervals": {name: _interval_of(value, overall.get(name)) for name, value in values.items()},
        "per_artist": list(_per_artist(found, artists)),
        "confusion": count_confusions(found),
        "calibration": _calibration(found, temperature),
        "selective": [asdict(point) for point in selective_curve(found.confidence, found.is_hit)],
    }


def _interval_of(value: float, rounds: Floats | None) -> tuple[float, float] | None:
    return None if rounds is None or math.isnan(value) else interval(rounds)


def _per_artist(found: Predictions, resampled: Mapping[str, Floats]) -> Iterator[dict[str, Any]]:
    values = measure_artists(found)
    for position, name in enumerate(found.artists):
        shares: dict[str, float] = {key: float(getattr(values, key)[position]) for key in ("precision", "recall", "f1")}
        yield {
            "artist": name,
            **shares,
            "support": int(values.support[position]),
            "predicted": int(values.predicted[position]),
            "intervals": {
                key: _interval_of(share, resampled[key][:, position] if key in resampled else None)
                for key, share in shares.items()
            },
        }


def _calibration(found: Predictions, temperature: float) -> dict[str, Any]:
    curve = reliability_curve(found.confidence, found.is_hit)
    document = {"ece": expected_calibration_error(curve), "bins": [asdict(part) for part in curve]}
    if math.isnan(temperature):
        return {**document, "after_temperature": None}
    mended = with_temperature(found, temperature)
    after = reliability_curve(mended.confidence, mended.is_hit)
    return {
        **document,
        "after_temperature": {
            "ece": expected_calibration_error(after),
            "log_loss": float(picture_log_losses(mended).mean()),
            "bins": [asdict(part) for part in after],
        },
    }


def _leak(predictions: Predictions, work_groups: Mapping[str, str] | None) -> dict[str, Any] | None:
    sides = set(predictions.side)
    if work_groups is None or not {"train", "test"} <= sides:
        return None
    leak = measure_leak(predictions, work_groups)
    shares = {
        "leaking_share": leak.leaking / leak.test_pictures,
        "leaking_if_random_share": leak.leaking_if_random / leak.test_pictures,
    }
    return {**asdict(leak), **shares}
