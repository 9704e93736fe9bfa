"""The words of the trade, explained for a newcomer in every language that has a file here."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

__all__ = ["Term", "groups", "term_for", "terms", "terms_of_page"]


_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Term:
    """One word.

    Attributes:
        name: the same in every language, as in "learning_rate".
        title: the word itself.
        text: what it means, in two or three sentences.
    """

    name: str
    title: str
    text: str


@cache
def terms(language: str) -> Mapping[str, Term]:
    """Every word by its name, in the order of the groups.

    Args:
        language: a key of `core.language.LANGUAGES`.
    """
    texts = _read(language)["terms"]
    names = [name for members in _read("terms")["groups"].values() for name in members]
    return MappingProxyType({name: Term(name, texts[name]["title"], texts[name]["text"]) for name in names})


@cache
def groups(language: str) -> Mapping[str, tuple[Term, ...]]:
    """The words by the title of their group."""
    titles, known = _read(language)["groups"], terms(language)
    members = _read("terms")["groups"]
    return MappingProxyType({titles[group]: tuple(known[name] for name in names) for group, names in members.items()})


def terms_of_page(page: str, language: str) -> tuple[Term, ...]:
    """The words that appear on a page, its file name without suffix; none for a page that uses no such word."""
    known = terms(language)
    listed = _read("terms")["pages"].get(page, ())
    return tuple(known[name] for entry in listed for name in _names_behind(entry))


def _names_behind(entry: str) -> Sequence[str]:
    """The words of a group for an entry like "*models", else the one word."""
    return _read("terms")["groups"][entry[1:]] if entry.startswith("*") else (entry,)


def term_for(name: str, language: str) -> Term | None:
    """The word that explains a setting or a measure; None where the glossary has none.

    Args:
        name: of a hyperparameter, a measure of an epoch, a model or an encoder.
        language: a key of `core.language.LANGUAGES`.
    """
    block = name.partition(".")[0]
    known = terms(language)
    return known.get(_read("terms")["explains"].get(name, name if name in known else block))


@cache
def _read(name: str) -> dict[str, Any]:
    with (_HERE / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
