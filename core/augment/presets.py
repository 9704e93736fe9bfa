"""Presets: the recipes that ship with the program."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.augment.config import AugmentConfig
from core.language import N_


@dataclass(frozen=True)
class Preset:
    """A named recipe that ships with the program.

    Attributes:
        title: the label, marked for translation.
        explanation: its purpose in one sentence, marked for translation.
        config: its parameters.
    """

    title: str
    explanation: str
    config: AugmentConfig


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        "none": Preset(N_("None"), N_("No changes; the baseline for the others."), AugmentConfig()),
        "light": Preset(
            N_("Light"),
            N_("What another photograph of the same painting could look like: a little off, and in other light."),
            AugmentConfig(
                rotation_range=5.0,
                width_shift_range=0.05,
                height_shift_range=0.05,
                zoom_range=(0.9, 1.05),
                horizontal_flip=True,
                brightness_range=(0.9, 1.1),
                fill_mode="reflect",
            ),
        ),
        # Source: F. Chollet, "Building powerful image classification models using very little data", Keras blog, 2016.
        "classic": Preset(
            N_("Classic"),
            N_(
                "The set from the Keras tutorial, which many notebooks copy, its shear of a fifth of a degree included."
            ),
            AugmentConfig(
                rotation_range=40.0,
                width_shift_range=0.2,
                height_shift_range=0.2,
                shear_range=0.2,
                zoom_range=(0.8, 1.2),
                horizontal_flip=True,
                fill_mode="nearest",
            ),
        ),
        "strong": Preset(
            N_("Strong"),
            N_("Close details, slants and changing light; for few pictures and long training."),
            AugmentConfig(
                rotation_range=20.0,
                width_shift_range=0.15,
                height_shift_range=0.15,
                shear_range=12.0,
                zoom_range=(0.5, 1.1),
                horizontal_flip=True,
                brightness_range=(0.6, 1.4),
                channel_shift_range=25.0,
                fill_mode="reflect",
            ),
        ),
    }
)
"""By key, from no change to strong changes."""
