"""TensorBoard's event files beside our metrics: `tensorboard --logdir artifacts/runs` shows every run.

TensorBoard's own writer loads TensorFlow to open a file, which a probe can do without; so only its record format and
its messages are used.
"""

import os
import platform
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter

from core.training.config.blocks import METRICS
from core.training.reporting import MetricsRow

_FOLDERS = {"train": "train", "val": "validation"}
_OF_THE_EPOCH = ("learning_rate", "seconds")
_FORMAT = "brain.Event:2"


class EventFiles:
    """Writes epochs as TensorBoard reads them, step by step from 1.

    Files of an earlier start are replaced, for a resumed run may have gone beyond its checkpoint: no step is there
    twice.

    Args:
        folder: `tensorboard/` of the run; gets `train/` and `validation/`.
        rows: the epochs known already.
        times: when each of them ended, in seconds since 1970.
    """

    def __init__(self, folder: Path, rows: Sequence[MetricsRow] = (), times: Sequence[float] = ()) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        self._writers = {side: _writer(folder / name) for side, name in _FOLDERS.items()}
        for row, moment in zip(rows, times, strict=True):
            self.write(row, moment)

    def write(self, row: MetricsRow, moment: float | None = None) -> None:
        """Add an epoch; metrics that are not defined are left out."""
        for side, writer in self._writers.items():
            values = {metric: row.get(f"{side}_{metric}") for metric in METRICS}
            if side == "train":
                values |= {name: row.get(name) for name in _OF_THE_EPOCH}
            known = {name: value for name, value in values.items() if value is not None}
            if known:
                _add(writer, _event(known, row["epoch"], time.time() if moment is None else moment))
            writer.flush()

    def close(self) -> None:
        """Write what is left."""
        for writer in self._writers.values():
            writer.close()


def _writer(folder: Path) -> Any:  # noqa: ANN401 - a RecordWriter
    folder.mkdir(parents=True, exist_ok=True)
    name = f"events.out.tfevents.{int(time.time()):010d}.{platform.node()}.{os.getpid()}.0"
    writer = RecordWriter((folder / name).open("wb"))
    _add(writer, Event(wall_time=time.time(), file_version=_FORMAT))
    return writer


def _add(writer: Any, event: Any) -> None:  # noqa: ANN401 - a RecordWriter and a protocol buffer
    writer.write(event.SerializeToString())


def _event(values: dict[str, Any], step: int, moment: float) -> Any:  # noqa: ANN401 - a protocol buffer
    summary = Summary(value=[Summary.Value(tag=name, simple_value=float(value)) for name, value in values.items()])
    return Event(wall_time=moment, step=step, summary=summary)
