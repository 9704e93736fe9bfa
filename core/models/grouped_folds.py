"""Dividing training pictures into folds for choosing settings: works kept together, every class spread evenly."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

ALWAYS_TRAINING = -1


def grouped_folds(labels: npt.NDArray[np.int64], groups: Sequence[str], folds: int, seed: int) -> npt.NDArray[np.int64]:
    """Give every picture the fold in which it is held out.

    Works are dealt in random order, the largest first, each to the fold with the fewest pictures of its class. So
    every class with two works or more is in every training part; the only work of a class is never held out.

    Args:
        labels: `(n,)`, the class of each picture.
        groups: `(n,)`, the work each picture shows.
        folds: 2 or more.
        seed: of the random order.

    Returns:
        `(n,)` int64 from 0 to `folds` - 1, or `ALWAYS_TRAINING`. A work filed under several classes goes with the
        class of its first picture.
    """
    rng = np.random.default_rng(seed)
    _, first, work_of, sizes = np.unique(np.asarray(groups), return_index=True, return_inverse=True, return_counts=True)
    class_of_work = labels[first]
    works_of_class = {value: int((class_of_work == value).sum()) for value in np.unique(class_of_work).tolist()}
    totals = np.zeros(folds, np.int64)
    in_class: dict[int, npt.NDArray[np.int64]] = {value: np.zeros(folds, np.int64) for value in works_of_class}
    fold_of_work = np.full(len(sizes), ALWAYS_TRAINING, np.int64)
    shuffled = rng.permutation(len(sizes))
    for work in shuffled[np.argsort(-sizes[shuffled], kind="stable")]:
        own = int(class_of_work[work])
        if works_of_class[own] < 2:
            continue
        fold = int(np.lexsort((rng.random(folds), totals, in_class[own]))[0])
        fold_of_work[work] = fold
        in_class[own][fold] += sizes[work]
        totals[fold] += sizes[work]
    return fold_of_work[work_of]
