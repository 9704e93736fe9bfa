"""State of the game in this tab: its ten paintings and the answers so far."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from core.quiz import LARGEST_SEED, Question, Quiz, Score, draw_quiz, score
from core.runs.run import Run
from dashboard.queries import datasets as dataset_queries
from dashboard.queries import results as result_queries
from dashboard.state.session import Field

RUN_KEY: Final = "run"
SEED_KEY: Final = "play.seed"


@dataclass(frozen=True)
class Progress:
    """Answers in one game.

    Attributes:
        game: run and seed.
        answers: names of artists, in the order of the questions.
        seen: number of answers that were shown and left.
    """

    game: tuple[str, int]
    answers: tuple[str, ...] = ()
    seen: int = 0


_PROGRESS: Field[Progress | None] = Field("play.progress", None)


@dataclass(frozen=True)
class Game:
    """A game with its progress.

    Attributes:
        run: the opponent.
        seed: of the draw.
        quiz: the questions.
        progress: of this tab.
    """

    run: Run
    seed: int
    quiz: Quiz
    progress: Progress

    @property
    def number(self) -> int:
        """Index of the current question."""
        return self.progress.seen

    @property
    def question(self) -> Question:
        """The current question."""
        return self.quiz.questions[self.number]

    @property
    def is_answered(self) -> bool:
        """Whether the current question is answered."""
        return len(self.progress.answers) > self.progress.seen

    @property
    def is_over(self) -> bool:
        """Whether every answer was shown and left."""
        return self.progress.seen >= len(self.quiz.questions)

    @property
    def score(self) -> Score:
        """Right answers so far."""
        return score(self.quiz, self.progress.answers)


def take_up_game(runs: Sequence[Run]) -> None:
    """Put the game of this tab back into an address without one, as after a visit to another page.

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
    """The seed in the address; a new one is drawn and written there if it is missing."""
    text = st.query_params.get(SEED_KEY, "")
    if text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_SEED)):
        return int(text)
    seed = random.randint(1, LARGEST_SEED)
    st.query_params[SEED_KEY] = str(seed)
    return seed


def current_game(run: Run, seed: int) -> Game:
    """The game in the address with its progress in this tab.

    Raises:
        AtelierError: the run has no picture for a question.
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
    """Answer the current question, once; for callbacks."""
    if not game.is_answered and not game.is_over:
        _PROGRESS.set(replace(game.progress, answers=(*game.progress.answers, artist)))


def go_on(game: Game) -> None:
    """Go to the next question; for callbacks."""
    if game.is_answered:
        _PROGRESS.set(replace(game.progress, seen=game.progress.seen + 1))


def play_again() -> None:
    """Restart with the same paintings; for callbacks."""
    _PROGRESS.clear()


def play_others() -> None:
    """Restart with other paintings; for callbacks."""
    _PROGRESS.clear()
    st.query_params[SEED_KEY] = str(random.randint(1, LARGEST_SEED))
