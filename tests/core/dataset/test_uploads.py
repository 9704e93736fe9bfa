"""Uploaded files: shown right or refused with a sentence, whatever they are called."""

import io
import tempfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.dataset.images import uploads
from core.dataset.images.uploads import LONG_SIDE_PX, read_upload
from core.errors import UnreadableImageError


def encoded(image: Image.Image, kind: str, **options) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def halves(width: int = 80, height: int = 40) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[:, : width // 2, 0] = 255
    picture[:, width // 2 :, 2] = 255
    return Image.fromarray(picture)


@pytest.mark.parametrize("name", ["painting.png", "painting.txt", "painting", "….jpg", "ß" * 300, "a\udc80b", ""])
def test_what_a_file_is_called_plays_no_part(name):
    upload = read_upload(encoded(halves(), "PNG"), name)
    assert upload.pixels.shape == (40, 80, 3) and upload.pixels.dtype == np.uint8
    assert upload.pixels[20, 10].tolist() == [255, 0, 0]
    assert upload.remark == ""


@pytest.mark.parametrize("data", [b"", b"no picture", b"<svg/>", b"\x89PNG\r\n\x1a\n" + bytes(50), b"GIF89a"])
def test_what_is_no_picture_is_refused_by_its_name(data):
    with pytest.raises(UnreadableImageError, match=r"painting\.jpg"):
        read_upload(data, "painting.jpg")


def test_a_file_that_breaks_off_is_refused(painting_factory):
    whole = encoded(Image.fromarray(painting_factory(1)), "PNG")
    with pytest.raises(UnreadableImageError, match=r"half\.png"):
        read_upload(whole[: len(whole) // 2], "half.png")


@pytest.mark.parametrize("name", ["../../evil.png", "..\\..\\evil.png", "/etc/evil.png", "a:b|c/evil.png"])
def test_a_name_with_folders_writes_nothing_outside(name, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    assert read_upload(encoded(halves(), "PNG"), name).name == "evil.png"
    assert [path.name for path in tmp_path.rglob("*")] == ["temporary"]


def test_too_many_bytes_are_refused_before_they_are_looked_at(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_UPLOAD_BYTES", 1_000_000)
    with pytest.raises(UnreadableImageError, match="has 2 MB; at most 1 MB"):
        read_upload(bytes(2_000_000), "large.jpg")


def test_sixty_megapixels_are_shown_as_jpeg_and_refused_as_png():
    huge = Image.new("RGB", (10_000, 6_000), (200, 100, 50))
    upload = read_upload(encoded(huge, "JPEG", quality=30), "huge.jpg")
    assert (upload.width, upload.height) == (10_000, 6_000)
    assert upload.pixels.shape == (round(LONG_SIDE_PX * 0.6), LONG_SIDE_PX, 3)
    assert np.abs(upload.pixels.astype(int) - (200, 100, 50)).max() < 6
    with pytest.raises(UnreadableImageError, match=r"10,000 × 6,000 pixels; at most 40 megapixels"):
        read_upload(encoded(huge, "PNG"), "huge.png")


def test_an_animation_shows_its_first_picture_and_says_so():
    others = [Image.new("RGB", (80, 40), colour) for colour in ((0, 255, 0), (0, 0, 0))]
    upload = read_upload(encoded(halves(), "GIF", save_all=True, append_images=others), "moving.gif")
    assert upload.pixels[20, 10].tolist() == [255, 0, 0] and upload.pixels[20, 70].tolist() == [0, 0, 255]
    assert upload.remark == "This file holds 3 pictures; the first one is shown."


def test_colours_for_print_become_those_of_a_screen():
    upload = read_upload(encoded(halves().convert("CMYK"), "JPEG", quality=95), "print.jpg")
    assert np.abs(upload.pixels[20, 5].astype(int) - (255, 0, 0)).max() < 10
    assert np.abs(upload.pixels[20, 75].astype(int) - (0, 0, 255)).max() < 10


def test_a_single_pixel_is_a_picture():
    upload = read_upload(encoded(Image.new("RGB", (1, 1), (9, 8, 7)), "PNG"), "dot.png")
    assert upload.pixels.tolist() == [[[9, 8, 7]]]


def test_sixteen_bits_become_eight():
    steps = np.tile(np.linspace(0, 65535, 64).astype(np.uint16), (8, 1))
    upload = read_upload(encoded(Image.fromarray(steps), "PNG"), "deep.png")
    assert np.abs(upload.pixels[0, :, 0].astype(int) - np.linspace(0, 255, 64)).max() <= 1


def test_a_turned_photograph_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held sideways: turn by 90° to the right
    upload = read_upload(encoded(halves(), "JPEG", exif=exif, quality=95), "turned.jpg")
    assert (upload.width, upload.height) == (40, 80)
    assert upload.pixels[10, 20, 0] > 240 and upload.pixels[70, 20, 2] > 240


def test_what_can_be_seen_through_lies_on_white():
    clear = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    assert read_upload(encoded(clear, "PNG"), "clear.png").pixels.min() == 255
