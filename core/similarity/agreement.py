"""Why two pictures are similar: their agreement in palette, composition, texture and learned features.

A cosine means little by itself, so it is converted to a percentile: an agreement of 0.95 means that of twenty random
pairs of different works in this collection, nineteen are less similar in that aspect.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from core.dataset.store import Dataset
from core.errors import NotFoundError
from core.language import N_, _
from core.models.encoders.palette_texture import PARTS
from core.similarity.collection import Aspect, CollectionVectors, aspect_vectors
from core.similarity.descriptors import SEPARATOR, WITHOUT_WEIGHTS, descriptor_parts
from core.similarity.space import Floats

PALETTE = N_("palette")
COMPOSITION = N_("composition")
TEXTURE = N_("texture")
LEARNED = N_("learned features")

_GROUPS = {PALETTE: ("colours", "palette"), COMPOSITION: ("composition",), TEXTURE: tuple(PARTS)[3:]}
_PAIRS = 20_000
_LEVELS = 1001
_DIMENSIONS = 64

_CLOSE = 0.9
_VERY_CLOSE = 0.99
_ALIKE = 0.75


def part_aspects(descriptor: str) -> Mapping[str, Aspect]:
    """The aspects that are compared, by English name; "learned features" only where the descriptor has them."""
    aspects = {name: _group_aspect(name, parts) for name, parts in _GROUPS.items()}
    learned = SEPARATOR.join(name for name in descriptor_parts(descriptor) if name != WITHOUT_WEIGHTS)
    return aspects | ({LEARNED: Aspect(learned, learned)} if learned else {})


def _group_aspect(name: str, parts: tuple[str, ...]) -> Aspect:
    slices = [PARTS[part] for part in parts]
    if any(before.stop != after.start for before, after in pairwise(slices)):
        raise ValueError(f"The parts of {name} are not adjacent.")
    widths = tuple(part.stop - part.start for part in slices)
    return Aspect(f"{WITHOUT_WEIGHTS}.{name}", WITHOUT_WEIGHTS, slices[0].start, slices[-1].stop, widths, _DIMENSIONS)


@dataclass(frozen=True, eq=False)
class AspectSimilarity:
    """One aspect in which pictures are compared.

    Attributes:
        collection: the pictures that have these features.
        usual: `(levels,)` float32, evenly spaced quantiles of the cosines of pairs of different works.
    """

    collection: CollectionVectors
    usual: Floats

    def agreement(self, cosines: Floats) -> Floats:
        """The share of pairs that are less similar, 0 to 1."""
        return np.asarray(np.interp(cosines, self.usual, np.linspace(0, 1, len(self.usual))), np.float32)


def aspect_similarities(dataset: Dataset, descriptor: str) -> dict[str, AspectSimilarity]:
    """The aspects that are computed for a data set, by name."""
    found = {}
    for name, aspect in part_aspects(descriptor).items():
        try:
            collection = aspect_vectors(dataset, aspect)
        except NotFoundError:
            continue
        found[name] = AspectSimilarity(collection, _usual_of(collection))
    return found


@lru_cache(maxsize=16)
def _usual_of(collection: CollectionVectors) -> Floats:
    rng = np.random.default_rng(0)
    n = len(collection.painting_ids)
    one, other = rng.integers(0, n, (2, _PAIRS))
    works = np.unique(collection.works, return_inverse=True)[1]
    one, other = _different(one, other, works)
    if not len(one):
        return np.array([-1, 1], np.float32)
    cosines = np.einsum("ij,ij->i", collection.vectors[one], collection.vectors[other])
    quantiles = np.quantile(cosines, np.linspace(0, 1, _LEVELS)).astype(np.float32)
    return np.maximum.accumulate(quantiles)


def _different(
    one: npt.NDArray[np.int64], other: npt.NDArray[np.int64], works: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    kept = works[one] != works[other]
    return one[kept], other[kept]


def describe_agreement(parts: Mapping[str, float]) -> str:
    """Why two pictures are similar, as a short text.

    Args:
        parts: agreement by aspect, 0 to 1.
    """
    very = [name for name in _reaching(parts, _VERY_CLOSE) if name != LEARNED]
    close = [name for name in _reaching(parts, _CLOSE) if name not in very]
    if very or close:
        found = (
            *([_("very close in {respects}").format(respects=_joined(very))] if very else []),
            *([_("close in {respects}").format(respects=_joined(close))] if close else []),
        )
        return ", ".join(found)
    if alike := _reaching(parts, _ALIKE):
        return _("somewhat similar in {respects}").format(respects=_joined(alike))
    return _("the nearest work, though not close")


def _reaching(parts: Mapping[str, float], least: float) -> list[str]:
    """The aspects that reach an agreement; visible ones before learned features."""
    seen = sorted((name for name in parts if name != LEARNED), key=lambda name: -parts[name])
    return [name for name in (*seen, LEARNED) if parts.get(name, 0.0) >= least]


def _joined(names: list[str]) -> str:
    *others, last = [_(name) for name in names]
    return _("{others} and {last}").format(others=", ".join(others), last=last) if others else last
