"""Artists are recognised in every spelling seen in the wild, and in no other name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dataset.artists.artist import Artist
from core.dataset.artists.names import ArtistMatcher, fold_name, readable, repair_mojibake
from core.dataset.artists.table import builtin_artists

DURER_SPELLINGS = {
    "composed": "Albrecht_Dürer",
    "decomposed": "Albrecht_Du\u0308rer",
    "digraph": "Albrecht_Duerer",
    "bare": "Albrecht_Durer",
    "decomposed UTF-8 read as cp437": "Albrecht_Du╠êrer",
    "the same twice": "Albrecht_DuΓòá├¬rer",
    "composed UTF-8 read as cp437": "Albrecht_D├╝rer",
    "composed UTF-8 read as Latin-1": "Albrecht_DÃ¼rer",
    "composed UTF-8 read on a Mac": "Albrecht_D√ºrer",
    "Latin-1 read as cp437": "Albrecht_Dⁿrer",
    "Latin-1 on a system that expects UTF-8": "Albrecht_D\udcfcrer",
    "spaces": "Albrecht Dürer",
    "other case and separators": "albrecht-duerer",
}


@pytest.fixture(scope="module")
def matcher() -> ArtistMatcher:
    return ArtistMatcher(builtin_artists())


@pytest.mark.parametrize("spelling", DURER_SPELLINGS.values(), ids=DURER_SPELLINGS.keys())
def test_durer_is_one_artist_in_every_spelling(matcher, spelling):
    as_folder = matcher.match_folder(spelling)
    as_file = matcher.match_stem(f"{spelling}_12")
    assert as_folder.artist.name == "Albrecht Dürer"
    assert (as_file.artist.name, as_file.number) == ("Albrecht Dürer", 12)


def test_a_repaired_spelling_is_reported_and_a_usual_one_is_not(matcher):
    usual = {"composed", "bare", "spaces"}
    for kind, spelling in DURER_SPELLINGS.items():
        reported = matcher.match_folder(spelling).spelling
        assert reported == ("" if kind in usual else readable(spelling)), kind


def test_every_artist_is_found_by_name_and_by_prefix(matcher):
    for artist in builtin_artists():
        for written in (artist.name, artist.prefix, artist.name.replace(" ", "_")):
            assert matcher.match_folder(written).artist == artist
            assert matcher.match(f"{written}_7") == artist
            assert matcher.match_folder(written).spelling == ""


@pytest.mark.parametrize(
    "stranger",
    [
        *("", "_", "7", "images", "Jan", "Jan van", "van Eyck", "Jan_3", "Jan_Steen_3", "Eyck_4", "Paul"),
        *("Paul_Signac_2", "Raphael_Soyer_3", "Rembrandt_Peale_1", "Titian Ramsay Peale"),
        "Pieter_Bruegel_the_Younger_2",
    ],
)
def test_other_names_are_nobodys(matcher, stranger):
    assert matcher.match(stranger) is None


def test_an_artist_called_jan_does_not_take_jan_van_eycks_pictures():
    jan, van_eyck = Artist(1, "Jan"), Artist(2, "Jan van Eyck")
    matcher = ArtistMatcher([jan, van_eyck])
    assert matcher.match("Jan_3") == jan
    assert matcher.match("Jan_van_Eyck_3") == van_eyck
    assert matcher.match("Jan_van_3") is None


def test_a_name_that_ends_in_a_number_is_longer_than_the_number():
    matcher = ArtistMatcher([Artist(1, "Group"), Artist(2, "Group 7")])
    found = matcher.match_stem("Group_7_12")
    assert (found.artist.name, found.number) == ("Group 7", 12)


@pytest.mark.parametrize(
    ("stem", "artist", "number", "copy"),
    [
        ("Claude_Monet_12", "Claude Monet", 12, None),
        ("Claude_Monet_012", "Claude Monet", 12, None),
        ("Claude Monet (3)", "Claude Monet", 3, None),
        ("claude-monet-3", "Claude Monet", 3, None),
        ("Claude_Monet_12-2", "Claude Monet", 12, 2),
        ("Claude Monet - Water lilies", "Claude Monet", None, None),
        ("claude-monet_water-lilies-1919", "Claude Monet", None, None),
        ("Raphael - Madonna", "Raphael", None, None),
    ],
)
def test_what_a_file_name_says(matcher, stem, artist, number, copy):
    found = matcher.match_stem(stem)
    assert (found.artist.name, found.number, found.copy) == (artist, number, copy)


def test_a_spelling_that_two_artists_share_belongs_to_neither():
    matcher = ArtistMatcher([Artist(1, "Muller"), Artist(2, "Mueller")])
    assert matcher.match("Muller").id == 1
    assert matcher.match("Mueller").id == 2
    assert ArtistMatcher([Artist(1, "Ana Muller"), Artist(2, "Ana Mueller")]).match("AnaMuller") is None


names = st.text(st.characters(codec="latin-1", categories=["L"]), min_size=1, max_size=12)


@given(names, st.sampled_from(["cp437", "latin-1", "mac_roman"]), st.integers(1, 2))
def test_text_misread_once_or_twice_is_repaired(name, code_page, times):
    misread = name
    for _ in range(times):
        try:
            misread = misread.encode("utf-8").decode(code_page)
        except UnicodeDecodeError:
            return
    if any(unicodedata.category(letter)[0] == "C" for letter in misread):
        return
    assert fold_name(misread) == fold_name(name)


@given(st.text(st.characters(codec="ascii")))
def test_ascii_is_left_alone(text):
    assert repair_mojibake(text) == text


@pytest.mark.parametrize("right", ["Édouard Manet", "Joan Miró", "Ľudovít Fulla", "Илья Репин", "葛飾北斎", "Ångström"])
def test_right_names_are_left_alone(right):
    assert repair_mojibake(right) == right
    assert repair_mojibake(unicodedata.normalize("NFD", right)) == right


def test_strange_names_neither_fail_nor_take_long(matcher):
    for strange in ("_" * 255, "a-" * 127, "1" * 255, "🎨", "\udcff\udcfe", "Claude_Monet_" + "9" * 200, "\u0308"):
        matcher.match(strange)
