"""Recognising: the model's answer mended, what the collection knows added, and what cannot be answered said."""

import hashlib
import math

import numpy as np
import pytest

from core.dataset.catalog import write_catalog
from core.dataset.images.decoding import load_rgb
from core.errors import CancelledError, NotFoundError
from core.evaluation.predictions import PREDICTIONS_FILE, make_predictions, write_predictions
from core.inference.questions import Answers
from core.recognition import collection_match, novelty_threshold, pipeline
from core.recognition.collection_match import PictureQuery, match_collection
from core.recognition.pipeline import recognise_painting, recognise_picture
from core.runs.store import RunStore
from core.similarity.embedding import embed
from core.training import TrainConfig

NAMES = ("Claude Monet", "Albrecht Dürer", "Paul Klee")
SIDES = np.array(["train"] * 8 + ["val"] * 2 + ["test"] * 2, object)


@pytest.fixture
def run(dataset):
    """A run on the twelve pictures, whose answers were drawn."""
    embed(dataset, "palette_texture")
    made = RunStore(keep_queue_going=False).create(TrainConfig(dataset=dataset.name))
    catalog = dataset.catalog()
    table = np.random.default_rng(0).dirichlet([1, 1, 1], 12)
    answers = make_predictions(catalog["painting_id"], SIDES, catalog["artist_id"].to_numpy(int), table, NAMES)
    write_predictions(made.folder / PREDICTIONS_FILE, answers)
    rows = zip(catalog["painting_id"], SIDES, strict=True)
    (made.folder / "split.csv").write_text(
        "painting_id,artist,side\n" + "".join(f"{name},somebody,{side}\n" for name, side in rows), "utf-8"
    )
    return made


@pytest.fixture(autouse=True)
def model(monkeypatch):
    """A model that is asked no more than once a picture, and always answers the same."""
    answer = Answers(NAMES, np.array([[0.2, 0.7, 0.1]], np.float32))
    monkeypatch.setattr(pipeline, "predict_pictures", lambda *_: answer)


def test_a_picture_from_elsewhere_gets_the_models_answer_and_similar_works(run, painting_factory):
    found = recognise_picture(painting_factory(4711), run.id, k=3)
    assert (found.artist, found.painting, found.descriptor) == ("Albrecht Dürer", None, "palette_texture")
    assert found.probability == found.candidates[0].probability
    assert sum(candidate.probability for candidate in found.candidates) == pytest.approx(1)
    assert found.movement == "Northern Renaissance"
    assert len(found.similar) == 3
    assert found.notes == (pipeline.NOT_JUDGED,)


def test_a_file_of_the_collection_is_recognised_with_the_side_it_was_on(run, dataset):
    row = dataset.catalog().iloc[9]
    path = dataset.picture_path(row["path"])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    found = recognise_picture(load_rgb(path), run.id, sha256=digest)
    assert (found.painting.painting_id, found.painting.side, found.painting.by) == (row["painting_id"], "val", "file")
    assert found.known
    assert "validation picture of this run" in found.painting.sentence
    assert row["painting_id"] not in [work.painting_id for work in found.similar]


def test_a_copy_of_a_training_picture_is_recognised_as_such(run, dataset):
    row = dataset.catalog().iloc[2]
    picture = load_rgb(dataset.picture_path(row["path"]), long_side=200)[5:, 3:].copy()
    found = recognise_picture(picture, run.id).painting
    assert (found.painting_id, found.side, found.by) == (row["painting_id"], "train", "picture")


def test_a_scan_that_the_run_never_had_is_on_the_side_of_its_twin(run, dataset):
    twin, scan = dataset.catalog()["painting_id"].iloc[[2, 11]]
    catalog = dataset.catalog()
    catalog.loc[catalog["painting_id"] == scan, "work_group"] = twin
    write_catalog(catalog, dataset.artifacts_dir / "catalog.parquet")
    split = (run.folder / "split.csv").read_text("utf-8").splitlines()
    (run.folder / "split.csv").write_text("\n".join(row for row in split if not row.startswith(f"{scan},")), "utf-8")
    found = recognise_picture(load_rgb(dataset.picture_path(catalog["path"].iloc[11])), run.id).painting
    assert (found.painting_id, found.side) == (scan, "train")


