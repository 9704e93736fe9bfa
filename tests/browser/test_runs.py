"""Runs and Run, as a person uses them: live curves that do not flicker, the queue."""

import json
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.augment.presets import PRESETS as RECIPES
from core.runs import folder as files
from core.runs.dispatcher_launch import announce
from core.runs.store import RunStore
from core.training import EarlyStoppingConfig, FineTuningConfig, ReduceLROnPlateauConfig, TrainConfig
from core.training.config.presets import PRESETS
from tests.browser.conftest import Server, Visitor, run_server
from tests.browser.slow_line import SlowLine
from tests.core.runs.processes import wait_until
from tests.fabricated_runs import fabricate_run, fabricated_rows, pretend_to_train

TUNED = TrainConfig(
    "sample",
    model="resnet50",
    image_size=224,
    weights="imagenet",
    freeze="backbone",
    augment=RECIPES["light"].config,
    epochs=30,
    early_stopping=EarlyStoppingConfig(),
    reduce_lr=ReduceLROnPlateauConfig(),
    fine_tuning=FineTuningConfig(epochs=12),
)
LIVE = TrainConfig("sample", epochs=60, early_stopping=EarlyStoppingConfig(), reduce_lr=ReduceLROnPlateauConfig())
CHARTS = "[data-testid=stVegaLiteChart]"
MARK_CHARTS = f"""() => [...document.querySelectorAll('{CHARTS}')].forEach(chart => {{
  chart.querySelector('canvas, svg').dataset.stayed = 'yes'
  chart.dataset.height = chart.getBoundingClientRect().height
}})"""
STAYED = f"""() => [...document.querySelectorAll('{CHARTS}')].every(chart =>
  chart.querySelector('canvas, svg')?.dataset.stayed === 'yes' &&
  Number(chart.dataset.height) === chart.getBoundingClientRect().height)"""


@pytest.fixture
def runs(server: Server) -> Iterator[Path]:
    """An empty folder of runs, and a process that lives and stands for worker and dispatcher."""
    root = server.folder / "artifacts" / "runs"
    root.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(["sleep", "900"])
    announce(root, process.pid)
    (root / ".pid").write_text(str(process.pid), "utf-8")
    yield root
    process.kill()
    process.wait()
    for folder in [*root.iterdir()]:
        if folder.is_dir():
            subprocess.run(["rm", "-r", str(folder)], check=True)


def start_pretending(runs: Path, run_id: str, epochs: int, **more) -> Path:
    folder = fabricate_run(
        run_id, LIVE, epochs=epochs, root=runs, in_epoch=True, done=2, total=10, stage="Training", **more
    )
    pretend_to_train(folder, int((runs / ".pid").read_text("utf-8")))
    return folder


def add_epoch(folder: Path, epoch: int) -> None:
    """What a worker does after an epoch: a line of metrics, then the status."""
    row = fabricated_rows(LIVE, 60)[epoch - 1]
    with (folder / files.METRICS).open("a") as file:
        file.write(json.dumps(row) + "\n")
    status = json.loads((folder / files.STATUS).read_text("utf-8"))
    status |= {"epoch": epoch, "updated": time.time()}
    temporary = folder / "status.part"
    temporary.write_text(json.dumps(status), "utf-8")
    temporary.rename(folder / files.STATUS)


def finish(folder: Path) -> None:
    status = json.loads((folder / files.STATUS).read_text("utf-8"))
    status |= {"state": "finished", "ended": time.time(), "message": "Trained for 8 epochs.", "in_epoch": False}
    (folder / files.STATUS).write_text(json.dumps(status), "utf-8")


def test_a_finished_run_shows_curves_on_the_first_screen(visitor, runs, keep_screenshots):
    fabricate_run("tuned", TUNED, epochs=42, root=runs, notes={"title": "Fine-tuned at the end", "tags": ["thesis"]})
    page = visitor.open("/run?dataset=sample&run=tuned")
    assert page.locator(CHARTS).count() == 8
    assert page.locator(CHARTS).first.bounding_box()["y"] < 600
    assert page.evaluate(f"[...document.querySelectorAll('{CHARTS} svg, {CHARTS} canvas')].length") == 8
    keep_screenshots("run", "/run?dataset=sample&run=tuned")


def test_curves_grow_in_place_while_a_run_goes_on(visitor, runs):
    folder = start_pretending(runs, "live", 5)
    page = visitor.page
    page.goto(f"{visitor.url}/run?dataset=sample&run=live")
    page.locator(f"{CHARTS} :is(canvas, svg)").nth(7).wait_for(timeout=30_000)
    page.wait_for_timeout(1500)
    page.evaluate(MARK_CHARTS)
    for epoch in (6, 7, 8):
        add_epoch(folder, epoch)
        page.get_by_text(f"Epoch {epoch + 1} of 60").wait_for(timeout=15_000)
        assert page.evaluate(STAYED), "no chart is made anew and none changes its size"
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    finish(folder)
    page.get_by_text("Trained for 8 epochs").first.wait_for(timeout=15_000)


def test_a_resumed_run_is_live_again_without_a_reload(visitor, runs):
    folder = fabricate_run("again", LIVE, state="stopped", epochs=5, root=runs, in_epoch=True, done=2, total=10)
    page = visitor.open("/run?dataset=sample&run=again")
    page.get_by_role("button", name="Resume").click()
    page.get_by_text("It waits for its turn").wait_for(timeout=15_000)
    pretend_to_train(folder, int((runs / ".pid").read_text("utf-8")))
    page.get_by_text("It trains in the background").wait_for(timeout=15_000)
    page.get_by_role("button", name="Stop").wait_for()


