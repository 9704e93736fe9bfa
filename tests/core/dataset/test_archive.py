"""Zips by strangers: what is refused, and that it is refused before anything is written."""

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from core.dataset.importing.archive import ArchiveLimits, open_archive
from core.errors import InvalidInputError


def make_zip(path: Path, files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 5, 17, 12, 30, 0)), data, compression)
    return path


def refusal(path: Path, **limits: int) -> str:
    """The sentence with which an archive is refused, on opening or on reading all of it."""
    with pytest.raises(InvalidInputError) as refused, open_archive(path, path.name, ArchiveLimits(**limits)) as entries:
        for entry in entries:
            with entry.open() as file:
                while file.read(1 << 16):
                    pass
    sentence = str(refused.value)
    assert path.name in sentence
    assert str(path.parent) not in sentence
    return sentence


def test_files_come_out_as_they_went_in(tmp_path):
    files = {"images/a.jpg": b"a" * 100, "b.jpg": b"", "images/images/c d.jpg": bytes(range(256)) * 5000}
    path = make_zip(tmp_path / "pictures.zip", files)
    with open_archive(path, path.name) as entries:
        out = {}
        for entry in entries:
            with entry.open() as file:
                out["/".join(entry.parts)] = file.read()
            assert entry.size == len(out["/".join(entry.parts)])
    assert out == files


@pytest.mark.parametrize(
    "name",
    [
        "../evil.jpg",
        "images/../../evil.jpg",
        "..\\evil.jpg",
        "/etc/evil.jpg",
        "\\\\server\\evil.jpg",
        "C:\\evil.jpg",
        "c:evil.jpg",
        "../",
        "images/..",
    ],
)
def test_names_that_lead_outside_are_refused(tmp_path, name):
    sentence = refusal(make_zip(tmp_path / "a.zip", {"good.jpg": b"x", name: b"x"}))
    assert "leads outside" in sentence


def test_a_nul_in_a_name_is_refused(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"images/aXb.jpg": b"x"})
    path.write_bytes(path.read_bytes().replace(b"aXb.jpg", b"a\0b.jpg"))
    assert "leads outside" in refusal(path)


def test_backslashes_of_old_windows_programs_are_folders(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"images\\Claude_Monet\\1.jpg": b"x"})
    with open_archive(path, path.name) as entries:
        assert [entry.parts for entry in entries] == [("images", "Claude_Monet", "1.jpg")]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(tmp_path, kind):
    link = zipfile.ZipInfo("link.jpg")
    link.create_system = 3
    link.external_attr = (kind | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "as a link or device" in refusal(tmp_path / "a.zip")


def test_a_zip_bomb_is_refused(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"a.jpg": bytes(50 << 20)})
    assert "zip bombs" in refusal(path)


def test_a_bomb_of_many_small_files_is_refused(tmp_path):
    path = make_zip(tmp_path / "a.zip", {f"{number}.jpg": bytes(8 << 20) for number in range(12)})
    assert "zip bombs" in refusal(path)


def test_small_files_that_pack_well_are_no_bomb(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"blank.bmp": bytes(3 << 20)})
    with open_archive(path, path.name) as entries:
        assert len(entries) == 1


def test_too_many_files_or_bytes_are_refused(tmp_path):
    path = make_zip(tmp_path / "a.zip", {f"{number}.jpg": b"x" * 50 for number in range(5)})
    assert "at most 4" in refusal(path, files=4)
    assert "would unpack to" in refusal(path, total_bytes=200)


def test_an_archive_that_lies_about_sizes_is_refused_and_yields_no_more_than_promised(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"a.jpg": bytes(1 << 20)})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = data.index(signature) + offset
        data[start : start + 4] = struct.pack("<I", 1000)
    path.write_bytes(data)
    with open_archive(path, path.name) as entries, entries[0].open() as file:
        received = 0
        with pytest.raises(InvalidInputError, match="damaged"):
            while chunk := file.read(100):
                received += len(chunk)
        assert received <= 1000


@pytest.mark.parametrize("kept", [0.99, 0.5, 0.01])
def test_a_truncated_zip_is_refused(tmp_path, kept):
    path = make_zip(tmp_path / "a.zip", {f"{number}.jpg": bytes(range(256)) * 40 for number in range(30)})
    data = path.read_bytes()
    path.write_bytes(data[: max(30, int(len(data) * kept))])
    assert "cut off or damaged" in refusal(path)


def test_damage_in_the_middle_is_found_when_reading(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"a.jpg": bytes(range(256)) * 400}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[5000] ^= 0xFF
    path.write_bytes(data)
    assert "the archive is damaged" in refusal(path)


@pytest.mark.parametrize("content", [b"", b"PK", b"\xff\xd8\xff\xe0 a picture", b"hello" * 1000])
def test_what_is_no_zip_is_refused(tmp_path, content):
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    assert "is not a zip archive" in refusal(path)


def test_an_encrypted_zip_is_refused(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"a.jpg": b"secret"})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(signature) + offset] |= 1
    path.write_bytes(data)
    assert "protected with a password" in refusal(path)


def test_an_unknown_compression_is_refused(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"a.jpg": b"x" * 100})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        data[data.index(signature) + offset] = 9
    path.write_bytes(data)
    assert "cannot be unpacked" in refusal(path)


def test_entries_that_overlap_are_refused(tmp_path):
    """The densest bombs let every entry point at the same packed bytes."""
    path = make_zip(tmp_path / "a.zip", {"a.jpg": bytes(15 << 20)})
    data = path.read_bytes()
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[start:end]
    tail = bytearray(data[end:])
    tail[8:12] = struct.pack("<HH", 100, 100)
    tail[12:16] = struct.pack("<I", 100 * len(entry))
    path.write_bytes(data[:start] + entry * 100 + tail)
    assert "zip bombs" in refusal(path)


def test_times_that_make_no_sense_are_no_error(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.jpg", (1980, 0, 0, 0, 0, 0)), b"x")
    (tmp_path / "a.zip").write_bytes(buffer.getvalue())
    with open_archive(tmp_path / "a.zip", "a.zip") as entries:
        assert entries[0].mtime_ns >= 0