def test_without_any_run_an_upload_is_recognised_too_and_its_own_work_left_out(run, dataset):
    row = dataset.catalog().iloc[2]
    picture = load_rgb(dataset.picture_path(row["path"]), long_side=200)[5:, 3:].copy()
    found = match_collection(dataset, PictureQuery(None, 3, None, picture))
    assert found.painting_id == row["painting_id"]
    assert row["painting_id"] not in [work.painting_id for work in found.similar]
    with_own = match_collection(dataset, PictureQuery(None, 3, None, picture, same_work=True))
    assert with_own.similar[0].painting_id == row["painting_id"]


def test_for_a_painting_of_the_run_the_answer_it_gave_is_read(run, dataset, monkeypatch):
    monkeypatch.setattr(pipeline, "predict_paintings", lambda *_: pytest.fail("the model was asked"))
    painting_id = dataset.catalog()["painting_id"].iloc[11]
    found = recognise_painting(dataset, painting_id, run.id)
    assert (found.painting.painting_id, found.painting.side) == (painting_id, "test")
    given = np.random.default_rng(0).dirichlet([1, 1, 1], 12)[11]
    assert found.artist == NAMES[given.argmax()]


def test_where_little_was_learned_nothing_is_judged(run, painting_factory):
    found = recognise_picture(painting_factory(4711), run.id)
    assert not found.is_judged
    assert found.known
    assert math.isnan(found.distance)


def test_what_is_far_from_everything_learned_is_none_of_these(run, painting_factory, monkeypatch):
    monkeypatch.setattr(novelty_threshold, "LEAST_LEARNED", 5)
    noise = np.random.default_rng(0).integers(0, 256, (200, 300, 3), np.uint8)
    found = recognise_picture(noise, run.id)
    assert found.is_judged
    assert not found.known
    assert found.distance > found.threshold
    assert (run.folder / "familiarity.npz").is_file()
    monkeypatch.setattr(pipeline, "run_novelty_threshold", unstored_novelty_threshold)
    assert recognise_picture(noise, run.id).threshold == found.threshold


def unstored_novelty_threshold(run, dataset):
    """As it is read from disk by another process."""
    from core.recognition import novelty_threshold as files

    files._memory._kept.clear()
    return files.run_novelty_threshold(run, dataset)


def test_without_descriptions_the_model_is_asked_all_the_same(dataset, painting_factory):
    bare = RunStore(keep_queue_going=False).create(TrainConfig(dataset=dataset.name))
    found = recognise_picture(painting_factory(1), bare.id)
    assert (found.artist, found.similar, found.descriptor) == ("Albrecht Dürer", (), "")
    assert "Compute them first" in found.notes[0]
    assert found.movement == "Northern Renaissance"


def test_without_descriptions_the_very_file_is_known_all_the_same(dataset):
    bare = RunStore(keep_queue_going=False).create(TrainConfig(dataset=dataset.name))
    row = dataset.catalog().iloc[3]
    picture = load_rgb(dataset.picture_path(row["path"]))
    found = recognise_picture(picture, bare.id, sha256=row["sha256"])
    assert (found.painting.painting_id, found.painting.side) == (row["painting_id"], None)


def test_who_no_longer_wants_the_answer_is_not_given_one(run, painting_factory, monkeypatch):
    def stop(*_):
        raise CancelledError("Enough.")

    monkeypatch.setattr(collection_match, "describe_picture", stop)
    with pytest.raises(CancelledError):
        recognise_picture(painting_factory(1), run.id)


def test_a_data_set_that_is_gone_is_noted(painting_factory):
    bare = RunStore(keep_queue_going=False).create(TrainConfig(dataset="gone"))
    assert "gone" in recognise_picture(painting_factory(1), bare.id).notes[0]


def test_a_run_or_a_painting_that_is_not_there_is_refused(run, dataset, painting_factory):
    with pytest.raises(NotFoundError):
        recognise_picture(painting_factory(1), "no-such-run")
    with pytest.raises(NotFoundError, match="Nobody_1"):
        recognise_painting(dataset, "Nobody_1", run.id)


def test_a_painting_that_is_not_described_yet_says_so(run, dataset, monkeypatch):
    monkeypatch.setattr(
        "core.similarity.similar.known_features", lambda *_: (np.zeros((1, 3), np.float32), np.array([False]))
    )
    found = recognise_painting(dataset, "Paul_Klee_1", run.id)
    assert "“Paul_Klee_1” has no features" in found.notes[0]
    assert found.artist in NAMES
