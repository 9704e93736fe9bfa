"""The real worker and the real dispatcher around a training of the test's own, which needs no network.

    python fake_training.py worker RUN_DIR
    python fake_training.py dispatcher ROOT GRACE_S LAST_GRACE_S

It trains ten batches an epoch and keeps the epoch in `checkpoint/`. A file `behaviour` in the run folder makes it fail.
"""

import errno
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import psutil

from core.errors import CancelledError
from core.language import current_language
from core.runs.dispatcher import Dispatcher, take_over
from core.runs.folder import RESERVE
from core.runs.worker import run
from core.training.reporting import Outcome

BATCHES = 10
SECONDS_A_BATCH = 0.03


def train(config, folder, reporter):
    behaviour = folder / "behaviour"
    does = behaviour.read_text() if behaviour.exists() else ""
    if does:
        misbehave(does, folder, reporter)
    checkpoint = folder / "checkpoint" / "epoch.json"
    rows = json.loads(checkpoint.read_text()) if checkpoint.exists() else []
    reporter.rewind(rows)
    reporter.plan({"training": config.epochs}, {"training": 9.0})
    for epoch in range(len(rows) + 1, config.epochs + 1):
        for batch in range(1, BATCHES + 1):
            time.sleep(SECONDS_A_BATCH)
            reporter.batch_ended(epoch, batch, BATCHES)
            if reporter.stop_requested:
                return Outcome("stopped", "Stopped in the middle of an epoch.", None, epoch - 1)
        rows.append({"epoch": epoch, "phase": "training", "seconds": 0.3, "train_loss": 1 / epoch})
        reporter.epoch_ended(rows[-1])
        checkpoint.parent.mkdir(exist_ok=True)
        checkpoint.write_text(json.dumps(rows))
    reporter.note(device="a fake", versions={"fake": "1"}, language=current_language())
    return Outcome("finished", f"Trained for {config.epochs} epochs.", config.epochs, config.epochs)


def misbehave(does, folder, reporter):
    if does == "loads slowly":
        for done in range(200):
            reporter.progress("Reading pictures", done, 200)
            time.sleep(0.05)
    if does == "takes no hint":
        reporter.batch_ended(1, 1, BATCHES)
        time.sleep(300)
    if does == "takes no order":
        reporter.batch_ended(1, 1, BATCHES)
        while True:
            try:
                time.sleep(300)
            except CancelledError:
                continue
    if does in ("really fills the disk", "fills the disk to the last byte"):
        if "last byte" in does:
            (folder / RESERVE).unlink()
        ballast = folder.parent / "ballast"
        subprocess.run(["dd", "if=/dev/zero", f"of={ballast}", "bs=4k"], stderr=subprocess.DEVNULL, check=False)
    if does == "really runs out of memory":
        used = psutil.Process().memory_info().vms
        resource.setrlimit(resource.RLIMIT_AS, (used + 2**28, used + 2**28))
        bytearray(2**32)
    faults = {
        "runs out of memory": MemoryError(),
        "fills the disk": OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "checkpoint"),
        "has a defect": ZeroDivisionError("division by zero"),
    }
    if does in faults:
        raise faults[does]


def command(folder):
    return [sys.executable, __file__, "worker", str(folder)]


if __name__ == "__main__":
    if sys.argv[1] == "worker":
        sys.exit(run(Path(sys.argv[2]), train, evaluate=lambda run: None))
    grace_s, last_grace_s = map(float, sys.argv[3:])
    root = Path(sys.argv[2])
    sys.exit(take_over(Dispatcher(root, command, grace_s=grace_s, last_grace_s=last_grace_s)))
