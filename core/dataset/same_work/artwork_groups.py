"""Artwork groups: pairs joined into sets of pictures of one work.

A strong pair joins two groups. A weak one joins them only without a contradiction: pictures that, by the chain of
transforms, would show the same part of a work and yet do not match. Two details of one painting that do not overlap
never contradict each other. A pair that the user marked as different works is never in one group.
"""

from collections import deque
from collections.abc import Iterable, Sequence

import numpy as np

from core.dataset.same_work.pairs import WorkPair

_EXPECTED_OVERLAP = 0.5
_GRID = 24


def group_artworks(
    ids: Sequence[str], pairs: Iterable[WorkPair], rejected: Iterable[Iterable[str]] = ()
) -> dict[str, str]:
    """Assign every painting to an artwork group.

    Args:
        ids: all paintings in catalog order.
        pairs: from `find_pairs`; pairs with paintings that are not in `ids` are ignored.
        rejected: pairs that the user marked as different works, in either order.

    Returns:
        For each painting the id of its group's first member in catalog order; its own for a group of one.
    """
    place = {painting: number for number, painting in enumerate(ids)}
    refused = {frozenset(pair) for pair in rejected}
    usable = [pair for pair in pairs if pair.first in place and pair.second in place]
    usable = [pair for pair in usable if frozenset((pair.first, pair.second)) not in refused]
    groups = _Groups(ids, usable, refused)
    for pair in sorted(usable, key=lambda pair: (*_weakness(pair), place[pair.first], place[pair.second])):
        groups.join(pair)
    return {painting: min(groups.of[painting], key=place.__getitem__) for painting in ids}


def _weakness(pair: WorkPair) -> tuple[bool, float]:
    """Order strong pairs before weak ones, and those with more evidence first."""
    return not pair.is_strong, -pair.inliers * max(pair.agreement, 0.0)


class _Groups:
    """Groups that grow link by link."""

    def __init__(self, ids: Sequence[str], pairs: list[WorkPair], refused: set[frozenset[str]]) -> None:
        self.of: dict[str, set[str]] = {painting: {painting} for painting in ids}
        self._refused_by = _neighbours(refused)
        self._found = {frozenset((pair.first, pair.second)) for pair in pairs}
        self._links: dict[str, dict[str, np.ndarray]] = {}

    def join(self, pair: WorkPair) -> None:
        """Join the groups of a pair unless something contradicts it."""
        one, two = self.of[pair.first], self.of[pair.second]
        if one is not two:
            if any(not two.isdisjoint(self._refused_by.get(member, ())) for member in one):
                return
            if not pair.is_strong and self._contradicted(pair):
                return
            one |= two
            for member in two:
                self.of[member] = one
        self._remember(pair)

    def _remember(self, pair: WorkPair) -> None:
        transform = np.vstack([np.reshape(pair.transform, (2, 3)), [0.0, 0.0, 1.0]])
        self._links.setdefault(pair.first, {})[pair.second] = transform
        self._links.setdefault(pair.second, {})[pair.first] = np.linalg.inv(transform)

    def _contradicted(self, pair: WorkPair) -> bool:
        """Whether at least as many pictures that would show the same part fail to match as match."""
        across = np.vstack([np.reshape(pair.transform, (2, 3)), [0.0, 0.0, 1.0]])
        here, there = self._transforms_to(pair.first), self._transforms_to(pair.second)
        found = missing = 0
        for one, to_first in here.items():
            for two, to_second in there.items():
                if frozenset((one, two)) in self._found:
                    found += 1
                elif _overlap(np.linalg.inv(to_second) @ across @ to_first) >= _EXPECTED_OVERLAP:
                    missing += 1
        return missing >= found

    def _transforms_to(self, target: str) -> dict[str, np.ndarray]:
        """For every member of the group of `target`, the transform of its positions to positions in `target`."""
        known = {target: np.eye(3)}
        waiting = deque([target])
        while waiting:
            reached = waiting.popleft()
            for neighbour, transform in self._links.get(reached, {}).items():
                if neighbour not in known:
                    known[neighbour] = known[reached] @ np.linalg.inv(transform)
                    waiting.append(neighbour)
        return known


def _neighbours(refused: set[frozenset[str]]) -> dict[str, set[str]]:
    result: dict[str, set[str]] = {}
    for pair in refused:
        for member in pair:
            result.setdefault(member, set()).update(pair - {member})
    return result


def _overlap(transform: np.ndarray) -> float:
    """Share of the first picture inside the second, or the reverse, whichever is larger."""
    return max(_landing(transform), _landing(np.linalg.inv(transform)))


def _landing(transform: np.ndarray) -> float:
    steps = (np.arange(_GRID) + 0.5) / _GRID
    across, down = np.meshgrid(steps, steps)
    places = transform @ np.stack([across.ravel(), down.ravel(), np.ones(_GRID * _GRID)])
    return float(((places[:2] >= 0) & (places[:2] <= 1)).all(axis=0).mean())
