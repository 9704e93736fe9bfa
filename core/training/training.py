"""Training a run from its configuration to its filled folder. For a worker process: networks import Keras."""

from pathlib import Path

from core.errors import CancelledError
from core.language import _
from core.models.loading import load_keras
from core.permissions import require_writable_path
from core.training.config.config import TrainConfig
from core.training.loop.checkpoint import Checkpoint
from core.training.loop.faults import translate_training_errors
from core.training.reporting import Outcome, Reporter


def train(config: TrainConfig, folder: Path, reporter: Reporter) -> Outcome:
    """Train, or go on training where `folder` was left.

    Writes split.csv, layers.json, checkpoint/, tensorboard/, model.keras (of a probe: probe.npz and probe.json) and
    predictions.parquet. On one processor a run that was killed or stopped and then resumed has the metrics of one
    that never was, to within rounding.

    Args:
        config: of the run; the same again when it is resumed.
        folder: of the run; made where it is missing.
        reporter: receives progress and metrics; its `stop_requested` is checked after every batch.

    Returns:
        How it ended, if it did not fail.

    Raises:
        AtelierError: it failed for a reason that a person can mend: the data set or weights are gone, too few
            artists, a loss that is no number, a full disk, too little memory, or settings changed since the start.
    """
    require_writable_path(folder)
    checkpoint = Checkpoint(folder / "checkpoint", config)
    with translate_training_errors():
        ended = checkpoint.finished()
        if ended is not None:
            reporter.rewind(ended["rows"])
            return Outcome("finished", ended["message"], ended["best_epoch"], len(ended["rows"]))
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return _start(config, folder, reporter, checkpoint)
        except CancelledError:
            done = len(checkpoint.load()[0].rows) if checkpoint.exists else 0
            return Outcome("stopped", _("Stopped on request; it can be resumed."), None, done)


def _start(config: TrainConfig, folder: Path, reporter: Reporter, checkpoint: Checkpoint) -> Outcome:
    if config.is_probe:
        from core.training.probe.probing import train_probe

        return train_probe(config, folder, reporter, checkpoint)
    # Keras takes seconds to load, and a probe can do without.
    reporter.progress(_("Loading Keras"), 0, 1)
    load_keras()
    from core.training.network_run import train_network

    reporter.progress(_("Loading Keras"), 1, 1)
    return train_network(config, folder, reporter, checkpoint)
