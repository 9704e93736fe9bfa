"""Run: one run in full, from the first epoch to what is left of a damaged folder."""

import json
import subprocess
from collections.abc import Iterator

import pytest

from core.environment import artifacts_root
from core.runs.dispatcher_launch import announce
from core.runs.notes import RunNotes
from core.runs.store import RunStore
from core.training import EarlyStoppingConfig, FineTuningConfig, ReduceLROnPlateauConfig, TrainConfig
from dashboard.labels.metrics import MEASURES
from tests.fabricated_runs import fabricate_run, pretend_to_train
from tests.pages.test_runs import links, said

TUNED = TrainConfig(
    "tiny",
    model="resnet50",
    image_size=224,
    freeze="backbone",
    epochs=20,
    early_stopping=EarlyStoppingConfig(),
    reduce_lr=ReduceLROnPlateauConfig(),
    fine_tuning=FineTuningConfig(epochs=10),
)


@pytest.fixture
def worker() -> Iterator[int]:
    """A process that lives and stands for worker and dispatcher, so that nothing is really trained."""
    process = subprocess.Popen(["sleep", "600"])
    root = artifacts_root() / "runs"
    root.mkdir(parents=True, exist_ok=True)
    announce(root, process.pid)
    yield process.pid
    process.kill()
    process.wait()


def charts(app) -> dict[str, dict]:
    """The specification of every curve by the beginning of what it says it shows."""
    specs = [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]
    return {spec["description"].split(" of each epoch")[0]: spec for spec in specs}


def test_a_finished_run_shows_a_curve_for_every_measure(open_app, dataset):
    fabricate_run("r", TUNED)
    app = open_app("run", run="r")
    assert not app.error
    assert list(charts(app)) == [measure.title for measure in MEASURES.values()]
    titles = {element.value: element.help for element in app.markdown if element.help}
    for measure in MEASURES.values():
        assert titles[f"**{measure.title}**"].startswith(measure.explanation)
    assert "[Glossary: Learning rate](glossary?glossary.term=learning_rate" in titles["**Learning rate**"]
    assert "Finished" in said(app) and "the best validation loss, whose weights are kept" in said(app)


@pytest.mark.parametrize(
    ("stopping", "marked", "words"),
    [
        (None, None, "the best validation loss."),
        (EarlyStoppingConfig(restore_best=False), None, "the best validation loss."),
        (EarlyStoppingConfig(restore_best=True), 4, "the best validation loss, whose weights are kept."),
    ],
)
def test_the_ring_is_at_the_best_epoch_and_at_the_kept_one_only_where_it_was_chosen(
    open_app, dataset, stopping, marked, words
):
    """Training notes whose weights the model has: the last epoch's where none is chosen, which is no best one."""
    folder = fabricate_run("r", TrainConfig("tiny", epochs=30, early_stopping=stopping), epochs=30)
    document = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps(document | {"best_epoch": marked or 30}), "utf-8")
    losses = [json.loads(line)["val_loss"] for line in (folder / "metrics.jsonl").read_text("utf-8").splitlines()]
    best = marked or losses.index(min(losses)) + 1
    assert best != 30
    assert f"Ring: epoch {best}, {words}" in said(open_app("run", run="r")).replace("\\", "")


def test_a_run_with_results_leads_to_them(open_app, dataset):
    fabricate_run("r", TUNED)
    fabricate_run("without", TUNED, state="failed")
    ways = ["Confusion matrix", "Compare with…"]
    assert [label for label in links(open_app("run", run="r")) if label in ways] == ways
    assert not set(ways) & set(links(open_app("run", run="without")))


def test_what_is_seen_is_in_the_address(open_app, dataset):
    fabricate_run("r", TUNED)
    app = open_app("run", run="r", run__across="minutes", run__smooth="true")
    assert "minutes" in json.dumps(charts(app)["Loss"]) and app.toggle(key="run.smooth").value
    app = open_app("run", run="r", run__view="layers")
    assert charts(app) == {} and "1,061" in said(app)


