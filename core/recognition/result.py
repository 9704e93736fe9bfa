"""What is answered about a picture."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from core.language import N_, _
from core.similarity.similar import SimilarWork

MOVEMENTS_NOTE = N_(
    "The probability of a movement is that of all its painters together. A painter of several movements counts for "
    "each of them, so these may add up to more than 100 %."
)

CopyKind = Literal["file", "picture"]

_SENTENCES: Mapping[str | None, str] = {
    "train": N_("This is {painting}, in the training side of this run, which has learned it by heart or may have."),
    "val": N_("This is {painting}, in the validation side of this run."),
    "test": N_("This is {painting}, in the test side of this run, which it never learned from."),
}
_NOT_IN_THE_RUN = N_("This is {painting}, not among the pictures of this run.")


@dataclass(frozen=True)
class Candidate:
    """An artist who may have painted it.

    Attributes:
        artist: as the run has the name.
        probability: calibrated, 0 to 1.
    """

    artist: str
    probability: float


@dataclass(frozen=True)
class KnownPainting:
    """The painting of the collection that a picture shows.

    Attributes:
        painting_id: which.
        artist: who painted it; None where unknown.
        side: where the run had it, "train", "val" or "test"; None where it did not have it.
        by: "file" for the very file, "picture" for the same work in another size, crop, tone or scan.
    """

    painting_id: str
    artist: str | None
    side: str | None
    by: CopyKind = "picture"

    @property
    def sentence(self) -> str:
        """What to tell people, so that nobody takes memory for understanding."""
        return _(_SENTENCES.get(self.side, _NOT_IN_THE_RUN)).format(painting=self.painting_id)


@dataclass(frozen=True)
class Recognition:
    """Everything that is answered about a picture.

    Attributes:
        artist: the most probable artist.
        probability: of that artist, calibrated, 0 to 1.
        candidates: every artist of the run, the most probable first.
        movements: movement and probability, the most probable first; see `MOVEMENTS_NOTE`.
        temperature: what the probabilities were mended by; 1 where the run does not determine it.
        known: False for "none of these": the picture is farther from everything learned than `threshold` allows.
        distance: how far it is from what was learned, in spreads above what is usual for paintings: 0 is usual,
            below it is nearer; NaN where it cannot be told.
        threshold: farther than this is none of these; NaN likewise.
        refused_share: of the held-out paintings of the run, how many the threshold refuses, 0 to 1; NaN likewise.
        painting: the painting of the collection that it shows; None where it shows none.
        similar: similar works, the nearest first.
        descriptor: by which they were found.
        notes: sentences about what could not be answered, and why.
    """

    artist: str
    probability: float
    candidates: tuple[Candidate, ...]
    movements: tuple[tuple[str, float], ...]
    temperature: float
    known: bool
    distance: float
    threshold: float
    refused_share: float
    painting: KnownPainting | None
    similar: tuple[SimilarWork, ...]
    descriptor: str
    notes: tuple[str, ...] = ()

    @property
    def movement(self) -> str | None:
        """The most probable movement; None where none is known."""
        return self.movements[0][0] if self.movements else None

    @property
    def is_judged(self) -> bool:
        """Whether it could be told how far the picture is from everything learned."""
        return math.isfinite(self.threshold) and math.isfinite(self.distance)
