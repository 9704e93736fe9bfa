"""Importing: what becomes of every file, what is refused with a sentence, and that nothing is lost."""

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock
from PIL import Image

from core.dataset.artists.table import builtin_artists
from core.dataset.catalog import read_catalog
from core.dataset.importing import dataset_import, staging
from core.dataset.importing.dataset_import import import_dataset, restore_interrupted
from core.dataset.store import open_dataset
from core.errors import (
    AlreadyExistsError,
    BusyError,
    CancelledError,
    DiskFullError,
    InvalidInputError,
    NotFoundError,
    ReadOnlyError,
)

HEADER = "id,name,years,genre,nationality,bio,wikipedia,paintings\n"
DURER_AND_MONET = HEADER + (
    "0,Claude Monet,1840 - 1926,Impressionism,French,bio,,4\n"
    "1,Albrecht Dürer,1471 - 1528,Northern Renaissance,German,bio,,3\n"
)


@pytest.fixture
def run_import(roots):
    def run(source, name="art", **options):
        return import_dataset(source, name, data_root=roots / "data", artifacts_root=roots / "artifacts", **options)

    return run


def jpeg(path: Path, colour: int = 0) -> bytes:
    """Write a small JPEG whose bytes depend on `colour`; return them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (24, 16), (colour % 256, colour // 256 % 256, 90)).save(path, "JPEG", quality=95)
    return path.read_bytes()


def make_source(root: Path, files: dict[str, int], table: str | None = DURER_AND_MONET) -> Path:
    """A source folder with a picture of the given colour at each path."""
    root.mkdir(parents=True, exist_ok=True)
    for name, colour in files.items():
        jpeg(root / name, colour)
    if table is not None:
        (root / "artists.csv").write_text(table, encoding="utf-8")
    return root


def zip_folder(folder: Path, target: Path, top: str = "") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, top + path.relative_to(folder).as_posix())
    return target


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "~lock" not in path.name
    }


def pictures(folder: Path) -> set[str]:
    return {name for name in tree(folder) if name not in {"artists.csv", "source.json"}}


def nothing_left(roots: Path) -> bool:
    """Whether a failed import left no trace but its lock."""
    left = tree(roots / "data") | tree(roots / "artifacts")
    return not left and not [path for path in (roots / "data").iterdir() if path.name != ".incoming"]


# The real files


@pytest.mark.real_files
@pytest.mark.parametrize("how", ["folder", "zip", "zip with a top folder", "zip of zips"])
def test_the_real_files_come_in_whole(kaggle_sample, run_import, roots, tmp_path, how):
    source = kaggle_sample
    if how == "zip":
        source = zip_folder(kaggle_sample, tmp_path / "archive.zip")
    elif how == "zip with a top folder":
        source = zip_folder(kaggle_sample, tmp_path / "archive.zip", top="best-artworks-of-all-time/")
    elif how == "zip of zips":
        source = tmp_path / "archive.zip"
        with zipfile.ZipFile(source, "w") as archive:
            archive.write(kaggle_sample / "artists.csv", "artists.csv")
            for layout in ("images", "resized"):
                archive.write(zip_folder(kaggle_sample / layout, tmp_path / f"{layout}.zip"), f"{layout}.zip")

    summary = run_import(source)

    full = {path.stem for path in (kaggle_sample / "images").rglob("*.jpg")}
    resized = {path.stem for path in (kaggle_sample / "resized").rglob("*.jpg")}
    artists = {stem.rpartition("_")[0] for stem in full | resized}
    assert (len(full), len(resized), len(full & resized), len(full | resized)) == (48, 698, 3, 743)
    assert (summary.full_size_files, summary.resized_files, summary.in_both) == (48, 698, 3)
    assert (summary.paintings, summary.artists, summary.unlabelled) == (743, 50, 0)
    assert summary.artists_with_paintings == len(artists)
    dataset = open_dataset("art")
    catalog = dataset.catalog()
    assert set(catalog["painting_id"]) == full | resized
    assert catalog["resized_path"].notna().sum() == 698
    assert catalog["artist_id"].nunique() == len(artists)
    durer = next(artist.id for artist in dataset.artists() if artist.name == "Albrecht Dürer")
    assert (catalog["artist_id"] == durer).sum() == sum(stem.startswith("Albrecht_D") for stem in full | resized)
    assert (dataset.folder / "artists.csv").read_bytes() == (kaggle_sample / "artists.csv").read_bytes()


# Layouts


@pytest.mark.parametrize(
    ("inside", "point_at"),
    [
        ("images/images/Claude_Monet/Claude_Monet_1.jpg", ""),
        ("images/Claude_Monet/Claude_Monet_1.jpg", ""),
        ("images/images/Claude_Monet/Claude_Monet_1.jpg", "images"),
        ("images/images/Claude_Monet/Claude_Monet_1.jpg", "images/images"),
        ("Claude Monet/Claude_Monet_1.JPG", ""),
        ("top/archive/images/images/Claude_Monet/Claude_Monet_1.jpg", ""),
        ("Claude_Monet_1.jpg", ""),
        ("by/me/claude-monet-01.jpg", ""),
        ("Claude Monet/1.jpg", ""),
        ("Claude_Monet/1.jpg", "Claude_Monet"),
    ],
)
def test_full_size_layouts(run_import, roots, tmp_path, inside, point_at):
    source = make_source(tmp_path / "mine", {inside: 1})
    summary = run_import(source / point_at)
    assert summary.table == ("source" if not point_at else "beside the source")
    assert pictures(roots / "data" / "art") == {"images/Claude_Monet/Claude_Monet_1.jpg"}


@pytest.mark.parametrize("point_at", ["", "resized", "resized/resized"])
def test_the_resized_layout(run_import, roots, tmp_path, point_at):
    source = make_source(tmp_path / "mine", {"resized/resized/Claude_Monet_1.jpg": 1})
    run_import(source / point_at)
    assert pictures(roots / "data" / "art") == {"resized/Claude_Monet_1.jpg"}


def test_a_painting_in_both_layouts_is_one_painting(run_import, roots, tmp_path):
    source = make_source(
        tmp_path / "mine",
        {
            "images/images/Claude_Monet/Claude_Monet_1.jpg": 1,
            "resized/resized/Claude_Monet_1.jpg": 1,
            "images/images/Claude Monet/water-lilies.png": 2,
            "resized/resized/water-lilies.jpg": 3,
        },
    )
    summary = run_import(source)
    assert (summary.paintings, summary.in_both, summary.unlabelled) == (2, 2, 0)
    catalog = open_dataset("art").catalog().set_index("painting_id")
    assert catalog.loc["water-lilies", "path"] == "images/Claude_Monet/water-lilies.png"
    assert catalog.loc["water-lilies", "resized_path"] == "resized/water-lilies.jpg"


def test_a_resized_picture_keeps_the_artist_of_its_folder(run_import, roots, tmp_path):
    source = make_source(tmp_path / "mine", {"resized/Claude Monet/lilies.jpg": 1})
    for add in (False, True):
        summary = run_import(source, add=add)
        assert pictures(roots / "data" / "art") == {"images/Claude_Monet/lilies.jpg"}
        assert (summary.unlabelled, len(summary.already_there)) == (0, int(add))


def test_zips_lying_in_a_folder_are_looked_into(run_import, roots, tmp_path):
    pack = make_source(tmp_path / "pack", {"images/Claude_Monet/Claude_Monet_1.jpg": 1}, table=None)
    source = make_source(tmp_path / "mine", {"resized.jpg": 9})
    zip_folder(pack / "images", source / "images.zip")
    run_import(source)
    assert "images/Claude_Monet/Claude_Monet_1.jpg" in pictures(roots / "data" / "art")


def test_a_zip_inside_a_zip_inside_a_zip_is_left_closed(run_import, tmp_path):
    pack = make_source(tmp_path / "pack", {"Claude_Monet_1.jpg": 1})
    zip_folder(pack, pack / "images.zip")
    zip_folder(pack, pack / "resized.zip")
    summary = run_import(zip_folder(pack, tmp_path / "outer.zip"))
    assert {"name": "resized/images.zip", "reason": "not a picture (.zip)"} in summary.skipped


def test_without_a_table_the_built_in_one_is_used_and_said(run_import, roots, tmp_path):
    summary = run_import(make_source(tmp_path / "a" / "mine", {"Paul Klee/fish.jpg": 1}, table=None))
    assert (summary.table, summary.artists) == ("built-in", len(builtin_artists()))
    assert any("built-in table" in sentence for sentence in summary.sentences())
    assert pictures(roots / "data" / "art") == {"images/Paul_Klee/fish.jpg"}


def test_a_table_may_be_given(run_import, roots, tmp_path):
    table = tmp_path / "mine.csv"
    table.write_text(HEADER + "7,Somebody Else,,,,,,\n", encoding="utf-8")
    summary = run_import(make_source(tmp_path / "mine", {"somebody else/a.jpg": 1}), artists_table=table)
    assert (summary.table, summary.artists_with_paintings) == ("given", 1)


def test_rubbish_of_systems_is_ignored(run_import, roots, tmp_path):
    source = make_source(tmp_path / "mine", {"Claude_Monet_1.jpg": 1, "__MACOSX/._Claude_Monet_2.jpg": 2})
    for name in (".DS_Store", "Thumbs.db", "._Claude_Monet_1.jpg"):
        (source / name).write_bytes(b"rubbish")
    for origin in (source, zip_folder(source, tmp_path / "mine.zip")):
        summary = run_import(origin, origin.suffix[1:] or "folder")
        assert (summary.paintings, summary.skipped) == (1, ())


# Dürer, doubles and clashes


def test_durer_is_one_artist_and_his_doubled_folder_counts_once(run_import, roots, tmp_path):
    spellings = ["Albrecht_Dürer", "Albrecht_Du╠êrer"]
    files = {f"images/images/{name}/{name}_{number}.jpg": number for name in spellings for number in (1, 2, 3)}
    source = make_source(tmp_path / "mine", files)
    for origin in (source, zip_folder(source, tmp_path / "mine.zip")):
        name = origin.suffix[1:] or "folder"
        summary = run_import(origin, name)
        assert (summary.paintings, summary.artists_with_paintings, len(summary.doubled)) == (3, 1, 3)
        assert summary.spelling_repairs == ({"spelling": "Albrecht_Du╠êrer", "artist": "Albrecht Dürer", "count": 3},)
        expected = {f"images/Albrecht_Durer/Albrecht_Durer_{number}.jpg" for number in (1, 2, 3)}
        assert pictures(roots / "data" / name) == expected


def test_the_same_name_with_other_bytes_is_kept_as_another_painting(run_import, roots, tmp_path):
    files = {"images/Albrecht_Dürer/Albrecht_Dürer_1.jpg": 1, "images/Albrecht_Duerer/Albrecht_Duerer_1.jpg": 2}
    summary = run_import(make_source(tmp_path / "mine", files))
    folder = roots / "data" / "art" / "images" / "Albrecht_Durer"
    assert {path.name for path in folder.iterdir()} == {"Albrecht_Durer_1.jpg", "Albrecht_Durer_1-2.jpg"}
    assert (folder / "Albrecht_Durer_1.jpg").read_bytes() == jpeg(tmp_path / "one.jpg", 1)
    assert [row["painting_id"] for row in summary.renamed] == ["Albrecht_Durer_1-2"]
    assert summary.doubled == ()


def test_one_title_by_two_artists_is_two_paintings(run_import, tmp_path):
    files = {"Claude Monet/portrait.jpg": 1, "Albrecht Dürer/portrait.jpg": 1}
    summary = run_import(make_source(tmp_path / "mine", files))
    assert (summary.paintings, summary.artists_with_paintings, len(summary.doubled)) == (2, 2, 0)


def test_names_that_differ_in_case_alone_do_not_collide(run_import, tmp_path):
    files = {"Claude Monet/lily.jpg": 1, "Claude Monet/LILY.jpg": 2, "Claude Monet/lily.png": 3}
    summary = run_import(make_source(tmp_path / "mine", files))
    ids = open_dataset("art").catalog()["painting_id"].str.casefold()
    assert (summary.paintings, ids.nunique()) == (3, 3)


def test_pictures_by_nobody_in_the_table_are_kept_and_counted(run_import, roots, tmp_path):
    files = {"images/Jan/Jan_1.jpg": 1, "resized/Paul_Signac_2.jpg": 2, "Claude_Monet_1.jpg": 3}
    summary = run_import(make_source(tmp_path / "mine", files))
    assert (summary.paintings, summary.unlabelled) == (3, 2)
    assert pictures(roots / "data" / "art") == {
        "images/_unlabelled/Jan_1.jpg",
        "resized/Paul_Signac_2.jpg",
        "images/Claude_Monet/Claude_Monet_1.jpg",
    }
    assert open_dataset("art").summary().unlabelled == 2


def test_odd_file_names_are_taken(run_import, roots, tmp_path):
    stems = ["water lilies", "🎨 emoji", ".hidden", "a" * 251, "con", 'what? "this" <is>', "dot. ", "%41", "Ärger"]
    files = {f"Claude Monet/{stem}.jpg": number for number, stem in enumerate(stems)}
    summary = run_import(make_source(tmp_path / "mine", files))
    names = [Path(name).name for name in pictures(roots / "data" / "art")]
    assert summary.paintings == len(stems) == len(names)
    for name in names:
        assert len(name.encode()) <= 200
        assert not set(name) & set('<>:"/\\|?*')
        assert not name.startswith(".")
        assert name.partition(".")[0].lower() != "con"
    assert {"water lilies.jpg", "🎨 emoji.jpg", "hidden.jpg", "%41.jpg", "Ärger.jpg"} <= set(names)
    renamed = {Path(row["name"]).stem for row in summary.renamed}
    assert renamed == {".hidden", "a" * 251, "con", 'what? "this" <is>', "dot. "}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names themselves")
def test_names_that_are_no_utf8_are_taken_and_can_be_written_down(run_import, tmp_path):
    source = make_source(tmp_path / "mine", {"Claude_Monet_1.jpg": 1})
    spelling = os.fsdecode(b"Albrecht_D\xfcrer")
    (source / spelling).mkdir()
    shutil.copy(source / "Claude_Monet_1.jpg", source / spelling / f"{spelling}_1.jpg")
    summary = run_import(source)
    assert summary.artists_with_paintings == 2
    assert json.loads((open_dataset("art").folder / "source.json").read_text())["spelling_repairs"]


def test_links_are_followed_inside_the_folder_alone(run_import, roots, tmp_path):
    secret = tmp_path / "secret.jpg"
    jpeg(secret, 5)
    source = make_source(tmp_path / "mine", {"all/x.jpg": 1})
    (source / "Claude Monet").mkdir()
    (source / "Claude Monet" / "inside.jpg").symlink_to(source / "all" / "x.jpg")
    (source / "Claude Monet" / "outside.jpg").symlink_to(secret)
    (source / "Claude Monet" / "nowhere.jpg").symlink_to(source / "missing.jpg")
    (source / "loop").symlink_to(source)
    summary = run_import(source)
    assert "images/Claude_Monet/inside.jpg" in pictures(roots / "data" / "art")
    assert {row["name"]: row["reason"] for row in summary.skipped} == {
        "Claude Monet/outside.jpg": "a link out of the folder",
        "Claude Monet/nowhere.jpg": "a broken link",
        "loop": "a link to a folder",
    }


def test_files_that_are_no_pictures_are_counted_with_the_reason(run_import, tmp_path):
    source = make_source(tmp_path / "mine", {"Claude_Monet_1.jpg": 1, ".git/Claude_Monet_2.jpg": 2})
    (source / "notes.txt").write_text("hello")
    (source / "README").write_text("hello")
    os.mkfifo(source / "pipe.jpg")
    reasons = {row["name"]: row["reason"] for row in run_import(source).skipped}
    assert reasons == {
        "notes.txt": "not a picture (.txt)",
        "README": "not a picture (no suffix)",
        ".git/Claude_Monet_2.jpg": "in a hidden folder",
        "pipe.jpg": "not a plain file",
    }


def test_broken_pictures_come_in_and_are_marked(run_import, tmp_path):
    source = make_source(tmp_path / "mine", {"Claude_Monet_1.jpg": 1, "Claude_Monet_2.jpg": 2})
    whole = (source / "Claude_Monet_2.jpg").read_bytes()
    (source / "Claude_Monet_2.jpg").write_bytes(whole[: len(whole) // 2])
    (source / "Claude_Monet_3.jpg").write_bytes(b"")
    (source / "Claude_Monet_4.jpg").write_text("no picture at all")
    Image.new("1", (30_000, 30_000)).save(source / "Claude_Monet_5.png")
    for origin in (source, zip_folder(source, tmp_path / "mine.zip")):
        name = origin.suffix[1:] or "folder"
        run_import(origin, name)
        status = open_dataset(name).catalog().set_index("number")["status"].to_dict()
        assert status == {1: "ok", 2: "unreadable", 3: "unreadable", 4: "unreadable", 5: "unreadable"}


def test_provenance_is_written_without_paths_of_this_computer(run_import, roots, tmp_path):
    summary = run_import(make_source(tmp_path / "mine", {"Claude_Monet_1.jpg": 1}))
    text = (roots / "data" / "art" / "source.json").read_text("utf-8")
    document = json.loads(text)
    assert str(tmp_path) not in text
    assert (document["source"], document["imports"][0]["paintings"]) == ("mine", 1)
    assert document["listed"] == [
        {"artist": "Claude Monet", "listed": 4, "found": 1},
        {"artist": "Albrecht Dürer", "listed": 3, "found": 0},
    ]
    assert summary.sentences()[0] == "1 painting by 1 artist: 1 full-size file, 0 resized ones, 0 in both sizes."


def test_modification_times_are_kept(run_import, roots, tmp_path):
    source = make_source(tmp_path / "mine", {"Claude_Monet_1.jpg": 1})
    os.utime(source / "Claude_Monet_1.jpg", ns=(10**18, 10**18 + 123_456_789))
    run_import(source)
    copied = roots / "data" / "art" / "images" / "Claude_Monet" / "Claude_Monet_1.jpg"
    assert copied.stat().st_mtime_ns == 10**18 + 123_456_789


# What is refused


def test_an_empty_folder_is_refused_with_what_was_expected(run_import, roots, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(InvalidInputError, match=r"“empty” is empty.*Claude_Monet_1\.jpg"):
        run_import(tmp_path / "empty")
    assert nothing_left(roots)


def test_nothing_there_is_refused(run_import, roots, tmp_path):
    with pytest.raises(NotFoundError, match="does not exist"):
        run_import(tmp_path / "missing")
    assert nothing_left(roots)


@pytest.mark.parametrize("what", ["text", "pipe"])
def test_what_is_neither_folder_nor_zip_is_refused(run_import, roots, tmp_path, what):
    path = tmp_path / "thing"
    path.write_text("hello") if what == "text" else os.mkfifo(path)
    with pytest.raises(InvalidInputError, match="thing"):
        run_import(path)
    assert nothing_left(roots)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (DURER_AND_MONET.replace("genre,", "", 1).encode(), "genre"),
        (DURER_AND_MONET.encode("latin-1"), "UTF-8"),
        (b"", "empty"),
    ],
    ids=["column missing", "Latin-1", "empty"],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_table_that_cannot_be_used_is_refused(run_import, roots, tmp_path, table, message, packed):
    source = make_source(tmp_path / "mine", {"Claude_Monet_1.jpg": 1})
    (source / "artists.csv").write_bytes(table)
    with pytest.raises(InvalidInputError, match=message):
        run_import(zip_folder(source, tmp_path / "mine.zip") if packed else source)
    assert nothing_left(roots)


def test_hostile_zips_are_refused_before_anything_is_written(run_import, roots, tmp_path):
    inner = tmp_path / "images.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("Claude_Monet_1.jpg", b"x")
        archive.writestr("../../evil.jpg", b"x")
    outer = tmp_path / "outer.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, "images.zip")
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Claude_Monet_1.jpg", bytes(64 << 20))
    truncated = tmp_path / "truncated.zip"
    truncated.write_bytes(inner.read_bytes()[:-30])
    for path in (inner, outer, bomb, truncated):
        with pytest.raises(InvalidInputError) as refused:
            run_import(path)
        assert "\n" not in str(refused.value)
        assert nothing_left(roots)
    assert not list(roots.rglob("evil.jpg"))


@pytest.mark.parametrize(
    "name", ["", ".hidden", "a/b", "..", "a" * 65, "ä", "README", "artists.csv", "-x", "a b", "x."]
)
def test_bad_names_are_refused(run_import, roots, collection, name):
    with pytest.raises(InvalidInputError, match="cannot be the name of a data set"):
        run_import(collection, name)
    assert nothing_left(roots)


def test_a_read_only_demo_imports_nothing(run_import, roots, collection, monkeypatch):
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    with pytest.raises(ReadOnlyError):
        run_import(collection)
    assert not list((roots / "data").iterdir())


@pytest.mark.parametrize("forbidden", ["", "Claude Monet", "Claude Monet/a.jpg"])
def test_a_folder_without_permission_is_refused(forbidden, tmp_path):
    """Root may read everything, so the import runs as somebody else."""
    place = Path(tempfile.mkdtemp())
    try:
        place.chmod(0o777)
        make_source(place / "open", {"Claude Monet/a.jpg": 1})
        source = make_source(place / "mine", {"Claude Monet/a.jpg": 1})
        (source / forbidden).chmod(0)
        script = (
            "import os, sys; from pathlib import Path\n"
            "from core.dataset.importing.dataset_import import import_dataset\n"
            "from core.errors import InvalidInputError\n"
            "place = Path(sys.argv[1])\n"
            "def run(source, to):\n"
            "    import_dataset(source, 'art', data_root=to / 'data', artifacts_root=to / 'artifacts')\n"
            "run(place / 'open', place / 'first')\n"  # whatever Python loads late is loaded now
            "os.geteuid() or os.seteuid(65534)\n"
            "try: run(place / 'mine', place)\n"
            "except InvalidInputError as error: print(error)\n"
        )
        said = subprocess.run([sys.executable, "-c", script, place], capture_output=True, text=True, check=True)
        assert said.stdout.startswith("No permission for “")
        assert said.stderr == ""
        assert not (place / "data" / "art").exists()
    finally:
        shutil.rmtree(place)


# Interruptions


@pytest.fixture
def full_disk(monkeypatch):
    """A function after which copying fails as on a full disk, from the given file on."""

    def fill_after(files: int):
        copied = []

        def copy(source, target, length=0):
            copied.append(target)
            if len(copied) > files:
                target.write(source.read(10))
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "somewhere")
            return real_copy(source, target, length)

        monkeypatch.setattr(staging.shutil, "copyfileobj", copy)

    real_copy = shutil.copyfileobj
    return fill_after


def test_a_full_disk_stops_the_import_and_leaves_nothing(run_import, roots, collection, full_disk):
    full_disk(5)
    with pytest.raises(DiskFullError, match="The disk is full"):
        run_import(collection)
    assert nothing_left(roots)


def test_an_import_that_cannot_fit_is_not_begun(run_import, roots, collection, monkeypatch):
    monkeypatch.setattr(staging.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100, 90, 10))
    with pytest.raises(DiskFullError, match=r"need .* MB and the disk has"):
        run_import(collection)
    assert nothing_left(roots)


@pytest.mark.parametrize("stage", ["Copying pictures", "Reading pictures"])
def test_a_cancelled_import_leaves_nothing(run_import, roots, collection, stage):
    def cancel(at, done, total):
        if at == stage and done >= total // 2:
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        run_import(collection, progress=cancel)
    assert nothing_left(roots)


@pytest.mark.parametrize("packed", [False, True])
def test_a_killed_import_is_taken_up_again(run_import, roots, collection, tmp_path, monkeypatch, packed):
    source = zip_folder(collection, tmp_path / "collection.zip") if packed else collection

    class Killed(BaseException):
        pass

    def kill(at, done, total):
        if at == "Copying pictures" and done >= total // 2:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(dataset_import, "_remove", lambda path: None)  # a killed process tidies nothing
        patch.setattr(staging, "Throttle", lambda progress, _: progress)
        with pytest.raises(Killed):
            run_import(source, progress=kill)
    assert not (roots / "data" / "art").exists()
    left = list((roots / "data" / ".incoming" / "art").rglob("*.jpg"))
    left[0].write_bytes(b"half a picture")
    (roots / "data" / ".incoming" / "art" / "images" / "stray.jpg").write_bytes(b"of another import")

    summary = run_import(source)

    assert summary.reused == len(left) - 1
    assert summary.added == 24
    run_import(source, "fresh")
    assert pictures(roots / "data" / "art") == pictures(roots / "data" / "fresh")
    for name in pictures(roots / "data" / "art"):
        assert (roots / "data" / "art" / name).read_bytes() == (roots / "data" / "fresh" / name).read_bytes()
    assert not (roots / "data" / ".incoming" / "art").exists()


def test_an_import_killed_between_its_two_renames_loses_nothing(run_import, roots, collection):
    run_import(collection)
    before = tree(roots / "data" / "art")
    (roots / "data" / "art").rename(roots / "data" / ".incoming" / "art~previous")
    restore_interrupted(roots / "data", "art")
    assert tree(roots / "data" / "art") == before
    assert not (roots / "data" / ".incoming" / "art~previous").exists()


def test_two_imports_of_one_name_do_not_meet(run_import, roots, collection):
    (roots / "data" / ".incoming").mkdir()
    with (
        FileLock(roots / "data" / ".incoming" / "art~lock"),
        pytest.raises(BusyError, match="being imported right now"),
    ):
        run_import(collection)
    run_import(collection)


# What is there already


@pytest.mark.parametrize("name", ["art", "ART"])
def test_a_name_that_is_taken_is_refused(run_import, roots, collection, name):
    run_import(collection)
    before = tree(roots)
    with pytest.raises(AlreadyExistsError, match="There is a data set art already"):
        run_import(collection, name)
    assert tree(roots) == before


def test_a_folder_that_is_no_data_set_is_not_replaced(run_import, roots, collection):
    (roots / "data" / "art").mkdir()
    (roots / "data" / "art" / "mine.txt").write_text("keep me")
    with pytest.raises(AlreadyExistsError, match="something else"):
        run_import(collection, add=True)
    assert (roots / "data" / "art" / "mine.txt").read_text() == "keep me"


def test_adding_keeps_pictures_decisions_and_notes(run_import, roots, tmp_path):
    run_import(make_source(tmp_path / "first", {"Claude_Monet_1.jpg": 1, "Claude_Monet_2.jpg": 2, "x/odd.jpg": 7}))
    dataset = open_dataset("art")
    dataset.decide("exclude", ["Claude_Monet_2"], "blurred")
    (dataset.folder / "notes.txt").write_text("mine")
    before = tree(dataset.folder)
    more = make_source(
        tmp_path / "more",
        {"Claude_Monet_1.jpg": 1, "Claude_Monet_2.jpg": 99, "Albrecht_Dürer_1.jpg": 4, "resized/Claude_Monet_1.jpg": 5},
    )
    summary = run_import(more, add=True)

    assert (summary.added, len(summary.already_there), summary.paintings) == (3, 1, 5)
    after = tree(dataset.folder)
    assert {name: after[name] for name in before if name != "source.json"} == {
        name: data for name, data in before.items() if name != "source.json"
    }
    catalog = open_dataset("art").catalog().set_index("painting_id")
    assert set(catalog.index) == {
        "Claude_Monet_1", "Claude_Monet_2", "Claude_Monet_2-2", "Albrecht_Durer_1", "odd"
    }  # fmt: skip
    assert catalog["excluded"].to_dict()["Claude_Monet_2"]
    assert catalog.loc["Claude_Monet_1", "resized_path"] == "resized/Claude_Monet_1.jpg"
    document = json.loads((dataset.folder / "source.json").read_text("utf-8"))
    assert [entry["source"] for entry in document["imports"]] == ["first", "more"]

    again = run_import(more, add=True)
    assert (again.added, len(again.already_there)) == (0, 4)
    assert pictures(dataset.folder) == set(after) - {"artists.csv", "source.json"}


@pytest.mark.parametrize("failure", ["disk", "cancelled", "zip", "table"])
def test_a_failed_addition_leaves_the_data_set_as_it_was(run_import, roots, collection, tmp_path, full_disk, failure):
    run_import(collection)
    before = tree(roots)
    more = make_source(tmp_path / "more", {f"Claude_Monet_{number}.jpg": number for number in range(50, 60)})
    options = {}
    if failure == "disk":
        full_disk(3)
    elif failure == "zip":
        more = zip_folder(more, tmp_path / "more.zip")
        more.write_bytes(more.read_bytes()[:-100])
    elif failure == "table":
        options["artists_table"] = tmp_path / "bad.csv"
        options["artists_table"].write_text("id,name\n")
    else:
        options["progress"] = _cancel_while_reading
    with pytest.raises((DiskFullError, CancelledError, InvalidInputError)):
        run_import(more, add=True, **options)
    assert tree(roots) == before
    assert len(read_catalog(open_dataset("art").catalog_path)) == 12


def _cancel_while_reading(stage, done, total):
    if stage == "Reading pictures" and done:
        raise CancelledError("stopped")


def test_adding_works_where_the_file_system_has_no_links(run_import, roots, collection, tmp_path, monkeypatch):
    run_import(collection)
    before = tree(roots / "data" / "art")

    def refuse(*_):
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(staging.os, "link", refuse)
    run_import(make_source(tmp_path / "more", {"Claude_Monet_99.jpg": 1}), add=True)
    after = tree(roots / "data" / "art")
    assert set(after) - set(before) == {"images/Claude_Monet/Claude_Monet_99.jpg"}
    assert all(after[name] == before[name] for name in pictures(roots / "data" / "art") & set(before))


def test_a_new_data_set_inherits_no_decisions_of_a_deleted_one(dataset, collection, roots):
    dataset.decide("exclude", ["Paul_Klee_1"])
    shutil.rmtree(dataset.folder)
    import_dataset(collection, "tiny", data_root=roots / "data", artifacts_root=roots / "artifacts")
    assert not dataset.catalog()["excluded"].any()
    assert (dataset.artifacts_dir / "manifest.previous.json").exists()
