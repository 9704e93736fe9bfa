"""Queue of requests for saliency maps: stored maps at once, the others one after the other in the background.

A thread calls the model server, so that no page waits; pages poll for the result. A request that no page repeats for
a while is dropped.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

from core.errors import AtelierError, CancelledError
from core.inference.questions import explain_painting, known_saliency
from core.inference.saliency_map import SaliencyMap
from core.language import N_, _, current_language
from core.progress import Progress
from dashboard.state.language import reading_in

PATIENCE_S = 15.0
"""A request that is not repeated for so long is dropped."""

_MOST_KEPT = 128
_UNEXPECTED = N_("An unexpected error stopped this map. Try again; the server's log has the details.")


@dataclass(frozen=True)
class Request:
    """A request for a map.

    Attributes:
        run_id: whose model.
        model: `core.runs.folder.model_stamp` of it, so that another model is another request.
        painting_id: of the run's data set.
        artist: of the map; None for the predicted one.
        language: of its messages.
    """

    run_id: str
    model: str
    painting_id: str
    artist: str | None = None
    language: str = field(default_factory=current_language)


@dataclass(frozen=True, eq=False)
class Result:
    """State of a request: a map, a fault, or the current stage.

    Attributes:
        found: the map.
        fault: why it cannot be computed; "" if it can.
        stage: of the computation, in a phrase; "" while it waits.
    """

    found: SaliencyMap | None = None
    fault: str = ""
    stage: str = ""

    @property
    def is_pending(self) -> bool:
        """Whether the map is still to come."""
        return self.found is None and not self.fault


class SaliencyQueue:
    """Accepts requests from any number of pages and computes one at a time.

    Args:
        known: as `core.inference.questions.known_saliency`.
        explain: as `core.inference.questions.explain_painting`.
        patience_s: lifetime of a request that is not repeated, in seconds.
    """

    def __init__(
        self,
        known: Callable[[str, str, str | None], SaliencyMap | None] = known_saliency,
        explain: Callable[[str, str, str | None, Progress], SaliencyMap] = explain_painting,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._known, self._explain, self._patience_s = known, explain, patience_s
        self._lock = threading.Lock()
        self._line: OrderedDict[Request, float] = OrderedDict()
        self._stages: dict[Request, str] = {}
        self._kept: OrderedDict[Request, Result] = OrderedDict()
        self._worker: threading.Thread | None = None

    def result_of(self, request: Request) -> Result:
        """The result so far; a new request joins the end of the queue. Does not block."""
        with self._lock:
            if request in self._kept:
                self._kept.move_to_end(request)
                return self._kept[request]
            if request in self._line:
                self._line[request] = time.monotonic()
                self._keep_working()
                return Result(stage=self._stages.get(request, ""))
        try:
            found = self._known(request.run_id, request.painting_id, request.artist)
        except AtelierError as error:
            return Result(fault=str(error))
        with self._lock:
            if found is not None:
                return self._keep(request, Result(found))
            self._line[request] = time.monotonic()
            self._keep_working()
        return Result()

    def forget_faults(self) -> None:
        """Forget failed requests, so that they are computed again."""
        with self._lock:
            self._kept = OrderedDict((request, result) for request, result in self._kept.items() if not result.fault)

    def _keep_working(self) -> None:
        if self._worker is None or not self._worker.is_alive():
            self._worker = threading.Thread(target=self._work, name="saliency", daemon=True)
            self._worker.start()

    def _work(self) -> None:
        while (request := self._next()) is not None:
            with reading_in(request.language):
                self._fulfil(request)

    def _fulfil(self, request: Request) -> None:
        result: Result | None = Result(fault=_(_UNEXPECTED))
        try:
            result = Result(
                self._explain(request.run_id, request.painting_id, request.artist, self._progress_of(request))
            )
        except CancelledError:
            result = None
        except AtelierError as error:
            result = Result(fault=str(error))
        finally:
            self._end(request, result)

    def _next(self) -> Request | None:
        """The next live request. Without one the thread ends, under the same lock, so that no request is lost."""
        with self._lock:
            for request in [request for request in self._line if not self._is_wanted(request)]:
                del self._line[request]
            first = next(iter(self._line), None)
            if first is None:
                self._worker = None
            return first

    def _is_wanted(self, request: Request) -> bool:
        return time.monotonic() - self._line[request] < self._patience_s

    def _progress_of(self, request: Request) -> Progress:
        def note(stage: str, done: int, total: int) -> None:
            with self._lock:
                if not self._is_wanted(request):
                    raise CancelledError("Nobody looks any more.")
                self._stages[request] = stage

        return note

    def _end(self, request: Request, result: Result | None) -> None:
        with self._lock:
            self._line.pop(request, None)
            self._stages.pop(request, None)
            if result is not None:
                self._keep(request, result)

    def _keep(self, request: Request, result: Result) -> Result:
        self._kept[request] = result
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return result


@st.cache_resource(show_spinner=False)
def saliency_queue() -> SaliencyQueue:
    """The one queue of this server."""
    return SaliencyQueue()
