"""Saliency maps that pages wait for: computed one after the other, dropped when nobody looks, never lost in silence."""

import threading
import time

import numpy as np
import pytest

from core.errors import InvalidInputError, NotFoundError
from core.inference.saliency_map import SaliencyMap
from core.language import current_language, translating
from dashboard.features.results.saliency_requests import Request, SaliencyQueue
from dashboard.state.language import language_of_tab

PATIENCE_S = 20


def a_map(artist: str = "Paul Klee") -> SaliencyMap:
    return SaliencyMap(np.ones((2, 2), np.float32), artist, 0.5, artist, "Grad-CAM")


def request(painting: str, artist: str | None = None) -> Request:
    return Request("a-run", "a-model", painting, artist)


def nothing_known(*_) -> None:
    return None


def never(*_):
    pytest.fail("the model was asked")


def wait_for(queue: SaliencyQueue, *requests: Request):
    """Look as a page does, until nothing is pending."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        results = [queue.result_of(one) for one in requests]
        if not any(result.is_pending for result in results):
            return results
        time.sleep(0.01)
    raise AssertionError("it is still pending")


def test_a_map_that_was_computed_before_is_there_at_once():
    found = a_map()
    result = SaliencyQueue(lambda *_: found, never).result_of(request("one"))
    assert result.found is found and not result.is_pending


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

    queue = SaliencyQueue(nothing_known, explain)
    requests = [request("one"), request("one", "Claude Monet"), request("two")]
    assert all(queue.result_of(one).is_pending for one in requests)
    results = wait_for(queue, *requests)
    assert asked == [("one", None), ("one", "Claude Monet"), ("two", None)] and most == 1
    assert [result.found.artist for result in results] == ["Paul Klee", "Claude Monet", "Paul Klee"]
    wait_for(queue, *requests)
    assert len(asked) == 3


def test_who_looks_meanwhile_is_told_the_stage():
    told, go_on = threading.Event(), threading.Event()

    def explain(run, painting, artist, progress):
        progress("Loading the model", 0, 2)
        told.set()
        assert go_on.wait(PATIENCE_S)
        return a_map()

    queue = SaliencyQueue(nothing_known, explain)
    assert queue.result_of(request("one")).stage == ""
    assert told.wait(PATIENCE_S)
    assert queue.result_of(request("one")).stage == "Loading the model"
    go_on.set()
    assert wait_for(queue, request("one"))[0].found is not None


def test_a_fault_is_said_and_tried_again_only_when_asked_to():
    asked = []

    def explain(run, painting, artist, progress):
        asked.append(painting)
        raise InvalidInputError("The model is damaged.")

    queue = SaliencyQueue(nothing_known, explain)
    assert wait_for(queue, request("one"))[0].fault == "The model is damaged."
    assert queue.result_of(request("one")).fault and asked == ["one"]
    queue.forget_faults()
    wait_for(queue, request("one"))
    assert asked == ["one", "one"]


def test_a_run_or_picture_that_is_gone_is_said_without_asking_the_model():
    def gone(*_):
        raise NotFoundError("There is no such painting.")

    assert SaliencyQueue(gone, never).result_of(request("one")).fault == "There is no such painting."


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_unforeseen_fault_ends_one_map_and_not_those_behind_it():
    def explain(run, painting, artist, progress):
        if painting == "one":
            raise ZeroDivisionError
        return a_map()

    one, two = wait_for(SaliencyQueue(nothing_known, explain), request("one"), request("two"))
    assert "unexpected" in one.fault and two.found is not None


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

    queue = SaliencyQueue(nothing_known, explain, patience_s=0.2)
    queue.result_of(request("one"))
    assert started.wait(PATIENCE_S) and given_up.wait(PATIENCE_S)
    assert asked == ["one"]


def test_a_fault_is_said_in_the_language_of_who_looks(monkeypatch):
    def fail(*_):
        raise InvalidInputError(current_language())

    monkeypatch.setattr(translating, "_source", language_of_tab)
    queue = SaliencyQueue(nothing_known, fail)
    for language in ("es", "en"):
        (result,) = wait_for(queue, Request("a-run", "a-model", "one", language=language))
        assert result.fault == language
