"""A linear classifier on frozen features: what most small collections are best served with.

Features are standardised, joined encoders count alike, and one multinomial logistic regression is fitted. How
strongly it is held back is chosen on held-out works of the training side. Needs no Keras.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from core.dataset.splitting.selected_rows import class_weights
from core.errors import InvalidInputError
from core.files import write_arrays_atomically
from core.language import _
from core.models.softmax_regression import Floats, Labels, Solution, main_axes, solve
from core.progress import Progress, no_progress

PENALTIES = tuple(float(10.0**-step) for step in np.arange(1, 8.01, 0.5))
"""Strengths tried, the strongest first. With features of total variance 1 an encoder, 1e-4 to 1e-6 usually wins."""

DEFAULT_PENALTY = 1e-5
"""Where no artist has two works, so that nothing can be held out."""

_FEW_PICTURES = 3000
_PATIENCE = 2
_SMALL_PRODUCT = 3_000_000
_ROUGH_TOLERANCE = 1e-4
_SCHEMA_VERSION = 1


@dataclass(frozen=True, eq=False)
class Probe:
    """A fitted classifier.

    Attributes:
        classes: `(k,)` int64, ascending: the labels trained on, in the order of the columns.
        weights: `(d, k)` float32, for features as they come.
        intercepts: `(k,)` float32.
        penalty: the strength chosen.
        tried: `(m, 2)` float64, a row for each strength tried: the strength, and the mean cross-entropy it gave on
            held-out works; empty where there was nothing to hold out.
    """

    classes: Labels
    weights: Floats
    intercepts: Floats
    penalty: float
    tried: npt.NDArray[np.float64]

    def probabilities(self, features: Floats) -> Floats:
        """The probability of each class for each picture.

        Args:
            features: `(n, d)`, of the encoders it was trained on, joined in the same order.

        Returns:
            `(n, k)` float32, rows adding up to 1, columns in the order of `classes`.

        Raises:
            InvalidInputError: features of other dimensions.
        """
        if features.ndim != 2 or features.shape[1] != len(self.weights):
            sentence = _(
                "This probe was trained on features of {numbers} numbers; these are of shape {shape}. Use the encoders "
                "and the image size it was trained with."
            )
            raise InvalidInputError(sentence.format(numbers=len(self.weights), shape=features.shape))
        return _softmax(features.astype(np.float32) @ self.weights + self.intercepts)

    def save(self, path: Path) -> None:
        """Write to an `.npz` file, whole or not at all."""
        values = {
            "schema_version": np.int64(_SCHEMA_VERSION),
            "classes": self.classes,
            "weights": self.weights,
            "intercepts": self.intercepts,
            "penalty": np.float64(self.penalty),
            "tried": self.tried,
        }
        write_arrays_atomically(path, values)


def load_probe(path: Path) -> Probe:
    """Read what `Probe.save` wrote.

    Raises:
        InvalidInputError: the file is missing, damaged, or of another version.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            if int(file["schema_version"]) != _SCHEMA_VERSION:
                sentence = _("“{file}” was saved by another version. Train the probe again.")
                raise InvalidInputError(sentence.format(file=path.name))
            penalty = float(file["penalty"])
            return Probe(file["classes"], file["weights"], file["intercepts"], penalty, file["tried"])
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        sentence = _("“{file}” is no saved probe, or it is damaged. Train the probe again.")
        raise InvalidInputError(sentence.format(file=path.name)) from error


def fit_probe(
    features: Floats,
    labels: npt.ArrayLike,
    groups: Sequence[str],
    *,
    widths: Sequence[int] | None = None,
    class_weight: str | None = None,
    penalty: float | None = None,
    seed: int = 0,
    progress: Progress = no_progress,
) -> Probe:
    """Fit a probe to training pictures.

    Args:
        features: `(n, d)` float32; those of several encoders side by side.
        labels: `(n,)` whole numbers, the artist of each picture.
        groups: `(n,)`, the work each picture shows; pictures of a work are held out together.
        widths: dimensions of each encoder's part, adding up to d; None for a single encoder.
        class_weight: "balanced" makes all artists weigh the same in total; None all pictures.
        penalty: how strongly weights are held back; None chooses among `PENALTIES` by cross-validation.
        seed: of the folds.
        progress: called for every fit.

    Raises:
        InvalidInputError: shapes that do not agree, fewer than two artists, features that are not finite, or an
            unknown `class_weight`.
    """
    classes, targets = np.unique(np.asarray(labels), return_inverse=True)
    parts = [features.shape[-1]] if widths is None else list(widths)
    _check(features, targets, groups, parts, len(classes), class_weight)
    mean, scale = _standard_scale(features, parts)
    standard = ((features - mean) * scale).astype(np.float32)
    importance = _importance(targets, class_weight)
    tried = np.empty((0, 2))
    with _suitable_threads(standard):
        if penalty is None:
            folds = grouped_folds(targets, groups, 5 if len(targets) <= _FEW_PICTURES else 3, seed)
            tried = _cross_validate(standard, targets, len(classes), importance, folds, progress)
            penalty = float(tried[np.argmin(tried[:, 1]), 0]) if len(tried) else DEFAULT_PENALTY
        progress(_("Fitting the probe"), 0, 1)
        solution = _solve_rotated(standard, targets, len(classes), penalty, importance)
    progress(_("Fitting the probe"), 1, 1)
    weights = solution.weights * scale[:, np.newaxis]
    return Probe(classes.astype(np.int64), weights, solution.intercepts - mean @ weights, penalty, tried)


