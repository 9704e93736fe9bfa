"""The vocabulary: plain technical English in prose, the field's terms in names.

The words below were given up because a newcomer could not search for them; the term to use instead is in brackets
in the comments. A few may stay in prose where they are meant literally, in a name none may.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from core.environment import PROJECT_ROOT
from core.language.translating import HERE

PROSE = re.compile(
    r"\b(told|tells?|telling|asked|asks|asking|bent|bends?|bending|whoever|somebody|nobody|everybody|likewise|anew"
    r"|by hand|last words?|without a word|goes away|taken up|meets|stands|lies|kept of|is made to|are made to)\b",
    re.IGNORECASE,
)
NAMES = {
    *("told", "tells", "telling", "asked", "asks", "asking", "bent", "bends", "bending", "whoever", "somebody"),
    *("nobody", "everybody", "likewise", "anew", "lies", "stands"),
    # Former names of things that have one of the field's terms now.
    *("looked", "wish", "desk", "strangeness", "familiarity", "likeness", "sitters", "apportioning", "wholeness"),
    *("settling", "saying", "endings"),
}
LARGEST_SHARE = 0.02


@cache
def sources() -> list[Path]:
    return [path for root in ("core", "dashboard", "pages") for path in sorted((PROJECT_ROOT / root).rglob("*.py"))]


def docstrings(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (text := ast.get_docstring(node)):
            yield text


def comments(source: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and not token.string.startswith(("# noqa", "# type")):
            yield token.string


def sentences() -> Iterator[str]:
    with (HERE / "es.po").open("rb") as file:
        for message in read_po(file, locale="es"):
            yield from message.id if isinstance(message.id, tuple) else [message.id] if message.id else []


def names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name


def words_of(name: str) -> set[str]:
    """The words of an identifier in lower case: `told_widget` and `ToldWidget` both give told and widget."""
    return set(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_"))


def test_docstrings_comments_and_sentences_use_plain_technical_english():
    texts = [(path.relative_to(PROJECT_ROOT), text) for path in sources() for text in prose(path)]
    texts += [("es.po", sentence) for sentence in sentences()]
    odd = [f"{path}: {text.splitlines()[0]} …{found.group()}…" for path, text in texts if (found := PROSE.search(text))]
    assert len(odd) <= LARGEST_SHARE * len(texts), f"{len(odd)} of {len(texts)}:\n" + "\n".join(odd)


def prose(path: Path) -> Iterator[str]:
    source = path.read_text("utf-8")
    yield from docstrings(ast.parse(source))
    yield from comments(source)


def test_no_name_uses_a_word_that_was_given_up():
    odd = {f"{path.relative_to(PROJECT_ROOT)}: {path.stem}" for path in sources() if words_of(path.stem) & NAMES}
    for path in sources():
        for name in names(ast.parse(path.read_text("utf-8"))):
            if words_of(name) & NAMES:
                odd.add(f"{path.relative_to(PROJECT_ROOT)}: {name}")
    assert not odd, "\n".join(sorted(odd))


def test_the_words_of_a_name_are_found_in_either_spelling():
    assert words_of("told_widget") == words_of("ToldWidget") == {"told", "widget"}
