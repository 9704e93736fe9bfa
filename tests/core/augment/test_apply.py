"""Applying: what is kept, what is left alone, and that batches are no different from pictures one by one."""

import os
import threading

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.augment.apply import apply_transforms, augment
from core.augment.config import FILL_MODES, AugmentConfig
from core.augment.transforms import Transform, draw_transforms
from core.errors import InvalidInputError
from tests.core.augment.configs import configs

STRONG = AugmentConfig(
    rotation_range=40,
    width_shift_range=0.2,
    zoom_range=(0.6, 1.2),
    horizontal_flip=True,
    brightness_range=(0.5, 1.5),
    channel_shift_range=30,
    fill_mode="reflect",
)

shapes = st.tuples(st.integers(0, 5), st.integers(1, 40), st.integers(1, 40))
kinds = st.sampled_from([np.uint8, np.float32])


def noise(n, height, width, dtype=np.uint8, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (n, height, width, 3)).astype(dtype)


def drawn(config, images, seed=0):
    return draw_transforms(config, len(images), *images.shape[1:3], np.random.default_rng(seed))


@settings(max_examples=60, deadline=None)
@given(configs, shapes, kinds)
def test_shape_dtype_range_and_the_pictures_themselves_are_kept(config, shape, dtype):
    images = noise(*shape, dtype)
    before = images.copy()
    result = apply_transforms(images, drawn(config, images), config)
    assert result.shape == images.shape and result.dtype == dtype
    assert np.isfinite(result).all() and result.min(initial=0) >= -0.01 and result.max(initial=0) <= 255.01
    assert np.array_equal(images, before) and not np.may_share_memory(result, images)


@settings(max_examples=30, deadline=None)
@given(shapes, kinds, st.sampled_from(FILL_MODES))
def test_the_default_changes_nothing(shape, dtype, fill_mode):
    images = noise(*shape, dtype)
    config = AugmentConfig(fill_mode=fill_mode, cval=9)
    assert np.array_equal(apply_transforms(images, drawn(config, images), config), images)


@settings(max_examples=30, deadline=None)
@given(configs, kinds, st.integers(0, 1000))
def test_a_batch_is_its_pictures_one_by_one(config, dtype, seed):
    images = noise(9, 21, 34, dtype, seed)
    transforms = drawn(config, images, seed)
    singles = [apply_transforms(images[i : i + 1], transforms[i : i + 1], config)[0] for i in range(9)]
    assert np.array_equal(apply_transforms(images, transforms, config), np.stack(singles))


def test_batches_larger_than_a_chunk_come_out_whole_and_in_order():
    images = noise(70, 64, 64)
    transforms = drawn(STRONG, images)
    whole = apply_transforms(images, transforms, STRONG)
    parts = [apply_transforms(images[i : i + 7], transforms[i : i + 7], STRONG) for i in range(0, 70, 7)]
    assert np.array_equal(whole, np.concatenate(parts))


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=10, deadline=None)
def test_the_same_seed_gives_the_same_pictures(seed):
    images = noise(3, 20, 20)
    first, second = (augment(images, STRONG, np.random.default_rng(seed)) for _ in range(2))
    assert np.array_equal(first, second)


def test_the_global_generator_and_opencvs_threads_are_left_alone():
    state, threads = np.random.get_state()[1].copy(), cv2.getNumThreads()
    augment(noise(40, 50, 50), STRONG, np.random.default_rng(0))
    assert np.array_equal(np.random.get_state()[1], state) and cv2.getNumThreads() == threads


@pytest.mark.parametrize("flip", [{"flip_horizontal": True}, {"flip_vertical": True}])
def test_flips_are_exact_mirrors(flip):
    images = noise(2, 13, 20)
    axis = 2 if "flip_horizontal" in flip else 1
    assert np.array_equal(apply_transforms(images, [Transform(**flip)] * 2, AugmentConfig()), np.flip(images, axis))


def test_a_shift_by_whole_pixels_moves_pixels_and_fills_as_told():
    images = noise(1, 8, 10, np.float32)
    moved = {
        mode: apply_transforms(images, [Transform(tx=3)], AugmentConfig(fill_mode=mode, cval=50))[0]
        for mode in FILL_MODES
    }
    picture = images[0]
    for result in moved.values():
        assert np.array_equal(result[:, :7], picture[:, 3:])
    assert np.array_equal(moved["nearest"][:, 7:], picture[:, [9, 9, 9]])
    assert np.array_equal(moved["reflect"][:, 7:], picture[:, [9, 8, 7]])
    assert np.array_equal(moved["wrap"][:, 7:], picture[:, :3])
    assert (moved["constant"][:, 7:] == 50).all()


