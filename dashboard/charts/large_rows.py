"""Counts and figures in large type, for an audience: HTML that grows with the screen.

The charts of the other pages have the letters of a page; these have those of a wall.
`dashboard/features/showcase/showcase.css` gives them their shape.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.language import _, grouped
from dashboard.charts.skyline import ArtistCount, rank
from dashboard.labels.escaping import as_html
from dashboard.theme import LIGHT, SEQUENTIAL, artist_colour, contrast_ratio

FEW = 12


def build_large_counts(counts: Sequence[ArtistCount]) -> str:
    """One bar an artist, the most pictures first: lying while there are few, standing beyond that.

    Args:
        counts: artists with pictures, at least one, in any order.
    """
    ranked = rank(counts)
    top = ranked[0].pictures
    bars = "".join(_bar(artist, top) for artist in ranked)
    shape = "lying" if len(ranked) <= FEW else "standing"
    return f'<ul class="atelier-large-counts {shape}" style="--rows:{len(ranked)}">{bars}</ul>'


def _bar(artist: ArtistCount, top: int) -> str:
    style = f"--share:{artist.pictures / top:.4f};--hue:{artist_colour(artist.movements)}"
    name = as_html(artist.name)
    return (
        f'<li style="{style}" title="{name}: {grouped(artist.pictures)}"><span>{name}</span>'
        f"<div><i></i><b>{grouped(artist.pictures)}</b></div></li>"
    )


@dataclass(frozen=True)
class LargeFigure:
    """One row of a comparison.

    Attributes:
        name: plain text.
        value: 0 to 1; None where it is not known.
        low: of its interval; None where there is none.
        high: upper bound of the interval.
        colour: `#RRGGBB`.
        remark: a few words under the name; "" for none.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    colour: str
    remark: str = ""


def build_large_figures(rows: Sequence[LargeFigure], chance: float | None = None) -> str:
    """Shares under each other, each with a bar, its interval and the figure itself.

    Args:
        rows: in the order shown.
        chance: what guessing would reach, 0 to 1, drawn as a line through the bars; None for none.
    """
    guess = f";--chance:{chance:.4f}" if chance is not None else ""
    items = "".join(_figure(row) for row in rows)
    shape = "with-chance" if chance is not None else ""
    return f'<ul class="atelier-large-figures {shape}" style="--rows:{len(rows)}{guess}">{items}</ul>'


def _figure(row: LargeFigure) -> str:
    written = "–" if row.value is None else f"{100 * row.value:.0f} %"
    remark = f"<small>{as_html(row.remark)}</small>" if row.remark else ""
    spread, tooltip = "", f"{row.name}: {written}"
    if row.low is not None and row.high is not None:
        spread = f'<em style="--low:{row.low:.4f};--high:{row.high:.4f}"></em>'
        tooltip = _("{name}: {value}, 95 % interval {low:.0f} to {high:.0f}").format(
            name=row.name, value=written, low=100 * row.low, high=100 * row.high
        )
    track = f'<span class="track"><i style="--share:{row.value or 0:.4f};--hue:{row.colour}"></i>{spread}</span>'
    name = f'<span class="name">{as_html(row.name)}{remark}</span>'
    return f'<li title="{as_html(tooltip)}">{name}{track}<b>{written}</b></li>'


MOST_ARTISTS = 14


def most_mixed_up(counts: npt.NDArray[np.int64], most: int = MOST_ARTISTS) -> list[int]:
    """Positions of the artists that take part in most confusions, in the order of the matrix.

    Args:
        counts: `(k, k)`, painters in rows, answers in columns.
        most: positions at most.
    """
    wrong = counts - np.diag(np.diag(counts))
    involved = wrong.sum(axis=0) + wrong.sum(axis=1)
    return sorted(np.argsort(-involved, kind="stable")[:most].tolist())


def build_large_matrix(names: Sequence[str], counts: npt.NDArray[np.int64]) -> str:
    """Pictures of each painter by the artist that was answered.

    Args:
        names: k artists.
        counts: `(k, k)`, painters in rows, answers in columns.
    """
    most = max(int(counts.max(initial=0)), 1)
    heads = "".join(f'<th scope="col"><span>{as_html(name)}</span></th>' for name in names)
    rows = "".join(_row(names, row, counts[row], most) for row in range(len(names)))
    caption = as_html(_("Painters in rows, answers in columns"))
    return (
        f'<table class="atelier-large-matrix" style="--rows:{len(names)}"><caption>{caption}</caption>'
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(names: Sequence[str], row: int, counts: npt.NDArray[np.int64], most: int) -> str:
    cells = "".join(_cell(names, row, column, int(counts[column]), most) for column in range(len(names)))
    return f'<tr><th scope="row">{as_html(names[row])}</th>{cells}</tr>'


def _cell(names: Sequence[str], row: int, column: int, counted: int, most: int) -> str:
    right = row == column
    if not counted:
        return f'<td class="{"diagonal" if right else "none"}"></td>'
    # Square-rooted as on the page Confusion, for most confusions are few.
    fill = SEQUENTIAL[min(len(SEQUENTIAL) - 1, int(np.sqrt(counted / most) * len(SEQUENTIAL)))]
    ink = max((LIGHT.text, LIGHT.background), key=lambda colour: contrast_ratio(colour, fill))
    words = _("{painter}: {n} right") if right else _("{painter} taken for {answer}: {n}")
    tooltip = words.format(painter=names[row], answer=names[column], n=counted)
    return f'<td style="background:{fill};color:{ink}" title="{as_html(tooltip)}">{grouped(counted)}</td>'
