"""Logging in: nothing to see where it is not asked for, and nothing of the collection where it is."""

import pytest
from streamlit.testing.v1 import AppTest

from core.environment import PROJECT_ROOT
from dashboard.shell import login

PROVIDER = {"client_id": "x", "client_secret": "y", "server_metadata_url": "https://id.example.org/.well-known"}
AUTH = {"redirect_uri": "http://localhost:8501/oauth2callback", "cookie_secret": "z"}


class User(dict):
    is_logged_in = False


@pytest.fixture
def open_with(monkeypatch, dataset):
    """Open the app with secrets, as somebody."""

    def open_app(secrets: dict, **user: str) -> AppTest:
        somebody = User(user)
        somebody.is_logged_in = bool(user)
        monkeypatch.setattr(login.st, "user", somebody)
        app = AppTest.from_file(str(PROJECT_ROOT / "dashboard" / "app.py"), default_timeout=30)
        for section, values in secrets.items():
            app.secrets[section] = values
        app.run()
        assert not app.exception
        return app

    return open_app


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_without_secrets_nobody_is_asked(open_with):
    app = open_with({})
    assert app.title[0].value == "Home" and not any("Log" in label for label in labels(app))


def test_a_stranger_sees_a_door_and_nothing_of_the_collection(open_with):
    app = open_with({"auth": AUTH | PROVIDER})
    assert labels(app) == ["Log in"]
    assert not app.metric and not app.html[1:], "the style sheet alone"


def test_every_provider_has_a_button(open_with):
    app = open_with({"auth": AUTH | {"museum": PROVIDER, "university": PROVIDER}})
    assert labels(app) == ["Log in with museum", "Log in with university"]


def test_who_is_logged_in_sees_the_app_and_the_way_out(open_with):
    app = open_with({"auth": AUTH | PROVIDER}, name="Ada", email="ada@example.org")
    assert app.title[0].value == "Home" and "Log out Ada" in labels(app)


@pytest.mark.parametrize(("email", "title"), [("Ada@Example.org", "Home"), ("eve@example.org", "Atelier")])
def test_a_list_of_people_lets_in_those_alone(open_with, email, title):
    app = open_with({"auth": AUTH | PROVIDER, "people": {"emails": ["ada@example.org"]}}, email=email)
    assert app.title[0].value == title
