"""Decoding pictures: headers, and pixels as RGB from any supported format.

OpenCV decodes JPEG at a fraction of its size, several times faster than in full. Formats that OpenCV would get wrong
(CMYK, alpha, palettes, 16 bits, animation) go through Pillow. The module writes no file.
"""

import struct
import warnings
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import UnreadableImageError
from core.language import _

MAX_PIXELS = 100_000_000
"""Larger pictures are refused before decoding, which would take gigabytes."""

IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif"})

_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")
"""The only formats opened, whatever the file's name: Pillow has formats that start other programs (PostScript)."""

_FAULTS = (OSError, ValueError, SyntaxError, EOFError, RuntimeError, MemoryError, struct.error)
"""Exceptions of Pillow for damaged files, depending on the damage."""

_EXIF_ORIENTATION = 0x0112
_TURNED_SIDEWAYS = {5, 6, 7, 8}
_OPENCV_MODES = {"RGB", "L"}
_OPENCV_FORMATS = {"JPEG", "MPO", "PNG", "WEBP", "BMP"}
_OPENCV_COMPONENTS = {1, 3}
_SCALED = {
    1: 0,
    2: cv2.IMREAD_REDUCED_GRAYSCALE_2,
    4: cv2.IMREAD_REDUCED_GRAYSCALE_4,
    8: cv2.IMREAD_REDUCED_GRAYSCALE_8,
}
"""OpenCV's flags by JPEG scale; they mean grey unless IMREAD_COLOR_RGB is added."""

# Source of the JPEG markers and the frame header: ITU-T T.81, annex B.
_START_OF_IMAGE = b"\xff\xd8"
_END_OF_IMAGE = b"\xff\xd9"
_TRAILER_BYTES = 4096
_FRAME_MARKERS = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended and progressive, with Huffman coding: what decoders can scale."""
_OTHER_FRAME_MARKERS = frozenset(range(0xC3, 0xD0)) - {0xC4, 0xC8, 0xCC}
_START_OF_SCAN = 0xDA

Image.MAX_IMAGE_PIXELS = None  # read_header checks our own limit


@dataclass(frozen=True)
class ImageHeader:
    """The metadata of a picture file, read without decoding its pixels.

    Attributes:
        width: of the upright picture (EXIF rotation applied), in pixels.
        height: of the upright picture, in pixels.
        mode: Pillow's colour mode, such as RGB, L, P, CMYK or RGBA.
        format: Pillow's name of the file format, such as JPEG.
        frames: 1, or more for an animation.
    """

    width: int
    height: int
    mode: str
    format: str
    frames: int = 1


@dataclass(frozen=True)
class JpegFrame:
    """The frame header.

    Attributes:
        width: pixels across as stored, before any EXIF rotation.
        height: pixels down as stored.
        components: 1 grey, 3 colour, 4 CMYK.
    """

    width: int
    height: int
    components: int


def read_header(path: Path) -> ImageHeader:
    """Read size and mode without decoding pixels (about 15,000 files a second).

    Raises:
        UnreadableImageError: empty, not a picture, or over `MAX_PIXELS`.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns about odd metadata that does not affect the pixels
            with Image.open(path, formats=_FORMATS) as image:
                return _header_of(image, path.name)
    except UnidentifiedImageError as error:
        raise UnreadableImageError(_why_unidentified(path)) from error
    except _FAULTS as error:
        raise UnreadableImageError(
            _("“{file}” cannot be read as a picture ({reason}).").format(file=path.name, reason=error)
        ) from error


