"""Saliency maps as pages ask for them: those computed before at once, the others one after the other meanwhile.

A thread asks the process that holds the models, so that no page waits; whoever looks again learns how far it is. What
nobody has looked at for a while is not computed any more.
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
"""A map that nobody has looked at for so long is not wanted any more."""

_MOST_KEPT = 128
_UNEXPECTED = N_("Something unforeseen kept this map from being computed. Try again; the server's log says more.")


@dataclass(frozen=True)
class Wish:
    """A map that a page wants.

    Attributes:
        run_id: whose model.
        model: `core.inference.saliency_files.model_stamp` of it, so that another model is another wish.
        painting_id: of the run's data set.
        artist: for whom something spoke; None means the artist the model predicts.
        language: of who looks, for what is said of it.
    """

    run_id: str
    model: str
    painting_id: str
    artist: str | None = None
    language: str = field(default_factory=current_language)


@dataclass(frozen=True, eq=False)
class Sight:
    """What there is to see of a wish: a map, or why there is none, or how far it is.

    Attributes:
        found: the map.
        fault: a sentence where it cannot be computed.
        stage: what is being done for it, in a phrase; "" while it waits.
    """

    found: SaliencyMap | None = None
    fault: str = ""
    stage: str = ""

    @property
    def is_pending(self) -> bool:
        """Whether it is worth looking again."""
        return self.found is None and not self.fault


class SaliencyDesk:
    """Takes wishes from any number of pages and works on one at a time.

    Args:
        known: as `core.inference.questions.known_saliency`.
        explain: as `core.inference.questions.explain_painting`.
        patience_s: how long a wish lasts that nobody repeats, in seconds.
    """

    def __init__(
        self,
        known: Callable[[str, str, str | None], SaliencyMap | None] = known_saliency,
        explain: Callable[[str, str, str | None, Progress], SaliencyMap] = explain_painting,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._known, self._explain, self._patience_s = known, explain, patience_s
        self._lock = threading.Lock()
        self._line: OrderedDict[Wish, float] = OrderedDict()
        self._stages: dict[Wish, str] = {}
        self._kept: OrderedDict[Wish, Sight] = OrderedDict()
        self._worker: threading.Thread | None = None

    def look(self, wish: Wish) -> Sight:
        """What there is of a map now; one that is not there is put at the end of the line. Quick."""
        with self._lock:
            if wish in self._kept:
                self._kept.move_to_end(wish)
                return self._kept[wish]
            if wish in self._line:
                self._line[wish] = time.monotonic()
                self._keep_working()
                return Sight(stage=self._stages.get(wish, ""))
        try:
            found = self._known(wish.run_id, wish.painting_id, wish.artist)
        except AtelierError as error:
            return Sight(fault=str(error))
        with self._lock:
            if found is not None:
                return self._keep(wish, Sight(found))
            self._line[wish] = time.monotonic()
            self._keep_working()
        return Sight()

    def forget_faults(self) -> None:
        """Let whatever failed be tried again."""
        with self._lock:
            self._kept = OrderedDict((wish, sight) for wish, sight in self._kept.items() if not sight.fault)

    def _keep_working(self) -> None:
        if self._worker is None or not self._worker.is_alive():
            self._worker = threading.Thread(target=self._work, name="saliency", daemon=True)
            self._worker.start()

    def _work(self) -> None:
        while (wish := self._next()) is not None:
            with reading_in(wish.language):
                self._fulfil(wish)

    def _fulfil(self, wish: Wish) -> None:
        sight: Sight | None = Sight(fault=_(_UNEXPECTED))
        try:
            sight = Sight(self._explain(wish.run_id, wish.painting_id, wish.artist, self._progress_of(wish)))
        except CancelledError:
            sight = None
        except AtelierError as error:
            sight = Sight(fault=str(error))
        finally:
            self._end(wish, sight)

    def _next(self) -> Wish | None:
        """The first in the line that is still wanted; the thread is given up in the same breath where there is none."""
        with self._lock:
            for wish in [wish for wish in self._line if not self._is_wanted(wish)]:
                del self._line[wish]
            first = next(iter(self._line), None)
            if first is None:
                self._worker = None
            return first

    def _is_wanted(self, wish: Wish) -> bool:
        return time.monotonic() - self._line[wish] < self._patience_s

    def _progress_of(self, wish: Wish) -> Progress:
        def note(stage: str, done: int, total: int) -> None:
            with self._lock:
                if not self._is_wanted(wish):
                    raise CancelledError("Nobody looks any more.")
                self._stages[wish] = stage

        return note

    def _end(self, wish: Wish, sight: Sight | None) -> None:
        with self._lock:
            self._line.pop(wish, None)
            self._stages.pop(wish, None)
            if sight is not None:
                self._keep(wish, sight)

    def _keep(self, wish: Wish, sight: Sight) -> Sight:
        self._kept[wish] = sight
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return sight


@st.cache_resource(show_spinner=False)
def saliency_desk() -> SaliencyDesk:
    """The one desk of this server."""
    return SaliencyDesk()
