"""Reading and writing `artists.csv`: strict about encoding, columns and values.

Each fault is one sentence that names the line.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from core.dataset.artists.artist import Artist, fold_accents
from core.environment import ARTISTS_TABLE
from core.errors import InvalidInputError, NotFoundError
from core.files import translate_os_errors, write_text_atomically
from core.language import N_, _, ngettext

COLUMNS = ("id", "name", "years", "genre", "nationality", "bio", "wikipedia", "paintings")

MAX_TABLE_BYTES = 16 * 1024 * 1024

MAX_NAME_BYTES = 200
"""File systems allow 255 bytes a name; the rest is for the painting's number and the suffix."""

_OTHER_SEPARATORS = {
    ";": N_("Its cells seem to be separated by semicolons: save it with commas."),
    "\t": N_("Its cells seem to be separated by tabs: save it with commas."),
}

_DASH = re.compile(r"[-‐‑‒–—―−]")
_YEAR = re.compile(r"(?<!\d)\d{3,4}(?!\d)", re.ASCII)
_DIED_ONLY = re.compile(r"\s*(d\.|died|†)", re.IGNORECASE)
_WHOLE_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_WHOLE_NUMBER_OR_FLOAT = re.compile(r"(\d{1,9})(\.0+)?", re.ASCII)


def builtin_artists() -> list[Artist]:
    """The 50 artists that ship with the project, ordered by id."""
    return load_artists(ARTISTS_TABLE)


def load_artists(path: Path) -> list[Artist]:
    """Read an artists table from a file, as `parse_artists` does from bytes.

    Raises:
        NotFoundError: no file at `path`.
        InvalidInputError: the file cannot be read, or has impossible values.
    """
    with translate_os_errors(_("reading {file}").format(file=path.name)):
        if not path.exists():
            raise NotFoundError(_("There is no artists table at “{path}”. Put an artists.csv there.").format(path=path))
        if not path.is_file():
            raise InvalidInputError(_("“{path}” is not a file; a CSV table of artists was expected.").format(path=path))
        with path.open("rb") as file:
            data = file.read(MAX_TABLE_BYTES + 1)
    return parse_artists(data, path.name)


def parse_artists(data: bytes, table: str = "artists.csv") -> list[Artist]:
    """Read an artists table.

    Args:
        data: the bytes of a CSV file in the Kaggle columns, as `read_cells` takes them. Years may be written
            with any dash, with spaces or none, with "c." and the like; several genres or nationalities are
            separated by commas; `paintings` may be empty. Further columns are ignored.
        table: the file's name in messages.

    Returns:
        The artists, ordered by id.

    Raises:
        InvalidInputError: as `read_cells`, or an id that is not a number, an empty name, a death before
            the birth, or two artists with the same id or name.
    """
    artists = [
        _artist(cells, _("line {line} of “{file}”").format(line=line, file=table))
        for line, cells in read_cells(data, table)
    ]
    _refuse_doubles(artists, table)
    return sorted(artists, key=lambda artist: artist.id)


def save_artists(path: Path, artists: Iterable[Artist]) -> None:
    """Write a table that `load_artists` reads back to equal artists, in the Kaggle columns and as UTF-8."""
    write_text_atomically(path, write_cells([_cells(artist) for artist in artists]))


def _cells(artist: Artist) -> list[str]:
    born, died = _cell(artist.born), _cell(artist.died)
    years = f"{born} - {died}".strip() if born or died else ""
    movements, nationalities = ",".join(artist.movements), ",".join(artist.nationalities)
    facts = [str(artist.id), artist.name, years, movements, nationalities]
    return [*facts, artist.bio, artist.wikipedia, _cell(artist.listed_paintings)]


def _cell(number: int | None) -> str:
    return "" if number is None else str(number)


def _artist(cells: dict[str, str], where: str) -> Artist:
    born, died = _years(cells["years"])
    if born is not None and died is not None and died < born:
        raise InvalidInputError(
            _("The years in {where} end before they begin ({born}, {died}). Correct them.").format(
                where=where, born=born, died=died
            )
        )
    address = cells["wikipedia"].strip()
    return Artist(
        id=_id(cells["id"].strip(), where),
        name=_name(cells["name"], where),
        born=born,
        died=died,
        movements=_list(cells["genre"]),
        nationalities=_list(cells["nationality"]),
        bio=cells["bio"].strip(),
        wikipedia=address if address.lower().startswith(("http://", "https://")) else "",
        listed_paintings=_count(cells["paintings"].strip(), where),
    )


def _id(cell: str, where: str) -> int:
    if not _WHOLE_NUMBER.fullmatch(cell):
        raise InvalidInputError(
            _("The id “{text}” in {where} is not a whole number. Give each artist a number.").format(
                text=cell, where=where
            )
        )
    return int(cell)


def _name(cell: str, where: str) -> str:
    name = unicodedata.normalize("NFC", " ".join(cell.split()))
    if not name:
        raise InvalidInputError(
            _("The artist in {where} has no name. Give one, or remove the line.").format(where=where)
        )
    if any(unicodedata.category(letter) == "Cc" for letter in name):
        raise InvalidInputError(
            _("The name in {where} holds a control character. Type the name again.").format(where=where)
        )
    if len(name.encode()) > MAX_NAME_BYTES:
        raise InvalidInputError(_("The name in {where} is too long to name a folder. Shorten it.").format(where=where))
    return name


