"""Saliency maps that pages wait for: computed one after the other, dropped when nobody looks, never lost in silence."""

import threading
import time

import numpy as np
import pytest

from core.errors import InvalidInputError, NotFoundError
from core.inference.saliency_map import SaliencyMap
from core.language import choice, current_language
from dashboard.features.results.saliency_requests import SaliencyDesk, Wish
from dashboard.state.language import language_of_tab

PATIENCE_S = 20


def a_map(artist: str = "Paul Klee") -> SaliencyMap:
    return SaliencyMap(np.ones((2, 2), np.float32), artist, 0.5, artist, "Grad-CAM")


def wish(painting: str, artist: str | None = None) -> Wish:
    return Wish("a-run", "a-model", painting, artist)


def nothing_known(*_) -> None:
    return None


def never(*_):
    pytest.fail("the model was asked")


def wait_for(desk: SaliencyDesk, *wishes: Wish):
    """Look as a page does, until nothing is pending."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        sights = [desk.look(one) for one in wishes]
        if not any(sight.is_pending for sight in sights):
            return sights
        time.sleep(0.01)
    raise AssertionError("it is still pending")


def test_a_map_that_was_computed_before_is_there_at_once():
    found = a_map()
    sight = SaliencyDesk(lambda *_: found, never).look(wish("one"))
    assert sight.found is found and not sight.is_pending


def test_others_are_computed_one_after_the_other_in_the_order_asked_for():
    asked, at_once, most = [], 0, 0

    def explain(run, painting, artist, progress):
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        asked.append((painting, artist))
        time.sleep(0.01)
        at_once -= 1
        return a_map(artist or "Paul Klee")

    desk = SaliencyDesk(nothing_known, explain)
    wishes = [wish("one"), wish("one", "Claude Monet"), wish("two")]
    assert all(desk.look(one).is_pending for one in wishes)
    sights = wait_for(desk, *wishes)
    assert asked == [("one", None), ("one", "Claude Monet"), ("two", None)] and most == 1
    assert [sight.found.artist for sight in sights] == ["Paul Klee", "Claude Monet", "Paul Klee"]
    wait_for(desk, *wishes)
    assert len(asked) == 3


def test_who_looks_meanwhile_is_told_the_stage():
    told, go_on = threading.Event(), threading.Event()

    def explain(run, painting, artist, progress):
        progress("Loading the model", 0, 2)
        told.set()
        assert go_on.wait(PATIENCE_S)
        return a_map()

    desk = SaliencyDesk(nothing_known, explain)
    assert desk.look(wish("one")).stage == ""
    assert told.wait(PATIENCE_S)
    assert desk.look(wish("one")).stage == "Loading the model"
    go_on.set()
    assert wait_for(desk, wish("one"))[0].found is not None


def test_a_fault_is_said_and_tried_again_only_when_asked_to():
    asked = []

    def explain(run, painting, artist, progress):
        asked.append(painting)
        raise InvalidInputError("The model is damaged.")

    desk = SaliencyDesk(nothing_known, explain)
    assert wait_for(desk, wish("one"))[0].fault == "The model is damaged."
    assert desk.look(wish("one")).fault and asked == ["one"]
    desk.forget_faults()
    wait_for(desk, wish("one"))
    assert asked == ["one", "one"]


def test_a_run_or_picture_that_is_gone_is_said_without_asking_the_model():
    def gone(*_):
        raise NotFoundError("There is no such painting.")

    assert SaliencyDesk(gone, never).look(wish("one")).fault == "There is no such painting."


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_unforeseen_fault_ends_one_map_and_not_those_behind_it():
    def explain(run, painting, artist, progress):
        if painting == "one":
            raise ZeroDivisionError
        return a_map()

    one, two = wait_for(SaliencyDesk(nothing_known, explain), wish("one"), wish("two"))
    assert "unforeseen" in one.fault and two.found is not None


def test_what_nobody_looks_at_any_more_is_given_up():
    started, given_up, asked = threading.Event(), threading.Event(), []

    def explain(run, painting, artist, progress):
        asked.append(painting)
        started.set()
        try:
            while True:
                progress("Covering parts of the picture", 0, 8)
                time.sleep(0.01)
        finally:
            given_up.set()

    desk = SaliencyDesk(nothing_known, explain, patience_s=0.2)
    desk.look(wish("one"))
    assert started.wait(PATIENCE_S) and given_up.wait(PATIENCE_S)
    assert asked == ["one"]


def test_a_fault_is_said_in_the_language_of_who_looks(monkeypatch):
    def fail(*_):
        raise InvalidInputError(current_language())

    monkeypatch.setattr(choice, "_source", language_of_tab)
    desk = SaliencyDesk(nothing_known, fail)
    for language in ("es", "en"):
        (sight,) = wait_for(desk, Wish("a-run", "a-model", "one", language=language))
        assert sight.fault == language
