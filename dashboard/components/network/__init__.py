"""The graph of artists and movements as a picture to touch: vis-network in the page, and in a file of its own."""

from dashboard.components.network.component import show_network
from dashboard.components.network.standalone import standalone_html

__all__ = ["show_network", "standalone_html"]
