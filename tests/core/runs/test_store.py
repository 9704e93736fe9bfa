"""The list of runs: quick, true, and never broken by one bad folder."""

import json
import os
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tensorboard.backend.event_processing import io_wrapper

from core.errors import AlreadyExistsError, InvalidInputError, NotFoundError, ReadOnlyError
from core.processes.status import write_status
from core.runs.folder import CONFIG, DELETED_MARK, EVALUATION, STATUS, TENSORBOARD
from core.runs.launcher import move_in_queue, queued_ids
from core.runs.notes import RunNotes, change_notes, read_notes
from core.runs.run import Run
from core.runs.status import read_status
from core.runs.store import RunStore
from core.training import TrainConfig
from core.training.loop.tensorboard import EventFiles
from tests.fabricated_runs import write_notes

CONFIGURATION = TrainConfig("tiny", model="snn", image_size=32, epochs=7)


@pytest.fixture
def store():
    """A store that starts no process."""
    return RunStore(keep_queue_going=False)


def test_a_new_run_waits_with_its_settings_by_value(store):
    run = store.create(CONFIGURATION, {"dataset": {"name": "tiny"}})
    again = store.get(run.id)
    assert re.fullmatch(r"\d{8}-\d{6}-snn-[0-9a-f]{6}", run.id)
    assert (again.status.state, again.status.epochs) == ("queued", 7)
    assert (again.config, again.config_fault) == (CONFIGURATION, "")
    assert (again.title, again.model, again.dataset) == ("snn on tiny", "snn", "tiny")
    assert again.facts()["dataset"] == {"name": "tiny"}
    document = json.loads((run.folder / CONFIG).read_text())
    assert document["schema_version"] == 1
    assert document["config"]["epochs"] == 7


def test_a_run_that_has_nothing_yet_says_so(store):
    run = store.create(CONFIGURATION)
    assert (len(run.metrics()), run.last_metrics(), run.log_tail()) == (0, None, "")
    assert (run.split(), run.predictions(), run.evaluation(), run.layers()) == (None, None, None, None)
    assert not run.has_checkpoint


def test_the_newest_is_first(store):
    ids = []
    for _ in range(3):
        ids.append(store.create(CONFIGURATION).id)
        time.sleep(0.01)
    assert [run.id for run in store.list()] == ids[::-1]
    assert queued_ids(store) == ids


def test_no_folder_of_runs_is_no_runs(store):
    assert store.list() == []
    assert queued_ids(store) == []


@pytest.mark.parametrize("name", ["gone", "", ".", "..", "../runs", ".deleted", "a/b"])
def test_what_is_no_run_is_not_found(store, name):
    store.create(CONFIGURATION)
    with pytest.raises(NotFoundError, match="There is no run"):
        store.get(name)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"config": 5}', '{"config": {"epochs": "many"}}', '{"config": {"dance": 1}}', '{"a": 1}']
)
def test_settings_edited_to_nonsense_break_that_run_alone(store, text):
    broken, sound = store.create(CONFIGURATION), store.create(CONFIGURATION)
    (broken.folder / CONFIG).write_text(text)
    listed = {run.id: run for run in store.list()}
    assert listed[sound.id].config == CONFIGURATION
    assert listed[broken.id].config is None
    assert listed[broken.id].config_fault.endswith((".", "?"))
    assert listed[broken.id].title
    assert isinstance(listed[broken.id].facts(), dict)


@pytest.mark.parametrize("text", ["", '{"run_id": "half', '{"state": 7}'])
def test_a_damaged_status_is_listed_as_failed(store, text):
    broken, sound = store.create(CONFIGURATION), store.create(CONFIGURATION)
    (broken.folder / STATUS).write_text(text)
    states = {run.id: run.status for run in store.list()}
    assert states[sound.id].state == "queued"
    assert states[broken.id].state == "failed"
    assert "cannot be read" in states[broken.id].message
    store.delete(broken.id)
    assert [run.id for run in store.list()] == [sound.id]


def test_a_damaged_evaluation_is_a_sentence(store):
    run = store.create(CONFIGURATION)
    (run.folder / EVALUATION).write_text('{"test": {"acc')
    with pytest.raises(InvalidInputError, match=r"evaluation\.json"):
        run.evaluation()


def test_deleting_can_be_undone_for_a_week(store):
    run = store.create(CONFIGURATION)
    write_notes(run.folder, title="Mine")
    store.delete(run.id)
    assert store.list() == []
    assert store.deleted_ids() == [run.id]
    with pytest.raises(NotFoundError):
        store.get(run.id)
    back = store.restore(run.id)
    assert (back.title, back.status.state) == ("Mine", "stopped")
    assert not (back.folder / DELETED_MARK).exists()
    with pytest.raises(NotFoundError, match="cannot be restored"):
        store.restore(run.id)


def test_tensorboard_passes_over_deleted_runs_and_has_them_again_when_restored(store):
    run, other = store.create(CONFIGURATION), store.create(CONFIGURATION)
    for folder in (run.folder, other.folder):
        EventFiles(folder / TENSORBOARD, [{"epoch": 1, "train_loss": 0.5, "val_loss": 0.7}], [1.0]).close()
    assert seen_by_tensorboard(store) == {run.id, other.id}
    store.delete(run.id)
    assert seen_by_tensorboard(store) == {other.id}
    store.restore(run.id)
    assert seen_by_tensorboard(store) == {run.id, other.id}


