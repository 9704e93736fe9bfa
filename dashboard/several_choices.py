"""Several names out of some, kept in the address whatever language they are shown in: `url_choice` for more than one.

`bind=URL` writes a widget's labels into the address; this writes the names behind them.
"""

from collections.abc import Sequence

import streamlit as st


def url_choices(key: str, options: Sequence[str]) -> str:
    """Set a widget to what the address holds under `key`; returns the widget's own key, `<key>.choice`.

    Give the widget `on_change=keep_choices, args=(key,)` and call this before it.
    """
    asked = dict.fromkeys(st.query_params.get_all(key))
    st.session_state[f"{key}.choice"] = [option for option in asked if option in options]
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
