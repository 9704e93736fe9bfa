"""Event files as TensorBoard's own reader sees them."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from core.training.config.blocks import METRICS

FOLDERS = {"train": "train", "val": "validation"}


def scalars(folder: Path) -> dict[str, list[tuple[int, float]]]:
    """Every tag of a folder of event files: its steps and values."""
    reader = EventAccumulator(str(folder), size_guidance={"scalars": 0})
    reader.Reload()
    return {tag: [(point.step, point.value) for point in reader.Scalars(tag)] for tag in reader.Tags()["scalars"]}


def assert_event_files_hold(rows: Sequence[dict], folder: Path) -> None:
    """The files below `tensorboard/` of a run hold everything that was measured, once, and nothing else.

    Args:
        rows: of `metrics.jsonl`; None where a metric is not defined.
        folder: of the run.
    """
    for side, name in FOLDERS.items():
        columns = {metric: f"{side}_{metric}" for metric in METRICS}
        if side == "train":
            columns |= {"learning_rate": "learning_rate", "seconds": "seconds"}
        expected = {
            tag: [(row["epoch"], row[column]) for row in rows if row[column] is not None]
            for tag, column in columns.items()
        }
        found = scalars(folder / "tensorboard" / name)
        assert set(found) == {tag for tag, points in expected.items() if points}
        for tag, points in found.items():
            assert [step for step, _ in points] == [step for step, _ in expected[tag]], tag
            assert [value for _, value in points] == pytest.approx([value for _, value in expected[tag]], rel=1e-6), tag
