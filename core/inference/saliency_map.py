"""A map of what spoke for an artist, and how to show it over the picture. Needs no Keras."""

import io
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from core.errors import InvalidInputError
from core.language import N_

Map = npt.NDArray[np.float32]
Picture = npt.NDArray[np.uint8]

GRAD_CAM = "Grad-CAM"
INPUT_GRADIENTS = N_("input gradients")
OCCLUSION = N_("occlusion")

METHODS = {
    GRAD_CAM: N_("where the network's last feature map speaks for the artist"),
    INPUT_GRADIENTS: N_("which pixels would change the answer most if they changed a little"),
    OCCLUSION: N_("how much less the artist is believed when that part is covered with grey"),
}
"""What a map means, by method, as the end of a sentence; neither the methods nor what they mean is translated yet."""

STRONGEST_ALPHA = 0.75

# From nothing to much in equal steps of lightness (OKLab 0.30 to 0.95), dark violet to pale yellow.
_STEPS = 256
_DARK, _LIGHT = 0.30, 0.95
_HUES = (300.0, 100.0)
_CHROMA = (0.12, 0.14)


@dataclass(frozen=True, eq=False)
class SaliencyMap:
    """What in a picture spoke for an artist.

    Attributes:
        values: `(h, w)` float32, 0 to 1, at the size the model takes pictures; 1 at the strongest place, all 0 where
            nothing spoke for the artist.
        artist: for whom it spoke.
        probability: that the model gives this artist for the picture, 0 to 1.
        predicted: the artist whom the model holds for the painter.
        method: a key of `METHODS`.
    """

    values: Map
    artist: str
    probability: float
    predicted: str
    method: str


def normalised(values: npt.NDArray[np.floating]) -> Map:
    """Cut below 0 and scale so that the strongest is 1; all 0 stays all 0."""
    positive: Map = np.nan_to_num(np.asarray(values, np.float32)).clip(min=0)
    top = positive.max(initial=0)
    return positive / top if top > 0 else positive


def enlarged(values: Map, height: int, width: int) -> Map:
    """A map at another size, its values still from 0 to 1.

    Args:
        values: `(h, w)`, 0 to 1.
        height: wanted, in pixels.
        width: wanted, in pixels.
    """
    return np.asarray(cv2.resize(values, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def lay_over(picture: Picture, saliency: Map, strength: float = STRONGEST_ALPHA) -> Picture:
    """Colour a picture by its map: where nothing spoke for the artist it stays as it is.

    Args:
        picture: `(height, width, 3)` uint8 RGB, of any size.
        saliency: `(h, w)`, 0 to 1; stretched over the whole picture, as the model saw all of it.
        strength: how opaque the strongest place is, 0 to 1.

    Returns:
        `(height, width, 3)` uint8 RGB.

    Raises:
        InvalidInputError: no picture, or no map.
    """
    if picture.ndim != 3 or picture.shape[2] != 3 or saliency.ndim != 2 or not 0 <= strength <= 1:
        raise InvalidInputError(
            f"A map of shape {saliency.shape} cannot be laid over a picture of shape {picture.shape} at a strength of "
            f"{strength!r:.20}. Give (h, w), (height, width, 3) and a number from 0 to 1."
        )
    shown = np.clip(enlarged(saliency.astype(np.float32), *picture.shape[:2]), 0, 1)
    colours = colour_map()[np.rint(shown * (_STEPS - 1)).astype(np.intp)].astype(np.float32)
    alpha = (strength * shown)[:, :, np.newaxis]
    blended = picture.astype(np.float32) * (1 - alpha) + colours * alpha
    result: Picture = np.rint(blended).astype(np.uint8)
    return result


def overlay_bytes(picture: Picture, saliency: Map, strength: float = STRONGEST_ALPHA, kind: str = "WEBP") -> bytes:
    """The same as a file.

    Args:
        picture: as for `lay_over`.
        saliency: as for `lay_over`.
        strength: as for `lay_over`.
        kind: "WEBP", or "PNG" for a picture to download.
    """
    file = io.BytesIO()
    options = {"quality": 85, "method": 2} if kind == "WEBP" else {}
    Image.fromarray(lay_over(picture, saliency, strength)).save(file, kind, **options)
    return file.getvalue()


@cache
def colour_map() -> npt.NDArray[np.uint8]:
    """The colours from 0 to 1: `(256, 3)` uint8 RGB, perceptually even (equal steps of OKLab lightness)."""
    share = np.linspace(0, 1, _STEPS)
    lightness = _DARK + (_LIGHT - _DARK) * share
    # From violet to yellow by way of red.
    angle = np.radians(_HUES[0] + ((_HUES[1] - _HUES[0]) % 360) * share)
    chroma = _CHROMA[0] + (_CHROMA[1] - _CHROMA[0]) * share
    colours = _from_oklab(np.stack([lightness, chroma * np.cos(angle), chroma * np.sin(angle)], axis=1))
    colours.setflags(write=False)
    return colours


def _from_oklab(lab: npt.NDArray[np.float64]) -> npt.NDArray[np.uint8]:
    """`(n, 3)` OKLab to sRGB; source: https://bottosson.github.io/posts/oklab/."""
    to_cones = np.array(
        [[1, 0.3963377774, 0.2158037573], [1, -0.1055613458, -0.0638541728], [1, -0.0894841775, -1.2914855480]]
    )
    to_linear = np.array(
        [
            [4.0767416621, -3.3077115913, 0.2309699292],
            [-1.2684380046, 2.6097574011, -0.3413193965],
            [-0.0041960863, -0.7034186147, 1.7076147010],
        ]
    )
    linear = np.clip((lab @ to_cones.T) ** 3 @ to_linear.T, 0, 1)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    colours: npt.NDArray[np.uint8] = np.rint(encoded * 255).astype(np.uint8)
    return colours
