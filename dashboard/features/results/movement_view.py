"""Confusions inside movements, against chance, and as a graph."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core.dataset.artists.artist import Artist
from core.evaluation.movements import confusion_graph
from core.evaluation.results import RunResults, number
from core.graph.building import Graph
from core.language import _, counted, current_language, grouped
from core.runs.run import Run
from dashboard.charts.confusion_network import build_confusion_network, confusions_of
from dashboard.charts.network import NetworkView
from dashboard.charts.run_facts import Figure, build_figures
from dashboard.components.network import show_network
from dashboard.features.results.downloads import show_csv_button
from dashboard.labels.escaping import as_text
from dashboard.queries import results as result_queries
from dashboard.ui.result_labels import percent

NODE_KEY = "confusion.node"
_GRAPH_PX, _MOST_LINES = 560, 40


def show_movement_view(run: Run, results: RunResults, split: str) -> None:
    """Draw the share of confusions inside a movement, and the graph of confusions."""
    _show_affinity(results, split)
    artists = result_queries.known_artists(run.dataset)
    if not artists:
        st.caption(_("The artists of this run's data set are no longer known, so the graph cannot be drawn."))
        return
    graph, view = _drawn(results.artists, results.sides[split]["confusion"], artists)
    node = st.query_params.get(NODE_KEY, "")
    show_network(
        view,
        key="confusion.network",
        on_pick=_pick,
        selected=node if node in graph else None,
        height_px=_GRAPH_PX,
        file_name=f"confusions-{run.id}-{split}.png",
    )
    st.caption(
        as_text(
            _(
                "Thick lines join confused artists, at most the {most} most frequent pairs; thicker means more "
                "often. A line in the colour of a movement is inside it, a red one crosses movements. Thin lines "
                "join artists to their movements. Click an artist for details."
            ).format(most=_MOST_LINES)
        )
    )
    if node in graph and "hits" in graph.nodes[node]:
        _show_artist(graph, node)
    show_csv_button(lambda: _table(graph), f"confusions-{run.id}-{split}", "confusion.network.csv")


def _show_affinity(results: RunResults, split: str) -> None:
    found = results.movements
    if found is None:
        st.markdown(_(":gray[Whether the confusions follow movements could not be measured for this run.]"))
        return
    st.markdown(f"**{as_text(found.get('sentence', ''))}**")
    low, high = number(found.get("chance_low")), number(found.get("chance_high"))
    by_chance = percent(number(found.get("chance_share")))
    if low is not None and high is not None:
        spread = _("{share} ({low:.0f} to {high:.0f})")
        by_chance = spread.format(share=by_chance, low=100 * low, high=100 * high)
    p_value = number(found.get("p_value"))
    figures = [
        Figure(_("Confusions"), grouped(found.get("confusions") or 0), _("Wrong answers on the test pictures.")),
        Figure(_("Inside a shared movement"), percent(number(found.get("share"))), "", strong=True),
        Figure(
            _("By chance"),
            by_chance,
            _(
                "Mean over random permutations that keep the number of mistakes of each artist and of each "
                "predicted name; in brackets the 95 % range."
            ),
        ),
        Figure(
            _("p-value"),
            "–" if p_value is None else f"{p_value:.3f}",
            _("How likely such a share is by chance (one-sided permutation test)."),
        ),
    ]
    st.html(build_figures(figures))
    if split != "test":
        st.caption(_("This applies to the test pictures; the graph below shows the selected split."))


def _pick(node: str | None) -> None:
    if node:
        st.query_params[NODE_KEY] = node
    else:
        st.query_params.pop(NODE_KEY, None)


def _show_artist(graph: Graph, node: str) -> None:
    facts = graph.nodes[node]
    taken_for, instead = confusions_of(graph, node)
    pictures = counted(facts["pictures"], "picture", "pictures")
    lines = [_("{hits} of {pictures} recognised.").format(hits=facts["hits"], pictures=pictures)]
    if taken_for:
        lines.append(_("Taken for {artists}.").format(artists=_listed(taken_for)))
    if instead:
        lines.append(_("Named instead of {artists}.").format(artists=_listed(instead)))
    st.markdown(f"**{as_text(facts['label'])}**: {as_text(' '.join(lines))}")


def _listed(found: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{name} ({number})" for name, number in found)


def _table(graph: Graph) -> pd.DataFrame:
    rows = [
        {
            "Painter": graph.nodes[facts["painter"]]["label"],
            "Taken for": graph.nodes[facts["answer"]]["label"],
            "Pictures": facts["there"],
            "The other way": facts["back"],
            "Shared movements": facts["shared"],
        }
        for *_ends, facts in graph.edges(data=True)
        if facts["kind"] == "confusion"
    ]
    return pd.DataFrame(rows)


def _drawn(names: tuple[str, ...], counts: Sequence[Sequence[Any]], artists: list[Artist]) -> tuple[Graph, NetworkView]:
    rows = tuple(tuple(int(value) for value in row) for row in counts)
    people = tuple((artist.id, artist.name, artist.movements) for artist in artists)
    return _kept(names, rows, people, current_language(), artists)


@st.cache_resource(max_entries=16, show_spinner=False)
def _kept(
    names: tuple[str, ...],
    rows: tuple[tuple[int, ...], ...],
    people: tuple[tuple[int, str, tuple[str, ...]], ...],
    language: str,
    _artists: list[Artist],
) -> tuple[Graph, NetworkView]:
    graph = confusion_graph(np.asarray(rows, np.int64), names, _artists)
    return graph, build_confusion_network(graph, _MOST_LINES)
