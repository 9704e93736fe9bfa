"""A data set at a glance: pictures across the page, its counts, its balance."""

import streamlit as st

from core.dataset.store import DatasetSummary
from core.language import _, grouped
from dashboard.charts.run_facts import Figure, build_figures
from dashboard.charts.skyline import build_skyline, in_words, rank
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.collection_facts import CollectionFacts, collection_facts, pictures_for_strip
from dashboard.ui.picture_grid import show_picture_strip


def show_overview(name: str) -> None:
    """The strip of pictures, then the counts."""
    catalog = dataset_queries.catalog(name)
    if strip := pictures_for_strip(catalog):
        show_picture_strip(name, strip)
    facts = collection_facts(catalog, dataset_queries.artists(name))
    _show_counts(dataset_queries.summary(name), facts)


def show_balance(name: str) -> None:
    """How evenly the pictures are spread over the artists."""
    facts = collection_facts(dataset_queries.catalog(name), dataset_queries.artists(name))
    if not facts.counts:
        st.markdown(_(":gray[No picture here has an artist of the table yet.]"))
        return
    st.html(build_skyline(facts.counts))
    st.caption(as_text(in_words(rank(facts.counts))))


def _show_counts(summary: DatasetSummary, facts: CollectionFacts) -> None:
    shown = _("{number} of {total}").format(number=summary.artists_with_paintings, total=summary.artists)
    counts = [
        Figure(_("Paintings"), grouped(summary.paintings)),
        Figure(_("Artists with pictures"), shown),
        Figure(_("Movements"), f"{facts.movements}"),
        Figure(_("Artists lived"), facts.years),
        Figure(_("Unique works"), grouped(summary.works) if summary.works < summary.paintings else ""),
    ]
    st.html(build_figures([count for count in counts if count.value], large=True))
