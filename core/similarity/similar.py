"""Similar works: the nearest in the space of a descriptor, with an explanation.

Features of an external picture are computed on the spot where they need no weights; networks run in the model server,
so that the serving process never loads them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from core.dataset.images.decoding import resize_square
from core.dataset.store import Dataset
from core.errors import InvalidInputError, NotFoundError
from core.features.computing import known_features
from core.inference.questions import embed_pictures
from core.language import N_, _
from core.models.encoders import encoder_entry
from core.models.encoders.palette_texture import PARTS, describe
from core.progress import Progress
from core.similarity.collection import Aspect, CollectionVectors, aspect_vectors, catalog_of, collection_vectors
from core.similarity.descriptors import (
    SEPARATOR,
    WITHOUT_WEIGHTS,
    descriptor_name,
    descriptor_parts,
    descriptor_title,
    open_parts,
)
from core.similarity.indexes import index_of
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


Picture = npt.NDArray[np.uint8]


def describe_picture(
    picture: Picture, encoders: Iterable[str], on_progress: Progress | None = None
) -> dict[str, Floats]:
    """The features of a picture by encoder, each `(1, d)` float32.

    Args:
        picture: `(height, width, 3)` uint8 RGB of any size.
        encoders: keys of `core.models.encoders.ENCODERS`.
        on_progress: called with (stage, done, total).

    Raises:
        NotFoundError: weights are missing.
        InferenceError: the model server ended.
        BusyError: the model server did not answer in time.
    """
    return {name: _describe_by(name, picture, on_progress) for name in dict.fromkeys(encoders)}


def _describe_by(name: str, picture: Picture, on_progress: Progress | None) -> Floats:
    if encoder_entry(name).kind != "descriptor":
        open_parts(name)  # raises which weights are missing before a process starts
        return embed_pictures(name, [picture], on_progress=on_progress)
    return describe(resize_square(picture, encoder_entry(name).default_image_size)[np.newaxis])


def aspect_features(features: Mapping[str, Floats], aspect: Aspect) -> Floats:
    """The columns of an aspect, `(n, d)`, from the features by encoder."""
    joined = np.concatenate([features[name] for name in descriptor_parts(aspect.descriptor)], axis=1)
    return joined[:, aspect.start : aspect.stop]


MOST_RESULTS = 1000


@dataclass(frozen=True)
class SimilarWork:
    """A similar work.

    Attributes:
        painting_id: its nearest picture.
        artist: None where unknown.
        score: cosine in the space of the descriptor, 1 for the same picture.
        why: explanation of the similarity.
        parts: agreement by computed aspect ("palette", "composition", "texture", "learned features"), 0 to 1: the
            share of pairs in this collection that are less similar.
    """

    painting_id: str
    artist: str | None
    score: float
    why: str
    parts: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Query:
    """A picture to find similar works for.

    Attributes:
        features: by encoder, each `(1, d)` float32: those of the descriptor, and the weight-free ones where known.
        left_out: works to exclude.
        only_nearest: whether each work is shown by its nearest picture only.
    """

    features: Mapping[str, Floats]
    left_out: Collection[str] = ()
    only_nearest: bool = True


def similar_to_painting(
    dataset: Dataset, painting_id: str, descriptor: str, k: int = 5, same_work: bool = False
) -> list[SimilarWork]:
    """Works like a painting of the data set.

    Args:
        dataset: the data set.
        painting_id: of it; it may be excluded itself.
        descriptor: names of encoders joined with "+".
        k: number of results, from 1.
        same_work: whether to include other pictures of the same work, and all pictures of other works.

    Returns:
        At most k, the nearest first, without excluded paintings and the painting itself.

    Raises:
        NotFoundError: there is no such painting, or features are missing.
        InvalidInputError: k out of range.
    """
    catalog = catalog_of(dataset)
    row = catalog.index[catalog["painting_id"] == painting_id]
    if not len(row):
        sentence = _("“{painting}” is not a painting of {dataset}.")
        raise NotFoundError(sentence.format(painting=painting_id, dataset=dataset.name))
    work = str(catalog.at[row[0], "work_group"])
    query = Query(features_of_painting(dataset, painting_id, descriptor), () if same_work else {work}, not same_work)
    nearest = _nearest(collection_vectors(dataset, descriptor), query, descriptor, k + 1)
    return _explained(dataset, descriptor, query, [found for found in nearest if found[0] != painting_id][:k])


def similar_works(dataset: Dataset, query: Query, descriptor: str, k: int = 5) -> list[SimilarWork]:
    """Works near a picture whose features are known.

    Args:
        dataset: to search.
        query: the picture.
        descriptor: names of encoders joined with "+".
        k: number of results, from 1.

    Raises:
        NotFoundError: no picture has features yet.
        InvalidInputError: k out of range.
    """
    nearest = _nearest(collection_vectors(dataset, descriptor), query, descriptor, k)
    return _explained(dataset, descriptor, query, nearest)


def features_of_painting(dataset: Dataset, painting_id: str, descriptor: str) -> dict[str, Floats]:
    """The computed features of a painting by encoder: those of a descriptor, and the weight-free ones if any.

    Raises:
        NotFoundError: features of the descriptor are missing.
    """
    found = {}
    for encoder in open_parts(descriptor_name({*descriptor_parts(descriptor), WITHOUT_WEIGHTS})):
        features, known = known_features(dataset, encoder, [painting_id])
        if known.all():
            found[encoder.name] = features
        elif encoder.name in descriptor_parts(descriptor):
            raise NotFoundError(_not_described(dataset, painting_id, descriptor))
    return found


def _not_described(dataset: Dataset, painting_id: str, descriptor: str) -> str:
    sentence = _(
        "“{painting}” has no features of {title} yet. Compute them first: atelier embed --dataset "
        "{dataset} --backbone {descriptor}."
    )
    title = descriptor_title(descriptor)
    return sentence.format(painting=painting_id, title=title, dataset=dataset.name, descriptor=descriptor)


def place_query(collection: CollectionVectors, features: Mapping[str, Floats], descriptor: str) -> Floats:
    """The features of a picture in the space of a collection, `(1, m)` float32."""
    joined = np.concatenate([features[name] for name in descriptor_parts(descriptor)], axis=1)
    return collection.space.place(joined)


def _nearest(collection: CollectionVectors, query: Query, descriptor: str, k: int) -> list[tuple[str, int, float]]:
    """Painting, row and cosine of at most k, the nearest first."""
    if not 1 <= k <= MOST_RESULTS + 1:
        sentence = _("{k} similar works were requested; request 1 to {most}.")
        raise InvalidInputError(sentence.format(k=k, most=MOST_RESULTS))
    place = place_query(collection, query.features, descriptor)
    index, wanted = index_of(collection), min(2 * k + 16, len(collection.painting_ids))
    while True:
        rows, scores = index.search(place, wanted)
        found = list(_shown(collection, query, rows[0].tolist(), scores[0].tolist()))
        if len(found) >= k or wanted >= len(collection.painting_ids):
            return found[:k]
        wanted = min(4 * wanted, len(collection.painting_ids))


def _shown(
    collection: CollectionVectors, query: Query, rows: list[int], scores: list[float]
) -> Iterator[tuple[str, int, float]]:
    seen: set[str] = set()
    for row, score in zip(rows, scores, strict=True):
        work = collection.works[row]
        if row < 0 or work in query.left_out or (query.only_nearest and work in seen):
            continue
        seen.add(work)
        yield collection.painting_ids[row], row, score


def _explained(
    dataset: Dataset, descriptor: str, query: Query, nearest: list[tuple[str, int, float]]
) -> list[SimilarWork]:
    collection = collection_vectors(dataset, descriptor)
    names = [painting_id for painting_id, _row, _score in nearest]
    parts = _agreements(aspect_similarities(dataset, descriptor), query, descriptor, names)
    return [
        SimilarWork(painting_id, collection.artists[row], float(np.clip(score, 0, 1)), describe_agreement(found), found)
        for (painting_id, row, score), found in zip(nearest, parts, strict=True)
    ]


def _agreements(
    found: Mapping[str, AspectSimilarity], query: Query, descriptor: str, painting_ids: list[str]
) -> list[Mapping[str, float]]:
    """By painting, its agreement with the query in every aspect that both have features of."""
    parts: list[dict[str, float]] = [{} for _painting in painting_ids]
    for name, aspect in part_aspects(descriptor).items():
        if name not in found or not set(descriptor_parts(aspect.descriptor)) <= set(query.features):
            continue
        respect = found[name]
        rows = respect.collection.rows_of(painting_ids)
        place = respect.collection.space.place(aspect_features(query.features, aspect))[0]
        agreements = respect.agreement(respect.collection.vectors[rows] @ place)
        for part, row, agreement in zip(parts, rows.tolist(), agreements.tolist(), strict=True):
            if row >= 0:
                part[name] = agreement
    return [MappingProxyType(part) for part in parts]
