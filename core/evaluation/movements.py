"""Whether confusions follow art history: are painters of one movement confused with each other more often?

The null hypothesis keeps the margins: every true artist is misclassified as often and every artist is predicted
wrongly as often as observed, and the pairing is random. A free permutation could assign a correct prediction, so
wrong predictions are shuffled by exchanges that never do.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
import numpy.typing as npt

from core.dataset.artists.artist import Artist
from core.evaluation.labels import affinity_sentence
from core.evaluation.predictions import Bools, Floats, Ints, Predictions
from core.evaluation.scores import ratio
from core.graph.building import Graph, build_trait_graph
from core.graph.traits import artist_node, traits_of

_SWEEPS = 30


@dataclass(frozen=True)
class MovementAffinity:
    """How far confusions stay inside a movement. NaN where undefined.

    Attributes:
        confusions: wrong predictions.
        inside: of those, predictions of an artist who shares a movement with the true one.
        share: inside over confusions.
        chance_share: the mean share under chance.
        chance_low: 2.5 % of the shuffles had less than this share.
        chance_high: 2.5 % had more.
        p_value: how likely chance gives the share or more (one-sided, exact up to the number of rounds).
        rounds: shuffles.
        sentence: the finding as text.
    """

    confusions: int
    inside: int
    share: float
    chance_share: float
    chance_low: float
    chance_high: float
    p_value: float
    rounds: int
    sentence: str


def shared_movements(names: Sequence[str], artists: Sequence[Artist]) -> Bools:
    """Which artists have a movement in common: `(k, k)`, symmetric, True on the diagonal of those that have any.

    Args:
        names: k artists of the run.
        artists: of the data set; others have no movement.
    """
    keys = {artist.name: {trait.key for trait in traits_of(artist, "movement")} for artist in artists}
    sets = [keys.get(name, set()) for name in names]
    return np.array([[bool(one & other) for other in sets] for one in sets], bool).reshape(len(sets), len(sets))


def measure_affinity(
    predictions: Predictions, artists: Sequence[Artist], rounds: int = 1000, seed: int = 0
) -> MovementAffinity:
    """Compare the share of confusions inside a shared movement with chance at the same margins.

    Args:
        predictions: of one split.
        artists: of the data set, with their movements.
        rounds: shuffles; the smallest p-value is 1 / (rounds + 1).
        seed: of the shuffles.
    """
    shared = shared_movements(predictions.artists, artists)
    wrong = ~predictions.is_hit
    truth, answers = predictions.y_true[wrong], predictions.y_pred[wrong]
    inside, n = int(shared[truth, answers].sum()), len(truth)
    if not n or not shared.any():
        why = affinity_sentence(n, math.nan, math.nan, math.nan)
        return MovementAffinity(n, inside, math.nan, math.nan, math.nan, math.nan, math.nan, 0, why)
    shuffled = shuffle_answers(truth, answers, rounds, np.random.default_rng(seed))
    counts = shared[truth, shuffled].sum(axis=1)
    low, high = np.quantile(counts / n, [0.025, 0.975])
    p_value = (1 + int((counts >= inside).sum())) / (rounds + 1) if np.ptp(counts) else math.nan
    share, chance = inside / n, float(counts.mean()) / n
    sentence = affinity_sentence(n, share, chance, p_value)
    return MovementAffinity(n, inside, share, chance, float(low), float(high), p_value, rounds, sentence)


def shuffle_answers(truth: Ints, answers: Ints, rounds: int, rng: np.random.Generator) -> Ints:
    """Shuffle the wrong predictions, with the same counts and never onto the true artist.

    Exchanges between two mistakes, and rotations among three (two alone do not reach every assignment), lead back from
    the observed assignment to a hub and, in the same sequence, forward from it in every round. Each step is equally
    likely in both directions, so observation and rounds are exchangeable under chance and the p-value is exact
    (Besag and Clifford 1989, "Generalized Monte Carlo significance tests", Biometrika 76).

    Args:
        truth: `(n,)` true artists.
        answers: `(n,)` predictions, none correct.
        rounds: number of shuffles.
        rng: the only source of randomness.

    Returns:
        `(rounds, n)`.
    """
    moves = list(_moves(len(truth), rng))
    hub = answers[np.newaxis].copy()
    for rows in reversed(moves):
        _move(hub, truth, rows, rng)
    dealt = np.repeat(hub, rounds, axis=0)
    for rows in moves:
        _move(dealt, truth, rows, rng)
    return dealt


def _moves(n: int, rng: np.random.Generator) -> Iterator[Ints]:
    """Groups of mistakes to exchange or rotate: `(2 or 3, m)` positions, none twice."""
    for _ in range(_SWEEPS):
        for together in (2, 3):
            yield rng.permutation(n)[: n - n % together].reshape(together, -1)


def _move(dealt: Ints, truth: Ints, rows: Ints, rng: np.random.Generator) -> None:
    """Rotate each group in a random direction with probability one half, unless a prediction would become correct."""
    now = dealt[:, rows]
    turned = np.roll(now, 1, axis=1)
    coin = rng.random((len(dealt), rows.shape[1])) < 0.5
    if len(rows) > 2:
        backward = rng.random(coin.shape) < 0.5
        turned = np.where(backward[:, np.newaxis], np.roll(now, -1, axis=1), turned)
    allowed = coin & (turned != truth[rows]).all(axis=1)
    dealt[:, rows] = np.where(allowed[:, np.newaxis], turned, now)


def confusion_graph(counts: npt.ArrayLike, names: Sequence[str], artists: Sequence[Artist]) -> Graph:
    """The graph of artists and movements with confusions as additional edges.

    Args:
        counts: `(k, k)` of one split, true artists in rows.
        names: k artists of the run.
        artists: of the data set; others become isolated nodes.

    Returns:
        The graph of `core.graph.build_trait_graph` for the artists of the run, with `pictures` of this split. Artist
        nodes also have `hits`, `mistakes` and, with pictures, `recall`. Confused artists are joined by an edge of kind
        "confusion" with `weight` (both directions), `painter` and `answer` (the nodes of the commoner direction),
        `there` and `back` (counts of the commoner and the other direction), `inside` (whether they share a movement)
        and `shared` (the movements, joined by ", ").
    """
    table = np.asarray(counts, np.int64)
    people = _artists_of(names, artists)
    graph = build_trait_graph(people, {artist.id: int(table[i].sum()) for i, artist in enumerate(people)})
    nodes = [artist_node(artist.id) for artist in people]
    recall: Floats = ratio(np.diag(table), table.sum(axis=1))
    for i, node in enumerate(nodes):
        graph.nodes[node].update(hits=int(table[i, i]), mistakes=int(table[i].sum() - table[i, i]))
        if not math.isnan(recall[i]):
            graph.nodes[node]["recall"] = float(recall[i])
    for i, j in zip(*np.nonzero(np.triu(table + table.T, 1)), strict=True):
        a, b = (i, j) if table[i, j] >= table[j, i] else (j, i)
        shared = _shared_labels(graph, nodes[a], nodes[b])
        there, back = int(table[a, b]), int(table[b, a])
        graph.add_edge(nodes[a], nodes[b], kind="confusion", weight=there + back, there=there, back=back)
        graph.edges[nodes[a], nodes[b]].update(
            painter=nodes[a], answer=nodes[b], inside=bool(shared), shared=", ".join(shared)
        )
    return graph


def _artists_of(names: Sequence[str], artists: Sequence[Artist]) -> list[Artist]:
    known = {artist.name: artist for artist in artists}
    free = max((artist.id for artist in artists), default=-1) + 1
    return [known.get(name) or Artist(free + position, name) for position, name in enumerate(names)]


def _shared_labels(graph: Graph, one: str, other: str) -> list[str]:
    both = nx.common_neighbors(graph, one, other)
    return sorted(graph.nodes[node]["label"] for node in both if graph.nodes[node]["kind"] == "movement")
