"""Values in the address: one choice, several choices, and a part that several widgets write.

The last is kept in the tab as well: a browser may send its next request before it received the latest address, and
then reports the older one. Therefore only a full script run reads the address, because then a link, a reload or the
Back button may have changed it; callbacks and fragments use the value written last.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.state.session import Field


@dataclass(frozen=True)
class KeptAddress:
    """Some names of the address and their texts, in this browser tab.

    Attributes:
        key: under which the tab keeps them, `page.widget.field`.
        belongs: whether a name in the address is one of them.
    """

    key: str
    belongs: Callable[[str], bool]

    def take(self) -> dict[str, str]:
        """Take what the address says now; for the body of a page, before anything reads it."""
        found = self._in_address()
        self._kept.set(found)
        return found

    def read(self) -> dict[str, str]:
        """What was taken or written last."""
        kept = self._kept.get()
        return self._in_address() if kept is None else dict(kept)

    def write(self, wanted: Mapping[str, str]) -> None:
        """Put these in the place of those that are there; for callbacks too."""
        self._kept.set(dict(wanted))
        for name in self._in_address():
            if name not in wanted:
                st.query_params.pop(name, None)
        changed = {name: text for name, text in wanted.items() if st.query_params.get(name) != text}
        if changed:
            st.query_params.update(changed)

    @property
    def _kept(self) -> Field[dict[str, str] | None]:
        return Field(self.key, None)

    def _in_address(self) -> dict[str, str]:
        return {name: text for name, text in st.query_params.to_dict().items() if self.belongs(name)}


def url_choice(key: str, options: Sequence[str], default: str) -> str:
    """One of several names, kept in the address under `key` and shown by a widget with the key `<key>.choice`.

    `bind=URL` writes a widget's labels into the address; this writes the names behind them, which stay valid when
    a label is reworded. Give the widget `on_change=keep_choice, args=(key,)` and call this before it.
    """
    requested = st.query_params.get(key)
    choice = requested if requested is not None and requested in options else default
    st.session_state[f"{key}.choice"] = choice
    return choice


def keep_choice(key: str) -> None:
    """Write what the widget of `url_choice` shows into the address."""
    st.query_params[key] = st.session_state[f"{key}.choice"]


def url_choices(key: str, options: Sequence[str]) -> str:
    """Set a widget to what the address holds under `key`; returns the widget's own key, `<key>.choice`.

    Give the widget `on_change=keep_choices, args=(key,)` and call this before it.
    """
    requested = dict.fromkeys(st.query_params.get_all(key))
    st.session_state[f"{key}.choice"] = [option for option in requested if option in options]
    return f"{key}.choice"


def keep_choices(key: str) -> None:
    """Write what the widget of `url_choices` shows into the address."""
    write_choices(key, st.session_state[f"{key}.choice"])


def write_choices(key: str, names: Sequence[str]) -> None:
    """Choose these, in the address; for callbacks."""
    if names:
        st.query_params[key] = list(names)
    else:
        st.query_params.pop(key, None)
