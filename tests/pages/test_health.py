"""Health: findings, pictures side by side, decisions and the way back."""

import time
from pathlib import Path

import pytest
from PIL import Image

from core.jobs import JobStore
from dashboard.queries import datasets as dataset_queries
from dashboard.ui.exclusion import REASONS


def said(app) -> str:
    kinds = (app.subheader, app.markdown, app.caption, app.error)
    return "\n".join(str(element.value).replace("\\", "") for kind in kinds for element in kind)


@pytest.fixture
def damaged(dataset):
    """The collection with one unreadable and one grey picture."""
    shown = dataset.catalog().set_index("painting_id")["path"]
    (dataset.folder / shown["Paul_Klee_1"]).write_bytes(b"no picture")
    grey = dataset.folder / shown["Paul_Klee_2"]
    Image.open(grey).convert("L").save(grey)
    dataset.rescan()
    return dataset


@pytest.fixture
def grouped(dataset, monkeypatch):
    """The collection with one pair found by the search, and points as the matcher gives them."""
    from core.dataset import store

    catalog = dataset.catalog()
    ids = catalog["painting_id"].tolist()
    monkeypatch.setattr(
        store,
        "group_artworks",
        lambda ids, pairs, rejected: (
            {i: i for i in ids} if rejected else {**dict(zip(ids, ids, strict=True)), ids[1]: ids[0]}
        ),
    )
    dataset.rescan()
    monkeypatch.setattr(dataset_queries, "match_points", lambda name, first, second: [((0.1, 0.1), (0.2, 0.2))] * 30)
    return dataset, ids[0], ids[1]


def test_findings_are_listed_with_their_counts(open_app, damaged):
    app = open_app("health")
    labels = [option.replace("\\", "") for option in app.radio[0].options]
    assert "Unreadable pictures **1**" in labels
    assert any(label.startswith("Pictures without colour") for label in labels)
    assert "Nothing found:" in said(app)


def test_a_finding_is_chosen_by_the_address(open_app, damaged):
    app = open_app("health", health__finding="greyscale")
    assert app.subheader[0].value == "Pictures without colour"
    assert "Paul Klee, 2" in said(app)


def test_choosing_a_finding_writes_the_address(open_app, damaged):
    app = open_app("health")
    app.radio[0].set_value("greyscale").run()
    assert app.query_params["health.finding"] == "greyscale"
    assert app.subheader[0].value == "Pictures without colour"


def test_an_unknown_finding_in_the_address_shows_the_first(open_app, damaged):
    app = open_app("health", health__finding="nonsense")
    assert app.subheader[0].value == "Unreadable pictures"


def test_unreadable_pictures_say_why(open_app, damaged):
    app = open_app("health", health__finding="unreadable")
    assert "is not a picture" in said(app)


def test_a_picture_is_left_out_and_brought_back_by_undo(open_app, damaged):
    app = open_app("health", health__finding="greyscale")
    app.get_by_key("health.greyscale.Paul_Klee_2.exclude")
    from dashboard.ui.exclusion import exclude

    exclude(damaged.name, "Paul_Klee_2", REASONS[1])
    app = open_app("health", health__finding="excluded")
    assert f"Left out: {REASONS[1]}" in said(app)
    app.button(key="health.excluded.Paul_Klee_2.restore").click().run()
    assert "is back" in said(app)
    assert not damaged.catalog()["excluded"].any()
    app.button(key="shell.undo.undo").click().run()
    assert damaged.catalog().set_index("painting_id").loc["Paul_Klee_2", "excluded"]


def test_a_pair_is_shown_side_by_side_with_its_points(open_app, grouped):
    app = open_app("health", health__finding="same_work")
    (picture,) = app.image
    assert picture.proto.imgs[0].alt == "Claude Monet, 1 beside Claude Monet, 2, 30 matching points joined by lines"
    assert "30 points found in both." in said(app)


def test_a_pair_marked_as_different_is_remembered_and_can_be_taken_back(open_app, grouped):
    dataset, first, second = grouped
    app = open_app("health", health__finding="same_work")
    app.button(key=f"health.group.{first}.{second}.reject").click().run()
    assert dataset.manifest().rejected_pairs == {frozenset((first, second))}
    assert "1 pair you marked as different works" in said(app)
    app.button(key="shell.undo.undo").click().run()
    assert dataset.manifest().rejected_pairs == set()
    assert app.button(key=f"health.group.{first}.{second}.reject")


def test_long_findings_page(open_app, dataset):
    path: Path
    for path in (dataset.folder / "images").rglob("*.jpg"):
        Image.open(path).convert("L").save(path)
    dataset.rescan()
    app = open_app("health", health__finding="greyscale")
    assert len(app.image) == 12


def test_a_read_only_demo_changes_nothing(open_app, damaged, monkeypatch):
    open_app("health")
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    app = open_app("health", health__finding="greyscale")
    assert app.get_by_key("health.greyscale.Paul_Klee_2.exclude").proto.disabled


def test_files_are_looked_at_again_in_the_background(open_app, damaged):
    shown = damaged.catalog().set_index("painting_id")["path"]
    Image.new("RGB", (200, 200), "teal").save(damaged.folder / shown["Paul_Klee_1"])
    app = open_app("health")
    app.button(key="health.rescan").click().run()
    give_up = time.monotonic() + 60
    while any(not job.is_over for job in JobStore().list("rescan")):
        assert time.monotonic() < give_up
        time.sleep(0.2)
    assert "unreadable pictures" in said(open_app("health")), "it is among what was not found any more"