def test_a_run_is_started_from_a_preset_and_appears(visitor, runs, keep_screenshots):
    page = visitor.open("/runs?dataset=sample")
    page.get_by_role("button", name="Five artists, dense net").click()
    page.get_by_text(re.compile(r"Training \d")).wait_for()
    visitor.settle()
    assert "set.model=snn" in page.url and "artists=top" in page.url
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("heading", name="Under way").wait_for(timeout=15_000)
    page.get_by_role("button", name="Take out").click()
    page.get_by_role("heading", name="Done").wait_for(timeout=15_000)
    page.get_by_text("Stopped", exact=False).first.wait_for()
    fabricate_run("tuned", TUNED, epochs=42, root=runs, notes={"title": "Fine-tuned at the end", "tags": ["thesis"]})
    fabricate_run("bad", LIVE, state="failed", epochs=4, root=runs, message="The loss became NaN in epoch 5.")
    keep_screenshots("runs", "/runs?dataset=sample")


@contextmanager
def held_up(server: Server) -> Iterator[None]:
    """A server that does not come to answer meanwhile; what is clicked waits for it."""
    server.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        server.process.send_signal(signal.SIGCONT)


def only_run(runs: Path) -> TrainConfig:
    """The settings of the one run that was started."""
    store = RunStore(runs, keep_queue_going=False)
    wait_until(store.list, "a run")
    (run,) = store.list()
    return run.config


def open_preset(visitor: Visitor, key: str) -> Page:
    page = visitor.open("/runs?dataset=sample")
    page.get_by_role("button", name=PRESETS[key].title).click()
    expect(page.get_by_role("spinbutton", name="Epochs")).to_have_value(PRESETS[key].changes["epochs"])
    visitor.settle()
    return page


def test_a_preset_and_start_clicked_while_the_server_is_busy_start_that_preset(visitor, runs, server):
    page = open_preset(visitor, "snn")
    with held_up(server):
        page.get_by_role("button", name=PRESETS["cnn"].title).click()
        page.get_by_role("button", name="Start", exact=True).click()
    assert only_run(runs) == PRESETS["cnn"].config("sample")


def test_a_number_that_was_typed_counts_though_start_is_clicked_at_once(visitor, runs, server):
    page = open_preset(visitor, "snn")
    with held_up(server):
        page.get_by_role("spinbutton", name="Epochs").fill("7")
        page.get_by_role("button", name="Start", exact=True).click()
    assert only_run(runs) == replace(PRESETS["snn"].config("sample"), epochs=7)


def test_what_is_clicked_before_the_answer_to_the_last_click_is_seen_counts_as_it_was_meant(visitor, runs):
    line = SlowLine(visitor.page)
    page = open_preset(visitor, "snn")
    with line.holding():
        page.get_by_role("button", name=PRESETS["cnn"].title).click()
        line.wait_for_an_answer()
        page.get_by_role("button", name="Start", exact=True).click()
        line.wait_for_an_answer()
    assert only_run(runs) == PRESETS["cnn"].config("sample")


@pytest.fixture
def server_with_a_set(imported_collection: Path, tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own that shows twelve small pictures."""
    shutil.copytree(imported_collection, tmp_path, dirs_exist_ok=True)
    yield from run_server(tmp_path)


def test_a_run_outlives_the_very_server_whose_button_started_it(browser, server_with_a_set):
    server, store = server_with_a_set, RunStore(server_with_a_set.folder / "artifacts" / "runs", keep_queue_going=False)
    visitor = Visitor(browser.new_page(), server.url)
    page = visitor.open("/runs?dataset=tiny&set.model=snn&set.image_size=32&set.epochs=30")
    page.get_by_role("button", name="Start", exact=True).click()
    run = wait_until(lambda: next(iter(store.list()), None), "the run")
    wait_until(lambda: store.get(run.id).status.is_active, "the beginning")
    server.process.kill()
    server.process.wait()
    page.close()
    wait_until(lambda: store.get(run.id).status.is_over, "the end")
    run = store.get(run.id)
    assert (run.status.state, run.status.epoch) == ("finished", 30), run.log_tail()
    assert set(run.evaluation()) >= {"train", "val", "test"}


def test_the_list_says_what_runs_waits_and_is_done(visitor, runs):
    fabricate_run("tuned", TUNED, epochs=42, root=runs, notes={"title": "Fine-tuned at the end", "tags": ["thesis"]})
    fabricate_run("bad", LIVE, state="failed", epochs=4, root=runs, message="The loss became NaN in epoch 5.")
    start_pretending(runs, "live", 23)
    fabricate_run("next", TrainConfig("sample", model="snn"), state="queued", epochs=0, root=runs)
    page = visitor.page
    page.goto(f"{visitor.url}/runs?dataset=sample")
    page.get_by_text("Epoch 24 of 60").wait_for(timeout=30_000)
    page.get_by_role("link", name="Fine-tuned at the end").wait_for()
    page.get_by_text("The loss became NaN").wait_for()
    assert page.get_by_text("Under way").bounding_box()["y"] < 720
    page.get_by_role("link", name="Fine-tuned at the end").click()
    page.get_by_role("heading", name="Run", level=1, exact=True).wait_for()
    assert "run=tuned" in page.url


def test_names_that_look_like_markup_are_shown_letter_for_letter(visitor, runs):
    nasty = "**bold** <script>alert(1)</script> :red[x]"
    fabricate_run("nasty", TUNED, epochs=42, root=runs, notes={"title": nasty, "tags": ["[a](http://b.c)"]})
    for path in ("/runs?dataset=sample", "/run?dataset=sample&run=nasty"):
        page = visitor.open(path)
        text = page.get_by_test_id("stMain").inner_text().replace("\u2060", "")
        assert nasty in text and "[a](http://b.c)" in text
        assert page.locator("a[href*='b.c']").count() == 0
