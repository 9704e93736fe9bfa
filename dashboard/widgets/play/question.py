"""One painting and four artists; the answer, and at once what was right."""

import streamlit as st

from core.quiz import Question
from dashboard import cache
from dashboard.charts.result_card import RIGHT, WRONG
from dashboard.components.keys.component import press_by_keys
from dashboard.text import as_html, as_text
from dashboard.widgets.page_link import show_page_link
from dashboard.widgets.play.game import Game, answer, go_on

CHOICE_KEY, NEXT_KEY = "play.choice", "play.next"
_LARGE_PX = 960


def show_question(game: Game) -> None:
    """The picture at the left, and at the right the artists or what came of it."""
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
    """The pixels alone: neither a name nor an address of the picture is in the page before the answer."""
    (url,) = cache.thumbnail_urls(game.run.dataset, [game.question.painting_id], _LARGE_PX)
    words = f"Painting {game.number + 1} of {len(game.quiz.questions)}"
    words = f"{words}, by {game.question.painter}" if game.is_answered else words
    return f'<img class="play-painting" src="{as_html(url)}" alt="{as_html(words)}">'


def _show_standing(game: Game) -> None:
    standing = game.score
    st.html(
        f'<p class="play-standing"><span>{game.number + 1} of {len(game.quiz.questions)}</span>'
        f"<span>You <b>{standing.person}</b></span><span>Network <b>{standing.network}</b></span></p>"
    )


def _show_choices(game: Game, question: Question) -> None:
    st.html('<p class="play-asked">Who painted this?</p>')
    for place, artist in enumerate(question.choices, start=1):
        st.button(
            f":gray[{place}] {as_text(artist)}",
            key=f"{CHOICE_KEY}.{place}",
            on_click=answer,
            args=(game, artist),
            width="stretch",
        )
    st.caption(f"Click, or press 1 to {len(question.choices)}.")


def _show_outcome(game: Game, question: Question) -> None:
    said = game.progress.answers[game.number]
    st.html(_outcome(question, said))
    last = game.number + 1 == len(game.quiz.questions)
    st.button(
        "See the result" if last else "Next painting",
        key=NEXT_KEY,
        type="primary",
        icon=":material/arrow_forward:",
        on_click=go_on,
        args=(game,),
        help="Enter, or the arrow to the right",
    )
    show_page_link("painting", "About this painting", query={"painting": question.painting_id})


def _outcome(question: Question, said: str) -> str:
    right = said == question.painter
    start = "Right." if right else f"No. You said {said}."
    network = "said so too" if question.is_network_right else f"said {question.answer}"
    if right and not question.is_network_right:
        network = f"{network} and is wrong"
    elif not right and question.is_network_right:
        network = "knew it"
    elif not right and question.answer == said:
        network = "fell for it as well"
    rows = "".join(_row(artist, question, said) for artist in question.choices)
    return (
        f'<div class="play-outcome" role="status"><p class="play-asked">{as_html(start)}</p><ul>{rows}</ul>'
        f"<p>The network {as_html(network)}, {100 * question.confidence:.0f} % sure.</p></div>"
    )


def _row(artist: str, question: Question, said: str) -> str:
    marks = [name for name, chosen in (("you", said), ("network", question.answer)) if chosen == artist]
    painted = artist == question.painter
    sign = RIGHT if painted else WRONG if marks else ""
    shape = "right" if painted else "wrong" if marks else "other"
    who = f"<small>{' and '.join(marks)}</small>" if marks else ""
    return f'<li class="{shape}"><i>{sign}</i><span>{as_html(artist)}</span>{who}</li>'