def _count(cell: str, where: str) -> int | None:
    if not cell:
        return None
    found = _WHOLE_NUMBER_OR_FLOAT.fullmatch(cell)  # pandas writes 193.0 where another cell is empty
    if not found:
        raise InvalidInputError(
            _(
                "The number of paintings “{text}” in {where} is not a whole number. Write one, or leave the cell empty."
            ).format(text=cell, where=where)
        )
    return int(found[1])


def _years(cell: str) -> tuple[int | None, int | None]:
    """Birth and death from texts such as "1853 – 1890", "c.1450-1516", "1488/1490-1576", "born 1950"."""
    left, *rest = _DASH.split(cell, maxsplit=1)
    right = rest[0] if rest else ""
    if not rest and _DIED_ONLY.match(cell):
        left, right = "", cell
    born, died = _YEAR.search(left), _YEAR.search(right)
    return int(born[0]) if born else None, int(died[0]) if died else None


def _list(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split(",") if part.strip()))


def _match_key(name: str) -> str:
    """The name without case, accents, spaces and punctuation, in which spellings differ."""
    folded = fold_accents(name).casefold()
    return "".join(letter for letter in folded if letter.isalnum()) or folded


def _refuse_doubles(artists: list[Artist], table: str) -> None:
    ids: dict[int, Artist] = {}
    names: dict[str, Artist] = {}
    for artist in artists:
        twin = ids.setdefault(artist.id, artist)
        if twin is not artist:
            raise InvalidInputError(
                _("“{file}” gives the id {id} to “{one}” and to “{other}”. Give each its own.").format(
                    file=table, id=artist.id, one=twin.name, other=artist.name
                )
            )
        twin = names.setdefault(_match_key(artist.prefix), artist)
        if twin is not artist:
            raise InvalidInputError(
                _(
                    "“{file}” lists one artist twice: “{one}” (id {one_id}) and “{other}” (id {other_id}). "
                    "Keep one of the two lines."
                ).format(file=table, one=twin.name, one_id=twin.id, other=artist.name, other_id=artist.id)
            )


def read_cells(data: bytes, table: str) -> list[tuple[int, dict[str, str]]]:
    """Read the rows of an artists table.

    Args:
        data: the file's bytes: UTF-8 with or without byte order mark, with a header line that names at least
            `COLUMNS`, in any order and case.
        table: the file's name in messages.

    Returns:
        For each row the number of its last line, and its cells by column. Blank lines are skipped.

    Raises:
        InvalidInputError: too large, not UTF-8, malformed CSV, a column missing or repeated, no row, or a
            row with more or fewer cells than the header.
    """
    lines = _split(_decode(data, table), table)
    if not lines:
        raise InvalidInputError(
            _("“{file}” is empty. Its first line must name the columns {columns}.").format(
                file=table, columns=", ".join(COLUMNS)
            )
        )
    header = [cell.strip().lower() for cell in lines[0][1]]
    _require_columns(header, table)
    if len(lines) == 1:
        raise InvalidInputError(
            _("“{file}” has a header and no artists. Add one line for each artist.").format(file=table)
        )
    for line, cells in lines[1:]:
        if len(cells) != len(header):
            raise InvalidInputError(
                _(
                    "Line {line} of “{file}” has {cells} cells where the header has {expected}. "
                    "Put quotes around a text that contains commas."
                ).format(line=line, file=table, cells=len(cells), expected=len(header))
            )
    return [(line, dict(zip(header, cells, strict=True))) for line, cells in lines[1:]]


def write_cells(rows: list[list[str]]) -> str:
    """The text of a table: the header `COLUMNS`, then `rows`, each with as many cells."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([list(COLUMNS), *rows])
    return text.getvalue()


def _decode(data: bytes, table: str) -> str:
    if len(data) > MAX_TABLE_BYTES:
        raise InvalidInputError(
            _("“{file}” is larger than {most} MB, too large for a table of artists. Check the file.").format(
                file=table, most=MAX_TABLE_BYTES // (1024 * 1024)
            )
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidInputError(
            _(
                "“{file}” is not UTF-8: line {line} holds the byte 0x{byte:02X}, so it was saved as Latin-1, "
                "Windows-1252 or UTF-16. Open it where it came from and save it as “CSV UTF-8”."
            ).format(file=table, line=line, byte=data[error.start])
        ) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InvalidInputError(
            _("Line {line} of “{file}” holds a NUL byte, so the file is damaged or not text. Export it again.").format(
                line=line, file=table
            )
        )
    return text


def _split(text: str, table: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise InvalidInputError(
            _("“{file}” is not proper CSV at line {line} ({reason}). Export it again as comma-separated text.").format(
                file=table, line=reader.line_num, reason=error
            )
        ) from error


def _require_columns(header: list[str], table: str) -> None:
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        said = ngettext(
            "“{file}” lacks the column {missing}. Expected are {columns}.",
            "“{file}” lacks the columns {missing}. Expected are {columns}.",
            len(missing),
        ).format(
            file=table,
            missing=", ".join(_("“{key}”").format(key=column) for column in missing),
            columns=", ".join(COLUMNS),
        )
        raise InvalidInputError(" ".join([said, *_hints_at_separator(header)]))
    doubled = [column for column in COLUMNS if header.count(column) > 1]
    if doubled:
        raise InvalidInputError(
            _("“{file}” has the column “{column}” more than once. Keep one of them.").format(
                file=table, column=doubled[0]
            )
        )


def _hints_at_separator(header: list[str]) -> list[str]:
    """At most one sentence: cells that seem to be separated by something other than commas."""
    hints = (hint for mark, hint in _OTHER_SEPARATORS.items() if any(mark in cell for cell in header))
    return [_(hint) for hint in hints][:1]
