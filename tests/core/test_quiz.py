"""Drawing the questions of a game: fair, the same for the same seed, and never more than the pictures give."""

from itertools import pairwise

import numpy as np
import pytest

from core.errors import InvalidInputError
from core.evaluation.predictions import Predictions, make_predictions
from core.quiz import CHOICES, QUESTIONS, Question, Quiz, draw_quiz, score
from tests.fabricated_results import fabricate_answers

ARTISTS = ("Ada", "Ben", "Cyd", "Dov", "Eli", "Fay")


@pytest.fixture
def answers() -> Predictions:
    """Two hundred pictures of six artists on three sides."""
    painters = [place % len(ARTISTS) for place in range(200)]
    return fabricate_answers([f"p{place:03d}" for place in range(200)], painters, ARTISTS, skill=1.0)


def test_ten_different_pictures_of_the_test_side_are_asked(answers):
    quiz = draw_quiz(answers, 7)
    asked = [question.painting_id for question in quiz.questions]
    assert len(set(asked)) == QUESTIONS
    assert set(asked) <= set(answers.painting_id[answers.side == "test"])
    assert quiz.pool_size == int((answers.side == "test").sum()) and quiz.same_work == 0


def test_the_same_seed_gives_the_same_game_and_another_seed_another(answers):
    assert draw_quiz(answers, 7) == draw_quiz(answers, 7)
    assert draw_quiz(answers, 7) != draw_quiz(answers, 8)


def test_the_order_of_the_file_does_not_matter(answers):
    shuffled = answers.take(np.random.default_rng(1).permutation(len(answers)))
    assert draw_quiz(shuffled, 7) == draw_quiz(answers, 7)


def test_painter_and_the_networks_answer_are_among_four_different_choices(answers):
    for seed in range(30):
        for question in draw_quiz(answers, seed).questions:
            assert len(set(question.choices)) == CHOICES
            assert {question.painter, question.answer} <= set(question.choices)


def test_the_other_choices_are_the_likeliest_for_the_network(answers):
    """Worked out anew: the likeliest artists of the row, the painter left out."""
    rows = {painting_id: row for row, painting_id in enumerate(answers.painting_id)}
    for question in draw_quiz(answers, 3).questions:
        chances = dict(zip(answers.artists, answers.probabilities[rows[question.painting_id]], strict=True))
        others = sorted((name for name in chances if name != question.painter), key=lambda name: -chances[name])
        assert set(question.choices) == {question.painter, *others[: CHOICES - 1]}
        assert question.confidence == pytest.approx(max(chances.values()))


def test_the_painter_stands_at_every_place_about_equally_often(answers):
    places = [q.choices.index(q.painter) for seed in range(100) for q in draw_quiz(answers, seed).questions]
    assert all(200 < places.count(place) < 300 for place in range(CHOICES))


def test_a_work_that_training_shows_is_left_out_and_counted(answers):
    test, train = (answers.painting_id[answers.side == side] for side in ("test", "train"))
    groups = dict(zip(test[:20], (f"work {place}" for place in range(20)), strict=True))
    groups |= {train[place]: f"work {place}" for place in range(20)}
    quiz = draw_quiz(answers, 7, work_groups=groups)
    assert quiz.same_work == 20
    assert not set(test[:20]) & {question.painting_id for question in quiz.questions}


def test_no_work_is_asked_twice(answers):
    test = answers.painting_id[answers.side == "test"]
    groups = {painting_id: f"work {place // 2}" for place, painting_id in enumerate(test)}
    for seed in range(20):
        asked = sorted(
            groups[question.painting_id] for question in draw_quiz(answers, seed, work_groups=groups).questions
        )
        assert all(one != other for one, other in pairwise(asked))


def test_pictures_that_are_gone_are_not_asked(answers):
    there = set(answers.painting_id[answers.side == "test"][:4])
    quiz = draw_quiz(answers, 7, showable=there)
    assert {question.painting_id for question in quiz.questions} == there


def test_without_a_picture_or_a_second_artist_it_is_said(answers):
    with pytest.raises(InvalidInputError, match="no usable test picture"):
        draw_quiz(answers, 7, showable=())
    alone = make_predictions(["a"], ["test"], [0], [[1.0]], ["Ada"])
    with pytest.raises(InvalidInputError, match="one artist only"):
        draw_quiz(alone, 7)


def test_two_artists_give_two_choices():
    few = make_predictions(["a", "b"], ["test", "test"], [0, 1], [[0.5, 0.5], [0.5, 0.5]], ["Ada", "Ben"])
    assert [len(question.choices) for question in draw_quiz(few, 1).questions] == [2, 2]


def test_both_are_counted_on_the_questions_that_were_answered():
    def question(painter: str, answer: str) -> Question:
        return Question("p", painter, ARTISTS[:4], answer, 0.5)

    quiz = Quiz((question("Ada", "Ada"), question("Ben", "Ada"), question("Cyd", "Cyd")), 3, 0)
    assert (score(quiz, []).person, score(quiz, []).network) == (0, 0)
    found = score(quiz, ["Ada", "Ben"])
    assert (found.person, found.network, found.answered) == (2, 1, 2)


def test_on_average_the_network_scores_what_its_test_says(answers):
    on_test = answers.on("test")
    scores = [score(quiz, ["-"] * QUESTIONS).network for quiz in (draw_quiz(answers, seed) for seed in range(300))]
    assert np.mean(scores) / QUESTIONS == pytest.approx(on_test.is_hit.mean(), abs=0.03)
