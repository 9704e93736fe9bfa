"""The predictions of a run, `predictions.parquet`, with strict validation.

Every evaluation starts from this file; nothing else of the model is needed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from core.errors import AtelierError, InvalidInputError, NotFoundError
from core.files import write_atomically
from core.language import N_, _

SIDES = ("train", "val", "test")
SIDE_NAMES: Mapping[str, str] = {"train": N_("train"), "val": N_("val"), "test": N_("test")}
"""Names of the splits in sentences, marked for translation."""

PREDICTIONS_FILE = "predictions.parquet"
EVALUATION_FILE = "evaluation.json"
PROBABILITY_PREFIX = "p:"

_TEXT_COLUMNS = ("side", "painting_id", "y_true", "y_pred")

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Texts: TypeAlias = npt.NDArray[np.object_]

_SUM_TOLERANCE = 0.01  # half precision rounds each of 50 probabilities to about three digits
_TIE_TOLERANCE = 1e-6


def side_label(side: str) -> str:
    """The name of a split in sentences, in the current language."""
    return _(SIDE_NAMES.get(side, side))


@dataclass(frozen=True)
class Predictions:
    """Predictions for n pictures and k artists. Build with `make_predictions` or `read_predictions`, which validate.

    Attributes:
        artists: k names, in the order of the network's outputs.
        painting_id: `(n,)` str, unique.
        side: `(n,)` str, "train", "val" or "test".
        y_true: `(n,)` int64, index of the true artist in `artists`.
        y_pred: `(n,)` int64, index of the predicted artist.
        probabilities: `(n, k)` float64, each row adds up to 1.
    """

    artists: tuple[str, ...]
    painting_id: Texts
    side: Texts
    y_true: Ints
    y_pred: Ints
    probabilities: Floats

    def __len__(self) -> int:
        return len(self.y_true)

    @property
    def is_hit(self) -> Bools:
        """`(n,)`, whether the prediction is correct."""
        hits: Bools = self.y_pred == self.y_true
        return hits

    @property
    def confidence(self) -> Floats:
        """`(n,)`, the probability of the predicted artist, 0 to 1."""
        return self.probabilities[np.arange(len(self)), self.y_pred]

    def on(self, side: str) -> "Predictions":
        """The rows of one split, in order."""
        return self.take(self.side == side)

    def take(self, rows: Bools | Ints) -> "Predictions":
        """The rows selected by a mask or positions."""
        parts = {name: getattr(self, name)[rows] for name in ("painting_id", "side", "y_true", "y_pred")}
        return replace(self, probabilities=self.probabilities[rows], **parts)


def make_predictions(
    painting_ids: Sequence[str] | Texts,
    sides: Sequence[str] | Texts,
    y_true: npt.ArrayLike,
    probabilities: npt.ArrayLike,
    artists: Sequence[str],
    y_pred: npt.ArrayLike | None = None,
) -> Predictions:
    """Validate and normalise predictions.

    Args:
        painting_ids: n names, unique.
        sides: n of "train", "val" and "test".
        y_true: `(n,)`, index of the true artist in `artists`.
        probabilities: `(n, k)`, 0 to 1; rows that differ from a sum of 1 only by rounding are scaled to it.
        artists: k names in the order of the columns.
        y_pred: `(n,)` indices of the predicted artists; by default the argmax, the first among equals.

    Raises:
        InvalidInputError: shapes do not match, a value is NaN (the message names picture and artist) or out of range,
            a picture is repeated, or a prediction is not the most probable artist.
    """
    names = tuple(str(name) for name in artists)
    table = np.asarray(probabilities, np.float64)
    pictures, side = np.asarray(painting_ids, object), np.asarray(sides, object)
    truth = np.asarray(y_true, np.int64)
    if table.ndim != 2 or table.shape != (len(pictures), len(names)) or not len(names):
        raise InvalidInputError(
            _(
                "Probabilities of {pictures:,} pictures for {artists} artists were expected; found were {shape} "
                "numbers. Predict again."
            ).format(pictures=len(pictures), artists=len(names), shape=" × ".join(map(str, table.shape)))
        )
    answers = table.argmax(axis=1) if y_pred is None or not len(table) else np.asarray(y_pred, np.int64)
    if not len(pictures) == len(side) == len(truth) == len(answers):
        raise InvalidInputError(_("Pictures, splits, true artists and predictions differ in number. Predict again."))
    found = Predictions(names, pictures, side, truth, answers, table)
    for fault in _faults(found):
        raise InvalidInputError(fault)
    return replace(found, probabilities=table / table.sum(axis=1, keepdims=True))


def _faults(found: Predictions) -> Iterator[str]:
    yield from _name_faults(found)
    yield from _probability_faults(found)
    rows = np.arange(len(found))
    behind = found.probabilities.max(axis=1, initial=0) - found.probabilities[rows, found.y_pred]
    for row in np.flatnonzero(behind > _TIE_TOLERANCE)[:1]:
        likelier = found.artists[found.probabilities[row].argmax()]
        yield _("The prediction for “{painting}” is {answer}, but {likelier} is more probable. Predict again.").format(
            painting=found.painting_id[row], answer=found.artists[found.y_pred[row]], likelier=likelier
        )


def _name_faults(found: Predictions) -> Iterator[str]:
    if len(set(found.artists)) != len(found.artists):
        yield _("An artist is listed twice among the predictions. Give each artist one column.")
    if not all(isinstance(painting_id, str) for painting_id in found.painting_id):
        yield _("A picture among the predictions has no name. Give each picture its painting id.")
    twice = pd.Series(found.painting_id).duplicated().to_numpy()
    for row in np.flatnonzero(twice)[:1]:
        twice_there = _("“{painting}” is repeated among the predictions. Give each picture one row.")
        yield twice_there.format(painting=found.painting_id[row])
    for row in np.flatnonzero(~np.isin(found.side, SIDES))[:1]:
        unknown = _("“{painting}” is in the split {side!r:.60}, which must be train, val or test.")
        yield unknown.format(painting=found.painting_id[row], side=found.side[row])
    yield from _artist_faults(
        found, found.y_true, _("The true artist of “{painting}” is none of the {artists} artists of the run.")
    )
    yield from _artist_faults(
        found, found.y_pred, _("The predicted artist of “{painting}” is none of the {artists} artists of the run.")
    )


def _artist_faults(found: Predictions, values: Ints, sentence: str) -> Iterator[str]:
    for row in np.flatnonzero((values < 0) | (values >= len(found.artists)))[:1]:
        yield sentence.format(painting=found.painting_id[row], artists=len(found.artists))


def _probability_faults(found: Predictions) -> Iterator[str]:
    table = found.probabilities
    for row, column in np.argwhere(~np.isfinite(table))[:1]:
        yield _(
            "The probability of {artist} for “{painting}” is not a number (NaN or infinite), so nothing can be "
            "computed from it. Train or predict again."
        ).format(artist=found.artists[column], painting=found.painting_id[row])
    for row, column in np.argwhere((table < 0) | (table > 1 + _SUM_TOLERANCE))[:1]:
        yield _(
            "The probability of {artist} for “{painting}” is {value:.4g} and must be from 0 to 1. Predict again."
        ).format(artist=found.artists[column], painting=found.painting_id[row], value=table[row, column])
    sums = table.sum(axis=1)
    for row in np.flatnonzero(np.abs(sums - 1) > _SUM_TOLERANCE)[:1]:
        yield _("The probabilities for “{painting}” add up to {sum:.4g} and must add up to 1. Predict again.").format(
            painting=found.painting_id[row], sum=sums[row]
        )


def write_predictions(path: Path, predictions: Predictions) -> None:
    """Write the file that `read_predictions` reads, atomically.

    Columns: side, painting_id, y_true and y_pred (names of artists), then one float32 column per artist, named
    "p:" and the artist's name, in the order of the network's outputs.
    """
    names = np.asarray(predictions.artists, object)
    columns: dict[str, Any] = {"side": predictions.side, "painting_id": predictions.painting_id}
    columns |= {"y_true": names[predictions.y_true], "y_pred": names[predictions.y_pred]}
    schema = pa.schema([(name, pa.string()) for name in columns])
    for position, name in enumerate(predictions.artists):
        columns[PROBABILITY_PREFIX + name] = predictions.probabilities[:, position].astype(np.float32)
        schema = schema.append(pa.field(PROBABILITY_PREFIX + name, pa.float32()))
    table = pa.table(columns, schema=schema)
    write_atomically(path, lambda file: pq.write_table(table, file))


def read_predictions(path: Path) -> Predictions:
    """Read the file of `write_predictions`.

    Raises:
        NotFoundError: the file is missing; the message says how to create it.
        InvalidInputError: it is damaged, has other columns, or `make_predictions` refuses its content.
    """
    try:
        table: pd.DataFrame = pq.read_table(path).to_pandas()
        texts = {name: table[name].to_numpy(object) for name in _TEXT_COLUMNS if name in table.columns}
    except FileNotFoundError as error:
        raise NotFoundError(
            _("This run has no {file}, so its results cannot be computed. Resume the run, or train it again.").format(
                file=path.name
            )
        ) from error
    except (pa.ArrowException, ValueError, TypeError, OSError) as error:
        raise InvalidInputError(
            _("The file {file} of this run is damaged and cannot be read. Train the run again.").format(file=path.name)
        ) from error
    probabilities = [str(column) for column in table.columns if str(column).startswith(PROBABILITY_PREFIX)]
    missing = [column for column in _TEXT_COLUMNS if column not in texts]
    if missing or not probabilities:
        columns = _("columns that begin with “{prefix}”, one per artist").format(prefix=PROBABILITY_PREFIX)
        lacks = _("The file {file} of this run lacks {columns}. Train the run again.")
        raise InvalidInputError(lacks.format(file=path.name, columns=", ".join(missing) or columns))
    return _from_table(table, texts, probabilities)


def run_predictions(folder: Path) -> Predictions:
    """The predictions of a run folder. Raises as `read_predictions`."""
    return read_predictions(folder / PREDICTIONS_FILE)


def _from_table(table: pd.DataFrame, texts: Mapping[str, Texts], columns: Sequence[str]) -> Predictions:
    artists = pd.Index([column.removeprefix(PROBABILITY_PREFIX) for column in columns])
    if not artists.is_unique:
        raise InvalidInputError(_("An artist is listed twice among the predictions. Give each artist one column."))
    try:
        probabilities = table[list(columns)].to_numpy(np.float64, na_value=np.nan)
    except (ValueError, TypeError) as error:
        raise InvalidInputError(_("A probability of this run is not a number. Train or predict again.")) from error
    return make_predictions(
        texts["painting_id"],
        texts["side"],
        artists.get_indexer(pd.Index(texts["y_true"])),
        probabilities,
        list(artists),
        artists.get_indexer(pd.Index(texts["y_pred"])),
    )


def cached_predictions(folder: Path) -> Predictions | None:
    """The predictions of a run folder, read once per version of the file; None where they cannot be read."""
    try:
        return _cached(folder, predictions_stamp(folder))
    except (OSError, AtelierError):
        return None


def predictions_stamp(folder: Path) -> int:
    """Modification time of a run's predictions in nanoseconds; 0 where there are none."""
    try:
        return (folder / PREDICTIONS_FILE).stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=8)
def _cached(folder: Path, stamp: int) -> Predictions:
    return run_predictions(folder)
