"""Where weights come from, and what a person is told where they cannot be had."""

import hashlib
import io
import urllib.error
import urllib.response
from dataclasses import replace

import pytest

from core.errors import CancelledError, InvalidInputError, NotFoundError
from core.models import weights
from core.models.registry import MODELS
from core.models.weights import fetch_imagenet_file, find_imagenet_file, resolve_weights, weights_folder

PRETRAINED = [name for name, entry in MODELS.items() if entry.has_backbone]


@pytest.fixture(autouse=True)
def empty_keras_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    return tmp_path / "keras" / "models"


@pytest.fixture
def no_network(monkeypatch):
    asked = []

    def refuse(url, timeout):
        asked.append(url)
        raise urllib.error.URLError("no route to host")

    monkeypatch.setattr(weights.urllib.request, "urlopen", refuse)
    return asked


@pytest.mark.parametrize("name", MODELS)
def test_random_weights_need_no_file(name):
    assert resolve_weights(name, "random") is None


@pytest.mark.parametrize("name", PRETRAINED)
def test_without_a_network_one_sentence_says_which_file_to_get_and_where_to_put_it(name, no_network):
    entry = MODELS[name]
    with pytest.raises(NotFoundError) as caught:
        resolve_weights(name, "imagenet")
    sentence = str(caught.value)
    assert entry.imagenet_url in sentence
    assert entry.imagenet_file in sentence
    assert str(weights_folder()) in sentence
    assert "\n" not in sentence
    assert no_network == [entry.imagenet_url]
    assert not weights_folder().exists() or not list(weights_folder().iterdir())


@pytest.mark.parametrize("folder", ["keras", "project"])
def test_a_file_that_is_there_is_used_without_asking_the_network(folder, empty_keras_cache, no_network):
    home = empty_keras_cache if folder == "keras" else weights_folder()
    home.mkdir(parents=True)
    file = home / MODELS["resnet50"].imagenet_file
    file.write_bytes(b"weights")
    assert resolve_weights("resnet50", "imagenet") == file
    assert find_imagenet_file("resnet50") == file
    assert no_network == []


def test_a_file_under_the_name_it_has_on_the_server_is_found_too(no_network):
    weights_folder().mkdir(parents=True)
    file = weights_folder() / "NASNet-mobile-no-top.h5"
    file.write_bytes(b"weights")
    assert resolve_weights("nasnet_mobile", "imagenet") == file


def serve(monkeypatch, content):
    def answer(url, timeout):
        return urllib.response.addinfourl(io.BytesIO(content), {"Content-Length": str(len(content))}, url)

    monkeypatch.setattr(weights.urllib.request, "urlopen", answer)


def test_a_download_with_the_wrong_sum_is_thrown_away(monkeypatch):
    serve(monkeypatch, b"half a file")
    with pytest.raises(NotFoundError, match="arrived damaged"):
        resolve_weights("vgg16", "imagenet")
    assert list(weights_folder().iterdir()) == []


def test_a_download_with_the_right_sum_lands_in_the_projects_folder_and_tells_how_far_it_is(monkeypatch):
    serve(monkeypatch, b"all of it")
    entry = replace(MODELS["vgg16"], imagenet_md5=hashlib.md5(b"all of it").hexdigest())
    monkeypatch.setattr(weights, "model_entry", lambda name: entry)
    reports = []
    path = fetch_imagenet_file("vgg16", lambda *report: reports.append(report))
    assert set(reports) == {("Fetching the weights of VGG16 (megabytes)", 0, 0)}
    assert path == weights_folder() / entry.imagenet_file == resolve_weights("vgg16", "imagenet")
    assert path.read_bytes() == b"all of it"


def test_a_stop_ends_a_download_and_leaves_nothing(monkeypatch, tmp_path):
    served = tmp_path / "served.h5"
    served.write_bytes(bytes(3_000_000))
    monkeypatch.setattr(weights.urllib.request, "urlopen", lambda url, timeout: served.open("rb"))
    told = []

    def stop_after_two(stage, done, total):
        told.append((stage, done))
        if done == 2:
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        resolve_weights("vgg16", "imagenet", progress=stop_after_two)
    assert set(told) == {("Fetching the weights of VGG16 (megabytes)", done) for done in (0, 1, 2)}
    assert list(weights_folder().iterdir()) == []


def test_a_stop_while_nobody_answers_is_a_stop_and_no_fault(no_network):
    def stop_once_asked(stage, done, total):
        if no_network:
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        resolve_weights("vgg16", "imagenet", progress=stop_once_asked)


def test_a_read_only_demo_downloads_nothing(monkeypatch, no_network):
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    with pytest.raises(NotFoundError, match="read-only demo downloads nothing"):
        resolve_weights("vgg16", "imagenet")
    assert no_network == []


@pytest.mark.parametrize("name", ["snn", "cnn", "probe"])
def test_models_without_imagenet_weights_say_so(name, no_network):
    with pytest.raises(NotFoundError, match="There are no ImageNet weights"):
        resolve_weights(name, "imagenet")
    assert find_imagenet_file(name) is None


def test_a_path_must_lead_to_a_weight_file(tmp_path):
    with pytest.raises(NotFoundError, match="There is no weight file"):
        resolve_weights("resnet50", tmp_path / "nothing.h5")
    (tmp_path / "picture.jpg").write_bytes(b"")
    with pytest.raises(InvalidInputError, match=r"must end in \.weights\.h5"):
        resolve_weights("resnet50", tmp_path / "picture.jpg")
    (tmp_path / "mine.weights.h5").write_bytes(b"")
    assert resolve_weights("resnet50", str(tmp_path / "mine.weights.h5")) == tmp_path / "mine.weights.h5"
