"""What is known of a painting, and what can be done with it."""

import pandas as pd
import streamlit as st

from core.dataset.artists.artist import Artist
from core.gallery import row_of
from core.language import N_, _
from dashboard.charts.fact_list import build_fact_list
from dashboard.features.gallery.gallery_filters import mode_name
from dashboard.features.health.leaving_out import show_leave_out
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.paintings import Painting, size_in_words
from dashboard.ui.page_link import page_exists, show_page_link

_LEADS_TO = (
    ("augmentation", N_("Use this in Augmentation"), ":material/tune:"),
    ("recognise", N_("Recognise this"), ":material/image_search:"),
)
_FIRST_CHARACTERS_OF_HASH = 12


def show_facts(name: str, painting_id: str) -> None:
    """Artist, number, size, file and state; links to the pages that can use the picture; leaving it out."""
    painting = dataset_queries.painting(name, painting_id)
    row = row_of(dataset_queries.catalog(name), painting_id)
    artist = next((artist for artist in dataset_queries.artists(name) if artist.id == row["artist_id"]), None)
    st.subheader(as_text(painting.artist or _("No artist in the table")), anchor=False)
    if artist is not None:
        st.markdown(f":gray[{as_text(_about(artist))}]")
    if painting.problem:
        st.warning(as_text(painting.problem), icon=":material/broken_image:")
    st.html(build_fact_list(facts_of(painting, row)))
    for page, label, icon in _LEADS_TO:
        if page_exists(page) and not painting.problem:
            show_page_link(page, _(label), icon=icon, query={"dataset": name, f"{page}.painting": painting_id})
    show_leave_out(name, painting_id, "painting")


def _about(artist: Artist) -> str:
    parts = (artist.years, ", ".join(artist.nationalities), ", ".join(artist.movements))
    return " · ".join(part for part in parts if part)


def facts_of(painting: Painting, row: pd.Series) -> dict[str, str]:
    """Plain texts by their label, "" for what is not known.

    Args:
        painting: as screens know it.
        row: its row of the catalog.
    """
    both = pd.notna(row["resized_path"]) and row["resized_path"] != row["path"]
    group = str(row["work_group"])
    return {
        _("Number"): "" if painting.number is None else str(painting.number),
        _("Size"): size_in_words(painting),
        _("Colour mode"): mode_name(str(row["mode"])),
        _("File"): painting.path,
        _("For training"): str(row["resized_path"]) if both else "",
        _("Work"): "" if group == painting.painting_id else _("The same as {group}").format(group=group),
        _("State"): _state(painting, str(row["status"])),
        "SHA-256": f"{painting.sha256[:_FIRST_CHARACTERS_OF_HASH]}…" if painting.sha256 else "",
    }


def _state(painting: Painting, status: str) -> str:
    if painting.excluded:
        return _("Left out of training")
    if status == "unlabelled":
        return _("Has no artist, so it is not trained on")
    return _("Cannot be read") if status == "unreadable" else _("Used in training")
