"""Typed access to what a screen remembers, and the rules for keys.

A key is `page.widget.field`. A widget whose value changes what is seen takes `bind=URL`: its key is then its name in
the address, so a view can be sent to a colleague. `Field` is for what is remembered without a widget.
"""

from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, TypeVar, cast

import streamlit as st

from dashboard.theme import DARK, LIGHT, Palette

URL: Final[Literal["query-params"]] = "query-params"
"""Pass as `bind=` to a widget whose value belongs in the address."""

DATASET_KEY: Final = "dataset"

T = TypeVar("T")


@dataclass(frozen=True)
class Field(Generic[T]):
    """One remembered value of this browser tab.

    Attributes:
        key: `page.widget.field`, unique in the app.
        default: what it is before it was set.
    """

    key: str
    default: T

    def get(self) -> T:
        """The value, or the default."""
        return cast(T, st.session_state.get(self.key, self.default))

    def set(self, value: T) -> None:
        """Remember a value."""
        st.session_state[self.key] = value

    def clear(self) -> None:
        """Forget it."""
        st.session_state.pop(self.key, None)


def set_widget(key: str, value: Any) -> None:  # noqa: ANN401 - widgets hold anything
    """Set a widget's value from a callback; its address follows."""
    st.session_state[key] = value


def current_dataset() -> str | None:
    """Name of the data set chosen in the sidebar; None when there is none."""
    name = st.session_state.get(DATASET_KEY)
    return str(name) if name else None


def choose_dataset(name: str) -> None:
    """Show another data set; for callbacks."""
    st.query_params[DATASET_KEY] = name


def current_palette() -> Palette:
    """The palette of the appearance this browser shows; light while it has not said."""
    return DARK if st.context.theme.type == "dark" else LIGHT


START_PRESSED: Final[Field[bool]] = Field("runs.start.pressed", False)
"""Whether the run that the form of Runs holds is to be started."""
