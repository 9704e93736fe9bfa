"""What a model takes and where it comes from, as the form of a run says it."""

import pytest

from core.models.registry import MODELS
from dashboard.labels.runs import model_facts, model_origin


def test_what_a_model_takes_is_said_in_a_phrase():
    assert model_facts(MODELS["snn"]).startswith("3.0 million parameters · memory below 1 GB · ")


@pytest.mark.parametrize("name", MODELS)
def test_every_model_says_its_size_and_its_licence(name):
    entry = MODELS[name]
    assert "parameters" in model_facts(entry) and entry.licence in model_origin(entry)
    assert model_origin(entry).endswith(".")
