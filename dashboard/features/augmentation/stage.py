"""What the recipe does: draws, extremes, fills, one up close, two recipes side by side, or what it does to a model."""

import random
from dataclasses import dataclass, replace

import streamlit as st

from core.augment.config import AugmentConfig
from core.language import N_, _, grouped
from dashboard.charts.drawn_values import signs_in_words
from dashboard.charts.tile_sheet import Tile, build_pair
from dashboard.features.augmentation.model_stability import show_measured_use
from dashboard.features.augmentation.recipe_comparison import show_comparison
from dashboard.labels.escaping import as_text
from dashboard.queries.previews import (
    FULL_PX,
    TILES,
    Look,
    Subject,
    corners_sheet,
    draw_one,
    draws_sheet,
    fill_sheets,
    notes_on,
    size_of,
)
from dashboard.state.url_state import keep_choice, url_choice
from dashboard.ui.choices import choose_segment, translated

VIEW_KEY, SEED_KEY, DRAW_KEY = "augmentation.view", "augmentation.seed", "augmentation.draw"
NETWORK_KEY, SIZE_KEY = "augmentation.network", "augmentation.size"

SIZES = ("32", "48", "64", "96", "100", "128", "160", "224")
LARGEST_SEED = 999_999

_VIEWS = {
    "draws": N_("Draws"),
    "extremes": N_("Extremes"),
    "fills": N_("Fills"),
    "close": N_("Up close"),
    "compare": N_("Compare"),
    "use": N_("On a model"),
}
_WITHOUT_SEED = {"extremes", "use"}
_ABOUT = {
    "extremes": N_(
        "Each parameter alone, as far as it goes to both sides, and last the worst that all can do together."
    ),
    "fills": N_("The worst case first, then the same draws under each fill."),
    "use": N_("The recipe on a trained model: how often its prediction changes when a picture is augmented."),
}
_NOTHING_MOVES = N_(
    "Nothing is moved yet, so there is nothing to fill. Rotate, shift, shear or zoom out to see the fills."
)


@dataclass(frozen=True)
class StageChoice:
    """What the stage shows.

    Attributes:
        view: a key of the views.
        seed: of the draws.
        draw: which of them is shown up close, from 1.
        fed_px: side of the square that a network is fed.
        as_fed: whether tiles show that square, and not the whole picture.
    """

    view: str
    seed: int
    draw: int
    fed_px: int
    as_fed: bool

    @property
    def look(self) -> Look:
        """How tiles are seen."""
        return Look(self.fed_px if self.as_fed else None)


def read_stage() -> StageChoice:
    """The choice in the address; unreadable parts have their defaults."""
    return StageChoice(
        view=url_choice(VIEW_KEY, list(_VIEWS), "draws"),
        seed=_number(SEED_KEY, LARGEST_SEED),
        draw=_number(DRAW_KEY, TILES),
        fed_px=int(url_choice(SIZE_KEY, SIZES, "100")),
        as_fed=st.query_params.get(NETWORK_KEY) == "on",
    )


def _number(key: str, largest: int) -> int:
    text = st.query_params.get(key, "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
    number = number if 1 <= number <= largest else 1
    st.session_state[f"{key}.choice"] = number
    return number


def show_stage_controls(choice: StageChoice) -> None:
    """View, seed, and how the pictures are seen."""
    seeded = choice.view not in _WITHOUT_SEED
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        choose_segment(VIEW_KEY, _("View"), translated(_VIEWS))
    if choice.view == "use":
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="augmentation-settings"):
        if choice.view != "close":
            _show_switch(choice)
        if choice.as_fed or choice.view == "close":
            _show_size()
        st.space("stretch")
        if choice.view == "close":
            _show_number(_("Draw"), DRAW_KEY, TILES)
        if seeded:
            _show_number(_("Seed"), SEED_KEY, LARGEST_SEED)
            st.button(_("New seed"), key="augmentation.reseed", icon=":material/casino:", on_click=_reseed)


def _show_switch(choice: StageChoice) -> None:
    st.session_state[f"{NETWORK_KEY}.choice"] = choice.as_fed
    st.toggle(
        _("As the network sees it"),
        key=f"{NETWORK_KEY}.choice",
        on_change=_keep_switch,
        help=_(
            "Squeezed to a small square first, as in training, and shown pixel by pixel. Off, the picture is whole."
        ),
    )


