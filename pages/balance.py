"""Balance: what is scarce, and what can be done about it."""

import streamlit as st

from core.balance import measure_balance
from core.language import _
from dashboard.features.balance.balance_choice import chosen_artists, linked_counts, selection_of
from dashboard.features.balance.balance_controls import choose_counted, clear_picks, known_names
from dashboard.features.balance.linked_charts import show_linked_charts
from dashboard.features.balance.strategies import show_measures, show_strategies
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.graphs import pictures_by_artist
from dashboard.shell.page_header import show_page_header
from dashboard.state.page_memory import page_fragment
from dashboard.state.session import current_dataset
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.error_box import error_box


@page_fragment
def show_balance(name: str) -> None:
    artists, pictures = dataset_queries.artists(name), pictures_by_artist(name)
    with error_box():
        choice = choose_counted(name)
        chosen = chosen_artists(artists, pictures, choice)
        if not chosen:
            show_empty_state(_("No artist is all of that."), _("Clear picks"), clear_picks, key="balance.empty.clear")
            return
        show_measures(measure_balance([pictures[artist.id] for artist in chosen]))
        show_linked_charts(linked_counts(artists, pictures, choice), choice, known_names(name))
        st.subheader(_("What can be done about it"), anchor=False)
        st.caption(
            _(
                "Only training pictures are balanced; validation and test keep the proportions of the collection. "
                "Pictures of one work stay on one side."
            )
        )
        show_strategies(name, selection_of(artists, pictures, choice), chosen)


show_page_header(_("Balance"), _("What is scarce in this collection, and what can be done about it before training."))
name = current_dataset()
if name is None:
    show_empty_state(_("There is no data set to count yet. Home has two ways to get one."), key="balance.empty.none")
elif not any(pictures_by_artist(name).values()):
    show_empty_state(_("No picture here has an artist of the table yet."), key="balance.empty.pictures")
else:
    show_balance(name)
