"""Having a model in memory before it is asked: loaded while a person still chooses a picture."""

import contextlib
import threading
import time

import numpy as np

from core.errors import AtelierError
from core.inference.questions import embed_pictures, warm
from core.models.encoders import ENCODERS
from core.similarity.descriptors import descriptor_parts, open_parts

_AGAIN_AFTER_S = 120.0

_warmed: dict[tuple[str, str], float] = {}
_lock = threading.Lock()


def warm_soon(run_id: str, descriptor: str) -> None:
    """Start the model server where none lives and let it load what will be asked for; returns at once.

    Nothing is said where that fails: the question itself will say it.

    Args:
        run_id: of a finished run.
        descriptor: by which similar works will be found.
    """
    with _lock:
        now = time.monotonic()
        if now - _warmed.get((run_id, descriptor), -_AGAIN_AFTER_S) < _AGAIN_AFTER_S:
            return
        _warmed[run_id, descriptor] = now
    threading.Thread(target=_warm, args=(run_id, descriptor), daemon=True).start()


def _warm(run_id: str, descriptor: str) -> None:
    with contextlib.suppress(AtelierError, OSError):
        warm(run_id)
        for name in descriptor_parts(descriptor):
            if ENCODERS[name].kind != "descriptor":
                open_parts(name)  # asking for weights that are not here would download them, unseen
                embed_pictures(name, [np.zeros((8, 8, 3), np.uint8)])
