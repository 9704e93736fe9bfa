"""Altering a picture as other scans, prints and web pages do. Pictures are `(height, width, 3)` uint8."""

from collections.abc import Callable

import cv2
import numpy as np

Alteration = Callable[[np.ndarray, np.random.Generator], np.ndarray]


def crop(picture: np.ndarray, side: float, rng: np.random.Generator) -> np.ndarray:
    """A window of `side` of each side, somewhere."""
    height, width = picture.shape[:2]
    high, wide = max(8, round(height * side)), max(8, round(width * side))
    top, left = rng.integers(0, height - high + 1), rng.integers(0, width - wide + 1)
    return picture[top : top + high, left : left + wide].copy()


def tone(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Another gamma, white balance and contrast."""
    value = (picture.astype(np.float32) / 255) ** rng.choice([0.6, 0.75, 1.35, 1.6])
    value = (value * rng.uniform(0.8, 1.15, 3) - 0.5) * rng.uniform(0.75, 1.15) + 0.5
    return (value.clip(0, 1) * 255).astype(np.uint8)


def resize(picture: np.ndarray, factor: float) -> np.ndarray:
    interpolation = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return cv2.resize(picture, None, fx=factor, fy=factor, interpolation=interpolation)


def jpeg(picture: np.ndarray, quality: int) -> np.ndarray:
    return cv2.imdecode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)


def greyscale(picture: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)


def turn(picture: np.ndarray, degrees: float) -> np.ndarray:
    """Turned about the centre, white where nothing was."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))


def frame(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A plain frame around it."""
    band = max(picture.shape) // 10
    colour = [int(value) for value in rng.integers(20, 140, 3)]
    return cv2.copyMakeBorder(picture, band, band, band, band, cv2.BORDER_CONSTANT, value=colour)


def perspective(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Photographed from slightly aside: every corner moves by up to a twentieth."""
    height, width = picture.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = (corners + rng.uniform(-0.05, 0.05, (4, 2)) * [width, height]).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, moved)
    return cv2.warpPerspective(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)


def _small_turn(rng: np.random.Generator) -> float:
    return float(rng.choice([-5, -3, 3, 5]))


ALTERATIONS: dict[str, Alteration] = {
    "crop to 60 % of each side": lambda picture, rng: crop(picture, 0.6, rng),
    "tone and white balance": tone,
    "half size": lambda picture, rng: resize(picture, 0.5),
    "double size": lambda picture, rng: resize(picture, 2),
    "heavy JPEG": lambda picture, rng: jpeg(picture, 10),
    "greyscale": lambda picture, rng: greyscale(picture),
    "slight turn": lambda picture, rng: turn(picture, _small_turn(rng)),
    "detail of a third of the area": lambda picture, rng: crop(picture, 3**-0.5, rng),
    "detail of a third of each side": lambda picture, rng: crop(picture, 1 / 3, rng),
    "enlarged detail of a third of each side": lambda picture, rng: resize(crop(picture, 1 / 3, rng), 3),
    "frame": frame,
    "perspective": perspective,
    "crop, turn, tone and JPEG": lambda picture, rng: jpeg(tone(turn(crop(picture, 0.7, rng), 4), rng), 15),
    "crop, half size, greyscale and JPEG": lambda picture, rng: jpeg(
        greyscale(resize(crop(picture, 0.8, rng), 0.5)), 20
    ),
    "detail of a third of the area, tone and JPEG": lambda picture, rng: jpeg(
        tone(resize(crop(picture, 3**-0.5, rng), 1.5), rng), 30
    ),
}
