"""Uploaded pictures: limited in size, validated by decoding, never stored."""

import hashlib
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.dataset.images.decoding import ImageHeader, load_rgb, read_header
from core.errors import UnreadableImageError
from core.language import _

MAX_UPLOAD_BYTES = 25_000_000
"""The server's upload limit for one file."""

LONG_SIDE_PX = 1024
"""Larger uploads are scaled down to this while they are decoded."""

_MAX_MEGAPIXELS = 40
_MAX_JPEG_MEGAPIXELS = 80
_MILLION = 1_000_000
_LONGEST_NAME = 80
_UNSAFE_IN_NAME = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')


@dataclass(frozen=True, eq=False)
class Upload:
    """A picture from a file upload or a camera.

    Attributes:
        name: of the file, without folders; plain text.
        pixels: `(height, width, 3)` uint8 RGB, upright, at most `LONG_SIDE_PX` a side; read-only.
        width: of the upright picture in the file, in pixels.
        height: of the upright picture in the file, in pixels.
        sha256: of the file.
        remark: a sentence about the decoding, translated; "" for none.
    """

    name: str
    pixels: npt.NDArray[np.uint8]
    width: int
    height: int
    sha256: str
    remark: str = ""


def read_upload(data: bytes, name: str) -> Upload:
    """Decode an uploaded file, whatever its name.

    Args:
        data: the file's bytes.
        name: the browser's name for it, for messages only.

    Raises:
        UnreadableImageError: too large, not a picture, or damaged.
    """
    shown = _plain_name(name)
    if len(data) > MAX_UPLOAD_BYTES:
        raise UnreadableImageError(
            _("“{file}” has {size:.0f} MB; at most {most} MB are accepted. Make it smaller and try again.").format(
                file=shown, size=len(data) / _MILLION, most=MAX_UPLOAD_BYTES // _MILLION
            )
        )
    with tempfile.TemporaryDirectory(prefix="atelier-upload-") as folder:
        path = Path(folder) / shown
        path.write_bytes(data)
        header = read_header(path)
        _require_few_pixels(header, shown)
        pixels = load_rgb(path, long_side=LONG_SIDE_PX, header=header)
    pixels.setflags(write=False)
    return Upload(shown, pixels, header.width, header.height, hashlib.sha256(data).hexdigest(), _remark(header))


def _require_few_pixels(header: ImageHeader, name: str) -> None:
    """Check the number of pixels; JPEG may have more, as it can be decoded at a fraction of its size."""
    most = _MAX_JPEG_MEGAPIXELS if header.format in {"JPEG", "MPO"} else _MAX_MEGAPIXELS
    if header.width * header.height > most * _MILLION:
        raise UnreadableImageError(
            _(
                "“{file}” has {width:,} × {height:,} pixels; at most {most} megapixels are accepted "
                "({most_as_jpeg} as JPEG). Make it smaller and try again."
            ).format(
                file=name,
                width=header.width,
                height=header.height,
                most=most,
                most_as_jpeg=_MAX_JPEG_MEGAPIXELS,
            )
        )


def _remark(header: ImageHeader) -> str:
    if header.frames > 1:
        return _("This file holds {n} pictures; the first one is shown.").format(n=header.frames)
    return ""


def _plain_name(name: str) -> str:
    """The last part of a path, without characters that a file system may refuse."""
    last = _UNSAFE_IN_NAME.sub("_", re.split(r"[/\\]", name)[-1]).strip(". ")
    # No file system takes a lone surrogate, and not every one a long name.
    last = last.encode("utf-8", "replace").decode("utf-8")[-_LONGEST_NAME:]
    return last if len(last.encode()) <= 3 * _LONGEST_NAME and last else "upload"
