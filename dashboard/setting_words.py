"""Values of hyperparameters as people read them; `core.training.config.setting_words` has the words."""

from core.training.config.setting_words import in_words, typed

__all__ = ["in_words", "typed"]
