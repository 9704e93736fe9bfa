"""A run by value: it survives JSON, names all its faults at once, and takes settings as they are typed."""

import json

import pytest

from core.augment.config import AugmentConfig
from core.dataset.splitting.selection import Selection
from core.dataset.splitting.split import SplitConfig
from core.errors import InvalidInputError
from core.training import EarlyStoppingConfig, FineTuningConfig, ReduceLROnPlateauConfig, TrainConfig
from core.training.config.advice import advice
from core.training.config.hyperparameters import HYPERPARAMETERS
from core.training.config.overrides import with_settings
from core.training.config.phases import phases_of
from core.training.config.presets import PRESETS

FULL = TrainConfig(
    "paintings",
    selection=Selection(mode="top", top=5, balancing="cap", cap=20),
    split=SplitConfig(seed=3),
    model="resnet50",
    image_size=224,
    weights="imagenet",
    freeze=100,
    augment=AugmentConfig(rotation_range=10),
    batch_size="full",
    early_stopping=EarlyStoppingConfig(monitor="val_f1"),
    reduce_lr=ReduceLROnPlateauConfig(factor=0.1),
    fine_tuning=FineTuningConfig(unfreeze_from=80),
)


@pytest.mark.parametrize("config", [TrainConfig("paintings"), FULL], ids=["plain", "full"])
def test_a_configuration_survives_json(config):
    assert TrainConfig.from_dict(json.loads(json.dumps(config.to_dict(), allow_nan=False))) == config


def test_every_fault_of_every_group_is_named_at_once():
    values = {"dataset": "x", "epochs": 0, "optimizer": "adagrad", "split": {"train": 2}, "reduce_lr": {"factor": 3}}
    with pytest.raises(InvalidInputError) as caught:
        TrainConfig.from_dict(values)
    for words in ("epochs is 0", "optimizer is 'adagrad'", "train is 2", "factor is 3"):
        assert words in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"dataset": ""}, "dataset"),
        ({"batch_size": 0}, "one of full"),
        ({"batch_size": True}, "batch_size is True"),
        ({"learning_rate": float("nan")}, "learning_rate"),
        ({"image_size": 32, "model": "inception_resnet_v2"}, "needs 75 px"),
        ({"freeze": "backbone"}, "cnn has none"),
        ({"weights": "imagenet"}, "none of those for cnn"),
        ({"tiles": True}, "for the probe"),
        ({"model": "probe", "augment": AugmentConfig()}, "not for the probe"),
        ({"model": "probe", "encoders": ()}, "needs one or more"),
        ({"model": "probe", "encoder_weights": ("resnet50=a.h5",)}, "name of a chosen encoder"),
        ({"early_stopping": {"patience": 3}}, "must be a EarlyStoppingConfig"),
        ({"model": "vgg16", "fine_tuning": FineTuningConfig(unfreeze_from=19)}, "19 layers"),
        ({"split": SplitConfig(train=0.8, val=0, test=0.2), "early_stopping": EarlyStoppingConfig()}, "split.val is 0"),
    ],
)
def test_values_that_cannot_be_used_are_refused(changes, words):
    with pytest.raises(InvalidInputError, match=words):
        TrainConfig(**{"dataset": "x", **changes})


def test_faults_of_single_values_and_of_values_together_are_named_at_once():
    with pytest.raises(InvalidInputError) as caught:
        TrainConfig("paintings", model="snn", epochs=0, weights="imagenet", freeze="backbone")
    assert all(name in str(caught.value) for name in ("epochs is 0", "weights is imagenet", "freeze is for models"))
    with pytest.raises(InvalidInputError, match="model is 'nothing'"):
        TrainConfig("paintings", model="nothing", freeze="backbone")


def test_unknown_names_hide_no_other_fault():
    with pytest.raises(InvalidInputError) as caught:
        TrainConfig.from_dict(
            {"dance": 1, "epochs": 0, "optimizer": "x", "early_stopping": {"patience": 0, "sing": 1}, "dataset": "d"}
        )
    for words in ("“dance”", "epochs is 0", "optimizer is 'x'", "“sing”", "patience is 0"):
        assert words in str(caught.value)


def test_mistyped_settings_hide_no_contradiction_and_make_none():
    with pytest.raises(InvalidInputError) as caught:
        with_settings(TrainConfig("x"), {"epochs": "many", "model": "snn", "freeze": "backbone", "dance": "1"})
    for words in ("epochs is 'many'", "freeze is for models with a backbone", "no setting “dance”"):
        assert str(caught.value).count(words) == 1
    with pytest.raises(InvalidInputError) as caught:
        with_settings(
            TrainConfig("x"), {"model": "resnett", "freeze": "backbone", "split.train": "all", "split.val": "0.4"}
        )
    assert "model is 'resnett'" in str(caught.value) and "split.train is 'all'" in str(caught.value)
    assert "freeze" not in str(caught.value) and "0.4" not in str(caught.value)