def _show_size() -> None:
    st.selectbox(
        _("Size"),
        SIZES,
        format_func=lambda size: f"{size} × {size} px",
        key=f"{SIZE_KEY}.choice",
        on_change=keep_choice,
        args=(SIZE_KEY,),
        label_visibility="collapsed",
        width=132,
    )


def _show_number(label: str, key: str, largest: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="content"):
        st.markdown(f":gray[{label}]", width="content")
        st.number_input(
            label,
            1,
            largest,
            step=1,
            key=f"{key}.choice",
            on_change=_keep_number,
            args=(key,),
            label_visibility="collapsed",
            width=124,
        )


def _keep_number(key: str) -> None:
    st.query_params[key] = str(st.session_state[f"{key}.choice"])


def _keep_switch() -> None:
    if st.session_state[f"{NETWORK_KEY}.choice"]:
        st.query_params[NETWORK_KEY] = "on"
    else:
        st.query_params.pop(NETWORK_KEY, None)


def _reseed() -> None:
    st.query_params[SEED_KEY] = str(random.randint(1, 9_999))


def show_stage(subject: Subject, config: AugmentConfig, choice: StageChoice) -> None:
    """The pictures themselves."""
    if choice.view in _ABOUT:
        st.caption(_(_ABOUT[choice.view]))
    if choice.view == "draws":
        st.html(draws_sheet(subject, config, choice.seed, choice.look))
        if signs := signs_in_words(config):
            st.caption(signs)
    elif choice.view == "extremes":
        st.html(corners_sheet(subject, config, choice.look))
    elif choice.view == "fills":
        _show_fills(subject, config, choice)
    elif choice.view == "close":
        _show_close(subject, config, choice)
    elif choice.view == "use":
        show_measured_use(subject.dataset, config, f"{VIEW_KEY}=draws")
    else:
        show_comparison(subject, config, choice.seed, choice.look)


def _show_fills(subject: Subject, config: AugmentConfig, choice: StageChoice) -> None:
    if not moves(config):
        st.markdown(f":gray[:material/crop_free: {_(_NOTHING_MOVES)}]")
        return
    for mode, sheet in fill_sheets(subject, config, choice.seed, choice.look).items():
        in_use = _("in use")
        used = f" :gray[:small[{in_use}]]" if mode == config.fill_mode else ""
        with st.container(gap="xxsmall"):
            st.markdown(f"**{as_text(mode)}**{used}")
            st.html(sheet)


def moves(config: AugmentConfig) -> bool:
    """Whether a recipe can leave places that the picture does not cover."""
    still = replace(config, brightness_range=None, channel_shift_range=0, horizontal_flip=False, vertical_flip=False)
    return not still.changes_nothing and not (
        replace(still, zoom_range=(1, 1)).changes_nothing and still.zoom_range[1] <= 1
    )


def _show_close(subject: Subject, config: AugmentConfig, choice: StageChoice) -> None:
    whole = draw_one(subject, config, choice.seed, Look(long_side=FULL_PX), choice.draw)
    fed = draw_one(subject, config, choice.seed, Look(choice.fed_px), choice.draw)
    size = f"{choice.fed_px} × {choice.fed_px} px"
    st.html(build_pair(whole, fed, _whole_title(subject, whole), _("As the network sees it, {size}").format(size=size)))


def _whole_title(subject: Subject, whole: Tile) -> str:
    """Says what it is: a picture of many megapixels is shrunk, and an upload on its way in already."""
    height, width = whole.pixels.shape[:2]
    size, full = (f"{grouped(across)} × {grouped(down)} px" for across, down in ((width, height), size_of(subject)))
    if size == full:
        return _("At full size, {size}").format(size=size)
    return _("Shrunk to {size}; the file has {full}").format(size=size, full=full)


def show_notes(config: AugmentConfig, subject: Subject) -> None:
    """Where this recipe may do harm, in a few sentences."""
    for note in notes_on(config, subject):
        st.caption(f":material/lightbulb: {as_text(note.sentence)}")
