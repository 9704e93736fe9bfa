"""The runs to compare: all with results, those that pass a filter, or a saved selection."""

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import streamlit as st

from core.environment import artifacts_root, is_read_only
from core.errors import AtelierError, InvalidInputError
from core.files import write_json_atomically
from core.language import _, counted, ngettext
from core.models.registry import MODELS
from core.named_documents import changing
from core.permissions import require_writable
from core.runs.run import Run
from dashboard.labels.escaping import as_text
from dashboard.queries import runs as run_queries
from dashboard.queries.runs import RunSummary
from dashboard.state.page_memory import kept_widget
from dashboard.state.session import URL, Field, current_dataset, set_widget
from dashboard.ui.choices import ANY, choose_one, with_any
from dashboard.ui.error_box import error_box, show_error
from dashboard.ui.undo import offer_undo

RUNS_KEY = "runs"
TEXT_KEY, MODEL_KEY, TAG_KEY = "compare.text", "compare.model", "compare.tag"
NAME_KEY = "compare.choice.name"

_REFUSED: Field[str] = Field("compare.choice.refused", "")
SCHEMA_VERSION = 1
LONGEST_NAME = 60


def requested_runs() -> list[str]:
    """Ids of the runs in the address; empty if there are none."""
    return [run_id for run_id in st.query_params.get(RUNS_KEY, "").split(",") if run_id]


def ask_for(run_ids: Sequence[str]) -> None:
    """Compare these runs only, or all if empty; for callbacks."""
    if run_ids:
        st.query_params[RUNS_KEY] = ",".join(run_ids)
    else:
        st.query_params.pop(RUNS_KEY, None)


def clear_run_set() -> None:
    """Compare all runs; for callbacks."""
    ask_for([])
    set_widget(TEXT_KEY, "")
    for key in (MODEL_KEY, TAG_KEY):
        st.query_params.pop(key, None)


def choose_runs(runs: Sequence[Run]) -> list[Run]:
    """The runs that the filters and the address select.

    Args:
        runs: all that have results.
    """
    requested = requested_runs()
    by_id = {run.id: run for run in runs}
    offered = [by_id[run_id] for run_id in requested if run_id in by_id] if requested else _of_this_dataset(runs)
    summaries = {run.id: run_queries.summary(run) for run in offered}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="compare-runs"):
        shown = _filtered(offered, summaries)
        _show_saved([run.id for run in shown])
        if requested or len(shown) < len(offered):
            st.button(_("All runs"), key="compare.runs.all", icon=":material/filter_alt_off:", on_click=clear_run_set)
    _show_what(requested, by_id, offered, shown)
    return shown


def _of_this_dataset(runs: Sequence[Run]) -> list[Run]:
    """Runs of the current data set; all if it has none."""
    return [run for run in runs if run.dataset == current_dataset()] or list(runs)


def _filtered(runs: Sequence[Run], summaries: dict[str, RunSummary]) -> list[Run]:
    models = {name: _(entry.title) for name, entry in MODELS.items() if any(run.model == name for run in runs)}
    tags = sorted({tag for found in summaries.values() for tag in found.tags}, key=str.casefold)
    text = st.text_input(
        _("Search"), key=TEXT_KEY, bind=URL, placeholder=_("Title, note, artists"), icon=":material/search:", width=220
    )
    model = choose_one(MODEL_KEY, _("Model"), with_any(models), width=180) if len(models) > 1 else ANY
    tag = choose_one(TAG_KEY, _("Tag"), with_any({tag: tag for tag in tags}), width=150) if tags else ANY
    words = str(text or "").casefold().split()
    return [
        run
        for run in runs
        if all(word in summaries[run.id].words for word in words)
        and model in (ANY, run.model)
        and (tag == ANY or tag in run.tags)
    ]


def _show_what(requested: Sequence[str], by_id: dict[str, Run], offered: Sequence[Run], shown: Sequence[Run]) -> None:
    gone = [run_id for run_id in requested if run_id not in by_id]
    if gone:
        st.caption(as_text(_("Not here, or without results: {runs}.").format(runs=", ".join(gone))))
    if len(shown) < len(offered):
        runs = counted(len(offered), "run", "runs")
        st.caption(as_text(_("{shown} of {runs}.").format(shown=len(shown), runs=runs)))


