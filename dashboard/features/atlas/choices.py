"""What the map shows: which descriptor and method made it, what colours mean, who is looked for. All in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import streamlit as st

from core.language import N_, _
from core.runs.run import Run
from core.similarity.descriptors import DescriptorState
from core.similarity.map import MapMethod
from dashboard.features.atlas.chosen import clear_area
from dashboard.labels.runs import SIDE_MEANINGS, SIDE_WORDS
from dashboard.queries import runs as run_queries
from dashboard.queries import similarity as similarity_queries
from dashboard.queries.results import best_first
from dashboard.queries.runs import distinct_titles
from dashboard.state.url_state import keep_choice, url_choice
from dashboard.ui.choices import choose_one, choose_segment
from dashboard.ui.describing import descriptor_label
from dashboard.ui.run_choice import runs_with_results

DESCRIPTOR_KEY, METHOD_KEY, COLOUR_KEY = "atlas.descriptor", "atlas.method", "atlas.colour"
RUN_KEY, SIDE_KEY, ARTIST_KEY = "run", "atlas.side", "atlas.artist"

METHODS = {"pca": "PCA", "umap": "UMAP"}
"""Names of methods, the same in every language."""

COLOURS = {"artist": N_("Painter"), "movement": N_("Movement"), "century": N_("Century")}
COLOURS_OF_RUN = {"answer": N_("Answer"), "mistake": N_("Right or wrong")}
_EVERY_SIDE = {"every": N_("All sides")}
_METHOD_HELP = N_(
    "PCA keeps the two directions in which the pictures differ most, and is there at once. UMAP keeps neighbours "
    "together and shows islands better; it is computed once, in the background."
)


@dataclass(frozen=True)
class MapChoice:
    """Which map, and how it is coloured.

    Attributes:
        state: of the descriptor.
        method: that made two dimensions of it.
        colour: a key of `COLOURS` or `COLOURS_OF_RUN`.
    """

    state: DescriptorState
    method: MapMethod
    colour: str

    @property
    def needs_run(self) -> bool:
        """Whether the colours are what a model answered."""
        return self.colour in COLOURS_OF_RUN


def choose_map(name: str) -> MapChoice:
    """Colours beside each other, the map itself in a box that unfolds."""
    colour = choose_segment(COLOUR_KEY, _("Colour by"), _translated({**COLOURS, **COLOURS_OF_RUN}))
    states = {state.name: state for state in similarity_queries.states(name)}
    with st.popover(_("Map"), icon=":material/tune:", key="atlas.map", width="content"):
        descriptor = _choose_descriptor(name, states)
        method = choose_segment(METHOD_KEY, _("Method"), METHODS, help=_(_METHOD_HELP), on_change=_keep_map)
    return MapChoice(states[descriptor], cast(MapMethod, method), colour)


def _translated(titles: Mapping[str, str]) -> dict[str, str]:
    return {name: _(title) for name, title in titles.items()}


def _choose_descriptor(name: str, states: dict[str, DescriptorState]) -> str:
    choice = url_choice(DESCRIPTOR_KEY, list(states), similarity_queries.usual_descriptor(name))
    st.selectbox(
        _("Similarity based on"),
        list(states),
        format_func=lambda found: descriptor_label(states[found]),
        key=f"{DESCRIPTOR_KEY}.choice",
        on_change=_keep_map,
        args=(DESCRIPTOR_KEY,),
        help=_("What describes a picture: measured colours and textures, or what a network has learned to see."),
    )
    return choice


def _keep_map(key: str) -> None:
    """Clear the lasso: on another map it would enclose other pictures."""
    keep_choice(key)
    clear_area()


def runs_of(name: str) -> list[Run]:
    """The runs of this data set that answered for its pictures, the best first."""
    return best_first(run for run in runs_with_results() if run.dataset == name)


def choose_run_and_side(runs: Sequence[Run]) -> tuple[Run, str | None]:
    """Whose answers are shown, and for which pictures; None for those of all sides.

    Args:
        runs: at least one.
    """
    chosen = choose_one(RUN_KEY, _("Run"), distinct_titles([run_queries.summary(run) for run in runs]), width=300)
    meanings = " ".join(f"{_(title)}: {_(SIDE_MEANINGS[side])}." for side, title in SIDE_WORDS.items())
    side = choose_segment(SIDE_KEY, _("Pictures"), _translated({**SIDE_WORDS, **_EVERY_SIDE}), help=meanings)
    return next(run for run in runs if run.id == chosen), None if side in _EVERY_SIDE else side


def choose_artist(artists: Sequence[str]) -> str | None:
    """The artist whose pictures are highlighted; None for none."""
    requested = st.query_params.get(ARTIST_KEY)
    st.session_state[f"{ARTIST_KEY}.choice"] = requested if requested in artists else None
    st.selectbox(
        _("Find a painter"),
        artists,
        index=None,
        key=f"{ARTIST_KEY}.choice",
        placeholder=_("Find a painter"),
        on_change=_keep_artist,
        icon=":material/search:",
        label_visibility="collapsed",
        width=230,
    )
    return requested if requested in artists else None


def _keep_artist() -> None:
    chosen = st.session_state[f"{ARTIST_KEY}.choice"]
    if chosen is None:
        st.query_params.pop(ARTIST_KEY, None)
    else:
        st.query_params[ARTIST_KEY] = chosen
