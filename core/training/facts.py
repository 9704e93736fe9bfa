"""What a run notes about itself, whatever it trains. Needs no Keras."""

from core.training.data.split_rows import Material
from core.training.reporting import Reporter

LAYERS_FILE = "layers.json"
MODEL_FILE = "model.keras"


def note_facts(reporter: Reporter, material: Material, device: str) -> None:
    """Tell what the run is made of."""
    reporter.note(
        device=device,
        split_hash=material.split_hash,
        artists=list(material.artists),
        paintings={side: len(material.on(side)) for side in ("train", "val", "test")},
    )
