"""The order in which waiting runs start: `.queue.json`.

The file holds the order only. Which runs wait is in their own status files, so that a lost or damaged file loses no
run: runs it does not name come last, the oldest first.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.files import write_json_atomically

if TYPE_CHECKING:
    from core.runs.run import Run


_ORDER = ".queue.json"


def in_order(runs: "Sequence[Run]", root: Path) -> "list[Run]":
    """The waiting ones of `runs`, the next to start first."""
    order = {run_id: place for place, run_id in enumerate(_read_order(root))}
    waiting = [run for run in runs if run.status.state == "queued"]
    return sorted(waiting, key=lambda run: (order.get(run.id, len(order)), run.status.created, run.id))


def put_last(run_id: str, root: Path) -> None:
    """Note that a run came last; the caller holds the lock."""
    order = [known for known in _read_order(root) if known != run_id and (root / known).is_dir()]
    write_order([*order, run_id], root)


def write_order(run_ids: list[str], root: Path) -> None:
    """Store the order; the caller holds the lock."""
    write_json_atomically(root / _ORDER, run_ids)


def _read_order(root: Path) -> list[str]:
    try:
        order = json.loads((root / _ORDER).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [run_id for run_id in order if isinstance(run_id, str)] if isinstance(order, list) else []
