"""The catalog: one row a painting, built once, read quickly, never stopped by one bad file."""

import hashlib
import os
import shutil

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from core.dataset.artists.table import load_artists
from core.dataset.catalog import (
    COLUMNS,
    build_catalog,
    difference_hash,
    fingerprint,
    read_catalog,
    write_catalog,
)
from core.errors import InvalidInputError


def build(dataset, previous=None, progress=None):
    artists = load_artists(dataset.folder / "artists.csv")
    reports = []
    catalog = build_catalog(dataset.folder, artists, previous, lambda *report: reports.append(report))
    return catalog, reports[-1][2] if reports else 0


def test_a_picture_in_both_layouts_is_one_painting_with_two_files(dataset):
    catalog, _ = build(dataset)
    assert len(catalog) == 12
    assert list(catalog.columns) == list(COLUMNS)
    monet = catalog.set_index("painting_id").loc["Claude_Monet_1"]
    assert monet["path"] == "images/Claude_Monet/Claude_Monet_1.jpg"
    assert monet["resized_path"] == "resized/Claude_Monet_1.jpg"
    assert (monet["width"], monet["height"]) == (240, 180)
    content = (dataset.folder / monet["path"]).read_bytes()
    assert monet["sha256"] == hashlib.sha256(content).hexdigest()
    assert monet["bytes"] == len(content)


def test_rows_are_ordered_by_artist_then_number(dataset):
    first = dataset.folder / "images" / "Claude_Monet" / "Claude_Monet_1.jpg"
    shutil.copy(first, first.with_name("Claude_Monet_10.jpg"))
    catalog, _ = build(dataset)
    order = catalog.loc[catalog["artist_id"] == 0, "number"].tolist()
    assert order == [1, 2, 3, 4, 10]
    assert catalog["artist_id"].is_monotonic_increasing


def test_unchanged_files_are_not_read_again_and_changed_ones_are(dataset):
    first, read = build(dataset)
    assert read == 12
    again, read = build(dataset, first)
    assert read == 0
    pd.testing.assert_frame_equal(again, first)
    changed = dataset.folder / "images" / "Claude_Monet" / "Claude_Monet_2.jpg"
    Image.new("RGB", (50, 60), "teal").save(changed)
    third, read = build(dataset, first)
    assert read == 1
    assert third.set_index("painting_id").loc["Claude_Monet_2", "height"] == 60


def test_a_touched_file_is_read_again(dataset):
    first, _ = build(dataset)
    os.utime(dataset.folder / "images" / "Claude_Monet" / "Claude_Monet_2.jpg", (1, 1))
    _, read = build(dataset, first)
    assert read == 1


def test_one_bad_file_never_stops_the_rest(dataset):
    folder = dataset.folder / "images" / "Paul_Klee"
    (folder / "Paul_Klee_1.jpg").write_bytes(b"")
    (folder / "Paul_Klee_2.jpg").write_text("not a picture at all")
    whole = (folder / "Paul_Klee_3.jpg").read_bytes()
    (folder / "Paul_Klee_3.jpg").write_bytes(whole[: len(whole) // 2])
    Image.new("1", (30_000, 30_000)).save(folder / "Paul_Klee_4.png")
    (folder / "Paul_Klee_4.jpg").unlink()
    catalog, _ = build(dataset)
    klee = catalog[catalog["artist_id"] == 2]
    assert klee["status"].tolist() == ["unreadable"] * 4
    assert (klee[["width", "height"]] == 0).all(axis=None)
    for problem, says in zip(
        klee["problem"],
        ["empty file", "not a picture", "cut off|damaged", "at most 100 megapixels"],
        strict=True,
    ):
        assert pd.Series([problem]).str.contains(says).all(), problem
    assert (catalog.loc[catalog["artist_id"] != 2, "status"] == "ok").all()


def test_pictures_of_nobody_in_the_table_are_unlabelled_and_last(dataset):
    folder = dataset.folder / "images" / "_unlabelled"
    folder.mkdir(exist_ok=True)
    Image.new("RGB", (20, 20)).save(folder / "who_knows_3.png")
    catalog, _ = build(dataset)
    last = catalog.iloc[-1]
    assert (last["painting_id"], last["status"]) == ("who_knows_3", "unlabelled")
    assert pd.isna(last["artist_id"])


def test_difference_hash_by_hand():
    """Brightness falls from left to right in the upper half, rises in the lower: 32 zeros, then 32 ones."""
    rows = [list(range(240, 0, -27))[:9]] * 4 + [list(range(0, 240, 27))[:9]] * 4
    picture = np.repeat(np.array(rows, np.uint8)[:, :, None], 3, axis=2)
    assert difference_hash(picture) == 0x00000000FFFFFFFF


def test_parquet_keeps_every_value_and_dtype(dataset, tmp_path):
    catalog, _ = build(dataset)
    catalog.loc[0, "dhash"] = np.uint64(2**64 - 1)
    write_catalog(catalog, tmp_path / "catalog.parquet")
    pd.testing.assert_frame_equal(read_catalog(tmp_path / "catalog.parquet"), catalog)


def test_any_tool_can_read_the_parquet(dataset):
    frame = pd.read_parquet(dataset.catalog_path)
    assert frame["painting_id"].is_unique
    assert frame["dhash"].dtype == np.uint64


@pytest.mark.parametrize("damage", [b"", b"PAR1 rubbish", None])
def test_a_damaged_catalog_is_built_anew(dataset, damage):
    whole = dataset.catalog_path.read_bytes()
    dataset.catalog_path.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    with pytest.raises(InvalidInputError, match="rebuilt"):
        read_catalog(dataset.catalog_path)
    assert len(dataset.catalog()) == 12
    assert len(read_catalog(dataset.catalog_path)) == 12


def test_the_fingerprint_knows_contents_not_dates(dataset):
    first, _ = build(dataset)
    picture = dataset.folder / "images" / "Claude_Monet" / "Claude_Monet_2.jpg"
    os.utime(picture, (1, 1))
    touched, _ = build(dataset, first)
    assert fingerprint(touched) == fingerprint(first)
    Image.new("RGB", (50, 60), "teal").save(picture)
    changed, _ = build(dataset, first)
    assert fingerprint(changed) != fingerprint(first)
