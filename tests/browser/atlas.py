"""Finding pictures on the map: it draws on a canvas inside a shadow root."""

from playwright.sync_api import Page

_FIND = """() => {
  const find = root => {
    for (const element of root.querySelectorAll("*")) {
      if (element.matches(".atlas")) return element
      const found = element.shadowRoot && find(element.shadowRoot)
      if (found) return found
    }
  }
  return find(document)
}"""


def wait_for_atlas(page: Page) -> None:
    """Wait until the map has its points and a size."""
    page.wait_for_function(f"() => {{ const root = ({_FIND})(); return root?.atlas?.points && root.atlas.width }}")


def ask_atlas(page: Page, expression: str, argument: object = None) -> object:
    """The value of a JavaScript expression of `atlas`, and of `it`, which is the argument."""
    return page.evaluate(f"it => {{ const atlas = ({_FIND})().atlas; return {expression} }}", argument)


def place_of(page: Page, painting_id: str) -> tuple[float, float]:
    """The middle of a picture's point in pixels of the window."""
    x, y = ask_atlas(page, "atlas.placeOf(it)", painting_id)
    return x, y
