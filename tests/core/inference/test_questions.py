"""Asking real runs through a real server, which is the only process that loads their models."""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from core.augment.config import AugmentConfig
from core.dataset.images.decoding import load_square, resize_square
from core.dataset.store import open_dataset
from core.environment import PROJECT_ROOT
from core.errors import InvalidInputError, NotFoundError, ReadOnlyError
from core.evaluation.predictions import read_predictions
from core.inference import client
from core.inference.questions import (
    embed_pictures,
    explain_painting,
    explain_picture,
    known_saliency,
    predict_paintings,
    predict_pictures,
    warm,
)
from core.inference.saliency_files import FOLDER
from core.inference.stability_files import read_stability
from core.inference.stability_measurement import measure_stability
from core.models.encoders import open_encoder
from core.progress import no_progress
from core.runs.folder import _MODELS
from core.runs.store import RunStore
from core.training import TrainConfig
from core.training.config.overrides import with_settings
from core.training.probe.probing import PROBE_FILE
from core.training.reporting import MODEL_FILE, SilentReporter
from core.training.training import train
from core.workflows.job_kinds import KINDS
from tests.conftest import draw_painting

RECIPE = AugmentConfig(rotation_range=30, zoom_range=(0.7, 1.3), channel_shift_range=60)


def trained_run(model, size, **changes):
    config = with_settings(TrainConfig("tiny"), {"model": model, "image_size": str(size), **changes})
    run = RunStore().create(config)
    train(config, run.folder, SilentReporter())
    return run


@pytest.fixture
def probe_run(dataset):
    return trained_run("probe", 64)


def test_a_probe_is_asked_without_loading_it_here(probe_run, place):
    expected = read_predictions(probe_run.folder / "predictions.parquet")
    ids = expected.painting_id.tolist()
    reports = []
    found = predict_paintings(probe_run.id, ids, lambda *report: reports.append(report))
    assert found.artists == expected.artists
    np.testing.assert_allclose(found.probabilities, expected.probabilities, atol=2e-3)
    stages = list(dict.fromkeys(stage for stage, _, _ in reports))
    assert stages == ["Starting the model server", "Loading the model", "Looking at the pictures"]

    pictures = [draw_painting(1, 90, 50), draw_painting(2, 31, 77)]
    answers = predict_pictures(probe_run.id, pictures)
    assert answers.probabilities.shape == (2, 3)
    np.testing.assert_allclose(answers.probabilities.sum(axis=1), 1, atol=1e-5)
    assert predict_pictures(probe_run.id, []).probabilities.shape == (0, 3)

    uploads = [draw_painting(number, 60, 80) for number in range(10)]
    with ThreadPoolExecutor(10) as pool:
        at_once = list(pool.map(lambda upload: predict_pictures(probe_run.id, [upload]).probabilities[0], uploads))
    np.testing.assert_allclose(at_once, predict_pictures(probe_run.id, uploads).probabilities, atol=1e-5)

    encoder = open_encoder("palette_texture")
    squares = np.stack([resize_square(picture, encoder.image_size) for picture in pictures])
    np.testing.assert_allclose(embed_pictures("palette_texture", pictures), encoder.encode(squares), atol=1e-5)

    with pytest.raises(NotFoundError, match="not a painting of tiny"):
        predict_paintings(probe_run.id, ["Nobody_1"])
    with pytest.raises(NotFoundError, match="no run “none”"):
        predict_pictures("none", pictures)
    with pytest.raises(InvalidInputError, match="does not know “Nobody”"):
        explain_picture(probe_run.id, pictures[0], "Nobody")


def test_maps_of_paintings_are_kept_until_the_model_changes(probe_run, place, monkeypatch):
    painting = open_dataset("tiny").catalog()["painting_id"][0]
    assert known_saliency(probe_run.id, painting) is None
    first = explain_painting(probe_run.id, painting)
    assert (first.method, first.artist) == ("occlusion", first.predicted)
    for_klee = explain_painting(probe_run.id, painting, "Paul Klee")
    assert for_klee.artist == "Paul Klee"
    assert len(list((probe_run.folder / FOLDER).rglob("*.npz"))) == 2

    monkeypatch.setattr(client, "ensure_server", lambda *_: pytest.fail("the server was asked"))
    again = explain_painting(probe_run.id, painting)
    np.testing.assert_allclose(again.values, first.values, atol=0.003)
    assert (again.artist, again.probability) == (first.artist, pytest.approx(first.probability))
    os.utime(probe_run.folder / PROBE_FILE, (1, 1))
    assert known_saliency(probe_run.id, painting) is None


