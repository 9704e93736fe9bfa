"""The words of the trade, explained for a newcomer in every language that has a file here."""

from dashboard.glossary.reading import Term, groups, terms, word_for, words_of_page

__all__ = ["Term", "groups", "terms", "word_for", "words_of_page"]
