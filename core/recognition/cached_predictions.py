"""What a run answered for its own pictures, read once."""

from functools import lru_cache
from pathlib import Path

from core.errors import AtelierError
from core.evaluation.predictions import PREDICTIONS_FILE, Predictions, read_predictions
from core.runs import Run


def known_predictions(run: Run) -> Predictions | None:
    """What the run answered for its own pictures; None where that cannot be read."""
    try:
        return _predictions(run.folder / PREDICTIONS_FILE, predictions_stamp(run))
    except (OSError, AtelierError):
        return None


def predictions_stamp(run: Run) -> int:
    """Changes whenever the run has other answers; 0 where it has none."""
    try:
        return (run.folder / PREDICTIONS_FILE).stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=8)
def _predictions(path: Path, stamp: int) -> Predictions:
    return read_predictions(path)
