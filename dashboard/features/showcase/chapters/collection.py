"""Chapters on the collection: its pictures, its movements and its balance."""

import streamlit as st

from core.balance import count_traits
from core.language import _, counted, ngettext
from dashboard.charts.large_rows import build_large_counts
from dashboard.charts.picture_wall import build_picture_wall
from dashboard.charts.skyline import ArtistCount, in_words, rank
from dashboard.components.network import show_network
from dashboard.features.showcase.narration import show_aside, show_nothing_yet, show_statement
from dashboard.features.showcase.story import Story
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.collection_facts import CollectionFacts, collection_facts, pictures_of_artists
from dashboard.queries.graphs import GraphChoice, hover_thumbnails, network_view, pictures_by_artist
from dashboard.state.session import Field
from dashboard.ui.picture_grid import hung_pictures

_MOST, _ROW_PX = 40, 200
_NODE: Field[str | None] = Field("showcase.movements.node", None)
_AS_HIGH_AS_ITS_PLACE = 0


def show_collection(story: Story) -> None:
    """Draw the size of the collection and a wall: the most colourful pictures of each artist in turn."""
    catalog, artists = dataset_queries.catalog(story.dataset), dataset_queries.artists(story.dataset)
    facts = collection_facts(catalog, artists)
    known = {artist.name: artist.id for artist in artists}
    ids = [known[artist.name] for artist in facts.counts]
    hung = pictures_of_artists(catalog, ids, _MOST)
    if not hung:
        show_nothing_yet(_("No picture here has an artist of the table yet."), "health", _("See why"))
        return
    show_statement(_how_much(facts))
    with st.container(key="showcase-wall"):
        st.html(build_picture_wall(hung_pictures(story.dataset, hung, _ROW_PX, captions=False), _ROW_PX))


def _how_much(facts: CollectionFacts) -> str:
    pictures = sum(artist.pictures for artist in facts.counts)
    there_are = {
        "paintings": counted(pictures, "painting", "paintings"),
        "artists": counted(len(facts.counts), "artist", "artists"),
        "movements": counted(facts.movements, "movement", "movements"),
    }
    if not facts.years:
        return _("{paintings} by {artists} of {movements}.").format(**there_are)
    first, _dash, last = facts.years.partition("–")
    return _("{paintings} by {artists} of {movements}, who lived from {first} to {last}.").format(
        **there_are, first=first, last=last
    )


def show_movements(story: Story) -> None:
    """Draw the graph of artists and movements; a click shows the neighbours."""
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


def show_balance(story: Story) -> None:
    """Draw the pictures of each artist, and the accuracy of the most frequent artist as a constant answer."""
    counts = collection_facts(dataset_queries.catalog(story.dataset), dataset_queries.artists(story.dataset)).counts
    if not counts:
        show_nothing_yet(_("No picture here has an artist of the table yet."), "health", _("See why"))
        return
    show_statement(in_words(rank(counts)))
    st.html(build_large_counts(counts))
    show_aside(_lazy_answer(counts))


def _lazy_answer(counts: tuple[ArtistCount, ...]) -> str:
    most = rank(counts)[0]
    share = most.pictures / sum(artist.pictures for artist in counts)
    return _(
        "Always answering “{artist}” is right {percent:.0f} % of the time without looking. A model has to beat that."
    ).format(artist=most.name, percent=100 * share)
