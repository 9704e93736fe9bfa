"""A run in words: states, times, progress, and its settings as rows of a table."""

from dataclasses import fields, replace
from typing import get_args

import pytest

from core.augment.presets import PRESETS
from core.dataset.splitting.split import SplitConfig
from core.models.registry import MODELS
from core.runs.status import RunState, RunStatus
from core.training import EarlyStoppingConfig, FineTuningConfig, ReduceLROnPlateauConfig, TrainConfig
from core.training.config.hyperparameters import HYPERPARAMETERS
from dashboard.charts.settings_table import build_settings_table
from dashboard.labels.runs import (
    STATE_ICONS,
    STATE_MEANINGS,
    STATE_WORDS,
    about,
    ago,
    cause,
    duration,
    epochs_words,
    progress_words,
)
from dashboard.ui.run_settings import fact_rows, setting_rows

NOW = 1_800_000_000.0
RUNNING = RunStatus(
    "r", state="running", epoch=12, epochs=60, in_epoch=True, done=5, total=10, phase="training", seconds_per_epoch=4.0
)


def test_every_state_has_a_word_an_icon_and_a_meaning():
    assert set(STATE_WORDS) == set(STATE_ICONS) == set(STATE_MEANINGS) == set(get_args(RunState))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "–"),
        (-5, "0 ms"),
        (0.0371, "37 ms"),
        (2.34, "2.3 s"),
        (42, "42 s"),
        (200, "3 min 20 s"),
        (1500, "25 min"),
        (7500, "2 h 5 min"),
    ],
)
def test_how_long_it_took(seconds, words):
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(2, "a few seconds"), (43, "45 s"), (170, "3 min"), (7500, "2 h 5 min")]
)
def test_how_long_it_will_take(seconds, words):
    assert about(seconds) == words


@pytest.mark.parametrize(
    ("passed", "words"), [(5, "just now"), (300, "5 min ago"), (7300, "2 h ago"), (90_000, "yesterday")]
)
def test_when_it_was(passed, words):
    assert ago(NOW - passed, NOW) == words
    assert ago(None) == ""


def test_progress_says_the_epoch_the_phase_and_the_time_left():
    assert progress_words(RUNNING) == "Epoch 13 of 60 · 3 min left"
    tuning = replace(RUNNING, epoch=59, phase="fine-tuning")
    assert progress_words(tuning) == "Epoch 60 of 60 · fine-tuning · a few seconds left"
    assert "stopping after this batch" in progress_words(replace(RUNNING, state="stopping"))
    assert progress_words(RunStatus("r")) == "Waiting for its turn"
    loading = replace(RUNNING, in_epoch=False, stage="Loading pictures", done=30, total=100, epochs=0)
    assert progress_words(loading) == "Loading pictures · 30 of 100"


def test_epochs_done_and_planned():
    assert epochs_words(RUNNING) == "12 of 60"
    assert epochs_words(replace(RUNNING, epoch=60)) == "60"
    assert epochs_words(RunStatus("r")) == "–"


def test_the_cause_is_what_was_noted_or_what_the_state_means():
    assert cause(replace(RUNNING, state="failed", message="The disk is full.")) == "The disk is full."
    assert cause(replace(RUNNING, state="interrupted")) == STATE_MEANINGS["interrupted"]


@pytest.mark.parametrize("model", MODELS)
def test_the_settings_of_every_model_are_told_without_what_had_no_part(model):
    titles = {row.title for row in setting_rows(TrainConfig("x", model=model, image_size=224))}
    assert ("Encoders" in titles) == (model == "probe")
    assert ("Epochs" in titles) == (model != "probe")
    assert ("Frozen part" in titles) == MODELS[model].has_backbone


@pytest.mark.parametrize(("freeze", "told"), [("none", False), (18, False), (19, True), ("backbone", True)])
def test_bent_copies_have_a_part_wherever_the_whole_backbone_is_frozen(freeze, told):
    config = TrainConfig("x", model="vgg16", freeze=freeze, augment=PRESETS["light"].config)
    assert ("Augmented views" in {row.title for row in setting_rows(config)}) == told


def test_the_picture_size_of_a_probe_is_told_where_an_encoder_heeds_it():
    for encoders, told in ((("palette_texture",), False), (("palette_texture", "resnet50"), True)):
        rows = setting_rows(TrainConfig("x", model="probe", encoders=encoders))
        assert ("Picture size" in {row.title for row in rows}) == told


# These stand in one sentence, under "Artists".
IN_ONE_SENTENCE = {"selection.balancing", "selection.cap"}
OF_EVERYTHING = {
    "image_size": 224,
    "early_stopping": EarlyStoppingConfig(),
    "reduce_lr": ReduceLROnPlateauConfig(),
    "fine_tuning": FineTuningConfig(),
    "augment": PRESETS["light"].config,
    "weights": "/weights/of mine.h5",
}


def test_no_setting_is_left_out():
    network = TrainConfig("x", model="resnet50", freeze="backbone", **OF_EVERYTHING)
    probe = TrainConfig("x", model="probe", encoder_weights=("palette_texture=/weights/mine.onnx",))
    rows = [*setting_rows(network), *setting_rows(probe)]
    named = {row.title for row in rows} | {row.group for row in rows}
    for name, parameter in HYPERPARAMETERS.items():
        assert parameter.title in named or name in IN_ONE_SENTENCE, f"{name} is nowhere to be read"
    walked = {name.partition(".")[0] for name in HYPERPARAMETERS}
    assert walked == {field.name for field in fields(TrainConfig)}, "a field that has no hyperparameter"
    assert {field.name for field in fields(SplitConfig)} == {
        name.partition(".")[2] for name in HYPERPARAMETERS if name.startswith("split.")
    }
    told = {row.title: row.value for row in rows}
    assert told["Files of weights"] == "palette_texture=/weights/mine.onnx"


def test_the_file_that_a_small_network_starts_from_is_told():
    rows = setting_rows(TrainConfig("x", weights="/weights/of mine.h5"))
    assert [row.value for row in rows if row.title == "Pretrained weights"] == ["/weights/of mine.h5"]


def test_what_differs_from_the_defaults_is_marked():
    config = TrainConfig("x", epochs=7, early_stopping=EarlyStoppingConfig(), augment=PRESETS["light"].config)
    changed = {row.title: row.value for row in setting_rows(config) if row.changed}
    assert changed["Epochs"] == "7 epochs" and changed["Recipe"] == "Light"
    assert "Optimizer" not in changed


def test_names_in_settings_are_text():
    html = build_settings_table(setting_rows(TrainConfig("<b>x</b>")) + fact_rows({"device": "<i>GPU</i>"}))
    assert "<b>x</b>" not in html and "<i>GPU" not in html and "&lt;i&gt;GPU" in html


@pytest.mark.parametrize("facts", [{}, {"dataset": "no mapping", "versions": 3, "created": "when"}, {"device": None}])
def test_facts_of_a_damaged_file_are_left_out(facts):
    assert fact_rows(facts) == []
