"""The artists of the sample: their styles, numbers of pictures, and planted repetitions."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.sample.canvas import Picture, Rng
from core.sample.painters.abstract import paint_klee, paint_mondrian, paint_pollock
from core.sample.painters.impressionists import paint_monet, paint_seurat, paint_van_gogh
from core.sample.painters.klimt import paint_klimt
from core.sample.painters.matisse import paint_matisse
from core.sample.painters.old_masters import paint_durer, paint_rembrandt
from core.sample.scene import Mood

Paint = Callable[[Rng, Mood, int, int], Picture]


@dataclass(frozen=True)
class Painter:
    """One artist of the sample.

    Attributes:
        name: as in the table of artists.
        count: how many pictures, planted repetitions included.
        paint: paints one picture, given a generator, a mood, height and width.
        shapes: aspect ratios (width / height), of which each picture has one.
        favourites: moods that this painter prefers.
    """

    name: str
    count: int
    paint: Paint
    shapes: tuple[float, ...]
    favourites: tuple[str, ...]

    @property
    def prefix(self) -> str:
        """The name in file names: ASCII, underscores for spaces."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode("ascii")
        return plain.replace(" ", "_")

    def painting_id(self, number: int) -> str:
        """The file stem of a picture, as in `Albrecht_Durer_12`."""
        return f"{self.prefix}_{number}"


_LANDSCAPE = (1.25, 1.33, 1.25, 1.5, 0.8)
_ANY = (1.25, 1.33, 0.8, 0.75, 1.0)
_UPRIGHT = (0.78, 0.8, 0.72, 1.0, 1.3)

PAINTERS = (
    Painter("Vincent van Gogh", 132, paint_van_gogh, (1.25, 1.27, 0.8, 0.79, 1.25), ("noon", "harvest", "starlight")),
    Painter("Albrecht Dürer", 92, paint_durer, _ANY, ("winter", "ochre room", "olive grove")),
    Painter("Claude Monet", 78, paint_monet, _LANDSCAPE, ("mist at dawn", "lagoon", "rose")),
    Painter("Paul Klee", 70, paint_klee, _ANY, ("terracotta", "violet hour", "autumn")),
    Painter("Georges Seurat", 58, paint_seurat, _LANDSCAPE, ("garden", "olive grove", "noon")),
    Painter("Henri Matisse", 48, paint_matisse, _ANY, ("lagoon", "noon", "terracotta")),
    Painter("Rembrandt", 40, paint_rembrandt, _UPRIGHT, ("ochre room", "autumn", "storm")),
    Painter("Gustav Klimt", 34, paint_klimt, (1.0, 1.0, 0.72, 1.0, 0.6), ("harvest", "garden", "starlight")),
    Painter("Piet Mondrian", 26, paint_mondrian, (1.0, 1.0, 0.85, 1.15, 0.9), ("winter", "noon", "harvest")),
    Painter("Jackson Pollock", 22, paint_pollock, (1.5, 1.7, 1.3, 1.0, 0.75), ("storm", "winter", "terracotta")),
)

_REPEATED = ("Vincent van Gogh", "Vincent van Gogh", "Albrecht Dürer", "Paul Klee", "Gustav Klimt", "Georges Seurat")
_GREY = "Albrecht Dürer"
_PLAN = 0


@dataclass(frozen=True)
class Plan:
    """Decisions of a seed about the sample as a whole.

    Attributes:
        repeats: `(artist, number of the repetition) -> number of the original`.
        grey: artist and number of the picture without colour.
    """

    repeats: dict[tuple[str, int], int]
    grey: tuple[str, int]


def draw_plan(seed: int) -> Plan:
    """Choose the planted pairs and the grey picture, determined by the seed."""
    rng = np.random.default_rng([seed, _PLAN])
    repeats: dict[tuple[str, int], int] = {}
    taken: set[tuple[str, int]] = set()
    for name in _REPEATED:
        original, repetition = _two_numbers(rng, name, taken)
        repeats[name, repetition] = original
        taken |= {(name, original), (name, repetition)}
    free = [number for number in range(1, find_painter(_GREY).count + 1) if (_GREY, number) not in taken]
    return Plan(repeats, (_GREY, free[int(rng.integers(len(free)))]))


def _two_numbers(rng: Rng, name: str, taken: set[tuple[str, int]]) -> tuple[int, int]:
    free = [number for number in range(1, find_painter(name).count + 1) if (name, number) not in taken]
    first, second = sorted(int(number) for number in rng.choice(free, 2, replace=False))
    return first, second


def find_painter(name: str) -> Painter:
    """The painter of that name.

    Raises:
        KeyError: the sample has no such painter.
    """
    for painter in PAINTERS:
        if painter.name == name:
            return painter
    raise KeyError(f"The sample has no pictures by “{name}”; it has {', '.join(p.name for p in PAINTERS)}.")
