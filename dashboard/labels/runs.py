"""A run in words: its state, how far it is, when it was, how long it took. Pure: values in, plain text out."""

import time
from collections.abc import Mapping
from types import MappingProxyType

from core.language import N_, _, grouped
from core.models.registry import Memory, ModelEntry, Speed
from core.runs.status import RunStatus

STATE_WORDS: Mapping[str, str] = {
    "queued": N_("Waiting"),
    "running": N_("Running"),
    "stopping": N_("Stopping"),
    "finished": N_("Finished"),
    "stopped": N_("Stopped"),
    "failed": N_("Failed"),
    "interrupted": N_("Interrupted"),
}
STATE_ICONS: Mapping[str, str] = {
    "queued": ":material/schedule:",
    "running": ":material/play_circle:",
    "stopping": ":material/pending:",
    "finished": ":material/check_circle:",
    "stopped": ":material/stop_circle:",
    "failed": ":material/error:",
    "interrupted": ":material/power_off:",
}
STATE_MEANINGS: Mapping[str, str] = {
    "queued": N_("It waits for its turn. It starts by itself, with the browser closed too."),
    "running": N_("It trains in the background. You can close the browser; it goes on."),
    "stopping": N_("It finishes the batch it is at and keeps what it learned."),
    "finished": N_("It ran to its end, and the result was tested."),
    "stopped": N_("Stopped by a person. Its checkpoint is kept, and it can be resumed."),
    "failed": N_("It ended with a fault."),
    "interrupted": N_(
        "Its process exited without a message: it was killed, or the computer went off. It can be resumed."
    ),
}

SIDE_WORDS: Mapping[str, str] = {"test": N_("Test"), "val": N_("Validation"), "train": N_("Training")}
"""The sides of a split in the order they are offered; `_` translates them."""

SIDE_MEANINGS: Mapping[str, str] = {
    "test": N_("pictures the model never trained on: the honest figure"),
    "val": N_("pictures that decided when to stop, so figures are a little too good"),
    "train": N_("pictures it trained on, so figures show how well it memorised them"),
}

_SHORT, _MINUTE, _HOUR, _DAY = 0.1, 60, 3600, 86_400
_MANY = 100_000
_MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip


_MEMORY: Mapping[Memory, str] = MappingProxyType(
    {"small": N_("below 1 GB"), "medium": N_("below 8 GB"), "large": N_("8 GB and more")}
)
_SPEED: Mapping[Speed, str] = MappingProxyType(
    {"fast": N_("below 15 ms"), "medium": N_("below 0.5 s"), "slow": N_("0.5 s and more")}
)


def duration(seconds: float | None) -> str:
    """How long something took: "40 ms", "8 s", "3 min 20 s", "2 h 5 min"; a dash where it is not known."""
    if seconds is None or seconds != seconds:
        return "–"
    if seconds < _SHORT:
        return f"{1000 * max(0.0, seconds):.0f} ms"  # below 0 where the clock was set back
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return (
            f"{whole // _MINUTE} min {whole % _MINUTE} s" if whole < 10 * _MINUTE else f"{round(whole / _MINUTE)} min"
        )
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"


def about(seconds: float) -> str:
    """A duration that is only guessed: "a few seconds", "40 s", "3 min", "2 h 5 min"."""
    if seconds < 5:
        return _("a few seconds")
    if seconds < 90:
        return f"{max(5, round(seconds / 5) * 5)} s"
    minutes = round(seconds / _MINUTE)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


def ago(moment: float | None, now: float | None = None) -> str:
    """When something was, seen from now: "just now", "12 min ago", "3 h ago", "yesterday", "14 Mar 2026"."""
    if not moment:
        return ""
    passed = (time.time() if now is None else now) - moment
    if passed < _MINUTE:
        return _("just now")
    if passed < _HOUR:
        return _("{n} min ago").format(n=int(passed // _MINUTE))
    if passed < _DAY:
        return _("{n} h ago").format(n=int(passed // _HOUR))
    if passed < 2 * _DAY:
        return _("yesterday")
    then = time.localtime(moment)
    return on_day(then, str(then.tm_mday))


def on_day(then: time.struct_time, day: str) -> str:
    """A date as "14 Mar 2026".

    Args:
        then: the moment.
        day: of the month, as it is to be written.
    """
    return _("{day} {month} {year}").format(day=day, month=_(_MONTHS[then.tm_mon - 1]), year=then.tm_year)


def progress_words(status: RunStatus) -> str:
    """What a run is doing and how long it still takes: "Epoch 13 of 60 · fine-tuning · 3 min left"."""
    if status.state == "queued":
        return _("Waiting for its turn")
    parts = []
    if status.in_epoch and status.epochs:
        epoch = min(status.epoch + 1, status.epochs)
        parts.append(_("Epoch {epoch:,} of {epochs:,}").format(epoch=epoch, epochs=status.epochs))
        if status.phase == "fine-tuning":
            parts.append(_("fine-tuning"))
    else:
        parts.append(status.stage or _("Working"))
        if status.total > 1:
            parts.append(_("{done:,} of {total:,}").format(done=status.done, total=status.total))
    if status.state == "stopping":
        parts.append(_("stopping after this batch"))
    elif status.seconds_left is not None:
        parts.append(_("{time} left").format(time=about(status.seconds_left)))
    elif status.stage_seconds_left is not None:
        parts.append(_("{time} left of this step").format(time=about(status.stage_seconds_left)))
    return " · ".join(parts)


def epochs_words(status: RunStatus) -> str:
    """Epochs done and planned: "12", "12 of 60"; a dash before the first."""
    if not status.epoch:
        return "–"
    if status.epoch >= status.epochs:
        return grouped(status.epoch)
    return _("{done:,} of {total:,}").format(done=status.epoch, total=status.epochs)


def cause(status: RunStatus) -> str:
    """Why a run is over, in one sentence; what its state means where nothing was noted."""
    return status.message or _(STATE_MEANINGS[status.state])


def model_facts(entry: ModelEntry) -> str:
    """What a model takes, in a phrase; plain text."""
    size = (
        _("{parameters:.1f} million parameters").format(parameters=entry.parameters / 1e6)
        if entry.parameters >= _MANY
        else _("{parameters:,} parameters").format(parameters=entry.parameters)
    )
    memory = _("memory {size}").format(size=_(_MEMORY[entry.memory]))
    speed = _("{time} for a training picture").format(time=_(_SPEED[entry.speed]))
    return " · ".join((size, memory, speed))


def model_origin(entry: ModelEntry) -> str:
    """What a model does to pixels first, and where its weights come from; plain text."""
    pixels = _("First: {preprocessing}.").format(preprocessing=_(entry.preprocessing))
    weights = _("Weights: {source}. Licence: {licence}.")
    return f"{pixels} {weights.format(source=_(entry.weights_source), licence=_(entry.licence))}"
