"""The models a server holds: the most recently used, reloaded when their files change."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from core.language import N_, _
from core.progress import Progress
from core.runs.folder import model_stamp
from core.runs.run import Run

if TYPE_CHECKING:
    from core.inference.saliency import Explainer
    from core.training.predicting import Predictor

T = TypeVar("T")

MOST_MODELS = 3
LOADING = N_("Loading the model")


class LastUsed(Generic[T]):
    """Keeps the few things that were used last.

    Args:
        most: how many.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under `key`, made where there is nothing."""
        if key not in self._kept:
            while len(self._kept) >= self._most:
                self._kept.popitem(last=False)
            self._kept[key] = make()
        self._kept.move_to_end(key)
        return self._kept[key]


@dataclass(frozen=True, eq=False)
class LoadedModel:
    """A model in memory, and what explains its answers."""

    predictor: "Predictor"
    explainer: "Explainer"


class LoadedModels:
    """The trained models of runs."""

    def __init__(self) -> None:
        self._models: LastUsed[LoadedModel] = LastUsed(MOST_MODELS)

    def of(self, run: Run, progress: Progress) -> LoadedModel:
        """The model of a run, loaded where it is not in memory.

        Raises:
            NotFoundError: the run has no model.
            InvalidInputError: the model is damaged.
        """
        return self._models.get((str(run.folder), model_stamp(run.folder)), lambda: _load(run, progress))


def open_predictor(run_folder: Path) -> "Predictor":
    """As `core.training.predicting.load_predictor`, imported only now.

    Raises:
        NotFoundError: the run has no model.
        InvalidInputError: the model is damaged.
    """
    predictor: Predictor = import_module("core.training.predicting").load_predictor(run_folder)
    return predictor


def _load(run: Run, progress: Progress) -> LoadedModel:
    progress(_(LOADING), 0, 2)
    predictor = open_predictor(run.folder)
    progress(_(LOADING), 1, 2)
    # The first picture takes much longer than the others, for the network is compiled with it.
    predictor.predict([np.zeros((predictor.image_size,) * 2 + (3,), np.uint8)])
    explainer = import_module("core.inference.saliency").Explainer(predictor)
    progress(_(LOADING), 2, 2)
    return LoadedModel(predictor, explainer)
