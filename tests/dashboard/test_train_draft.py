"""The draft of a run in the address, and a configuration as a command."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.augment.config import AugmentConfig
from core.augment.presets import PRESETS as RECIPES
from core.dataset.splitting.selection import Selection
from core.dataset.splitting.split import SplitConfig
from core.models.registry import MODELS
from core.training import EarlyStoppingConfig, FineTuningConfig, ReduceLROnPlateauConfig, TrainConfig
from core.training.config.overrides import with_settings
from core.training.config.presets import PRESETS
from dashboard.features.training.draft import (
    address_of,
    belongs_to_draft,
    preset_settings,
    read_draft,
    settings_of,
    train_command,
    with_block,
    with_model,
    with_setting,
    write_draft,
)

EVERYTHING = TrainConfig(
    "paintings",
    selection=Selection(mode="movement", movements=("Cubism", "Op Art"), balancing="cap", cap=80),
    split=SplitConfig(seed=3, train=0.6, val=0.25, test=0.15, stratified=False),
    model="resnet50",
    image_size=224,
    weights="imagenet",
    freeze=30,
    augment=AugmentConfig(rotation_range=12.5, zoom_range=(0.9, 1.2), horizontal_flip=True, brightness_range=(0.8, 1)),
    batch_size="full",
    epochs=7,
    optimizer="sgd",
    learning_rate=3e-5,
    loss="categorical_crossentropy",
    early_stopping=EarlyStoppingConfig(monitor="val_f1", patience=3, min_delta=0.01, restore_best=False),
    reduce_lr=ReduceLROnPlateauConfig(factor=0.3),
    fine_tuning=FineTuningConfig(unfreeze_from=100, epochs=3),
    mixed_precision=True,
    seed=11,
)

BACKBONES = {name: entry for name, entry in MODELS.items() if entry.has_backbone}
FEWEST_LAYERS = min(entry.layers for entry in BACKBONES.values())

networks = st.builds(
    TrainConfig,
    dataset=st.just("paintings"),
    model=st.sampled_from(list(BACKBONES)),
    image_size=st.integers(128, 1024),
    freeze=st.one_of(st.sampled_from(["none", "backbone"]), st.integers(1, FEWEST_LAYERS)),
    batch_size=st.one_of(st.just("full"), st.integers(1, 8192)),
    learning_rate=st.floats(1e-8, 10),
    epochs=st.integers(1, 10_000),
    augment=st.one_of(
        st.none(),
        st.builds(AugmentConfig, rotation_range=st.floats(0, 180), horizontal_flip=st.booleans()),
        st.sampled_from([preset.config for preset in RECIPES.values()]),
    ),
    early_stopping=st.one_of(st.none(), st.builds(EarlyStoppingConfig, patience=st.integers(1, 1000))),
    fine_tuning=st.one_of(st.none(), st.builds(FineTuningConfig, learning_rate=st.floats(1e-8, 1))),
    seed=st.integers(0, 2**31 - 1),
)


@given(networks)
def test_an_address_and_a_command_say_the_whole_configuration(config: TrainConfig):
    assert read_draft(address_of(config), config.dataset).config == config
    assert command_says(config) == config


def command_says(config: TrainConfig) -> TrainConfig:
    """Read a command as the command line does: options are settings under another name."""
    command = train_command(config)
    assert command is not None
    program, verb, *words = shlex.split(command)
    assert (program, verb) == ("atelier", "train")
    options = list(zip(words[::2], words[1::2], strict=True))
    names = {"--model": "model", "--artists": "artists", "--image-size": "image_size", "--epochs": "epochs"}
    settings = {names[option]: text for option, text in options if option in names}
    settings |= dict(text.split("=", 1) for option, text in options if option == "--set")
    return with_settings(TrainConfig(dict(options)["--dataset"]), settings)


def test_everything_at_once():
    assert command_says(EVERYTHING) == EVERYTHING
    assert read_draft(address_of(EVERYTHING), "paintings").config == EVERYTHING


def test_only_what_differs_from_the_defaults_is_said():
    assert settings_of(TrainConfig("x")) == {}
    assert train_command(TrainConfig("x")) == "atelier train --dataset x --model cnn --image-size 100"
    assert settings_of(TrainConfig("x", augment=RECIPES["classic"].config)) == {"augment": "classic"}


def test_a_name_that_a_command_cannot_hold_gives_none():
    config = TrainConfig("x", selection=Selection(mode="names", names=("A: B",)))
    assert train_command(config) is None


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_is_recognised_with_other_artists_too(key):
    draft = read_draft(write_draft({**preset_settings(key), "artists": "top:3"}), "any")
    assert draft.preset == key
    assert read_draft(write_draft(with_setting(draft.settings, "seed", 5)), "any").preset is None


def test_faults_are_all_named_and_the_widgets_still_have_values():
    draft = read_draft({"set.epochs": "0", "set.learning_rate": "fast", "set.seed": "4"}, "any")
    assert draft.config is None
    assert "epochs" in draft.fault and "learning_rate" in draft.fault
    assert (draft.value("epochs"), draft.value("seed")) == (100, 4)


def test_other_parts_of_an_address_are_left_alone():
    address = {"dataset": "x", "runs.page": "2", "artists": "top:5", "set.epochs": "3", "from": "r"}
    assert [name for name in address if belongs_to_draft(name)] == ["artists", "set.epochs", "from"]


def test_a_value_at_its_default_leaves_the_address():
    settings = with_setting({"epochs": "5", "seed": "1"}, "epochs", 100)
    assert settings == {"seed": "1"}
    assert with_setting({}, "selection.balancing", "cap") == {"balancing": "cap", "cap": "100"}
    assert with_setting({"balancing": "cap", "cap": "9"}, "selection.balancing", "none") == {}


def test_a_group_is_switched_on_and_off():
    on = with_block({}, "early_stopping", True)
    config = read_draft(write_draft(on), "any").config
    assert config is not None and config.early_stopping == EarlyStoppingConfig()
    assert with_block({**on, "early_stopping.patience": "3"}, "early_stopping", False) == {}


@pytest.mark.parametrize("before", MODELS)
@pytest.mark.parametrize("after", MODELS)
def test_every_model_can_follow_every_other(before, after):
    settings = with_model({"augment": "light", "reduce_lr": "on", "fine_tuning": "on", "seed": "3"}, before)
    draft = read_draft(write_draft(with_model(settings, after)), "any")
    assert draft.config is not None and draft.config.model == after
    assert draft.config.image_size == MODELS[after].default_image_size


def test_a_command_says_what_would_otherwise_be_the_models_own_habit():
    dense = with_settings(TrainConfig("x"), {"model": "snn"})
    assert "--set learning_rate=0.001" in train_command(dense)
    assert "learning_rate" not in train_command(with_settings(dense, {"learning_rate": "1e-4"}))
    assert "--image-size 100" in train_command(with_settings(TrainConfig("x"), {"model": "resnet50"}))
