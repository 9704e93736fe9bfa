"""The state of one run, as its `status.json` says it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal

from core.errors import InvalidInputError
from core.language import _
from core.processes.status import ProcessStatus, load_status

RunState = Literal["queued", "running", "stopping", "finished", "stopped", "failed", "interrupted"]
OVER: frozenset[str] = frozenset({"finished", "stopped", "failed", "interrupted"})
ACTIVE: frozenset[str] = frozenset({"running", "stopping"})
RESUMABLE: frozenset[str] = frozenset({"stopped", "failed", "interrupted"})

_LEAST_SHARE = 0.02
_WHOLE_RUN = ""


@dataclass(frozen=True)
class _Stretch:
    """The epochs of one phase: how many are done, the present one in part, and how many are planned."""

    phase: str
    done: float
    planned: int

    @property
    def left(self) -> float:
        return self.planned - self.done


@dataclass(frozen=True)
class RunStatus(ProcessStatus):
    """How far a run is. Times are seconds since 1970.

    Attributes:
        run_id: name of its folder.
        state: "interrupted" when its process exited without writing a status.
        created: when it was submitted.
        started: when a process first took it; None while it waits for that.
        ended: when it was over; None before.
        epoch: the last finished epoch, counted over all phases; 0 before the first.
        epochs: how many are planned over all phases; 0 when unknown.
        phase: "training" or "fine-tuning" of the present epoch; "" before and after.
        in_epoch: whether the stage is an epoch under way, so that `done` counts batches.
        traceback: what a programmer needs of a fault: the traceback, or the end of the log.
        wants_changes: it failed of its settings or for lack of memory: resumed as it is, it is likely to fail again.
        resumes: how often it was resumed.
        train_seconds: what the finished epochs took together, in seconds.
        seconds_per_epoch: pace of the latest epochs, in seconds; None before the first.
        phase_epochs: how many epochs each phase has, by its name, in order: of one that is over those it really had.
            Empty before that is known and where a run has no phases; then all epochs count alike.
        phase_seconds: what an epoch of each phase takes, in seconds: as measured in this run, else as estimated on
            this machine. A phase of which neither is known is not there.
        phase_weights: what an epoch of each phase counts in the share that is done, by its name; empty where all count
            alike. They stay as they are while it learns, so that the share never falls.
        language: of the person who started or resumed it, used by its process; "" for the default of the process.
    """

    OVER: ClassVar[frozenset[str]] = OVER

    run_id: str
    state: RunState = field(default="queued", kw_only=True)
    created: float = 0.0
    started: float | None = None
    ended: float | None = None
    epoch: int = 0
    epochs: int = 0
    phase: str = ""
    stage: str = field(default="Waiting", kw_only=True)
    in_epoch: bool = False
    traceback: str = ""
    wants_changes: bool = False
    resumes: int = 0
    train_seconds: float = 0.0
    seconds_per_epoch: float | None = None
    phase_epochs: Mapping[str, int] = field(default_factory=dict, hash=False)
    phase_seconds: Mapping[str, float] = field(default_factory=dict, hash=False)
    phase_weights: Mapping[str, float] = field(default_factory=dict, hash=False)
    language: str = ""

    @property
    def is_active(self) -> bool:
        """Whether a process is at it."""
        return self.state in ACTIVE

    @property
    def can_resume(self) -> bool:
        """Whether it may be resumed."""
        return self.state in RESUMABLE

    @property
    def share(self) -> float | None:
        """How much of the run's epochs is done, 0 to 1, the present one in part; None when unknown."""
        if self.state == "finished":
            return 1.0
        if not self.epochs:
            return None
        weighed = [(self.phase_weights.get(stretch.phase, 1.0), stretch) for stretch in self._stretches()]
        planned = sum(weight * stretch.planned for weight, stretch in weighed)
        done = sum(weight * stretch.done for weight, stretch in weighed)
        return min(1.0, done / planned) if planned else None

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the last planned epoch is done; None until every remaining phase has a known pace.

        None too while something else is done step by step, as describing pictures, which may take longer than they.
        """
        if not self.is_active or not self.epochs or (self.total > 1 and not self.in_epoch):
            return None
        ahead = [stretch for stretch in self._stretches() if stretch.left > 0]
        seconds = 0.0
        for position, stretch in enumerate(ahead):
            pace = self._pace(stretch, is_present=position == 0)
            if pace is None:
                return None
            seconds += pace * stretch.left
        return seconds

    @property
    def stage_seconds_left(self) -> float | None:
        """Seconds until the stage before or after the epochs is done, at its pace so far; None where not known."""
        if not self.is_active or self.in_epoch or not self.stage_share or self.stage_share < _LEAST_SHARE:
            return None
        return super().stage_seconds_left

    @property
    def phase_under_way(self) -> str:
        """The name of the phase whose epoch is next to be done; "" where none is planned any more."""
        return next((stretch.phase for stretch in self._stretches() if stretch.left > 0), "")

    def _stretches(self) -> Iterator[_Stretch]:
        done = self.epoch + self._share_of_epoch
        for phase, planned in (self.phase_epochs or {_WHOLE_RUN: self.epochs}).items():
            yield _Stretch(phase, min(done, planned), planned)
            done -= min(done, planned)

    def _pace(self, stretch: _Stretch, *, is_present: bool) -> float | None:
        """Seconds an epoch takes; in the first one of a phase extrapolated once enough of it is done."""
        if is_present and stretch.done < 1:
            elapsed = self.updated - self.stage_started
            if elapsed >= 1 and self._share_of_epoch >= _LEAST_SHARE:
                return elapsed / self._share_of_epoch
        return self._known_pace(stretch)

    def _known_pace(self, stretch: _Stretch) -> float | None:
        return self.phase_seconds.get(stretch.phase) if self.phase_epochs else self.seconds_per_epoch

    @property
    def _share_of_epoch(self) -> float:
        return min(1.0, self.done / self.total) if self.in_epoch and self.total else 0.0


def read_status(path: Path) -> RunStatus:
    """Read a `status.json`.

    Raises:
        InvalidInputError: missing, damaged or of another shape.
    """
    try:
        return load_status(path, RunStatus)
    except (OSError, ValueError) as error:
        raise InvalidInputError(
            _("The status of the run “{run}” cannot be read. Delete the run, or mend its {file}.").format(
                run=path.parent.name, file=path.name
            )
        ) from error
