"""The training loop: network, phases, metrics, checkpoints, early stopping."""
