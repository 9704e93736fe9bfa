"""Grid of pictures with predictions, saliency maps on request, and a mark for label errors."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core.environment import is_read_only
from core.language import N_, _, ngettext
from core.runs.run import Run
from dashboard.components.pictures.component import LinkedPicture, show_linked_pictures
from dashboard.features.results.downloads import headings
from dashboard.features.results.saliency_panel import (
    ANSWER,
    MapRequest,
    ShownMap,
    any_pending,
    choose_saliency_artist,
    current_maps,
    request_map,
    show_about_maps,
)
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.queries import results as result_queries
from dashboard.queries.paintings import Painting, painting_address
from dashboard.ui.error_box import error_box
from dashboard.ui.exclusion import exclude, show_take_back
from dashboard.ui.paging import page_of

SALIENCY_KEY = "confusion.looked"
_MARKS = {"Wrong artist": N_("Label error: another artist"), "Duplicate": N_("Duplicate of another picture")}
"""Labels of the marks, by the stored reason."""

_CONFIDENCE, _FOR_THE_PAINTER, _MARGIN = N_("Confidence"), N_("For the painter"), N_("Margin")
_COLUMNS = {
    "painting_id": N_("Picture"),
    "painter": N_("Painter"),
    "answer": N_("Answer"),
    "confidence": _CONFIDENCE,
    "painter_probability": _FOR_THE_PAINTER,
    "margin": _MARGIN,
}
_MEANINGS = {
    _CONFIDENCE: N_("The probability the model gave its answer."),
    _FOR_THE_PAINTER: N_("The probability the model gave the right painter."),
    _MARGIN: N_("By how much the answer was ahead of the next artist."),
}
_UNKNOWN_SIZE = (320, 240)
_POLL_S = 0.7
_NARROWEST_PX, _ROOM_FOR_A_MAP_PX = 150, 110
_ROW_HEIGHTS = 1.3


@dataclass(frozen=True)
class PictureAnswers:
    """One picture of the grid.

    Attributes:
        painting_id: of a painting in the data set.
        answers: one line each, plain text.
        maps: shown beside it.
    """

    painting_id: str
    answers: tuple[str, ...]
    maps: tuple[MapRequest, ...] = ()


def show_predictions(
    run: Run,
    rows: pd.DataFrame,
    artists: Sequence[str],
    where: str,
    *,
    per_page: int,
    columns: int = 4,
    height_px: int = 190,
) -> None:
    """Draw pages of pictures with artist, prediction, confidence and, if switched on, saliency maps.

    Args:
        run: whose answers they are.
        rows: of `core.evaluation.confusions.list_pictures`, in order of display.
        artists: the classes of the run.
        where: `page.widget`, prefix of every key.
        per_page: pictures on a page.
        columns: at most.
        height_px: of a picture at most.
    """
    dataset = run.dataset
    known = result_queries.known_among(dataset, rows["painting_id"].tolist())
    here = rows[rows["painting_id"].isin(known)]
    if len(here):
        whom = choose_saliency_artist(SALIENCY_KEY, artists, own=_("Its answer"))
        shown = page_of(here.to_dict("records"), per_page, f"{where}.page")
        pictures = [_answered(run, row, whom) for row in shown]
        show_predictions_grid(
            dataset,
            pictures,
            where,
            columns=columns,
            height_px=height_px,
            below=partial(_show_mark, dataset, where),
        )
    _show_gone(rows[~rows["painting_id"].isin(known)])


def _answered(run: Run, row: Mapping[Hashable, Any], whom: str | None) -> PictureAnswers:
    """The prediction with the map of the predicted artist and of another chosen one."""
    wanted = [] if whom is None else [ANSWER] if whom == ANSWER else [ANSWER, whom]
    maps = [request_map(run, one, answer=str(row["answer"]), painter=str(row["painter"])) for one in wanted]
    return PictureAnswers(str(row["painting_id"]), (answer_in_words(row),), tuple(dict.fromkeys(maps)))


def answer_in_words(row: Mapping[Hashable, Any]) -> str:
    """As in "Edgar Degas 71 %, the painter 12 %"; only the prediction if it is right."""
    answer = f"{row['answer']} {100 * row['confidence']:.0f} %"
    if row["is_hit"]:
        return _("Right: {answer}").format(answer=answer)
    painter = f"{row['painter']} {100 * row['painter_probability']:.0f} %"
    return _("Predicted {answer}; {painter}").format(answer=answer, painter=painter)


def _show_mark(dataset: str, where: str, painting: Painting) -> None:
    key = f"{where}.{painting.painting_id}"
    if painting.excluded:
        show_take_back(dataset, painting, key)
        return
    marked = st.menu_button(
        _("Mark"),
        list(_MARKS),
        format_func=lambda reason: _(_MARKS[reason]),
        key=f"{key}.mark",
        icon=":material/flag:",
        type="tertiary",
        disabled=is_read_only(),
        help=_("Leaves it out of the next training; Health lists it. No file is changed."),
    )
    if marked:
        exclude(dataset, painting.painting_id, marked)
        st.rerun()


def _show_gone(rows: pd.DataFrame) -> None:
    """Draw the predictions for pictures that have left the data set."""
    if rows.empty:
        return
    n = len(rows)
    gone = ngettext("{n:,} picture not in the data set any more:", "{n:,} pictures not in the data set any more:", n)
    st.caption(as_text(gone.format(n=n)))
    table = predictions_table(rows)
    shares = {
        name: st.column_config.NumberColumn(format="percent", help=_(meaning)) for name, meaning in _MEANINGS.items()
    }
    st.dataframe(
        table, hide_index=True, alt=_("Answers for pictures that are gone"), column_config=headings(table, shares)
    )


def predictions_table(rows: pd.DataFrame, columns: Sequence[str] = ()) -> pd.DataFrame:
    """The rows under readable column names."""
    return rows[list(columns or _COLUMNS)].rename(columns=_COLUMNS)


def show_predictions_grid(
    dataset: str,
    pictures: Sequence[PictureAnswers],
    where: str,
    *,
    columns: int,
    height_px: int,
    below: Callable[[Painting], None] | None = None,
) -> None:
    """Draw the grid. While maps are computed only the grid reruns.

    Args:
        dataset: where the pictures are.
        pictures: in order of display.
        where: `page.widget`, prefix of every key.
        columns: at most; fewer with maps, which take more room.
        height_px: of a picture at most.
        below: draws the actions on a picture.
    """
    maps = current_maps(dataset, pictures)
    draw = _draw_while_pending if any_pending(maps) else _draw
    draw(dataset, pictures, where, columns, height_px, below)


@st.fragment(run_every=_POLL_S)
def _draw_while_pending(
    dataset: str,
    pictures: Sequence[PictureAnswers],
    where: str,
    columns: int,
    height_px: int,
    below: Callable[[Painting], None] | None,
) -> None:
    with error_box():
        if not _draw(dataset, pictures, where, columns, height_px, below):
            st.rerun(scope="app")


def _draw(
    dataset: str,
    pictures: Sequence[PictureAnswers],
    where: str,
    columns: int,
    height_px: int,
    below: Callable[[Painting], None] | None,
) -> bool:
    """Draw the grid once; returns whether maps are pending."""
    maps = current_maps(dataset, pictures)
    show_about_maps(maps, f"{where}.maps")
    most = max((len(picture.maps) for picture in pictures), default=0)
    urls = dataset_queries.thumbnail_urls(dataset, [picture.painting_id for picture in pictures])
    grid = st.grid(columns, min_column_width=_NARROWEST_PX + most * _ROOM_FOR_A_MAP_PX, gap="medium")
    for picture, url in zip(pictures, urls, strict=True):
        with grid.cell(), st.container(gap="xxsmall"), error_box():
            painting = dataset_queries.painting(dataset, picture.painting_id)
            key = f"{where}.picture.{picture.painting_id}"
            seen = [maps[request, picture.painting_id] for request in picture.maps]
            show_prediction(dataset, painting, url, picture.answers, seen, key=key, height_px=height_px)
            if below is not None:
                below(painting)
    return any_pending(maps)


def show_prediction(
    dataset: str,
    painting: Painting,
    url: str,
    answers: Sequence[str],
    maps: Sequence[ShownMap] = (),
    *,
    key: str,
    height_px: int,
) -> None:
    """Draw a picture that links to its page, its maps beside it, and its predictions below.

    Args:
        dataset: where it is.
        painting: which.
        url: of its thumbnail.
        answers: one line each, plain text.
        maps: of it.
        key: `page.widget.field`.
        height_px: of the picture at most.
    """
    width, height = painting.width or _UNKNOWN_SIZE[0], painting.height or _UNKNOWN_SIZE[1]
    painted = LinkedPicture(
        painting_id=painting.painting_id,
        url=url,
        width=width,
        height=height,
        alt=_("Painting: {title}. {answers}").format(title=painting.title, answers=" ".join(answers)),
        href=painting_address(dataset, painting.painting_id),
    )
    beside = [
        LinkedPicture(f"{painting.painting_id}.{place}", seen.url, width, height, seen.words, caption=seen.caption)
        for place, seen in enumerate(maps)
    ]
    if beside:
        show_linked_pictures([painted, *beside], key=key, shape="row", height_px=round(_ROW_HEIGHTS * height_px))
    else:
        show_linked_pictures([painted], key=key, shape="large", height_px=height_px, kept_high=True)
    st.markdown(f":small[{as_text(painting.title)}]")
    for answer in answers:
        st.caption(as_text(answer))
