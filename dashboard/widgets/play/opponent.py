"""Against which run one plays."""

import streamlit as st

from core.evaluation.predictions import PREDICTIONS_FILE
from core.runs import Run
from dashboard import run_cache
from dashboard.result_words import distinct_titles, percent
from dashboard.text import as_text, count
from dashboard.widgets.empty_state import show_empty_state
from dashboard.widgets.page_link import show_page_link
from dashboard.widgets.play.game import Game
from dashboard.widgets.results.choices import choose_one
from dashboard.widgets.showcase.story import finished_runs

RUN_KEY = "run"


def opponents(dataset: str) -> list[Run]:
    """The finished runs of a data set that answered for their test pictures, newest first."""
    return [run for run in finished_runs(dataset) if (run.folder / PREDICTIONS_FILE).is_file()]


def choose_opponent(runs: list[Run]) -> Run:
    """A box of the runs; the newest at first.

    Args:
        runs: at least one.
    """
    asked = st.query_params.get(RUN_KEY, "")
    titles = distinct_titles([run_cache.summary(run) for run in runs])
    chosen = choose_one(RUN_KEY, "The network", titles, width=320, label_hidden=True)
    if asked and asked not in titles:
        st.caption(as_text(f"There is no finished run “{asked}” of this data set, so you play against another one."))
    return next(run for run in runs if run.id == chosen)


def show_no_opponent() -> None:
    """There is nobody to play against yet, and the way to where that changes."""
    show_empty_state(
        "No model of this data set is trained yet. Train one, and you can play against it on pictures it never met.",
        key="play.empty.run",
        icon=":material/sports_esports:",
    )
    show_page_link("runs", "Open the runs", icon=":material/arrow_forward:")


def show_fairness(game: Game) -> None:
    """What both sides know, and what was left out so that the game is fair."""
    summary = run_cache.summary(game.run)
    usual = f" It is right on {percent(summary.accuracy)} of them." if summary.accuracy is not None else ""
    out = game.quiz.same_work
    left = f" {count(out, 'picture')} left out, for training shows the same work." if out else ""
    words = (
        f"Drawn from {count(game.quiz.asked_from, 'test picture')} the network has never met.{usual}{left} The four "
        "artists are the painter and those the network thought likeliest. Send the address to somebody who shall play "
        "the same ten."
    )
    st.caption(as_text(words))
