"""Features of a data set's pictures: computed once, kept on disk, shared by training, map and recommender."""

from core.features.computing import (
    augmented_features,
    features,
    features_stamp,
    known_features,
    known_pictures,
    missing_augmented_features,
    missing_features,
)

__all__ = [
    "augmented_features",
    "features",
    "features_stamp",
    "known_features",
    "known_pictures",
    "missing_augmented_features",
    "missing_features",
]
