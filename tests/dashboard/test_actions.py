"""What a person types to import pictures is checked before anything starts."""

from pathlib import Path

import pytest

from core.errors import AlreadyExistsError, InvalidInputError, ReadOnlyError
from dashboard.features.home import import_form


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict]]:
    """Jobs that would have been started."""
    jobs: list[tuple[str, dict]] = []

    def record(kind: str, arguments: dict) -> str:
        jobs.append((kind, arguments))
        return "job"

    monkeypatch.setattr(import_form, "start_job", record)
    return jobs


@pytest.fixture
def allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ATELIER_ALLOWED_PATHS", str(tmp_path))
    return tmp_path


def test_an_import_takes_its_name_from_the_path(started: list, allowed: Path):
    folder = allowed / "My paintings (2024)"
    folder.mkdir()
    import_form.start_import(str(folder), "")
    assert started == [("import", {"source": str(folder), "name": "My-paintings-2024"})]


def test_a_path_outside_the_allowed_folders_starts_nothing(started: list):
    with pytest.raises(InvalidInputError, match="outside the folders"):
        import_form.start_import("/etc", "etc")
    assert started == []


@pytest.mark.parametrize("name", ["../up", "two words", ".hidden", "x" * 65])
def test_a_name_that_cannot_be_one_is_refused(name: str, started: list, allowed: Path):
    with pytest.raises(InvalidInputError, match="cannot name a data set"):
        import_form.start_import(str(allowed), name)
    assert started == []


def test_a_name_that_is_taken_is_refused(dataset, started: list, allowed: Path):
    with pytest.raises(AlreadyExistsError, match="already"):
        import_form.start_import(str(allowed), dataset.name)


def test_a_read_only_demo_imports_nothing(allowed: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    with pytest.raises(ReadOnlyError):
        import_form.start_import(str(allowed), "new")


@pytest.mark.parametrize(
    ("source", "name"),
    [("/x/paintings.zip", "paintings"), ("kaggle", "best-artworks"), ("/x/Bilder/", "Bilder"), ("////", "paintings")],
)
def test_names_are_suggested(source: str, name: str):
    assert import_form.suggest_name(source) == name
