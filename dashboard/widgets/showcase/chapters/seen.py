"""What the network sees of a painting."""

import streamlit as st

from core.runs import Run
from dashboard import cache
from dashboard.augmented import LARGE_PX, Look, Subject, subject_pixels
from dashboard.charts.tile_sheet import Tile, build_pair
from dashboard.widgets.showcase.story import Story
from dashboard.widgets.showcase.subject import shown_painting
from dashboard.widgets.showcase.telling import show_nothing_yet, show_statement

TITLE = "What the network sees"
_USUAL_PX = 100


def show(story: Story) -> None:
    """A painting beside the small square that is made of it."""
    subject = shown_painting(story.dataset)
    if subject is None:
        show_nothing_yet("No picture of this data set can be shown.", "health", "See why")
        return
    size = fed_px(story.runs)
    show_statement(
        f"Every painting is squeezed to a square of {size} × {size} pixels: {size * size * 3:,} numbers. "
        "No title, no size, no year."
    )
    with st.container(key="showcase-pair"):
        st.html(_pair(subject, size))


def fed_px(runs: tuple[Run, ...]) -> int:
    """Side of the square of the first network among the runs, which are told the simplest first."""
    configs = [run.config for run in runs]
    sizes = [config.image_size for config in configs if config is not None and not config.is_probe]
    return sizes[0] if sizes else _USUAL_PX


def _pair(subject: Subject, size: int) -> str:
    return _kept_pair(subject.dataset, cache.dataset(subject.dataset).version, subject.painting_id, size, subject)


@st.cache_resource(max_entries=16, show_spinner=False)
def _kept_pair(dataset: str, version: str, painting_id: str, size: int, _subject: Subject) -> str:
    whole = Tile(subject_pixels(_subject, Look(long_side=LARGE_PX)), (), f"Painting: {_subject.title}")
    fed = Tile(subject_pixels(_subject, Look(size)), (), f"Painting: {_subject.title}")
    return build_pair(whole, fed, _subject.title, f"As the network sees it, {size} × {size} pixels")
