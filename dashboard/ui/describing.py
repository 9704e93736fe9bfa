"""Having every picture described: one click where it has not been done, and how far it is while it goes on."""

from collections.abc import Mapping
from typing import Any

from core.environment import is_read_only
from core.jobs import JobStatus, JobStore, start_job
from core.language import _, ngettext
from core.similarity.descriptors import SEPARATOR, DescriptorState
from dashboard.labels.escaping import as_text
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.error_box import error_box, show_error
from dashboard.ui.job_progress import show_job_progress


def show_background_work(
    kind: str, arguments: Mapping[str, Any], sentence: str, action: str, *, key: str, primary: bool = False
) -> None:
    """A job as it goes on, else why it is wanted and the button that starts it; a failed one says why it ended.

    Args:
        kind: of `core.workflows.job_kinds.KINDS`.
        arguments: of the job.
        sentence: plain text, what is missing.
        action: label of the button.
        key: `page.widget.field` of the button.
        primary: whether this is the page's one primary button.
    """
    last = _last_job(kind, arguments)
    if last is not None and not last.is_over:
        show_job_progress(last.job_id)
        return
    if last is not None and last.state in ("failed", "interrupted"):
        show_error(last.message or _("It ended before it was done. Start it again."))
    if is_read_only():
        read_only = _("This is a read-only demo, so it cannot be done here.")
        show_empty_state(f"{sentence} {read_only}", key=key)
        return
    show_empty_state(
        sentence, action, lambda: _start(kind, arguments), key=key, icon=":material/palette:", primary=primary
    )


def _last_job(kind: str, arguments: Mapping[str, Any]) -> JobStatus | None:
    return next((job for job in JobStore().list(kind) if arguments.items() <= job.arguments.items()), None)


def _start(kind: str, arguments: Mapping[str, Any]) -> None:
    """A second press while it is under way starts nothing."""
    with error_box():
        last = _last_job(kind, arguments)
        if last is None or last.is_over:
            start_job(kind, dict(arguments))


def show_describing(name: str, state: DescriptorState, *, key: str, purpose: str, primary: bool = False) -> None:
    """What to do where pictures are not described yet; nothing where all are.

    Args:
        name: of the data set.
        state: of the requested descriptor.
        key: `page.widget` of the button.
        purpose: what it is needed for, as in "so there is no map yet".
        primary: whether this is the page's one primary button.
    """
    if state.is_complete:
        return
    if not state.available and not state.computed:
        _show_missing_weights(state, key)
        return
    if state.computed:
        left = state.total - state.computed
        sentence = ngettext(
            "{n:,} picture of {total:,} is not described yet.",
            "{n:,} pictures of {total:,} are not described yet.",
            left,
        ).format(n=left, total=state.total)
    else:
        sentence = _(
            "The pictures are not described by “{descriptor}” yet, {purpose}. It is done once and kept."
        ).format(descriptor=_(state.title), purpose=purpose)
    label = _("Describe the others") if state.computed else _("Describe the pictures")
    arguments = {"dataset": name, "descriptor": state.name}
    show_background_work("embed", arguments, sentence, label, key=f"{key}.describe", primary=primary)


def _show_missing_weights(state: DescriptorState, key: str) -> None:
    """Which file to put where, and where its address is known, the button that fetches it."""
    if not state.fetchable or is_read_only():
        show_empty_state(state.missing, key=f"{key}.missing", icon=":material/download:")
        return
    sentence = state.missing  # of a join it may also name a file that nothing can fetch
    if SEPARATOR not in state.name:
        words = _("{encoder} needs its ImageNet weights, which are not on this machine yet. They are fetched once.")
        sentence = words.format(encoder=_(state.title))
    show_background_work("weights", {"descriptor": state.name}, sentence, _("Fetch the weights"), key=f"{key}.weights")


def descriptor_label(state: DescriptorState) -> str:
    """Its title for a choice, with what it still needs; as Markdown."""
    title = _(state.title)
    if state.is_complete:
        return as_text(title)
    if not state.available and not state.computed:
        return as_text(_("{descriptor} (needs a file)").format(descriptor=title))
    words = _("{descriptor} (partly)") if state.computed else _("{descriptor} (not described yet)")
    return as_text(words.format(descriptor=title))