def test_a_quarter_turn_is_exact_and_to_the_left():
    images = noise(1, 30, 30)
    turned = apply_transforms(images, [Transform(theta=90)], AugmentConfig())
    assert np.array_equal(turned[0], np.rot90(images[0]))


def test_true_centre_keeps_the_middle_of_a_picture_that_is_not_square():
    images = np.zeros((1, 21, 61, 3), np.uint8)
    images[:, 9:12, 29:32] = 200
    transform = [Transform(theta=70)]
    assert apply_transforms(images, transform, AugmentConfig(), true_centre=True)[0, 10, 30, 0] == 200
    assert apply_transforms(images, transform, AugmentConfig())[0, 10, 30, 0] == 0
    square = noise(1, 20, 20)
    results = [apply_transforms(square, transform, AugmentConfig(), true_centre=which) for which in (True, False)]
    assert np.array_equal(*results)


def test_training_batches_are_filled_in_place_from_stored_bytes():
    images = noise(5, 30, 30)
    transforms = drawn(STRONG, images)
    batch = np.full(images.shape, -1, np.float32)
    assert apply_transforms(images, transforms, STRONG, out=batch) is batch
    assert np.array_equal(batch, apply_transforms(images.astype(np.float32), transforms, STRONG))


def test_leaving_out_exactness_changes_next_to_nothing():
    images = noise(4, 160, 160, np.float32)
    transforms = drawn(STRONG, images)
    exact, quick = (apply_transforms(images, transforms, STRONG, exact=which) for which in (True, False))
    assert (np.abs(exact - quick) > 0.05).mean() < 1e-3 and np.abs(exact - quick).max() <= 2


def test_pictures_that_are_views_work_like_any_other():
    images = noise(6, 24, 24)
    view = images[::2, :, ::-1]
    transforms = drawn(STRONG, view)
    assert np.array_equal(
        apply_transforms(view, transforms, STRONG), apply_transforms(np.ascontiguousarray(view), transforms, STRONG)
    )


def test_several_threads_may_augment_at_once():
    images = noise(30, 64, 64)
    transforms = drawn(STRONG, images)
    expected = apply_transforms(images, transforms, STRONG)
    same = []

    def work():
        same.extend(np.array_equal(apply_transforms(images, transforms, STRONG), expected) for _ in range(5))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert same == [True] * 20


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_process_gets_threads_of_its_own():
    images = noise(40, 64, 64)
    apply_transforms(images, drawn(STRONG, images), STRONG)
    child = os.fork()
    if child == 0:
        apply_transforms(images, drawn(STRONG, images), STRONG)
        os._exit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_an_error_in_a_thread_is_raised(monkeypatch):
    images = noise(60, 64, 64)
    monkeypatch.setattr("core.augment.apply._warp", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        apply_transforms(images, drawn(STRONG, images), STRONG)


@pytest.mark.parametrize(
    ("images", "sentence"),
    [
        (np.zeros((2, 5, 5), np.uint8), "shape"),
        (np.zeros((2, 5, 5, 4), np.uint8), "shape"),
        (np.zeros((2, 0, 5, 3), np.uint8), "shape"),
        (np.zeros((2, 5, 5, 3)), "float64"),
        ([1, 2], "list"),
    ],
)
def test_other_shapes_and_dtypes_are_refused(images, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        apply_transforms(images, [Transform()] * 2, AugmentConfig())


def test_unsuitable_outputs_are_refused():
    images = noise(2, 6, 6, np.float32)
    outs = [np.empty((2, 6, 6, 3), np.uint8), np.empty((3, 6, 6, 3), np.float32), images]
    outs.append(np.empty((2, 6, 6, 6), np.float32)[..., ::2])
    for out in outs:
        with pytest.raises(InvalidInputError, match="output"):
            apply_transforms(images, [Transform()] * 2, AugmentConfig(), out=out)
    with pytest.raises(InvalidInputError, match="2 pictures and 1 transforms"):
        apply_transforms(images, [Transform()], AugmentConfig())
