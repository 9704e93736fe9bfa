"""Thumbnails: small WebP files, named by the hash of their picture, so never stale."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2

from core.dataset.images.decoding import load_rgb
from core.environment import is_read_only
from core.errors import UnreadableImageError
from core.files import write_atomically
from core.language import _
from core.progress import Progress, no_progress, track

THUMBNAIL_PX = 320
_QUALITY = 82


def thumbnail_path(thumbnails_dir: Path, sha256: str, long_side: int = THUMBNAIL_PX) -> Path:
    """The path of the thumbnail for a picture with this hash."""
    return thumbnails_dir / str(long_side) / sha256[:2] / f"{sha256}.webp"


def make_thumbnail(picture: Path, long_side: int) -> bytes:
    """Encode a picture as WebP, its longer side at most `long_side` pixels.

    Raises:
        UnreadableImageError: as `load_rgb`.
    """
    pixels = load_rgb(picture, long_side=long_side)
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    _encodes, encoded = cv2.imencode(".webp", bgr, [cv2.IMWRITE_WEBP_QUALITY, _QUALITY])
    return bytes(encoded)


def load_thumbnail(picture: Path, sha256: str, thumbnails_dir: Path, long_side: int = THUMBNAIL_PX) -> bytes:
    """Load a thumbnail from disk, or make it; it is stored unless the app is read-only.

    Raises:
        UnreadableImageError: as `load_rgb`.
    """
    path = thumbnail_path(thumbnails_dir, sha256, long_side)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        data = make_thumbnail(picture, long_side)
    if not is_read_only():
        write_atomically(path, lambda file: file.write(data), durable=False)
    return data


def build_thumbnails(
    pictures: Sequence[tuple[Path, str]],
    thumbnails_dir: Path,
    long_side: int = THUMBNAIL_PX,
    progress: Progress = no_progress,
) -> None:
    """Make all missing thumbnails, in threads; unreadable pictures get none.

    Args:
        pictures: file and SHA-256 of each.
        thumbnails_dir: the folder of thumbnails.
        long_side: longer side in pixels.
        progress: called for every picture.
    """
    missing = [pair for pair in pictures if not thumbnail_path(thumbnails_dir, pair[1], long_side).exists()]

    def build(pair: tuple[Path, str]) -> None:
        try:
            load_thumbnail(pair[0], pair[1], thumbnails_dir, long_side)
        except UnreadableImageError:
            return

    with ThreadPoolExecutor(max(2, os.cpu_count() or 2)) as pool:
        try:
            for _done in track(pool.map(build, missing), len(missing), _("Making thumbnails"), progress):
                pass
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
