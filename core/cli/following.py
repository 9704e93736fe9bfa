"""Watching a run from the terminal: until it is over, or for as long as somebody watches."""

import sys
import time
from collections.abc import Iterator
from typing import Any

from core.cli.output import fail, print_facts, print_json
from core.errors import AtelierError, CancelledError
from core.progress import Progress
from core.runs.run import Run
from core.runs.store import RunStore

_LOOK_EVERY_S = 0.3
_SHOWN = ("loss", "accuracy", "f1")


def run_document(run: Run) -> dict[str, Any]:
    """A run as commands print it: id, status, how far it is, its last metrics, and its test result when it has one."""
    status = run.status
    return {
        "id": run.id,
        "status": status.state,
        "title": run.title,
        "model": run.model,
        "dataset": run.dataset,
        "epoch": status.epoch,
        "epochs": status.epochs,
        "stage": status.stage,
        "seconds_left": status.seconds_left,
        "train_seconds": status.train_seconds,
        "message": status.message,
        "metrics": run.last_metrics(),
        **test_result(run),
    }


def test_result(run: Run) -> dict[str, float | None]:
    """Accuracy and macro F1 on the test side, 0 to 1; None before there are any."""
    try:
        test = (run.evaluation() or {}).get("test") or {}
    except AtelierError:
        test = {}
    return {"test_accuracy": test.get("accuracy"), "test_f1_macro": test.get("f1_macro")}


def poll_run(run_id: str) -> Iterator[Run]:
    """The run again and again, until it is over; the last look sees it over."""
    store = RunStore()
    while True:
        run = store.get(run_id)
        yield run
        if run.status.is_over:
            return
        time.sleep(_LOOK_EVERY_S)


def wait_for(run_id: str, progress: Progress) -> Run:
    """Show how far a run is until it is over.

    Raises:
        CancelledError: the person who waited did not want to any longer; the run goes on.
    """
    try:
        for run in poll_run(run_id):
            progress(*_how_far(run))
    except CancelledError as error:
        raise CancelledError(
            f"The run “{run_id}” goes on in the background. `atelier runs tail {run_id}` follows it, "
            f"`atelier runs stop {run_id}` stops it."
        ) from error
    return run


def _how_far(run: Run) -> tuple[str, int, int]:
    status = run.status
    if not status.in_epoch or status.is_over:
        return status.stage, status.done, 0 if status.is_over else status.total
    row = run.last_metrics() or {}
    parts = [f"{name} {row[name]:.3f}" for name in ("val_loss", "val_accuracy") if isinstance(row.get(name), float)]
    return ", ".join([f"Epochs ({status.state})", *parts]), status.epoch, status.epochs


def print_outcome(run: Run, as_json: bool) -> None:
    """Print how a run stands; the command fails with one line unless it finished."""
    document = run_document(run)
    if as_json:
        print_json(document)
    elif run.status.state == "finished":
        accuracy = document["test_accuracy"]
        facts = [("run", run.id), ("status", run.status.state), ("epochs", run.status.epoch)]
        shown = f"{accuracy:.1%}" if accuracy is not None else "not measured"
        print_facts([*facts, ("test accuracy", shown), ("message", run.status.message)])
    if run.status.state != "finished":
        fail(f"The run {run.id} is {run.status.state}: {run.status.message}")


def metrics_line(row: dict[str, Any]) -> str:
    """An epoch in one line."""
    cells = [f"epoch {row['epoch']:>4}"]
    for measure in _SHOWN:
        values = [row.get(f"{side}_{measure}") for side in ("train", "val")]
        texts = ["     –" if value is None else f"{value:6.3f}" for value in values]
        cells.append(f"{measure} {texts[0]} (val {texts[1]})")
    return "  ".join(cells)


def note(sentence: str) -> None:
    """Tell a person something that is no result."""
    print(sentence, file=sys.stderr)
