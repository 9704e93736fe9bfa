"""Names are data, never markup: how text from files becomes safe in Markdown and in HTML."""

import html
import re

_MARKDOWN = re.compile(r"([\\`*_{}()<>#+\-.!|~$=^&:])")
_MEANT_BY_STREAMLIT = re.compile(
    r"(?<=:)(?=[\w+/-])"  # :red[…], :material/…:, :smile:, http://…
    r"|(?<=\])(?=[(\[{:])|(?<=!)(?=\[)|(?<=\[)(?=[xX ]\])"  # links, pictures, boxes to tick
    r"|(?<=[<>~-])(?=[>=-])"  # arrows and signs that become typographic ones
    r"|(?<=www)(?=\.)|(?<=\w)(?=@)"  # addresses
)
_ENDS_FOR_SANITISER = re.compile(r"(?<=<)(?=/)|(?<=[\]!-])(?=>)")
_WORD_JOINER = "\u2060"
_SPACE = re.compile(r"[^\S\u00a0\u202f]+")  # but no space that keeps a number on one line


def as_text(text: object) -> str:
    """Escape text so that Streamlit's Markdown shows it letter for letter, in paragraphs and in labels.

    Line breaks become spaces. Markdown's own characters get a backslash. Streamlit replaces some patterns after
    Markdown is read (emoji names, arrows, addresses), and labels show a backslash before a bracket: those patterns are
    broken with a word joiner, which has no width.
    """
    flat = _SPACE.sub(" ", str(text)).strip()
    return _MARKDOWN.sub(r"\\\1", _MEANT_BY_STREAMLIT.sub(_WORD_JOINER, flat))


def as_html(text: object) -> str:
    """Escape text for HTML content and quoted attributes.

    Streamlit's sanitiser drops an attribute in which it sees the end of a tag or of a comment, even escaped: those are
    broken with a word joiner, so that a tooltip with such a name is not lost.
    """
    return html.escape(_ENDS_FOR_SANITISER.sub(_WORD_JOINER, str(text)), quote=True)
