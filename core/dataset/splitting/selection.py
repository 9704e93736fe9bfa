"""The selection of artists for training, and the balancing of their unequal numbers of pictures.

A `Selection` is a value that is saved with every run; `core.dataset.splitting.selected_rows` applies it to a catalog.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Self

from core.errors import InvalidInputError
from core.language import N_, _, ngettext
from core.settings.schema import SavedSettings

MODES = ("all", "top", "min", "movement", "names")
BALANCINGS = ("none", "cap", "oversample", "class_weights")

_WHOLE_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_FIELD_OF_MODE = {"top": "top", "min": "min_paintings", "movement": "movements", "names": "names"}
_BALANCED = {
    "oversample": N_("{artists}, pictures of rare artists repeated"),
    "class_weights": N_("{artists}, rare artists count more in training"),
}


@dataclass(frozen=True)
class Selection(SavedSettings):
    """A selection of artists and their balancing. Of the fields for modes, only that of the mode may be set.

    Attributes:
        mode: "all"; "top" (those with the most usable pictures); "min" (those with enough of them);
            "movement"; or "names".
        top: how many artists, 1 or more; for "top".
        min_paintings: how many usable pictures at least, 1 or more; for "min".
        movements: selects the artists of any of them; for "movement".
        names: artists as the table spells them, or with other case and accents; for "names".
        balancing: "none"; "cap" (at most `cap` training pictures an artist); "oversample" (pictures
            repeated until every artist has as many as the largest); or "class_weights" (a weighted loss).
        cap: training pictures an artist at most, 1 or more; for "cap".

    Raises:
        InvalidInputError: a field is of the wrong type or range, missing, or not one of the mode; the message
            names every fault.
    """

    SAVED_AS = N_("selection")

    mode: str = "all"
    top: int | None = None
    min_paintings: int | None = None
    movements: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    balancing: str = "none"
    cap: int | None = None

    def __post_init__(self) -> None:
        faults = [*_kind_faults(self), *_number_faults(self), *_text_faults(self)]
        if faults:
            raise InvalidInputError(_("This selection cannot be used: {faults}.").format(faults="; ".join(faults)))

    @classmethod
    def parse(cls, text: str, balancing: str = "none", cap: int | None = None) -> Self:
        """Read the form of the command line: "all", "top:5", "min:80", "movement:Cubism,Surrealism" or "A,B".

        A name that contains a comma is put in double quotes.

        Raises:
            InvalidInputError: `text` is none of these, or the selection it makes is not valid.
        """
        mode, colon, value = (part.strip() for part in text.partition(":"))
        if not colon and mode.lower() == "all":
            return cls(balancing=balancing, cap=cap)
        if colon and mode.lower() in {"top", "min"}:
            if not _WHOLE_NUMBER.fullmatch(value):
                raise InvalidInputError(
                    _("“{text}” has no whole number after the colon. Write “{mode}:5”.").format(text=text, mode=mode)
                )
            if mode.lower() == "top":
                return cls(mode="top", top=int(value), balancing=balancing, cap=cap)
            return cls(mode="min", min_paintings=int(value), balancing=balancing, cap=cap)
        if colon and mode.lower() == "movement":
            return cls(mode="movement", movements=_split(value), balancing=balancing, cap=cap)
        names = () if colon else _split(text)
        if not names:
            raise InvalidInputError(
                _(
                    "“{text}” selects no artists. Write “all”, “top:5”, “min:80”, “movement:Impressionism” or names "
                    "separated by commas."
                ).format(text=text)
            )
        return cls(mode="names", names=names, balancing=balancing, cap=cap)

    def describe(self) -> str:
        """Describe the selection, translated, as in "the 5 artists with the most paintings"."""
        artists = self._artists_in_words()
        if self.balancing == "cap":
            return _("{artists}, at most {cap:,} training pictures each").format(artists=artists, cap=self.cap)
        return artists if self.balancing == "none" else _(_BALANCED[self.balancing]).format(artists=artists)

    def _artists_in_words(self) -> str:
        if self.mode == "top":
            if self.top == 1:
                return _("the artist with the most paintings")
            return _("the {n} artists with the most paintings").format(n=self.top)
        if self.mode == "min":
            return ngettext(
                "artists with at least {n:,} painting", "artists with at least {n:,} paintings", self.min_paintings or 0
            ).format(n=self.min_paintings)
        if self.mode == "movement":
            return _("artists of {movements}").format(movements=join_names(self.movements))
        return join_names(self.names) if self.mode == "names" else _("all artists")


def join_names(names: Sequence[str], last: Literal["and", "or"] = "and") -> str:
    """Join names for a sentence, translated: "A", "A and B", "A, B and C".

    Args:
        names: one or more.
        last: the word before the last name.
    """
    if len(names) == 1:
        return names[0]
    listed = _("{names} or {last}") if last == "or" else _("{names} and {last}")
    return listed.format(names=", ".join(names[:-1]), last=names[-1])


def _split(text: str) -> tuple[str, ...]:
    """Split at commas; double quotes keep a name with a comma whole."""
    cells = next(csv.reader([" ".join(text.split())], skipinitialspace=True), [])
    return tuple(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))


def _kind_faults(selection: Selection) -> Iterator[str]:
    for what, value, known in (
        ("mode", selection.mode, MODES),
        ("balancing", selection.balancing, BALANCINGS),
    ):
        if value not in known:
            yield _("{field} is {value!r:.60} and must be one of {choices}").format(
                field=what, value=value, choices=", ".join(known)
            )
    for mode, field in _FIELD_OF_MODE.items():
        value = getattr(selection, field)
        if value in (None, ()) and selection.mode == mode:
            yield _("the mode “{mode}” needs {field}").format(mode=mode, field=field)
        elif value not in (None, ()) and selection.mode != mode:
            yield _("{field} belongs to the mode “{mode}” and not to {other!r:.60}").format(
                field=field, mode=mode, other=selection.mode
            )
    if selection.cap is None and selection.balancing == "cap":
        yield _("the balancing “cap” needs a cap")
    elif selection.cap is not None and selection.balancing != "cap":
        yield _("the balancing “cap” is the one that cap belongs to")


def _number_faults(selection: Selection) -> Iterator[str]:
    for field in ("top", "min_paintings", "cap"):
        value = getattr(selection, field)
        if value is not None and (type(value) is not int or value < 1):
            yield _("{field} is {value!r:.60} and must be a whole number from 1").format(field=field, value=value)


def _text_faults(selection: Selection) -> Iterator[str]:
    for field in ("movements", "names"):
        value = getattr(selection, field)
        if not isinstance(value, tuple) or any(not isinstance(text, str) or not text.strip() for text in value):
            yield _("{field} must be texts that are not empty, and is {value!r:.60}").format(field=field, value=value)


def selection_text(selection: Selection) -> str:
    """The artists as `Selection.parse` reads them: "all", "top:5", "min:80", "movement:Cubism" or "A,B"."""
    if selection.mode == "top":
        return f"top:{selection.top}"
    if selection.mode == "min":
        return f"min:{selection.min_paintings}"
    if selection.mode == "movement":
        return f"movement:{_joined(selection.movements)}"
    return _joined(selection.names) if selection.mode == "names" else "all"


def selection_settings(selection: Selection) -> dict[str, str]:
    """A selection as named texts: artists, and balancing and cap if set."""
    parts = {"artists": selection_text(selection)}
    if selection.balancing != "none":
        parts["balancing"] = selection.balancing
    if selection.cap is not None:
        parts["cap"] = str(selection.cap)
    return parts


def _joined(names: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(names)
    return line.getvalue()
