"""The order in which waiting runs start.

`.queue.json` holds the order only. Which runs wait is in their own status files, so that a lost or damaged file loses
no run: runs it does not name come last, the oldest first.
"""

from typing import TYPE_CHECKING

from core.errors import InvalidInputError
from core.files import translate_os_errors, write_json_atomically
from core.language import _
from core.permissions import require_writable
from core.runs.locking import changing_runs

if TYPE_CHECKING:
    from core.runs.store import RunStore
from core.runs.queue_order import _ORDER, in_order


def queued_ids(store: "RunStore | None" = None) -> list[str]:
    """The ids of the runs that wait, the next to start first."""
    from core.runs.store import RunStore

    store = store or RunStore()
    return [run.id for run in in_order(store.list(), store.root)]


def move_in_queue(run_id: str, position: int, store: "RunStore | None" = None) -> list[str]:
    """Put a waiting run at a place in the queue.

    Args:
        run_id: a run that waits.
        position: 0 is the next to start; beyond the end means last.
        store: where runs are kept.

    Returns:
        The ids in their new order.

    Raises:
        InvalidInputError: the run does not wait, or the position is below 0.
        ReadOnlyError: this is a read-only demo.
    """
    from core.runs.store import RunStore

    require_writable(_("reorder the queue"))
    store = store or RunStore()
    if position < 0:
        sentence = _("The place {position} is before the first one. Give a whole number from 0.")
        raise InvalidInputError(sentence.format(position=position))
    with translate_os_errors(_("reordering the queue")), changing_runs(store.root):
        order = [run.id for run in in_order(store.snapshot(), store.root)]
        if run_id not in order:
            sentence = _("The run “{run}” does not wait in the queue, so it has no place in it.")
            raise InvalidInputError(sentence.format(run=run_id))
        order.remove(run_id)
        order.insert(position, run_id)
        write_json_atomically(store.root / _ORDER, order)
    return order
