"""Pictures of the same work: finding pairs, grouping them, and the matched points as evidence."""

from core.dataset.same_work.artwork_groups import group_artworks
from core.dataset.same_work.pair_search import find_pairs
from core.dataset.same_work.pairs import Picture, WorkPair, read_pairs, write_pairs
from core.dataset.same_work.verification import MatchedPoints, match_points

__all__ = [
    "MatchedPoints",
    "Picture",
    "WorkPair",
    "find_pairs",
    "group_artworks",
    "match_points",
    "read_pairs",
    "write_pairs",
]
