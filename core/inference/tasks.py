"""The tasks of the server. A new task is one entry in `TASKS`. For the server's process alone."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from core.errors import InvalidInputError
from core.inference.loaded_models import LastUsed, LoadedModel, LoadedModels
from core.inference.paintings import find_painting, find_run
from core.inference.saliency_files import read_saliency, write_saliency
from core.inference.saliency_map import SaliencyMap
from core.inference.service import Answer, Arguments, Task
from core.language import N_, _
from core.models.encoders import Encoder, open_encoder
from core.progress import Progress, track
from core.runs.run import Run

Picture = npt.NDArray[np.uint8]

PREDICTING = N_("Looking at the pictures")

_MOST_ENCODERS = 2
_BATCH_PICTURES = 32

_models = LoadedModels()
_encoders: LastUsed[Encoder] = LastUsed(_MOST_ENCODERS)


def predict(questions: Sequence[Arguments], progress: Progress) -> list[Answer]:
    """Answer `{"run_id", "pictures"}` or `{"run_id", "painting_ids"}`, all of the same run.

    Pictures are a list of `(height, width, 3)` uint8 RGB, or one `(n, height, width, 3)`.

    Returns:
        `{"artists": k names, "probabilities": (n, k) float32}` for each.
    """
    run = find_run(questions[0]["run_id"])
    model = _models.of(run, progress)
    pictures = [_pictures(question, run, model) for question in questions]
    probabilities = _in_parts(model, [picture for some in pictures for picture in some], progress)
    ends = np.cumsum([len(some) for some in pictures])[:-1]
    artists = list(model.predictor.artists)
    return [{"artists": artists, "probabilities": part} for part in np.split(probabilities, ends)]


def _in_parts(model: LoadedModel, pictures: Sequence[Picture], progress: Progress) -> npt.NDArray[np.float32]:
    parts = [np.empty((0, len(model.predictor.artists)), np.float32)]
    starts = range(0, len(pictures), _BATCH_PICTURES)
    for start in track(starts, len(starts), _(PREDICTING), progress):
        parts.append(model.predictor.predict(pictures[start : start + _BATCH_PICTURES]))
    return np.concatenate(parts)


def _pictures(question: Arguments, run: Run, model: LoadedModel) -> list[Picture]:
    if "painting_ids" in question:
        found = [find_painting(run.dataset, painting_id) for painting_id in question["painting_ids"]]
        return [painting.square(model.predictor.image_size) for painting in found]
    return [_checked(picture) for picture in question["pictures"]]


def _checked(picture: object) -> Picture:
    is_picture = isinstance(picture, np.ndarray) and picture.dtype == np.uint8 and picture.ndim == 3
    if not is_picture or picture.shape[2] != 3 or 0 in picture.shape:  # type: ignore[attr-defined]
        raise InvalidInputError("A picture must be (height, width, 3) uint8 RGB and have a pixel at least.")
    return picture  # type: ignore[return-value]


def explain(question: Arguments, progress: Progress) -> Answer:
    """Answer `{"run_id", "artist": name or None}` with "picture", or with "painting_id", whose map is kept on disk.

    Returns:
        The fields of `SaliencyMap`, its values under "values".
    """
    run, artist = find_run(question["run_id"]), question.get("artist")
    if "picture" in question:
        return _fields(_models.of(run, progress).explainer.explain(_checked(question["picture"]), artist, progress))
    painting = find_painting(run.dataset, question["painting_id"])
    found = read_saliency(run.folder, painting, artist)
    if found is None:
        model = _models.of(run, progress)
        found = model.explainer.explain(painting.square(model.predictor.image_size), artist, progress)
        write_saliency(run.folder, painting, artist, found)
    return _fields(found)


def _fields(found: SaliencyMap) -> Answer:
    return dict(vars(found))


def warm(question: Arguments, progress: Progress) -> Answer:
    """Answer `{"run_id"}`: have the model in memory.

    Returns:
        `{"artists": k names, "image_size": px}`.
    """
    predictor = _models.of(find_run(question["run_id"]), progress).predictor
    return {"artists": list(predictor.artists), "image_size": predictor.image_size}


def embed(question: Arguments, progress: Progress) -> Answer:
    """Answer `{"encoder": name, "image_size": px or None, "weights": file or None, "tiles", "pictures"}`.

    Returns:
        `{"key": of the encoder, "features": (n, d) float32}`, as `core.features` has them for a data set.
    """
    from core.training.probe.encoding import encode_pictures

    settings = (question["encoder"], question.get("image_size"), question.get("weights"))
    encoder = _encoders.get(settings, lambda: open_encoder(*settings))
    progress(_(PREDICTING), 0, 1)
    pictures = [_checked(picture) for picture in question["pictures"]]
    features = encode_pictures([encoder], pictures, bool(question.get("tiles")))
    progress(_(PREDICTING), 1, 1)
    return {"key": encoder.key, "features": features}


def _each(answer: Callable[[Arguments, Progress], Answer]) -> Callable[[Sequence[Arguments], Progress], list[Answer]]:
    def answer_each(questions: Sequence[Arguments], progress: Progress) -> list[Answer]:
        return [answer(question, progress) for question in questions]

    return answer_each


def _run_of(arguments: Arguments) -> Any:  # noqa: ANN401 - JSON
    return str(arguments.get("run_id"))


TASKS: dict[str, Task] = {
    "predict": Task(predict, together=_run_of),
    "saliency": Task(_each(explain)),
    "warm": Task(_each(warm), together=_run_of),
    "embed": Task(_each(embed)),
}