def test_the_settings_have_a_command_that_makes_the_very_same_run(open_app, dataset):
    fabricate_run("r", TUNED)
    app = open_app("run", run="r", run__view="settings")
    assert app.code[0].value.startswith("atelier train --dataset tiny --model resnet50 --image-size 224 --epochs 20")
    assert "The whole backbone" in said(app) and "Fine-tuning" in said(app) and "0f3a" in said(app)


def test_a_live_run_shows_progress_and_stop(open_app, dataset, worker):
    pretend_to_train(fabricate_run("r", epochs=6, stage="Epoch 7", in_epoch=True, done=3, total=9), worker)
    app = open_app("run", run="r")
    assert "Running" in said(app)
    assert "Epoch 7 of 60" in app.get("progress")[0].proto.text
    assert [button.key for button in app.button if button.key.startswith("run.action")] == [
        "run.action.stop",
        "run.action.again",
    ]


def test_a_run_that_has_no_epoch_yet_says_when_there_is_something(open_app, dataset, worker):
    fabricate_run("r", state="queued", epochs=0)
    app = open_app("run", run="r")
    assert "Waiting" in said(app) and "after the first epoch" in said(app)
    app.button(key="run.action.stop").click().run()
    assert "Stopped" in said(app)


@pytest.mark.parametrize("state", ["failed", "interrupted"])
def test_a_run_that_ended_badly_says_why_first_and_folds_the_details(state, open_app, dataset):
    fabricate_run("r", state=state, epochs=3, message="The disk is full.", traceback="Traceback: OSError 28")
    app = open_app("run", run="r")
    assert app.error[0].value.replace("\\", "") == "The disk is full."
    assert not app.expander[0].proto.expanded and "OSError 28" in app.code[0].value
    assert app.button(key="run.action.resume").proto.type == "primary"
    assert app.button(key="run.action.again").proto.type == "secondary"


def test_a_run_that_would_fail_again_is_first_run_again_with_changes(open_app, dataset):
    fabricate_run("r", state="failed", epochs=3, message="Take a lower learning rate.", wants_changes=True)
    app = open_app("run", run="r")
    assert app.button(key="run.action.again").proto.type == "primary"
    assert app.button(key="run.action.resume").proto.type == "secondary"
    assert "likely to fail again" in app.button(key="run.action.resume").help


def test_a_run_is_taken_up_again(open_app, dataset, worker):
    fabricate_run("r", state="stopped", epochs=3)
    app = open_app("run", run="r")
    app.button(key="run.action.resume").click().run()
    status = RunStore().get("r").status
    assert (status.state, status.resumes) == ("queued", 1)
    assert "Waiting" in said(app) and "resumed 1 time" in said(app)


def test_run_again_with_changes_opens_the_form_filled(open_app, dataset):
    fabricate_run("r", TUNED)
    app = open_app("run", run="r")
    app.button(key="run.action.again").click().run()
    assert app.title[0].value == "Runs"
    assert "the settings of the run r" in said(app)
    assert app.selectbox(key="runs.field.model").value == "resnet50"
    assert app.number_input(key="runs.field.epochs").value == 20


def test_a_run_is_deleted_and_brought_back(open_app, dataset):
    fabricate_run("r", notes={"title": "Mine"})
    app = open_app("run", run="r")
    app.button(key="run.action.delete").click().run()
    assert app.title[0].value == "Runs" and "Mine" not in links(app)
    app.button(key="shell.undo.undo").click().run()
    assert RunStore().get("r").title == "Mine"


def test_title_note_and_tags_are_kept(open_app, dataset):
    fabricate_run("r")
    app = open_app("run", run="r", run__view="notes")
    app.text_input(key="run.notes.title").set_value("  The one ").run()
    app.text_area(key="run.notes.note").set_value("Because.").run()
    notes = RunStore().get("r").notes
    assert (notes.title, notes.note) == ("The one", "Because.")
    assert "The one" in said(app)


