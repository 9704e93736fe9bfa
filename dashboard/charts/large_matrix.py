"""A confusion matrix for an audience, as HTML: letters of a wall, and beyond some artists only those mixed up most.

The drawing of the page Confusion holds fifty artists and can be clicked; this one is read from the last row.
`dashboard/features/showcase/showcase.css` gives it its shape.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.language import _, grouped
from dashboard.labels.escaping import as_html
from dashboard.theme import LIGHT, SEQUENTIAL, contrast_ratio

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
    told = words.format(painter=names[row], answer=names[column], n=counted)
    return f'<td style="background:{fill};color:{ink}" title="{as_html(told)}">{grouped(counted)}</td>'
