"""The end of a game: the card, a file of it to keep, and the next game."""

import time

import streamlit as st

from core.language import _, counted
from core.quiz import Question
from dashboard.charts.result_card import Card, CardRow, build_card, build_card_page, card_style
from dashboard.features.play.game import Game, play_again, play_others
from dashboard.queries import datasets as dataset_queries
from dashboard.queries import runs as run_queries
from dashboard.shell.page_header import PASTICHES
from dashboard.ui.page_link import show_page_link

_SHARP_PX = 320


def show_result(game: Game) -> None:
    """Both scores, every picture with both answers, and what can be done next."""
    card = result_card(game)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="play-next"):
        st.button(
            _("Play another ten"), key="play.others", type="primary", icon=":material/casino:", on_click=play_others
        )
        st.button(_("The same again"), key="play.again", icon=":material/replay:", on_click=play_again)
        st.download_button(
            _("Save the card"),
            build_card_page(card),
            file_name=f"game-{game.seed}-{time.strftime('%Y-%m-%d')}.html",
            mime="text/html",
            key="play.save",
            on_click="ignore",
            icon=":material/download:",
        )
    st.html(f"<style>{card_style()}</style>{build_card(card)}")
    show_page_link("confusion", _("All that it mixes up"), icon=":material/grid_on:", query={"run": game.run.id})


def result_card(game: Game) -> Card:
    """The card of a game that is over."""
    ids = [question.painting_id for question in game.quiz.questions]
    urls = dataset_queries.thumbnail_urls(game.run.dataset, ids, _SHARP_PX)
    rows = [
        _row(url, question, said)
        for url, question, said in zip(urls, game.quiz.questions, game.progress.answers, strict=True)
    ]
    title = run_queries.summary(game.run).title
    where = _("Game {seed} on {dataset}: {paintings} of {pool_size:,} test pictures.").format(
        dataset=game.run.dataset,
        seed=game.seed,
        paintings=counted(len(rows), "painting", "paintings"),
        pool_size=game.quiz.pool_size,
    )
    note = _(PASTICHES) if dataset_queries.dataset(game.run.dataset).is_sample else ""
    return Card(rows, title, where, note)


def _row(url: str, question: Question, said: str) -> CardRow:
    return CardRow(url, question.painter, said, question.answer, question.confidence)
