"""What is known of a painting, and what can be done with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from core.dataset.artists.artist import Artist
from core.gallery import row_of
from core.language import N_, _
from core.palette import colour_name
from dashboard.labels.escaping import as_html, as_text
from dashboard.labels.traits import mode_name
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.paintings import Painting, size_in_words
from dashboard.ui.exclusion import show_leave_out
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


def build_fact_list(facts: Mapping[str, str]) -> str:
    """A description list; `dashboard/style.css` gives it its shape. Facts that say nothing are left out.

    Args:
        facts: plain texts by their label, in order.
    """
    rows = "".join(f"<dt>{as_html(label)}</dt><dd>{as_html(fact)}</dd>" for label, fact in facts.items() if fact)
    return f'<dl class="atelier-facts">{rows}</dl>'


def show_palette(name: str, painting_id: str) -> None:
    """Swatches as wide as their shares; nothing for a picture that cannot be read."""
    colours = dataset_queries.main_colours(name, painting_id)
    if not colours:
        return
    st.subheader(_("Its colours"), anchor=False)
    st.html(build_swatches([Swatch(colour, colour_name(colour), share) for colour, share in colours]))


@dataclass(frozen=True)
class Swatch:
    """One colour.

    Attributes:
        colour: `#RRGGBB`.
        name: in words.
        share: of the picture's area, 0 to 1.
    """

    colour: str
    name: str
    share: float


def build_swatches(swatches: Sequence[Swatch]) -> str:
    """HTML of the bar and its legend; `dashboard/style.css` gives them their shape.

    Args:
        swatches: in the order they are shown.
    """
    items = "".join(_item(swatch) for swatch in swatches)
    label = as_html(_("Main colours and their shares"))
    return f'<ul class="atelier-palette" aria-label="{label}">{items}</ul>'


def _item(swatch: Swatch) -> str:
    share = max(1, round(100 * swatch.share))
    return (
        f'<li style="--share:{swatch.share:.4f}"><i style="background:{as_html(swatch.colour)}"></i>'
        f"<b>{as_html(swatch.name.capitalize())}</b><span>{share} %</span><code>{as_html(swatch.colour)}</code></li>"
    )
