"""Moods: small sets of colours that go together.

All painters draw from the same moods, each picture from one of them, varied. So the colours of a picture say
little about whose it is: that is left to the brush.
"""

import colorsys
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.sample.canvas import Rng

Colour = NDArray[Any]


@dataclass(frozen=True)
class Mood:
    """Colours by what they do in a picture; each `(3,)` float32 RGB, 0 to 255."""

    sky_high: Colour
    sky_low: Colour
    far: Colour
    middle: Colour
    near: Colour
    dark: Colour
    light: Colour
    accent: Colour
    second: Colour

    @property
    def colours(self) -> NDArray[Any]:
        """All of them, `(9, 3)`, in the order of the fields."""
        return np.stack([getattr(self, field.name) for field in fields(self)])


_MOODS = {
    "noon": "3f7fbf bfdcea 7fa3b5 8aa34a c9a64b 2c3b3a f4ecd2 d8542f e9b93a",
    "starlight": "1a2f6b 4f7db8 31527e 2b5872 25464a 131f35 f6e7a2 f0b429 7fb0c8",
    "harvest": "5b9bb5 e8dca8 b59a52 d9a93a c27a2a 4a3320 fbf0c4 b5402a 5f7d3a",
    "mist at dawn": "8fa6c4 f0c9a8 a7a5bd 8a9aa0 6d7f86 3d4a5c fbe6cf ee7b4a c98aa0",
    "olive grove": "7aa7b0 dfe6d0 8fa58f 7d8f4e b7a26a 3a4030 f3efd8 c8683c d7b65a",
    "rose": "b88aa8 f6d6cd a98db0 b57f86 8a5f6c 43303f fdeee4 d6455a e6b35a",
    "storm": "3b4858 8d9a98 566a66 5f6b45 7a6a42 1e2422 dcd8c0 b1512e c9a24a",
    "autumn": "9db3b8 ead9b0 a9825a b8622f 8e3f26 3a241e f8e8c8 dd8a2a 5c6f4c",
    "garden": "6fae9e d5e8cf 5f9a72 3f7d4f 6aa548 1f3d30 f6f3dc e25a6e f0c84a",
    "lagoon": "2f8fa3 b8e0da 4d9aa0 2f7f86 5bb0a0 143c48 f2f4e4 f08a4b e5c65c",
    "ochre room": "a8763a d9b06a 8c5e30 75492a 5a3620 24170f f6e2b3 b5402c 7a7a4a",
    "winter": "8ea6bf d3d9de a3b0c0 a5b3bd b9b2a8 414a58 f7f3ea b0563c c9a25e",
    "violet hour": "4a4384 c78aa8 5f5a94 5a4a78 473862 1f1a38 f7dcc0 f29a4a 8fb4c8",
    "terracotta": "d99a72 f3d9b8 c07a55 a8563a 7d6a4a 3a2620 fbeed8 2f6f86 e3ac4a",
}
_LOYALTY = 0.65


def draw_mood(rng: Rng, favourites: Sequence[str] = ()) -> Mood:
    """Pick a mood and vary it as a whole: hue, strength of colour, lightness.

    Args:
        rng: source of the choice.
        favourites: moods the painter returns to in two pictures of three; otherwise all are as likely.
    """
    names = list(favourites) if favourites and rng.random() < _LOYALTY else list(_MOODS)
    words = _MOODS[names[int(rng.integers(len(names)))]].split()
    turn = rng.normal(0, 0.012)
    strength = rng.uniform(0.75, 1.12)
    light = rng.uniform(0.9, 1.08)
    return Mood(*(_vary(word, turn, strength, light) for word in words))


def _vary(word: str, turn: float, strength: float, light: float) -> Colour:
    red, green, blue = (int(word[start : start + 2], 16) / 255 for start in (0, 2, 4))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    varied = colorsys.hsv_to_rgb((hue + turn) % 1, min(1.0, saturation * strength), min(1.0, value * light))
    return np.array(varied, np.float32) * 255
