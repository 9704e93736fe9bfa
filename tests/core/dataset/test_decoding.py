"""Whatever a file holds, it is shown right or refused with a sentence."""

import numpy as np
import pytest
from PIL import Image, ImageFilter, ImageOps

from core.dataset.images.decoding import load_rgb, load_square, read_header
from core.errors import UnreadableImageError


@pytest.fixture
def picture(painting_factory) -> Image.Image:
    return Image.fromarray(painting_factory(1, 320, 200)).filter(ImageFilter.GaussianBlur(2))


def difference(first: np.ndarray, second: Image.Image) -> float:
    return float(np.abs(first.astype(float) - np.asarray(second.convert("RGB"), float)).mean())


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK", "P", "RGBA", "LA", "1", "I;16"])
def test_every_colour_mode_becomes_rgb(picture, tmp_path, mode):
    path = tmp_path / ("picture.jpg" if mode in {"RGB", "L", "CMYK"} else "picture.png")
    if mode == "I;16":
        grey = np.asarray(picture.convert("L"), np.uint16) * 257
        converted, expected = Image.fromarray(grey), picture.convert("L")
    else:
        converted = expected = picture.convert(mode)
    converted.save(path, **({"quality": 95} if path.suffix == ".jpg" else {}))
    pixels = load_rgb(path)
    assert pixels.shape == (200, 320, 3)
    assert pixels.dtype == np.uint8
    assert difference(pixels, expected) < 6


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("long_side", [None, 150, 70, 30])
def test_usual_jpegs_take_the_fast_way(picture, tmp_path, monkeypatch, mode, long_side):
    picture.convert(mode).save(tmp_path / "picture.jpg", quality=95)
    monkeypatch.delattr("core.dataset.images.decoding._decode_with_pillow")
    assert load_rgb(tmp_path / "picture.jpg", long_side=long_side).ndim == 3
    assert load_square(tmp_path / "picture.jpg", 50).shape == (50, 50, 3)


def test_what_is_transparent_is_white(tmp_path):
    Image.new("RGBA", (30, 20), (255, 0, 0, 0)).save(tmp_path / "clear.png")
    assert (load_rgb(tmp_path / "clear.png") == 255).all()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_stand_upright_as_exif_says(picture, tmp_path, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "turned.jpg"
    picture.save(path, exif=exif, quality=95)
    header = read_header(path)
    pixels = load_rgb(path)
    assert pixels.shape[:2] == (header.height, header.width) == ((320, 200) if orientation >= 5 else (200, 320))
    with Image.open(path) as stored:
        assert difference(pixels, ImageOps.exif_transpose(stored)) < 3


def test_the_first_frame_of_an_animation_is_shown(tmp_path):
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:])
    assert read_header(tmp_path / "moving.gif").frames == 2
    assert load_rgb(tmp_path / "moving.gif")[0, 0].tolist() == [255, 0, 0]


@pytest.mark.parametrize("long_side", [320, 160, 100, 33, 7])
def test_smaller_pictures_keep_their_shape_and_their_look(picture, tmp_path, long_side):
    picture.save(tmp_path / "picture.jpg", quality=95)
    pixels = load_rgb(tmp_path / "picture.jpg", long_side=long_side)
    assert max(pixels.shape) == long_side
    height, width = pixels.shape[:2]
    assert difference(pixels, picture.resize((width, height), Image.Resampling.BOX)) < 8


def test_pictures_are_never_enlarged(picture, tmp_path):
    picture.save(tmp_path / "picture.png")
    assert load_rgb(tmp_path / "picture.png", long_side=2000).shape == (200, 320, 3)


def test_squares_are_squeezed_not_cropped(picture, tmp_path):
    picture.save(tmp_path / "picture.jpg", quality=95)
    assert difference(load_square(tmp_path / "picture.jpg", 50), picture.resize((50, 50), Image.Resampling.BOX)) < 8


def test_one_pixel_is_a_picture(tmp_path):
    Image.new("RGB", (1, 1), (10, 20, 30)).save(tmp_path / "dot.png")
    assert load_rgb(tmp_path / "dot.png", long_side=320).tolist() == [[[10, 20, 30]]]
    assert (load_square(tmp_path / "dot.png", 4) == [10, 20, 30]).all()


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "empty file"), (b"just some text", "not a picture"), (b"\xff\xd8\xff\xe0broken", "picture")],
)
def test_files_that_are_no_pictures_are_refused(tmp_path, content, says):
    path = tmp_path / "odd.jpg"
    path.write_bytes(content)
    with pytest.raises(UnreadableImageError, match=says):
        load_rgb(path)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_jpeg_is_refused_not_filled_with_grey(picture, tmp_path, share):
    whole = tmp_path / "whole.jpg"
    picture.save(whole, quality=92)
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * share)])
    with pytest.raises(UnreadableImageError, match=r"cut\.jpg"):
        load_rgb(cut)


def test_a_truncated_png_is_refused(picture, tmp_path):
    picture.save(tmp_path / "whole.png")
    data = (tmp_path / "whole.png").read_bytes()
    (tmp_path / "cut.png").write_bytes(data[: len(data) // 2])
    with pytest.raises(UnreadableImageError, match=r"cut\.png"):
        load_rgb(tmp_path / "cut.png")


def test_huge_pictures_are_refused_before_they_are_decoded(tmp_path):
    Image.new("1", (30_000, 30_000)).save(tmp_path / "huge.png")
    with pytest.raises(UnreadableImageError, match="30,000 × 30,000 pixels; at most 100 megapixels"):
        load_rgb(tmp_path / "huge.png")


def test_other_formats_are_not_opened_whatever_they_are_called(tmp_path):
    """Pillow hands PostScript to another program; a stranger's picture must not."""
    (tmp_path / "painting.jpg").write_text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage\n")
    with pytest.raises(UnreadableImageError, match="not a picture"):
        read_header(tmp_path / "painting.jpg")


def test_a_fault_inside_pillow_is_a_sentence(picture, tmp_path, monkeypatch):
    picture.save(tmp_path / "odd.png")

    def fail(*arguments, **options):
        raise RuntimeError("Failed to decode image")

    monkeypatch.setattr(Image, "open", fail)
    with pytest.raises(UnreadableImageError, match=r"odd\.png"):
        read_header(tmp_path / "odd.png")
