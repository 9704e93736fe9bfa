"""Augmentation judged by a trained model: measured in the background, and every reason why it cannot be."""

from dataclasses import replace

import pytest

from core.augment.config import AugmentConfig
from core.augment.presets import PRESETS
from core.environment import artifacts_root
from core.evaluation.predictions import PREDICTIONS_FILE
from core.inference.stability_files import MeasuredStability, keep_stability
from core.jobs import JobStore
from core.jobs.store import JobStatus
from core.processes.status import write_status
from core.runs import folder as files
from core.training import TrainConfig
from dashboard.features.augmentation import model_stability
from tests.fabricated_results import answers_for, fabricate_results
from tests.pages.test_runs import links, said

RECIPE = AugmentConfig(rotation_range=20)
ADDRESS = {"augmentation__view": "use", "augmentation__rotation_range": "20"}
MEASURE = "augmentation.use.measure"


@pytest.fixture
def answers(dataset):
    return answers_for(dataset, seed=1)


@pytest.fixture
def run(answers):
    """A finished run on the tiny data set; its folder. Its model is a file that nobody opens here."""
    folder = fabricate_results("r", answers, config=TrainConfig("tiny", augment=RECIPE), notes={"title": "Net"})
    (folder / files.MODEL).write_bytes(b"a model")
    return folder


@pytest.fixture
def started(monkeypatch):
    """What would have been started."""
    calls = []
    monkeypatch.setattr(
        model_stability, "start_job", lambda kind, arguments: calls.append((kind, arguments)) or "an-id"
    )
    return calls


def measure(run, answers, config=RECIPE, **changes) -> MeasuredStability:
    tested = answers.on("test").painting_id.tolist()
    found = MeasuredStability(len(tested), 8, 0, 0.25, (0.1, 0.4), 0.5, {str(tested[0]): 1.0, "removed_since": 0.5})
    keep_stability(run, config, replace(found, **changes))
    return found


def leave_job(state: str, message: str = "") -> None:
    """A job for this run and recipe, in some state, as its process would have left it."""
    arguments = {"run_id": "r", "config": RECIPE.to_dict()}
    folder = artifacts_root() / "jobs" / "20260101-000000-stability-abc"
    folder.mkdir(parents=True)
    write_status(JobStatus(folder.name, "stability", arguments, state=state, message=message), folder / "status.json")
    assert JobStore().list("stability")


def test_a_measured_share_is_said_with_its_interval_and_its_pictures(open_app, dataset, run, answers):
    found = measure(run, answers)
    app = open_app("augmentation", **ADDRESS)
    shown = said(app)
    assert "changes its mind in 25.0 % of the views (95 % interval 10.0 to 40.0)" in shown
    assert "this very recipe" in shown and f"Of its {found.pictures} test picture" in shown
    assert "The answer for 1 other picture changes, too" in shown and not app.error
    assert MEASURE not in {button.key for button in app.button}


def test_another_recipe_is_not_measured_yet_and_one_press_starts_it(open_app, dataset, run, answers, started):
    measure(run, answers, PRESETS["light"].config)
    app = open_app("augmentation", **ADDRESS)
    assert "Not measured yet" in said(app) and "changes its mind" not in said(app)
    app.button(key=MEASURE).click().run()
    assert started == [("stability", {"run_id": "r", "config": RECIPE.to_dict()})]


def test_a_job_under_way_is_found_again_and_not_started_twice(open_app, dataset, run, started, monkeypatch):
    monkeypatch.setattr("core.jobs.store._may_run", lambda _: True)
    leave_job("running")
    app = open_app("augmentation", **ADDRESS)
    assert "Not measured yet" not in said(app) and MEASURE not in {button.key for button in app.button}
    assert model_stability.start_stability("r", RECIPE).endswith("stability-abc") and not started


def test_why_measuring_failed_is_said_and_it_can_be_started_again(open_app, dataset, run, started):
    leave_job("failed", "The file “Klee_1.jpg” is gone.")
    app = open_app("augmentation", **ADDRESS)
    assert "is gone" in app.error[0].value
    app.button(key=MEASURE).click().run()
    assert len(started) == 1


def test_without_a_finished_run_it_says_how_to_get_one(open_app, dataset):
    app = open_app("augmentation", **ADDRESS)
    assert "No run on this data set is finished yet" in said(app) and "Open the runs" in links(app)


@pytest.mark.parametrize(
    ("file", "words"), [(files.MODEL, "model of this run is gone"), (PREDICTIONS_FILE, "no predictions")]
)
def test_a_run_that_lacks_something_is_said_to_in_a_sentence(file, words, open_app, dataset, run):
    (run / file).unlink()
    app = open_app("augmentation", **ADDRESS)
    assert words in said(app) and not app.error and MEASURE not in {button.key for button in app.button}


def test_a_recipe_that_changes_nothing_is_not_measured(open_app, dataset, run):
    app = open_app("augmentation", augmentation__view="use", augmentation__preset="none")
    assert "changes nothing" in said(app) and MEASURE not in {button.key for button in app.button}


def test_a_damaged_measurement_is_as_if_there_were_none(open_app, dataset, run):
    (run / "stability.json").write_text("{", "utf-8")
    app = open_app("augmentation", **ADDRESS)
    assert "Not measured yet" in said(app) and not app.error


def test_a_read_only_demo_shows_what_was_measured_and_measures_nothing(open_app, dataset, run, answers, monkeypatch):
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    assert open_app("augmentation", **ADDRESS).button(key=MEASURE).disabled
