"""The quiz of a person against the network: questions, choices and score. Pure functions.

Person and network play by the same rules. The choices are the true artist and the other artists that the network
finds most probable, so its own prediction is always among them. Works that appear in training are excluded, and no
work appears twice.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import InvalidInputError
from core.evaluation.predictions import Predictions
from core.language import _

QUESTIONS = 10
CHOICES = 4
LARGEST_SEED = 999_999


@dataclass(frozen=True)
class Question:
    """One painting to be recognised.

    Attributes:
        painting_id: often contains the artist's name, so it is hidden before the answer.
        painter: the true artist.
        choices: artists to choose from, including the true and the predicted one, in display order.
        answer: the prediction of the network.
        confidence: of the network among all artists of the run, 0 to 1.
    """

    painting_id: str
    painter: str
    choices: tuple[str, ...]
    answer: str
    confidence: float

    @property
    def is_network_right(self) -> bool:
        """Whether the network's prediction is correct."""
        return self.answer == self.painter


@dataclass(frozen=True)
class Quiz:
    """One game; equal for equal arguments of `draw_quiz`.

    Attributes:
        questions: in order.
        pool_size: number of pictures they were drawn from.
        same_work: test pictures excluded because their work appears in training.
    """

    questions: tuple[Question, ...]
    pool_size: int
    same_work: int


@dataclass(frozen=True)
class Score:
    """Correct answers of the person and of the network, and number of answers."""

    person: int
    network: int
    answered: int


def draw_quiz(
    predictions: Predictions,
    seed: int,
    *,
    showable: Collection[str] | None = None,
    work_groups: Mapping[str, str] | None = None,
    most: int = QUESTIONS,
) -> Quiz:
    """Draw a game from the test set of a run.

    Every picture is as likely as any other, so that on average the network scores what its test says of it.

    Args:
        predictions: of the run, all splits.
        seed: of the draw; 0 or more.
        showable: painting ids that can be shown; all where None.
        work_groups: the work each picture shows; "" or a missing entry counts as its own work.
        most: largest number of questions; fewer where the test set has fewer works.

    Raises:
        InvalidInputError: there is nothing to ask, or fewer than two artists to choose from.
    """
    if len(predictions.artists) < 2:
        raise InvalidInputError(_("This run knows one artist only, so there is nothing to guess. Choose another run."))
    groups = work_groups or {}
    rows, same_work = _fair_rows(predictions, groups, showable)
    if not rows:
        raise InvalidInputError(
            _(
                "This run has no usable test picture: they are missing, excluded, or show works it was trained "
                "on. Choose another run, or train one on this data set."
            )
        )
    rng = np.random.default_rng(seed)
    picked = _one_a_work([rows[place] for place in rng.permutation(len(rows))], predictions, groups, most)
    return Quiz(tuple(_question(predictions, row, rng) for row in picked), len(rows), same_work)


def score(quiz: Quiz, answers: Sequence[str]) -> Score:
    """Count the correct answers.

    Args:
        quiz: the game.
        answers: of the person to the first questions, in order; the network is scored on the same ones.
    """
    answered = quiz.questions[: len(answers)]
    person = sum(answer == question.painter for answer, question in zip(answers, answered, strict=True))
    return Score(person, sum(question.is_network_right for question in answered), len(answered))


def _fair_rows(
    predictions: Predictions, groups: Mapping[str, str], showable: Collection[str] | None
) -> tuple[list[int], int]:
    """Usable rows sorted by painting id, independent of the order of the file, and the number of leaking ones."""
    learned = {groups.get(one, "") for one in predictions.painting_id[predictions.side == "train"]} - {""}
    ids = predictions.painting_id
    test = [int(row) for row in np.flatnonzero(predictions.side == "test") if showable is None or ids[row] in showable]
    fair = [row for row in test if groups.get(ids[row], "") not in learned]
    return sorted(fair, key=lambda row: str(ids[row])), len(test) - len(fair)


def _one_a_work(rows: Sequence[int], predictions: Predictions, groups: Mapping[str, str], most: int) -> list[int]:
    """The first rows of different works: a second picture of a work would reveal the answer."""
    seen: set[str] = set()
    picked: list[int] = []
    for row in rows:
        painting_id = str(predictions.painting_id[row])
        work = groups.get(painting_id, "") or f"picture {painting_id}"
        if work not in seen and len(picked) < most:
            seen.add(work)
            picked.append(row)
    return picked


def _question(predictions: Predictions, row: int, rng: np.random.Generator) -> Question:
    painter = int(predictions.y_true[row])
    likeliest = np.argsort(-predictions.probabilities[row], kind="stable")
    # The prediction first: among equally probable artists the network's own must not be dropped.
    others = dict.fromkeys([int(predictions.y_pred[row]), *(int(place) for place in likeliest)])
    places = [painter, *(place for place in others if place != painter)][:CHOICES]
    names = predictions.artists
    return Question(
        painting_id=str(predictions.painting_id[row]),
        painter=names[painter],
        choices=tuple(names[places[place]] for place in rng.permutation(len(places))),
        answer=names[int(predictions.y_pred[row])],
        confidence=float(predictions.confidence[row]),
    )
