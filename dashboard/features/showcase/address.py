"""The current showcase and chapter: from the address, with unsaved changes."""

from dataclasses import replace
from typing import Final

import streamlit as st

from core.errors import AtelierError
from core.language import _
from core.showcase import LONGEST_RUN_ID, MOST_RUNS, ChapterText, Showcase, ShowcaseStore
from dashboard.state.session import Field

SHOWCASE_KEY: Final = "showcase"
CHAPTER_KEY: Final = "chapter"
PRESENT_KEY: Final = "present"
RUNS_KEY: Final = "runs"

_DRAFT: Field[Showcase | None] = Field("showcase.draft", None)
_KNOWN: Field[Showcase | None] = Field("showcase.known", None)
_ON: Final = "on"


def shown_showcase() -> tuple[Showcase, str]:
    """The current showcase, and why it is not the requested one; "" if it is."""
    requested = st.query_params.get(SHOWCASE_KEY, "")
    draft = _DRAFT.get()
    if draft is not None and draft.document_id == requested:
        return draft, ""
    stored, fault = _stored(requested)
    _KNOWN.set(stored)
    return stored, fault


def _stored(document_id: str) -> tuple[Showcase, str]:
    if not document_id:
        return Showcase(), ""
    try:
        return ShowcaseStore().get(document_id), ""
    except AtelierError as error:
        instead = _("The default chapters are shown.")
        return Showcase(document_id=document_id), f"{error} {instead}"


def is_changed() -> bool:
    """Whether there are unsaved changes."""
    draft = _DRAFT.get()
    return draft is not None and draft.document_id == st.query_params.get(SHOWCASE_KEY, "")


def change(showcase: Showcase) -> None:
    """Set an unsaved change; for callbacks."""
    _DRAFT.set(showcase)


def known_showcase() -> Showcase | None:
    """The saved state of the current showcase when this tab last showed it unchanged; None if unsaved."""
    known, requested = _KNOWN.get(), st.query_params.get(SHOWCASE_KEY, "")
    return known if known and requested and known.document_id == requested else None


def change_chapter(showcase: Showcase, changed: ChapterText) -> None:
    """Change one chapter; for callbacks."""
    chapters = tuple(changed if chapter.name == changed.name else chapter for chapter in showcase.chapters)
    change(replace(showcase, chapters=chapters))


def open_showcase(document_id: str) -> None:
    """Open a saved showcase at its first chapter, the default one for ""; for callbacks."""
    _DRAFT.clear()
    _put(SHOWCASE_KEY, document_id)
    _put(CHAPTER_KEY, "")
    _put(RUNS_KEY, "")


def keep_open(document_id: str) -> None:
    """Open the showcase that was just saved at the current chapter; for callbacks."""
    _DRAFT.clear()
    _put(SHOWCASE_KEY, document_id)
    _put(RUNS_KEY, "")


def requested_runs(showcase: Showcase) -> tuple[str, ...]:
    """Ids of its runs: those in the address, else the saved ones."""
    named = tuple(
        run_id for run_id in st.query_params.get(RUNS_KEY, "").split(",") if 0 < len(run_id) <= LONGEST_RUN_ID
    )
    return named[:MOST_RUNS] or showcase.runs


def shown_chapter(showcase: Showcase) -> ChapterText:
    """The chapter in the address; the first one if it is not shown."""
    requested = showcase.chapter(st.query_params.get(CHAPTER_KEY, ""))
    return requested if requested and requested.shown else showcase.shown_chapters[0]


def open_chapter(name: str) -> None:
    """Open a chapter; for callbacks."""
    _put(CHAPTER_KEY, name)


def is_presenting() -> bool:
    """Whether sidebar and controls are hidden."""
    return st.query_params.get(PRESENT_KEY) == _ON


def present(on: bool) -> None:
    """Hide or show sidebar and controls; for callbacks."""
    _put(PRESENT_KEY, _ON if on else "")


def _put(key: str, value: str) -> None:
    if value:
        st.query_params[key] = value
    else:
        st.query_params.pop(key, None)
