"""Applying a selection: the pictures of the selected artists, and the balancing of training pictures.

Balancing concerns training only: validation and test keep the proportions of the collection.
"""

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.dataset.artists.artist import Artist
from core.dataset.artists.names import ArtistMatcher, fold_name
from core.dataset.splitting.selection import BALANCINGS, Selection, join_names
from core.errors import InvalidInputError, NotFoundError
from core.language import _


def select(catalog: pd.DataFrame, artists: Sequence[Artist], selection: Selection) -> pd.DataFrame:
    """Select the usable pictures of the selected artists.

    A picture is usable if its status is "ok", it is not excluded and its artist is in the table. Artists are ranked by
    usable pictures, ties by name.

    Args:
        catalog: columns artist_id, status and excluded at least.
        artists: the table of the same data set.
        selection: its balancing is not applied here.

    Returns:
        Rows of `catalog`, all columns, in its order and with its index. Never empty.

    Raises:
        NotFoundError: no artist or movement of that name; close matches are named.
        InvalidInputError: no picture is left, or an artist selected by name has no usable picture.
    """
    by_id = {artist.id: artist for artist in artists}
    usable = (catalog["status"] == "ok") & ~catalog["excluded"].astype(bool) & catalog["artist_id"].isin(list(by_id))
    counts = Counter(int(id_) for id_ in catalog.loc[usable, "artist_id"])
    if not counts:
        raise InvalidInputError(_("This data set has no usable picture of an artist in its table. Import some first."))
    chosen = _choose(by_id, counts, selection)
    return catalog[usable & catalog["artist_id"].isin(chosen)]


def _choose(by_id: Mapping[int, Artist], counts: Mapping[int, int], selection: Selection) -> list[int]:
    """The ids of the selected artists, each with at least one usable picture."""
    if selection.mode == "names":
        return _named_artists(by_id, counts, selection.names)
    ranking = sorted(counts, key=lambda id_: (-counts[id_], by_id[id_].name))
    if selection.mode == "top":
        return ranking[: selection.top]
    if selection.mode == "min":
        return _with_at_least(selection.min_paintings or 1, ranking, by_id, counts)
    if selection.mode == "movement":
        return _of_movements(selection.movements, ranking, by_id)
    return ranking


def _with_at_least(least: int, ranking: list[int], by_id: Mapping[int, Artist], counts: Mapping[int, int]) -> list[int]:
    if counts[ranking[0]] < least:
        raise InvalidInputError(
            _("No artist has {least:,} usable pictures; {artist} has the most, {most:,}. Ask for fewer.").format(
                least=least, artist=by_id[ranking[0]].name, most=counts[ranking[0]]
            )
        )
    return [id_ for id_ in ranking if counts[id_] >= least]


def _of_movements(movements: Sequence[str], ranking: list[int], by_id: Mapping[int, Artist]) -> list[int]:
    known = {fold_name(movement): movement for artist in by_id.values() for movement in artist.movements}
    wanted = {fold_name(movement) for movement in movements}
    for movement in movements:
        if fold_name(movement) not in known:
            said = _("No artist of “{movement}” in this data set.").format(movement=movement)
            raise NotFoundError(f"{said} {_suggest(movement, known.values())}")
    found = [id_ for id_ in ranking if wanted & {fold_name(movement) for movement in by_id[id_].movements}]
    if not found:
        raise InvalidInputError(
            _("No artist of {movements} has a usable picture. Choose another.").format(movements=join_names(movements))
        )
    return found


def _named_artists(by_id: Mapping[int, Artist], counts: Mapping[int, int], names: Iterable[str]) -> list[int]:
    matcher = ArtistMatcher(by_id.values())
    found = []
    for name in names:
        match = matcher.match_folder(name)
        if match is None:
            known = [artist.name for artist in by_id.values()]
            said = _("No artist is called “{name}” in this data set.").format(name=name)
            raise NotFoundError(f"{said} {_suggest(name, known)}")
        if match.artist.id not in counts:
            raise InvalidInputError(
                _("{artist} has no usable picture in this data set. Choose another.").format(artist=match.artist.name)
            )
        found.append(match.artist.id)
    return found


