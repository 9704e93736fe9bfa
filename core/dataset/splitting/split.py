"""Splitting pictures into training, validation and test without leakage.

All pictures of an artwork go to the same split: a painting in several files must not be trained on in one and tested on
in another. Every artist is split in the same proportions, to within one picture where the sizes of the works allow it.
`core.dataset.splitting.allocation` does the arithmetic for one artist.
"""

import hashlib
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd

from core.dataset.splitting.allocation import Bools, Floats, Ints, draw_split, excess, place_units
from core.errors import InvalidInputError
from core.language import N_, _
from core.settings.schema import SavedSettings

SPLIT_NAMES = ("train", "test", "val")
"""In the order in which an artist with few pictures gets them."""

_ATTEMPTS = 16
_ROW_COLUMNS = ("painting_id", "artist_id", "work_group")


@dataclass(frozen=True)
class SplitConfig(SavedSettings):
    """The parameters of a split. Equal values split equal pictures equally, on every machine.

    Attributes:
        seed: 0 or more.
        train: share of training pictures, above 0.
        val: share of validation pictures, 0 or more.
        test: share of test pictures, 0 or more; the three add up to 1.
        stratified: split each artist in these proportions; else only the whole.
        keep_works_together: keep all pictures of a work in one split; else test pictures may leak into training.

    Raises:
        InvalidInputError: a value is of the wrong type or range; the message names every fault.
    """

    SAVED_AS = N_("split")

    seed: int = 0
    train: float = 0.7
    val: float = 0.15
    test: float = 0.15
    stratified: bool = True
    keep_works_together: bool = True

    def __post_init__(self) -> None:
        faults = list(_faults(self))
        if faults:
            raise InvalidInputError(_("This split cannot be used: {faults}.").format(faults="; ".join(faults)))

    @property
    def shares(self) -> Floats:
        """The shares in the order of `SPLIT_NAMES`: `(3,)` float64 that adds up to 1."""
        total = self.train + self.test + self.val
        return np.array([self.train / total, self.test / total, self.val / total])


def _faults(config: SplitConfig) -> Iterator[str]:
    if type(config.seed) is not int or config.seed < 0:
        yield _("{field} is {value!r:.60} and must be a whole number from 0").format(field="seed", value=config.seed)
    for name in ("stratified", "keep_works_together"):
        if type(getattr(config, name)) is not bool:
            yield _("{field} is {value!r:.60} and must be true or false").format(
                field=name, value=getattr(config, name)
            )
    shares = {name: getattr(config, name) for name in ("train", "val", "test")}
    wrong = [name for name, share in shares.items() if not _is_share(share)]
    for name in wrong:
        yield _("{field} is {value!r:.60} and must be a share from 0 to 1").format(field=name, value=shares[name])
    if wrong:
        return
    if not shares["train"]:
        yield _("train is 0, so there would be no training pictures")
    if not math.isclose(sum(shares.values()), 1, abs_tol=1e-6):
        yield _("train, val and test add up to {total:.4g} and must add up to 1").format(total=sum(shares.values()))


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def make_split(rows: pd.DataFrame, config: SplitConfig) -> pd.DataFrame:
    """Assign every picture to a split.

    With `stratified`, each split has its share of each artist's pictures to within one, if the sizes of the works allow
    it. (Two cases are not searched completely: an artist with more than 150 works of several pictures, and works of two
    artists.) With the default shares and no work in several pictures, an artist with 1 or 2 pictures is only in
    training, with 3 or 4 also in test, with 5 or more in all splits. The split of an artist's pictures does not depend
    on the other selected artists, unless they share a work.

    Args:
        rows: columns painting_id (unique), artist_id and work_group, one row a picture, in any order.
        config: proportions, seed and rules.

    Returns:
        painting_id, artist_id and side ("train", "val" or "test"), in the order and with the index of `rows`.
        The result depends on neither that order nor NumPy's global random state.

    Raises:
        InvalidInputError: a column is missing, a picture is repeated or has no artist.
    """
    _require_rows(rows)
    ordered = rows.sort_values("painting_id", kind="stable")
    units = pd.factorize(ordered["work_group" if config.keep_works_together else "painting_id"])[0]
    stratum_of = ordered["artist_id"] if config.stratified else pd.Series("all", index=ordered.index)
    strata, keys = pd.factorize(stratum_of)
    placed = np.empty(len(ordered), dtype=np.int64)
    for members in _independent_parts(units, strata):
        key = min(str(keys[stratum]) for stratum in np.unique(strata[members]))
        placed[members] = _place(units[members], strata[members], key, config)
    names = pd.Series(np.array(SPLIT_NAMES, dtype=object)[placed], index=ordered["painting_id"].to_numpy())
    return rows[["painting_id", "artist_id"]].assign(side=names.loc[rows["painting_id"]].to_numpy())


