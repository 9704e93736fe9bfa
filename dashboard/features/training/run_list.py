"""Finished runs with filters, order and pages, and those deleted lately."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from core.environment import is_read_only
from core.language import N_, _, counted
from core.models.registry import MODELS
from core.runs.store import RunStore
from dashboard.charts.run_facts import Figure, build_figure_heads, build_figures
from dashboard.features.training.run_actions import delete, restore, resume, show_refusal, start_again
from dashboard.labels.escaping import as_text
from dashboard.labels.metrics import MEASURES, in_words, meaning_of
from dashboard.labels.runs import STATE_ICONS, STATE_WORDS, ago, cause, duration, epochs_words
from dashboard.queries import runs as run_queries
from dashboard.queries.runs import RunSummary
from dashboard.state.session import URL, set_widget
from dashboard.state.url_state import keep_choice, url_choice
from dashboard.ui.choices import ANY, with_any
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.error_box import error_box
from dashboard.ui.page_link import show_page_link
from dashboard.ui.paging import page_of

TEXT_KEY, STATE_KEY, MODEL_KEY, TAG_KEY = "runs.text", "runs.state", "runs.model", "runs.tag"
DATASET_KEY, SORT_KEY, PAGE_KEY = "runs.dataset", "runs.sort", "runs.page"
A_PAGE = 12
FIGURES_PX = 430

_OVER = ("finished", "stopped", "failed", "interrupted")
_SORTS: dict[str, tuple[str, Callable[[RunSummary], Any]]] = {
    "newest": (N_("Newest first"), lambda run: -(run.status.created or 0)),
    "best": (N_("Best first"), lambda run: -(run.accuracy if run.accuracy is not None else -1.0)),
    "longest": (N_("Longest first"), lambda run: -run.status.train_seconds),
    "name": (N_("By name"), lambda run: run.title.casefold()),
}
_AGAIN, _RESUME, _DELETE = N_("Run again with changes"), N_("Resume"), N_("Delete")


def show_run_list(runs: Sequence[RunSummary]) -> None:
    """Draw the list with its filters.

    Args:
        runs: all runs, newest first; active ones are left out.
    """
    over = [run for run in runs if run.status.is_over]
    if not over:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="runs-list-head"):
        st.subheader(_("Done"), anchor=False, width="content")
        st.caption(counted(len(over), "run", "runs"), width="content")
    found = _filtered(over)
    show_refusal()
    if not found:
        show_empty_state(
            _("No run matches these filters."),
            _("Show all"),
            _clear,
            key="runs.list.clear",
            icon=":material/filter_alt_off:",
        )
        return
    shown = page_of(found, A_PAGE, PAGE_KEY)
    with st.container(gap="xsmall", key="runs-list"):
        st.html(build_figure_heads(run_figures(shown[0])))
        for run in shown:
            with error_box():
                _show_run(run)


def _filtered(runs: list[RunSummary]) -> list[RunSummary]:
    """The runs that pass the filters, in the chosen order."""
    models = {name: _(entry.title) for name, entry in MODELS.items() if any(run.model == name for run in runs)}
    tags = sorted({tag for run in runs for tag in run.tags}, key=str.casefold)
    datasets = sorted({run.dataset for run in runs if run.dataset})
    with st.grid("auto", min_column_width=150, gap="small", vertical_alignment="bottom", key="runs-filters"):
        text = st.text_input(
            _("Search"), key=TEXT_KEY, bind=URL, placeholder=_("Title, note, artists"), icon=":material/search:"
        )
        state = _choose(STATE_KEY, _("State"), {state: _(STATE_WORDS[state]) for state in _OVER})
        model = _choose(MODEL_KEY, _("Model"), models)
        tag = _choose(TAG_KEY, _("Tag"), {tag: tag for tag in tags}) if tags else ANY
        dataset = _choose(DATASET_KEY, _("Data set"), {name: name for name in datasets}) if len(datasets) > 1 else ANY
        orders = {name: _(title) for name, (title, _order) in _SORTS.items()}
        order = _choose(SORT_KEY, _("Order"), orders, any_of_them=False)
    words = str(text or "").casefold().split()
    found = [
        run
        for run in runs
        if all(word in run.words for word in words)
        and state in (ANY, run.status.state)
        and model in (ANY, run.model)
        and (tag == ANY or tag in run.tags)
        and dataset in (ANY, run.dataset)
    ]
    return sorted(found, key=_SORTS[order][1])


def _choose(key: str, label: str, titles: Mapping[str, str], *, any_of_them: bool = True) -> str:
    """Draw a box whose choice is in the address by name, which stays valid when a title is reworded."""
    shown = with_any(titles) if any_of_them else dict(titles)
    choice = url_choice(key, list(shown), next(iter(shown)))
    st.selectbox(
        label, list(shown), format_func=shown.__getitem__, key=f"{key}.choice", on_change=keep_choice, args=(key,)
    )
    return choice


def _clear() -> None:
    set_widget(TEXT_KEY, "")
    for key in (STATE_KEY, MODEL_KEY, TAG_KEY, DATASET_KEY):
        st.query_params.pop(key, None)


def _show_run(run: RunSummary) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"runs-row-{run.run_id}"):
        with st.container(gap=None, width="stretch"):
            show_page_link("run", run.title, icon=STATE_ICONS[run.status.state], query={"run": run.run_id})
            st.markdown(_second_line(run))
        st.html(build_figures(run_figures(run)), width=FIGURES_PX)
        chosen = st.menu_button(
            "",
            _options(run),
            format_func=_,
            key=f"runs.more.{run.run_id}",
            icon=":material/more_horiz:",
            type="tertiary",
            help=_("More"),
            disabled=is_read_only(),
        )
    if chosen:
        _act(chosen, run)


def _second_line(run: RunSummary) -> str:
    """State in words, for an icon alone is not enough, with artists and tags or the cause of a failure."""
    state = _(STATE_WORDS[run.status.state])
    if run.status.state in ("failed", "interrupted"):
        return f":small[**{state}** · :gray[{as_text(cause(run.status))}]]"
    tags = "".join(f" :gray-badge[{as_text(tag)}]" for tag in run.tags)
    parts = [part for part in (run.artists, run.fault) if part]
    return f":small[{state} · :gray[{as_text(' · '.join(parts))}]]{tags}"


def run_figures(run: RunSummary) -> list[Figure]:
    """The figures of a run in the list."""
    accuracy = MEASURES["accuracy"]
    return [
        Figure(_("Test accuracy"), in_words(accuracy, run.accuracy), meaning_of("test accuracy"), strong=True),
        Figure(_("Test F1"), in_words(accuracy, run.f1), meaning_of("test f1")),
        Figure(_("Epochs"), epochs_words(run.status), meaning_of("epoch")),
        Figure(_("Time"), duration(_seconds(run)), _("Duration from start to end.")),
        Figure(_("When"), ago(run.status.ended or run.status.created), _("When it ended.")),
    ]


def _seconds(run: RunSummary) -> float | None:
    status = run.status
    if status.started is None or status.ended is None:
        return status.train_seconds or None
    return max(status.train_seconds, status.ended - status.started) if not status.resumes else status.train_seconds


def _options(run: RunSummary) -> list[str]:
    """Actions on offer, the most useful first."""
    if run.fault:
        return [_DELETE]
    if not run.status.can_resume:
        return [_AGAIN, _DELETE]
    return [_AGAIN, _RESUME, _DELETE] if run.status.wants_changes else [_RESUME, _AGAIN, _DELETE]


def _act(chosen: str, run: RunSummary) -> None:
    if chosen == _AGAIN:
        start_again(run.run_id)
    if chosen == _RESUME:
        resume(run.run_id)
    elif chosen == _DELETE:
        delete(run.run_id, run.title)
    st.rerun()


def show_deleted_runs() -> None:
    """Draw deleted runs, the newest first, folded; nothing if there are none."""
    runs = RunStore().deleted()
    if not runs:
        return
    with st.expander(_("Recently deleted"), key="runs.deleted", icon=":material/restore_from_trash:"):
        show_refusal()
        st.caption(_("A deleted run is kept for a week, then it is removed for good."))
        for run in runs:
            summary = run_queries.summary(run)
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                with st.container(gap=None, width="stretch"):
                    st.markdown(as_text(summary.title))
                    epochs = counted(run.status.epoch, "epoch", "epochs")
                    st.caption(as_text(" · ".join(part for part in (summary.artists, epochs, run.id) if part)))
                st.button(
                    _("Restore"),
                    key=f"runs.restore.{run.id}",
                    icon=":material/undo:",
                    on_click=restore,
                    args=(run.id,),
                    disabled=is_read_only(),
                )
