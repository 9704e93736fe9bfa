"""Frame of a chapter: title, navigation and presentation mode."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from core.language import N_, _
from core.showcase import ChapterText, Showcase
from dashboard.components.keys.component import press_by_keys
from dashboard.features.showcase.address import open_chapter, present, shown_chapter
from dashboard.features.showcase.chapters.collection import show_balance, show_collection, show_movements
from dashboard.features.showcase.chapters.preparation import show_augmentation, show_learning, show_seen
from dashboard.features.showcase.chapters.results import show_comparison, show_confusions, show_trying
from dashboard.features.showcase.story import Story
from dashboard.labels.escaping import as_html, as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.shell.page_header import PASTICHES
from dashboard.ui.error_box import error_box

BACK, NEXT, LEAVE, PRESENT = "showcase.back", "showcase.next", "showcase.leave", "showcase.present"
_CHOICE_KEY = "showcase.chapter.choice"
_KEYS = {
    "ArrowLeft": BACK,
    "PageUp": BACK,
    "ArrowRight": NEXT,
    "PageDown": NEXT,
    "Escape": LEAVE,
}
_TURNING_PX = 430
_LONG_NOTE = 200
_FEW_LINES, _SOME_LINES = 2, 4
_STYLE = Path(__file__).parent / "showcase.css"


@dataclass(frozen=True)
class Chapter:
    """A chapter: its default title, untranslated, and the function that draws it."""

    title: str
    show: Callable[[Story], None]


CONTENTS: Mapping[str, Chapter] = {
    "collection": Chapter(N_("The collection"), show_collection),
    "movements": Chapter(N_("Who belongs to which movement"), show_movements),
    "balance": Chapter(N_("How unbalanced it is"), show_balance),
    "seen": Chapter(N_("What the network sees"), show_seen),
    "augmentation": Chapter(N_("What augmentation does"), show_augmentation),
    "learning": Chapter(N_("How each model learned"), show_learning),
    "confusions": Chapter(N_("Confusion matrix"), show_confusions),
    "comparison": Chapter(N_("How the models compare"), show_comparison),
    "try": Chapter(N_("Try it yourself"), show_trying),
}


def title_of(chapter: ChapterText) -> str:
    """Title of a chapter: the presenter's, else the default; plain text."""
    return chapter.title or _(CONTENTS[chapter.name].title)


def show_style() -> None:
    """Load the large type of chapters."""
    st.html(_STYLE)


def show_keys() -> None:
    """Bind arrow keys and a presenter's remote to the navigation, Escape to leaving."""
    press_by_keys(_KEYS, key="showcase.keys")


def show_turning(showcase: Showcase) -> None:
    """Draw back, the box of chapters, and next."""
    names = [chapter.name for chapter in showcase.shown_chapters]
    at = names.index(shown_chapter(showcase).name)
    st.session_state[_CHOICE_KEY] = names[at]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False, width=_TURNING_PX):
        _show_turn(BACK, names, at - 1)
        st.selectbox(
            _("Chapter"),
            names,
            format_func=lambda name: (
                f"{names.index(name) + 1}. {title_of(showcase.chapter(name) or ChapterText(name))}"
            ),
            key=_CHOICE_KEY,
            on_change=_open_chosen,
            label_visibility="collapsed",
        )
        _show_turn(NEXT, names, at + 1)


def show_foot(showcase: Showcase) -> None:
    """Draw the small controls of presentation mode, faint until the pointer is over them."""
    names = [chapter.name for chapter in showcase.shown_chapters]
    at = names.index(shown_chapter(showcase).name)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="showcase-foot"):
        _show_turn(BACK, names, at - 1)
        st.html(f'<span class="showcase-place">{at + 1} / {len(names)}</span>', width="content")
        _show_turn(NEXT, names, at + 1)
        st.button(_("Leave"), key=LEAVE, icon=":material/close:", type="tertiary", on_click=present, args=(False,))


def show_chapter(story: Story, chapter: ChapterText, *, presenting: bool) -> None:
    """Draw a chapter: title, content and the presenter's note.

    Args:
        story: of the showcase.
        chapter: with the presenter's title and note.
        presenting: whether nothing else is on the page.
    """
    heading = "h1" if presenting else "h2"
    shape = "showcase-presenting" if presenting else "showcase-reading"
    with st.container(key=shape), st.container(key=f"showcase-chapter-{chapter.name}", gap="small"):
        st.html(f'<{heading} class="showcase-title">{as_html(title_of(chapter))}</{heading}>')
        with error_box():
            CONTENTS[chapter.name].show(story)
        if chapter.note:
            st.html(f'<p class="{_note_shape(chapter.note)}" tabindex="0">{as_html(chapter.note)}</p>')
    if presenting and dataset_queries.dataset(story.dataset).is_sample:
        with st.container(key="showcase-pastiches"):
            st.caption(f":material/info: {as_text(_(PASTICHES))}")


def _note_shape(note: str) -> str:
    lines = note.count("\n") + 1
    is_long = len(note) > _LONG_NOTE or lines > _FEW_LINES
    return "showcase-note" + " long" * is_long + " listed" * (lines > _SOME_LINES)


def _show_turn(key: str, names: list[str], to: int) -> None:
    there = 0 <= to < len(names)
    back = key == BACK
    st.button(
        _("Back") if back else _("Next"),
        key=key,
        icon=":material/arrow_back:" if back else ":material/arrow_forward:",
        help=_("Back (arrow left)") if back else _("Next (arrow right)"),
        disabled=not there,
        on_click=open_chapter,
        args=(names[to] if there else names[0],),
    )


def _open_chosen() -> None:
    open_chapter(str(st.session_state[_CHOICE_KEY]))
