"""Figures that are built as HTML or SVG: their data, their labels, their escaping."""

import xml.etree.ElementTree as ET

from dashboard.charts.matched_points import PlacedPicture, draw_matched_points
from dashboard.charts.picture_wall import HungPicture, build_picture_wall
from dashboard.charts.skyline import ArtistCount, build_skyline, in_words, rank
from dashboard.theme import movement_colour

SVG = "{http://www.w3.org/2000/svg}"
NASTY = '<script>alert("1")</script>'
COUNTS = [
    ArtistCount("Jackson Pollock", ("Abstract Expressionism",), 24),
    ArtistCount("Vincent van Gogh", ("Post-Impressionism",), 96),
    ArtistCount("Claude Monet", ("Impressionism",), 48),
]


def test_the_skyline_falls_from_most_to_fewest():
    html = build_skyline(COUNTS)
    order = [html.index(name) for name in ("Vincent van Gogh: 96", "Claude Monet: 48", "Jackson Pollock: 24")]
    assert order == sorted(order)
    assert "height:100.0%" in html and "height:50.0%" in html and "height:25.0%" in html


def test_the_skyline_has_a_colour_and_a_legend_entry_for_each_family():
    html = build_skyline(COUNTS)
    for movement in ("Abstract Expressionism", "Post-Impressionism", "Impressionism"):
        assert html.count(movement_colour(movement)) == 2
    assert "Surrealism" not in html


def test_the_skyline_is_said_in_words():
    assert in_words(rank(COUNTS)) == "Vincent van Gogh has 4 times as many as Jackson Pollock (96 to 24)."
    assert in_words(rank(COUNTS[:1])) == "Every artist has 24 pictures."


def test_names_in_the_skyline_are_text():
    html = build_skyline([ArtistCount(NASTY, (), 1)])
    assert "<script" not in html and "&lt;script&gt;" in html


def test_a_wall_keeps_shapes_and_escapes_labels():
    html = build_picture_wall([HungPicture("data:image/webp;base64,AA", 1.5, NASTY, NASTY)], 180)
    assert "--aspect:1.5000" in html and "--height:180px" in html
    assert "<script" not in html and html.count("&lt;script&gt;") == 2


def test_a_very_long_picture_does_not_tear_the_row():
    html = build_picture_wall([HungPicture("data:,", 20.0, "", "wide"), HungPicture("data:,", 0.05, "", "tall")], 100)
    assert "--aspect:3.5000" in html and "--aspect:0.4500" in html
    assert "figcaption" not in html


def test_matched_points_lie_where_they_are_in_both_pictures():
    svg = draw_matched_points(
        PlacedPicture("data:,a", 1.0), PlacedPicture("data:,b", 0.5), [((0.5, 0.25), (1.0, 1.0))], "#123456"
    )
    root = ET.fromstring(svg)
    left, right = root.findall(f"{SVG}image")
    end = float(right.get("x")) + float(right.get("width"))
    assert float(left.get("width")) == 2 * float(right.get("width"))
    start_dot, end_dot = root.findall(f"{SVG}g")[1].findall(f"{SVG}circle")
    height = float(left.get("height"))
    assert (float(start_dot.get("cx")), float(start_dot.get("cy"))) == (height / 2, height / 4)
    assert (float(end_dot.get("cx")), float(end_dot.get("cy"))) == (end, height)


def test_of_many_points_no_more_are_drawn_than_can_be_seen():
    matches = [((index / 1000, 0.5), (index / 1000, 0.5)) for index in range(1000)]
    root = ET.fromstring(
        draw_matched_points(PlacedPicture("data:,a", 1.0), PlacedPicture("data:,b", 1.0), matches, "#123456")
    )
    assert 50 <= len(root.findall(f"{SVG}g")[1].findall(f"{SVG}path")) <= 60


def test_pictures_without_points_stand_side_by_side():
    root = ET.fromstring(
        draw_matched_points(PlacedPicture("data:,a", 1.0), PlacedPicture("data:,b", 1.0), [], "#123456")
    )
    assert len(root.findall(f"{SVG}image")) == 2
