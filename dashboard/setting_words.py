"""Values of hyperparameters as people read them; `core.training.setting_words` has the words."""

from core.training.setting_words import in_words, typed

__all__ = ["in_words", "typed"]
