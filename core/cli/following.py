"""Following a run in the terminal until it ends or the user interrupts."""

import sys
import time
from collections.abc import Iterator
from typing import Any

from core.cli.output import fail, print_facts, print_json
from core.errors import AtelierError, CancelledError
from core.progress import Progress
from core.runs.run import Run
from core.runs.store import RunStore

_POLL_INTERVAL_S = 0.3
_SHOWN = ("loss", "accuracy", "f1")


def run_document(run: Run) -> dict[str, Any]:
    """A run as commands print it: id, status, progress, last metrics, and test result."""
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
    """Accuracy and macro F1 on the test set, 0 to 1; None before the evaluation."""
    try:
        test = (run.evaluation() or {}).get("test") or {}
    except AtelierError:
        test = {}
    return {"test_accuracy": test.get("accuracy"), "test_f1_macro": test.get("f1_macro")}


def poll_run(run_id: str) -> Iterator[Run]:
    """The run at intervals until it is over, the final state included."""
    store = RunStore()
    while True:
        run = store.get(run_id)
        yield run
        if run.status.is_over:
            return
        time.sleep(_POLL_INTERVAL_S)


def wait_for(run_id: str, progress: Progress) -> Run:
    """Show the progress of a run until it is over.

    Raises:
        CancelledError: the user interrupted; the run continues.
    """
    try:
        for run in poll_run(run_id):
            progress(*_how_far(run))
    except CancelledError as error:
        raise CancelledError(
            f"The run “{run_id}” continues in the background. `atelier runs tail {run_id}` follows it, "
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
    """Print the final status of a run; the command fails with one line unless it finished."""
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
    """Print a hint on stderr."""
    print(sentence, file=sys.stderr)
