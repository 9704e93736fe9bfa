"""Play: you against the network."""

from pathlib import Path

import streamlit as st

import dashboard.features.play as play
from core.language import _
from core.runs.run import Run
from dashboard.features.play.game import current_game, requested_seed, take_up_game
from dashboard.features.play.opponent import choose_opponent, opponents, show_fairness, show_no_opponent
from dashboard.features.play.screens import show_question, show_result
from dashboard.shell.page_header import show_page_header
from dashboard.state.page_memory import page_fragment
from dashboard.state.session import current_dataset
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.error_box import error_box

STYLE = Path(play.__file__).parent / "play.css"


@page_fragment
def show_play(runs: list[Run]) -> None:
    """Draw the game in the address. A fragment: an answer reruns this part only."""
    with error_box():
        st.html(STYLE)
        take_up_game(runs)
        run, seed = choose_opponent(runs), requested_seed()
        game = current_game(run, seed)
        if game.is_over:
            show_result(game)
        else:
            show_question(game)
        show_fairness(game)


show_page_header(_("Play"), _("You against the network: who recognises more of ten paintings?"))
name = current_dataset()
if name is None:
    show_empty_state(_("There is no data set to play with yet. Home has two ways to get one."), key="play.empty.none")
elif runs := opponents(name):
    show_play(runs)
else:
    show_no_opponent()
