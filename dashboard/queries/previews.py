"""Pictures augmented by a recipe, as pages show them; cached by picture, recipe and seed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np
import streamlit as st

from core.augment.apply import apply_transforms
from core.augment.cautions import Caution, find_cautions
from core.augment.config import FILL_MODES, AugmentConfig
from core.augment.extremes import extreme_transforms, worst_transform
from core.augment.transforms import Transform, draw_transforms
from core.dataset.images.decoding import load_rgb, load_square, resize_square
from core.dataset.images.pixels import training_paths
from core.dataset.images.uploads import Upload
from core.dataset.store import open_dataset
from core.language import _, current_language
from dashboard.charts.drawn_values import AS_IT_IS, drawn_values
from dashboard.charts.tile_sheet import Pixels, Tile, build_tile_sheet
from dashboard.queries import datasets as dataset_queries

SubjectName = tuple[str, str, str, str]

TILES = 24
LARGE_PX, FULL_PX = 960, 1600
"""Long sides of a picture shown large, and of one up close."""

_TILE_PX = 176
_FILL_TILES, _FILL_COLUMNS = 5, 6
_KEPT_PICTURES, _KEPT_LARGEST, _KEPT_SHEETS = 48, 8, 48


@dataclass(frozen=True)
class Subject:
    """The picture that recipes are tried on.

    Attributes:
        dataset: its data set's name.
        version: of that data set.
        painting_id: which painting; a name of its own for an upload.
        title: plain text.
        upload: an uploaded picture; None for a painting.
    """

    dataset: str
    version: str
    painting_id: str
    title: str
    upload: Upload | None = None


@dataclass(frozen=True)
class Look:
    """How the pictures are seen.

    Attributes:
        fed_px: side of the square that a network is fed; None for the whole picture in its own shape.
        long_side: of a picture in its own shape, in pixels.
    """

    fed_px: int | None = None
    long_side: int = _TILE_PX


WHOLE = Look()


def subject_pixels(subject: Subject, look: Look = WHOLE) -> Pixels:
    """The picture as it is, `(height, width, 3)` uint8 RGB; do not change it.

    Raises:
        UnreadableImageError: its file cannot be decoded.
    """
    if subject.upload is not None:
        return _upload_pixels(subject.upload, look)
    pixels_of = _painting_pixels if look.long_side <= LARGE_PX else _largest_pixels
    return pixels_of(subject.dataset, subject.version, subject.painting_id, look)


def size_of(subject: Subject) -> tuple[int, int]:
    """Width and height of the picture's file in pixels; zeros where it cannot be read."""
    picture = subject.upload or dataset_queries.painting(subject.dataset, subject.painting_id)
    return picture.width, picture.height


