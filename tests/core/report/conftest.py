"""Runs to report on: three on one split of the small data set, made by hand."""

import pytest

from core.training import TrainConfig
from tests.fabricated_results import answers_for, fabricate_results

HOSTILE = '</script><script>alert("1")</script> <b>&amp; "quoted" \'s'


@pytest.fixture
def run_ids(dataset) -> list[str]:
    titles = ["Alpha", "Beta", HOSTILE]
    for seed, title in enumerate(titles):
        config = TrainConfig("tiny", seed=seed, epochs=20 + seed)
        answers = answers_for(dataset, skill=1.0, seed=seed)
        notes = {"title": title[:110], "tags": ["<i>tag</i>"], "note": "</style><img src=http://example.org/x.png>"}
        fabricate_results(f"run-{seed}", answers, config=config, artists=dataset.artists(), notes=notes)
    return ["run-0", "run-1", "run-2"]
