"""The confusion matrix, and the pictures of the selected cell."""

import numpy as np
import pandas as pd
import streamlit as st

from core.errors import AtelierError
from core.evaluation.confusions import ORDERS, READINGS, Order, Reading
from core.evaluation.results import RunResults
from core.language import _, counted
from core.runs.run import Run
from dashboard.components.matrix.component import Cell, show_matrix
from dashboard.features.results.downloads import show_csv_button
from dashboard.features.results.predictions_grid import predictions_table, show_predictions
from dashboard.labels.escaping import as_text
from dashboard.queries import results as result_queries
from dashboard.queries.matrices import ORDER_WORDS, READING_MEANINGS, READING_WORDS, OrderedMatrix, ordered_matrix
from dashboard.state.session import current_palette
from dashboard.ui.choices import choose_segment, translated
from dashboard.ui.error_box import error_box

ORDER_KEY, READING_KEY = "confusion.order", "confusion.reading"
PAINTER_KEY, ANSWER_KEY = "confusion.painter", "confusion.answer"
_FEW, _EDGE_PX = 12, 4
_FILE_WORDS: dict[Reading, str] = {"by_true": "by-painter", "by_predicted": "by-answer", "counts": "pictures"}
_DIGITS = 4


def show_matrix_view(run: Run, results: RunResults, split: str) -> None:
    """Draw the matrix with its controls; the pictures of a cell beside a small matrix, below a large one."""
    order, reading = _choose()
    matrix = ordered_matrix(
        results.artists,
        results.sides[split]["confusion"],
        result_queries.known_artists(run.dataset),
        order,
        reading,
        current_palette(),
    )
    picked = _picked(matrix)
    file_name = f"confusion-{run.id}-{split}-{_FILE_WORDS[reading]}"
    few = len(matrix.names) <= _FEW
    with st.container(horizontal=few, gap="large", key="confusion-view"):
        with st.container(
            key="confusion-matrix" if few else "confusion-matrix-wide",
            gap="xsmall",
            width=matrix.drawing.width + _EDGE_PX if few else "stretch",
        ):
            show_matrix(
                matrix.drawing,
                key="confusion.matrix",
                size=len(matrix.names),
                on_pick=lambda cell: _pick(matrix, cell),
                picked=picked,
                file_name=file_name,
            )
            st.caption(as_text(_(READING_MEANINGS[reading])))
            show_csv_button(lambda: matrix_table(matrix, reading), file_name, "confusion.matrix.csv")
        panel = "confusion-cell" if few else "confusion-cell-below"
        with st.container(key=panel, gap="small", width="stretch"), error_box():
            _show_cell(run, matrix, split, picked, few=few)


def _choose() -> tuple[Order, Reading]:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="confusion-controls"):
        reading = choose_segment(READING_KEY, _("Numbers"), translated(READING_WORDS))
        order = choose_segment(ORDER_KEY, _("Order"), translated(ORDER_WORDS), "movement")
    chosen_reading: Reading = next(name for name in READINGS if name == reading)
    chosen_order: Order = next(name for name in ORDERS if name == order)
    return chosen_order, chosen_reading


def _picked(matrix: OrderedMatrix) -> Cell | None:
    """The cell in the address; None if it has no pictures."""
    painter, answer = (st.query_params.get(key) for key in (PAINTER_KEY, ANSWER_KEY))
    if painter not in matrix.names or answer not in matrix.names:
        return None
    cell = matrix.names.index(str(painter)), matrix.names.index(str(answer))
    return cell if matrix.counts[cell] else None


def _pick(matrix: OrderedMatrix, cell: Cell | None) -> None:
    for key, place in zip((PAINTER_KEY, ANSWER_KEY), cell or (None, None), strict=True):
        if place is None:
            st.query_params.pop(key, None)
        else:
            st.query_params[key] = matrix.names[place]


def matrix_table(matrix: OrderedMatrix, reading: Reading) -> pd.DataFrame:
    """The shown numbers: pictures, or shares from 0 to 1; empty if undefined."""
    values = matrix.counts if reading == "counts" else matrix.values.round(_DIGITS)
    table = pd.DataFrame(values, columns=list(matrix.names))
    table.insert(0, "Painter \\ answer", list(matrix.names))
    return table


def _show_cell(run: Run, matrix: OrderedMatrix, split: str, picked: Cell | None, *, few: bool) -> None:
    if picked is None:
        st.markdown(f":gray[:material/ads_click: {as_text(_invitation(matrix))}]")
        return
    painter, answer = matrix.names[picked[0]], matrix.names[picked[1]]
    number = int(matrix.counts[picked])
    words = _("{painter}, recognised") if painter == answer else _("{painter} taken for {answer}")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{as_text(words.format(painter=painter, answer=answer))}**", width="content")
        st.caption(counted(number, "picture", "pictures"), width="content")
        st.button(
            _("Close"),
            key="confusion.cell.close",
            icon=":material/close:",
            type="tertiary",
            on_click=_pick,
            args=(matrix, None),
        )
    try:
        rows = result_queries.answered_pictures(run)
    except AtelierError as error:
        st.caption(as_text(_("Which pictures these are cannot be shown. {error}").format(error=error)))
        return
    found = rows[(rows["side"] == split) & (rows["painter"] == painter) & (rows["answer"] == answer)]
    ordered = found.sort_values(["confidence", "painting_id"], ascending=[False, True])
    name = f"pictures-{painter}-as-{answer}-{run.id}-{split}".replace(" ", "-")
    show_csv_button(predictions_table(ordered), name, "confusion.cell.csv")
    per_page, columns, height_px = (4, 2, 170) if few else (6, 6, 110)
    show_predictions(
        run, ordered, matrix.names, "confusion.cell", per_page=per_page, columns=columns, height_px=height_px
    )


def _invitation(matrix: OrderedMatrix) -> str:
    """Hint to select a cell, with the most frequent confusion as an example."""
    wrong = matrix.counts - np.diag(np.diag(matrix.counts))
    if not wrong.any():
        return _("No confusions. Select a cell to see its pictures.")
    row, column = (int(place) for place in np.unravel_index(int(wrong.argmax()), wrong.shape))
    return _("Select a cell to see its pictures. Most often {painter} is taken for {answer}: {times}.").format(
        painter=matrix.names[row], answer=matrix.names[column], times=counted(int(wrong.max()), "time", "times")
    )
