"""Large numbers: commas in English; in Spanish narrow spaces, and none in numbers of four digits."""

import pytest

from core.language import _, counted, grouped, ngettext
from dashboard.labels.escaping import as_text
from dashboard.theme import LIGHT, altair_theme


@pytest.fixture
def spanish(monkeypatch):
    monkeypatch.setenv("ATELIER_LANGUAGE", "es")


NUMBERS = {7: ("7", "7"), 8446: ("8,446", "8446"), 30_000: ("30,000", "30\u202f000"), 3_000_605: ("3,000,605",) * 2}
NUMBERS[3_000_605] = ("3,000,605", "3\u202f000\u202f605")


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_written_as_its_language_writes_it(number, monkeypatch):
    english, spanish = NUMBERS[number]
    assert grouped(number) == english
    monkeypatch.setenv("ATELIER_LANGUAGE", "es")
    assert grouped(number) == spanish and grouped(-number) == f"-{spanish}"


def test_sentences_are_filled_in_the_same_way(spanish):
    assert _("All {n:,} runs").format(n=30_000) == "Las 30\u202f000 ejecuciones"
    assert counted(30_000, "run", "runs").startswith("30\u202f000 ")
    some = ngettext("{n:,} picture was never searched.", "{n:,} pictures were never searched.", 30_000)
    assert "30\u202f000" in some.format(n=30_000)


def test_a_number_is_not_broken_into_two_lines(spanish):
    assert as_text(f"{grouped(30_000)}\n\t  {grouped(20_000)}") == "30\u202f000 20\u202f000"


def test_charts_write_numbers_in_the_same_groups(spanish):
    assert altair_theme(LIGHT)["config"]["locale"]["number"]["thousands"] == "\u202f"


def test_places_without_groups_and_texts_with_commas_stay(spanish):
    assert _("{number} of {total}").format(number="1,5", total=10_000) == "1,5 de 10000"
