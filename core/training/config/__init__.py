"""Settings of a training run: `TrainConfig`, presets, contradictions, overrides, advice."""
