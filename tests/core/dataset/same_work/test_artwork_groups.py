"""Pairs become works: on graphs made by hand."""

from core.dataset.same_work.artwork_groups import group_artworks
from core.dataset.same_work.pairs import WorkPair

WHOLE = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
LEFT_HALF = (2.0, 0.0, 0.0, 0.0, 1.0, 0.0)
RIGHT_HALF = (2.0, 0.0, -1.0, 0.0, 1.0, 0.0)


def pair(first: str, second: str, inliers: int = 100, agreement: float = 0.9, transform=WHOLE) -> WorkPair:
    return WorkPair(first, second, inliers, agreement, "copy", 1.0, 0.0, 1.0, 1.0, transform)


def weak(first: str, second: str, transform=WHOLE) -> WorkPair:
    return pair(first, second, inliers=9, agreement=0.6, transform=transform)


def works(ids: str, pairs: list[WorkPair], rejected=()) -> set[str]:
    """The groups as words: {"ab", "c"}."""
    groups: dict[str, str] = {}
    for painting, work in group_artworks(list(ids), pairs, rejected).items():
        groups[work] = groups.get(work, "") + painting
    assert all(work == members[0] for work, members in groups.items())
    return set(groups.values())


def test_a_painting_alone_is_its_own_work():
    assert group_artworks(["a", "b"], []) == {"a": "a", "b": "b"}


def test_a_group_is_named_after_its_first_member_in_catalog_order():
    assert group_artworks(["z", "a", "m"], [pair("a", "m"), pair("z", "m")]) == {"z": "z", "a": "z", "m": "z"}


def test_strong_links_chain():
    assert works("abcd", [pair("a", "b"), pair("b", "c")]) == {"abc", "d"}


def test_a_weak_link_joins_two_single_pictures():
    assert works("ab", [weak("a", "b")]) == {"ab"}


def test_a_weak_link_does_not_join_works_whose_pictures_should_have_matched():
    pairs = [pair("a", "b"), pair("c", "d"), weak("b", "c")]
    assert works("abcd", pairs) == {"ab", "cd"}


def test_a_weak_link_joins_them_when_the_others_match_too():
    pairs = [pair("a", "b"), pair("c", "d"), weak("b", "c"), weak("a", "c"), weak("b", "d"), weak("a", "d")]
    assert works("abcd", pairs) == {"abcd"}


def test_two_details_that_do_not_overlap_stay_with_their_whole():
    pairs = [weak("a", "b", LEFT_HALF), weak("a", "c", RIGHT_HALF)]
    assert works("abc", pairs) == {"abc"}


def test_a_rejected_pair_is_never_in_one_group():
    pairs = [pair("a", "b"), pair("b", "c", inliers=50)]
    assert works("abc", pairs, [("a", "c")]) == {"ab", "c"}
    assert works("abc", pairs, [("c", "b")]) == {"ab", "c"}


def test_a_rejected_pair_keeps_apart_across_longer_chains():
    pairs = [pair("a", "b"), pair("b", "c", inliers=50), pair("c", "d")]
    assert works("abcd", pairs, [("a", "d")]) == {"ab", "cd"}


def test_the_order_of_pairs_does_not_matter():
    pairs = [pair("a", "b"), pair("b", "c", inliers=60), weak("c", "d"), pair("d", "e"), weak("a", "e")]
    assert works("abcde", pairs) == works("abcde", pairs[::-1])


def test_pairs_of_paintings_that_left_are_ignored():
    assert works("ab", [pair("a", "x"), pair("x", "b")]) == {"a", "b"}
