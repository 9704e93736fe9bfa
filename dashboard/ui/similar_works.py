"""Works that are like a picture: each with why, and a link to its page."""

from collections.abc import Mapping, Sequence

import streamlit as st

from core.language import N_, _
from core.similarity.similar import SimilarWork
from dashboard.components.pictures.component import LinkedPicture, show_linked_pictures
from dashboard.labels.escaping import as_html
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.paintings import painting_address
from dashboard.ui.error_box import error_box

_HEIGHT_PX = 170
_UNKNOWN_SIZE = (320, 240)
AGREEMENT_HELP = N_(
    "Similarity is given as its rarity in this collection: at 95 %, nineteen of twenty random pairs "
    "of works are less similar in that respect. “Close” is 90 % and more, “very close” 99 %. Point "
    "at a sentence to see the figures."
)
"""What the reasons mean; for the help of a heading, where `_` translates it."""


def show_similar_works(name: str, works: Sequence[SimilarWork], where: str, *, columns: int = 5) -> None:
    """Pictures beside each other; below each who painted it and in what it is alike.

    Args:
        name: of the data set.
        works: the nearest first.
        where: `page.widget`, the beginning of every key.
        columns: how many beside each other at most.
    """
    urls = dataset_queries.thumbnail_urls(name, [work.painting_id for work in works])
    grid = st.grid(columns, min_column_width=140, gap="medium")
    for work, url in zip(works, urls, strict=True):
        with grid.cell(), st.container(gap="xxsmall"), error_box():
            _show_work(name, work, url, where)


def _show_work(name: str, work: SimilarWork, url: str, where: str) -> None:
    painting = dataset_queries.painting(name, work.painting_id)
    picture = LinkedPicture(
        painting_id=painting.painting_id,
        url=url,
        width=painting.width or _UNKNOWN_SIZE[0],
        height=painting.height or _UNKNOWN_SIZE[1],
        alt=_("Painting: {title}. {why}").format(title=painting.title, why=sentence_of(work)),
        href=painting_address(name, painting.painting_id),
    )
    key = f"{where}.{painting.painting_id}"
    show_linked_pictures([picture], key=key, shape="large", height_px=_HEIGHT_PX)
    st.html(build_reason(painting.title, sentence_of(work), agreements_in_words(work.parts)))


def sentence_of(work: SimilarWork) -> str:
    """Why it is shown, as a sentence; plain text."""
    return f"{work.why[:1].upper()}{work.why[1:]}"


def agreements_in_words(parts: Mapping[str, float]) -> str:
    """As in "Palette 97 %, texture 88 %."; plain text."""
    said = ", ".join(f"{_(part)} {100 * agreement:.0f} %" for part, agreement in parts.items())
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def build_reason(title: str, reason: str, figures: str) -> str:
    """Who painted it, why it is shown, and the figures behind that when pointed at; all plain text.

    Args:
        title: of the picture.
        reason: a sentence.
        figures: behind it; "" for none.
    """
    pointed = f' title="{as_html(figures)}"' if figures else ""
    return f'<p class="atelier-reason"{pointed}><b>{as_html(title)}</b><span>{as_html(reason)}</span></p>'
