"""Describing a collection: only what is new, stopped without loss, in a process of its own."""

import subprocess
import sys
import time

import pytest

from core.environment import PROJECT_ROOT
from core.errors import CancelledError, NotFoundError
from core.jobs import JobStore, start_job
from core.similarity.embedding import DESCRIBING, embed

DESCRIPTOR = "palette_texture"


def test_only_what_is_new_is_computed(dataset):
    reports = []
    first = embed(dataset, DESCRIPTOR, lambda *report: reports.append(report))
    assert (first.computed, first.pictures) == (12, 12)
    assert (DESCRIBING, 12, 12) in reports
    assert embed(dataset, DESCRIPTOR).computed == 0


def test_when_it_is_stopped_what_was_computed_stays(dataset, monkeypatch):
    monkeypatch.setattr("core.features.computing.PICTURES_A_CHUNK", 5)

    def stop_after_ten(stage, done, total):
        if done >= 10:
            raise CancelledError("Enough.")

    with pytest.raises(CancelledError):
        embed(dataset, DESCRIPTOR, stop_after_ten)
    assert embed(dataset, DESCRIPTOR).computed == 2


def test_weights_that_cannot_be_had_are_told_before_anything_is_computed(dataset):
    with pytest.raises(NotFoundError, match="dinov2"):
        embed(dataset, "dinov2_vits14+palette_texture")
    assert embed(dataset, DESCRIPTOR).computed == 12


def test_a_job_describes_and_another_draws_the_map(dataset):
    done = wait_for(start_job("embed", {"dataset": "tiny", "descriptor": DESCRIPTOR}))
    assert (done.state, done.result["pictures"]) == ("finished", 12), done.message
    drawn = wait_for(start_job("map", {"dataset": "tiny", "descriptor": DESCRIPTOR, "method": "pca"}))
    assert (drawn.state, drawn.result) == ("finished", {"pictures": 12}), drawn.message


def wait_for(job_id):
    deadline = time.monotonic() + 60
    while not (status := JobStore().get(job_id)).is_over and time.monotonic() < deadline:
        time.sleep(0.05)
    return status


def test_who_asks_for_similar_works_loads_no_network():
    script = (
        "import sys, core.recognition, core.similarity.map, core.similarity.embedding\n"
        "from core.similarity.similar import similar_to_painting\n"
        "assert not {'tensorflow', 'keras', 'onnxruntime', 'faiss', 'umap'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], cwd=PROJECT_ROOT, check=True)
