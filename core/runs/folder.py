"""What the files of a run folder are called, and how each is read and written.

Nothing here decides anything: a folder is a value on disk. pandas is imported where a table is wanted, for a list of
runs needs none.
"""

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import InvalidInputError
from core.files import write_json_atomically, write_text_atomically
from core.language import _
from core.permissions import require_writable_path
from core.processes.status import STATUS as STATUS
from core.processes.store import LOG as LOG
from core.processes.store import STOP_MARK as STOP_MARK

if TYPE_CHECKING:
    import pandas as pd

CONFIG = "config.json"
METRICS = "metrics.jsonl"
NOTES = "notes.json"
SPLIT = "split.csv"
LAYERS = "layers.json"
MODEL = "model.keras"
CHECKPOINT = "checkpoint"
TENSORBOARD = "tensorboard"
PREDICTIONS = "predictions.parquet"
EVALUATION = "evaluation.json"
WORKER_LOCK = "worker.lock"
RESERVE = ".reserve"
DELETED_MARK = "deleted"

MEASURES = ("loss", "accuracy", "mse", "precision", "recall", "f1")
METRIC_COLUMNS = (
    "epoch",
    "phase",
    "seconds",
    "learning_rate",
    *(f"{side}_{measure}" for measure in MEASURES for side in ("train", "val")),
)

_TAIL_BYTES = 8000
_LAST_ROW_BYTES = 4000
_EVENTS, _HIDDEN_EVENTS = "tfevents", "tf-events"

_MODELS = (MODEL, "probe.npz")
_STAMP_VERSION = 1
"""Raised when saliency maps, which are stored under the stamp, are computed in another way."""


def read_config_document(folder: Path) -> dict[str, Any]:
    """`config.json`: the settings under "config", and the facts of the run beside them.

    Raises:
        InvalidInputError: missing, damaged or no object.
    """
    document = read_json(folder / CONFIG)
    if not isinstance(document, dict):
        raise InvalidInputError(
            _("The settings of the run “{run}” ({file}) are missing. Start a new run instead.").format(
                run=folder.name, file=CONFIG
            )
        )
    return document


def write_config_document(folder: Path, document: Mapping[str, Any]) -> None:
    """Write `config.json` atomically."""
    write_json_atomically(folder / CONFIG, dict(document))


def read_json(path: Path) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """What a JSON file of a run holds; None where there is no such file.

    Raises:
        InvalidInputError: it is damaged or may not be read.
    """
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise InvalidInputError(
            _("{file} of the run “{run}” cannot be read: {error}. Restore the file or start a new run.").format(
                file=path.name, run=path.parent.name, error=error
            )
        ) from error


def append_metrics(path: Path, row: Mapping[str, Any]) -> None:
    """Add one line to `metrics.jsonl`; half a line that a killed process left is cut off before.

    The line is not fsynced: after a power loss the checkpoint holds the rows.

    Raises:
        ValueError: the row holds NaN or infinity; what is undefined is None.
    """
    line = json.dumps(dict(row), ensure_ascii=False, allow_nan=False) + "\n"
    require_writable_path(path)
    with path.open("ab+") as file:
        _end_with_whole_line(file.fileno())
        file.write(line.encode("utf-8"))


def _end_with_whole_line(descriptor: int) -> None:
    size = os.fstat(descriptor).st_size
    tail = os.pread(descriptor, _LAST_ROW_BYTES, max(0, size - _LAST_ROW_BYTES))
    if not tail or tail.endswith(b"\n"):
        return
    half = tail.rsplit(b"\n", 1)[-1]
    if _parsed(half) is None:
        os.ftruncate(descriptor, size - len(half))
    else:
        os.write(descriptor, b"\n")


