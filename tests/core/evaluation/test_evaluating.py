"""`evaluation.json`: complete, true to the predictions, null where undefined, and honest about what is missing."""

import json

import numpy as np
import pytest

from core.errors import InvalidInputError, NotFoundError
from core.evaluation.evaluating import evaluate_predictions, evaluate_run, run_evaluation, without_nan
from core.evaluation.labels import MEASURES
from core.evaluation.measures import measure
from core.evaluation.predictions import EVALUATION_FILE, PREDICTIONS_FILE, read_predictions, write_predictions
from core.evaluation.run_dataset import dataset_facts
from tests.core.evaluation.answers import answers, artists_of, draw_answers, sure_answers


def three_sides(n=240, k=6):
    found = draw_answers(n, k, seed=9)
    sides = np.random.default_rng(0).choice(["train", "val", "test"], n, p=[0.5, 0.2, 0.3])
    return answers(found.y_true, found.probabilities, sides)


@pytest.fixture
def folder(tmp_path):
    write_predictions(tmp_path / PREDICTIONS_FILE, three_sides())
    return tmp_path


def test_the_document_holds_what_the_screens_show(folder):
    groups = {f"picture_{i:04d}": f"w{i // 2}" for i in range(240)}
    document = run_evaluation(folder, groups, rounds=60, artists=artists_of("Cubism", "Cubism", "", "Pop", "Pop", ""))
    assert json.loads((folder / EVALUATION_FILE).read_text("utf-8")) == document
    found = read_predictions(folder / PREDICTIONS_FILE)
    for side in ("train", "val", "test"):
        part = document[side]
        rows = found.on(side)
        assert {name: part[name] for name in MEASURES} == without_nan(measure(rows))
        assert set(part["intervals"]) == set(MEASURES)
        low, high = part["intervals"]["f1_macro"]
        assert low < part["f1_macro"] < high
        assert part["pictures"] == len(rows) == np.sum(part["confusion"])
        assert part["works"] == len({groups[name] for name in rows.painting_id})
        assert [row["artist"] for row in part["per_artist"]] == document["artists"]
        assert part["selective"][-1] == {**part["selective"][-1], "coverage": 1, "accuracy": part["accuracy"]}
        assert part["calibration"]["after_temperature"]["log_loss"] != part["log_loss"]
    assert document["notes"] == []
    assert document["leak"]["leaking"] > 0
    assert document["movements"]["confusions"] == (~found.on("test").is_hit).sum()


def test_equal_input_gives_an_equal_document(folder):
    assert run_evaluation(folder, rounds=30) == run_evaluation(folder, rounds=30)


def test_empty_sides_are_null_and_said(tmp_path):
    document = evaluate_predictions(sure_answers([0, 1, 1], [0, 1, 0], 2), rounds=20)
    assert (document["train"], document["val"], document["temperature"], document["leak"]) == (None,) * 4
    assert "The val set has no pictures, so it has no results." in document["notes"]


@pytest.mark.parametrize("count", [0, 1])
def test_none_and_a_single_picture(count):
    found = sure_answers([1], [2], 4).take(np.arange(count))
    document = evaluate_predictions(found, {}, rounds=20, artists=artists_of("Cubism", "", "", ""))
    json.dumps(document, allow_nan=False)
    if count:
        assert (document["test"]["accuracy"], document["test"]["matthews"]) == (0, None)
        assert document["test"]["intervals"]["accuracy"] is None
        assert document["test"]["per_artist"][0] == {
            "artist": "A", "precision": None, "recall": None, "f1": None, "support": 0, "predicted": 0,
            "intervals": {"precision": None, "recall": None, "f1": None},
        }  # fmt: skip
    else:
        assert document["test"] is None


def test_what_is_not_known_is_said_and_the_rest_computed(folder):
    document = run_evaluation(folder, rounds=20)
    assert (document["leak"], document["movements"]) == (None, None)
    assert any("counts as its own" in note for note in document["notes"])
    assert any("movements are unknown" in note for note in document["notes"])
    document = run_evaluation(folder, {"picture_0001": "w"}, rounds=20)
    assert any(note.startswith("239 pictures of this run are no longer in the data set") for note in document["notes"])


def test_missing_and_damaged_predictions_leave_nothing_behind(tmp_path):
    with pytest.raises(NotFoundError):
        run_evaluation(tmp_path)
    (tmp_path / PREDICTIONS_FILE).write_bytes(b"PAR1 broken")
    with pytest.raises(InvalidInputError):
        run_evaluation(tmp_path)
    assert not (tmp_path / EVALUATION_FILE).exists()


def test_a_data_set_that_is_gone_costs_only_what_it_knew(folder):
    document = evaluate_run(folder, "gone", rounds=20)
    assert document["notes"][0].startswith("The data set “gone” could not be read: There is no data set “gone”.")
    assert document["test"]["accuracy"] > 0


def test_a_data_set_tells_works_and_movements(dataset):
    known = dataset_facts("tiny")
    assert set(known.work_groups) == set(dataset.catalog()["painting_id"])
    assert known.artists[0].movements == ("Impressionism",)


def test_works_never_searched_for_are_pointed_out(dataset):
    (dataset.artifacts_dir / "same_work.json").unlink(missing_ok=True)
    assert dataset_facts("tiny").notes[0].startswith("12 pictures of “tiny” were never searched")
