"""The Kaggle download, against a local server that speaks as much of Kaggle's protocol as kagglehub needs.

kagglehub knows one address of its own for local servers, http://localhost without a port. The test's server stands
in for it as the HTTP proxy, so nothing of kagglehub is replaced.
"""

import importlib.util
import io
import json
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlparse

import pytest

pytest.importorskip("kagglehub", reason="needs the optional package kagglehub")

from core.dataset.importing.dataset_import import import_dataset
from core.dataset.importing.kaggle import KAGGLE_HANDLE, KAGGLE_PAGE, download_kaggle
from core.errors import CancelledError, InvalidInputError, MissingDependencyError, ReadOnlyError

API = "/api/v1/datasets.DatasetApiService/"


class Kaggle:
    """What the server does and has seen."""

    def __init__(self, archive: bytes) -> None:
        self.archive = archive
        self.status = 200
        self.cut_after: int | None = None
        self.requests: list[tuple[str, str | None]] = []


class Handler(BaseHTTPRequestHandler):
    kaggle: Kaggle

    def do_POST(self):
        path = urlparse(self.path).path
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.kaggle.requests.append((path, None))
        assert f"{asked['ownerSlug']}/{asked['datasetSlug']}" == KAGGLE_HANDLE
        if self.kaggle.status != 200:
            self.answer(self.kaggle.status, b'{"message": "no"}', {"Content-Type": "application/json"})
        elif path == f"{API}GetDataset":
            self.answer(200, b'{"currentVersionNumber": 1}', {"Content-Type": "application/json"})
        elif path == f"{API}DownloadDataset":
            self.answer(302, b"", {"Location": "http://localhost/storage/archive.zip"})

    def do_GET(self):
        wanted = self.headers.get("Range")
        self.kaggle.requests.append((urlparse(self.path).path, wanted))
        start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
        self.answer(206 if start else 200, self.kaggle.archive[start:], {"Content-Type": "application/zip"})

    def answer(self, status: int, body: bytes, headers: dict[str, str]):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: self.kaggle.cut_after] if self.command == "GET" else body)

    def log_message(self, *_):
        pass


@pytest.fixture
def kaggle(collection, tmp_path, monkeypatch):
    """A running server, with nobody's credentials and an empty cache."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(collection.rglob("*")):
            archive.write(path, path.relative_to(collection))
    state = Kaggle(buffer.getvalue())
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"kaggle": state}))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    for name in ("KAGGLE_API_TOKEN", "KAGGLE_USERNAME", "KAGGLE_KEY", "NO_PROXY", "no_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("KAGGLE_API_ENVIRONMENT", "LOCALHOST")
    monkeypatch.setenv("KAGGLE_CONFIG_DIR", str(tmp_path / "nobody"))
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    monkeypatch.setenv("KAGGLEHUB_CACHE", str(tmp_path / "cache"))
    yield state
    server.shutdown()
    server.server_close()


def refusal() -> str:
    """The sentence with which a download fails; it always tells how to do without."""
    with pytest.raises(InvalidInputError) as refused:
        download_kaggle()
    sentence = str(refused.value)
    assert KAGGLE_PAGE in sentence
    assert "import that file" in sentence
    assert "\n" not in sentence
    return sentence


def test_the_download_can_be_imported(kaggle, roots, capsys):
    reports = []
    folder = download_kaggle(lambda *report: reports.append(report))
    summary = import_dataset(folder, "art", data_root=roots / "data", artifacts_root=roots / "artifacts")
    assert (summary.paintings, summary.in_both, summary.skipped) == (12, 12, ())
    assert summary.source == "best-artworks-of-all-time"
    size = len(kaggle.archive)
    assert reports[0] == ("Downloading from Kaggle", 0, size)
    assert reports[-1] == ("Downloading from Kaggle", size, size)
    assert capsys.readouterr().out == ""


def test_what_was_downloaded_before_is_not_downloaded_again(kaggle):
    first = download_kaggle()
    kaggle.requests.clear()
    assert download_kaggle() == first
    assert [path for path, _ in kaggle.requests] == [f"{API}GetDataset"]


def test_a_cut_connection_is_said_and_the_next_try_goes_on(kaggle):
    kaggle.cut_after = 3000
    assert "the connection broke" in refusal()
    kaggle.cut_after = None
    assert (download_kaggle() / "artists.csv").is_file()
    assert any(wanted and wanted.startswith("bytes=") for _, wanted in kaggle.requests)


def test_a_download_can_be_cancelled(kaggle):
    def cancel(*_):
        raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        download_kaggle(cancel)
    assert (download_kaggle() / "artists.csv").is_file()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "API token"),
        (403, "API token"),
        (404, "has no data set"),
        (429, "Try again later"),
        (500, "Try again later"),
    ],
)
def test_a_refusal_by_kaggle_is_explained(kaggle, status, words):
    kaggle.status = status
    assert f"status {status}" in (sentence := refusal())
    assert words in sentence


def test_no_network_is_explained(kaggle, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert "cannot be reached" in refusal()


def test_damaged_credentials_are_explained(kaggle, tmp_path):
    (tmp_path / "nobody").mkdir()
    (tmp_path / "nobody" / "kaggle.json").write_text("{}")
    assert "requires a login" in refusal()


def test_what_is_no_archive_is_explained(kaggle):
    kaggle.archive = b"<html>please log in</html>"
    assert "damaged" in refusal()


def test_without_kagglehub_the_command_to_install_it_is_given(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingDependencyError, match='pip install "kagglehub>=1,<2"') as refused:
        download_kaggle()
    assert KAGGLE_PAGE in str(refused.value)


def test_a_read_only_demo_downloads_nothing(monkeypatch):
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    with pytest.raises(ReadOnlyError):
        download_kaggle()