def split_hash(split: pd.DataFrame) -> str:
    """A fingerprint of a split, independent of its order: 64 hexadecimal digits (SHA-256)."""
    pairs = sorted(zip(split["painting_id"], split["side"], strict=True))
    text = json.dumps([[str(painting), str(side)] for painting, side in pairs], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def leaking(split: pd.DataFrame, rows: pd.DataFrame) -> int:
    """Count test pictures whose work is in training too: 0 unless works may be separated.

    Args:
        split: from `make_split`.
        rows: columns painting_id and work_group for at least the same pictures.
    """
    groups = rows.set_index("painting_id")["work_group"].loc[split["painting_id"]].to_numpy()
    names = split["side"].to_numpy()
    return int(np.isin(groups[names == "test"], groups[names == "train"]).sum())


def _require_rows(rows: pd.DataFrame) -> None:
    missing = [column for column in _ROW_COLUMNS if column not in rows.columns]
    if missing:
        raise InvalidInputError(
            _("A split needs the column {columns}. Take the rows of a catalog.").format(columns=", ".join(missing))
        )
    without = rows.loc[rows[list(_ROW_COLUMNS)].isna().any(axis=1), "painting_id"]
    if len(without):
        raise InvalidInputError(
            _("“{name}” has no artist or no work, so it cannot be split. Split labelled pictures only.").format(
                name=without.iloc[0]
            )
        )
    twice = rows.loc[rows["painting_id"].duplicated(), "painting_id"]
    if len(twice):
        raise InvalidInputError(
            _("“{name}” is listed more than once. Give each picture one row.").format(name=twice.iloc[0])
        )


def _independent_parts(units: Ints, strata: Ints) -> Iterator[Ints]:
    """Yield rows of one stratum, or of all strata that shared works connect; parts are split independently."""
    if not len(units):
        return
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(np.unique(strata).tolist())
    pairs = pd.DataFrame({"unit": units, "stratum": strata}).drop_duplicates()
    shared = pairs[pairs["unit"].duplicated(keep=False)]
    for _unit, together in shared.groupby("unit")["stratum"]:
        nx.add_path(graph, together.tolist())
    part_of = np.empty(len(graph), dtype=np.int64)
    for number, connected in enumerate(nx.connected_components(graph)):
        part_of[list(connected)] = number
    order = np.argsort(part_of[strata], kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(part_of[strata][order])) + 1)


def _place(units: Ints, strata: Ints, key: str, config: SplitConfig) -> Ints:
    """The split of each row of one part: `(n,)` int64, positions in `SPLIT_NAMES`."""
    unit_names, unit_of = np.unique(units, return_inverse=True)
    stratum_names, stratum_of = np.unique(strata, return_inverse=True)
    sizes = np.zeros((len(unit_names), len(stratum_names)), dtype=np.int64)
    np.add.at(sizes, (unit_of, stratum_of), 1)
    need = sizes.sum(axis=0)[:, np.newaxis] * config.shares
    best, best_excess = np.empty(0, dtype=np.int64), math.inf
    for attempt in range(_ATTEMPTS if len(stratum_names) > 1 else 1):
        rng = _generator(config.seed, key, attempt)
        splits = _place_once(sizes, need, config.shares > 0, rng)
        missed = excess(_counts(splits, sizes), need)
        if missed < best_excess:
            best, best_excess = splits, missed
        if not missed:
            break
    return best[unit_of]


def _generator(seed: int, key: str, attempt: int) -> np.random.Generator:
    digest = hashlib.sha256(json.dumps([seed, key, attempt]).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))


def _place_once(sizes: Ints, need: Floats, allowed: Bools, rng: np.random.Generator) -> Ints:
    """Assign works that several strata share, then the works of each stratum.

    Args:
        sizes: `(units, strata)`, pictures.
        need: `(strata, splits)`, pictures.
        allowed: `(splits,)`.
        rng: the only source of randomness.
    """
    splits = np.zeros(len(sizes), dtype=np.int64)
    shared = np.flatnonzero((sizes > 0).sum(axis=1) > 1)
    need = need.copy()
    for unit in sorted(rng.permutation(shared), key=lambda unit: -int(sizes[unit].sum())):
        involved = sizes[unit] > 0
        left = (need[involved] - sizes[unit, involved, np.newaxis]).min(axis=0)
        splits[unit] = draw_split(need[involved].sum(axis=0).clip(min=0), left, allowed, rng)
        need[:, splits[unit]] -= sizes[unit]
    for stratum in range(sizes.shape[1]):
        own = np.setdiff1d(np.flatnonzero(sizes[:, stratum]), shared)
        splits[own] = place_units(sizes[own, stratum], need[stratum], allowed, rng)
    return splits


def _counts(splits: Ints, sizes: Ints) -> Ints:
    """Pictures of each stratum in each split: `(strata, splits)`."""
    return np.stack([sizes[splits == split].sum(axis=0) for split in range(len(SPLIT_NAMES))], axis=1)
