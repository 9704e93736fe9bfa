"""The card of a game: counts, both answers, names as text, and a file that needs nothing else."""

import re

import pytest

from dashboard.charts.result_card import Card, CardRow, build_card, build_card_page, verdict

URL = "data:image/webp;base64,AAAA"


def card(*answers: tuple[str, str], note: str = "") -> Card:
    """Ada painted everything; each pair is what the person and the network said."""
    rows = [CardRow(URL, "Ada", person, network, 0.75) for person, network in answers]
    return Card(rows, "net", "net on paintings, game 7", note)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([("Ada", "Ben"), ("Ada", "Ben")], "You win by 2."),
        ([("Ben", "Ada")], "The network wins by 1."),
        ([("Ada", "Ada"), ("Ben", "Ben")], "A draw."),
    ],
)
def test_who_won_is_said(answers, words):
    assert verdict(card(*answers)) == words and words in build_card(card(*answers))


def test_wrong_answers_stand_beside_the_painter():
    html = build_card(card(("Ben", "Cyd")))
    assert "<b>Ada</b>" in html and "You: Ben" in html and "Network: Cyd (75\N{NO-BREAK SPACE}%)" in html


def test_names_are_text():
    rows = [CardRow(URL, "<i>Ada</i>", "<i>Ben</i>", "<i>Cyd</i>", 0.5)]
    assert "<i>" not in build_card(Card(rows, "<i>net</i>", "<i>here</i>", "<i>note</i>"))


def test_the_file_asks_for_nothing_from_elsewhere():
    page = build_card_page(card(("Ada", "Ben"), note="Pastiches.")).decode()
    assert page.startswith("<!doctype html>") and "Pastiches." in page
    assert not re.findall(r"https?://|<script|<link|@import|url\(", page)
    assert set(re.findall(r'src="([^"]+)"', page)) == {URL}
