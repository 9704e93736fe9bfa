"""Builds one HTML file from run ids."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.environment import artifacts_root, data_root, is_read_only
from core.errors import ReadOnlyError
from core.files import translate_os_errors, write_text_atomically
from core.language import _, counted
from core.progress import Progress, no_progress
from core.report.collection import gather_collection
from core.report.curves import draw_curves
from core.report.gathering import compare_by_dataset, gather_runs
from core.report.page import render_page
from core.report.sections import describe_run
from core.report.settings import compare_settings, describe_splits
from core.runs.store import RunStore

ROUNDS = 1000
LONGEST_TITLE = 200


@dataclass(frozen=True)
class Report:
    """A finished report.

    Attributes:
        html: the whole file.
        run_ids: the runs in it, in order.
        title: plain text.
    """

    html: str
    run_ids: tuple[str, ...]
    title: str


def build_report(
    run_ids: Sequence[str],
    title: str = "",
    *,
    store: RunStore | None = None,
    rounds: int = ROUNDS,
    progress: Progress = no_progress,
) -> Report:
    """Build a report. Runs and data sets are only read.

    Args:
        run_ids: one or more; duplicates are shown once.
        title: of the report; derived from the runs where it is empty.
        store: of the runs.
        rounds: of the bootstrap behind the comparison.
        progress: called with (stage, done, total) for every run.

    Raises:
        InvalidInputError: no run is given.
        NotFoundError: no run has this id.
    """
    runs = gather_runs(run_ids, store or RunStore(keep_queue_going=False), progress)
    names = list(dict.fromkeys(found.run.dataset for found in runs))
    collections = {name: gather_collection(name) for name in names}
    progress(_("Comparing runs"), 0, 0)
    compared = compare_by_dataset(runs, rounds)
    shown = " ".join(title.split())[:LONGEST_TITLE] or _made_title(names, len(runs))
    html = render_page(
        title=shown,
        made=time.time(),
        runs=[describe_run(found, *collections[found.run.dataset]) for found in runs],
        collections=[found[0] for found in collections.values()],
        splits=describe_splits(runs),
        settings=compare_settings([found.run.config for found in runs]),
        curves=draw_curves(runs),
        comparisons=compared,
    )
    return Report(html, tuple(found.run.id for found in runs), shown)


def _made_title(datasets: Sequence[str], runs: int) -> str:
    named = [name for name in datasets if name]
    shown = counted(runs, "run", "runs")
    return _("{runs} on {datasets}").format(runs=shown, datasets=_(" and ").join(named)) if named else shown


def write_report(report: Report, output: Path) -> int:
    """Write a report atomically.

    Returns:
        Its size in bytes.

    Raises:
        ReadOnlyError: this is a read-only demo and the file would be inside its folders.
        DiskFullError: no room left.
        InvalidInputError: the folder may not be written.
    """
    target = output.expanduser().resolve()
    if is_read_only() and any(target.is_relative_to(root) for root in (data_root(), artifacts_root())):
        raise ReadOnlyError(
            _("This is a read-only demo, so it cannot write a report to “{path}”. Choose a folder of your own.").format(
                path=output
            )
        )
    with translate_os_errors(_("writing the report")):
        write_text_atomically(target, report.html)
    return len(report.html.encode("utf-8"))
