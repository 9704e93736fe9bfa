"""Who is asked, and by what similar works are found; both in the address."""

from collections.abc import Sequence

import streamlit as st

from core.language import N_, _, counted
from core.runs import Run
from core.similarity.descriptors import DescriptorState
from dashboard.labels.escaping import as_text
from dashboard.queries import runs as run_queries
from dashboard.queries import similarity as similarity_queries
from dashboard.queries.results import artists_of
from dashboard.queries.runs import distinct_titles
from dashboard.state.session import keep_choice, url_choice
from dashboard.ui.describing import descriptor_label

RUN_KEY, DESCRIPTOR_KEY = "run", "recognise.descriptor"

_BOX_PX = 440
_RUN_HELP = N_("Runs of this data set that have finished. The first knows the most artists and is right most often.")
_DESCRIPTOR_HELP = N_("By what similar works are found. “None of these” is always told by palette and texture.")


def choose_who_is_asked(name: str, runs: Sequence[Run]) -> tuple[Run | None, DescriptorState]:
    """Both choices behind one button, which says who it is now.

    Args:
        name: of the data set.
        runs: that can be asked, the best first.
    """
    labels = run_labels(runs)
    now = labels.get(st.query_params.get(RUN_KEY, ""), next(iter(labels.values()), "")).split(" (")[0]
    label = as_text(_("Asks {run}").format(run=now)) if now else _("Alike in what")
    with st.popover(label, key="recognise.settings", icon=":material/tune:"), st.container(width=_BOX_PX):
        run = choose_run(runs) if runs else None
        return run, choose_descriptor(name)


def choose_run(runs: Sequence[Run]) -> Run:
    """A box of runs, the best first, each with what it is worth.

    Args:
        runs: at least one.
    """
    titles = run_labels(runs)
    chosen = url_choice(RUN_KEY, list(titles), runs[0].id)
    st.selectbox(
        _("Who is asked"),
        list(titles),
        format_func=titles.__getitem__,
        key=f"{RUN_KEY}.choice",
        on_change=keep_choice,
        args=(RUN_KEY,),
        help=_(_RUN_HELP),
    )
    return next(run for run in runs if run.id == chosen)


def run_labels(runs: Sequence[Run]) -> dict[str, str]:
    """As in "Frozen ResNet50 (10 artists, 77 % right)", by id; plain text."""
    summaries = {run.id: run_queries.summary(run) for run in runs}
    titles = distinct_titles(list(summaries.values()))
    labels = {}
    for run in runs:
        artists, accuracy = artists_of(run), summaries[run.id].accuracy
        facts = [counted(artists, "artist", "artists")] if artists else []
        facts += [] if accuracy is None else [_("{percent:.0f} % right").format(percent=100 * accuracy)]
        labels[run.id] = f"{titles[run.id]} ({', '.join(facts)})" if facts else titles[run.id]
    return labels


def choose_descriptor(name: str) -> DescriptorState:
    """A box of descriptors, those that are there and those that could be."""
    states = {state.name: state for state in similarity_queries.states(name)}
    chosen = url_choice(DESCRIPTOR_KEY, list(states), similarity_queries.usual_descriptor(name))
    st.selectbox(
        _("Alike in what"),
        list(states),
        format_func=lambda found: descriptor_label(states[found]),
        key=f"{DESCRIPTOR_KEY}.choice",
        on_change=keep_choice,
        args=(DESCRIPTOR_KEY,),
        help=_(_DESCRIPTOR_HELP),
    )
    return states[chosen]
