"""Pictures that show the same work: finding them, grouping them, and showing why."""

from core.dataset.same_work.finding import find_pairs
from core.dataset.same_work.grouping import group_works
from core.dataset.same_work.pairs import Picture, WorkPair, read_pairs, write_pairs
from core.dataset.same_work.verification import MatchedPoints, match_points

__all__ = [
    "MatchedPoints",
    "Picture",
    "WorkPair",
    "find_pairs",
    "group_works",
    "match_points",
    "read_pairs",
    "write_pairs",
]
