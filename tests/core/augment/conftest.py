"""Keras, which the tests compare with and the program does not use here."""

import importlib
import os

import pytest


@pytest.fixture(scope="session")
def tensorflow():
    """The package; importing it takes seconds, so only tests that compare ask for it."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    return importlib.import_module("tensorflow")


@pytest.fixture(scope="session")
def image_data_generator(tensorflow):
    """The class that sets what augmentation parameters mean."""
    return tensorflow.keras.preprocessing.image.ImageDataGenerator
