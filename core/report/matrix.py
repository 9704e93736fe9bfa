"""The confusion matrix of a run as SVG, with full names and a number in every non-empty cell."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from markupsafe import Markup

from core.dataset.artists.artist import Artist
from core.evaluation.confusions import ORDERS, order_artists
from core.evaluation.predictions import Ints

STEPS = 10
"""Number of shades in the style sheet, `s0` to `s9`."""

_LARGEST_CELL, _SMALLEST_CELL, _ALL_CELLS = 46, 17, 560
_LETTER = 0.54


def draw_matrix(counts: Ints, names: Sequence[str], artists: Sequence[Artist], title: str) -> Markup:
    """Draw a matrix, true artists in rows and predicted artists in columns, ordered by number of pictures.

    Args:
        counts: `(k, k)`.
        names: k artists.
        artists: of the data set, for the order by movement; empty where it is missing.
        title: plain text for screen readers.
    """
    k = len(names)
    cell = max(_SMALLEST_CELL, min(_LARGEST_CELL, _ALL_CELLS // max(k, 1)))
    font = 13 if cell >= 22 else 11
    label = round(max((len(name) for name in names), default=0) * font * _LETTER) + 14
    top, width = round(0.82 * label) + 12, label + cell * k + round(0.55 * label)
    orders: dict[str, list[int]] = {how: order_artists(how, names, counts, artists) for how in ORDERS}
    place = {artist: position for position, artist in enumerate(orders["size"])}
    cells = Markup("").join(_cell(counts, row, column, place, cell, label, top) for row, column in _shown(counts))
    labels = Markup("").join(_labels(name, index, place[index], cell, label, top) for index, name in enumerate(names))
    ground = Markup('<rect class="ground" x="{}" y="{}" width="{}" height="{}"/>').format(
        label, top, cell * k, cell * k
    )
    return Markup(
        '<svg class="chart matrix" viewBox="0 0 {} {}" style="--natural:{}px" role="img" aria-label="{}" '
        'data-matrix="{}"><g font-size="{}">{}{}</g><g class="cells" font-size="{}">{}</g></svg>'
    ).format(
        width, top + cell * k + 6, width, title, _data(counts, names, orders, cell, label, top), font, ground, labels,
        min(13, round(cell * 0.52)), cells,
    )  # fmt: skip


def step_of(share: float) -> int:
    """The shade of a share from 0 to 1."""
    return min(STEPS - 1, int(share * STEPS))


def _shown(counts: Ints) -> list[tuple[int, int]]:
    rows, columns = np.nonzero(counts)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True)]


def _cell(counts: Ints, row: int, column: int, place: Mapping[int, int], cell: int, left: int, top: int) -> Markup:
    number = int(counts[row, column])
    share = number / max(int(counts[row].sum()), 1)
    return Markup(
        '<g class="cell s{}" transform="translate({} {})" data-r="{}" data-c="{}"><rect width="{}" height="{}"/>'
        '<text x="{}" y="{}">{}</text></g>'
    ).format(
        step_of(share), left + cell * place[column], top + cell * place[row], row, column, cell - 1, cell - 1,
        cell / 2, cell / 2, number,
    )  # fmt: skip


def _labels(name: str, index: int, place: int, cell: int, left: int, top: int) -> Markup:
    middle = cell * (place + 0.5)
    return Markup(
        '<g class="row-label" data-i="{}" transform="translate({} {:.1f})"><text text-anchor="end" y="4">{}</text></g>'
        '<g class="column-label" data-i="{}" transform="translate({:.1f} {}) rotate(-55)"><text y="4">{}</text></g>'
    ).format(index, left - 8, top + middle, name, index, left + middle, top - 6, name)


def _data(
    counts: Ints, names: Sequence[str], orders: Mapping[str, Sequence[int]], cell: int, left: int, top: int
) -> str:
    document: dict[str, Any] = {
        "names": list(names),
        "rows": counts.sum(axis=1).tolist(),
        "columns": counts.sum(axis=0).tolist(),
        "most": int(counts.max(initial=1)),
        "orders": {how: list(order) for how, order in orders.items()},
        "cell": cell,
        "left": left,
        "top": top,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