def _suggest(name: str, known: Iterable[str]) -> str:
    """A sentence that names up to three close matches: similar names first, then those that share a word."""
    folded = {fold_name(candidate): candidate for candidate in known}
    words = set(fold_name(name).split())
    sharing = [candidate for key, candidate in folded.items() if words & set(key.split())]
    similar = [folded[key] for key in difflib.get_close_matches(fold_name(name), folded, n=3, cutoff=0.5)]
    close = list(dict.fromkeys([*similar, *sharing]))[:3]
    if not close:
        return _("Check the spelling against the artists table.")
    return _("Did you mean {names}?").format(names=join_names(close, "or"))


def balance_rows(
    labels: npt.ArrayLike, balancing: str, rng: np.random.Generator, cap: int | None = None
) -> npt.NDArray[np.int64]:
    """Choose the rows to train on, with repetitions.

    Args:
        labels: `(n,)`, the artist of each training picture, as numbers or texts.
        balancing: "cap" draws `cap` pictures of each artist that has more; "oversample" repeats pictures
            until every artist has as many as the largest, each of them equally often or once more; "none" and
            "class_weights" take every row once.
        rng: draws the pictures to keep or to repeat once more. Equal generators give equal rows.
        cap: pictures an artist at most, 1 or more; for "cap".

    Returns:
        `(m,)` int64 positions in `labels`, ascending, repetitions adjacent: shuffle before training.

    Raises:
        InvalidInputError: an unknown balancing, or "cap" without a cap of 1 or more.
    """
    if balancing not in BALANCINGS:
        raise InvalidInputError(
            _("There is no balancing “{name}”. Choose one of {known}.").format(
                name=balancing, known=", ".join(BALANCINGS)
            )
        )
    if balancing == "cap" and (cap is None or cap < 1):
        raise InvalidInputError(_("A cap of {cap} leaves no picture. Give a whole number from 1.").format(cap=cap))
    values, members = np.unique(np.asarray(labels), return_inverse=True)
    if balancing in {"none", "class_weights"} or not len(values):
        return np.arange(len(members), dtype=np.int64)
    largest = int(np.bincount(members).max())
    groups = [np.flatnonzero(members == value) for value in range(len(values))]
    oversample = balancing == "oversample"
    drawn = [_draw(rows, largest if oversample else min(len(rows), cap or largest), rng) for rows in groups]
    return np.sort(np.concatenate(drawn)).astype(np.int64)


def _draw(rows: npt.NDArray[np.intp], count: int, rng: np.random.Generator) -> npt.NDArray[np.intp]:
    """Draw `count` of `rows`: all of them as often as fits, and the rest without repetition."""
    whole, rest = divmod(count, len(rows))
    return np.concatenate([np.repeat(rows, whole), rng.choice(rows, size=rest, replace=False)])


def class_weights(labels: npt.ArrayLike) -> dict[Any, float]:
    """Class weights for the loss, so that every artist has the same total weight.

    The weight is n / (k · n_artist), with k artists among n pictures: 1 on average over the pictures, and 1 for all
    artists of equal numbers.

    Args:
        labels: `(n,)`, the artist of each training picture, as numbers or texts.

    Returns:
        The weight of each label, ordered by label, keyed by plain Python values.

    Raises:
        InvalidInputError: no labels.
    """
    values, counts = np.unique(np.asarray(labels), return_counts=True)
    if not len(values):
        raise InvalidInputError(_("There are no training pictures to weigh. Select some artists first."))
    weights = counts.sum() / (len(values) * counts)
    return dict(zip(values.tolist(), weights.tolist(), strict=True))
