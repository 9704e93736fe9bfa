"""Results read from files that may be whole, old, damaged or of something else; and the words made of them."""

import json
import threading

import numpy as np
import pytest

from core.errors import InvalidInputError
from core.evaluation.evaluating import evaluate_predictions
from core.evaluation.results import interval_of, leak_sentence, read_results
from core.runs.store import RunStore
from dashboard.features.results import run_set
from dashboard.queries.paired_runs import Named, answers_beside, artist_differences
from dashboard.ui.result_labels import interval_words, measure_rows, measure_value, percent
from tests.fabricated_results import fabricate_answers, fabricate_results

ARTISTS = ["Ann", "Bob", "Cem"]
PAINTERS = [i % 3 for i in range(40)]
IDS = [f"p{i}" for i in range(40)]


@pytest.fixture
def document() -> dict:
    answers = fabricate_answers(IDS, PAINTERS, ARTISTS, skill=1.0)
    return json.loads(json.dumps(evaluate_predictions(answers, {}, rounds=20)))


def test_a_whole_document_is_read(document):
    found = read_results(document)
    assert found.artists == tuple(ARTISTS) and set(found.sides) == {"train", "val", "test"}
    assert interval_of(found.sides["test"], "accuracy") is not None


@pytest.mark.parametrize(
    "damage",
    [
        lambda d: d.pop("artists"),
        lambda d: d.update(schema_version=2),
        lambda d: d["test"].pop("confusion"),
        lambda d: d["test"]["confusion"].pop(),
        lambda d: d["test"].update(per_artist="many"),
        lambda d: d["val"].update(calibration=None),
        lambda d: d.update(test=[1]),
        lambda d: d.update(leak={"test_pictures": "many"}),
        lambda d: d.update(movements=["none"]),
        lambda d: d["test"].update(accuracy="high", kappa=None),
        lambda d: d["test"].update(intervals={"accuracy": ["low", 1.0]}),
        lambda d: d["test"]["confusion"][0].__setitem__(1, "x"),
        lambda d: d["test"]["per_artist"][0].update(support="few"),
        lambda d: d["test"]["per_artist"][0].update(artist="Nobody"),
        lambda d: d["test"]["calibration"]["bins"].append(0.5),
        lambda d: d["test"]["calibration"].update(after_temperature={"ece": 0.1}),
        lambda d: d["test"]["selective"][0].update(coverage=[]),
    ],
)
def test_a_document_that_is_not_whole_is_not_believed(document, damage):
    damage(document)
    assert read_results(document) is None


def test_a_side_without_pictures_is_left_out(document):
    document["val"] = None
    assert set(read_results(document).sides) == {"train", "test"}


def test_what_is_undefined_is_a_dash_and_never_nought():
    assert percent(None) == percent(float("nan")) == measure_value("kappa", None) == "–"
    rows = {row["Measure"]: row for row in measure_rows({"accuracy": 0.5, "kappa": None})}
    assert (rows["Accuracy"]["Value"], rows["Accuracy"]["95 %"]) == ("50.0 %", "–")
    assert {row["Value"] for name, row in rows.items() if name != "Accuracy"} == {"–"}
    assert percent(0.0) == "0.0 %" and measure_value("log_loss", 1.23456) == "1.235"
    assert interval_words("accuracy", (0.81, 0.871)) == "81.0 to 87.1" and interval_words("accuracy", None) == ""


def test_the_leak_meter_tells_the_honest_figure():
    leak = {"test_pictures": 50, "leaking": 5, "leaking_if_random": 12.4}
    words = leak_sentence({**leak, "accuracy_leaking": 1.0, "accuracy_rest": 0.8})
    assert "5 of the 50" in words and "about 12" in words and "80.0\u00a0% on the others: the honest figure" in words
    assert "None of the 50" in leak_sentence({**leak, "leaking": 0})


def test_differences_of_artists_are_those_of_their_recalls():
    answers = [fabricate_answers(IDS, PAINTERS, ARTISTS, skill=skill, seed=seed) for seed, skill in ((1, 0.5), (2, 3))]
    for name, found in zip("ab", answers, strict=True):
        fabricate_results(name, found)
    first, second = (Named(name, RunStore().get(name)) for name in "ab")
    table = artist_differences(first, second, "train", "recall", on_common=False).set_index("name")
    for place, artist in enumerate(ARTISTS):
        recalls = []
        for found in answers:
            own = found.on("train").take(found.on("train").y_true == place)
            recalls.append(float(own.is_hit.mean()))
        assert table.loc[artist, "difference"] == pytest.approx(recalls[1] - recalls[0])
        assert table.loc[artist, "pictures"] == len(own)
        low, high = table.loc[artist, ["low", "high"]]
        assert np.isnan(low) or low <= table.loc[artist, "difference"] <= high
    beside = answers_beside(first, second, "train", on_common=False).set_index("painting_id")
    for found, prefix in zip(answers, ("first", "second"), strict=True):
        rows = found.on("train")
        hits = dict(zip(rows.painting_id, rows.is_hit, strict=True))
        assert beside[f"{prefix}_hit"].to_dict() == hits


def test_saved_choices_refuse_what_cannot_be_kept_and_name_a_damaged_file():
    for name, runs in (("", ["a"]), ("x" * 61, ["a"]), ("fine", [])):
        with pytest.raises(InvalidInputError):
            run_set.save_choice(name, runs)
    run_set.choices_path().parent.mkdir(parents=True, exist_ok=True)
    for text in ("{", "[]", '{"schema_version": 9}', '{"schema_version": 1, "choices": []}'):
        run_set.choices_path().write_text(text, "utf-8")
        with pytest.raises(InvalidInputError, match="cannot be read"):
            run_set.read_choices()


def test_tabs_that_save_choices_at_once_lose_none():
    names = [f"choice {number}" for number in range(6)]
    tabs = [threading.Thread(target=run_set.save_choice, args=(name, ["a"])) for name in names]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert sorted(run_set.read_choices()) == names
