"""What augmentation does to a painting."""

import streamlit as st

from core.augment import AugmentConfig
from core.language import N_, _
from dashboard.charts.tile_sheet import Tile, build_tile_sheet
from dashboard.features.showcase.story import Story
from dashboard.features.showcase.subject import shown_painting
from dashboard.features.showcase.telling import show_aside, show_nothing_yet, show_statement
from dashboard.queries.previews import Look, Subject, draws_sheet, subject_pixels

TITLE = N_("What augmentation does")
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


def show(story: Story) -> None:
    """One painting, and eight of the ways in which it comes to training."""
    subject = shown_painting(story.dataset)
    if subject is None:
        show_nothing_yet(_("No picture of this data set can be shown."), "health", _("See why"))
        return
    config, whose = _recipe(story)
    show_statement(
        _(
            "No painting is ever seen twice the same: turned, moved and lit anew each time, it cannot be learned by "
            "heart."
        )
    )
    with st.container(key="showcase-tiles"):
        st.html(_sheet(subject, config))
    show_aside(whose)


def _recipe(story: Story) -> tuple[AugmentConfig, str]:
    """The recipe of the first run that has one, and whose it is."""
    for run in story.runs:
        if run.config is not None and run.config.augment is not None:
            whose = _("At the left as it is, then as “{title}” was fed it.").format(title=story.titles[run.id])
            return run.config.augment, whose
    return _USUAL, _("At the left as it is, then bent by a usual recipe; none of these runs had one of its own.")


def _sheet(subject: Subject, config: AugmentConfig) -> str:
    whole = build_tile_sheet([Tile(subject_pixels(subject, _TILE), (), subject.title)], columns=1)
    return f"{whole}{draws_sheet(subject, config, _SEED, _TILE, tiles=_TILES, columns=_COLUMNS)}"
