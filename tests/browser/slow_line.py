"""A line to the server on which answers take long."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, WebSocketRoute

_ANSWERED_MS = 1500


class SlowLine:
    """What the server says reaches the browser only when it is let through; what is clicked goes out at once."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._held: list[str | bytes] | None = None
        self._socket: WebSocketRoute | None = None
        page.route_web_socket("**/_stcore/stream", self._connect)

    def _connect(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(server.send)
        server.on_message(self._hear)
        self._socket = socket

    def _hear(self, message: str | bytes) -> None:
        if self._held is None:
            self._socket.send(message)
        else:
            self._held.append(message)

    @contextmanager
    def holding(self) -> Iterator[None]:
        self._held = []
        yield
        held, self._held = self._held, None
        for message in held:
            self._socket.send(message)

    def wait_for_an_answer(self) -> None:
        """Give the server time to draw what was asked for, unseen."""
        self._page.wait_for_timeout(_ANSWERED_MS)
