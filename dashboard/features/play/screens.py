"""Screens of the game: the question, its answer, and the final card."""

import time

import streamlit as st

from core.language import _, counted
from core.quiz import Question
from dashboard.charts.result_card import RIGHT, WRONG, Card, CardRow, build_card, build_card_page, card_style
from dashboard.components.keys.component import press_by_keys
from dashboard.features.play.game import Game, answer, go_on, play_again, play_others
from dashboard.labels.escaping import as_html, as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.queries import runs as run_queries
from dashboard.shell.page_header import PASTICHES
from dashboard.ui.page_link import show_page_link

CHOICE_KEY, NEXT_KEY = "play.choice", "play.next"
_LARGE_PX = 960
_SHARP_PX = 320


def show_question(game: Game) -> None:
    """Draw the picture at the left, and the artists or the outcome at the right."""
    question = game.question
    with st.container(horizontal=True, gap="large", key="play-question"):
        with st.container(key="play-picture", width="stretch"):
            st.html(_picture(game))
        with st.container(key="play-answers", width=360, gap="small"):
            _show_standing(game)
            if game.is_answered:
                _show_outcome(game, question)
            else:
                _show_choices(game, question)
    press_by_keys(_keys(question), key="play.keys")


def _keys(question: Question) -> dict[str, str]:
    numbers = {str(place): f"{CHOICE_KEY}.{place}" for place in range(1, len(question.choices) + 1)}
    return {**numbers, "Enter": NEXT_KEY, "ArrowRight": NEXT_KEY, "PageDown": NEXT_KEY}


def _picture(game: Game) -> str:
    """HTML of the picture; before the answer without its name or address, which would give it away."""
    (url,) = dataset_queries.thumbnail_urls(game.run.dataset, [game.question.painting_id], _LARGE_PX)
    words = _("Painting {number} of {total}, by {painter}") if game.is_answered else _("Painting {number} of {total}")
    words = words.format(**_place(game), painter=game.question.painter)
    return f'<img class="play-painting" src="{as_html(url)}" alt="{as_html(words)}">'


def _place(game: Game) -> dict[str, int]:
    return {"number": game.number + 1, "total": len(game.quiz.questions)}


def _show_standing(game: Game) -> None:
    place = _("{number} of {total}").format(**_place(game))
    you, network = _("You"), _("Network")
    st.html(
        f'<p class="play-standing"><span>{as_html(place)}</span>'
        f"<span>{as_html(you)} <b>{game.score.person}</b></span>"
        f"<span>{as_html(network)} <b>{game.score.network}</b></span></p>"
    )


def _show_choices(game: Game, question: Question) -> None:
    prompt = _("Who painted this?")
    st.html(f'<p class="play-asked">{as_html(prompt)}</p>')
    for place, artist in enumerate(question.choices, start=1):
        st.button(
            f":gray[{place}] {as_text(artist)}",
            key=f"{CHOICE_KEY}.{place}",
            on_click=answer,
            args=(game, artist),
            width="stretch",
        )
    st.caption(_("Click, or press 1 to {last}.").format(last=len(question.choices)))


def _show_outcome(game: Game, question: Question) -> None:
    said = game.progress.answers[game.number]
    st.html(_outcome(question, said))
    last = game.number + 1 == len(game.quiz.questions)
    st.button(
        _("See the result") if last else _("Next painting"),
        key=NEXT_KEY,
        type="primary",
        icon=":material/arrow_forward:",
        on_click=go_on,
        args=(game,),
        help=_("Enter, or the arrow to the right"),
    )
    show_page_link("painting", _("About this painting"), query={"painting": question.painting_id})


def _outcome(question: Question, said: str) -> str:
    start = _("Right.") if said == question.painter else _("No. You said {artist}.").format(artist=said)
    rows = "".join(_row(artist, question, said) for artist in question.choices)
    return (
        f'<div class="play-outcome" role="status"><p class="play-asked">{as_html(start)}</p><ul>{rows}</ul>'
        f"<p>{as_html(_of_the_network(question, said))}</p></div>"
    )


def _of_the_network(question: Question, said: str) -> str:
    """The model's answer compared with the player's."""
    right = said == question.painter
    if right and question.is_network_right:
        sentence = _("The network said so too, {percent:.0f} % sure.")
    elif right:
        sentence = _("The network said {answer} and is wrong, {percent:.0f} % sure.")
    elif question.is_network_right:
        sentence = _("The network knew it, {percent:.0f} % sure.")
    elif question.answer == said:
        sentence = _("The network fell for it as well, {percent:.0f} % sure.")
    else:
        sentence = _("The network said {answer}, {percent:.0f} % sure.")
    return sentence.format(answer=question.answer, percent=100 * question.confidence)


def _row(artist: str, question: Question, said: str) -> str:
    chosen_by = _who_chose(artist, question, said)
    painted = artist == question.painter
    sign = RIGHT if painted else WRONG if chosen_by else ""
    shape = "right" if painted else "wrong" if chosen_by else "other"
    who = f"<small>{as_html(chosen_by)}</small>" if chosen_by else ""
    return f'<li class="{shape}"><i>{sign}</i><span>{as_html(artist)}</span>{who}</li>'


def _who_chose(artist: str, question: Question, said: str) -> str:
    if artist == said:
        return _("you and network") if artist == question.answer else _("you")
    return _("network") if artist == question.answer else ""


def show_result(game: Game) -> None:
    """Draw both scores, all pictures with both answers, and the next actions."""
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
    show_page_link("confusion", _("Confusion matrix"), icon=":material/grid_on:", query={"run": game.run.id})


def result_card(game: Game) -> Card:
    """The card of a finished game."""
    ids = [question.painting_id for question in game.quiz.questions]
    urls = dataset_queries.thumbnail_urls(game.run.dataset, ids, _SHARP_PX)
    rows = [
        _card_row(url, question, said)
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


def _card_row(url: str, question: Question, said: str) -> CardRow:
    return CardRow(url, question.painter, said, question.answer, question.confidence)
