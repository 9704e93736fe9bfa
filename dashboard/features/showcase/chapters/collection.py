"""The collection: what there is, on one wall."""

import streamlit as st

from core.language import N_, _, counted
from dashboard.charts.picture_wall import build_picture_wall
from dashboard.features.showcase.story import Story
from dashboard.features.showcase.telling import show_nothing_yet, show_statement
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.collection_facts import CollectionFacts, collection_facts, pictures_of_artists
from dashboard.ui.picture_grid import hung_pictures

TITLE = N_("The collection")
_MOST, _ROW_PX = 40, 200


def show(story: Story) -> None:
    """How much there is, and a wall of it: of every artist in turn the most colourful picture."""
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
