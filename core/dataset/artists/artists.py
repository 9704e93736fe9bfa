"""The artists of a data set: what `artists.csv` says about each, read strictly and written back.

Whatever the table holds is data. Nothing here trusts it as markup, as a path or as a link to follow.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.dataset.artists.artist_table import MAX_TABLE_BYTES, read_cells, write_cells
from core.environment import ARTISTS_TABLE
from core.errors import InvalidInputError, NotFoundError
from core.files import clear_disk_errors, write_text_atomically
from core.language import _

MAX_NAME_BYTES = 200
"""File systems allow 255 bytes a name; the rest is for the painting's number and the suffix."""

_DASH = re.compile(r"[-‐‑‒–—―−]")
_YEAR = re.compile(r"(?<!\d)\d{3,4}(?!\d)", re.ASCII)
_DIED_ONLY = re.compile(r"\s*(d\.|died|†)", re.IGNORECASE)
_WHOLE_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_WHOLE_NUMBER_OR_FLOAT = re.compile(r"(\d{1,9})(\.0+)?", re.ASCII)
_UNSAFE_IN_PATHS = re.compile(r'[\s/\\:*?"<>|]+')
_WITHOUT_ACCENT_TO_DROP = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th"}
    | {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i", "’": "'", "–": "-"}
)


@dataclass(frozen=True)
class Artist:
    """One row of the artists table.

    Attributes:
        id: the number by which catalog and splits know the artist; unique in a table, 0 or more.
        name: as the table spells it, NFC-normalised.
        born: year of birth; None where the table has none.
        died: year of death; None where the table has none, or while the artist lives.
        movements: the `genre` column, split at commas, in the table's order.
        nationalities: likewise.
        bio: plain text, to be escaped before it is shown as HTML.
        wikipedia: an address that begins with http:// or https://, or "".
        listed_paintings: how many pictures the table says there are; None where it says nothing.
    """

    id: int
    name: str
    born: int | None = None
    died: int | None = None
    movements: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    bio: str = ""
    wikipedia: str = ""
    listed_paintings: int | None = None

    @property
    def prefix(self) -> str:
        """The stem of the artist's files and the name of the folder, as in "Albrecht_Durer".

        Latin letters lose their accents. A name with a letter that has no ASCII form (Cyrillic, Greek, Han)
        keeps all its letters, for half a name would be none. What is unsafe in a path becomes an underscore.
        """
        plain = fold_accents(self.name)
        letters = plain if plain.isascii() else unicodedata.normalize("NFC", self.name)
        return _UNSAFE_IN_PATHS.sub("_", letters).strip("._-") or f"artist_{self.id}"

    @property
    def years(self) -> str:
        """The years as the screens show them, translated: "1853–1890", "born 1950", "died 1430" or ""."""
        if self.born is not None and self.died is not None:
            return f"{self.born}–{self.died}"
        if self.born is not None:
            return _("born {year}").format(year=self.born)
        return _("died {year}").format(year=self.died) if self.died is not None else ""

    @property
    def century(self) -> int | None:
        """The century most of the working life lies in (19 is 1801 to 1900); None where no year is known.

        Working life is taken to run from the age of 20 to death, or over 40 years where one end is unknown;
        what counts is its middle.
        """
        if self.born is not None:
            start = self.born + 20
            end = max(start, self.died) if self.died is not None else start + 40
        elif self.died is not None:
            start, end = self.died - 40, self.died
        else:
            return None
        return ((start + end) // 2 - 1) // 100 + 1


def fold_accents(text: str) -> str:
    """Write Latin letters without accents ("Dürer" to "Durer", "Ø" to "O").

    Returns:
        ASCII where every letter has an ASCII form; else `text` untouched but for NFC.
    """
    apart = unicodedata.normalize("NFKD", text.translate(_WITHOUT_ACCENT_TO_DROP))
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return plain if plain.isascii() else unicodedata.normalize("NFC", text)


def _match_key(name: str) -> str:
    """What the spellings of a name have in common: no case, accents, spaces or punctuation."""
    folded = fold_accents(name).casefold()
    return "".join(letter for letter in folded if letter.isalnum()) or folded


def builtin_artists() -> list[Artist]:
    """The 50 artists that ship with the project, ordered by id."""
    return load_artists(ARTISTS_TABLE)


def load_artists(path: Path) -> list[Artist]:
    """Read an artists table from a file, as `parse_artists` does from bytes.

    Raises:
        NotFoundError: there is no file at `path`.
        InvalidInputError: the file cannot be read, or says something that cannot be.
    """
    with clear_disk_errors(_("reading {file}").format(file=path.name)):
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
            separated by commas; `paintings` may be empty. Further columns are left out.
        table: what messages call the file.

    Returns:
        The artists, ordered by id.

    Raises:
        InvalidInputError: as `read_cells`, or an id that is no number, an empty name, a death before
            the birth, or two artists with one id or one name.
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
    born, died = _text(artist.born), _text(artist.died)
    years = f"{born} - {died}".strip() if born or died else ""
    movements, nationalities = ",".join(artist.movements), ",".join(artist.nationalities)
    facts = [str(artist.id), artist.name, years, movements, nationalities]
    return [*facts, artist.bio, artist.wikipedia, _text(artist.listed_paintings)]


def _text(number: int | None) -> str:
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
            _("The artist in {where} has no name. Give one, or take the line out.").format(where=where)
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
            _("The number of paintings “{text}” in {where} is not a whole number. Write one, or nothing.").format(
                text=cell, where=where
            )
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
