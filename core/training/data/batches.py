"""Batches in an order that depends on seed and epoch alone, made ahead of the network by a thread."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from core.training.data.sources import Ints, Source

_AHEAD = 3

Batch = tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[np.float32] | None]
"""Inputs, labels, and how much each weighs in the loss (None for all alike)."""


class Batches(keras.utils.PyDataset):  # type: ignore[misc]
    """The batches of an epoch.

    Args:
        source: of the inputs.
        rows: `(m,)` where in `source` each picture is; one that is repeated is seen so often.
        labels: `(m,)` int64.
        batch_size: pictures a batch; the last one may be smaller.
        classes: for labels as `(n, classes)` float32 rows with a single 1; None leaves them as numbers.
        weights: `(m,)` float32, in the loss; None for all alike.
        seed: what the order is drawn from, with the epoch; None keeps the order of `rows`.
    """

    def __init__(
        self,
        source: Source,
        rows: Ints,
        labels: Ints,
        batch_size: int,
        *,
        classes: int | None = None,
        weights: npt.NDArray[np.float32] | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self._source, self._rows = source, rows
        self._labels = labels if classes is None else np.eye(classes, dtype=np.float32)[labels]
        self._weights = weights
        self._batch_size, self._seed = batch_size, seed
        self._epoch, self._order = 0, np.arange(len(rows))
        self.begin(0)

    def begin(self, epoch: int) -> None:
        """Draw the order of an epoch, counted from 0."""
        self._epoch = epoch
        if self._seed is not None:
            self._order = np.random.default_rng((self._seed, 1, epoch)).permutation(len(self._rows))

    @property
    def pictures(self) -> int:
        """Pictures an epoch."""
        return len(self._rows)

    def __len__(self) -> int:
        return -(-len(self._rows) // self._batch_size)

    def __getitem__(self, batch: int) -> Batch:
        """The batch at this place of the epoch begun."""
        chosen = self._order[batch * self._batch_size : (batch + 1) * self._batch_size]
        inputs = self._source.take(self._rows[chosen], self._epoch, batch)
        return inputs, self._labels[chosen], None if self._weights is None else self._weights[chosen]


def ahead(batches: Batches, start: int = 0) -> Iterator[Batch]:
    """The batches of the epoch begun, from one on, made in a thread while the network is busy with those before."""
    places = iter(range(start, len(batches)))
    waiting: deque[Future[Batch]] = deque()
    with ThreadPoolExecutor(1, thread_name_prefix="batches") as maker:
        try:
            for place in places:
                waiting.append(maker.submit(batches.__getitem__, place))
                if len(waiting) > _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
