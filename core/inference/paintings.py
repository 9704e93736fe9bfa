"""Finding a painting for inference: its file, and what its pixels come from."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.dataset.images.decoding import load_square
from core.dataset.images.pixels import training_paths
from core.dataset.store import Dataset, open_dataset
from core.errors import NotFoundError
from core.features.computing import picture_digests
from core.language import _
from core.runs.run import Run
from core.runs.store import RunStore


@dataclass(frozen=True)
class PaintingFile:
    """The file that training takes of a painting.

    Attributes:
        path: of the file.
        digest: another one when the pixels are others.
    """

    path: Path
    digest: str

    def square(self, size: int) -> npt.NDArray[np.uint8]:
        """The picture as training saw it: `(size, size, 3)` uint8 RGB.

        Raises:
            UnreadableImageError: it is damaged.
            NotFoundError: it is gone.
        """
        try:
            square: npt.NDArray[np.uint8] = load_square(self.path, size)
        except FileNotFoundError as error:
            raise NotFoundError(
                _("The file “{file}” is gone. Import the picture again, or check the data set.").format(
                    file=self.path.name
                )
            ) from error
        return square


def find_run(run_id: str) -> Run:
    """A run to ask; nothing is started for it.

    Raises:
        NotFoundError: no run is called that.
    """
    return RunStore(keep_queue_going=False).get(run_id)


def find_painting(dataset: str, painting_id: str) -> PaintingFile:
    """A painting of a data set.

    Raises:
        NotFoundError: there is no such data set, or it has no such painting.
    """
    opened = open_dataset(dataset)
    files = _files(dataset, str(opened.folder), opened.version)
    if painting_id not in files:
        sentence = _("“{painting}” is not a painting of {dataset}. It may have been removed since.")
        raise NotFoundError(sentence.format(painting=painting_id, dataset=dataset))
    path, digest = files[painting_id]
    return PaintingFile(opened.picture_path(path), digest)


@lru_cache(maxsize=4)
def _files(dataset: str, folder: str, version: str) -> dict[str, tuple[str, str]]:
    """Path and digest by painting; `folder` and `version` make the cache key unique per catalog."""
    opened: Dataset = open_dataset(dataset)
    catalog = opened.catalog()
    pairs = zip(training_paths(catalog), picture_digests(catalog), strict=True)
    return dict(zip(catalog["painting_id"], pairs, strict=True))
