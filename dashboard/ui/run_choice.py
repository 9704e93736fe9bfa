"""Which run and which side of its split are looked at."""

from collections.abc import Sequence

from core.evaluation.results import RunResults
from core.language import _
from core.runs.run import Run
from core.runs.store import RunStore
from dashboard.labels.runs import SIDE_MEANINGS, SIDE_WORDS
from dashboard.queries import results as result_queries
from dashboard.queries import runs as run_queries
from dashboard.queries.runs import distinct_titles
from dashboard.state.session import current_dataset
from dashboard.ui.choices import choose_one, choose_segment
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.page_link import show_page_link

RUN_KEY, SIDE_KEY = "run", "confusion.side"


def runs_with_results() -> list[Run]:
    """The runs that have something to show: those of the data set that is chosen first, newest first."""
    runs = [run for run in RunStore().list() if result_queries.has_results(run)]
    return sorted(runs, key=lambda run: run.dataset != current_dataset())


def choose_run(runs: Sequence[Run]) -> Run:
    """A box of all runs; the newest one of this data set at first.

    Args:
        runs: at least one.
    """
    titles = distinct_titles([run_queries.summary(run) for run in runs])
    chosen = choose_one(RUN_KEY, _("Run"), titles)
    return next(run for run in runs if run.id == chosen)


def choose_side(results: RunResults) -> str:
    """Test, validation or training, those that have pictures, with what each is worth; "" where there are none."""
    sides = {side: _(title) for side, title in SIDE_WORDS.items() if side in results.sides}
    if not sides:
        return ""
    meanings = " ".join(f"{title}: {_(SIDE_MEANINGS[side])}." for side, title in sides.items())
    return choose_segment(SIDE_KEY, _("Pictures"), sides, help=meanings)


def show_no_results(requested: str = "") -> None:
    """Nothing to show yet: why, and one click to where that changes."""
    if current_dataset() is None:
        sentence = _("There is no data set to learn from yet, and no run has a result.")
    elif requested:
        sentence = _("There is no run “{run}” with results; it may have been deleted, or not be finished yet.").format(
            run=requested
        )
    else:
        sentence = _("No run has a result yet. Train a model to see its confusion matrix here.")
    show_empty_state(sentence, key="results.empty.none", icon=":material/grid_on:")
    show_page_link("runs", _("Open the runs"), icon=":material/arrow_forward:")
