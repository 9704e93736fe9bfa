"""How addresses call centuries: the same way in every language."""

import pytest

from core.graph import century_label
from dashboard.labels.traits import century_name, century_names, kind_of_artists


@pytest.mark.parametrize(
    ("century", "name"),
    [(1, "1st century"), (2, "2nd century"), (3, "3rd century"), (11, "11th century"), (19, "19th century")],
)
def test_an_address_names_a_century_by_its_number(century: int, name: str):
    assert century_name(century) == name


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_shown_leads_back_to_the_name_in_the_address(monkeypatch, language: str):
    monkeypatch.setenv("ATELIER_LANGUAGE", language)
    assert century_names({century_label(19), century_label(16)}) == ["16th century", "19th century"]


def test_how_many_artists_a_movement_has():
    assert kind_of_artists("movement", "12 artists") == "Movement of 12 artists"
