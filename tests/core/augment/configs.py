"""Random recipes for tests."""

from hypothesis import strategies as st

from core.augment.config import FILL_MODES, AugmentConfig


def _numbers(low: float, high: float):
    return st.floats(low, high, allow_nan=False).map(lambda number: round(number, 6))


def _ranges(low: float, high: float):
    return st.tuples(_numbers(low, high), _numbers(low, high)).map(lambda ends: tuple(sorted(ends)))


configs = st.builds(
    AugmentConfig,
    rotation_range=_numbers(0, 180),
    width_shift_range=_numbers(0, 0.9),
    height_shift_range=_numbers(0, 0.9),
    shear_range=_numbers(0, 60),
    zoom_range=_ranges(0.1, 5),
    horizontal_flip=st.booleans(),
    vertical_flip=st.booleans(),
    brightness_range=st.none() | _ranges(0, 4),
    channel_shift_range=_numbers(0, 255),
    fill_mode=st.sampled_from(FILL_MODES),
    cval=_numbers(0, 255),
)
