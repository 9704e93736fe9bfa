"""Showcase: the story of the collection and its models, for an audience."""

import streamlit as st

from core.language import _
from core.showcase import Showcase
from dashboard.features.showcase.address import (
    is_changed,
    is_presenting,
    present,
    requested_runs,
    shown_chapter,
    shown_showcase,
)
from dashboard.features.showcase.arranging import show_arranging
from dashboard.features.showcase.frame import PRESENT, show_chapter, show_foot, show_keys, show_style, show_turning
from dashboard.features.showcase.story import build_story
from dashboard.labels.escaping import as_text
from dashboard.queries.results import finished_runs
from dashboard.shell.page_header import show_page_header
from dashboard.state.page_memory import page_fragment
from dashboard.state.session import current_dataset
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.error_box import error_box


@page_fragment
def show_showcase(name: str) -> None:
    """Draw the chapter in the address. A fragment: navigation reruns this part only."""
    with error_box():
        showcase, fault = shown_showcase()
        runs = finished_runs(name)
        story = build_story(name, runs, requested_runs(showcase))
        show_style()
        if is_presenting():
            show_chapter(story, shown_chapter(showcase), presenting=True)
            show_foot(showcase)
        else:
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key="showcase-controls"):
                show_turning(showcase)
                st.space("stretch")
                show_arranging(showcase, runs, story)
                st.button(
                    _("Present"),
                    key=PRESENT,
                    type="primary",
                    icon=":material/slideshow:",
                    help=_("Nothing but the chapter. Arrow keys turn, Escape leaves."),
                    on_click=present,
                    args=(True,),
                )
            show_notices(showcase, fault, story.missing)
            show_chapter(story, shown_chapter(showcase), presenting=False)
        show_keys()


def show_notices(showcase: Showcase, fault: str, missing: tuple[str, ...]) -> None:
    """Draw notices on missing parts and unsaved changes."""
    if fault:
        st.warning(as_text(fault), icon=":material/travel_explore:")
    if missing:
        sentence = _("Not among the finished runs of this data set: {runs}.")
        st.caption(as_text(sentence.format(runs=", ".join(missing))))
    if is_changed():
        changed = (
            _("“{name}” has unsaved changes (Arrange, Saved).").format(name=showcase.name)
            if showcase.name
            else _("The showcase has unsaved changes (Arrange, Saved).")
        )
        st.caption(f":material/edit: {as_text(changed)}")


name = current_dataset()
with st.container(key="showcase-header" if name else "showcase-header-alone"):
    show_page_header(_("Showcase"), _("The story of the collection and its models, in large type, for an audience."))
if name is None:
    show_empty_state(_("There is no data set to present yet. Home has two ways to get one."), key="showcase.empty.none")
else:
    show_showcase(name)
