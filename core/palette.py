"""The main colours of a picture: groups of pixels that look alike, in a space where distance is what people see."""

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_LONG_SIDE_PX = 96
_BIN = 10.0
_LOOKS_ALIKE = 8.0
_STEPS = 25


def main_colours(rgb: npt.NDArray[np.uint8], n: int = 6) -> list[tuple[str, float]]:
    """The colours a picture is mostly made of.

    k-means in CIELAB on a small copy of the picture, from starting points spread over its own colours, so that equal
    pictures give equal colours. Groups that can hardly be told apart (CIE76 distance below 8) are merged.

    Args:
        rgb: `(height, width, 3)` uint8.
        n: colours at most, 1 or more.

    Returns:
        `#RRGGBB` and share of the area (0 to 1, together 1), the largest first. Fewer than `n` for plain pictures.
    """
    scale = min(1.0, _LONG_SIDE_PX / max(rgb.shape[:2]))
    size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2LAB).reshape(-1, 3).astype(np.float64)
    centres = _starting_points(lab, n)
    for _ in range(_STEPS):
        members = _nearest(lab, centres)
        moved = np.array([lab[members == k].mean(axis=0) for k in range(len(centres)) if (members == k).any()])
        if moved.shape == centres.shape and np.abs(moved - centres).max() < 0.05:
            break
        centres = moved
    shares = np.bincount(_nearest(lab, centres), minlength=len(centres)) / len(lab)
    centres, shares = _merged(centres, shares)
    order = np.argsort(-shares, kind="stable")
    return [(_as_hex(centres[k]), float(shares[k])) for k in order if shares[k] > 0]


def _starting_points(lab: Floats, n: int) -> Floats:
    """Common colours that are far from each other: bins, taken by size times squared distance to those taken."""
    bins, sizes = np.unique(np.round(lab / _BIN), axis=0, return_counts=True)
    centres = bins[[int(sizes.argmax())]] * _BIN
    while len(centres) < min(n, len(bins)):
        distance = ((bins[:, np.newaxis] * _BIN - centres[np.newaxis]) ** 2).sum(axis=2).min(axis=1)
        centres = np.vstack([centres, bins[int((sizes * distance).argmax())] * _BIN])
    return np.asarray(centres)


def _nearest(lab: Floats, centres: Floats) -> npt.NDArray[np.intp]:
    return np.asarray(((lab[:, np.newaxis] - centres[np.newaxis]) ** 2).sum(axis=2).argmin(axis=1))


def _merged(centres: Floats, shares: Floats) -> tuple[Floats, Floats]:
    """Join the two nearest colours until all can be told apart."""
    while len(centres) > 1:
        apart = np.linalg.norm(centres[:, np.newaxis] - centres[np.newaxis], axis=2) + np.eye(len(centres)) * 1e6
        one, other = divmod(int(apart.argmin()), len(centres))
        if apart[one, other] >= _LOOKS_ALIKE:
            break
        together = shares[one] + shares[other]
        centres[one] = (centres[one] * shares[one] + centres[other] * shares[other]) / max(together, 1e-12)
        shares[one] = together
        centres, shares = np.delete(centres, other, axis=0), np.delete(shares, other)
    return centres, shares


def _as_hex(lab: Floats) -> str:
    rgb = cv2.cvtColor(lab.astype(np.float32).reshape(1, 1, 3), cv2.COLOR_LAB2RGB).reshape(3)
    red, green, blue = np.clip(np.round(rgb * 255), 0, 255).astype(int)
    return f"#{red:02X}{green:02X}{blue:02X}"
