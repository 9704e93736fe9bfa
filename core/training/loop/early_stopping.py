"""Stopping early and lowering the learning rate, as Keras's callbacks do, with a state that can be saved.

Keras's own forget their counters when a process ends, so a resumed run would go on for longer than one never
interrupted.
"""

import math
from typing import Any

from core.training.config.blocks import EarlyStoppingConfig, ReduceLROnPlateauConfig, is_smaller_better
from core.training.reporting import MetricsRow

# Keras's default for `ReduceLROnPlateau`.
_PLATEAU_MIN_DELTA = 1e-4


class _Watch:
    """The best value of a metric so far, and how many epochs ago it was."""

    def __init__(self, monitor: str, min_delta: float) -> None:
        self._monitor = monitor
        self._min_delta = min_delta
        self._sign = -1.0 if is_smaller_better(monitor) else 1.0
        self.best: float | None = None
        self.wait = 0

    def _is_better(self, row: MetricsRow) -> bool:
        value = row.get(self._monitor)
        if value is None or not math.isfinite(value):
            return False
        better = self.best is None or self._sign * (value - self.best) > self._min_delta
        if better:
            self.best = value
        return better


class EarlyStopping(_Watch):
    """Says when to stop, and which epoch was the best.

    Attributes:
        best_epoch: from 1; None before any epoch had a value.
        wait: epochs since then.
    """

    def __init__(self, config: EarlyStoppingConfig) -> None:
        super().__init__(config.monitor, config.min_delta)
        self._patience = config.patience
        self.best_epoch: int | None = None

    def is_best(self, row: MetricsRow) -> bool:
        """Take in an epoch; whether it is better than all before it."""
        self.wait += 1
        if not self._is_better(row):
            return False
        self.best_epoch, self.wait = row["epoch"], 0
        return True

    @property
    def has_waited_enough(self) -> bool:
        """Whether to stop."""
        return self.wait >= self._patience

    def state(self) -> dict[str, Any]:
        """What `restore` takes."""
        return {"best": self.best, "wait": self.wait, "best_epoch": self.best_epoch}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a saved state."""
        self.best, self.wait, self.best_epoch = state["best"], state["wait"], state["best_epoch"]


class PlateauWatch(_Watch):
    """Says what the learning rate should be."""

    def __init__(self, config: ReduceLROnPlateauConfig) -> None:
        super().__init__(config.monitor, _PLATEAU_MIN_DELTA)
        self._config = config

    def next_rate(self, row: MetricsRow, rate: float) -> float:
        """Take in an epoch; the learning rate for the next one."""
        if self._is_better(row):
            self.wait = 0
            return rate
        self.wait += 1
        if self.wait < self._config.patience or rate <= self._config.min_lr:
            return rate
        self.wait = 0
        return max(rate * self._config.factor, self._config.min_lr)

    def state(self) -> dict[str, Any]:
        """What `restore` takes."""
        return {"best": self.best, "wait": self.wait}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a saved state."""
        self.best, self.wait = state["best"], state["wait"]
