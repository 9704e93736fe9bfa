"""What is picked among the counts, and what it means for counting and for training."""

import pytest

from core.dataset.artists.artist import Artist
from core.dataset.splitting.selection import Selection
from dashboard.features.balance.balance_choice import (
    STRATEGIES,
    BalanceChoice,
    StrategyNumbers,
    chosen_artists,
    linked_counts,
    selection_of,
    strategies_for,
)
from dashboard.state.carried_selection import carried_selection, carry_selection

ARTISTS = [
    Artist(0, "Claude Monet", 1840, 1926, ("Impressionism",), ("French",)),
    Artist(1, "Albrecht Dürer", 1471, 1528, ("Northern Renaissance",), ("German",)),
    Artist(2, "Paul Klee", 1879, 1940, ("Expressionism", "Surrealism"), ("German", "Swiss")),
    Artist(3, "Nobody", None, None, (), ()),
]
PICTURES = {0: 40, 1: 10, 2: 20, 3: 0}


def names(choice: BalanceChoice) -> list[str]:
    return [artist.name for artist in chosen_artists(ARTISTS, PICTURES, choice)]


def test_artists_come_by_pictures_and_those_without_are_left_out():
    assert names(BalanceChoice()) == ["Claude Monet", "Paul Klee", "Albrecht Dürer"]
    assert names(BalanceChoice(top=1)) == ["Claude Monet"]


def test_within_a_kind_any_name_will_do_and_all_kinds_must_agree():
    assert names(BalanceChoice(nationality=("German", "French"))) == ["Claude Monet", "Paul Klee", "Albrecht Dürer"]
    assert names(BalanceChoice(nationality=("German",), century=("20th century",))) == ["Paul Klee"]
    assert names(BalanceChoice(top=1, nationality=("German",))) == []
    assert names(BalanceChoice(century=("3rd century",))) == []


def test_a_pick_narrows_the_other_tables_but_not_its_own():
    tables = linked_counts(ARTISTS, PICTURES, BalanceChoice(nationality=("Swiss",)))
    assert tables["nationality"]["name"].tolist() == ["French", "German", "Swiss"]
    assert tables["artist"]["name"].tolist() == ["Paul Klee"]
    assert tables["movement"]["name"].tolist() == ["Expressionism", "Surrealism"]


@pytest.mark.parametrize(
    ("choice", "selection"),
    [
        (BalanceChoice(), Selection()),
        (BalanceChoice(top=2), Selection(mode="top", top=2)),
        (BalanceChoice(movement=("Surrealism",)), Selection(mode="movement", movements=("Surrealism",))),
        (BalanceChoice(top=2, movement=("Surrealism",)), Selection(mode="names", names=("Paul Klee",))),
    ],
)
def test_a_choice_becomes_the_shortest_selection_that_means_the_same(choice: BalanceChoice, selection: Selection):
    assert selection_of(ARTISTS, PICTURES, choice) == selection


def test_strategies_start_from_what_is_chosen():
    chosen = chosen_artists(ARTISTS, PICTURES, BalanceChoice(nationality=("German",)))
    base = selection_of(ARTISTS, PICTURES, BalanceChoice(nationality=("German",)))
    strategies = strategies_for(base, chosen, PICTURES, StrategyNumbers(top=1, least=15, cap=5))
    assert tuple(strategies) == STRATEGIES
    assert strategies["top"].names == strategies["min"].names == ("Paul Klee",)
    assert strategies["cap"] == Selection(mode="names", names=base.names, balancing="cap", cap=5)
    everything = strategies_for(Selection(), chosen, PICTURES, StrategyNumbers(top=1, least=15, cap=5))
    assert everything["top"] == Selection(mode="top", top=1)
    assert everything["min"] == Selection(mode="min", min_paintings=15)


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(mode="top", top=10, balancing="cap", cap=50),
        Selection(mode="min", min_paintings=80),
        Selection(mode="movement", movements=("Pop Art", "Cubism")),
        Selection(mode="names", names=("A, the Elder", "$(B)")),
    ],
)
def test_a_selection_is_carried_and_read_back(selection: Selection):
    assert carried_selection(carry_selection(selection)) == selection
