"""What a picture of the documentation shows in words: enough to notice that a page looks different by now."""

import json
import re
from pathlib import Path

from playwright.sync_api import Page

FILE = "outlines.json"
SHOWN = """() => {
  const ids = ['stWidgetLabel', 'stSidebarNavLink', 'stMetricLabel'].map(id => `[data-testid=${id}]`)
  const told = ['h1, h2, h3, dt, [role=tab], [data-testid^=stBaseButton]', ...ids].join(', ')
  const within = root => [...root.querySelectorAll('*')].flatMap(e => [
    ...(e.matches(told) || (root !== document && e.matches('button')) ? [e] : []),
    ...(e.shadowRoot ? within(e.shadowRoot) : [])])
  return within(document)
    .filter(e => e.checkVisibility({opacityProperty: true, visibilityProperty: true}))
    .map(e => e.innerText.trim())
}"""


def outline_of(page: Page) -> list[str]:
    """Headings, names of fields, tabs, buttons and pages, each once, in order; numbers as 0."""
    texts = (re.sub(r"\d+", "0", " ".join(text.split())) for text in page.evaluate(SHOWN))
    return list(dict.fromkeys(filter(None, texts)))


def kept_outline(folder: Path, name: str) -> list[str]:
    """The outline of a page when its picture was taken."""
    return _read(folder).get(name, [])


def keep_outline(folder: Path, name: str, outline: list[str]) -> None:
    """Note it beside the pictures."""
    outlines = _read(folder) | {name: outline}
    (folder / FILE).write_text(json.dumps(outlines, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")


def _read(folder: Path) -> dict[str, list[str]]:
    file = folder / FILE
    return json.loads(file.read_text("utf-8")) if file.is_file() else {}
