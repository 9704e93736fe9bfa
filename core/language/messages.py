"""Updates the translation files from the sentences of the source: `python -m core.language.messages`.

New sentences get an empty translation, removed ones are deleted, existing translations are kept.
"""

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from core.environment import PROJECT_ROOT
from core.language.translating import HERE, LANGUAGES, SOURCE_LANGUAGE

ROOTS = ("core", "dashboard", "pages")
METHODS = [("**.py", "python"), ("**/templates/*.html", "jinja2")]
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "counted": (2, 3)}
"""What marks a sentence: the functions of `core.language`, and where in their arguments it stands."""


def collect() -> Catalog:
    """Every sentence of the source, with its files."""
    found = Catalog()
    for root in ROOTS:
        folder = PROJECT_ROOT / root
        for path, _line, message, _comments, _context in extract_from_dir(folder, METHODS, keywords=KEYWORDS):
            found.add(message, locations=[(f"{root}/{path}", 0)])
    return found


def update(language: str) -> int:
    """Update the file of a language; returns the number of missing translations."""
    path = HERE / f"{language}.po"
    catalog = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=language)
    catalog.update(collect(), no_fuzzy_matching=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=100, ignore_obsolete=True, omit_header=True, include_lineno=False)
    return sum(not _is_translated(message) for message in catalog if message.id)


def _is_translated(message: Message) -> bool:
    forms = (message.string,) if isinstance(message.string, str) else message.string or ("",)
    return all(forms)


if __name__ == "__main__":
    for code in LANGUAGES:
        if code != SOURCE_LANGUAGE:
            print(f"{code}: {update(code)} sentences to translate")
