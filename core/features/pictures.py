"""The pictures to encode: from the pixel store where there is one, else decoded on the way, ahead of the encoder.

Both give the same pixels. A store is not made for this: at 448 px that of the whole collection would be 5 GB.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.dataset.images.pixels import decode_squares, training_paths
from core.dataset.store import Dataset

Images = npt.NDArray[np.uint8]


def picture_digests(catalog: pd.DataFrame) -> list[str]:
    """What the pixels of each row come from: other pixels, another digest."""
    resized = catalog["resized_bytes"].astype("Int64")
    pairs = zip(catalog["sha256"], catalog["resized_path"].notna(), resized, strict=True)
    return [f"{sha256}-{size}" if is_resized else str(sha256) for sha256, is_resized, size in pairs]


class Pictures:
    """The pictures of some rows of a catalog, as squares.

    Args:
        dataset: where they are.
        catalog: of that data set.
        rows: positions in the catalog.
        size: side of the squares in pixels.
    """

    def __init__(self, dataset: Dataset, catalog: pd.DataFrame, rows: Sequence[int], size: int) -> None:
        self._rows = list(rows)
        self._size = size
        self._store: Images | None = None
        if (dataset.artifacts_dir / f"pixels_{size}.npy").is_file():
            self._store = dataset.pixels(size)
        else:
            files = training_paths(catalog)
            self._paths = [dataset.picture_path(files[row]) for row in rows]

    def chunks(self, pictures: int) -> Iterator[tuple[slice, Images]]:
        """Yield `(which, pixels)` with that many pictures each; the next one is prepared meanwhile.

        A picture that cannot be read is black.
        """
        parts = [slice(start, start + pictures) for start in range(0, len(self._rows), pictures)]
        with ThreadPoolExecutor(1) as ahead:
            coming: Future[Images] | None = None
            for number, part in enumerate(parts):
                pixels = coming.result() if coming else self._load(part)
                coming = ahead.submit(self._load, parts[number + 1]) if number + 1 < len(parts) else None
                yield part, pixels

    def _load(self, part: slice) -> Images:
        if self._store is not None:
            chosen: Images = self._store[self._rows[part]]
            return chosen
        paths = self._paths[part]
        pixels = np.empty((len(paths), self._size, self._size, 3), np.uint8)
        decode_squares(paths, range(len(paths)), pixels)
        return pixels
