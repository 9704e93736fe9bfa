"""Importing Keras quickly, for the processes that need it."""

import gc
import importlib
import sys


def load_keras() -> None:
    """Import Keras and the library beneath it; later calls cost nothing.

    What these libraries define stays as long as the process, and there is more of it than of anything else: Python's
    collector would look through it again and again while it loads, which takes a third of that time.
    """
    if "keras" in sys.modules:
        return
    collects = gc.isenabled()
    gc.disable()
    try:
        importlib.import_module("keras")
        gc.freeze()  # nor is it looked through afterwards
    finally:
        if collects:
            gc.enable()
