"""Candidate pairs: pictures that share descriptors in the same arrangement.

Every descriptor is coded as a word, to look up near ones, and a signature of bits, to compare them. It looks up its
word and the seven next most likely ones and keeps its nearest neighbours by signature. Two hits on the same other
picture support each other when the step between them has the same length (given the sizes of the keypoints) and
direction in both pictures. So the cost grows with the number of descriptors, not with the number of pairs of
pictures, and a detail finds its whole as a copy does.

The axes of the codes come from synthetic pictures (overlapping discs, whose edges are distributed as in photographs).
So they are the same for every collection, need neither training nor a file, and stay valid when pictures are added.

Source: H. Jegou, M. Douze, C. Schmid, Hamming embedding and weak geometric consistency, ECCV 2008; Q. Lv et al.,
Multi-probe LSH, VLDB 2007; A. Lee, D. Mumford, J. Huang, Occlusion models for natural images, IJCV 41 (2001).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from core.dataset.same_work.features import Features
from core.dataset.same_work.keypoints import as_unit_vectors, build_octaves, describe, find_keypoints

WORD_BITS = 20
"""A word is one of 2 ** 20 cells of the descriptor space."""

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
        words: `(n,)` uint32, the cell of each.
        signatures: `(n,)` uint64; signatures of the same spot differ in few bits, usually under 12 of 64.
        unsure: `(n, 3)` uint8, the bits of the word most likely to be flipped.
    """

    words: np.ndarray
    signatures: np.ndarray
    unsure: np.ndarray

    def probes(self, members: np.ndarray, number: int) -> np.ndarray:
        """Return `(len(members),)` uint32, their words with unsure bits flipped by the bits of `number` (0 to 7)."""
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
    """Compute the codes of all descriptors.

    Args:
        descriptors: one `(n, 128)` uint8 a picture; the codes are in the same order.
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
    """Principal axes of the synthetic descriptors; for the signature, a random rotation of the first 64."""
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


MIN_HITS = 4
"""Pictures that share fewer descriptors are skipped."""

MIN_SUPPORT = 3
"""A pair is a candidate if this many other hits support one hit."""

_MAX_HAMMING_DISTANCE = 12
_MAX_NEIGHBOURS = 32
_MAX_HITS = 48
_MIN_STEP_PX = 8.0
_SIZE_TOLERANCE = np.log(1.5)
_TURN_TOLERANCE = np.radians(15)


@dataclass(frozen=True)
class _Shelf:
    """Descriptors sorted by word."""

    members: np.ndarray
    starts: np.ndarray
    signatures: np.ndarray


class DescriptorIndex:
    """An index of all descriptors of a collection, to look up candidate pairs.

    Args:
        features: one a picture; pictures are identified by position.
    """

    def __init__(self, features: list[Features]) -> None:
        counts = [len(item) for item in features]
        self._first_of = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self._picture = np.repeat(np.arange(len(features), dtype=np.int32), counts)
        self._codes = encode([item.descriptors for item in features])
        self._xy = np.concatenate([item.xy for item in features])
        self._log_sigma = np.log(np.concatenate([item.sigma for item in features]))
        self._everything = self._shelve(np.arange(len(self._picture), dtype=np.int32))

    def only(self, pictures: np.ndarray) -> _Shelf:
        """Build a shelf of the descriptors of some pictures, given `(len(features),)` bool."""
        return self._shelve(np.nonzero(pictures[self._picture])[0].astype(np.int32))

    def likely_partners(self, picture: int, among: _Shelf | None = None) -> np.ndarray:
        """Find the pictures that may show the same work as one picture.

        Args:
            picture: its position.
            among: a shelf from `only`; the whole collection if None.

        Returns:
            `(n,)` int64 positions in ascending order, without `picture` itself.
        """
        point, other, apart = self._nearest(picture, among or self._everything)
        partner = self._picture[other].astype(np.int64)
        order = np.lexsort((apart, partner))
        point, other, partner = point[order], other[order], partner[order]
        _, start, count = np.unique(partner, return_index=True, return_counts=True)
        enough = count >= MIN_HITS
        start, count = start[enough], np.minimum(count[enough], _MAX_HITS)
        one, two = _pairs_within(start, count)
        agree = self._agree(point[one], other[one], point[two], other[two])
        support = np.bincount(np.concatenate([one[agree], two[agree]]), minlength=len(point))
        return np.unique(partner[support >= MIN_SUPPORT])

    def _shelve(self, members: np.ndarray) -> _Shelf:
        words = self._codes.words[members]
        order = members[np.argsort(words, kind="stable")]
        starts = np.concatenate([[0], np.cumsum(np.bincount(words, minlength=2**WORD_BITS))])
        return _Shelf(order, starts, self._codes.signatures[order])

    def _nearest(self, picture: int, shelf: _Shelf) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return descriptors of `picture`, their nearest ones of other pictures, and the Hamming distances."""
        own = np.arange(self._first_of[picture], self._first_of[picture + 1])
        words = np.concatenate([self._codes.probes(own, probe) for probe in range(PROBES)])
        start = shelf.starts[words]
        count = shelf.starts[words + 1] - start
        place = np.repeat(start - np.cumsum(count) + count, count) + np.arange(count.sum())
        point = np.repeat(np.tile(own, PROBES), count)
        apart = np.bitwise_count(self._codes.signatures[point] ^ shelf.signatures[place])
        near = np.nonzero(apart <= _MAX_HAMMING_DISTANCE)[0]
        point, other, apart = point[near], shelf.members[place[near]], apart[near]
        foreign = self._picture[other] != picture
        point, other, apart = point[foreign], other[foreign], apart[foreign]
        order = np.lexsort((other, apart, point))
        point, other, apart = point[order], other[order], apart[order]
        kept = np.arange(len(point)) - np.searchsorted(point, point) < _MAX_NEIGHBOURS
        return point[kept], other[kept], apart[kept]

    def _agree(self, a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> np.ndarray:
        """Whether hit a–b and hit c–d are consistent with one scale and at most a slight rotation."""
        here, there = self._xy[c] - self._xy[a], self._xy[d] - self._xy[b]
        long_here, long_there = np.hypot(*here.T), np.hypot(*there.T)
        apart = (long_here > _MIN_STEP_PX) & (long_there > _MIN_STEP_PX)
        growth = np.log(np.maximum(long_there, 1e-3) / np.maximum(long_here, 1e-3))
        fits = np.abs(self._log_sigma[b] - self._log_sigma[a] - growth) < _SIZE_TOLERANCE
        fits &= np.abs(self._log_sigma[d] - self._log_sigma[c] - growth) < _SIZE_TOLERANCE
        along = (here * there).sum(axis=1)
        straight = along > np.cos(_TURN_TOLERANCE) * long_here * long_there
        return np.asarray(apart & fits & straight)


def _pairs_within(start: np.ndarray, count: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of all pairs inside runs of length `count` that begin at `start`."""
    ones, twos = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for size in np.unique(count):
        above = np.triu_indices(size, 1)
        begin = start[count == size][:, None]
        ones.append((begin + above[0]).ravel())
        twos.append((begin + above[1]).ravel())
    return np.concatenate(ones), np.concatenate(twos)
