"""Reading a report as a browser does: html5lib refuses what is not valid."""

from html5lib import HTMLParser, getTreeBuilder

_NAMESPACE = "{http://www.w3.org/1999/xhtml}"


def parse(html: str):
    """The tree of a page; fails at the first fault of its markup."""
    return HTMLParser(strict=True, tree=getTreeBuilder("etree")).parse(html)


def elements(tree, name: str) -> list:
    return list(tree.iter(_NAMESPACE + name))


def words(element) -> str:
    """What a reader sees, spaces made one."""
    return " ".join(" ".join(element.itertext()).split())


def body_words(tree) -> str:
    """As `words`, of the page without styles and script."""
    main = elements(tree, "main")[0]
    return words(elements(tree, "header")[0]) + " " + words(main)
