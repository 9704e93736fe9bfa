"""Matching folder and file names with artists, tolerant of spelling and encoding.

File names pass through archives and systems that disagree about letters beyond ASCII. Repaired are text decoded with a
wrong code page, once or several times; accents decomposed or dropped; ue for ü; case and separators. A name is matched
as a whole, never in part, so that Jan is not Jan van Eyck.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.dataset.artists.artist import Artist

_CODE_PAGES = ("cp437", "cp1252", "latin-1", "mac_roman", "cp850")
_MAX_ROUNDS = 4
_LETTERS_WITHOUT_ACCENT = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "ð": "d", "þ": "th", "ı": "i"}
)
_NUMBERED = re.compile(r"(?P<name>.+?)[\s_-]*\(?(?P<number>[0-9]{1,9})\)?(?:-(?P<copy>[0-9]{1,4}))?")
_NAME_AND_TITLE = re.compile(r"(?P<name>.+?)(?: [-–—] |_)(?P<title>.+)")


def repair_mojibake(text: str) -> str:
    """Undo decodings of UTF-8 with a wrong code page, also repeated ones, and compose accents (NFC).

    Correct text stays unchanged: its bytes in a code page are hardly ever valid UTF-8.

    Example:
        >>> repair_mojibake("Albrecht_DuΓòá├¬rer")
        'Albrecht_Dürer'
    """
    text = unicodedata.normalize("NFC", text)
    return text if text.isascii() else min(_misreadings_undone(text, _MAX_ROUNDS), key=_implausibility)


def _misreadings_undone(text: str, rounds: int) -> Iterator[str]:
    """Yield the text, and the results of decoding its bytes in a code page as UTF-8, repeatedly."""
    yield text
    if rounds == 0 or text.isascii():
        return
    for code_page in _CODE_PAGES:
        try:
            reading = _bytes_in(text, code_page).decode("utf-8")
        except UnicodeError:
            continue
        if all(unicodedata.category(letter)[0] != "C" for letter in reading):
            yield from _misreadings_undone(unicodedata.normalize("NFC", reading), rounds - 1)


def _bytes_in(text: str, code_page: str) -> bytes:
    if code_page != "cp1252":
        return text.encode(code_page)
    # Five bytes have no character in cp1252; programs keep them as the control characters of Latin-1.
    return b"".join(letter.encode("latin-1" if "\x80" <= letter <= "\x9f" else code_page) for letter in text)


def _implausibility(text: str) -> tuple[int, int, int]:
    """How implausible a Western name is: counts of non-letters, letters beyond ASCII, and rare letters."""
    beyond_ascii = [letter for letter in text if not letter.isascii()]
    no_letters = sum(unicodedata.category(letter)[0] not in "LM" for letter in beyond_ascii)
    rare = sum(letter > "\u00ff" and not unicodedata.combining(letter) for letter in beyond_ascii)
    return no_letters, len(beyond_ascii), rare


def fold_name(text: str) -> str:
    """Normalise the spelling of a name: repaired, without accents, lower case, single spaces.

    Example:
        >>> fold_name("Henri_de_Toulouse-Lautrec") == fold_name("henri de toulouse lautrec")
        True
    """
    text = repair_mojibake(text).translate(_LETTERS_WITHOUT_ACCENT)
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", re.sub(r"['’`´]", "", bare.casefold())).strip()


def _fold_digraphs(folded: str) -> str:
    """A looser key: German ae, oe and ue as the plain vowel, and no spaces."""
    return re.sub(r"([aou])e", r"\1", folded).replace(" ", "")


@dataclass(frozen=True)
class NameMatch:
    """An artist found in a name.

    Attributes:
        artist: from the table.
        number: the number after the name, as 12 in `Albrecht_Durer_12`; None without one.
        copy: distinguishes paintings with the same `number`, as 2 in `Albrecht_Durer_12-2`.
        spelling: the name as written, if it had to be repaired; else empty.
    """

    artist: Artist
    number: int | None = None
    copy: int | None = None
    spelling: str = ""


class ArtistMatcher:
    """Finds the artists of one table in names of folders and files."""

    def __init__(self, artists: Iterable[Artist]) -> None:
        self._by_fold: dict[str, Artist | None] = {}
        self._by_loose_fold: dict[str, Artist | None] = {}
        self._usual: dict[int, set[str]] = defaultdict(set)
        for artist in artists:
            for written in (artist.name, artist.prefix):
                folded = fold_name(written)
                _add_unless_ambiguous(self._by_fold, folded, artist)
                _add_unless_ambiguous(self._by_loose_fold, _fold_digraphs(folded), artist)
                self._usual[artist.id].add(_plain(repair_mojibake(written)))

    def match(self, text: str) -> Artist | None:
        """Find the artist in the name of a folder or the stem of a file (its name without .jpg)."""
        found = self.match_folder(text) or self.match_stem(text)
        return found.artist if found else None

    def match_folder(self, name: str) -> NameMatch | None:
        """Find the artist whose name equals the whole text."""
        shown = readable(name)
        for reading in _readings(shown):
            folded = fold_name(reading)
            artist = self._by_fold.get(folded) or self._by_loose_fold.get(_fold_digraphs(folded))
            if artist and folded:
                return NameMatch(artist, spelling="" if _plain(name) in self._usual[artist.id] else shown)
        return None

    def match_stem(self, stem: str) -> NameMatch | None:
        """Find the artist and number of `<Artist>_<n>`, else the artist of `<Artist> - <title>`.

        A name of one word before an underscore does not count: `Raphael_Soyer` is not Raphael.
        """
        if whole := self.match_folder(stem):
            return whole
        numbered = _NUMBERED.fullmatch(stem)
        if numbered and (found := self.match_folder(numbered["name"])):
            copy = int(numbered["copy"]) if numbered["copy"] else None
            return NameMatch(found.artist, int(numbered["number"]), copy, found.spelling)
        titled = _NAME_AND_TITLE.fullmatch(stem)
        if titled and (found := self.match_folder(titled["name"])):
            before_underscore = stem[titled.end("name")] == "_"
            return None if before_underscore and " " not in fold_name(titled["name"]) else found
        return None


def _add_unless_ambiguous(table: dict[str, Artist | None], key: str, artist: Artist) -> None:
    """Add a key; one that two artists share finds neither of them."""
    known = table.setdefault(key, artist)
    if known is not None and known.id != artist.id:
        table[key] = None


def _plain(written: str) -> str:
    """The text without differences of case and separators, which are not misspellings."""
    return re.sub(r"[\s_-]+", " ", written).strip().casefold()


def _readings(text: str) -> Iterator[str]:
    """Yield the text, and its readings as bytes of one Western code page decoded with another."""
    yield text
    if text.isascii():
        return
    for wrong, right in (("cp437", "cp1252"), ("cp1252", "cp850"), ("cp437", "mac_roman")):
        try:
            yield text.encode(wrong).decode(right)
        except UnicodeError:
            continue


def readable(text: str) -> str:
    """A file name from the system, with bytes that are not UTF-8 (surrogates) decoded as cp1252."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return text
