"""What computes: a graphics card is shared, named, and given the 16 bits that suit it."""

import keras
import pytest
import tensorflow as tf

from core.training.device import device_key, has_gpu, precision, precision_name, prepare_device, processor


class FakeCards:
    """What TensorFlow says and is asked where it sees these cards."""

    def __init__(self, *names: str, is_in_use: bool = False) -> None:
        self.devices = [
            tf.config.PhysicalDevice(f"/physical_device:GPU:{number}", "GPU") for number in range(len(names))
        ]
        self.names = dict(zip(self.devices, names, strict=True))
        self.growing: list[str] = []
        self._is_in_use = is_in_use

    def physical(self, device_type: str | None = None) -> list:
        return self.devices if device_type in ("GPU", None) else []

    def logical(self, device_type: str | None = None) -> list:
        cards = [tf.config.LogicalDevice(f"/device:GPU:{number}", "GPU") for number in range(len(self.devices))]
        everything = [tf.config.LogicalDevice("/device:CPU:0", "CPU"), *cards]
        return [device for device in everything if device_type in (device.device_type, None)]

    def grow(self, device, enable: bool) -> None:
        if self._is_in_use:
            raise RuntimeError("Physical devices cannot be modified after being initialized")
        assert enable
        self.growing.append(self.names[device])

    def details(self, device) -> dict[str, str]:
        return {"device_name": self.names[device]} if self.names[device] else {}


@pytest.fixture
def tensorflow_sees(monkeypatch):
    """A function: from now on TensorFlow sees the cards of these names."""

    def see(*names: str, is_in_use: bool = False) -> FakeCards:
        cards = FakeCards(*names, is_in_use=is_in_use)
        monkeypatch.setattr(tf.config, "list_physical_devices", cards.physical)
        monkeypatch.setattr(tf.config, "list_logical_devices", cards.logical)
        monkeypatch.setattr(tf.config.experimental, "set_memory_growth", cards.grow)
        monkeypatch.setattr(tf.config.experimental, "get_device_details", cards.details)
        return cards

    if keras.backend.backend() != "tensorflow":
        pytest.skip(f"asks TensorFlow for its cards, and Keras computes with {keras.backend.backend()}")
    return see


def test_every_card_is_named_and_takes_memory_as_it_needs_it(tensorflow_sees):
    cards = tensorflow_sees("NVIDIA H100", "NVIDIA H200")
    assert prepare_device() == "GPU (NVIDIA H100, NVIDIA H200)"
    assert cards.growing == ["NVIDIA H100", "NVIDIA H200"]
    assert device_key() == "tensorflow NVIDIA H100, NVIDIA H200"


def test_a_card_without_a_name_goes_by_its_place(tensorflow_sees):
    tensorflow_sees("")
    assert prepare_device() == "GPU (/physical_device:GPU:0)"


def test_a_card_that_is_in_use_already_is_left_as_it_is(tensorflow_sees):
    tensorflow_sees("NVIDIA H100", is_in_use=True)
    assert prepare_device() == "GPU (NVIDIA H100)"


def test_without_a_card_the_processor_computes(tensorflow_sees):
    tensorflow_sees()
    assert prepare_device() == processor()
    assert device_key() == "tensorflow cpu"
    assert not has_gpu()


@pytest.mark.parametrize(("cards", "policy"), [(["NVIDIA H100"], "mixed_float16"), ([], "mixed_bfloat16")])
def test_mixed_precision_takes_the_16_bits_that_are_safe_on_the_device(cards, policy, tensorflow_sees):
    tensorflow_sees(*cards)
    assert has_gpu() == bool(cards)
    assert (precision_name(True), precision_name(False)) == (policy, "float32")
    before = keras.config.dtype_policy()
    with precision(True):
        assert keras.layers.Dense(1).dtype_policy.name == policy
    assert keras.config.dtype_policy() == before