def seen_by_tensorboard(store):
    """The first folder on the way to each that TensorBoard takes for a run of its own."""
    found = io_wrapper.GetLogdirSubdirectories(str(store.root))
    return {Path(folder).relative_to(store.root).parts[0] for folder in found}


def test_what_was_deleted_a_week_ago_is_removed(store):
    old, new = store.create(CONFIGURATION), store.create(CONFIGURATION)
    for run in (old, new):
        store.delete(run.id)
    mark = store.root / ".deleted" / old.id / DELETED_MARK
    week_ago = time.time() - 7 * 24 * 3600 - 1
    os.utime(mark, (week_ago, week_ago))
    assert store.purge() == [old.id]
    assert store.deleted_ids() == [new.id]


def test_a_run_is_not_restored_over_another(store):
    run = store.create(CONFIGURATION)
    store.delete(run.id)
    (store.root / run.id).mkdir()
    with pytest.raises(AlreadyExistsError):
        store.restore(run.id)


@pytest.mark.parametrize("order", ["", "[1, null]", '{"a": 1}', '["gone"'])
def test_a_damaged_order_loses_no_run(store, order):
    first = store.create(CONFIGURATION).id
    time.sleep(0.01)
    second = store.create(CONFIGURATION).id
    (store.root / ".queue.json").write_text(order)
    assert queued_ids(store) == [first, second]
    assert move_in_queue(second, 0, store) == [second, first]
    assert queued_ids(store) == [second, first]
    assert move_in_queue(second, 99, store) == [first, second]


def test_notes_are_kept_tidy(store):
    run = store.create(CONFIGURATION)
    notes = write_notes(run.folder, " Best \n so far ", "It works.\n", ["good", " good", "", "for  the paper"])
    assert notes == RunNotes("Best so far", "It works.", ("good", "for the paper"))
    assert read_notes(run.folder) == notes
    found = store.get(run.id)
    assert (found.title, found.note, found.tags) == (notes.title, notes.note, notes.tags)
    with pytest.raises(InvalidInputError, match=r"title has more .*; there are more than 20 tags"):
        write_notes(run.folder, "x" * 121, tags=map(str, range(21)))


def test_one_note_is_changed_and_the_others_stay_as_they_are_by_then(store):
    run = store.create(CONFIGURATION)
    write_notes(run.folder, "Old", "Because.", ["good"])
    change_notes(run.folder, lambda notes: replace(notes, title="New"))
    assert read_notes(run.folder) == RunNotes("New", "Because.", ("good",))


def test_notes_have_nothing_that_is_not_seen(store):
    run = store.create(CONFIGURATION)
    bent, zero, joined = "a\u202egood\x07", "go\u200bod\ufeff", "\U0001f468\u200d\U0001f33e"
    notes = write_notes(run.folder, bent, f"One\r\ntwo\x00 {joined}\u202e", [zero, "good", "\u200b", "\ud800x"])
    assert notes == RunNotes("agood", f"One\ntwo {joined}", ("good", "\ufffdx"))
    assert write_notes(run.folder, "\u200b hello \u200b x", tags=["\u200b good", "good"]).tags == ("good",)
    assert read_notes(run.folder).title == "hello x"
    notes = write_notes(run.folder, *(notes.title, notes.note, notes.tags))
    assert read_notes(run.folder) == notes
    (run.folder / "notes.json").write_text('{"title": "\\ud800", "note": "", "tags": ["\\u202e"]}')
    assert read_notes(run.folder) == RunNotes("\ufffd")


def test_notes_on_a_run_that_was_deleted_elsewhere_do_not_make_it_anew(store):
    run = store.create(CONFIGURATION)
    store.delete(run.id)
    with pytest.raises(NotFoundError, match="no run"):
        write_notes(run.folder, "Mine")
    assert store.list() == []
    assert store.restore(run.id).id == run.id


def test_damaged_notes_are_no_notes(store):
    run = store.create(CONFIGURATION)
    (run.folder / "notes.json").write_text("[")
    assert store.get(run.id).notes == RunNotes()


def test_a_read_only_demo_changes_nothing(store, monkeypatch):
    run = store.create(CONFIGURATION)
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    with pytest.raises(ReadOnlyError):
        store.create(CONFIGURATION)
    with pytest.raises(ReadOnlyError):
        store.delete(run.id)
    with pytest.raises(ReadOnlyError):
        write_notes(run.folder, "New")


def test_a_folder_that_may_not_be_written_is_one_sentence_and_can_still_be_read(store, monkeypatch):
    run = store.create(CONFIGURATION)
    path = run.folder / STATUS
    write_status(replace(read_status(path), state="running", pid=2**22 + 1, process_started=1.0), path)

    def refuse(*arguments, **named):
        raise PermissionError(13, "Permission denied", str(store.root))

    monkeypatch.setattr("core.files.tempfile.mkstemp", refuse)
    monkeypatch.setattr("core.runs.locking.FileLock", refuse)
    assert [found.status.state for found in RunStore().list()] == ["interrupted"]
    for change in (lambda: store.create(CONFIGURATION), lambda: store.delete(run.id), lambda: write_notes(run.folder)):
        with pytest.raises(InvalidInputError, match="No permission for"):
            change()
    assert isinstance(store.get(run.id), Run)


def test_nothing_half_made_is_listed_when_the_disk_is_full(store, monkeypatch):
    monkeypatch.setattr("core.runs.store.write_status", _full)
    with pytest.raises(Exception, match="The disk is full"):
        store.create(CONFIGURATION)
    assert store.list() == []


def _full(*arguments):
    raise OSError(28, "No space left on device")
