"""What the network sees of a painting."""

import streamlit as st

from core.language import N_, _, current_language
from core.runs import Run
from dashboard.charts.tile_sheet import Tile, build_pair
from dashboard.features.showcase.story import Story
from dashboard.features.showcase.subject import shown_painting
from dashboard.features.showcase.telling import show_nothing_yet, show_statement
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.previews import LARGE_PX, Look, Subject, subject_pixels

TITLE = N_("What the network sees")
_USUAL_PX = 100


def show(story: Story) -> None:
    """A painting beside the small square that is made of it."""
    subject = shown_painting(story.dataset)
    if subject is None:
        show_nothing_yet(_("No picture of this data set can be shown."), "health", _("See why"))
        return
    size = fed_px(story.runs)
    show_statement(
        _(
            "Every painting is squeezed to a square of {size} × {size} pixels: {numbers:,} numbers. "
            "No title, no size, no year."
        ).format(size=size, numbers=size * size * 3)
    )
    with st.container(key="showcase-pair"):
        st.html(_pair(subject, size))


def fed_px(runs: tuple[Run, ...]) -> int:
    """Side of the square of the first network among the runs, which are told the simplest first."""
    configs = [run.config for run in runs]
    sizes = [config.image_size for config in configs if config is not None and not config.is_probe]
    return sizes[0] if sizes else _USUAL_PX


def _pair(subject: Subject, size: int) -> str:
    version = dataset_queries.dataset(subject.dataset).version
    return _kept_pair(subject.dataset, version, subject.painting_id, size, current_language(), subject)


@st.cache_resource(max_entries=16, show_spinner=False)
def _kept_pair(dataset: str, version: str, painting_id: str, size: int, language: str, _subject: Subject) -> str:
    words = _("Painting: {title}").format(title=_subject.title)
    whole = Tile(subject_pixels(_subject, Look(long_side=LARGE_PX)), (), words)
    fed = Tile(subject_pixels(_subject, Look(size)), (), words)
    return build_pair(whole, fed, _subject.title, _("As the network sees it, {size} × {size} pixels").format(size=size))
