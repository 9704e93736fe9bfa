"""What training reports to its caller, and how it ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from core.training.data.split_rows import TrainingData

MetricsRow = dict[str, Any]
"""One line of `metrics.jsonl`: epoch (from 1 over both phases), phase ("training" or "fine-tuning"), seconds,
learning_rate, and loss, accuracy, mse, precision, recall and f1 with "train_" and "val_" before them; None where a
metric is not defined."""


@dataclass(frozen=True)
class Outcome:
    """How training ended, when it did not fail.

    Attributes:
        state: "finished", or "stopped" on request; then it can be resumed.
        message: a sentence for people.
        best_epoch: the epoch whose weights the saved model has, from 1; None before there is one.
        epochs_run: how many epochs were finished, over both phases.
    """

    state: Literal["finished", "stopped"]
    message: str
    best_epoch: int | None
    epochs_run: int


class Reporter(Protocol):
    """The caller of training, as training sees it."""

    @property
    def stop_requested(self) -> bool:
        """Whether training should save and end; looked at after every batch."""

    def progress(self, stage: str, done: int, total: int) -> None:
        """A `core.progress.Progress`, for everything but the epochs; raises CancelledError on a stop request."""

    def plan(self, epochs: Mapping[str, int], seconds: Mapping[str, float]) -> None:
        """A phase begins: what is planned by now, by the names of the phases, in order.

        Args:
            epochs: of each phase; of one that is over those it really had.
            seconds: what an epoch of a phase is estimated to take; a phase that nothing is known of is not there.
        """

    def batch_ended(self, epoch: int, batch: int, batches: int) -> None:
        """A batch is done; both count from 1. Called often, so it must be cheap."""

    def epoch_ended(self, row: MetricsRow) -> None:
        """An epoch is done, and this is what was measured."""

    def rewind(self, rows: Sequence[MetricsRow]) -> None:
        """A run goes on from a checkpoint; these are all the epochs it knows."""

    def note(self, **facts: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
        """Facts about the run to keep, such as device, split_hash and versions."""


class SilentReporter:
    """Keeps all reports in memory; for tests and benchmarks."""

    def __init__(self) -> None:
        self.rows: list[MetricsRow] = []
        self.facts: dict[str, Any] = {}
        self.stop_requested = False

    def progress(self, stage: str, done: int, total: int) -> None:
        """Do nothing."""

    def plan(self, epochs: Mapping[str, int], seconds: Mapping[str, float]) -> None:
        """Do nothing."""

    def batch_ended(self, epoch: int, batch: int, batches: int) -> None:
        """Do nothing."""

    def epoch_ended(self, row: MetricsRow) -> None:
        """Keep the row."""
        self.rows.append(dict(row))

    def rewind(self, rows: Sequence[MetricsRow]) -> None:
        """Keep these rows instead."""
        self.rows = [dict(row) for row in rows]

    def note(self, **facts: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
        """Keep the facts."""
        self.facts.update(facts)


LAYERS_FILE = "layers.json"
MODEL_FILE = "model.keras"


def note_facts(reporter: Reporter, training_data: TrainingData, device: str) -> None:
    """Report what the run is made of."""
    reporter.note(
        device=device,
        split_hash=training_data.split_hash,
        artists=list(training_data.artists),
        paintings={side: len(training_data.on(side)) for side in ("train", "val", "test")},
    )
