"""What the words beside the numbers of a run mean, in the language that is read now."""

from core.language import _
from dashboard.labels.metrics import WORDS


def meaning_of(word: str) -> str:
    """What a word means, in a sentence.

    Args:
        word: a key of `dashboard.labels.metrics.WORDS`.
    """
    return _(WORDS[word])
