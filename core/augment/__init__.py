"""Augmentation: pictures bent at random before a network sees them.

`AugmentConfig` has the ranges, `draw_transforms` draws from them and `apply_transforms` does what was drawn, with the
meaning of Keras's `ImageDataGenerator` and at many times its speed. No TensorFlow is needed.
"""

from core.augment.apply import apply_transforms, augment
from core.augment.config import PARAMETERS, AugmentConfig
from core.augment.transforms import Transform, draw_transforms

__all__ = ["PARAMETERS", "AugmentConfig", "Transform", "apply_transforms", "augment", "draw_transforms"]