def replace_metrics(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Rewrite `metrics.jsonl` from the checkpoint, which is authoritative; used by a resume."""
    lines = (json.dumps(dict(row), ensure_ascii=False, allow_nan=False) + "\n" for row in rows)
    write_text_atomically(path, "".join(lines))


def read_metric_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of `metrics.jsonl`; what is no whole line is passed over, and no file means no rows."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    rows = (_parsed(line) for line in data.split(b"\n"))
    return [row for row in rows if row is not None]


def read_metrics(path: Path) -> "pd.DataFrame":
    """The rows of `metrics.jsonl` as a table: `METRIC_COLUMNS` first, then whatever else there is; null is NaN."""
    import pandas as pd

    rows = read_metric_rows(path)
    extra = dict.fromkeys(key for row in rows for key in row if key not in METRIC_COLUMNS)
    table = pd.DataFrame(rows, columns=[*METRIC_COLUMNS, *extra])
    numbers = [column for column in METRIC_COLUMNS if column not in ("epoch", "phase")]
    table[numbers] = table[numbers].apply(pd.to_numeric, errors="coerce").astype("float64")
    return table


def read_last_metrics(path: Path) -> dict[str, Any] | None:
    """The last whole row, from the end of the file alone: quick for lists of runs. None before the first."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _LAST_ROW_BYTES))
            tail = file.read()
    except FileNotFoundError:
        return None
    rows = (_parsed(line) for line in reversed(tail.split(b"\n")))
    return next((row for row in rows if row is not None), None)


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) and "epoch" in row else None


def hide_from_tensorboard(folder: Path) -> None:
    """Let TensorBoard pass over a run: it looks into hidden folders too, and knows its files by a part of their names.

    Nothing hangs on it, so what cannot be renamed stays as it is.
    """
    _rename_event_files(folder, _EVENTS, _HIDDEN_EVENTS)


def show_to_tensorboard(folder: Path) -> None:
    """Undo `hide_from_tensorboard`."""
    _rename_event_files(folder, _HIDDEN_EVENTS, _EVENTS)


def _rename_event_files(folder: Path, known: str, new: str) -> None:
    require_writable_path(folder)
    for path in list((folder / TENSORBOARD).rglob(f"*{known}*")):
        with suppress(OSError):
            path.rename(path.with_name(path.name.replace(known, new)))


def read_log_after(folder: Path, position: int) -> tuple[str, int]:
    """Whole lines of the log after a position in bytes, and the position after them; of a long log, the tail."""
    try:
        with (folder / LOG).open("rb") as file:
            length = file.seek(0, os.SEEK_END)
            start = position if 0 < position <= length else max(0, length - _TAIL_BYTES)
            file.seek(start)
            data = file.read()
    except OSError:
        return "", 0
    whole = data[: data.rfind(b"\n") + 1]
    return whole.decode("utf-8", errors="replace"), start + len(whole)


def read_split(folder: Path) -> "pd.DataFrame | None":
    """`split.csv`: painting_id, artist, side; None before it is written."""
    import pandas as pd

    path = folder / SPLIT
    if not path.is_file():
        return None
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        raise _unreadable(SPLIT, folder, error) from error


def read_predictions(folder: Path) -> "pd.DataFrame | None":
    """`predictions.parquet`: side, painting_id, y_true, y_pred, "p:<artist>"…; None before it is written."""
    import pandas as pd

    path = folder / PREDICTIONS
    if not path.is_file():
        return None
    try:
        return pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise _unreadable(PREDICTIONS, folder, error) from error


def model_stamp(run_folder: Path) -> str:
    """A stamp of the trained model of a run that changes with the model; "" where there is none."""
    for name in _MODELS:
        with suppress(OSError):
            found = (run_folder / name).stat()
            return f"v{_STAMP_VERSION}-{found.st_mtime_ns}-{found.st_size}"
    return ""


def _unreadable(file: str, folder: Path, error: Exception) -> InvalidInputError:
    sentence = _("{file} of the run “{run}” cannot be read: {error}.")
    return InvalidInputError(sentence.format(file=file, run=folder.name, error=error))
