"""The artist: one row of the artists table.

The values come from a file, so nothing here trusts them as markup, as a path or as a link to follow.
"""

import re
import unicodedata
from dataclasses import dataclass

from core.language import _

_UNSAFE_IN_PATHS = re.compile(r'[\s/\\:*?"<>|]+')
_WITHOUT_ACCENT_TO_DROP = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th"}
    | {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i", "’": "'", "–": "-"}
)


@dataclass(frozen=True)
class Artist:
    """One row of the artists table.

    Attributes:
        id: identifies the artist in catalogs and splits; unique in a table, 0 or more.
        name: as the table spells it, NFC-normalised.
        born: year of birth; None where the table has none.
        died: year of death; None where the table has none, or while the artist lives.
        movements: the `genre` column, split at commas, in the table's order.
        nationalities: the `nationality` column, split in the same way.
        bio: plain text, to be escaped before it is shown as HTML.
        wikipedia: a URL that begins with http:// or https://, or "".
        listed_paintings: the number of pictures according to the table; None for an empty cell.
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
        keeps all its letters. Characters that are unsafe in a path become underscores.
        """
        plain = fold_accents(self.name)
        letters = plain if plain.isascii() else unicodedata.normalize("NFC", self.name)
        return _UNSAFE_IN_PATHS.sub("_", letters).strip("._-") or f"artist_{self.id}"

    @property
    def years(self) -> str:
        """The years as text, translated: "1853–1890", "born 1950", "died 1430" or ""."""
        if self.born is not None and self.died is not None:
            return f"{self.born}–{self.died}"
        if self.born is not None:
            return _("born {year}").format(year=self.born)
        return _("died {year}").format(year=self.died) if self.died is not None else ""

    @property
    def century(self) -> int | None:
        """The century of the middle of the working life (19 is 1801 to 1900); None where no year is known.

        The working life is assumed to last from the age of 20 to death, or 40 years where one end is unknown.
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
        ASCII where every letter has an ASCII form; else `text` in NFC.
    """
    apart = unicodedata.normalize("NFKD", text.translate(_WITHOUT_ACCENT_TO_DROP))
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return plain if plain.isascii() else unicodedata.normalize("NFC", text)
