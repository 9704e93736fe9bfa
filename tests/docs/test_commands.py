"""Every command of the README and of the tutorial, followed as it stands there on a small collection."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import tests.conftest
from core.cli import app
from core.environment import PROJECT_ROOT
from core.errors import AtelierError
from core.runs.launcher import stop_run
from core.runs.store import RunStore
from dashboard.app import PAGES

COMMAND = re.compile(r"^\.venv/bin/(\w+) ([^#\n]*)", re.MULTILINE)
MAKE = re.compile(r"(?:^|`)(?:[A-Z_]+=\S+ )?make ([a-z-]+(?: [A-Z]+=\w+)*)", re.MULTILINE)
EXTRA = re.compile(r"\.\[(\w+)\]")
DOCUMENTS = ["README.md", *(str(path.relative_to(PROJECT_ROOT)) for path in (PROJECT_ROOT / "docs").rglob("*.md"))]
PATIENCE_S = 60
PICTURES_EACH = 12


def commands(document: str) -> list[tuple[str, str]]:
    """Program and arguments of every line that begins with the environment's folder."""
    text = (PROJECT_ROOT / document).read_text("utf-8")
    return [(program, arguments.strip()) for program, arguments in COMMAND.findall(text)]


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small collection as a folder, as the zip of the real set, and as what a download gives."""
    monkeypatch.setattr(tests.conftest, "PICTURES_EACH", PICTURES_EACH)
    folder = tmp_path / "path" / "to" / "folder"
    tests.conftest.write_source(folder)
    with zipfile.ZipFile(tmp_path / "path" / "to" / "best-artworks-of-all-time.zip", "w") as packed:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            packed.write(file, file.relative_to(folder))
    shutil.copy(next(folder.rglob("*.jpg")), tmp_path / "picture.jpg")
    monkeypatch.setattr("core.dataset.importing.kaggle.download_kaggle", lambda progress: folder)
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def follow(source: Path) -> Iterator[Callable[[str], Result]]:
    """Type a line of the documentation, words in capitals replaced; whatever it started is stopped at the end."""

    def run(arguments: str) -> Result:
        return CliRunner().invoke(app, [replaced(word) for word in shlex.split(arguments)])

    yield run
    for run_found in RunStore(keep_queue_going=False).list():
        if not run_found.status.is_over:
            stop_run(run_found.id)
    give_up = time.monotonic() + PATIENCE_S
    while any(run_found.status.is_active for run_found in RunStore(keep_queue_going=False).list()):
        assert time.monotonic() < give_up, "a run does not stop"
        time.sleep(0.2)


def replaced(word: str) -> str:
    """What a reader would type instead of a word in capitals."""
    finished = [run.id for run in RunStore(keep_queue_going=False).list() if run.status.state == "finished"]
    return {
        "RUN": finished[0] if finished else word,
        "OTHER-RUN": finished[-1] if finished else word,
        "PAINTING": "Claude_Monet_1",
    }.get(word, word)


def test_the_tutorial_is_followed_to_its_report(follow, tmp_path: Path):
    lines = commands("docs/tutorial.md")
    assert len(lines) > 10 and {program for program, _ in lines} == {"atelier"}
    bring_in = CliRunner().invoke(app, ["dataset", "import", str(tmp_path / "path/to/folder"), "--name", "sample"])
    assert bring_in.exit_code == 0, "stands for the sample, which takes half a minute to paint"
    for _, arguments in lines:
        result = follow(arguments)
        assert result.exit_code == 0, f"{arguments}\n{result.output}\n{result.exception}"
    assert "<html" in (tmp_path / "report.html").read_text("utf-8")[:200]


def test_the_commands_of_the_readme_do_what_it_says(follow):
    assert follow("dataset import path/to/folder --name sample").exit_code == 0
    for program, arguments in commands("README.md"):
        if program != "atelier":
            assert (Path(sys.executable).parent / program).exists(), f"{program} is not installed with the rest"
            continue
        result = follow(arguments)
        if "imagenet" in arguments and result.exit_code == 1:
            assert isinstance(result.exception, AtelierError | SystemExit), "without weights it says where to put them"
            continue
        assert result.exit_code == 0, f"{arguments}\n{result.output}\n{result.exception}"


def text_of(document: str) -> str:
    return (PROJECT_ROOT / document).read_text("utf-8")


@pytest.mark.parametrize(
    "asked", sorted({asked for document in DOCUMENTS for asked in MAKE.findall(text_of(document))})
)
def test_what_make_is_asked_for_can_be_made(asked: str):
    would_do = subprocess.run(["make", "-n", *asked.split()], cwd=PROJECT_ROOT, capture_output=True, text=True)
    assert would_do.returncode == 0, would_do.stderr
    target, *settings = asked.split()
    assert target != "run" or "streamlit run" in would_do.stdout
    assert all(setting.removeprefix("PORT=") in would_do.stdout for setting in settings if setting.startswith("PORT="))


def test_what_pip_is_asked_for_on_top_is_there():
    known = tomllib.loads(text_of("pyproject.toml"))["project"]["optional-dependencies"]
    asked = {extra for document in DOCUMENTS for extra in EXTRA.findall(text_of(document))}
    assert asked and asked <= set(known)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_of_a_document_leads_to_a_file(document: str):
    here = PROJECT_ROOT / document
    for target in re.findall(r"\]\(([^)#:]+)[^)]*\)", here.read_text("utf-8")):
        assert (here.parent / target).exists(), target


@pytest.mark.parametrize("page", [entry.page for entries in PAGES.values() for entry in entries])
def test_every_page_has_a_text_and_a_picture_in_both_appearances(page: str):
    docs = PROJECT_ROOT / "docs"
    text = (docs / "screens" / f"{page}.md").read_text("utf-8")
    assert f"../screenshots/{page}-light.png" in text
    assert f"docs/screenshots/{page}-light.png" in (PROJECT_ROOT / "README.md").read_text("utf-8")
    assert all((docs / "screenshots" / f"{page}-{appearance}.png").is_file() for appearance in ("light", "dark"))


def test_every_picture_has_an_outline_by_which_its_age_is_noticed():
    folder = PROJECT_ROOT / "docs" / "screenshots"
    pictures = {path.stem.removesuffix("-light").removesuffix("-dark") for path in folder.glob("*.png")}
    assert json.loads((folder / "outlines.json").read_text("utf-8")).keys() == pictures
