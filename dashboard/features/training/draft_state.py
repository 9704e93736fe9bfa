"""The draft of a run in the address: reading it, and writing it from the callbacks of the form."""

from collections.abc import Mapping

from core.augment import AugmentConfig
from dashboard.features.training.carried_recipe import receive_recipe
from dashboard.features.training.draft import (
    FROM,
    Draft,
    belongs_to_draft,
    preset_settings,
    read_draft,
    recipe_settings,
    with_setting,
    without,
    write_draft,
)
from dashboard.state.carried_selection import ARTISTS
from dashboard.state.session import Field, current_dataset
from dashboard.state.url_state import KeptAddress

_WRITTEN: Field[dict[str, str]] = Field("runs.form.written", {})
"""The address as this form last wrote it; another one came from elsewhere."""

_HELD_BACK = ("split.val", "split.test")

_TAKEN: Field[AugmentConfig | None] = Field("runs.form.recipe", None)

_ADDRESS = KeptAddress("runs.form.address", belongs_to_draft)


def open_draft() -> None:
    """Begin with what the address asks to train; for the body of the page."""
    _ADDRESS.take()


def current_draft() -> Draft:
    """What is asked to train now; for callbacks too."""
    return read_draft(_ADDRESS.read(), current_dataset() or "")


def came_from_run() -> str:
    """The run whose settings were taken over; "" where there is none."""
    return _ADDRESS.read().get(FROM, "")


def put_settings(settings: Mapping[str, str]) -> None:
    """Write a draft into the address, in the place of the one that is there; for callbacks."""
    wanted = write_draft(settings)
    _ADDRESS.write(wanted)
    _WRITTEN.set(wanted)


def take_preset(key: str) -> None:
    """Start from a preset; for callbacks."""
    put_settings(preset_settings(key))


def take_carried_recipe() -> None:
    """Lay the recipe that came from the page Augmentation over the draft, once."""
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
    """Write a draft, but remember the part that came from elsewhere as such."""
    written = _WRITTEN.get()
    put_settings(settings)
    _WRITTEN.set(written)


def came_from_elsewhere() -> bool:
    """Whether the artists in the address were chosen elsewhere, as on the page Balance."""
    asked = _ADDRESS.read().get(ARTISTS)
    return asked is not None and _WRITTEN.get().get(ARTISTS) != asked


def took_recipe(config: AugmentConfig | None) -> bool:
    """Whether this recipe is the one that came from the page Augmentation."""
    return config is not None and config == _TAKEN.get()


def keep(name: str, value: object) -> None:
    """Change one setting; for callbacks. What is not watched or tested on is learned from."""
    draft = current_draft()
    settings = with_setting(draft.settings, name, value)
    if name in _HELD_BACK:
        other = draft.value(next(side for side in _HELD_BACK if side != name))
        settings = with_setting(settings, "split.train", round(max(0.0, 1 - float(str(value)) - other), 6))
    put_settings(settings)
