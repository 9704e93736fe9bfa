"""A data set as a report shows it: pictures per artist, class imbalance, pictures of the same work."""

from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from core.balance import MEASURE_TEXTS, count_artists, measure_balance, usable_pictures
from core.dataset.catalog import fingerprint
from core.dataset.store import Dataset, open_dataset
from core.errors import AtelierError
from core.gallery import PictureFilter, contact_sheet, matching
from core.language import _, counted, grouped, ngettext
from core.report.labels import UNDEFINED
from core.report.pictures import InlinePicture, inline_pictures

_ON_THE_WALL = 8


@dataclass(frozen=True)
class ArtistCount:
    """The usable pictures of an artist, and their share of the largest artist's, 0 to 1."""

    name: str
    movements: str
    pictures: int
    share: float


@dataclass(frozen=True)
class BalanceFigure:
    """A measure of imbalance as text."""

    name: str
    value: str
    meaning: str


@dataclass(frozen=True)
class WallPicture:
    """A sample picture of the collection and its artist."""

    picture: InlinePicture
    caption: str


@dataclass(frozen=True)
class Collection:
    """A data set as a report shows it.

    Attributes:
        name: of the data set.
        fault: why it cannot be shown; "" where it can.
        is_sample: whether these are the built-in pastiches.
        source: of the import; "" where unknown.
        fingerprint: of the current pictures, artists and contents.
        paintings: pictures in the catalog.
        figures: labels and counts.
        artists: those with usable pictures, the most first.
        balance: measures of imbalance over these artists.
        repeated_works: works shown by several pictures.
        repeated_pictures: pictures of these works.
        unsearched: pictures that were never searched for same works.
        wall: sample pictures.
    """

    name: str
    fault: str = ""
    is_sample: bool = False
    source: str = ""
    fingerprint: str = ""
    paintings: int = 0
    figures: tuple[tuple[str, str], ...] = ()
    artists: tuple[ArtistCount, ...] = ()
    balance: tuple[BalanceFigure, ...] = ()
    repeated_works: int = 0
    repeated_pictures: int = 0
    unsearched: int = 0
    wall: tuple[WallPicture, ...] = ()


def gather_collection(name: str) -> tuple[Collection, Dataset | None, pd.DataFrame]:
    """Collect the facts of a data set.

    Returns:
        The facts; the data set, None where it is missing or damaged; and its catalog, then empty.
    """
    try:
        dataset = open_dataset(name)
        catalog = dataset.catalog()
        return _describe(dataset, catalog), dataset, catalog
    except (AtelierError, OSError) as error:
        gone = _("The data set “{name}” cannot be shown. {fault}").format(name=name, fault=error)
        called = gone if name else _("Its data set is unknown.")
        return Collection(name, called), None, pd.DataFrame({"painting_id": []})


def _describe(dataset: Dataset, catalog: pd.DataFrame) -> Collection:
    artists = dataset.artists()
    table = count_artists(artists, usable_pictures(catalog, artists))
    works = catalog["work_group"].value_counts()
    repeated = works[works > 1]
    return Collection(
        name=dataset.name,
        is_sample=dataset.is_sample,
        source=str(dataset.source.get("source") or ""),
        fingerprint=fingerprint(catalog),
        paintings=len(catalog),
        figures=tuple(_figures(catalog, table)),
        artists=tuple(_counts(table)),
        balance=tuple(_balance(table)),
        repeated_works=len(repeated),
        repeated_pictures=int(repeated.sum()),
        unsearched=dataset.unsearched(catalog),
        wall=tuple(_wall(dataset, catalog)),
    )


def _figures(catalog: pd.DataFrame, table: pd.DataFrame) -> list[tuple[str, str]]:
    left_out = int(catalog["excluded"].astype(bool).sum())
    unreadable = int((catalog["status"] == "unreadable").sum())
    unlabelled = int((catalog["status"] == "unlabelled").sum())
    figures = [
        (_("Paintings"), grouped(len(catalog))),
        (_("Artists with pictures"), grouped(len(table))),
        (_("Unique works"), grouped(catalog["work_group"].nunique())),
    ]
    others = [(_("Excluded"), left_out), (_("Unreadable"), unreadable), (_("Without an artist"), unlabelled)]
    return figures + [(label, grouped(number)) for label, number in others if number]


def _counts(table: pd.DataFrame) -> list[ArtistCount]:
    most = max(int(table["pictures"].max()), 1) if len(table) else 1
    columns = (table[name].tolist() for name in ("name", "movements", "pictures"))
    return [
        ArtistCount(str(name), ", ".join(movements), int(pictures), int(pictures) / most)
        for name, movements, pictures in zip(*columns, strict=True)
    ]


def _balance(table: pd.DataFrame) -> list[BalanceFigure]:
    measures = measure_balance(table["pictures"].to_numpy())
    values: dict[str, Any] = {entry.name: getattr(measures, entry.name) for entry in fields(measures)}
    return [
        BalanceFigure(_(text.name), UNDEFINED if values[key] is None else f"{values[key]:.2f}", _(text.meaning))
        for key, text in MEASURE_TEXTS.items()
    ]


def _wall(dataset: Dataset, catalog: pd.DataFrame) -> list[WallPicture]:
    names = {artist.id: artist.name for artist in dataset.artists()}
    usable = matching(catalog, [], PictureFilter())
    drawn = contact_sheet(usable[usable["status"] == "ok"], _ON_THE_WALL, 0, evenly=True)
    pictures = inline_pictures(dataset, catalog, drawn)
    artist_of = dict(zip(catalog["painting_id"].astype(str), catalog["artist_id"], strict=True))
    return [
        WallPicture(picture, names.get(artist_of[painting_id], ""))
        for painting_id, picture in pictures.items()
        if picture.source
    ]


def same_work_sentence(found: Collection) -> str:
    """Pictures of the same work, in one or two sentences."""
    if found.unsearched >= found.paintings:
        return _("Pictures of the same work were never searched for, so every picture counts as its own work.")
    if not found.repeated_works:
        known = _("No two pictures show the same work.")
    else:
        known = ngettext(
            "{works:,} work is shown by several pictures, {pictures} in all.",
            "{works:,} works are shown by several pictures, {pictures} in all.",
            found.repeated_works,
        ).format(works=found.repeated_works, pictures=counted(found.repeated_pictures, "picture", "pictures"))
    if not found.unsearched:
        return known
    rest = ngettext("{n:,} picture were never searched.", "{n:,} pictures were never searched.", found.unsearched)
    return f"{known} {rest.format(n=found.unsearched)}"
