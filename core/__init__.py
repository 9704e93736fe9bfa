"""Everything that is not a screen: data sets, augmentation, models, runs, evaluation, similarity."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("atelier")
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0+unknown"
