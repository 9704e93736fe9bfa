"""Who belongs to which movement."""

import streamlit as st

from core.balance import count_traits
from core.language import N_, _, counted, ngettext
from dashboard.components.network import show_network
from dashboard.features.showcase.story import Story
from dashboard.features.showcase.telling import show_nothing_yet, show_statement
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.graphs import GraphChoice, hover_thumbnails, network_view, pictures_by_artist
from dashboard.state.session import Field

TITLE = N_("Who belongs to which movement")
_NODE: Field[str | None] = Field("showcase.movements.node", None)
_AS_HIGH_AS_ITS_PLACE = 0


def show(story: Story) -> None:
    """The graph of artists and movements; a click shows who is joined to whom."""
    pictures = pictures_by_artist(story.dataset)
    artists = [artist for artist in dataset_queries.artists(story.dataset) if pictures[artist.id] and artist.movements]
    if not artists:
        show_nothing_yet(_("No artist with pictures has a movement yet."), "movements", _("Open the movements"))
        return
    show_statement(_sentence(story.dataset))
    with st.container(key="showcase-network"):
        show_network(
            network_view(story.dataset, GraphChoice()),
            key="showcase.movements.graph",
            on_pick=_NODE.set,
            selected=_NODE.get(),
            thumbnails=hover_thumbnails(story.dataset),
            height_px=_AS_HIGH_AS_ITS_PLACE,
            file_name=f"{story.dataset}-movements.png",
        )


def _sentence(dataset: str) -> str:
    pictures = pictures_by_artist(dataset)
    artists = [artist for artist in dataset_queries.artists(dataset) if pictures[artist.id]]
    table = count_traits(artists, pictures, "movement")
    members = {name: sum(name in artist.movements for artist in artists) for name in table["name"]}
    largest = max(members, key=lambda name: members[name])
    several = sum(len(artist.movements) > 1 for artist in artists)
    start = _("{movements}, the largest with {artists}: {largest}.").format(
        movements=counted(len(members), "movement", "movements"),
        artists=counted(members[largest], "artist", "artists"),
        largest=largest,
    )
    if not several:
        return start
    also = ngettext("{n:,} artist belongs to more than one.", "{n:,} artists belong to more than one.", several)
    return f"{start} {also.format(n=several)}"
