"""What a model answered for every picture of a run: the file `predictions.parquet`, read strictly.

Everything that says how good a model is starts here; nothing else of the model is needed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from core.atomic import write_atomically
from core.errors import InvalidInputError, NotFoundError

SIDES = ("train", "val", "test")
PREDICTIONS_FILE = "predictions.parquet"
PROBABILITY_PREFIX = "p:"

_TEXT_COLUMNS = ("side", "painting_id", "y_true", "y_pred")

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Texts: TypeAlias = npt.NDArray[np.object_]

_SUM_TOLERANCE = 0.01  # half precision rounds each of 50 probabilities to about three digits
_TIE_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Predictions:
    """The answers for n pictures and k artists. Build it with `make_predictions` or `read_predictions`, which check.

    Attributes:
        artists: k names, in the order of the network's outputs.
        painting_id: `(n,)` str, unique.
        side: `(n,)` str, "train", "val" or "test".
        y_true: `(n,)` int64, the painter as a position in `artists`.
        y_pred: `(n,)` int64, the answer likewise.
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
        """`(n,)`, whether the answer is the painter."""
        hits: Bools = self.y_pred == self.y_true
        return hits

    @property
    def confidence(self) -> Floats:
        """`(n,)`, the probability the model gave its answer, 0 to 1."""
        return self.probabilities[np.arange(len(self)), self.y_pred]

    def on(self, side: str) -> "Predictions":
        """Those of one side, in their order."""
        return self.take(self.side == side)

    def take(self, rows: Bools | Ints) -> "Predictions":
        """Those that a mask or positions choose."""
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
    """Check answers and bring them into one form.

    Args:
        painting_ids: n names, unique.
        sides: n of "train", "val" and "test".
        y_true: `(n,)`, the painter of each picture as a position in `artists`.
        probabilities: `(n, k)`, 0 to 1; rows that miss a sum of 1 by rounding alone are scaled to it.
        artists: k names in the order of the columns.
        y_pred: `(n,)` positions of the answers; by default the most probable artist, the first among equals.

    Raises:
        InvalidInputError: the shapes do not fit, a value is NaN (the picture and the artist are named) or out of
            range, a picture comes twice, or an answer is not the most probable artist.
    """
    names = tuple(str(name) for name in artists)
    table = np.asarray(probabilities, np.float64)
    pictures, side = np.asarray(painting_ids, object), np.asarray(sides, object)
    truth = np.asarray(y_true, np.int64)
    if table.ndim != 2 or table.shape != (len(pictures), len(names)) or not len(names):
        raise InvalidInputError(
            f"Probabilities of {len(pictures):,} pictures for {len(names)} artists were expected; found were "
            f"{' × '.join(map(str, table.shape))} numbers. Predict again."
        )
    answers = table.argmax(axis=1) if y_pred is None or not len(table) else np.asarray(y_pred, np.int64)
    if not len(pictures) == len(side) == len(truth) == len(answers):
        raise InvalidInputError("Pictures, sides, painters and answers differ in number. Predict again.")
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
        yield (
            f"The answer for “{found.painting_id[row]}” is {found.artists[found.y_pred[row]]}, though {likelier} is "
            "more probable there. Predict again."
        )


def _name_faults(found: Predictions) -> Iterator[str]:
    if len(set(found.artists)) != len(found.artists):
        yield "An artist is listed twice among the predictions. Give each artist one column."
    if not all(isinstance(painting_id, str) for painting_id in found.painting_id):
        yield "A picture among the predictions has no name. Give each picture its painting id."
    twice = pd.Series(found.painting_id).duplicated().to_numpy()
    for row in np.flatnonzero(twice)[:1]:
        yield f"“{found.painting_id[row]}” comes twice among the predictions. Give each picture one row."
    for row in np.flatnonzero(~np.isin(found.side, SIDES))[:1]:
        yield f"“{found.painting_id[row]}” is on the side {found.side[row]!r:.60}, which must be train, val or test."
    for what, values in (("painter", found.y_true), ("answer", found.y_pred)):
        for row in np.flatnonzero((values < 0) | (values >= len(found.artists)))[:1]:
            yield f"The {what} of “{found.painting_id[row]}” is none of the {len(found.artists)} artists of the run."


def _probability_faults(found: Predictions) -> Iterator[str]:
    table = found.probabilities
    for row, column in np.argwhere(~np.isfinite(table))[:1]:
        yield (
            f"The probability of {found.artists[column]} for “{found.painting_id[row]}” is not a number (NaN or "
            "infinite), so nothing can be computed from it. Train or predict again."
        )
    for row, column in np.argwhere((table < 0) | (table > 1 + _SUM_TOLERANCE))[:1]:
        yield (
            f"The probability of {found.artists[column]} for “{found.painting_id[row]}” is {table[row, column]:.4g} "
            "and must lie from 0 to 1. Predict again."
        )
    sums = table.sum(axis=1)
    for row in np.flatnonzero(np.abs(sums - 1) > _SUM_TOLERANCE)[:1]:
        yield (
            f"The probabilities for “{found.painting_id[row]}” add up to {sums[row]:.4g} and must add up to 1. "
            "Predict again."
        )


def write_predictions(path: Path, predictions: Predictions) -> None:
    """Write the file that `read_predictions` reads, whole or not at all.

    Columns: side, painting_id, y_true and y_pred (names of artists), then one float32 column an artist, called
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
    """Read what `write_predictions` wrote.

    Raises:
        NotFoundError: there is no such file; the message says how one comes about.
        InvalidInputError: it is damaged, has other columns, or `make_predictions` refuses what is in it.
    """
    try:
        table: pd.DataFrame = pq.read_table(path).to_pandas()
        texts = {name: table[name].to_numpy(object) for name in _TEXT_COLUMNS if name in table.columns}
    except FileNotFoundError as error:
        raise NotFoundError(
            f"This run has no {path.name}, so its results cannot be computed. Resume the run, or train it again."
        ) from error
    except (pa.ArrowException, ValueError, TypeError, OSError) as error:
        raise InvalidInputError(
            f"The file {path.name} of this run is damaged and cannot be read. Train the run again."
        ) from error
    probabilities = [str(column) for column in table.columns if str(column).startswith(PROBABILITY_PREFIX)]
    missing = [column for column in _TEXT_COLUMNS if column not in texts]
    if missing or not probabilities:
        what = ", ".join(missing) or f"columns that begin with “{PROBABILITY_PREFIX}”, one an artist"
        raise InvalidInputError(f"The file {path.name} of this run lacks {what}. Train the run again.")
    return _from_table(table, texts, probabilities)


def _from_table(table: pd.DataFrame, texts: Mapping[str, Texts], columns: Sequence[str]) -> Predictions:
    artists = pd.Index([column.removeprefix(PROBABILITY_PREFIX) for column in columns])
    if not artists.is_unique:
        raise InvalidInputError("An artist is listed twice among the predictions. Give each artist one column.")
    try:
        probabilities = table[list(columns)].to_numpy(np.float64, na_value=np.nan)
    except (ValueError, TypeError) as error:
        raise InvalidInputError("A probability of this run is not a number. Train or predict again.") from error
    return make_predictions(
        texts["painting_id"],
        texts["side"],
        artists.get_indexer(pd.Index(texts["y_true"])),
        probabilities,
        list(artists),
        artists.get_indexer(pd.Index(texts["y_pred"])),
    )
