"""The middle of a picture: what a photo shows of a painting without the wall around it."""

import numpy as np
import numpy.typing as npt


def middle_of(picture: npt.NDArray[np.uint8], margin: float) -> npt.NDArray[np.uint8]:
    """The picture without its edges.

    Args:
        picture: `(height, width, 3)`.
        margin: share of each side that is left out at either end, 0 to under 0.5.
    """
    down, across = (int(side * margin) for side in picture.shape[:2])
    return np.ascontiguousarray(picture[down : picture.shape[0] - down, across : picture.shape[1] - across])
