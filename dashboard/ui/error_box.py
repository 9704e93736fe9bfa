"""The only place where an exception becomes a message on the screen."""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core.errors import AtelierError
from core.language import _
from dashboard.labels.escaping import as_text

_log = logging.getLogger("atelier.dashboard")


@contextmanager
def error_box() -> Iterator[None]:
    """Show what goes wrong inside as one calm sentence; the traceback goes to the server's log only."""
    try:
        yield
    except AtelierError as error:
        show_error(str(error))
    except Exception:  # noqa: BLE001 - a page must never show a traceback
        log_id = uuid.uuid4().hex[:8]
        _log.exception("error %s", log_id)
        show_error(
            _(
                "Something went wrong here that should not have. Reload the page and try again; if it stays, the "
                "server's log says more under “{log_id}”."
            ).format(log_id=log_id)
        )


def show_error(sentence: str) -> None:
    """One calm sentence in the colours of an error."""
    st.error(as_text(sentence), icon=":material/error_outline:")
