"""Class imbalance of a collection, and a preview of balancing strategies."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.dataset.artists.artist import Artist
from core.dataset.splitting.selected_rows import balance_rows, class_weights, select
from core.dataset.splitting.selection import Selection
from core.dataset.splitting.split import SplitConfig, make_split
from core.errors import InvalidInputError, NotFoundError
from core.graph.traits import Trait, TraitKind, traits_of
from core.language import N_, _


@dataclass(frozen=True)
class Measures:
    """Measures of class imbalance. None means undefined, which differs from 0.

    Attributes:
        classes: number of classes, including empty ones.
        pictures: of all classes.
        ratio: of the largest class to the smallest, 1 or more; undefined with fewer than two classes or an empty one.
        evenness: entropy over its highest possible value (Pielou's J), 0 to 1, and 1 where all classes are equal;
            undefined with fewer than two classes.
        effective: how many equally large classes would be as varied (exponential of the entropy), 1 to `classes`;
            undefined without pictures.
        gini: mean difference between two classes over twice the mean, 0 (equal) to almost 1; undefined with fewer
            than two classes.
    """

    classes: int
    pictures: int
    ratio: float | None
    evenness: float | None
    effective: float | None
    gini: float | None


@dataclass(frozen=True)
class MeasureText:
    """Explanation of a measure: meaning first, then the formula."""

    name: str
    meaning: str
    formula: str


MEASURE_TEXTS: dict[str, MeasureText] = {
    "ratio": MeasureText(
        N_("Largest to smallest"),
        N_("Pictures of the largest class divided by those of the smallest. 1 is perfectly balanced."),
        N_("The most pictures of a class, divided by the fewest."),
    ),
    "evenness": MeasureText(
        N_("Evenness"),
        N_("How close the classes are to being equally large, from 0 to 1. 1 is perfectly balanced."),
        N_("Shannon entropy of the shares, divided by the logarithm of the number of classes (Pielou's J)."),
    ),
    "effective": MeasureText(
        N_("Effective number of classes"),
        N_("The collection is as varied as one of so many classes of equal size."),
        N_("The exponential of the Shannon entropy of the shares (Hill number of order 1)."),
    ),
    "gini": MeasureText(
        N_("Gini coefficient"),
        N_("How unequally pictures are spread, from 0 (all equal) towards 1 (one class has them all)."),
        N_("The mean difference between two classes, divided by twice the mean."),
    ),
}
"""Explanations of the displayed measures, by field of `Measures`."""


def measure_balance(counts: npt.ArrayLike) -> Measures:
    """Measure class imbalance.

    Args:
        counts: `(k,)` pictures of each class, whole numbers of 0 or more, or weights.

    Raises:
        InvalidInputError: a count is below 0 or not finite.

    Source:
        Pielou, "The measurement of diversity", 1966; Hill, "Diversity and evenness", 1973.
    """
    sizes = np.sort(np.asarray(counts, dtype=np.float64).ravel())
    if not np.isfinite(sizes).all() or (sizes < 0).any():
        raise InvalidInputError(_("Counts of pictures must be numbers of 0 or more. Count them again."))
    total = float(sizes.sum())
    if not total:
        return Measures(len(sizes), 0, None, None, None, None)
    shares = sizes[sizes > 0] / total
    entropy = max(0.0, float(-(shares * np.log(shares)).sum()))
    several = len(sizes) > 1
    ranks = np.arange(1, len(sizes) + 1)
    gini = float(((2 * ranks - len(sizes) - 1) * sizes).sum()) / (len(sizes) * total)
    return Measures(
        classes=len(sizes),
        pictures=round(total),
        ratio=float(sizes[-1] / sizes[0]) if several and sizes[0] else None,
        evenness=min(1.0, entropy / math.log(len(sizes))) if several else None,
        effective=min(float(len(sizes)), math.exp(entropy)),
        gini=max(0.0, gini) if several else None,
    )


def usable_pictures(catalog: pd.DataFrame, artists: Sequence[Artist]) -> dict[int, int]:
    """Usable pictures of every artist of the table, 0 included, by artist id: input of `select_artists`."""
    usable = catalog.loc[(catalog["status"] == "ok") & ~catalog["excluded"].astype(bool), "artist_id"].value_counts()
    return {artist.id: int(usable.get(artist.id, 0)) for artist in artists}


def top_artists(artists: Sequence[Artist], pictures: Mapping[int, int], top: int | None = None) -> list[Artist]:
    """Artists with pictures, the most first, equal ones by name; all of them or the first `top`."""
    ranked = sorted(artists, key=lambda artist: (-pictures.get(artist.id, 0), artist.name))
    return [artist for artist in ranked if pictures.get(artist.id, 0)][:top]


def count_artists(artists: Sequence[Artist], pictures: Mapping[int, int], top: int | None = None) -> pd.DataFrame:
    """Pictures of each artist.

    Returns:
        artist_id, name, movements (tuple), pictures, share (of these artists' pictures, 0 to 1); ranked as by
        `top_artists`; artists without pictures left out.
    """
    ranked = top_artists(artists, pictures, top)
    table = pd.DataFrame(
        {
            "artist_id": pd.Series([artist.id for artist in ranked], dtype="int64"),
            "name": pd.Series([artist.name for artist in ranked], dtype="str"),
            "movements": pd.Series([artist.movements for artist in ranked], dtype="object"),
            "pictures": pd.Series([pictures[artist.id] for artist in ranked], dtype="int64"),
        }
    )
    return table.assign(share=table["pictures"] / max(int(table["pictures"].sum()), 1))


def count_traits(artists: Sequence[Artist], pictures: Mapping[int, int], kind: TraitKind) -> pd.DataFrame:
    """Pictures of each movement, nationality or century.

    A picture counts for every movement and nationality of its artist, so the shares can add up to more than 1.

    Returns:
        key (as `Trait.key`), name, artists, pictures, share (of all pictures, 0 to 1); the most pictures first, but
        centuries in order of time. Artists without pictures are left out.
    """
    first: dict[str, Trait] = {}
    members: dict[str, list[int]] = {}
    shown = [artist for artist in artists if pictures.get(artist.id, 0)]
    for artist in shown:
        for trait in traits_of(artist, kind):
            first.setdefault(trait.key, trait)
            members.setdefault(trait.key, []).append(pictures[artist.id])
    total = sum(pictures[artist.id] for artist in shown)
    rows = [(key, first[key].label, len(own), sum(own), sum(own) / total) for key, own in members.items()]
    table = pd.DataFrame(rows, columns=["key", "name", "artists", "pictures", "share"])
    if kind == "century":
        return table.sort_values("key", key=lambda keys: keys.astype("int64"), ignore_index=True)
    return table.sort_values(["pictures", "name"], ascending=[False, True], ignore_index=True)


@dataclass(frozen=True)
class StrategyResult:
    """The training pictures under one selection.

    Attributes:
        name: of the strategy.
        selection: of the strategy.
        counts: artist_id, name, before (training pictures without any selection or balancing), after (with it, 0 for
            an artist that does not take part), weight (of a mistake; 1 without class weights); the most before first.
        measures: of `after` times `weight`, over the artists that take part; None where the strategy cannot be used.
        problem: why it cannot be used on this data set; empty where it can.
    """

    name: str
    selection: Selection
    counts: pd.DataFrame
    measures: Measures | None
    problem: str = ""


def compare_strategies(
    catalog: pd.DataFrame,
    artists: Sequence[Artist],
    strategies: Mapping[str, Selection],
    split: SplitConfig | None = None,
) -> list[StrategyResult]:
    """Preview the training pictures of each strategy on the same split.

    Only training pictures are balanced: validation and test keep the proportions of the collection.

    Args:
        catalog: of the data set.
        artists: its table.
        strategies: selections by name; see `default_strategies`.
        split: settings of the split; the defaults where None.

    Returns:
        One result for each strategy, in order. One that does not apply to this data set has a `problem`.

    Raises:
        InvalidInputError: the data set has no usable picture.
    """
    config = split or SplitConfig()
    everything = select(catalog, artists, Selection())
    names = {artist.id: artist.name for artist in artists}
    known: dict[tuple[int, ...], pd.Series] = {}

    def training_labels(selection: Selection) -> pd.Series:
        rows = select(catalog, artists, selection)
        chosen = tuple(sorted(int(artist_id) for artist_id in rows["artist_id"].unique()))
        if chosen not in known:
            sides = make_split(rows, config)
            known[chosen] = sides.loc[sides["side"] == "train", "artist_id"].astype("int64")
        return known[chosen]

    before = training_labels(Selection()).value_counts()
    table = pd.DataFrame({"artist_id": everything["artist_id"].astype("int64").unique()})
    table["name"] = table["artist_id"].map(names)
    table["before"] = table["artist_id"].map(before).fillna(0).astype("int64")
    table = table.sort_values(["before", "name"], ascending=[False, True], ignore_index=True)
    results = []
    for name, selection in strategies.items():
        try:
            labels = training_labels(selection)
        except (InvalidInputError, NotFoundError) as error:
            empty = table.assign(after=0, weight=1.0)
            results.append(StrategyResult(name, selection, empty, None, str(error)))
            continue
        counts = table.assign(**_resulting(table["artist_id"], labels, selection, config.seed))
        seen = counts.loc[counts["after"] > 0]
        results.append(StrategyResult(name, selection, counts, measure_balance(seen["after"] * seen["weight"])))
    return results


def _resulting(artist_ids: pd.Series, labels: pd.Series, selection: Selection, seed: int) -> dict[str, pd.Series]:
    """`after` and `weight` for each artist."""
    taken = balance_rows(labels, selection.balancing, np.random.default_rng(seed), selection.cap)
    after = labels.iloc[taken].value_counts()
    weights = class_weights(labels) if selection.balancing == "class_weights" else {}
    return {
        "after": artist_ids.map(after).fillna(0).astype("int64"),
        "weight": artist_ids.map(weights).fillna(1.0).astype("float64"),
    }


def default_strategies(top: int = 10, min_paintings: int = 80, cap: int = 100) -> dict[str, Selection]:
    """The default strategies to compare, by name.

    Args:
        top: artists for "top".
        min_paintings: usable pictures for "at least".
        cap: training pictures for "cap".
    """
    return {
        "Everything as it is": Selection(),
        f"Top {top}": Selection(mode="top", top=top),
        f"At least {min_paintings} pictures": Selection(mode="min", min_paintings=min_paintings),
        f"At most {cap} each": Selection(balancing="cap", cap=cap),
        "Repeat the rare": Selection(balancing="oversample"),
        "Weigh the rare": Selection(balancing="class_weights"),
    }


def measures_table(measures: Measures) -> pd.DataFrame:
    """The displayed measures with translated explanations.

    Returns:
        field, name, value (missing where undefined), meaning and formula.
    """
    values = {field.name: getattr(measures, field.name) for field in fields(measures)}
    rows = [(key, _(text.name), values[key], _(text.meaning), _(text.formula)) for key, text in MEASURE_TEXTS.items()]
    return pd.DataFrame(rows, columns=["field", "name", "value", "meaning", "formula"]).astype({"value": "Float64"})
