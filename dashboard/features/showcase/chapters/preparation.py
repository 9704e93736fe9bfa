"""Chapters on training: input of the network, augmentation, and curves."""

import streamlit as st

from core.augment.config import AugmentConfig
from core.language import _, current_language
from core.runs.run import Run
from dashboard.charts.playback import build_playback
from dashboard.charts.tile_sheet import Tile, build_pair, build_tile_sheet
from dashboard.components.playback.component import show_playback
from dashboard.features.showcase.narration import show_aside, show_no_run, show_nothing_yet, show_statement
from dashboard.features.showcase.story import Story, shown_painting
from dashboard.queries import datasets as dataset_queries
from dashboard.queries import runs as run_queries
from dashboard.queries.previews import LARGE_PX, Look, Subject, draws_sheet, subject_pixels

_USUAL_PX = 100
_TILES, _COLUMNS, _SEED = 8, 4, 3
_TILE = Look(long_side=360)
_USUAL = AugmentConfig(
    rotation_range=15,
    width_shift_range=0.08,
    height_shift_range=0.08,
    zoom_range=(0.85, 1.1),
    horizontal_flip=True,
    brightness_range=(0.85, 1.15),
)


def show_seen(story: Story) -> None:
    """Draw a painting beside the small square that the network receives."""
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
    """Input size in pixels of the first network among the runs."""
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


def show_augmentation(story: Story) -> None:
    """Draw a painting and eight augmented views."""
    subject = shown_painting(story.dataset)
    if subject is None:
        show_nothing_yet(_("No picture of this data set can be shown."), "health", _("See why"))
        return
    config, whose = _recipe(story)
    show_statement(
        _(
            "Each epoch a painting looks different: rotated, shifted, brighter or darker. The network cannot "
            "memorise it."
        )
    )
    with st.container(key="showcase-tiles"):
        st.html(_sheet(subject, config))
    show_aside(whose)


def _recipe(story: Story) -> tuple[AugmentConfig, str]:
    """The recipe of the first run that has one, and a sentence on its origin."""
    for run in story.runs:
        if run.config is not None and run.config.augment is not None:
            whose = _("At the left the original, then augmented views from the recipe of “{title}”.").format(
                title=story.titles[run.id]
            )
            return run.config.augment, whose
    return _USUAL, _("At the left the original, then views of a default recipe; none of these runs has one of its own.")


def _sheet(subject: Subject, config: AugmentConfig) -> str:
    whole = build_tile_sheet([Tile(subject_pixels(subject, _TILE), (), subject.title)], columns=1)
    return f"{whole}{draws_sheet(subject, config, _SEED, _TILE, tiles=_TILES, columns=_COLUMNS)}"


def show_learning(story: Story) -> None:
    """Draw all curves, animated epoch by epoch."""
    playback = build_playback({story.titles[run.id]: run_queries.metrics(run) for run in story.runs})
    if playback is None:
        show_no_run(_("The training curves appear here once a model is trained on this data set."))
        return
    show_statement(_("Where the thin line keeps rising and the thick one does not, a model memorises (overfits)."))
    with st.container(key="showcase-playback"):
        show_playback(playback, key="showcase.learning.playback")
