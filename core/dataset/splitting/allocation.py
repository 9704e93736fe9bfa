"""Allocation of the works of one artist to splits in given proportions, each work whole.

A unit is a work with all its pictures, or a single picture; splits are numbered 0, 1, 2. An allocation is *within one*
when every split has its share of the pictures to within one picture. This is always possible for works of one picture,
not always for works of several.
"""

import itertools

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

MAX_SEARCHED_UNITS = 150
"""Of more works of several pictures, only this many, the smallest, are searched; the others stay as drawn."""

_ROUNDING = 1e-9


def excess(counts: npt.ArrayLike, need: npt.ArrayLike) -> float:
    """The number of pictures by which an allocation exceeds within one, summed over all splits; 0 if it is."""
    away = np.abs(np.asarray(counts) - np.asarray(need)) - 1 - _ROUNDING
    return float(away.clip(min=0).sum())


def whole_numbers(need: Floats, total: int, allowed: Bools) -> Ints:
    """Allocate `total` single pictures by `need`, each to the split that lacks most, ties to the first.

    If `need` adds up to `total` this is the method of largest remainders: every split gets its need rounded down or
    up.

    Args:
        need: `(3,)`, negative where a split has too many already.
        total: pictures to allocate.
        allowed: `(3,)`, the splits that may get pictures; at least one.

    Returns:
        `(3,)` int64 that adds up to `total`.
    """
    lacking = np.where(allowed, need, -np.inf)
    given = np.zeros(len(need), dtype=np.int64)
    for _ in range(total):
        split = int(np.argmax(lacking.round(9)))
        given[split] += 1
        lacking[split] -= 1
    return given


def place_units(sizes: Ints, need: Floats, allowed: Bools, rng: np.random.Generator) -> Ints:
    """Draw a split for each unit, so that the allocation is within one if possible.

    Large units are drawn first, with probabilities proportional to the missing pictures; single pictures even out the
    rest. If that fails, an allocation is searched for; if none exists, the draw stays.

    Args:
        sizes: `(n,)` int64, pictures in each unit, 1 or more.
        need: `(3,)`, target pictures of each split; adds up to the sum of `sizes`.
        allowed: `(3,)`, the splits that may get pictures.
        rng: the only source of randomness.

    Returns:
        `(n,)` int64, the split of each unit.
    """
    splits = np.empty(len(sizes), dtype=np.int64)
    order = rng.permutation(len(sizes))
    order = order[np.argsort(-sizes[order], kind="stable")]
    works, singles = order[sizes[order] > 1], order[sizes[order] == 1]
    splits[works] = _draw_works(sizes[works], need, len(singles), allowed, rng)
    splits[singles] = _draw_singles(len(singles), need - _counts(splits[works], sizes[works]), allowed, rng)
    if not len(works) or not excess(_counts(splits, sizes), need):
        return splits
    kept, free = works[:-MAX_SEARCHED_UNITS], works[-MAX_SEARCHED_UNITS:]
    rest = need - _counts(splits[kept], sizes[kept])
    found = _search_works(sizes[free], rest, len(singles), allowed, rng)
    if found is not None:
        splits[free] = found
        splits[singles] = _draw_singles(len(singles), rest - _counts(found, sizes[free]), allowed, rng)
    return splits


def _counts(splits: Ints, sizes: Ints) -> Ints:
    return np.bincount(splits, weights=sizes, minlength=3).astype(np.int64)


def _draw_singles(total: int, need: Floats, allowed: Bools, rng: np.random.Generator) -> Ints:
    return rng.permutation(np.repeat(np.arange(3), whole_numbers(need, total, allowed)))


def _draw_works(sizes: Ints, need: Floats, singles: int, allowed: Bools, rng: np.random.Generator) -> Ints:
    room = whole_numbers(need, int(sizes.sum()) + singles, allowed).astype(np.float64)
    splits = np.empty(len(sizes), dtype=np.int64)
    for position, size in enumerate(sizes):
        splits[position] = draw_split(room, room - size, allowed, rng)
        room[splits[position]] -= size
    return splits


def draw_split(room: Floats, left: Floats, allowed: Bools, rng: np.random.Generator) -> int:
    """Draw one of the splits with room, with probabilities proportional to it; else take the least overfull.

    Args:
        room: `(3,)`, missing pictures of each split.
        left: `(3,)`, the room left with the unit in that split; negative where it does not fit.
        allowed: `(3,)`, the splits to draw from.
        rng: the only source of randomness.
    """
    chances = np.where(allowed & (left >= 0), room, 0.0)
    if not chances.sum():
        return int(np.argmax(np.where(allowed, left, -np.inf)))
    return int(np.searchsorted(chances.cumsum() / chances.sum(), rng.random(), side="right"))


def _search_works(sizes: Ints, need: Floats, singles: int, allowed: Bools, rng: np.random.Generator) -> Ints | None:
    """An allocation that single pictures can complete to within one, or None.

    A state is the number of pictures in splits 1 and 2; split 0 has the others. Dynamic programming finds the states
    that the first works can reach, for each number of works (subset sums in two dimensions); then a path back is drawn.
    """
    total = int(sizes.sum())
    limits = [min(total, max(0, int(np.floor(need[split] + 1 + _ROUNDING)))) for split in (1, 2)]
    reached = np.zeros((len(sizes) + 1, limits[0] + 1, limits[1] + 1), dtype=np.bool_)
    reached[0, 0, 0] = True
    for before, size in enumerate(sizes):
        _extend(reached[before], reached[before + 1], int(size), allowed)
    ones, twos = np.indices(reached[0].shape)
    for wanted in _within_one(need, total + singles, allowed):
        fits = (ones <= wanted[1]) & (twos <= wanted[2]) & (total - ones - twos <= wanted[0])
        ends = np.argwhere(reached[-1] & fits)
        if len(ends):
            one, two = ends[rng.integers(len(ends))]
            return _way_back(reached, sizes, int(one), int(two), allowed, rng)
    return None


def _within_one(need: Floats, total: int, allowed: Bools) -> list[tuple[int, ...]]:
    """All allocations of `total` that are within one, the closest first."""
    ranges = [
        range(max(0, int(np.ceil(lacking - 1 - _ROUNDING))), int(np.floor(lacking + 1 + _ROUNDING)) + 1)
        if may
        else range(1)
        for lacking, may in zip(need, allowed, strict=True)
    ]
    fitting = [counts for counts in itertools.product(*ranges) if sum(counts) == total]
    return sorted(fitting, key=lambda counts: float(np.square(counts - need).sum().round(9)))


def _extend(before: Bools, after: Bools, size: int, allowed: Bools) -> None:
    if allowed[0]:
        after |= before
    if allowed[1] and size < before.shape[0]:
        after[size:] |= before[:-size]
    if allowed[2] and size < before.shape[1]:
        after[:, size:] |= before[:, :-size]


def _way_back(reached: Bools, sizes: Ints, one: int, two: int, allowed: Bools, rng: np.random.Generator) -> Ints:
    """Draw splits from the last work to the first, with probabilities proportional to their pictures."""
    splits = np.empty(len(sizes), dtype=np.int64)
    left = int(sizes.sum())
    for position in range(len(sizes) - 1, -1, -1):
        size = int(sizes[position])
        came_from = ((one, two), (one - size, two), (one, two - size))
        possible = np.array([min(state) >= 0 and bool(reached[position][state]) for state in came_from])
        handed = np.array([left - one - two, one, two], dtype=np.float64)
        split = draw_split(handed, np.where(possible, 0.0, -1.0), allowed, rng)
        splits[position], (one, two), left = split, came_from[split], left - size
    return splits
