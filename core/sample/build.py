"""Building the sample: a folder of paintings in the Kaggle layout.

Every picture has its own random generator, so the same seed gives the same bytes in any order and with any number of
processes.
"""

import csv
import io
import zlib
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from core.environment import ARTISTS_TABLE
from core.errors import NotFoundError
from core.files import write_atomically, write_text_atomically
from core.language import _
from core.parallel import in_processes
from core.progress import Progress, no_progress, track
from core.sample.artists import PAINTERS, Painter, draw_plan, find_painter
from core.sample.canvas import Picture, Rng, to_picture
from core.sample.scene import draw_mood

SAMPLE_NAME = "sample"
DEFAULT_SEED = 1

_LONG_SIDE = (430, 500)
_JPEG_QUALITY = 88
_REPEAT = 1_000_000
_COLUMNS = ("id", "name", "years", "genre", "nationality", "bio", "wikipedia", "paintings")
_DISCLAIMER = "Computer-made pastiches in the style of {name}, not the artist’s own works. "


def build_sample(folder: Path, *, seed: int = DEFAULT_SEED, progress: Progress = no_progress) -> None:
    """Paint about 600 pictures and their table of artists into a folder in the Kaggle layout.

    Args:
        folder: created if necessary; gets `artists.csv` and `images/<Artist_Name>/<Artist_Name>_<n>.jpg`.
        seed: the same seed gives the same bytes.
        progress: called for every picture; its `CancelledError` leaves the pictures painted so far.

    Raises:
        NotFoundError: the project's table of artists is missing or lacks one of the painters.
        CancelledError: from `progress`.
    """
    write_text_atomically(folder / "artists.csv", artists_table())
    jobs = [(painter, number) for painter in PAINTERS for number in range(1, painter.count + 1)]
    painted = in_processes(partial(_write_painting, folder / "images", seed), jobs)
    for _done in track(painted, len(jobs), _("Painting the sample"), progress):
        pass


def _write_painting(images: Path, seed: int, job: tuple[Painter, int]) -> None:
    painter, number = job
    data = encode(paint(painter.name, number, seed))
    path = images / painter.prefix / f"{painter.painting_id(number)}.jpg"
    write_atomically(path, lambda file: file.write(data))


def encode(picture: Picture) -> bytes:
    """Encode a picture as JPEG, in grey if it has no third axis."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "JPEG", quality=_JPEG_QUALITY)
    return buffer.getvalue()


def paint(artist: str, number: int, seed: int = DEFAULT_SEED) -> Picture:
    """Paint one picture of the sample.

    Args:
        artist: one of the sample's painters, as in the table of artists.
        number: from 1.
        seed: of the whole sample.

    Returns:
        `(height, width, 3)` uint8 RGB, or `(height, width)` for the grey one.

    Raises:
        KeyError: the sample has no such painter.
    """
    plan = draw_plan(seed)
    original = plan.repeats.get((artist, number))
    if original is not None:
        return _another_scan(_paint_original(artist, original, seed), np.random.default_rng([seed, _REPEAT, number]))
    picture = _paint_original(artist, number, seed)
    if (artist, number) == plan.grey:
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    return picture


def _paint_original(artist: str, number: int, seed: int) -> Picture:
    painter = find_painter(artist)
    rng = np.random.default_rng([seed, zlib.crc32(painter.prefix.encode()), number])
    mood = draw_mood(rng, painter.favourites)
    long_side = rng.integers(*_LONG_SIDE)
    shape = painter.shapes[int(rng.integers(len(painter.shapes)))] * rng.uniform(0.95, 1.05)
    height, width = (long_side, long_side * shape) if shape < 1 else (long_side / shape, long_side)
    return painter.paint(rng, mood, round(height), round(width))


def _another_scan(picture: Picture, rng: Rng) -> Picture:
    """Simulate another photograph of the same work: a crop in another size and tone."""
    height, width = picture.shape[:2]
    kept = rng.uniform(0.74, 0.85, 2)
    tall, wide = round(height * kept[0]), round(width * kept[1])
    top, left = int(rng.integers(0, height - tall + 1)), int(rng.integers(0, width - wide + 1))
    part = picture[top : top + tall, left : left + wide]
    scale = rng.uniform(0.95, 1.2)
    part = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    balance = rng.uniform(0.84, 1.1, 3).astype(np.float32)
    toned = 255 * (part.astype(np.float32) / 255) ** np.float32(rng.uniform(0.8, 1.25))
    return to_picture(toned * balance)


def planted_pairs(seed: int = DEFAULT_SEED) -> list[tuple[str, str]]:
    """The pairs of pictures of one work: painting ids of the original and of its repetition."""
    pairs = []
    for (name, repetition), original in draw_plan(seed).repeats.items():
        painter = find_painter(name)
        pairs.append((painter.painting_id(original), painter.painting_id(repetition)))
    return pairs


def greyscale_painting(seed: int = DEFAULT_SEED) -> str:
    """The painting id of the one picture without colour."""
    name, number = draw_plan(seed).grey
    return find_painter(name).painting_id(number)


def artists_table() -> str:
    """The painters' rows of the project's table, with a disclaimer before the bio and their counts."""
    rows = _read_artists()
    table = io.StringIO()
    writer = csv.DictWriter(table, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for painter in sorted(PAINTERS, key=lambda painter: int(rows[painter.name]["id"])):
        row = rows[painter.name]
        bio = _DISCLAIMER.format(name=painter.name) + row["bio"]
        writer.writerow({column: row[column] for column in _COLUMNS} | {"bio": bio, "paintings": painter.count})
    return table.getvalue()


def _read_artists() -> dict[str, dict[str, str]]:
    if not ARTISTS_TABLE.is_file():
        raise NotFoundError(
            _("The table of artists “{path}” is missing. Restore it from the project.").format(path=ARTISTS_TABLE)
        )
    with ARTISTS_TABLE.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    missing = [painter.name for painter in PAINTERS if painter.name not in rows]
    if missing:
        raise NotFoundError(
            _("The table of artists “{path}” lacks {names}. Restore it from the project.").format(
                path=ARTISTS_TABLE, names=", ".join(missing)
            )
        )
    return rows
