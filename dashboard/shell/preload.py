"""What the server does before anybody asks: it loads the code of all pages, so that the first visit is quick."""

import gc
import importlib
import pkgutil
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

import dashboard


@asynccontextmanager
async def load_pages_early(app: st.App) -> AsyncIterator[None]:
    """For the server's life: begin to load in a thread of its own, while visitors are already let in."""
    threading.Thread(target=load_all_widgets, daemon=True, name="load-pages").start()
    yield


def load_all_widgets() -> None:
    """Import every module that a page may import; what loads late on purpose inside a function stays so."""
    for module in pkgutil.walk_packages(dashboard.__path__, f"{dashboard.__name__}."):
        if module.name != "dashboard.app":
            importlib.import_module(module.name)
    # Code lives as long as the server: the collector need not look through it again and again.
    gc.collect()
    gc.freeze()
