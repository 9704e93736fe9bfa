"""The result of recognising a picture."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from core.language import N_, _
from core.similarity.similar import SimilarWork

MOVEMENTS_NOTE = N_(
    "The probability of a movement is the sum over its artists. An artist of several movements "
    "counts for each of them, so the sum may exceed 100 %."
)

CopyKind = Literal["file", "picture"]

_SENTENCES: Mapping[str | None, str] = {
    "train": N_("This is {painting}, a training picture of this run, which the model may have memorised."),
    "val": N_("This is {painting}, a validation picture of this run."),
    "test": N_("This is {painting}, a test picture of this run, which the model was not trained on."),
}
_NOT_IN_THE_RUN = N_("This is {painting}, not among the pictures of this run.")


@dataclass(frozen=True)
class Candidate:
    """A predicted artist.

    Attributes:
        artist: name in the run.
        probability: calibrated, 0 to 1.
    """

    artist: str
    probability: float


@dataclass(frozen=True)
class KnownPainting:
    """The painting of the collection that a picture shows.

    Attributes:
        painting_id: of the painting.
        artist: None where unknown.
        side: split of the run, "train", "val" or "test"; None where it is not in the run.
        by: "file" for the identical file, "picture" for the same work in another size, crop, tone or scan.
    """

    painting_id: str
    artist: str | None
    side: str | None
    by: CopyKind = "picture"

    @property
    def sentence(self) -> str:
        """A sentence that shows whether the model was trained on this painting."""
        return _(_SENTENCES.get(self.side, _NOT_IN_THE_RUN)).format(painting=self.painting_id)


@dataclass(frozen=True)
class Recognition:
    """The result of recognising a picture.

    Attributes:
        artist: the most probable artist.
        probability: of that artist, calibrated, 0 to 1.
        candidates: every artist of the run, the most probable first.
        movements: movement and probability, the most probable first; see `MOVEMENTS_NOTE`.
        temperature: of the calibration; 1 where the run does not determine it.
        known: False for "none of these": `distance` is above `threshold`.
        distance: novelty in spreads above the median of held-out paintings, negative is nearer; NaN where unknown.
        threshold: of the novelty; NaN where unknown.
        refused_share: share of held-out paintings beyond the threshold, 0 to 1; NaN where unknown.
        painting: the painting of the collection that it shows; None for none.
        similar: similar works, the nearest first.
        descriptor: used for similar works.
        notes: sentences about what is unavailable, and why.
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
        """The most probable movement; None without movements."""
        return self.movements[0][0] if self.movements else None

    @property
    def is_judged(self) -> bool:
        """Whether the novelty of the picture is known."""
        return math.isfinite(self.threshold) and math.isfinite(self.distance)
