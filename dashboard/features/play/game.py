"""The game of this tab: which ten paintings, and what was answered so far."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from core.quiz import LARGEST_SEED, Question, Quiz, Score, draw_quiz, score
from core.runs import Run
from dashboard.queries import datasets as dataset_queries
from dashboard.queries import results as result_queries
from dashboard.state.session import Field

RUN_KEY: Final = "run"
SEED_KEY: Final = "play.seed"


@dataclass(frozen=True)
class Progress:
    """What was answered in one game.

    Attributes:
        game: which one: run and seed.
        answers: names of artists, one a question, in order.
        seen: how many of them were looked at and left behind.
    """

    game: tuple[str, int]
    answers: tuple[str, ...] = ()
    seen: int = 0


_PROGRESS: Field[Progress | None] = Field("play.progress", None)


@dataclass(frozen=True)
class Game:
    """A game as it stands.

    Attributes:
        run: the opponent.
        seed: what the ten were drawn by.
        quiz: the questions.
        progress: of this tab.
    """

    run: Run
    seed: int
    quiz: Quiz
    progress: Progress

    @property
    def number(self) -> int:
        """Which question is shown, from 0."""
        return self.progress.seen

    @property
    def question(self) -> Question:
        """The question that is shown."""
        return self.quiz.questions[self.number]

    @property
    def is_answered(self) -> bool:
        """Whether the question that is shown has its answer."""
        return len(self.progress.answers) > self.progress.seen

    @property
    def is_over(self) -> bool:
        """Whether every question was answered and looked at."""
        return self.progress.seen >= len(self.quiz.questions)

    @property
    def score(self) -> Score:
        """Right answers so far."""
        return score(self.quiz, self.progress.answers)


def take_up_game(runs: Sequence[Run]) -> None:
    """Let an address that names no game, as after a look at another page, name the one that was begun in this tab.

    Args:
        runs: that can be played against.
    """
    progress, requested = _PROGRESS.get(), st.query_params.get(RUN_KEY, "")
    if progress is None or SEED_KEY in st.query_params or progress.game[0] not in {run.id for run in runs}:
        return
    run_id, seed = progress.game
    if requested in ("", run_id):
        st.query_params[RUN_KEY], st.query_params[SEED_KEY] = run_id, str(seed)


def requested_seed() -> int:
    """The seed in the address; one is drawn and written there where it has none."""
    text = st.query_params.get(SEED_KEY, "")
    if text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_SEED)):
        return int(text)
    seed = random.randint(1, LARGEST_SEED)
    st.query_params[SEED_KEY] = str(seed)
    return seed


def current_game(run: Run, seed: int) -> Game:
    """The game that the address names, as far as it was played in this tab.

    Raises:
        AtelierError: the run has nothing that can be asked.
    """
    quiz = _quiz(run, seed)
    progress = _PROGRESS.get()
    if progress is None or progress.game != (run.id, seed) or len(progress.answers) > len(quiz.questions):
        progress = Progress((run.id, seed))
        _PROGRESS.set(progress)
    return Game(run, seed, quiz, progress)


def _quiz(run: Run, seed: int) -> Quiz:
    catalog = dataset_queries.catalog(run.dataset)
    usable = catalog[(catalog["status"] != "unreadable") & ~catalog["excluded"]]
    groups = result_queries.work_groups(run.dataset)
    groups = {painting_id: str(group or "") for painting_id, group in (groups or {}).items()}
    return draw_quiz(
        result_queries.predictions(run), seed, showable=frozenset(usable["painting_id"].astype(str)), work_groups=groups
    )


def answer(game: Game, artist: str) -> None:
    """Answer the question that is shown; a second answer to it changes nothing. For callbacks."""
    if not game.is_answered and not game.is_over:
        _PROGRESS.set(replace(game.progress, answers=(*game.progress.answers, artist)))


def go_on(game: Game) -> None:
    """Leave the answered question behind; for callbacks."""
    if game.is_answered:
        _PROGRESS.set(replace(game.progress, seen=game.progress.seen + 1))


def play_again() -> None:
    """The same ten from the beginning; for callbacks."""
    _PROGRESS.clear()


def play_others() -> None:
    """Another ten; for callbacks."""
    _PROGRESS.clear()
    st.query_params[SEED_KEY] = str(random.randint(1, LARGEST_SEED))
