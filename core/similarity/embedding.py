"""Computing a descriptor for a data set. For job processes and the command line, because networks load TensorFlow."""

from dataclasses import dataclass

from core.dataset.store import Dataset
from core.features.computing import COMPUTING, features, missing_features
from core.language import N_, _
from core.models.encoders import Encoder, open_encoder
from core.progress import Progress, no_progress
from core.similarity.collection import aspect_vectors, collection_vectors
from core.similarity.descriptors import WITHOUT_WEIGHTS, descriptor_name, descriptor_parts
from core.similarity.indexes import build_index
from core.similarity.similar import part_aspects

DESCRIBING = N_("Computing features")
ARRANGING = N_("Indexing the pictures")


@dataclass(frozen=True)
class Embedded:
    """The result of an embedding.

    Attributes:
        descriptor: canonical name.
        computed: newly computed features, over all encoders.
        pictures: pictures that have features now.
        dimensions: of their vector space.
    """

    descriptor: str
    computed: int
    pictures: int
    dimensions: int


def embed(dataset: Dataset, descriptor: str, progress: Progress = no_progress) -> Embedded:
    """Compute the missing features of a descriptor for a data set, and index them for search.

    The weight-free features are always computed too, because they explain similarity.

    Args:
        dataset: the data set.
        descriptor: names of encoders joined with "+"; missing ImageNet weights are downloaded.
        progress: called with (stage, done, total) every 64 pictures; on `CancelledError` computed features are kept.

    Raises:
        NotFoundError: there is no such encoder, or its weights are unavailable.
        ReadOnlyError: features are missing in a read-only demo.
    """
    parts = descriptor_parts(descriptor)
    encoders = [open_encoder(name) for name in dict.fromkeys((*parts, WITHOUT_WEIGHTS))]
    missing = [missing_features(dataset, encoder) for encoder in encoders]
    for number, encoder in enumerate(encoders):
        if missing[number]:
            _compute(dataset, encoder, progress, sum(missing[:number]), sum(missing))
    progress(_(ARRANGING), 0, 1)
    found = collection_vectors(dataset, descriptor)
    for aspect in part_aspects(descriptor).values():
        aspect_vectors(dataset, aspect)
    progress(_(ARRANGING), 1, 1)
    build_index(found, progress)
    return Embedded(descriptor_name(parts), sum(missing), len(found.painting_ids), found.vectors.shape[1])


def _compute(dataset: Dataset, encoder: Encoder, progress: Progress, before: int, total: int) -> None:
    def report(stage: str, done: int, of: int) -> None:
        is_computing = stage == _(COMPUTING)
        progress(_(DESCRIBING) if is_computing else stage, before + done if is_computing else done, total)

    features(dataset, encoder, progress=report)
