"""Choosing which pictures the gallery shows; every choice is in the address."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from core.dataset.health import Finding
from core.gallery import ORIENTATIONS, SIZE_CLASSES, PictureFilter
from core.language import _, counted, ngettext
from dashboard.labels.escaping import as_text
from dashboard.labels.traits import MODE_KEYS, MODE_NAMES, mode_name
from dashboard.queries import datasets as dataset_queries
from dashboard.state.session import URL, set_widget
from dashboard.state.url_state import keep_choice, keep_choices, url_choice, url_choices, write_choices

ARTISTS_KEY, MOVEMENTS_KEY, FINDING_KEY = "gallery.artists", "gallery.movements", "gallery.finding"
SHAPES_KEY, SIZES_KEY, MODES_KEY = "gallery.shapes", "gallery.sizes", "gallery.modes"
PAGE_KEY = "gallery.page"

_ANY = "any"
_NAMED = 3


def choose_filter(name: str) -> PictureFilter:
    """The controls, folded away until they are wanted, and what they say."""
    findings = {finding.kind: finding for finding in dataset_queries.health(name).findings if finding.groups}
    with st.popover(_("Filter"), icon=":material/filter_alt:", key="gallery.filter", width="content"):
        artists, movements = _choose_painters(name)
        shapes = _choose_some(_("Orientation"), ORIENTATIONS, SHAPES_KEY)
        sizes = _choose_some(_("Shorter side"), {size: size for size in SIZE_CLASSES}, SIZES_KEY)
        modes = _choose_modes(dataset_queries.catalog(name))
        found = _choose_finding(findings)
    return PictureFilter(artists, movements, sizes, modes, shapes, found)


def _choose_painters(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    with_pictures = set(dataset_queries.catalog(name)["artist_id"].dropna().tolist())
    artists = [artist for artist in dataset_queries.artists(name) if artist.id in with_pictures]
    names = sorted(artist.name for artist in artists)
    movements = sorted({movement for artist in artists for movement in artist.movements})
    return (
        tuple(_multiselect(_("Artist"), names, ARTISTS_KEY)),
        tuple(_multiselect(_("Movement"), movements, MOVEMENTS_KEY)),
    )


def _multiselect(label: str, options: Sequence[str], key: str) -> list[str]:
    return st.multiselect(label, options, key=key, bind=URL, placeholder=_("Any"), on_change=_to_first_page)


def _choose_some(label: str, options: Mapping[str, str], key: str) -> tuple[str, ...]:
    """A multiple choice of displayed names, marked for translation, by their spelling in the URL."""
    chosen = st.pills(
        label,
        list(options),
        selection_mode="multi",
        format_func=lambda option: _(options[option]),
        key=url_choices(key, list(options)),
        on_change=_keep_some,
        args=(key,),
    )
    return tuple(chosen or ())


def _keep_some(key: str) -> None:
    keep_choices(key)
    _to_first_page()


def _choose_modes(catalog: pd.DataFrame) -> tuple[str, ...]:
    modes = [str(mode) for mode in catalog["mode"].value_counts().index]
    keys = {MODE_KEYS.get(mode) or as_text(mode): mode for mode in modes}
    if len(keys) < 2:
        return ()
    names = {key: MODE_NAMES.get(mode) or key for key, mode in keys.items()}
    return tuple(keys[key] for key in _choose_some(_("Colour mode"), names, MODES_KEY))


def _choose_finding(findings: Mapping[str, Finding]) -> frozenset[str] | None:
    kind = url_choice(FINDING_KEY, [_ANY, *findings], _ANY)
    st.selectbox(
        _("Health finding"),
        [_ANY, *findings],
        format_func=lambda kind: _("Any") if kind == _ANY else findings[kind].title,
        key=f"{FINDING_KEY}.choice",
        on_change=_keep_finding,
        help=_("Pictures that were left out or cannot be read appear under their finding only."),
    )
    if kind == _ANY:
        return None
    return frozenset(painting_id for group in findings[kind].groups for painting_id in group)


def _keep_finding() -> None:
    keep_choice(FINDING_KEY)
    _to_first_page()


def _to_first_page() -> None:
    set_widget(PAGE_KEY, 1)


def show_filter_summary(name: str, wanted: PictureFilter, matches: int) -> None:
    """How many pictures match, the filters in force, and a button that clears them."""
    catalog = dataset_queries.catalog(name)
    shapes = (_(ORIENTATIONS[key]) for key in wanted.orientations)
    requested = [*wanted.artists, *wanted.movements, *shapes, *map(_, wanted.sizes)]
    requested += [mode_name(mode) for mode in wanted.modes]
    if wanted.found is not None:
        requested.append(dataset_queries.health(name).finding(st.query_params[FINDING_KEY]).title)
    more = len(requested) - _NAMED
    requested = requested[:_NAMED] + ([_("{n} more").format(n=more)] if more > 0 else [])
    if not requested:
        pictures = counted(matches, "picture", "pictures")
        st.markdown(f":gray[{pictures}]", width="content")
        return
    found = ngettext("{matches:,} of {n:,} picture", "{matches:,} of {n:,} pictures", len(catalog))
    found = found.format(matches=matches, n=len(catalog))
    st.markdown(f"{found} :gray[· {as_text(', '.join(requested))}]", width="content")
    st.button(_("Show all"), key="gallery.clear", icon=":material/close:", type="tertiary", on_click=clear_filters)


def clear_filters() -> None:
    """Ask for nothing in particular again; for callbacks."""
    for key in (ARTISTS_KEY, MOVEMENTS_KEY):
        set_widget(key, [])
    for key in (SHAPES_KEY, SIZES_KEY, MODES_KEY):
        write_choices(key, [])
    st.query_params.pop(FINDING_KEY, None)
    _to_first_page()