def _check(
    features: Floats,
    targets: Labels,
    groups: Sequence[str],
    parts: list[int],
    classes: int,
    class_weight: str | None,
) -> None:
    if features.ndim != 2 or len(features) != len(targets) or len(groups) != len(targets):
        raise InvalidInputError(
            f"A probe needs one feature, label and work a picture; there are features of shape {features.shape}, "
            f"{len(targets)} labels and {len(groups)} works."
        )
    if sum(parts) != features.shape[1]:
        raise InvalidInputError(f"Parts of {parts} dimensions do not add up to the {features.shape[1]} there are.")
    if classes < 2:
        sentence = _("A probe needs pictures of two artists or more; there are {n}. Select more.")
        raise InvalidInputError(sentence.format(n=classes))
    if class_weight not in (None, "balanced"):
        raise InvalidInputError(f"There is no class weighting “{class_weight}”. Use “balanced” or none.")
    if not np.isfinite(features).all():
        raise InvalidInputError(
            _("Some features are not finite numbers. Delete the feature cache and compute them again.")
        )


def _standard_scale(features: Floats, parts: Sequence[int]) -> tuple[Floats, Floats]:
    """Mean and factor of each dimension: variance 1 / width of its part, so that every part has 1 in total."""
    mean = features.mean(axis=0, dtype=np.float64)
    deviation = features.std(axis=0, dtype=np.float64)
    varies = deviation > 1e-6 * (1e-6 + np.abs(mean))
    widths = np.repeat(np.asarray(parts, np.float64), parts)
    scale = np.where(varies, 1 / np.where(varies, deviation, 1), 0) / np.sqrt(widths)
    return mean.astype(np.float32), scale.astype(np.float32)


def _importance(targets: Labels, class_weight: str | None) -> Floats:
    if class_weight is None:
        return np.ones(len(targets), np.float32)
    weights = class_weights(targets)
    return np.array([weights[target] for target in targets.tolist()], np.float32)


def _cross_validate(
    standard: Floats, targets: Labels, classes: int, importance: Floats, folds: Labels, progress: Progress
) -> npt.NDArray[np.float64]:
    """Mean cross-entropy on held-out works by strength, `(m, 2)`: from the strongest until it only gets worse."""
    names = [fold for fold in np.unique(folds).tolist() if fold != ALWAYS_TRAINING]
    if not names:
        return np.empty((0, 2))
    axes = main_axes(standard, exactly=False)
    rotated = standard if axes is None else standard @ axes
    parts = [(rotated[folds != fold], rotated[folds == fold]) for fold in names]
    starts: list[Solution | None] = [None] * len(names)
    tried: list[tuple[float, float]] = []
    for step, penalty in enumerate(PENALTIES):
        losses = []
        for index, (fold, (seen, unseen)) in enumerate(zip(names, parts, strict=True)):
            progress(_("Choosing the strength"), step * len(names) + index, len(PENALTIES) * len(names))
            left, out = folds != fold, folds == fold
            found = solve(
                seen,
                targets[left],
                classes,
                penalty,
                importance=importance[left],
                start=starts[index],
                tolerance=_ROUGH_TOLERANCE,
            )
            starts[index] = found
            losses.append(_losses(found.logits(unseen), targets[out]) * importance[out])
        tried.append((penalty, float(np.concatenate(losses).mean())))
        if step - int(np.argmin([loss for _penalty, loss in tried])) >= _PATIENCE:
            break
    return np.array(tried)


def _solve_rotated(standard: Floats, targets: Labels, classes: int, penalty: float, importance: Floats) -> Solution:
    axes = main_axes(standard)
    if axes is None:
        return solve(standard, targets, classes, penalty, importance=importance)
    found = solve(standard @ axes, targets, classes, penalty, importance=importance)
    return Solution(axes @ found.weights, found.intercepts)


def _suitable_threads(standard: Floats) -> threadpool_limits:
    """One thread for small products: where cores are shared, threads that wait for each other take minutes."""
    return threadpool_limits(1 if standard.size < _SMALL_PRODUCT else None, "blas")


def _softmax(logits: Floats) -> Floats:
    chances = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Floats = (chances / chances.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares


def _losses(logits: Floats, targets: Labels) -> Floats:
    """Cross-entropy of each picture."""
    highest = logits.max(axis=1, keepdims=True)
    sums = np.log(np.exp(logits - highest).sum(axis=1)) + highest[:, 0]
    losses: Floats = sums - logits[np.arange(len(targets)), targets]
    return losses


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
