"""Draft of a run, kept in the address of the page so that a link carries it.

`artists`, `balancing` and `cap` are named as on the page Balance, which links here; every other setting is
`set.<name>=<text>`, as `--set` takes it on the command line. Settings at their defaults are left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from core.augment.config import AugmentConfig
from core.errors import AtelierError, InvalidInputError
from core.models.registry import MODELS
from core.training import TrainConfig
from core.training.config.command_line import as_typed, recipe_settings, settings_of, train_command
from core.training.config.contradictions import OF_THE_PROBE
from core.training.config.hyperparameters import HYPERPARAMETERS
from core.training.config.overrides import apply_settings, with_settings
from core.training.config.presets import PRESETS
from dashboard.state.carried_selection import ARTISTS, BALANCING, CAP
from dashboard.state.session import Field, current_dataset
from dashboard.state.url_state import KeptAddress

PREFIX = "set."
FROM = "from"
"""Key of the run whose settings the address repeats; shown only, never read for the settings."""

_CARRIED = (ARTISTS, BALANCING, CAP)
_FULL_NAMES = {BALANCING: "selection.balancing", CAP: "selection.cap"}
_OF_NETWORKS = (
    "augment",
    "freeze",
    "early_stopping",
    "reduce_lr",
    "fine_tuning",
    "mixed_precision",
    "weights",
    "views",
    "batch_size",
    "optimizer",
    "loss",
)
_WRITTEN: Field[dict[str, str]] = Field("runs.form.written", {})
"""The address as this form last wrote it; any other address comes from outside."""
_HELD_BACK = ("split.val", "split.test")
_TAKEN: Field[AugmentConfig | None] = Field("runs.form.recipe", None)
TRAINING_PAGE = "runs"
_CARRIED_RECIPE: Field[AugmentConfig | None] = Field("runs.recipe.carried", None)
_IS_NEW_RECIPE: Field[bool] = Field("runs.recipe.fresh", False)


@dataclass(frozen=True)
class Draft:
    """A run as the address describes it.

    Attributes:
        dataset: name of the data set.
        settings: what differs from the defaults, as `TrainConfig.changed` reads it.
        values: all settings, for the widgets; one that cannot be parsed has its default.
        config: the valid configuration; None if there are faults.
        fault: all faults in one text; "" if there are none.
    """

    dataset: str
    settings: Mapping[str, str]
    values: Mapping[str, Any]
    config: TrainConfig | None
    fault: str = ""

    def value(self, name: str) -> Any:  # noqa: ANN401 - whatever the setting holds
        """The value of a setting by its dotted name; the default inside a group that is off."""
        group, _, key = name.rpartition(".")
        held = self.values.get(group) if group else self.values
        parameter = HYPERPARAMETERS.get(name)
        default = parameter.default if parameter else None
        return held.get(key, default) if isinstance(held, Mapping) else default

    def is_on(self, block: str) -> bool:
        """Whether an optional group of settings is on."""
        return self.values.get(block) is not None

    @property
    def artists(self) -> str:
        """The choice of artists as typed."""
        return self.settings.get(ARTISTS, "all")

    @property
    def preset(self) -> str | None:
        """The preset with these settings, artists aside; None if there is none."""
        mine = _without_artists(settings_of(self.config)) if self.config else None
        return next((key for key in PRESETS if _without_artists(preset_settings(key)) == mine), None)


def read_draft(address: Mapping[str, str], dataset: str) -> Draft:
    """Parse the draft in an address; other keys are ignored."""
    settings = {name: address[name] for name in _CARRIED if address.get(name)}
    settings |= {name.removeprefix(PREFIX): text for name, text in address.items() if name.startswith(PREFIX)}
    default = TrainConfig(dataset)
    try:
        config = with_settings(default, settings)
        return Draft(dataset, settings, config.to_dict(), config)
    except AtelierError as error:
        return Draft(dataset, settings, _what_can_be_read(default, settings), None, str(error))


def _what_can_be_read(default: TrainConfig, settings: Mapping[str, str]) -> dict[str, Any]:
    values = default.to_dict()
    for name, text in settings.items():
        try:
            values = apply_settings(values, {name: text})
        except InvalidInputError:
            continue
    return values


def write_draft(settings: Mapping[str, str]) -> dict[str, str]:
    """The address keys and values of these settings."""
    return {name if name in _CARRIED else f"{PREFIX}{name}": text for name, text in settings.items()}


def belongs_to_draft(name: str) -> bool:
    """Whether a key of the address belongs to the draft."""
    return name in (*_CARRIED, FROM) or name.startswith(PREFIX)


def address_of(config: TrainConfig, run_id: str = "") -> dict[str, str]:
    """The address with the settings of a run, to change them and start again."""
    return write_draft(settings_of(config)) | ({FROM: run_id} if run_id else {})


@cache
def preset_settings(key: str) -> Mapping[str, str]:
    """The settings of a preset that differ from the defaults."""
    return settings_of(PRESETS[key].config("any"))


def _without_artists(settings: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in settings.items() if name != ARTISTS}


def with_setting(settings: Mapping[str, str], name: str, value: object) -> dict[str, str]:
    """The settings with one changed; a value at its default is left out."""
    key = next((short for short, full in _FULL_NAMES.items() if full == name), name)
    changed = {other: text for other, text in settings.items() if other not in (key, name)}
    parameter = HYPERPARAMETERS.get(name)
    if parameter is None or value != _plain(parameter.default):
        changed[key] = as_typed(value)
    if key == BALANCING and value != "cap":
        changed.pop(CAP, None)
    elif key == BALANCING:
        changed.setdefault(CAP, "100")
    return changed


def with_block(settings: Mapping[str, str], block: str, on: bool) -> dict[str, str]:
    """The settings with a group switched on with defaults, or off."""
    return without(settings, block) | ({block: "on"} if on else {})


def without(settings: Mapping[str, str], *names: str) -> dict[str, str]:
    """The settings without these names and their sub-settings."""
    return {
        key: text
        for key, text in settings.items()
        if key not in names and not key.startswith(tuple(f"{name}." for name in names))
    }


def with_model(settings: Mapping[str, str], model: str) -> dict[str, str]:
    """The settings with another model at its recommended values; those that do not apply to it are dropped."""
    entry = MODELS[model]
    kept = without(settings, "model", "image_size", "learning_rate", "weights", "freeze", *OF_THE_PROBE)
    if entry.family == "linear":
        kept = without(kept, *_OF_NETWORKS)
    if not entry.has_backbone:
        kept = without(kept, "fine_tuning", "views")
    kept = with_setting(kept, "model", model)
    kept = with_setting(kept, "image_size", entry.default_image_size)
    kept = with_setting(kept, "learning_rate", entry.learning_rate)
    return kept | ({"weights": "imagenet", "freeze": "backbone"} if entry.has_backbone else {})


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


_ADDRESS = KeptAddress("runs.form.address", belongs_to_draft)


def open_draft() -> None:
    """Read the draft from the address; for the body of the page."""
    _ADDRESS.take()


def current_draft() -> Draft:
    """The current draft; for callbacks too."""
    return read_draft(_ADDRESS.read(), current_dataset() or "")


def came_from_run() -> str:
    """Id of the run whose settings were copied; "" if there is none."""
    return _ADDRESS.read().get(FROM, "")


def put_settings(settings: Mapping[str, str]) -> None:
    """Replace the draft in the address; for callbacks."""
    wanted = write_draft(settings)
    _ADDRESS.write(wanted)
    _WRITTEN.set(wanted)


def take_preset(key: str) -> None:
    """Replace the draft by a preset; for callbacks."""
    put_settings(preset_settings(key))


def take_carried_recipe() -> None:
    """Apply the recipe from the page Augmentation to the draft, once."""
    recipe = receive_recipe()
    if recipe is None:
        return
    _TAKEN.set(recipe)
    draft = current_draft()
    settings = without(draft.settings, "augment")
    if draft.value("model") == "probe":
        settings = without(settings, "model", "encoders", "encoder_weights", "tiles", "image_size")
    put_settings_as_found({**settings, **recipe_settings(recipe)})


def put_settings_as_found(settings: Mapping[str, str]) -> None:
    """Replace the draft; artists that came from another page keep that mark."""
    written = _WRITTEN.get()
    put_settings(settings)
    _WRITTEN.set(written)


def came_from_elsewhere() -> bool:
    """Whether the artists in the address come from another page or a link."""
    requested = _ADDRESS.read().get(ARTISTS)
    return requested is not None and _WRITTEN.get().get(ARTISTS) != requested


def took_recipe(config: AugmentConfig | None) -> bool:
    """Whether this recipe came from the page Augmentation."""
    return config is not None and config == _TAKEN.get()


def keep(name: str, value: object) -> None:
    """Change one setting; for callbacks. Training takes what validation and test leave."""
    draft = current_draft()
    settings = with_setting(draft.settings, name, value)
    if name in _HELD_BACK:
        other = draft.value(next(split for split in _HELD_BACK if split != name))
        settings = with_setting(settings, "split.train", round(max(0.0, 1 - float(str(value)) - other), 6))
    put_settings(settings)


def carry_recipe(config: AugmentConfig) -> None:
    """Hand a recipe to the page Runs, within this tab."""
    _CARRIED_RECIPE.set(config)
    _IS_NEW_RECIPE.set(True)


def carried_recipe() -> AugmentConfig | None:
    """The recipe handed over in this tab; None if there is none."""
    return _CARRIED_RECIPE.get()


def receive_recipe() -> AugmentConfig | None:
    """The recipe handed over since the last call; None if there is none."""
    recipe = _CARRIED_RECIPE.get() if _IS_NEW_RECIPE.get() else None
    _IS_NEW_RECIPE.clear()
    return recipe


__all__ = ["as_typed", "recipe_settings", "settings_of", "train_command"]
