"""The leak meter by hand, and chance by dealing out the sides again and again."""

import math

import numpy as np
import pandas as pd
import pytest

from core.dataset.splitting.split import SplitConfig, leaking, make_split
from core.evaluation.leak import measure_leak
from tests.core.evaluation.answers import sure_answers

IDS = list("abcdefgh")


def test_the_meter_by_hand():
    # a and e show one work, b and f another; f is on the test side, e on the validation side.
    sides = ["train", "train", "train", "train", "val", "test", "test", "test"]
    found = sure_answers([0, 0, 1, 1, 0, 0, 1, 1], [0, 0, 1, 1, 1, 0, 0, 1], 2, sides, IDS)
    leak = measure_leak(found, {"a": "a", "e": "a", "b": "b", "f": "b"})
    assert (leak.test_pictures, leak.leaking) == (3, 1)
    assert (leak.accuracy_leaking, leak.accuracy_rest) == (1, 1 / 2)


def test_without_works_in_common_nothing_leaks():
    found = sure_answers([0, 0, 1, 1], [0, 0, 1, 0], 2, ["train", "test", "train", "test"], IDS[:4])
    leak = measure_leak(found, {})
    assert (leak.leaking, leak.leaking_if_random, leak.accuracy_rest) == (0, 0, 0.5)
    assert math.isnan(leak.accuracy_leaking)


@pytest.mark.parametrize("across_artists", [False, True])
def test_chance_is_the_mean_of_dealing_the_sides_again(across_artists):
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1, 2], [20, 30, 10])
    sides = rng.choice(["train", "val", "test"], 60, p=[0.6, 0.2, 0.2])
    works = np.arange(60)
    works[:12] = works[:12] // 3
    works[25:33] = 25
    if across_artists:
        works[[18, 40, 55]] = 18
        works[[19, 59]] = 19
    ids = [f"p{i}" for i in range(60)]
    found = sure_answers(y, y, 3, sides, ids)
    expected = measure_leak(found, dict(zip(ids, map(str, works), strict=True))).leaking_if_random
    dealt = []
    for _ in range(6000):
        shuffled = sides.copy()
        for artist in range(3):
            shuffled[y == artist] = rng.permutation(shuffled[y == artist])
        dealt.append(np.isin(works[shuffled == "test"], works[shuffled == "train"]).sum())
    assert expected == pytest.approx(np.mean(dealt), abs=4 * np.std(dealt) / math.sqrt(6000))


def test_chance_is_what_the_program_gives_when_works_may_part():
    rows = pd.DataFrame({"painting_id": [f"p{i:03d}" for i in range(200)], "artist_id": np.repeat([0, 1], 100)})
    rows["work_group"] = [f"w{i // 2}" if i % 100 < 40 else f"p{i}" for i in range(200)]
    groups = dict(zip(rows["painting_id"], rows["work_group"], strict=True))
    counts, expected = [], []
    for seed in range(60):
        split = make_split(rows, SplitConfig(seed=seed, keep_works_together=False))
        found = sure_answers(split["artist_id"], split["artist_id"], 2, split["side"], split["painting_id"])
        leak = measure_leak(found, groups)
        assert leak.leaking == leaking(split, rows)
        counts.append(leak.leaking)
        expected.append(leak.leaking_if_random)
    assert np.mean(counts) == pytest.approx(np.mean(expected), abs=4 * np.std(counts) / math.sqrt(60))
