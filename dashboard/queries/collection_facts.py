"""What can be said about a collection in a few numbers and a few pictures. Pure: tables in, facts out."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from core.dataset.artists.artist import Artist
from dashboard.charts.skyline import ArtistCount

_STRIP_ASPECT = 5.2
_STRIP_SHAPES = (0.6, 1.9)


@dataclass(frozen=True)
class CollectionFacts:
    """A collection at a glance.

    Attributes:
        counts: artists with pictures, in the table's order.
        movements: how many movements those artists belong to.
        years: "1266–1987", from the first birth to the last death; "" where no year is known.
        still_living: whether one of them has no year of death.
    """

    counts: tuple[ArtistCount, ...]
    movements: int
    years: str
    still_living: bool


def collection_facts(catalog: pd.DataFrame, artists: Sequence[Artist]) -> CollectionFacts:
    """Count what pictures there are, those left out not among them."""
    pictures = catalog.loc[~catalog["excluded"], "artist_id"].value_counts()
    shown = [artist for artist in artists if artist.id in pictures.index]
    return CollectionFacts(
        counts=tuple(ArtistCount(artist.name, artist.movements, int(pictures[artist.id])) for artist in shown),
        movements=len({movement for artist in shown for movement in artist.movements}),
        years=_years(shown),
        still_living=any(artist.born and not artist.died for artist in shown),
    )


def _years(artists: Sequence[Artist]) -> str:
    births = [artist.born for artist in artists if artist.born is not None]
    deaths = [artist.died for artist in artists if artist.died is not None]
    return f"{min(births)}–{max(deaths)}" if births and deaths else ""


def pictures_for_strip(catalog: pd.DataFrame) -> list[str]:
    """Painting ids for a row across the page, one an artist while there are enough, always the same ones.

    Colourful pictures of a common shape are preferred; the row is about as wide as five squares.
    """
    shown = catalog[(catalog["status"] != "unreadable") & ~catalog["excluded"]]
    aspect = shown["width"] / shown["height"].clip(lower=1)
    hangable = shown[aspect.between(*_STRIP_SHAPES)]
    hangable = hangable if len(hangable) else shown
    ranked = hangable.sort_values(["chroma", "painting_id"], ascending=[False, True])
    place = ranked.groupby("artist_id", dropna=False).cumcount()
    mixed = ranked["painting_id"].map(lambda painting_id: zlib.crc32(painting_id.encode("utf-8")))
    in_turn = ranked.assign(place=place, mixed=mixed).sort_values(["place", "mixed"])
    width = (in_turn["width"] / in_turn["height"].clip(lower=1)).cumsum()
    return [str(painting_id) for painting_id in in_turn.loc[width.shift(fill_value=0) < _STRIP_ASPECT, "painting_id"]]


def most_colourful(catalog: pd.DataFrame) -> dict[int, str]:
    """The id of the most colourful usable picture of each artist, by artist id."""
    usable = catalog[(catalog["status"] == "ok") & ~catalog["excluded"] & catalog["artist_id"].notna()]
    first = usable.sort_values(["chroma", "painting_id"], ascending=[False, True]).drop_duplicates("artist_id")
    artists, paintings = first["artist_id"].astype(int).tolist(), first["painting_id"].astype(str).tolist()
    return dict(zip(artists, paintings, strict=True))


def pictures_of_artists(catalog: pd.DataFrame, artist_ids: Sequence[int], most: int) -> list[str]:
    """Painting ids of usable pictures, the most colourful of each artist in turn, in the order of the artists."""
    usable = catalog[(catalog["status"] == "ok") & ~catalog["excluded"] & catalog["artist_id"].isin(list(artist_ids))]
    ranked = usable.sort_values(["chroma", "painting_id"], ascending=[False, True])
    place = {artist_id: number for number, artist_id in enumerate(artist_ids)}
    in_turn = ranked.assign(
        turn=ranked.groupby("artist_id").cumcount(), place=ranked["artist_id"].map(place)
    ).sort_values(["turn", "place"])
    return [str(painting_id) for painting_id in in_turn["painting_id"].head(most)]