def test_two_tabs_do_not_undo_each_others_notes(open_app, dataset):
    fabricate_run("r", notes={"title": "Old", "note": "", "tags": ["first"]})
    one, other = (open_app("run", run="r", run__view="notes") for _ in range(2))
    one.text_input(key="run.notes.title").set_value("New").run()
    one.multiselect(key="run.notes.tags").set_value(["first", "mine"]).run()
    other.text_area(key="run.notes.note").set_value("Because.").run()
    assert RunStore().get("r").notes == RunNotes("New", "Because.", ("first", "mine"))
    assert other.text_input(key="run.notes.title").value == "New", "what the other tab wrote is shown"
    one.multiselect(key="run.notes.tags").set_value(["first", "mine", "good"]).run()
    other.multiselect(key="run.notes.tags").set_value(["mine", "bad"]).run()
    assert RunStore().get("r").notes.tags == ("mine", "good", "bad")


def test_a_probe_has_numbers_and_no_curves(open_app, dataset):
    fabricate_run("r", TrainConfig("tiny", model="probe", image_size=224), epochs=1)
    app = open_app("run", run="r")
    assert charts(app) == {} and list(app.table[0].value["Measure"])[:2] == ["Loss", "Accuracy"]


@pytest.mark.parametrize("name", ["config.json", "status.json", "metrics.jsonl", "layers.json", "evaluation.json"])
@pytest.mark.parametrize("view", ["curves", "settings", "layers", "log", "notes"])
def test_a_damaged_folder_shows_what_can_be_shown(name, view, open_app, dataset):
    folder = fabricate_run("r")
    (folder / name).write_bytes(b'{"half": [1, \xff')
    app = open_app("run", run="r", run__view=view)
    assert "Something went wrong" not in said(app)
    assert app.subheader
    if view == "layers" and name != "layers.json":
        assert "1,061" in said(app)
    if view == "curves" and name != "metrics.jsonl":
        assert "Loss" in charts(app)


def test_undefined_measures_are_no_zeros(open_app, dataset):
    folder = fabricate_run("r", epochs=4)
    rows = [json.loads(line) for line in (folder / "metrics.jsonl").read_text("utf-8").splitlines()]
    (folder / "metrics.jsonl").write_text("\n".join(json.dumps(row | {"val_f1": None}) for row in rows), "utf-8")
    assert "title" in said(open_app("run", run="r")) and "Validation" in said(open_app("run", run="r"))


def test_half_a_last_line_is_passed_over(open_app, dataset):
    folder = fabricate_run("r", epochs=4)
    with (folder / "metrics.jsonl").open("a") as file:
        file.write('{"epoch": 5, "train_lo')
    app = open_app("run", run="r")
    assert not app.error and "Loss" in charts(app)


@pytest.mark.parametrize("asked", ["", "gone", "..", "../datasets"])
def test_no_run_or_one_that_is_gone_gets_a_sentence_and_a_way_on(asked, open_app, dataset):
    app = open_app("run", **({"run": asked} if asked else {}))
    assert "no run" in said(app).lower() and "Open the runs" in links(app)


def test_a_run_of_a_data_set_that_is_gone_is_still_shown(open_app):
    fabricate_run("r")
    app = open_app("run", run="r")
    assert "Loss" in charts(app)


def test_the_layers_have_the_numbers_by_which_they_are_frozen(open_app, dataset):
    fabricate_run("r", TUNED)
    table = open_app("run", run="r", run__view="layers").dataframe[0].value
    assert dict(zip(table["Layer"], table["Number"], strict=True))["stem"] == 0
    assert table.set_index("Layer")["Number"].isna().to_dict() == {
        "picture": True,
        "stem": False,
        "features": False,
        "artist": True,
    }
    fabricate_run("plain", TrainConfig("tiny", model="cnn"))
    assert "Number" not in open_app("run", run="plain", run__view="layers").dataframe[0].value
