"""Turning descriptors into short codes that can be looked up: a word to find near ones by, bits to compare.

The axes come from made-up pictures (discs over discs, whose edges are spread as in photographs), so they are the same
for every collection, need no training and no file, and codes of pictures seen before stay valid when more come.

Source: A. Lee, D. Mumford, J. Huang, Occlusion models for natural images, IJCV 41 (2001); H. Jegou, M. Douze,
C. Schmid, Hamming embedding and weak geometric consistency, ECCV 2008; Q. Lv et al., Multi-probe LSH, VLDB 2007.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from core.dataset.same_work.descriptors import as_unit_vectors, describe
from core.dataset.same_work.keypoints import build_octaves, find_keypoints

WORD_BITS = 20
"""A word is one of 2 ** 20 cells of the space of descriptors."""

SIGNATURE_BITS = 64
_UNSURE_BITS = 3
_PICTURES = 12
_PICTURE_SIDE = 256
_DISCS = 1200
_SEED = 20


@dataclass(frozen=True)
class Codes:
    """Codes of `n` descriptors.

    Attributes:
        words: `(n,)` uint32, the cell each lies in.
        signatures: `(n,)` uint64; signatures of the same spot differ in few bits, usually under 12 of 64.
        unsure: `(n, 3)` uint8, numbers of the bits of the word most likely to be the other way round.
    """

    words: np.ndarray
    signatures: np.ndarray
    unsure: np.ndarray

    def probes(self, members: np.ndarray, number: int) -> np.ndarray:
        """Return `(len(members),)` uint32: their words, the unsure bits flipped as `number` (0 to 7) says."""
        words = self.words[members]
        for bit in range(_UNSURE_BITS):
            if number >> bit & 1:
                words ^= np.uint32(1) << self.unsure[members, bit].astype(np.uint32)
        return np.asarray(words)


PROBES = 2**_UNSURE_BITS


@dataclass(frozen=True)
class _Axes:
    mean: np.ndarray
    word: np.ndarray
    word_middle: np.ndarray
    signature: np.ndarray
    signature_middle: np.ndarray


def encode(descriptors: Sequence[np.ndarray]) -> Codes:
    """Give every descriptor its codes.

    Args:
        descriptors: one `(n, 128)` uint8 a picture; the codes follow each other in the same order.
    """
    total = sum(len(part) for part in descriptors)
    codes = Codes(np.empty(total, np.uint32), np.empty(total, np.uint64), np.empty((total, _UNSURE_BITS), np.uint8))
    start = 0
    for part in descriptors:
        place = slice(start, start + len(part))
        codes.words[place], codes.signatures[place], codes.unsure[place] = _encode_picture(part)
        start = place.stop
    return codes


def _encode_picture(descriptors: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    axes = _axes()
    centred = as_unit_vectors(descriptors) - axes.mean
    along = centred @ axes.word - axes.word_middle
    values = np.uint32(1) << np.arange(WORD_BITS, dtype=np.uint32)
    words = (along > 0) @ values
    nearest = np.argpartition(np.abs(along), _UNSURE_BITS, axis=1)[:, :_UNSURE_BITS]
    bits = (centred @ axes.signature) > axes.signature_middle
    signatures = np.packbits(bits, axis=1).view(np.uint64)[:, 0]
    return words.astype(np.uint32), signatures, nearest.astype(np.uint8)


@lru_cache(maxsize=1)
def _axes() -> _Axes:
    """Principal axes of the made-up descriptors; for the signature, a mixture of the first 64."""
    vectors = as_unit_vectors(np.concatenate([_describe_discs(_SEED + n) for n in range(_PICTURES)]))
    mean = vectors.mean(axis=0)
    principal = np.linalg.eigh(np.cov((vectors - mean).T.astype(np.float64)))[1][:, ::-1]
    mixing = np.linalg.qr(np.random.default_rng(_SEED).normal(size=(SIGNATURE_BITS, SIGNATURE_BITS)))[0]
    word = principal[:, :WORD_BITS].astype(np.float32)
    signature = (principal[:, :SIGNATURE_BITS] @ mixing).astype(np.float32)
    centred = vectors - mean
    return _Axes(mean, word, np.median(centred @ word, axis=0), signature, np.median(centred @ signature, axis=0))


def _describe_discs(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    picture = np.full((_PICTURE_SIDE, _PICTURE_SIDE), 128, np.uint8)
    for _ in range(_DISCS):
        radius = 4 / np.sqrt(rng.random() + 0.02)
        axes = (int(radius * rng.uniform(0.4, 1)) + 1, int(radius) + 1)
        x, y, grey = (int(value) for value in rng.integers(0, [_PICTURE_SIDE, _PICTURE_SIDE, 256]))
        cv2.ellipse(picture, (x, y), axes, rng.uniform(0, 180), 0, 360, grey, -1, cv2.LINE_AA)
    octaves = build_octaves(picture)
    return describe(octaves, find_keypoints(octaves))
