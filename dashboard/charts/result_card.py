"""The result of a game as HTML: shown in the page, and as one file to hand out that needs nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.language import _, current_language
from dashboard.labels.escaping import as_html
from dashboard.theme import DARK, FONT, HEADING_FONT, LIGHT, Palette

RIGHT, WRONG = "✓", "✗"


@dataclass(frozen=True)
class CardRow:
    """One painting of the game; every text is plain.

    Attributes:
        url: what an `img` shows.
        painter: who painted it.
        person: what the person answered.
        network: what the network answered.
        confidence: of the network, 0 to 1.
    """

    url: str
    painter: str
    person: str
    network: str
    confidence: float


@dataclass(frozen=True)
class Card:
    """A finished game.

    Attributes:
        rows: in the order played.
        title: of the run.
        where: data set and number of the game, in words.
        note: what must be known about the pictures; "" for nothing.
    """

    rows: Sequence[CardRow]
    title: str
    where: str
    note: str = ""

    @property
    def person(self) -> int:
        """How many the person had right."""
        return sum(row.person == row.painter for row in self.rows)

    @property
    def network(self) -> int:
        """How many the network had right."""
        return sum(row.network == row.painter for row in self.rows)


def verdict(card: Card) -> str:
    """Who won, in a sentence."""
    if card.person == card.network:
        return _("A draw.")
    ahead = abs(card.person - card.network)
    words = _("You win by {points}.") if card.person > card.network else _("The network wins by {points}.")
    return words.format(points=ahead)


def build_card(card: Card) -> str:
    """The card as a piece of HTML; `card_style` gives it its shape."""
    you, of_all = as_html(_("You")), as_html(_("of {total}").format(total=len(card.rows)))
    rows = "".join(_row(row) for row in card.rows)
    note = f'<p class="card-note">{as_html(card.note)}</p>' if card.note else ""
    return (
        f'<article class="result-card"><header><p class="card-verdict">{as_html(verdict(card))}</p>'
        f"<dl><div><dt>{you}</dt><dd>{card.person}<small> {of_all}</small></dd></div>"
        f"<div><dt>{as_html(card.title)}</dt><dd>{card.network}<small> {of_all}</small></dd></div></dl></header>"
        f'<ol>{rows}</ol><p class="card-note">{as_html(card.where)}</p>{note}</article>'
    )


def build_card_page(card: Card) -> bytes:
    """The card as an HTML file for light and dark appearance, self-contained, UTF-8."""
    dark = f"@media (prefers-color-scheme: dark) {{ body {{ {_colours(DARK)} }} }}"
    style = (
        f"body {{ {_colours(LIGHT)} font-family: {FONT}; margin: 2rem auto; max-width: 60rem; padding: 0 1.25rem; }}"
        f"{dark}\n{card_style()}"
    )
    title = _("You against the network: {person} to {network}").format(person=card.person, network=card.network)
    return (
        f'<!doctype html>\n<html lang="{current_language()}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{as_html(title)}</title>"
        f"<style>{style}</style></head><body>{build_card(card)}</body></html>\n"
    ).encode()


def card_style() -> str:
    """The style of a card; colours are those of the text around it."""
    return f"""
.result-card {{ font-variant-numeric: tabular-nums; }}
.result-card p, .result-card dl, .result-card dd, .result-card ol {{ margin: 0; padding: 0; }}
.result-card header {{ display: flex; flex-wrap: wrap; gap: 0.5rem 3rem; align-items: baseline; }}
.result-card .card-verdict {{ font-family: {HEADING_FONT}; font-size: 2rem; line-height: 1.2; }}
.result-card dl {{ display: flex; flex-wrap: wrap; gap: 0.25rem 2.5rem; }}
.result-card dt {{ font-size: 0.875rem; opacity: 0.75; overflow-wrap: anywhere; }}
.result-card dd {{ font-family: {HEADING_FONT}; font-size: 2rem; line-height: 1.2; }}
.result-card small {{ font-size: 1rem; opacity: 0.75; }}
.result-card ol {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: 1.25rem 1rem;
  margin: 1.25rem 0; list-style: none; }}
.result-card li {{ margin: 0; font-size: 0.875rem; line-height: 1.4; overflow-wrap: anywhere; }}
.result-card img {{ display: block; width: 100%; height: 8.5rem; object-fit: contain; object-position: left bottom;
  margin-bottom: 0.5rem; }}
.result-card b {{ display: block; font-weight: 600; }}
.result-card span {{ display: block; }}
.result-card .card-note {{ font-size: 0.8125rem; opacity: 0.75; }}
"""


def _colours(palette: Palette) -> str:
    return f"color-scheme: light dark; background: {palette.background}; color: {palette.text};"


def _row(row: CardRow) -> str:
    network = f"{row.network} ({100 * row.confidence:.0f}\N{NO-BREAK SPACE}%)"
    alt = _("Painting by {artist}").format(artist=row.painter)
    by_person = _said(_("You"), row.person, row.painter, row.person)
    by_network = _said(_("Network"), row.network, row.painter, network)
    return (
        f'<li><img src="{as_html(row.url)}" alt="{as_html(alt)}"><b>{as_html(row.painter)}</b>'
        f"{by_person}{by_network}</li>"
    )


def _said(who: str, said: str, painter: str, words: str) -> str:
    if said == painter:
        return f'<span class="right">{RIGHT} {as_html(who)}</span>'
    return f'<span class="wrong">{WRONG} {as_html(who)}: {as_html(words)}</span>'
