"""The colours of the map's points, as they were chosen."""

import streamlit as st

from core.errors import AtelierError
from core.language import _, grouped, ngettext
from core.runs.run import Run
from core.similarity.descriptors import DescriptorState
from core.similarity.map import CollectionMap
from dashboard.charts.atlas import (
    Colouring,
    colours_by_answer,
    colours_by_artist,
    colours_by_century,
    colours_by_mistake,
    colours_by_movement,
)
from dashboard.components.atlas.component import AtlasPoints
from dashboard.features.atlas.choices import MapChoice, choose_run_and_side, runs_of
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.queries import results as result_queries
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.page_link import show_page_link

_BY_PAINTER = {"artist": colours_by_artist, "movement": colours_by_movement, "century": colours_by_century}


def colouring_of(name: str, points: AtlasPoints, choice: MapChoice) -> Colouring:
    """The requested colours; those of painters if a run's predictions are unavailable."""
    artists = dataset_queries.artists(name)
    if not choice.needs_run:
        return _BY_PAINTER[choice.colour](points.painters, artists)
    runs = runs_of(name)
    if not runs:
        show_empty_state(
            _(
                "No model has answered for these pictures yet, so they are coloured by painter. Train one to see its "
                "answers and mistakes here."
            ),
            key="atlas.empty.run",
            icon=":material/model_training:",
        )
        show_page_link("runs", _("Open the runs"), icon=":material/arrow_forward:")
        return colours_by_artist(points.painters, artists)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="atlas-run"):
        run, side = choose_run_and_side(runs)
    try:
        return _of_run(name, points, choice.colour, run, side)
    except AtelierError as error:
        words = _("The answers of this run cannot be shown. {reason}").format(reason=error)
        st.caption(as_text(f":material/info: {words}"))
        return colours_by_artist(points.painters, artists)


def _of_run(name: str, points: AtlasPoints, colour: str, run: Run, side: str | None) -> Colouring:
    rows = result_queries.answered_pictures(run)
    if side is not None:
        rows = rows[rows["side"] == side]
    ids = rows["painting_id"].astype(str).tolist()
    if colour == "mistake":
        return colours_by_mistake(points.painting_ids, dict(zip(ids, rows["is_hit"].tolist(), strict=True)))
    answers = dict(zip(ids, rows["answer"].astype(str).tolist(), strict=True))
    return colours_by_answer(points.painting_ids, answers, points.painters, dataset_queries.artists(name))


_MOST_NAMED = 8


def map_in_words(made: CollectionMap, state: DescriptorState) -> str:
    """What it means that two pictures lie near each other; plain text."""
    near = _(
        "Pictures that lie near each other are alike by “{descriptor}”; directions have no meaning of their own."
    ).format(descriptor=state.title)
    if made.explained is None:
        apart = _("UMAP keeps neighbours together; how far islands are apart says little.")
        return f"{near} {apart}"
    kept = _("These two dimensions keep {percent:.0f} % of all differences.")
    return f"{near} {kept.format(percent=100 * sum(made.explained))}"


def summary_of(points: AtlasPoints, colouring: Colouring) -> str:
    """The drawing for those who cannot see it; plain text."""
    groups = [f"{group.title} {grouped(group.pictures)}" for group in colouring.groups[:_MOST_NAMED]]
    more = len(colouring.groups) - len(groups)
    groups += [_("{n} more").format(n=more)] if more else []
    pictures = len(points.painting_ids)
    words = ngettext(
        "Map of {n:,} picture, coloured by: {groups}.", "Map of {n:,} pictures, coloured by: {groups}.", pictures
    )
    return words.format(n=pictures, groups=", ".join(groups))
