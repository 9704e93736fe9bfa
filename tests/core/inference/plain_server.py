"""A server without models, for tests of everything else: `plain_server.py FOLDER IDLE_S`."""

import os
import sys
import time
from pathlib import Path

import numpy as np

from core.errors import NotFoundError
from core.inference import service
from core.inference.place import Place
from core.inference.service import Service, Task
from core.language import current_language


def double(questions, progress):
    """Twice the numbers, and how many questions were answered together."""
    if any(question.get("refuse") for question in questions):
        raise NotFoundError("There is no such number.")
    return [{"doubled": 2 * question["numbers"], "together": len(questions)} for question in questions]


def wait(questions, progress):
    """Report progress for some seconds; leaves a mark when it was let finish."""
    question = questions[0]
    for step in range(int(question["seconds"] * 20)):
        progress("Waiting", step, int(question["seconds"] * 20))
        time.sleep(0.05)
    Path(question["mark"]).touch()
    return [{"pid": os.getpid()}]


def die(questions, progress):
    os.kill(os.getpid(), 9)


def fail(questions, progress):
    return [np.zeros(3)[7]]


TASKS = {
    "pid": Task(lambda questions, progress: [{"pid": os.getpid()}]),
    "language": Task(lambda questions, progress: [{"language": current_language()}]),
    "double": Task(double, together=lambda arguments: "any"),
    "wait": Task(wait),
    "die": Task(die),
    "fail": Task(fail),
}

if __name__ == "__main__":
    service.LOOK_S = 0.05
    Service(Place(Path(sys.argv[1])), TASKS, float(sys.argv[2])).run()
    os._exit(0)
