"""Adam in one pass against Keras's own, step by step."""

import keras
import numpy as np
import pytest

from core.training.loop.compiling import make_optimizer

PEERS = {"adam": keras.optimizers.Adam, "adamw": keras.optimizers.AdamW}


def trained(optimizer: keras.optimizers.Optimizer) -> list[np.ndarray]:
    """The weights of a small network after thirty steps, the rate halved on the way."""
    rng = np.random.default_rng(5)
    keras.utils.set_random_seed(5)
    network = keras.Sequential(
        [keras.Input((6,)), keras.layers.Dense(9, activation="relu"), keras.layers.Dense(3, activation="softmax")]
    )
    network.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", jit_compile=False)
    for step in range(30):
        if step == 15:
            optimizer.learning_rate = 5e-3
        network.train_on_batch(rng.normal(size=(8, 6)).astype(np.float32), rng.integers(0, 3, 8))
    return [*network.get_weights(), *(keras.ops.convert_to_numpy(variable) for variable in optimizer.variables)]


@pytest.mark.parametrize("name", PEERS)
def test_one_pass_gives_the_weights_and_the_means_of_keras(name):
    ours, theirs = trained(make_optimizer(name, 1e-2)), trained(PEERS[name](learning_rate=1e-2))
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)
