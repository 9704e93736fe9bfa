"""Keras is loaded with the collector at rest, which is as it was afterwards."""

import subprocess
import sys

import pytest

from core.environment import PROJECT_ROOT

WATCHED = """
import gc, sys
gc.{was}()
runs = []
gc.callbacks.append(lambda phase, info: runs.append(phase))
from core.models.loading import load_keras
before = len(runs)
load_keras()
assert "keras" in sys.modules and "tensorflow" in sys.modules
print(len(runs) - before, gc.isenabled(), gc.get_freeze_count() > 100_000)
frozen = gc.get_freeze_count()
load_keras()
print(gc.get_freeze_count() == frozen)
"""


@pytest.mark.parametrize("was", ["enable", "disable"])
def test_nothing_is_collected_meanwhile_and_the_collector_is_as_it_was(was):
    answer = subprocess.run(
        [sys.executable, "-c", WATCHED.format(was=was)], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.split() == ["0", str(was == "enable"), "True", "True"]
