"""The layout of an import: the artist, painting id and target path of every file of a source.

Nothing is copied here. A full-size file and a resized file of the same name become one painting; a file equal to
another in name and content is dropped; every other file is kept under a unique name.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import PurePath, PurePosixPath

from core.dataset.artists.artist import Artist
from core.dataset.artists.names import ArtistMatcher, NameMatch, readable
from core.dataset.catalog import UNLABELLED_FOLDER
from core.dataset.images.decoding import IMAGE_SUFFIXES
from core.dataset.importing.sources import LAYOUT_FOLDERS, TABLE_NAME, Source, SourceEntry
from core.language import _
from core.progress import Progress, no_progress, track

_KNOWN_FILES = {TABLE_NAME, "source.json"}
_MAX_ID_BYTES = 150
_CHUNK_BYTES = 1 << 20
_UNSAFE_LETTERS = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]')
_RESERVED_ON_WINDOWS = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


@dataclass
class Painting:
    """One painting with its files, keyed by layout, "images" or "resized"."""

    painting_id: str
    artist: Artist | None
    files: dict[str, SourceEntry] = field(default_factory=dict)


@dataclass
class Layout:
    """The plan for every file.

    Attributes:
        paintings: by case-folded id.
        new: (painting, layout) of every file to copy.
        doubled: (name, id of the painting with the same file).
        already_there: like `doubled`, for pictures that the data set had before.
        renamed: (name, painting id) where the file's name could not be kept.
        skipped: (name, reason) of files that are not pictures or not readable.
        spellings: the number of pictures under each misspelt name, by (spelling, artist's name).
    """

    paintings: dict[str, Painting] = field(default_factory=dict)
    new: list[tuple[Painting, str]] = field(default_factory=list)
    doubled: list[tuple[str, str]] = field(default_factory=list)
    already_there: list[tuple[str, str]] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    spellings: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass(frozen=True)
class _Picture:
    """A picture file of the source and the facts from its name."""

    entry: SourceEntry
    layout: str
    artist: Artist | None
    wanted_id: str
    spelling: str

    @property
    def order(self) -> tuple[bool, bool, tuple[str, ...]]:
        """Full-size pictures first, then those whose artist needed no repair, so that these keep their names."""
        return self.layout == "resized", bool(self.spelling), self.entry.parts


def plan_layout(
    source: Source,
    artists: Iterable[Artist],
    existing: Iterable[SourceEntry] = (),
    progress: Progress = no_progress,
) -> Layout:
    """Plan the layout of a source.

    Args:
        source: the source of the import.
        artists: the table that labels it.
        existing: files of the data set, named as in its folder.
        progress: called for every picture; apparent duplicates are compared byte by byte.
    """
    matcher = ArtistMatcher(artists)
    layout = Layout(skipped=list(source.skipped))
    for entry in existing:
        _take_existing(layout, entry, matcher)
    before = {id(entry) for painting in layout.paintings.values() for entry in painting.files.values()}
    pictures = [_read_name(entry, source.root_name, matcher) for entry in _pictures(source, layout)]
    ordered = sorted(pictures, key=lambda picture: picture.order)
    for picture in track(ordered, len(ordered), _("Sorting pictures"), progress):
        _place(layout, picture, before)
    return layout


def _take_existing(layout: Layout, entry: SourceEntry, matcher: ArtistMatcher) -> None:
    kind, file = entry.parts[0], PurePath(entry.parts[-1])
    depth = {"images": 3, "resized": 2}.get(kind)
    if len(entry.parts) != depth or file.suffix.lower() not in IMAGE_SUFFIXES:
        return
    found = matcher.match_folder(entry.parts[1]) if kind == "images" else matcher.match_stem(file.stem)
    painting = layout.paintings.setdefault(_key(file.stem), Painting(file.stem, found.artist if found else None))
    painting.files[kind] = entry


def _pictures(source: Source, layout: Layout) -> Iterator[SourceEntry]:
    """Yield files with the suffix of a picture; record the others as skipped."""
    for entry in source.entries:
        suffix = PurePath(entry.parts[-1]).suffix.lower()
        if any(folder.startswith(".") for folder in entry.parts[:-1]):
            layout.skipped.append((entry.name, _("in a hidden folder")))
        elif suffix in IMAGE_SUFFIXES:
            yield entry
        elif entry.parts[-1].lower() not in _KNOWN_FILES:
            layout.skipped.append((entry.name, _no_picture(suffix)))


def _no_picture(suffix: str) -> str:
    return _("not a picture ({suffix})").format(suffix=suffix) if suffix else _("not a picture (no suffix)")


def _read_name(entry: SourceEntry, root_name: str, matcher: ArtistMatcher) -> _Picture:
    stem = PurePath(entry.parts[-1]).stem
    folders = entry.parts[-2::-1]
    by_stem = matcher.match_stem(stem)
    by_folder = next((found for found in map(matcher.match_folder, folders) if found), None)
    found = by_folder or by_stem or matcher.match_folder(root_name)
    layout = next((part.lower() for part in [*folders, root_name] if part.lower() in LAYOUT_FOLDERS), "images")
    artist = found.artist if found else None
    matches = [match for match in (by_folder, by_stem) if match and match.artist == artist]
    spelling = next((match.spelling for match in matches if match.spelling), "")
    return _Picture(entry, layout, artist, _wanted_id(readable(stem), artist, by_stem), spelling)


def _wanted_id(stem: str, artist: Artist | None, by_stem: NameMatch | None) -> str:
    """`<Prefix>_<n>` where the name has that form or is only a number, else the stem made safe."""
    if artist and re.fullmatch(r"[0-9]{1,9}", stem):
        return f"{artist.prefix}_{int(stem)}"
    if artist and by_stem and by_stem.artist.id == artist.id and by_stem.number is not None:
        return f"{artist.prefix}_{by_stem.number}" + (f"-{by_stem.copy}" if by_stem.copy is not None else "")
    return safe_stem(stem)


def safe_stem(stem: str) -> str:
    """A file stem that every system accepts: no reserved letters or names, at most 150 bytes."""
    stem = _UNSAFE_LETTERS.sub("_", unicodedata.normalize("NFC", stem)).lstrip(". ")
    stem = stem.encode("utf-8", "replace")[:_MAX_ID_BYTES].decode("utf-8", "ignore").rstrip(". ")
    if _RESERVED_ON_WINDOWS.fullmatch(stem):
        stem = f"{stem}_"
    return stem or "picture"


def _key(painting_id: str) -> str:
    """The key of an id: equal for ids that some file system does not distinguish."""
    return unicodedata.normalize("NFC", painting_id).casefold()


def _place(layout: Layout, picture: _Picture, before: set[int]) -> None:
    """Give the picture the first id that is free or its own; drop it if its content exists already."""
    if picture.spelling and picture.artist:
        layout.spellings[picture.spelling, picture.artist.name] += 1
    for number in count(1):
        painting_id = picture.wanted_id if number == 1 else f"{picture.wanted_id}-{number}"
        painting = layout.paintings.get(_key(painting_id))
        if painting is None:
            painting = layout.paintings[_key(painting_id)] = Painting(painting_id, picture.artist)
        elif _repeats_in_its_folder(painting, picture, before):
            layout.already_there.append((picture.entry.name, painting.painting_id))
            return
        elif not _completes(painting, picture):
            if _repeats(painting, picture):
                known = id(painting.files[picture.layout]) in before
                noted = layout.already_there if known else layout.doubled
                noted.append((picture.entry.name, painting.painting_id))
                return
            continue
        painting.artist = painting.artist or picture.artist
        painting.files[picture.layout] = picture.entry
        layout.new.append((painting, picture.layout))
        _note_new_name(layout, picture, painting.painting_id)
        return


def _completes(painting: Painting, picture: _Picture) -> bool:
    """Whether the picture is the missing full-size or resized file of the painting."""
    return picture.layout not in painting.files and (painting.artist is None or _may_show(painting, picture))


def _repeats(painting: Painting, picture: _Picture) -> bool:
    known = painting.files.get(picture.layout)
    return known is not None and _may_show(painting, picture) and _same_bytes(known, picture.entry)


def _may_show(painting: Painting, picture: _Picture) -> bool:
    return picture.artist is None or painting.artist == picture.artist


def _repeats_in_its_folder(painting: Painting, picture: _Picture, before: set[int]) -> bool:
    """Whether this resized picture went to its artist's folder in an earlier import (see `place_of`)."""
    shown = painting.files.get("images")
    return (
        picture.layout == "resized"
        and "resized" not in painting.files
        and shown is not None
        and id(shown) in before
        and _may_show(painting, picture)
        and not _names_its_artist(painting)
        and _same_bytes(shown, picture.entry)
    )


def _names_its_artist(painting: Painting) -> bool:
    if painting.artist is None:
        return True
    prefix = re.escape(painting.artist.prefix)
    return re.fullmatch(rf"{prefix}_[0-9]+(-[0-9]+)?", painting.painting_id) is not None


def _same_bytes(one: SourceEntry, other: SourceEntry) -> bool:
    if one.size != other.size or (one.crc is not None and other.crc is not None and one.crc != other.crc):
        return False
    with one.open() as first, other.open() as second:
        while chunk := first.read(_CHUNK_BYTES):
            if chunk != second.read(_CHUNK_BYTES):
                return False
        return not second.read(1)


def _note_new_name(layout: Layout, picture: _Picture, painting_id: str) -> None:
    """Record a rename; only the table's prefix before a number does not count as one."""
    stem = unicodedata.normalize("NFC", readable(PurePath(picture.entry.parts[-1]).stem))
    by_prefix = picture.artist is not None and painting_id == picture.wanted_id and painting_id != safe_stem(stem)
    if painting_id != stem and not by_prefix:
        layout.renamed.append((picture.entry.name, painting_id))


def place_of(painting: Painting, layout: str, entry: SourceEntry) -> PurePosixPath:
    """The path of a file in the data set folder.

    A resized picture without a full-size file goes to its artist's folder unless its id names the artist: otherwise
    the artist would be lost.
    """
    file_name = f"{painting.painting_id}{PurePath(entry.parts[-1]).suffix.lower()}"
    if layout == "resized" and ("images" in painting.files or _names_its_artist(painting)):
        return PurePosixPath("resized", file_name)
    folder = painting.artist.prefix if painting.artist else UNLABELLED_FOLDER
    return PurePosixPath("images", folder, file_name)
