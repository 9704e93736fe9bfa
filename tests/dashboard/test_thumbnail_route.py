"""Small pictures by address: only those of a data set, never a file by its path."""

import io
from urllib.parse import parse_qsl, urlencode

import pytest
from PIL import Image
from starlette.requests import Request
from starlette.responses import Response

from dashboard.shell.thumbnail_route import thumbnail_route, thumbnails_address


def ask(dataset: str, painting: str, **other: str) -> Response:
    path, _, asked = thumbnails_address("any", "1").partition("?")
    query = urlencode({**dict(parse_qsl(asked)), "dataset": dataset, "painting": painting, **other})
    route = thumbnail_route()
    assert route.path == f"/{path}"
    return route.endpoint(Request({"type": "http", "query_string": query.encode(), "headers": []}))


def test_a_painting_is_answered_as_a_small_webp_that_may_be_kept(dataset):
    answer = ask(dataset.name, "Paul_Klee_1")
    assert answer.status_code == 200 and answer.headers["content-type"] == "image/webp"
    assert "max-age" in answer.headers["cache-control"]
    with Image.open(io.BytesIO(answer.body)) as picture:
        assert max(picture.size) <= 320


@pytest.mark.parametrize("painting", ["gone", "", "../../artists.csv", "images/Paul_Klee/Paul_Klee_1.jpg"])
def test_what_is_no_painting_is_not_found(dataset, painting):
    assert ask(dataset.name, painting).status_code == 404


@pytest.mark.parametrize("name", ["gone", "", "../tiny", "/etc"])
def test_what_is_no_data_set_is_not_found(dataset, name):
    assert ask(name, "Paul_Klee_1").status_code == 404


def test_a_picture_that_was_replaced_is_another_one(dataset):
    before = ask(dataset.name, "Paul_Klee_1").body
    shown = dataset.catalog().set_index("painting_id")["path"]
    Image.new("RGB", (80, 60), "#FF0000").save(dataset.folder / shown["Paul_Klee_1"])
    dataset.rescan()
    assert ask(dataset.name, "Paul_Klee_1").body != before


@pytest.mark.parametrize("token", ["", "guessed", "ä"])
def test_who_saw_no_page_gets_no_picture(dataset, token):
    assert ask(dataset.name, "Paul_Klee_1", token=token).status_code == 404


def test_below_a_path_the_address_is_below_it_too():
    assert thumbnail_route("/atelier").path == "/atelier/thumbnails"