def test_freezing_more_layers_than_there_are_is_refused():
    with pytest.raises(InvalidInputError, match=r"freeze is 5000, and the backbone of resnet50 has \d+ layers"):
        TrainConfig("paintings", model="resnet50", image_size=224, freeze=5000)


def test_settings_are_read_as_they_are_typed():
    config = with_settings(
        TrainConfig("x"),
        {
            "artists": "top:5",
            "balancing": "cap",
            "cap": "30",
            "augment.zoom_range": "0.9,1.1",
            "augment": "classic",
            "early_stopping.patience": "3",
            "reduce_lr": "on",
            "split.seed": "4",
            "batch_size": "full",
            "mixed_precision": "yes",
            "learning_rate": "1e-4",
        },
    )
    assert config.selection == Selection(mode="top", top=5, balancing="cap", cap=30)
    assert config.augment is not None
    assert (config.augment.rotation_range, config.augment.zoom_range) == (40.0, (0.9, 1.1))
    assert config.early_stopping == EarlyStoppingConfig(patience=3)
    assert config.reduce_lr == ReduceLROnPlateauConfig()
    assert (config.split.seed, config.batch_size, config.mixed_precision) == (4, "full", True)
    assert config.learning_rate == pytest.approx(1e-4)
    off = with_settings(config, {"augment": "none", "early_stopping": "none", "balancing": "oversample"})
    assert (off.augment, off.early_stopping, off.selection.cap) == (None, None, None)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"epoch": "3"}, "Did you mean “epochs”"),
        ({"early_stopping.patients": "3"}, "early_stopping.patience"),
        ({"augment.rotation": "3"}, "augment.rotation_range"),
        ({"epochs": "many"}, "epochs is 'many' and must be a whole number"),
        ({"early_stopping": "5"}, "single values go as early_stopping.NAME"),
        ({"tiles": "perhaps"}, "true or false"),
    ],
)
def test_settings_that_are_mistyped_are_explained(settings, words):
    with pytest.raises(InvalidInputError, match=words):
        with_settings(TrainConfig("x"), settings)


def test_every_setting_has_an_explanation_and_numbers_have_limits():
    for name, parameter in HYPERPARAMETERS.items():
        assert parameter.title and parameter.explanation.endswith("."), name
        if parameter.kind in ("whole", "number"):
            assert parameter.minimum is not None and parameter.maximum is not None, name


def test_every_preset_is_a_run_on_any_data_set():
    for preset in PRESETS.values():
        config = preset.config("anything")
        assert (config.dataset, config.selection.mode) == ("anything", preset.changes["artists"].partition(":")[0])


def test_a_fully_frozen_backbone_trains_its_head_alone():
    frozen = with_settings(FULL, {"freeze": "175"})
    assert [phase.trains_head_alone for phase in phases_of(frozen, 175)] == [True, False]
    assert [phase.trainable for phase in phases_of(FULL, 175)] == [100, 80]
    assert phases_of(with_settings(FULL, {"fine_tuning.unfreeze_from": "0"}), 175)[1].trainable is True


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"reduce_lr": "on", "reduce_lr.min_lr": "0.001"}, "so it is never lowered"),
        ({"model": "vgg16", "fine_tuning": "on", "reduce_lr.min_lr": "0.0001"}, "never lowered there"),
        ({"model": "vgg16", "fine_tuning.unfreeze_from": "5"}, "first 5 layers of the backbone stay"),
        ({"model": "vgg16", "freeze": "3", "fine_tuning.unfreeze_from": "5"}, "learn from layer 3"),
        ({"model": "probe", "views": "2", "optimizer": "sgd"}, "Augmented views, Optimizer"),
        ({"model": "probe", "image_size": "64"}, "Picture size"),
    ],
)
def test_settings_that_do_nothing_are_pointed_out_and_still_allowed(settings, words):
    (hint,) = advice(with_settings(TrainConfig("x"), settings))
    assert words in hint


@pytest.mark.parametrize(
    "settings",
    [
        {"reduce_lr": "on"},
        {"model": "vgg16", "freeze": "backbone", "weights": "imagenet", "fine_tuning.unfreeze_from": "5"},
        {"model": "vgg16", "freeze": "5", "fine_tuning.unfreeze_from": "5"},
        {"model": "probe", "encoders": "palette_texture,resnet50", "image_size": "64"},
        *(preset.changes for preset in PRESETS.values()),
    ],
)
def test_settings_that_all_have_a_part_need_no_advice(settings):
    assert list(advice(with_settings(TrainConfig("x"), settings))) == []
