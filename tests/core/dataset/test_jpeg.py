"""The frame header read from memory is the one Pillow finds, and nothing is mistaken for one."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.dataset.images.decoding import JpegFrame, is_complete_jpeg, load_square, read_jpeg_frame


def as_jpeg(mode="RGB", size=(37, 23), **options) -> bytes:
    file = BytesIO()
    Image.new(mode, size, 77 if mode == "L" else None).save(file, "JPEG", **options)
    return file.getvalue()


@pytest.mark.parametrize(("mode", "components"), [("L", 1), ("RGB", 3), ("CMYK", 4)])
@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("comment", [b"", b"\xff\xc0" + b"not a frame" * 300])
def test_size_and_components_are_those_of_the_file(mode, components, progressive, comment):
    data = as_jpeg(mode, progressive=progressive, comment=comment)
    assert read_jpeg_frame(data) == JpegFrame(37, 23, components)
    assert is_complete_jpeg(data)


def test_a_frame_behind_a_long_exif_block_is_found():
    exif = Image.Exif()
    exif[0x010E] = "x" * 60_000
    assert read_jpeg_frame(as_jpeg(exif=exif)) == JpegFrame(37, 23, 3)


@given(st.binary(max_size=200))
def test_rubbish_is_no_frame_and_no_error(data):
    read_jpeg_frame(data)
    read_jpeg_frame(b"\xff\xd8" + data)


@pytest.mark.parametrize("length", [0, 1, 2, 3, 10, 100, 150])
def test_half_a_header_is_no_error(length):
    read_jpeg_frame(as_jpeg()[:length])


def test_a_long_trailer_behind_the_picture_does_no_harm(tmp_path):
    data = as_jpeg(size=(64, 64)) + b"trailer" * 2000
    assert not is_complete_jpeg(data)
    (tmp_path / "phone.jpg").write_bytes(data)
    assert load_square(tmp_path / "phone.jpg", 16).shape == (16, 16, 3)
