"""Inference requests by the rest of the project: predictions, features, saliency maps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from core.inference.client import ask
from core.inference.saliency_map import SaliencyMap
from core.progress import Progress

Picture = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Answers:
    """Who painted n pictures, in a model's opinion.

    Attributes:
        artists: k names.
        probabilities: `(n, k)` float32, rows that add up to 1.
    """

    artists: tuple[str, ...]
    probabilities: Floats


def _answers(answer: dict[str, Any]) -> Answers:
    return Answers(tuple(answer["artists"]), answer["probabilities"])


def predict_pictures(run_id: str, pictures: Sequence[Picture], on_progress: Progress | None = None) -> Answers:
    """Ask the model of a run about pictures from anywhere.

    Args:
        run_id: a finished run.
        pictures: n, each `(height, width, 3)` uint8 RGB of any size.
        on_progress: called with (stage, done, total), as in "Loading the model" if it is not in memory.

    Raises:
        NotFoundError: there is no such run, or it has no model.
        InferenceError: the process that holds the models ended.
        BusyError: no answer in time.
        AtelierError: the model cannot be used; the message says why.
    """
    return _answers(ask("predict", {"run_id": run_id, "pictures": list(pictures)}, on_progress))


def predict_paintings(run_id: str, painting_ids: Sequence[str], on_progress: Progress | None = None) -> Answers:
    """The same for paintings of the run's data set, seen as in training; raises NotFoundError for other ones too."""
    return _answers(ask("predict", {"run_id": run_id, "painting_ids": list(painting_ids)}, on_progress))


def explain_picture(
    run_id: str, picture: Picture, artist: str | None = None, on_progress: Progress | None = None
) -> SaliencyMap:
    """What in a picture spoke for an artist.

    Args:
        run_id: a finished run.
        picture: `(height, width, 3)` uint8 RGB of any size.
        artist: for whom; None means the artist the model predicts.
        on_progress: called with (stage, done, total).

    Raises:
        InvalidInputError: the model does not know the artist.
        AtelierError: as `predict_pictures`.
    """
    question = {"run_id": run_id, "picture": picture, "artist": artist}
    return SaliencyMap(**ask("saliency", question, on_progress))


def explain_painting(
    run_id: str, painting_id: str, artist: str | None = None, on_progress: Progress | None = None
) -> SaliencyMap:
    """The same for a painting of the run's data set; a map that was computed before is read without the server."""
    found = known_saliency(run_id, painting_id, artist)
    if found is not None:
        return found
    question = {"run_id": run_id, "painting_id": painting_id, "artist": artist}
    return SaliencyMap(**ask("saliency", question, on_progress))


def known_saliency(run_id: str, painting_id: str, artist: str | None = None) -> SaliencyMap | None:
    """The map of a painting that was computed before; None where it was not. Quick, and starts nothing.

    Raises:
        NotFoundError: there is no such run or painting.
    """
    from core.inference.paintings import find_painting, find_run
    from core.inference.saliency_files import read_saliency

    run = find_run(run_id)
    return read_saliency(run.folder, find_painting(run.dataset, painting_id), artist)


def embed_pictures(
    encoder: str,
    pictures: Sequence[Picture],
    *,
    image_size: int | None = None,
    weights: str | None = None,
    tiles: bool = False,
    on_progress: Progress | None = None,
) -> Floats:
    """The features of pictures from anywhere, as `core.features.features` has them for a data set.

    Args:
        encoder: a key of `core.models.encoders.ENCODERS`.
        pictures: n, each `(height, width, 3)` uint8 RGB of any size.
        image_size: as for `core.models.encoders.open_encoder`.
        weights: as for `core.models.encoders.open_encoder`.
        tiles: whether the features of quarters go beside those of the whole.
        on_progress: called with (stage, done, total).

    Returns:
        `(n, d)` float32.
    """
    settings = {"encoder": encoder, "image_size": image_size, "weights": weights, "tiles": tiles}
    features: Floats = ask("embed", settings | {"pictures": list(pictures)}, on_progress)["features"]
    return features


def warm(run_id: str, on_progress: Progress | None = None, *, wait: bool = False) -> dict[str, Any]:
    """Load the model of a run before the first request.

    Args:
        run_id: a finished run.
        on_progress: called with (stage, done, total).
        wait: until it is; otherwise the server, started if none is alive, continues by itself.

    Returns:
        `{"artists", "image_size"}` of the model; empty where it was not waited for.
    """
    return ask("warm", {"run_id": run_id}, on_progress, detached=not wait)
