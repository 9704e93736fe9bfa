"""The optional login: Streamlit's OpenID Connect, configured in its secrets."""

import streamlit as st

from core.language import _

AUTH, PEOPLE = "auth", "people"
"""The sections of `.streamlit/secrets.toml`: Streamlit's own, and `emails`, the only addresses let in."""


def is_login_configured() -> bool:
    """Whether the secrets have a section on logging in; without one, the app is open."""
    return st.secrets.load_if_toml_exists() and AUTH in st.secrets


def require_login() -> None:
    """Stop the script for visitors who are not logged in or not on the list."""
    if not is_login_configured():
        return
    if not st.user.is_logged_in:
        _show_door(_("Please log in to see the collection."))
        st.stop()
    if not _is_let_in(str(st.user.get("email") or "")):
        _show_door(_("Your account is not on the list of this app. Contact its operator, or use another account."))
        st.stop()
    _show_way_out()


def _is_let_in(email: str) -> bool:
    allowed = st.secrets[PEOPLE].get("emails", []) if PEOPLE in st.secrets else []
    return not allowed or email.casefold() in {str(one).casefold() for one in allowed}


def _providers() -> list[str]:
    """Named providers; none where the section itself describes the only one."""
    return [name for name, value in st.secrets[AUTH].items() if hasattr(value, "items")]


def _show_door(sentence: str) -> None:
    st.title("Atelier", anchor=False)
    st.markdown(sentence)
    if st.user.is_logged_in:
        st.button(_("Log out"), key="login.out", on_click=st.logout)
        return
    providers = _providers()
    if not providers:
        st.button(_("Log in"), key="login.in", type="primary", on_click=st.login)
    for name in providers:
        label = _("Log in with {provider}").format(provider=name)
        st.button(label, key=f"login.in.{name}", on_click=st.login, args=(name,))


def _show_way_out() -> None:
    with st.sidebar:
        name = str(st.user.get("name") or st.user.get("email") or _("Logged in"))
        label = _("Log out {name}").format(name=name)
        st.button(label, key="login.out", icon=":material/logout:", type="tertiary", on_click=st.logout)
