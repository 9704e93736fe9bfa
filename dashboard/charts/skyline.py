"""The balance of a collection at a glance: one bar an artist, from most pictures to fewest, as HTML."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.language import N_, _, grouped, ngettext
from dashboard.labels.escaping import as_html
from dashboard.theme import CATEGORICAL, MOVEMENT_FAMILIES, artist_colour, is_known_movement

_NONE = N_("No movement given")


@dataclass(frozen=True)
class ArtistCount:
    """How many pictures an artist has.

    Attributes:
        name: of the artist.
        movements: in the table's order; the first gives the colour.
        pictures: at least 1.
    """

    name: str
    movements: tuple[str, ...]
    pictures: int


def build_skyline(counts: Sequence[ArtistCount]) -> str:
    """Bars from most to fewest, coloured by family of movements, with the families as a legend.

    Args:
        counts: artists with pictures, in any order.
    """
    ranked = rank(counts)
    top = ranked[0].pictures
    bars = "".join(_bar(artist, top) for artist in ranked)
    return f'<div class="atelier-skyline" role="img" aria-label="{as_html(in_words(ranked))}">{bars}</div>' + _legend(
        ranked
    )


def rank(counts: Sequence[ArtistCount]) -> list[ArtistCount]:
    """Most pictures first, equal ones by name."""
    return sorted(counts, key=lambda artist: (-artist.pictures, artist.name))


def in_words(ranked: Sequence[ArtistCount]) -> str:
    """What the bars show, in a sentence."""
    most, fewest = ranked[0], ranked[-1]
    if most.pictures == fewest.pictures:
        words = ngettext("Every artist has {n:,} picture.", "Every artist has {n:,} pictures.", most.pictures)
        return words.format(n=most.pictures)
    times = _times(most.pictures / fewest.pictures)
    return _("{first} has {times} times as many as {last} ({most:,} to {fewest:,}).").format(
        first=most.name, times=times, last=fewest.name, most=most.pictures, fewest=fewest.pictures
    )


def _times(ratio: float) -> str:
    return f"{ratio:.2g}" if ratio < 10 else f"{ratio:.0f}"


def _bar(artist: ArtistCount, top: int) -> str:
    style = f"height:{100 * artist.pictures / top:.1f}%;background:{artist_colour(artist.movements)}"
    return f'<span style="{style}" title="{as_html(artist.name)}: {grouped(artist.pictures)}"></span>'


def _named(colour: str, ranked: Sequence[ArtistCount], families: dict[str, str]) -> str:
    """The family of movements of a colour; the movements themselves where the project's table lacks them."""
    movements = {
        artist.movements[0] for artist in ranked if artist.movements and artist_colour(artist.movements) == colour
    }
    strangers = sorted(movement for movement in movements if not is_known_movement(movement))
    family = [_(families[colour])] if len(strangers) < len(movements) else []
    return ", ".join(family + strangers) or _(_NONE)


def _legend(ranked: Sequence[ArtistCount]) -> str:
    used = {artist_colour(artist.movements) for artist in ranked}
    known = {colour: family for family, colour in zip(MOVEMENT_FAMILIES, CATEGORICAL, strict=True)}
    entries = "".join(
        f'<span><i style="background:{colour}"></i>{as_html(_named(colour, ranked, known))}</span>'
        for colour in CATEGORICAL
        if colour in used
    )
    return f'<div class="atelier-legend">{entries}</div>'
