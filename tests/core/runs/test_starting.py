"""Before a run is made, everything that can be told is told at once."""

import subprocess
from pathlib import Path

import pytest

from core.dataset.splitting.selection import Selection
from core.dataset.splitting.split import SplitConfig
from core.errors import InvalidInputError, NotFoundError, ReadOnlyError
from core.runs.starting import git_commit, rerun, start_run
from core.runs.store import RunStore
from core.training import EarlyStoppingConfig, TrainConfig


class NobodyLaunches:
    """A launcher that only remembers."""

    def __init__(self):
        self.submitted = []

    def submit(self, run_id):
        self.submitted.append(run_id)


@pytest.fixture
def store():
    return RunStore(keep_queue_going=False)


def start(store, **settings):
    return start_run(
        TrainConfig(**{"dataset": "tiny", "model": "snn", "image_size": 32, **settings}), store, NobodyLaunches()
    )


def test_a_run_knows_what_it_was_started_on(dataset, store):
    launcher = NobodyLaunches()
    run_id = start_run(TrainConfig("tiny", model="snn", image_size=32), store, launcher)
    assert launcher.submitted == [run_id]
    facts = store.get(run_id).facts()
    summary = dataset.summary()
    assert facts["dataset"] == {"name": "tiny", "fingerprint": summary.fingerprint, "paintings": 12}
    assert facts["git_commit"] == git_commit()


def test_a_data_set_that_is_not_there(store):
    with pytest.raises(InvalidInputError, match="There is no data set “gone”"):
        start(store, dataset="gone")
    assert store.list() == []


def test_all_faults_are_named_at_once(dataset, store):
    with pytest.raises(InvalidInputError) as refused:
        start(store, selection=Selection(mode="top", top=1), weights="nowhere.h5")
    assert "needs two or more" in str(refused.value)
    assert "There is no weight file" in str(refused.value)
    assert "nowhere.h5" in str(refused.value)


def test_too_few_pictures_to_watch_or_learn_from_are_told_before_it_is_queued(dataset, store):
    watched = {"split": SplitConfig(train=0.98, val=0.01, test=0.01), "early_stopping": EarlyStoppingConfig()}
    with pytest.raises(InvalidInputError, match="early_stopping watches val_loss, and with so few pictures"):
        start(store, **watched)
    with pytest.raises(InvalidInputError, match="fewer than two artists to learn from"):
        start(store, split=SplitConfig(train=0.01, val=0.01, test=0.98, stratified=False))
    assert store.list() == []


def test_an_encoder_file_that_is_not_there(dataset, store):
    settings = {"model": "probe", "encoders": ("resnet50",), "encoder_weights": ("resnet50=nowhere.h5",)}
    with pytest.raises(InvalidInputError, match=r"no file .*nowhere\.h5"):
        start(store, image_size=64, **settings)


def test_an_encoder_that_nothing_downloads_is_missed_before_it_is_queued(dataset, store):
    with pytest.raises(InvalidInputError, match="needs a file of weights"):
        start(store, model="probe", encoders=("dinov2_vits14",))
    assert store.list() == []


def test_a_relative_path_is_kept_in_full(dataset, store, tmp_path, monkeypatch):
    (tmp_path / "mine.weights.h5").touch()
    monkeypatch.chdir(tmp_path)
    run = store.get(start(store, weights="mine.weights.h5"))
    assert Path(run.config.weights) == tmp_path.resolve() / "mine.weights.h5"


def test_again_with_changes(dataset, store, monkeypatch):
    monkeypatch.setattr("core.runs.launcher.ensure_dispatcher", lambda root: None)
    first = start(store, epochs=4)
    again = store.get(rerun(first, {"epochs": "9"}, store))
    assert (again.config.epochs, again.config.model, again.id != first) == (9, "snn", True)
    with pytest.raises(InvalidInputError, match="epochs"):
        rerun(first, {"epochs": "none at all"}, store)
    with pytest.raises(NotFoundError):
        rerun("gone", {}, store)


def test_a_read_only_demo_starts_nothing(dataset, store, monkeypatch):
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    with pytest.raises(ReadOnlyError):
        start(store)


def test_where_git_is_not_there_the_commit_is_unknown(monkeypatch):
    def not_there(*arguments, **named):
        raise FileNotFoundError("git")

    monkeypatch.setattr(subprocess, "run", not_there)
    assert git_commit() is None


def test_an_encoder_that_there_is_none_of_is_named_beside_the_other_faults(dataset, store):
    with pytest.raises(InvalidInputError, match=r"no encoder “dinov2”.*no encoder “nobody”"):
        start(store, model="probe", encoders=("dinov2", "palette_texture", "nobody"))
