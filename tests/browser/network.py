"""Finding the nodes of the graph on the screen: it draws on a canvas inside a shadow root."""

from playwright.sync_api import Page

_PLACE_OF = """id => {
  const find = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.matches(".network")) return element
      const found = element.shadowRoot && find(element.shadowRoot)
      if (found) return found
    }
  }
  return find(document).placeOf(id)
}"""


def place_of(page: Page, node: str) -> tuple[float, float]:
    """The middle of a node in pixels of the window, once it is drawn."""
    page.wait_for_function(f"id => {{ try {{ return ({_PLACE_OF})(id) }} catch {{ return null }} }}", arg=node)
    x, y = page.evaluate(_PLACE_OF, node)
    return x, y