def _show_saved(run_ids: Sequence[str]) -> None:
    """Draw the popover of saved selections."""
    # Opening and closing must not rerun the page: a click on another page would be lost.
    with (
        st.popover(_("Saved selections"), key="compare.choices", icon=":material/bookmarks:"),
        st.container(width=340, gap="small"),
        error_box(),
    ):
        st.text_input(
            _("Name"),
            key=kept_widget(NAME_KEY),
            max_chars=LONGEST_NAME,
            placeholder=_("What these runs have in common"),
        )
        st.button(
            ngettext("Save this {n:,} run", "Save these {n:,} runs", len(run_ids)).format(n=len(run_ids)),
            key="compare.choice.save",
            icon=":material/save:",
            on_click=_save,
            args=(list(run_ids),),
            disabled=is_read_only() or not run_ids,
        )
        if refused := _REFUSED.get():
            show_error(refused)
        for name, kept in read_choices().items():
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.button(
                    as_text(name),
                    key=f"compare.choice.open.{name}",
                    type="tertiary",
                    on_click=ask_for,
                    args=(kept,),
                    width="stretch",
                )
                st.caption(counted(len(kept), "run", "runs"), width="content")
                st.button(
                    "",
                    key=f"compare.choice.delete.{name}",
                    icon=":material/delete:",
                    type="tertiary",
                    help=_("Delete this selection; no run is deleted"),
                    on_click=_delete,
                    args=(name,),
                    disabled=is_read_only(),
                )


def _save(run_ids: list[str]) -> None:
    _REFUSED.clear()
    try:
        name = save_choice(str(st.session_state.get(NAME_KEY) or ""), run_ids)
    except AtelierError as error:
        _REFUSED.set(str(error))
    else:
        set_widget(NAME_KEY, "")
        offer_undo(_("“{name}” is saved.").format(name=name), lambda: _forget(name))


def _forget(name: str) -> None:
    delete_choice(name)


def _delete(name: str) -> None:
    with error_box():
        kept = delete_choice(name)
        offer_undo(_("“{name}” is deleted.").format(name=name), partial(_restore, name, kept))


def _restore(name: str, kept: tuple[str, ...]) -> None:
    save_choice(name, kept)


def choices_path() -> Path:
    """The file of the saved selections."""
    return artifacts_root() / "comparisons.json"


def read_choices() -> dict[str, tuple[str, ...]]:
    """Ids of runs by name, in the order of saving; empty if there is no file.

    Raises:
        InvalidInputError: the file is damaged.
    """
    path = choices_path()
    try:
        document = json.loads(path.read_text("utf-8"))
        if document["schema_version"] != SCHEMA_VERSION:
            raise ValueError(document["schema_version"])
        return {str(name): tuple(str(run_id) for run_id in runs) for name, runs in document["choices"].items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
        raise InvalidInputError(
            _(
                "The saved selections of runs ({file}) cannot be read. Repair the file or move it away; no run "
                "is affected."
            ).format(file=path.name)
        ) from error


def save_choice(name: str, run_ids: Sequence[str]) -> str:
    """Save a selection, replacing one of the same name; returns the normalised name.

    Raises:
        InvalidInputError: the name is empty or too long, or there is no run.
        ReadOnlyError: this is a read-only demo.
    """
    what = _("save a selection of runs")
    require_writable(what)
    kept = " ".join(name.split())
    if not kept or len(kept) > LONGEST_NAME:
        raise InvalidInputError(_("Give the selection a name of 1 to {most} characters.").format(most=LONGEST_NAME))
    if not run_ids:
        raise InvalidInputError(_("There is no run to save. Select some first."))
    with _changing(what):
        _write({**read_choices(), kept: tuple(run_ids)})
    return kept


def delete_choice(name: str) -> tuple[str, ...]:
    """Delete a selection; returns its runs for undo.

    Raises:
        ReadOnlyError: this is a read-only demo.
    """
    with _changing(_("delete a selection of runs")):
        choices = read_choices()
        runs = choices.pop(name, ())
        _write(choices)
    return runs


def _changing(what: str) -> AbstractContextManager[None]:
    lock = choices_path().with_name(".comparisons.lock")
    return changing(lock, what, _("Another tab is changing the saved selections. Try again in a moment."))


def _write(choices: Mapping[str, Sequence[str]]) -> None:
    rows = {name: list(runs) for name, runs in choices.items()}
    write_json_atomically(choices_path(), {"schema_version": SCHEMA_VERSION, "choices": rows})
