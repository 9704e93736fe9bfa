"""How unbalanced the collection is."""

import streamlit as st

from core.language import N_, _
from dashboard.charts.large_rows import build_large_counts
from dashboard.charts.skyline import ArtistCount, in_words, rank
from dashboard.features.showcase.story import Story
from dashboard.features.showcase.telling import show_aside, show_nothing_yet, show_statement
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.collection_facts import collection_facts

TITLE = N_("How unbalanced it is")


def show(story: Story) -> None:
    """Pictures of each artist, and what somebody reaches who always names the most frequent one."""
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
        "Whoever answers “{artist}” every time is right {percent:.0f} % of the time without having looked. "
        "A model has to beat that."
    ).format(artist=most.name, percent=100 * share)
