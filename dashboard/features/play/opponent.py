"""Choice of the run to play against."""

import streamlit as st

from core.evaluation.predictions import PREDICTIONS_FILE
from core.language import _, counted, ngettext
from core.runs.run import Run
from dashboard.features.play.game import RUN_KEY, Game
from dashboard.labels.escaping import as_text
from dashboard.queries import runs as run_queries
from dashboard.queries.results import finished_runs
from dashboard.queries.runs import distinct_titles
from dashboard.ui.choices import choose_one
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.page_link import show_page_link
from dashboard.ui.result_labels import percent


def opponents(dataset: str) -> list[Run]:
    """Finished runs of a data set with stored test predictions, newest first."""
    return [run for run in finished_runs(dataset) if (run.folder / PREDICTIONS_FILE).is_file()]


def choose_opponent(runs: list[Run]) -> Run:
    """Draw a box of runs; the newest is the default.

    Args:
        runs: at least one.
    """
    requested = st.query_params.get(RUN_KEY, "")
    titles = distinct_titles([run_queries.summary(run) for run in runs])
    chosen = choose_one(RUN_KEY, _("The network"), titles, width=320, label_hidden=True)
    if requested and requested not in titles:
        gone = _("There is no finished run “{run}” of this data set, so you play against another one.")
        st.caption(as_text(gone.format(run=requested)))
    return next(run for run in runs if run.id == chosen)


def show_no_opponent() -> None:
    """Draw that there is no opponent yet, with a link to train one."""
    show_empty_state(
        _(
            "No model of this data set is trained yet. Train one, and you can play against it on pictures it "
            "has never seen."
        ),
        key="play.empty.run",
        icon=":material/sports_esports:",
    )
    show_page_link("runs", _("Open the runs"), icon=":material/arrow_forward:")


def show_fairness(game: Game) -> None:
    """Draw what makes the game fair: unseen test pictures, and those left out."""
    accuracy, left_out = run_queries.summary(game.run).accuracy, game.quiz.same_work
    pool_size = counted(game.quiz.pool_size, "test picture", "test pictures")
    sentences = [_("Drawn from {pictures} the network has never seen.").format(pictures=pool_size)]
    if accuracy is not None:
        sentences.append(_("It is right on {share} of them.").format(share=percent(accuracy)))
    if left_out:
        same_work = ngettext(
            "{n:,} picture left out: training has the same work.",
            "{n:,} pictures left out: training has the same works.",
            left_out,
        )
        sentences.append(same_work.format(n=left_out))
    sentences.append(
        _(
            "The four artists are the true one and those the network found most likely. Share the address to "
            "let others play the same ten."
        )
    )
    st.caption(as_text(" ".join(sentences)))
