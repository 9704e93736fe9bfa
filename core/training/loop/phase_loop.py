"""One phase of training, epoch by epoch and batch by batch, resumable after any batch."""

import math
import time
from dataclasses import dataclass
from typing import Any

import keras

from core.training.config.config import TrainConfig
from core.training.config.phases import Phase
from core.training.data.batches import Batches, ahead
from core.training.loop.checkpoint import Checkpoint, Place
from core.training.loop.compiling import compile_network, learning_rate_of
from core.training.loop.early_stopping import EarlyStopping, PlateauWatch
from core.training.loop.faults import diverged
from core.training.loop.measures import nothing_measured
from core.training.loop.tensorboard import EventFiles
from core.training.loop.variables import Arrays, assign, changing_variables, copies, list_assign, list_copies
from core.training.reporting import MetricsRow, Reporter


@dataclass(frozen=True, eq=False)
class RunContext:
    """What all phases of a run share.

    Attributes:
        config: of the run.
        model: the whole keras.Model.
        artists: how many.
        checkpoint: where to save.
        reporter: receives progress and metrics.
        events: TensorBoard's files.
    """

    config: TrainConfig
    model: Any
    artists: int
    checkpoint: Checkpoint
    reporter: Reporter
    events: EventFiles


class PhaseRun:
    """A phase of a run.

    Args:
        around: the run.
        phase: what to do; the layers of the model are frozen accordingly already.
        network: what is fed: the model, or its head.
        place: how far the run is; kept up to date.
        best: the weights of the best epoch, of `around.model`; kept up to date.
    """

    def __init__(self, around: RunContext, phase: Phase, network: Any, place: Place, best: Arrays) -> None:  # noqa: ANN401
        self._around, self._phase, self._network = around, phase, network
        self._place, self._best = place, best
        self._changing = changing_variables(around.model)
        self._metric = compile_network(network, around.config, phase.learning_rate, around.artists)
        config = around.config
        self._stopping = EarlyStopping(config.early_stopping) if config.early_stopping else None
        self._plateau = PlateauWatch(config.reduce_lr) if config.reduce_lr else None
        if self._stopping and place.stopping:
            self._stopping.restore(place.stopping)
        if self._plateau and place.plateau:
            self._plateau.restore(place.plateau)

    def begin(self) -> None:
        """Start the phase: what it leaves alone is written once, and the best weights so far are the present ones."""
        model, phase = self._around.model, self._place.phase
        frozen = sorted(set(range(len(model.variables))) - set(self._changing))
        self._around.checkpoint.save_frozen(phase, copies(model, frozen, "model/"))
        if self._keeps_best and self._place.rows:
            self._remember_best()
        self._save()
        if phase:
            self._around.checkpoint.drop_frozen(phase - 1)

    def restore(self, arrays: Arrays) -> None:
        """Go on where a checkpoint was saved."""
        assign(self._around.model, self._around.checkpoint.load_frozen(self._place.phase), "model/")
        assign(self._around.model, arrays, "model/")
        list_assign(self._network.optimizer.variables, arrays, "optimizer/")
        list_assign(self._metric.variables, arrays, "metric/")
        self._best.update({name: values for name, values in arrays.items() if name.startswith("best/")})

    def run(self, training: Batches, watching: Batches | None) -> bool:
        """Train until the phase is over or a stop is requested.

        Returns:
            Whether the phase is over; if not, everything is saved.

        Raises:
            TrainingFaultError: the loss is no number any more.
        """
        while not self._place.phase_over:
            done = self._train_epoch(training) and self._end_epoch(watching)
            if not done or (self._around.reporter.stop_requested and not self._place.phase_over):
                self._save()
                return False
        if self._keeps_best:
            assign(self._around.model, self._best, "best/")
        return True

    @property
    def best_epoch(self) -> int:
        """The epoch whose weights the model has once the phase is over."""
        found = self._stopping.best_epoch if self._stopping and self._keeps_best else None
        return found or len(self._place.rows)

    @property
    def _keeps_best(self) -> bool:
        early = self._around.config.early_stopping
        return early is not None and early.restore_best

    def _train_epoch(self, training: Batches) -> bool:
        """Do the batches that are left; whether they all were done."""
        place, reporter = self._place, self._around.reporter
        epoch, batches = len(place.rows), len(training)
        training.begin(epoch)
        if not place.batch:
            self._metric.clear()
        start, spent = time.monotonic(), place.seconds
        for inputs, labels, weights in ahead(training, place.batch):
            loss = float(self._step(inputs, labels, weights)["loss"])
            if not math.isfinite(loss):
                raise diverged(epoch + 1, learning_rate_of(self._network))
            place.batch += 1
            place.loss_sum += loss * len(labels)
            place.pictures += len(labels)
            place.seconds = spent + time.monotonic() - start
            reporter.batch_ended(epoch + 1, place.batch, batches)
            if reporter.stop_requested:
                break
        if place.batch < batches:
            return False
        if place.learned is None:
            self._require_finite(epoch + 1)
            place.learned = self._metric.measured(place.loss_sum / place.pictures)
        return True

    def _require_finite(self, epoch: int) -> None:
        """Refuse weights that are no numbers: a ReLU turns them into zeros, so that no loss would show it."""
        for variable in self._network.trainable_variables:
            if not math.isfinite(float(keras.ops.sum(variable.value))):  # where the weights are: nothing is copied
                raise diverged(epoch, learning_rate_of(self._network))

    def _step(self, inputs: Any, labels: Any, weights: Any) -> dict[str, Any]:  # noqa: ANN401 - arrays
        logs: dict[str, Any] = self._network.train_on_batch(inputs, labels, sample_weight=weights, return_dict=True)
        return logs

    def _end_epoch(self, watching: Batches | None) -> bool:
        """Look at the validation side and take stock; whether there was time for it before a stop."""
        place, start = self._place, time.monotonic()
        watched = nothing_measured() if watching is None else self._watch(watching)
        if watched is None or place.learned is None:
            return False
        row: MetricsRow = {
            "epoch": len(place.rows) + 1,
            "phase": self._phase.name,
            "seconds": place.seconds + time.monotonic() - start,
            "learning_rate": learning_rate_of(self._network),
        }
        for side, values in (("train", place.learned), ("val", watched)):
            row |= {f"{side}_{name}": value for name, value in values.items()}
        place.rows.append(row)
        place.times.append(time.time())
        place.phase_epoch += 1
        place.batch, place.loss_sum, place.pictures, place.seconds, place.learned = 0, 0.0, 0, 0.0, None
        place.phase_over = self._heed(row) or place.phase_epoch >= self._phase.epochs
        self._tell(row)
        return True

    def _watch(self, watching: Batches) -> dict[str, float | None] | None:
        """What is measured of the validation side; None if a stop is requested meanwhile."""
        self._metric.clear()
        loss_sum = 0.0
        for inputs, labels, _ in ahead(watching):
            if self._around.reporter.stop_requested:
                return None
            logs = self._network.test_on_batch(inputs, labels, return_dict=True)
            loss_sum += float(logs["loss"]) * len(labels)
        loss = loss_sum / watching.pictures
        if not math.isfinite(loss):
            raise diverged(len(self._place.rows) + 1, learning_rate_of(self._network))
        return self._metric.measured(loss)

    def _heed(self, row: MetricsRow) -> bool:
        """Let early stopping and the plateau watch see an epoch; whether training should end."""
        if self._plateau:
            rate = learning_rate_of(self._network)
            lower = self._plateau.next_rate(row, rate)
            if lower != rate:
                self._network.optimizer.learning_rate = lower
        if not self._stopping:
            return False
        if self._stopping.is_best(row) and self._keeps_best:
            self._remember_best()
        return self._stopping.has_waited_enough

    def _remember_best(self) -> None:
        self._best.update(copies(self._around.model, self._changing, "best/"))

    def _tell(self, row: MetricsRow) -> None:
        if self._place.phase_over or self._around.checkpoint.is_due():
            self._save()
        self._around.events.write(row, self._place.times[-1])
        self._around.reporter.epoch_ended(row)

    def _save(self) -> None:
        start = time.monotonic()
        self._place.stopping = self._stopping.state() if self._stopping else None
        self._place.plateau = self._plateau.state() if self._plateau else None
        arrays = copies(self._around.model, self._changing, "model/")
        arrays |= list_copies(self._network.optimizer.variables, "optimizer/")
        arrays |= list_copies(self._metric.variables, "metric/")
        self._around.checkpoint.save(self._place, arrays | self._best, since=start)