def _upload_pixels(upload: Upload, look: Look) -> Pixels:
    if look.fed_px is not None:
        return cast(Pixels, resize_square(upload.pixels, look.fed_px))
    height, width = upload.pixels.shape[:2]
    scale = min(1.0, look.long_side / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cast(Pixels, cv2.resize(upload.pixels, size, interpolation=cv2.INTER_AREA))


@st.cache_resource(max_entries=_KEPT_PICTURES, show_spinner=False)
def _painting_pixels(dataset: str, version: str, painting_id: str, look: Look) -> Pixels:
    return _decoded(dataset, version, painting_id, look)


@st.cache_resource(max_entries=_KEPT_LARGEST, show_spinner=False)
def _largest_pixels(dataset: str, version: str, painting_id: str, look: Look) -> Pixels:
    """The same, of which fewer are kept: each may take 8 MB."""
    return _decoded(dataset, version, painting_id, look)


def _decoded(dataset: str, version: str, painting_id: str, look: Look) -> Pixels:
    handle = open_dataset(dataset)
    if look.fed_px is None:
        path = handle.picture_path(dataset_queries.painting(dataset, painting_id).path)
        return cast(Pixels, load_rgb(path, long_side=look.long_side))
    return cast(Pixels, load_square(handle.picture_path(_fed_path(dataset, version, painting_id)), look.fed_px))


def _fed_path(dataset: str, version: str, painting_id: str) -> str:
    rows = dataset_queries.catalog(dataset)
    return training_paths(rows[rows["painting_id"] == painting_id])[0]


def draws_sheet(
    subject: Subject, config: AugmentConfig, seed: int, look: Look, *, tiles: int = TILES, columns: int | None = None
) -> str:
    """HTML of seeded draws, each with its values; the same for the same arguments.

    Args:
        subject: the picture.
        config: the recipe.
        seed: of the draws.
        look: how they are seen.
        tiles: how many; fewer are the first of more.
        columns: how many in a row on a wide screen; as fit where None.

    Raises:
        UnreadableImageError: the picture's file cannot be decoded.
    """
    return _draws_sheet(subject, config, seed, look, tiles, columns, _name_of(subject), current_language())


def draw_one(subject: Subject, config: AugmentConfig, seed: int, look: Look, number: int) -> Tile:
    """One of those draws, counted from 1."""
    return _draw(subject, config, seed, look, number, first=number)[0]


def corners_sheet(subject: Subject, config: AugmentConfig, look: Look) -> str:
    """HTML of the picture as it is, each parameter at both its extremes, and the worst joint case."""
    return _corners_sheet(subject, config, look, _name_of(subject), current_language())


def fill_sheets(subject: Subject, config: AugmentConfig, seed: int, look: Look) -> dict[str, str]:
    """HTML of the same draws under every fill mode, the worst case first, by mode."""
    return _fill_sheets(subject, config, seed, look, _name_of(subject), current_language())


def notes_on(config: AugmentConfig, subject: Subject) -> list[Caution]:
    """Where this recipe may do harm to the paintings of a data set, the painter of the picture shown named first."""
    artists = tuple(sorted(artist.name for artist in dataset_queries.artists(subject.dataset)))
    shown = "" if subject.upload else dataset_queries.painting(subject.dataset, subject.painting_id).artist
    return _notes_on(config, artists, shown, current_language())


@st.cache_resource(max_entries=_KEPT_SHEETS, show_spinner=False)
def _notes_on(config: AugmentConfig, artists: tuple[str, ...], shown: str, language: str) -> list[Caution]:
    return find_cautions(config, artists, shown)


def _name_of(subject: Subject) -> SubjectName:
    """The identity of a subject in a cache, without hashing pixels."""
    return subject.dataset, subject.version, subject.painting_id, subject.upload.sha256 if subject.upload else ""


@st.cache_resource(max_entries=_KEPT_SHEETS, show_spinner=False)
def _draws_sheet(
    _subject: Subject,
    config: AugmentConfig,
    seed: int,
    look: Look,
    tiles: int,
    columns: int | None,
    name: SubjectName,
    language: str,
) -> str:
    drawn = _draw(_subject, config, seed, look, tiles)
    return build_tile_sheet(drawn, exact=look.fed_px is not None, columns=columns)


def _draw(subject: Subject, config: AugmentConfig, seed: int, look: Look, tiles: int, *, first: int = 1) -> list[Tile]:
    """The draws from `first` to `tiles`."""
    pixels = subject_pixels(subject, look)
    height, width = pixels.shape[:2]
    transforms = draw_transforms(config, tiles, height, width, np.random.default_rng(seed))[first - 1 :]
    pictures = _apply(pixels, transforms, config)
    return [
        _tile(_("Draw {number}").format(number=number), picture, transform, config)
        for number, (picture, transform) in enumerate(zip(pictures, transforms, strict=True), start=first)
    ]


def _tile(title: str, picture: Pixels, transform: Transform, config: AugmentConfig) -> Tile:
    values = drawn_values(transform, config, *picture.shape[:2])
    words = ", ".join(value.words for value in values) or _(AS_IT_IS)
    return Tile(picture, tuple(value.short for value in values) or (_(AS_IT_IS),), f"{title}: {words}")


def _apply(pixels: Pixels, transforms: Sequence[Transform], config: AugmentConfig) -> Pixels:
    """As training does it, but about the middle of pictures that are not square."""
    copies = np.broadcast_to(pixels, (len(transforms), *pixels.shape))
    return cast(Pixels, apply_transforms(copies, transforms, config, true_centre=True, exact=False))


@st.cache_resource(max_entries=_KEPT_SHEETS, show_spinner=False)
def _corners_sheet(_subject: Subject, config: AugmentConfig, look: Look, name: SubjectName, language: str) -> str:
    pixels = subject_pixels(_subject, look)
    corners = extreme_transforms(config, *pixels.shape[:2], true_centre=True)
    pictures = _apply(pixels, [corner.transform for corner in corners], config)
    as_it_is = _("{title}, as it is").format(title=_subject.title)
    tiles = [Tile(pixels, (_(AS_IT_IS),), as_it_is)]
    tiles += [
        Tile(picture, (corner.label,), f"{_subject.title}: {corner.label}")
        for picture, corner in zip(pictures, corners, strict=True)
    ]
    return build_tile_sheet(tiles, exact=look.fed_px is not None)


@st.cache_resource(max_entries=_KEPT_SHEETS, show_spinner=False)
def _fill_sheets(
    _subject: Subject, config: AugmentConfig, seed: int, look: Look, name: SubjectName, language: str
) -> dict[str, str]:
    pixels = subject_pixels(_subject, look)
    height, width = pixels.shape[:2]
    drawn = draw_transforms(config, _FILL_TILES, height, width, np.random.default_rng(seed))
    transforms = [worst_transform(config, height, width, true_centre=True), *drawn]
    sheets = {}
    for mode in FILL_MODES:
        filled = replace(config, fill_mode=mode)
        pictures = _apply(pixels, transforms, filled)
        tiles = [
            _tile(_fill_title(mode, index), picture, transform, filled)
            for index, (picture, transform) in enumerate(zip(pictures, transforms, strict=True))
        ]
        sheets[mode] = build_tile_sheet(tiles, exact=look.fed_px is not None, columns=_FILL_COLUMNS)
    return sheets


def _fill_title(mode: str, draw: int) -> str:
    """What a tile shows under a fill: the worst case (0), or one of the draws, counted from 1."""
    if not draw:
        return _("Fill {mode}, worst case").format(mode=mode)
    return _("Fill {mode}, draw {number}").format(mode=mode, number=draw)
