"""The pixel store and the thumbnails: right pixels, right order, made once."""

import numpy as np
import pytest
from PIL import Image

from core.dataset.images import pixels as pixels_module
from core.dataset.images.decoding import load_square
from core.dataset.images.pixels import open_pixels
from core.dataset.images.thumbnails import load_thumbnail
from core.errors import DiskFullError, InvalidInputError
from core.files import translate_os_errors


@pytest.fixture
def decoded(monkeypatch):
    """The files that are decoded, in the order they are."""
    files = []
    monkeypatch.setattr(
        pixels_module, "load_square", lambda path, size: files.append(path.name) or load_square(path, size)
    )
    return files


def test_rows_are_the_pictures_in_catalog_order_from_the_resized_files(dataset):
    catalog = dataset.catalog()
    pixels = dataset.pixels(100)
    assert pixels.shape == (12, 100, 100, 3)
    assert pixels.dtype == np.uint8
    for row, path in enumerate(catalog["resized_path"]):
        with Image.open(dataset.folder / path) as image:
            expected = np.asarray(image.convert("RGB").resize((100, 100), Image.Resampling.BOX), float)
        assert np.abs(pixels[row].astype(float) - expected).mean() < 6


def test_pixels_are_decoded_once(dataset, decoded):
    first = np.array(dataset.pixels(64))
    assert len(decoded) == 12
    assert np.array_equal(dataset.pixels(64), first)
    assert len(decoded) == 12


def test_only_changed_pictures_are_decoded_again(dataset, decoded):
    dataset.pixels(64)
    decoded.clear()
    Image.new("RGB", (30, 30), (1, 200, 3)).save(dataset.folder / "resized" / "Paul_Klee_2.jpg", quality=95)
    dataset.rescan()
    pixels = dataset.pixels(64)
    assert decoded == ["Paul_Klee_2.jpg"]
    row = dataset.catalog()["painting_id"].tolist().index("Paul_Klee_2")
    assert np.abs(pixels[row].astype(int) - (1, 200, 3)).max() < 4


def test_unreadable_pictures_are_rows_of_zeros(dataset):
    (dataset.folder / "resized" / "Paul_Klee_2.jpg").write_text("no picture")
    dataset.rescan()
    row = dataset.catalog()["painting_id"].tolist().index("Paul_Klee_2")
    pixels = dataset.pixels(32)
    assert not pixels[row].any()
    assert pixels[row - 1].any()


@pytest.mark.parametrize("damaged", ["pixels_48.npy", "pixels_48.json"])
def test_a_damaged_store_is_made_again(dataset, damaged):
    first = np.array(dataset.pixels(48))
    (dataset.artifacts_dir / damaged).write_bytes(b"\x93NUMPY half a header")
    assert np.array_equal(dataset.pixels(48), first)


def test_cancelling_leaves_no_half_store(dataset):
    def stop(stage, done, total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        open_pixels(dataset.folder, dataset.catalog(), dataset.artifacts_dir, 40, stop)
    assert not list(dataset.artifacts_dir.glob("*pixels_40*"))


def test_a_full_disk_while_pixels_are_made_is_one_sentence_and_leaves_no_half_store(dataset, mounts):
    disk = mounts.small_disk(dataset.artifacts_dir / "disk", kilobytes=256)
    catalog = dataset.catalog()
    open_pixels(dataset.folder, catalog, disk, 32)
    with pytest.raises(DiskFullError, match="The disk is full"), translate_os_errors("preparing pixels"):
        open_pixels(dataset.folder, catalog, disk, 100)
    assert sorted(path.name for path in disk.iterdir()) == ["pixels_32.json", "pixels_32.npy"]
    assert open_pixels(dataset.folder, catalog, disk, 48).any()


def test_what_a_killed_process_left_of_a_store_is_removed(dataset):
    dataset.artifacts_dir.mkdir(parents=True, exist_ok=True)
    left = dataset.artifacts_dir / ".pixels_40.npy.4711.part"
    of_another_size = dataset.artifacts_dir / ".pixels_400.npy.4711.part"
    for path in (left, of_another_size):
        path.write_bytes(b"half a store")
    dataset.pixels(40)
    assert not left.exists()
    assert of_another_size.exists(), "another process may be at that one"


@pytest.mark.parametrize("size", [0, 15, 1025])
def test_sizes_out_of_limits_are_refused(dataset, size):
    with pytest.raises(InvalidInputError, match="from 16 to 1024"):
        dataset.pixels(size)


def test_thumbnails_are_small_and_named_by_content(dataset):
    dataset.build_thumbnails()
    row = dataset.catalog().iloc[0]
    folder = dataset.artifacts_dir / "thumbnails"
    assert len(list(folder.rglob("*.webp"))) == 12
    data = load_thumbnail(dataset.folder / "gone.jpg", row["sha256"], folder)
    assert data[8:12] == b"WEBP"
    small = dataset.thumbnail(row["path"], row["sha256"], long_side=60)
    from io import BytesIO

    with Image.open(BytesIO(small)) as image:
        assert max(image.size) == 60
