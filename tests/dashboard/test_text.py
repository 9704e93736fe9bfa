"""Names are data: whatever they hold, they are shown letter for letter (a browser test looks at the result)."""

import re

import pytest

from core.language import counted
from dashboard.labels.escaping import as_html, as_text

JOINER = "\u2060"


def unescaped(markdown: str) -> str:
    """What a reader of Markdown shows for text in which every special character is escaped."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown).replace(JOINER, "")


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "**bold** and _more_",
        ":material/home: :smile: :red[x]",
        "[link](http://example.com) ![picture](x.png)",
        "a -> b <- c -- d >= e ~= f",
        "$x^2$ costs $5",
        "# head",
        "1. one",
        "back\\slash",
        "| a | b |",
        "&amp;",
        "Albrecht Dürer",
        "D'Artagnan “junior”",
    ],
)
def test_escaping_loses_nothing(name: str):
    assert unescaped(as_text(name)) == name


@pytest.mark.parametrize("special", list("\\`*_{}()<>#+-.!|~$=^&:"))
def test_what_markdown_gives_a_meaning_is_escaped(special: str):
    assert as_text(f"a {special} b") == f"a \\{special} b"


def test_patterns_that_streamlit_replaces_later_are_broken():
    assert as_text(":smile:").startswith(f"\\:{JOINER}smile")
    assert as_text("a->b") == f"a\\-{JOINER}\\>b"
    assert as_text("www.example.com") == f"www{JOINER}\\.example\\.com"


def test_a_line_break_cannot_begin_a_block():
    assert as_text("one\n\n# two") == "one \\# two"


def test_html_is_escaped_in_content_and_attributes():
    assert as_html("<a title=\"x\" b='y'>&") == "&lt;a title=&quot;x&quot; b=&#x27;y&#x27;&gt;&amp;"


def test_the_end_of_a_tag_in_a_name_does_not_cost_a_tooltip():
    assert as_html("</script> --> ]>") == f"&lt;{JOINER}/script&gt; --{JOINER}&gt; ]{JOINER}&gt;"


def test_numbers_agree_with_their_noun():
    assert (counted(1, "painting", "paintings"), counted(1204, "painting", "paintings")) == (
        "1 painting",
        "1,204 paintings",
    )
    assert counted(2, "copy", "copies") == "2 copies"
