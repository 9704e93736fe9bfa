"""Pastiche of Georges Seurat: nothing but dots, and each colour with its opposite among them."""

import cv2
import numpy as np

from core.sample.canvas import Picture, Rng, finish, lay_dots, mix, to_picture, weave
from core.sample.landscapes import draw_landscape
from core.sample.palettes import Mood
from core.sample.portraits import draw_portrait
from core.sample.still_life import draw_still_life


def paint(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    """Harbours, parks and a few sitters in dots, often inside a painted border."""
    subject = rng.random()
    draw = draw_landscape if subject < 0.8 else draw_still_life if subject < 0.9 else draw_portrait
    scene = draw(rng, mood, height, width)
    guide = cv2.GaussianBlur(scene.colour, (0, 0), 1.5)
    if rng.random() < 0.5:
        guide = _border(guide, mood, rng)
    size = min(height, width) / 400
    ground = to_picture(mix(mix(guide, mood.light, 0.35), mood.far, 0.15))
    image = lay_dots(rng, ground, _opposite(guide), 10 * size, 4.3 * size, 13)
    image = lay_dots(rng, image, guide, 8.4 * size, 4.3 * size, 15)
    image = lay_dots(rng, image, to_picture(mix(guide, mood.light, 0.25)), 17 * size, 3.9 * size, 13)
    return finish(image, weave(rng, height, width), 0.025)


def _opposite(guide: Picture) -> Picture:
    """The complement of every colour, as light as the colour itself."""
    grey = cv2.cvtColor(cv2.cvtColor(guide, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    return to_picture(np.asarray(cv2.addWeighted(grey, 1.4, guide, -0.4, 0), dtype=np.float32))


def _border(guide: Picture, mood: Mood, rng: Rng) -> Picture:
    """A band of darker dots around the picture, as the painter framed his own."""
    height, width = guide.shape[:2]
    band = round(min(height, width) * rng.uniform(0.03, 0.05))
    framed = to_picture(mix(_opposite(guide), mood.dark, 0.6))
    framed[band : height - band, band : width - band] = guide[band : height - band, band : width - band]
    return framed
