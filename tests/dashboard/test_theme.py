"""The theme: readable for everyone, even where it means an amount, and the same in config.toml."""

import itertools
import tomllib

import cv2
import numpy as np
import pytest

from core.dataset.artists.table import load_artists
from core.environment import ARTISTS_TABLE, PROJECT_ROOT
from dashboard.theme import (
    CATEGORICAL,
    DARK,
    DIVERGING,
    LIGHT,
    MOVEMENT_FAMILIES,
    SEQUENTIAL,
    Palette,
    altair_theme,
    artist_colour,
    contrast_ratio,
    graph_options,
    movement_colour,
    plotly_template,
)

WCAG_AA = 4.5
CAPTION_OPACITY = 0.6  # Streamlit draws captions in the text colour at 60 %


@pytest.fixture(scope="module")
def config() -> dict:
    return tomllib.loads((PROJECT_ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]


def blend(over: str, under: str, opacity: float) -> str:
    def channels(colour: str) -> np.ndarray:
        return np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)])

    mixed = opacity * channels(over) + (1 - opacity) * channels(under)
    return "#" + "".join(f"{round(channel):02X}" for channel in mixed)


def lightness(colours: tuple[str, ...]) -> np.ndarray:
    """CIELAB lightness, 0 to 100, as OpenCV computes it."""
    rgb = np.array([[[int(c[start : start + 2], 16) / 255 for start in (1, 3, 5)] for c in colours]], np.float32)
    return cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)[0, :, 0]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_readable_at_wcag_aa_on_wall_and_surface(palette: Palette):
    for ground in (palette.background, palette.surface):
        for text in (palette.text, palette.muted, palette.link):
            assert contrast_ratio(text, ground) >= WCAG_AA
        assert contrast_ratio(blend(palette.text, ground, CAPTION_OPACITY), ground) >= WCAG_AA
    assert contrast_ratio("#FFFFFF", palette.accent) >= WCAG_AA


def test_contrast_is_the_one_of_wcag():
    assert contrast_ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast_ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast_ratio("#ABCDEF", "#ABCDEF") == 1


@pytest.mark.parametrize(("appearance", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_streamlit_is_told_the_same_colours(config: dict, appearance: str, palette: Palette):
    told = config[appearance]
    assert told["backgroundColor"] == palette.background
    assert told["secondaryBackgroundColor"] == told["dataframeHeaderBackgroundColor"] == palette.surface
    assert (told["textColor"], told["linkColor"]) == (palette.text, palette.link)
    assert (told["primaryColor"], told["borderColor"]) == (palette.accent, palette.border)
    assert (told["grayTextColor"], told["grayBackgroundColor"]) == (palette.muted, palette.surface)
    assert told["sidebar"] == {
        "backgroundColor": palette.surface,
        "secondaryBackgroundColor": palette.background,
        "grayBackgroundColor": palette.background,
    }


def test_streamlit_is_told_the_same_scales(config: dict):
    assert tuple(config["chartCategoricalColors"]) == CATEGORICAL
    assert tuple(config["chartSequentialColors"]) == SEQUENTIAL
    assert tuple(config["chartDivergingColors"]) == DIVERGING


def test_no_font_comes_from_elsewhere(config: dict):
    assert {config["font"], config["headingFont"]} <= {"serif", "sans-serif", "monospace"}
    assert "fontFaces" not in config


def test_the_sequential_scale_darkens_in_even_steps():
    steps = np.diff(lightness(SEQUENTIAL))
    assert (steps < 0).all()
    assert steps.std() < 0.15 * abs(steps.mean())


def test_the_diverging_scale_is_even_and_balanced():
    light = lightness(DIVERGING)
    assert (np.diff(light[:5]) > 0).all() and (np.diff(light[5:]) < 0).all()
    assert np.abs(light[:5] - light[:4:-1]).max() < 6


def test_categories_are_eight_different_colours():
    assert len(set(CATEGORICAL)) == len(MOVEMENT_FAMILIES) == 8
    for first, second in itertools.combinations(CATEGORICAL, 2):
        assert contrast_ratio(first, second) > 1.01 or first != second


def test_every_movement_of_the_built_in_table_has_a_family():
    known = {movement for movements in MOVEMENT_FAMILIES.values() for movement in movements}
    listed = {movement for artist in load_artists(ARTISTS_TABLE) for movement in artist.movements}
    assert listed <= known


def test_an_artist_keeps_the_colour_of_the_first_movement():
    assert artist_colour(("Impressionism", "Realism")) == movement_colour("Impressionism")
    assert movement_colour(" impressionism ") == movement_colour("Impressionism")
    assert movement_colour("Vorticism") == movement_colour("Vorticism") in CATEGORICAL
    assert artist_colour(()) == CATEGORICAL[-1]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_charts_and_graph_take_their_look_from_the_palette(palette: Palette):
    import altair
    import plotly.graph_objects as go

    template = go.layout.Template(plotly_template(palette))
    assert template.layout.paper_bgcolor == palette.background
    altair.theme.ThemeConfig(**altair_theme(palette))
    assert altair_theme(palette)["config"]["axis"]["labelLimit"] == 0
    assert graph_options(palette)["nodes"]["font"]["color"] == palette.text
