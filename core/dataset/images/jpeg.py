"""What a JPEG says of itself in its first bytes, read from memory: cheaper than opening it as a picture.

Source: ITU-T T.81, annex B (markers and the frame header).
"""

from dataclasses import dataclass

_START_OF_IMAGE = b"\xff\xd8"
_END_OF_IMAGE = b"\xff\xd9"
_TRAILER_BYTES = 4096
_FRAME_MARKERS = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended and progressive, with Huffman coding: what decoders can scale."""
_OTHER_FRAME_MARKERS = frozenset(range(0xC3, 0xD0)) - {0xC4, 0xC8, 0xCC}
_START_OF_SCAN = 0xDA


@dataclass(frozen=True)
class JpegFrame:
    """The frame header.

    Attributes:
        width: pixels across as stored, before any EXIF rotation.
        height: pixels down as stored.
        components: 1 grey, 3 colour, 4 CMYK.
    """

    width: int
    height: int
    components: int


def read_frame(data: bytes) -> JpegFrame | None:
    """Find the frame header; None when this is no JPEG of a usual kind."""
    if not data.startswith(_START_OF_IMAGE):
        return None
    position = 2
    while position + 9 < len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker in _FRAME_MARKERS:
            height, width = _number(data, position + 5), _number(data, position + 7)
            return JpegFrame(width, height, data[position + 9]) if width and height else None
        if marker in _OTHER_FRAME_MARKERS or marker == _START_OF_SCAN:
            return None
        position += 1 if marker == 0xFF else 2 + _number(data, position + 2)
    return None


def _number(data: bytes, position: int) -> int:
    return int.from_bytes(data[position : position + 2], "big")


def seems_complete(data: bytes) -> bool:
    """Whether the mark of the end stands near the end; a file without it is cut off or carries a long trailer."""
    return _END_OF_IMAGE in data[-_TRAILER_BYTES:]
