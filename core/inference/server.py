"""The process that holds the models: `python -m core.inference.server FOLDER IDLE_S`. Started by the client alone."""

import logging
import os
import sys
from pathlib import Path

from core.inference.place import Place
from core.inference.service import Service
from core.inference.tasks import TASKS


def main(folder: Path, idle_s: float) -> int:
    """Serve from `folder` until no request came for `idle_s` seconds."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(message)s", force=True)
    Service(Place(folder), TASKS, idle_s).run()
    return 0


if __name__ == "__main__":
    status = main(Path(sys.argv[1]), float(sys.argv[2]))
    # Threads that still compute would be torn down with the interpreter, which TensorFlow does not survive.
    sys.stderr.flush()
    os._exit(status)
