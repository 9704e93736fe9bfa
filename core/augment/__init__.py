"""Augmentation: random changes to training pictures.

`AugmentConfig` holds the ranges, `draw_transforms` draws from them and `apply_transforms` applies the result, with the
semantics of Keras's `ImageDataGenerator` and at many times its speed. TensorFlow is not needed.
"""

from core.augment.apply import apply_transforms, augment
from core.augment.config import PARAMETERS, AugmentConfig
from core.augment.transforms import Transform, draw_transforms

__all__ = ["PARAMETERS", "AugmentConfig", "Transform", "apply_transforms", "augment", "draw_transforms"]
