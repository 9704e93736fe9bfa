"""Measuring how steady the model of a run is under a recipe. For a job's process: networks load Keras."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from core.augment.apply import apply_transforms
from core.augment.config import AugmentConfig
from core.augment.transforms import draw_transforms
from core.dataset.store import open_dataset
from core.errors import InvalidInputError
from core.evaluation.predictions import run_predictions
from core.evaluation.stability import stability
from core.files import translate_os_errors
from core.inference.loaded_models import open_predictor
from core.inference.paintings import PaintingFile, find_painting, find_run
from core.inference.stability_files import DEFAULT_VIEWS, MeasuredStability, keep_stability, read_stability
from core.language import N_, _
from core.permissions import require_writable
from core.progress import Progress, no_progress
from core.runs.run import Run
from core.training.predicting import Predictor

LOADING = N_("Loading the model")
MEASURING = N_("Looking at augmented pictures")

_BATCH = 32
_MOST_VIEWS = 100

Pictures = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]


def measure_stability(
    run_id: str,
    config: AugmentConfig,
    views: int = DEFAULT_VIEWS,
    seed: int = 0,
    progress: Progress = no_progress,
) -> MeasuredStability:
    """Ask the model of a run about its test pictures, plain and augmented, and keep how often the answers differ.

    What was measured before is not measured again.

    Args:
        run_id: a finished run.
        config: the recipe.
        views: of each picture, 1 to 100.
        seed: of their drawing; equal seeds draw the same for any model of the same image size.
        progress: called for every batch.

    Raises:
        InvalidInputError: the recipe changes nothing, or a number of views out of range.
        NotFoundError: run, model, predictions, data set or a picture is gone.
        CancelledError: raised by `progress`.
        ReadOnlyError: this is a read-only demo.
    """
    require_writable(_("measure how steady a run is"))
    if config == AugmentConfig(fill_mode=config.fill_mode, cval=config.cval):
        raise InvalidInputError(_("This recipe changes nothing, so no answer can change. Choose one that does."))
    if not 1 <= views <= _MOST_VIEWS:
        sentence = _("The number of views is {views}; it must be from 1 to {most}.")
        raise InvalidInputError(sentence.format(views=views, most=_MOST_VIEWS))
    run = find_run(run_id)
    found = read_stability(run.folder, config, views, seed)
    return found or _measure(run, config, views, seed, progress)


def _measure(run: Run, config: AugmentConfig, views: int, seed: int, progress: Progress) -> MeasuredStability:
    ids = [str(name) for name in run_predictions(run.folder).on("test").painting_id]
    paintings = [find_painting(run.dataset, painting_id) for painting_id in ids]
    progress(_(LOADING), 0, 1)
    predictor = open_predictor(run.folder)
    progress(_(LOADING), 1, 1)
    generators = [np.random.default_rng((seed, view)) for view in range(views)]
    answers = np.empty((views + 1, len(ids)), np.int64)
    progress(_(MEASURING), 0, len(ids))
    for part, pictures in _parts(paintings, predictor.image_size):
        answers[0, part] = _named(predictor, pictures)
        for view, rng in enumerate(generators, start=1):
            answers[view, part] = _named(predictor, _augmented(pictures, config, rng))
            progress(_(MEASURING), part.start + len(pictures) * view // views, len(ids))
    works = _works(run.dataset, ids)
    found = MeasuredStability.of(stability(answers[0], answers[1:], works, seed=seed), ids, seed)
    with translate_os_errors(_("keeping what was measured")):
        keep_stability(run.folder, config, found)
    return found


def _parts(paintings: Sequence[PaintingFile], size: int) -> Iterator[tuple[slice, Pictures]]:
    for start in range(0, len(paintings), _BATCH):
        some = paintings[start : start + _BATCH]
        yield slice(start, start + len(some)), np.stack([painting.square(size) for painting in some])


def _named(predictor: Predictor, pictures: Pictures) -> Ints:
    answers: Ints = predictor.predict(list(pictures)).argmax(axis=1)
    return answers


def _augmented(pictures: Pictures, config: AugmentConfig, rng: np.random.Generator) -> Pictures:
    count, height, width = pictures.shape[:3]
    drawn = draw_transforms(config, count, height, width, rng)
    return np.asarray(apply_transforms(pictures, drawn, config, exact=False), np.uint8)


def _works(dataset: str, painting_ids: Sequence[str]) -> list[str]:
    catalog = open_dataset(dataset).catalog().set_index("painting_id")["work_group"]
    return [str(catalog[painting_id]) for painting_id in painting_ids]
