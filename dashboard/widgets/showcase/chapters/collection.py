"""The collection: what there is, on one wall."""

import streamlit as st

from dashboard import cache
from dashboard.charts.picture_wall import build_picture_wall
from dashboard.facts import collection_facts, pictures_of_artists
from dashboard.text import count
from dashboard.widgets.picture_grid import hung_pictures
from dashboard.widgets.showcase.story import Story
from dashboard.widgets.showcase.telling import show_nothing_yet, show_statement

TITLE = "The collection"
_MOST, _ROW_PX = 40, 200


def show(story: Story) -> None:
    """How much there is, and a wall of it: of every artist in turn the most colourful picture."""
    catalog, artists = cache.catalog(story.dataset), cache.artists(story.dataset)
    facts = collection_facts(catalog, artists)
    known = {artist.name: artist.id for artist in artists}
    ids = [known[artist.name] for artist in facts.counts]
    hung = pictures_of_artists(catalog, ids, _MOST)
    if not hung:
        show_nothing_yet("No picture here has an artist of the table yet.", "health", "See why")
        return
    pictures = sum(artist.pictures for artist in facts.counts)
    years = f", who lived from {facts.years.replace('–', ' to ')}" if facts.years else ""
    show_statement(
        f"{count(pictures, 'painting')} by {count(len(ids), 'artist')} of {count(facts.movements, 'movement')}{years}."
    )
    with st.container(key="showcase-wall"):
        st.html(build_picture_wall(hung_pictures(story.dataset, hung, _ROW_PX, captions=False), _ROW_PX))
