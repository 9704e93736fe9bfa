"""What computes: set up once before the first network is built."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import keras

from core.language import counted


def prepare_device() -> str:
    """Let a graphics card's memory grow as needed, instead of taking all of it.

    Returns:
        The device in words, as in "CPU (2 threads)" or "GPU (NVIDIA H200)".
    """
    names = _gpus()
    return f"GPU ({', '.join(names)})" if names else processor()


def device_key() -> str:
    """Backend and device in the same words whatever the language, as in "tensorflow cpu"."""
    return f"{keras.backend.backend()} {', '.join(_gpus()) or 'cpu'}"


def has_gpu() -> bool:
    """Whether Keras computes on a graphics card."""
    return any("cpu" not in str(name).lower() for name in keras.distribution.list_devices())


def _gpus() -> list[str]:
    if keras.backend.backend() == "tensorflow":
        return _tensorflow_gpus()
    return [str(name) for name in keras.distribution.list_devices() if "cpu" not in str(name).lower()]


def _tensorflow_gpus() -> list[str]:
    # Keras has no switch for this.
    import tensorflow as tf

    names = []
    for gpu in tf.config.list_physical_devices("GPU"):
        # Once something was computed it stays as it was.
        with suppress(RuntimeError):
            tf.config.experimental.set_memory_growth(gpu, True)
        names.append(str(tf.config.experimental.get_device_details(gpu).get("device_name", gpu.name)))
    return names


def precision_name(mixed: bool) -> str:
    """What Keras calls the numbers that networks are built of here: which 16 bits are safe depends on the device."""
    if not mixed:
        return "float32"
    return "mixed_float16" if has_gpu() else "mixed_bfloat16"


@contextmanager
def precision(mixed: bool) -> Iterator[None]:
    """Build networks in 16 bits where that is safe, in 32 else; the setting before comes back afterwards."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(precision_name(mixed))
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


def processor() -> str:
    """As in "CPU (2 threads)": so many as this process may use."""
    threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return f"CPU ({counted(threads, 'thread', 'threads')})"
