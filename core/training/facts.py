"""What a run notes about itself, whatever it trains. Needs no Keras."""

from core.training.data.split_rows import TrainingData
from core.training.reporting import Reporter

LAYERS_FILE = "layers.json"
MODEL_FILE = "model.keras"


def note_facts(reporter: Reporter, training_data: TrainingData, device: str) -> None:
    """Report what the run is made of."""
    reporter.note(
        device=device,
        split_hash=training_data.split_hash,
        artists=list(training_data.artists),
        paintings={side: len(training_data.on(side)) for side in ("train", "val", "test")},
    )
