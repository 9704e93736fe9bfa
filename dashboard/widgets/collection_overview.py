"""A data set at a glance: pictures across the page, its counts, its balance."""

import streamlit as st

from core.dataset.store import DatasetSummary
from core.language import _, grouped
from dashboard import cache
from dashboard.charts.run_facts import Figure, build_figures
from dashboard.charts.skyline import build_skyline, in_words, rank
from dashboard.facts import CollectionFacts, collection_facts, pictures_for_strip
from dashboard.text import as_text
from dashboard.widgets.picture_grid import show_picture_strip


def show_overview(name: str) -> None:
    """The strip of pictures, then the counts."""
    catalog = cache.catalog(name)
    if strip := pictures_for_strip(catalog):
        show_picture_strip(name, strip)
    facts = collection_facts(catalog, cache.artists(name))
    _show_counts(cache.summary(name), facts)


def show_balance(name: str) -> None:
    """How evenly the pictures are spread over the artists."""
    facts = collection_facts(cache.catalog(name), cache.artists(name))
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
        Figure(_("Years of their lives"), facts.years),
        Figure(_("Different works"), grouped(summary.works) if summary.works < summary.paintings else ""),
    ]
    st.html(build_figures([count for count in counts if count.value], large=True))