def test_a_damaged_map_is_computed_again_and_a_read_only_demo_keeps_none(probe_run, place, monkeypatch):
    painting = open_dataset("tiny").catalog()["painting_id"][0]
    explain_painting(probe_run.id, painting)
    (file,) = (probe_run.folder / FOLDER).rglob("*.npz")
    file.write_bytes(b"PK half a file")
    assert known_saliency(probe_run.id, painting) is None
    assert explain_painting(probe_run.id, painting).values.max() == 1
    assert known_saliency(probe_run.id, painting) is not None

    file.unlink()
    from core.inference.paintings import find_painting
    from core.inference.saliency_files import write_saliency

    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    write_saliency(probe_run.folder, find_painting("tiny", painting), None, explain_picture_anyhow())
    assert not file.exists()


def explain_picture_anyhow():
    from core.inference.saliency_map import SaliencyMap

    return SaliencyMap(np.zeros((4, 4), np.float32), "Paul Klee", 0.5, "Paul Klee", "occlusion")


def test_a_network_is_asked_and_explained_by_gradients(dataset, place):
    run = trained_run("cnn", 32, epochs="2", early_stopping="none")
    expected = read_predictions(run.folder / "predictions.parquet")
    assert warm(run.id, wait=True) == {"artists": list(expected.artists), "image_size": 32}
    found = predict_paintings(run.id, expected.painting_id.tolist())
    np.testing.assert_allclose(found.probabilities, expected.probabilities, atol=1e-4)
    paths = dataset.catalog().set_index("painting_id")["resized_path"]
    picture = load_square(dataset.folder / paths[expected.painting_id[0]], 32)
    explained = explain_picture(run.id, picture)
    assert (explained.method, explained.values.shape) == ("Grad-CAM", (32, 32))
    assert explained.predicted == expected.artists[int(found.probabilities[0].argmax())]
    assert explained.probability == pytest.approx(float(found.probabilities[0].max()), abs=1e-4)

    # A server that never built a network knows the layers of ours too, here that of VGG16 and ResNet50.
    other = RunStore().create(with_settings(TrainConfig("tiny"), {"model": "vgg16", "image_size": "32"}))
    write_network_with_a_layer_of_ours(other.folder / MODEL_FILE)
    shutil.copy(run.folder / "predictions.parquet", other.folder)
    assert explain_picture(other.id, picture).method == "input gradients"


def write_network_with_a_layer_of_ours(path):
    import keras

    from core.models.layers import ReversedChannels

    pictures = keras.Input((32, 32, 3), dtype="uint8", name="picture")
    pixels = ReversedChannels(name="channel_order", dtype="float32")(pictures)
    pixels = keras.layers.Rescaling(1 / 255, name="pixel_scale")(pixels)
    features = keras.layers.GlobalAveragePooling2D(name="features")(pixels)
    keras.Model(pictures, keras.layers.Dense(3, activation="softmax", name="artist")(features)).save(path)


def test_a_run_without_a_model_says_so(dataset, place):
    run = RunStore().create(with_settings(TrainConfig("tiny"), {"model": "probe"}))
    with pytest.raises(NotFoundError, match="no trained model"):
        predict_pictures(run.id, [draw_painting(1)])


def test_how_steady_a_run_is_is_measured_once(probe_run, monkeypatch):
    assert read_stability(probe_run.folder, RECIPE) is None
    reports = []
    found = measure_stability(probe_run.id, RECIPE, progress=lambda *report: reports.append(report))
    tested = read_predictions(probe_run.folder / "predictions.parquet").on("test")
    assert (found.pictures, found.views) == (len(tested), 8)
    assert found.share is not None and 0 <= found.share <= found.ever <= 1
    assert set(found.changing) <= set(tested.painting_id)
    assert reports[-1] == ("Looking at augmented pictures", len(tested), len(tested))
    assert read_stability(probe_run.folder, RECIPE) == found
    assert read_stability(probe_run.folder, AugmentConfig(horizontal_flip=True)) is None
    assert read_stability(probe_run.folder, RECIPE, seed=1) is None

    reports.clear()
    outcome = KINDS["stability"](run_id=probe_run.id, config=RECIPE.to_dict(), progress=no_progress)
    assert reports == []
    assert json.loads(json.dumps(outcome.result))["share"] == found.share
    os.utime(probe_run.folder / PROBE_FILE, (1, 1))
    assert read_stability(probe_run.folder, RECIPE) is None
    (probe_run.folder / "stability.json").write_text("{")
    assert read_stability(probe_run.folder, RECIPE) is None

    with pytest.raises(InvalidInputError, match="changes nothing"):
        measure_stability(probe_run.id, AugmentConfig())
    with pytest.raises(InvalidInputError, match="number of views is 0"):
        measure_stability(probe_run.id, RECIPE, views=0)
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    with pytest.raises(ReadOnlyError):
        measure_stability(probe_run.id, RECIPE)


def test_callers_load_no_keras():
    names = ("questions", "client", "service", "stability_files", "saliency_files", "paintings")
    modules = ", ".join(f"core.inference.{name}" for name in names) + ", core.inference.saliency_map"
    program = f"import sys, {modules}; print(sorted({{'keras', 'tensorflow', 'onnxruntime'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_files_of_models_are_those_that_training_writes():
    assert set(_MODELS) == {MODEL_FILE, PROBE_FILE}
