"""A process that trains and is killed by itself in mid-epoch: `python killed_run.py CONFIG FOLDER EPOCH BATCH`."""

import json
import os
import signal
import sys
from pathlib import Path

from core.training import TrainConfig
from core.training.loop import checkpoint
from core.training.reporting import SilentReporter
from core.training.training import train


class DeadlyReporter(SilentReporter):
    """Kills its process after one batch of one epoch, as `kill -9` does."""

    def __init__(self, epoch: int, batch: int) -> None:
        super().__init__()
        self._end = (epoch, batch)

    def batch_ended(self, epoch: int, batch: int, batches: int) -> None:
        if (epoch, batch) == self._end:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    checkpoint._SHARE_OF_TIME = float("inf")  # save after every epoch, however slow the disk
    config = TrainConfig.from_dict(json.loads(sys.argv[1]))
    train(config, Path(sys.argv[2]), DeadlyReporter(int(sys.argv[3]), int(sys.argv[4])))
