"""The arithmetic behind a split: dividing the works of one artist in given proportions, each work whole.

A unit is a work with all its pictures, or a single picture; sides are numbered 0, 1, 2. A division is *within
one* when every side has its share of the pictures to within one picture. Works of one picture can always be
divided so, works of several sometimes not.
"""

import itertools

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

MAX_SEARCHED_UNITS = 150
"""Of more works of several pictures, the smallest are arranged anew and the rest stay as they were drawn."""

_ROUNDING = 1e-9


def excess(counts: npt.ArrayLike, need: npt.ArrayLike) -> float:
    """How many pictures a division is away from being within one: 0 when it is, summed over all sides."""
    away = np.abs(np.asarray(counts) - np.asarray(need)) - 1 - _ROUNDING
    return float(away.clip(min=0).sum())


def whole_numbers(need: Floats, total: int, allowed: Bools) -> Ints:
    """Divide `total` single pictures as `need` asks, each to the side that lacks most, ties to the first.

    Where `need` adds up to `total` this is the method of largest remainders: every side gets its need rounded
    down or up.

    Args:
        need: `(3,)`, may be negative where a side has too many already.
        total: pictures to give out.
        allowed: `(3,)`, the sides that may get any; at least one.

    Returns:
        `(3,)` int64 that adds up to `total`.
    """
    lacking = np.where(allowed, need, -np.inf)
    given = np.zeros(len(need), dtype=np.int64)
    for _ in range(total):
        side = int(np.argmax(lacking.round(9)))
        given[side] += 1
        lacking[side] -= 1
    return given


def place_units(sizes: Ints, need: Floats, allowed: Bools, rng: np.random.Generator) -> Ints:
    """Draw a side for each unit, so that the division is within one where that is possible.

    Large units are drawn first, a side being as likely as it lacks pictures; single pictures even out what is
    left. Where that misses, an arrangement is searched for; where there is none, the draw stays.

    Args:
        sizes: `(n,)` int64, pictures in each unit, 1 or more.
        need: `(3,)` pictures each side should get; adds up to the sum of `sizes`.
        allowed: `(3,)`, the sides that may get any.
        rng: the only source of chance.

    Returns:
        `(n,)` int64, the side of each unit.
    """
    sides = np.empty(len(sizes), dtype=np.int64)
    order = rng.permutation(len(sizes))
    order = order[np.argsort(-sizes[order], kind="stable")]
    works, singles = order[sizes[order] > 1], order[sizes[order] == 1]
    sides[works] = _draw_works(sizes[works], need, len(singles), allowed, rng)
    sides[singles] = _draw_singles(len(singles), need - _counts(sides[works], sizes[works]), allowed, rng)
    if not len(works) or not excess(_counts(sides, sizes), need):
        return sides
    kept, free = works[:-MAX_SEARCHED_UNITS], works[-MAX_SEARCHED_UNITS:]
    rest = need - _counts(sides[kept], sizes[kept])
    found = _search_works(sizes[free], rest, len(singles), allowed, rng)
    if found is not None:
        sides[free] = found
        sides[singles] = _draw_singles(len(singles), rest - _counts(found, sizes[free]), allowed, rng)
    return sides


def _counts(sides: Ints, sizes: Ints) -> Ints:
    return np.bincount(sides, weights=sizes, minlength=3).astype(np.int64)


def _draw_singles(total: int, need: Floats, allowed: Bools, rng: np.random.Generator) -> Ints:
    return rng.permutation(np.repeat(np.arange(3), whole_numbers(need, total, allowed)))


def _draw_works(sizes: Ints, need: Floats, singles: int, allowed: Bools, rng: np.random.Generator) -> Ints:
    room = whole_numbers(need, int(sizes.sum()) + singles, allowed).astype(np.float64)
    sides = np.empty(len(sizes), dtype=np.int64)
    for position, size in enumerate(sizes):
        sides[position] = draw_side(room, room - size, allowed, rng)
        room[sides[position]] -= size
    return sides


def draw_side(room: Floats, left: Floats, allowed: Bools, rng: np.random.Generator) -> int:
    """Draw one of the sides that have room, as likely as their room; else take the least overfull.

    Args:
        room: `(3,)` pictures each side still lacks.
        left: `(3,)` what would be left of it with the unit in question there; negative where it does not fit.
        allowed: `(3,)`, the sides to draw from.
        rng: the only source of chance.
    """
    chances = np.where(allowed & (left >= 0), room, 0.0)
    if not chances.sum():
        return int(np.argmax(np.where(allowed, left, -np.inf)))
    return int(np.searchsorted(chances.cumsum() / chances.sum(), rng.random(), side="right"))


def _search_works(sizes: Ints, need: Floats, singles: int, allowed: Bools, rng: np.random.Generator) -> Ints | None:
    """An arrangement that the single pictures can complete to one within one, or None where there is none.

    A state is how many pictures sides 1 and 2 have; side 0 has the others. Which states can be reached with
    the first works is worked out for each number of works (subset sums in two dimensions), then a way back
    is drawn.
    """
    total = int(sizes.sum())
    limits = [min(total, max(0, int(np.floor(need[side] + 1 + _ROUNDING)))) for side in (1, 2)]
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
    """All divisions of `total` that are within one, the closest first."""
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
    """Draw sides from the last work to the first, each as likely as the side has pictures to hand out."""
    sides = np.empty(len(sizes), dtype=np.int64)
    left = int(sizes.sum())
    for position in range(len(sizes) - 1, -1, -1):
        size = int(sizes[position])
        came_from = ((one, two), (one - size, two), (one, two - size))
        possible = np.array([min(state) >= 0 and bool(reached[position][state]) for state in came_from])
        handed = np.array([left - one - two, one, two], dtype=np.float64)
        side = draw_side(handed, np.where(possible, 0.0, -1.0), allowed, rng)
        sides[position], (one, two), left = side, came_from[side], left - size
    return sides
