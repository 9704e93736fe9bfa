"""Editor of a showcase: chapters and their order, title and note of each, and the runs."""

from dataclasses import replace

import streamlit as st

from core.errors import AtelierError
from core.language import _
from core.runs.run import Run
from core.showcase import CHAPTERS, LONGEST_NOTE, LONGEST_TITLE, MOST_RUNS, ChapterText, Showcase
from dashboard.features.showcase.address import RUNS_KEY, change, change_chapter, open_chapter, shown_chapter
from dashboard.features.showcase.frame import CONTENTS, title_of
from dashboard.features.showcase.shelf import show_shelf
from dashboard.features.showcase.story import Story
from dashboard.labels.escaping import as_text
from dashboard.queries import runs as run_queries
from dashboard.queries.runs import distinct_titles
from dashboard.state.session import Field
from dashboard.ui.error_box import show_error

TITLE_KEY, NOTE_KEY, CHOSEN_KEY = "showcase.words.title", "showcase.words.note", "showcase.runs.choice"
_REFUSED: Field[tuple[str, str]] = Field("showcase.words.refused", ("", ""))
"""The chapter, and why not all of the text is kept."""


def show_arranging(showcase: Showcase, runs: list[Run], story: Story) -> None:
    """Draw the popover of the editor.

    Args:
        showcase: the current one.
        runs: all finished runs of the data set.
        story: of the showcase.
    """
    # Opening and closing must not rerun the page: a click on another page would be lost.
    with st.popover(_("Arrange"), key="showcase.arrange", icon=":material/tune:"), st.container(width=420, gap="small"):
        chapters, words, about, kept = st.tabs([_("Chapters"), _("This chapter"), _("Runs"), _("Saved")])
        with chapters:
            _show_chapters(showcase)
        with words:
            _show_words(showcase, shown_chapter(showcase))
        with about:
            _show_runs(showcase, runs, story)
        with kept:
            show_shelf(showcase)


def _show_chapters(showcase: Showcase) -> None:
    complete = _with_every_chapter(showcase)
    for place, chapter in enumerate(complete.chapters):
        key = f"showcase.chapters.{chapter.name}"
        st.session_state[f"{key}.told"] = chapter.shown
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            title = title_of(chapter)
            st.checkbox(
                as_text(title),
                key=f"{key}.told",
                on_change=_tell_or_not,
                args=(complete, chapter),
                disabled=complete.shown_chapters == (chapter,),
                width="stretch",
            )
            for step, icon, words in ((-1, "arrow_upward", _("Earlier")), (1, "arrow_downward", _("Later"))):
                st.button(
                    f"{words}: {as_text(title)}",
                    key=f"{key}.move{step}",
                    icon=f":material/{icon}:",
                    help=words,
                    type="tertiary",
                    disabled=not 0 <= place + step < len(complete.chapters),
                    on_click=_move,
                    args=(complete, place, step),
                )


def _with_every_chapter(showcase: Showcase) -> Showcase:
    """Chapters that it does not have are appended, hidden."""
    named = {chapter.name for chapter in showcase.chapters}
    others = tuple(ChapterText(name, shown=False) for name in CHAPTERS if name not in named)
    return replace(showcase, chapters=(*showcase.chapters, *others))


def _tell_or_not(showcase: Showcase, chapter: ChapterText) -> None:
    change_chapter(showcase, replace(chapter, shown=not chapter.shown))


def _move(showcase: Showcase, place: int, step: int) -> None:
    chapters = list(showcase.chapters)
    moved = chapters.pop(place)
    chapters.insert(place + step, moved)
    change(replace(showcase, chapters=tuple(chapters)))
    if moved.shown:
        open_chapter(moved.name)


def _show_words(showcase: Showcase, chapter: ChapterText) -> None:
    title_key, note_key = f"{TITLE_KEY}.{chapter.name}", f"{NOTE_KEY}.{chapter.name}"
    st.session_state[title_key], st.session_state[note_key] = chapter.title, chapter.note
    st.text_input(
        _("Title"),
        key=title_key,
        placeholder=_(CONTENTS[chapter.name].title),
        on_change=_keep_words,
        args=(showcase, chapter.name),
    )
    st.text_area(
        _("Note"),
        key=note_key,
        placeholder=_("What you want to say here"),
        on_change=_keep_words,
        args=(showcase, chapter.name),
    )
    st.caption(_("Both are shown in the chapter. If empty, it has its default title and no note."))
    about, refused = _REFUSED.get()
    if about == chapter.name:
        show_error(refused)


def _keep_words(showcase: Showcase, name: str) -> None:
    _REFUSED.clear()
    title, note = (str(st.session_state.get(f"{key}.{name}") or "") for key in (TITLE_KEY, NOTE_KEY))
    try:
        change_chapter(showcase, ChapterText(name, title[:LONGEST_TITLE], note[:LONGEST_NOTE]))
    except AtelierError as error:
        _REFUSED.set((name, str(error)))
        return
    # A limit of the fields themselves would drop a long paste entirely, without a message.
    cut = [_cut(what, text, most) for what, text, most in _limits(title, note) if len(text) > most]
    if cut:
        _REFUSED.set((name, " ".join(cut)))


def _limits(title: str, note: str) -> tuple[tuple[str, str, int], ...]:
    return (_("Title"), title, LONGEST_TITLE), (_("Note"), note, LONGEST_NOTE)


def _cut(what: str, text: str, most: int) -> str:
    sentence = _("{field}: only the first {most} of {n:,} characters are kept.")
    return sentence.format(field=what, most=most, n=len(text))


def _show_runs(showcase: Showcase, runs: list[Run], story: Story) -> None:
    if not runs:
        st.caption(_("No run of this data set is done yet."))
        return
    titles = distinct_titles([run_queries.summary(run) for run in runs])
    st.session_state[CHOSEN_KEY] = [run.id for run in story.runs]
    st.multiselect(
        _("Runs"),
        list(titles),
        format_func=titles.__getitem__,
        key=CHOSEN_KEY,
        max_selections=MOST_RUNS,
        on_change=_keep_runs,
        args=(showcase,),
    )
    st.caption(_("If empty, the newest run of each model is shown."))


def _keep_runs(showcase: Showcase) -> None:
    chosen = tuple(st.session_state[CHOSEN_KEY])
    change(replace(showcase, runs=chosen))
    if chosen:
        st.query_params[RUNS_KEY] = ",".join(chosen)
    else:
        st.query_params.pop(RUNS_KEY, None)