def _header_of(image: Image.Image, name: str) -> ImageHeader:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise UnreadableImageError(
            _(
                "“{file}” has {width:,} × {height:,} pixels; at most {most} megapixels are read. "
                "Make it smaller and import it again."
            ).format(file=name, width=width, height=height, most=MAX_PIXELS // 1_000_000)
        )
    if image.getexif().get(_EXIF_ORIENTATION) in _TURNED_SIDEWAYS:
        width, height = height, width
    frames = getattr(image, "n_frames", 1) if image.format in {"GIF", "WEBP", "PNG", "TIFF"} else 1
    return ImageHeader(width, height, image.mode, image.format or "", frames)


def _why_unidentified(path: Path) -> str:
    if path.stat().st_size == 0:
        return _("“{file}” is an empty file.").format(file=path.name)
    return _("“{file}” is not a picture, or is damaged beyond reading.").format(file=path.name)


def load_rgb(path: Path, *, long_side: int | None = None, header: ImageHeader | None = None) -> np.ndarray:
    """Decode a picture to upright RGB, alpha over white, the first frame of an animation.

    Args:
        path: the file.
        long_side: the longer side of the result in pixels, never enlarged; None keeps every pixel. Smaller
            results decode faster.
        header: the result of `read_header`, if known.

    Returns:
        `(height, width, 3)` uint8, RGB.

    Raises:
        UnreadableImageError: as `read_header`, or truncated or damaged inside.
    """
    header = header or read_header(path)
    longest = max(header.width, header.height)
    wanted = min(long_side or longest, longest)
    picture = _decode(path, header, longest // wanted)
    height, width = picture.shape[:2]
    if max(height, width) <= wanted:
        return picture
    scale = wanted / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def load_square(path: Path, size: int) -> np.ndarray:
    """Decode a picture and squeeze it to a square, the input of the networks (the aspect ratio changes).

    Returns:
        `(size, size, 3)` uint8, RGB.

    Raises:
        UnreadableImageError: as `load_rgb`.
    """
    data = path.read_bytes()
    frame = read_jpeg_frame(data)
    picture = None
    if frame and frame.width * frame.height <= MAX_PIXELS:
        picture = _decode_jpeg(data, frame, min(frame.width, frame.height) // size)
    if picture is None:
        header = read_header(path)
        picture = _decode(path, header, min(header.width, header.height) // size)
    return resize_square(picture, size)


def resize_square(picture: np.ndarray, size: int) -> np.ndarray:
    """Resize `(height, width, 3)` uint8 to `(size, size, 3)`, by area when it shrinks."""
    height, width = picture.shape[:2]
    shrinks = height >= size and width >= size
    return cv2.resize(picture, (size, size), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)


def _decode(path: Path, header: ImageHeader, shrink: int) -> np.ndarray:
    """Decode at 1 / `shrink` of the size or more, with OpenCV where it decodes the file correctly."""
    if header.mode in _OPENCV_MODES and header.format in _OPENCV_FORMATS and header.frames == 1:
        data = path.read_bytes()
        frame = read_jpeg_frame(data)
        picture = _decode_jpeg(data, frame, shrink) if frame else _decode_with_opencv(data, cv2.IMREAD_COLOR_RGB)
        if picture is not None:
            return picture
    return _decode_with_pillow(path, header, shrink)


def _decode_jpeg(data: bytes, frame: JpegFrame, shrink: int) -> np.ndarray | None:
    """Decode at the coarsest JPEG scale (1, 1/2, 1/4, 1/8) that is no smaller than 1 / `shrink`.

    None for files that OpenCV would get wrong: CMYK, and truncated files, which it silently fills with grey.
    """
    if frame.components not in _OPENCV_COMPONENTS or not is_complete_jpeg(data):
        return None
    factor = max((factor for factor in _SCALED if factor <= shrink), default=1)
    return _decode_with_opencv(data, _SCALED[factor] | cv2.IMREAD_COLOR_RGB)


def _decode_with_opencv(data: bytes, flags: int) -> np.ndarray | None:
    try:
        return cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    except cv2.error:
        return None


def _decode_with_pillow(path: Path, header: ImageHeader, shrink: int) -> np.ndarray:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=_FORMATS) as image:
                if shrink > 1:
                    image.draft(image.mode, (image.width // shrink, image.height // shrink))
                return np.array(to_rgb(ImageOps.exif_transpose(image)))
    except _FAULTS as error:
        raise UnreadableImageError(
            _("“{file}” is damaged and cannot be decoded ({reason}).").format(file=path.name, reason=error)
        ) from error


def read_jpeg_frame(data: bytes) -> JpegFrame | None:
    """Find the frame header; None for other files and unusual kinds of JPEG."""
    if not data.startswith(_START_OF_IMAGE):
        return None
    position = 2
    while position + 9 < len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker in _FRAME_MARKERS:
            height, width = _big_endian(data, position + 5), _big_endian(data, position + 7)
            return JpegFrame(width, height, data[position + 9]) if width and height else None
        if marker in _OTHER_FRAME_MARKERS or marker == _START_OF_SCAN:
            return None
        position += 1 if marker == 0xFF else 2 + _big_endian(data, position + 2)
    return None


def _big_endian(data: bytes, position: int) -> int:
    return int.from_bytes(data[position : position + 2], "big")


def is_complete_jpeg(data: bytes) -> bool:
    """Whether the end marker is near the end; a file without it is truncated or has a long trailer."""
    return _END_OF_IMAGE in data[-_TRAILER_BYTES:]


def to_rgb(image: Image.Image) -> Image.Image:
    """Convert any Pillow mode to RGB: alpha over white, 16 bits scaled to 8."""
    if image.mode.startswith("I") or image.mode == "F":
        values = np.asarray(image, dtype=np.float32)
        top = 65535.0 if values.max(initial=0) > 255 else 255.0
        return Image.fromarray((values * (255.0 / top)).clip(0, 255).astype(np.uint8)).convert("RGB")
    if image.has_transparency_data:
        rgba = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert("RGB")
    return image.convert("RGB")


def center_crop(picture: npt.NDArray[np.uint8], margin: float) -> npt.NDArray[np.uint8]:
    """The picture without its edges.

    Args:
        picture: `(height, width, 3)`.
        margin: share of each side that is left out at either end, 0 to under 0.5.
    """
    down, across = (int(side * margin) for side in picture.shape[:2])
    return np.ascontiguousarray(picture[down : picture.shape[0] - down, across : picture.shape[1] - across])
