"""The number of parameters of a run's model, including the encoders of a probe."""

from core.errors import AtelierError
from core.models.encoders.entry import ENCODERS
from core.runs.run import Run
from core.training.config.run_settings import PROBE


def count_parameters(run: Run) -> int | None:
    """Of the whole model; None where its summary is missing or damaged, or an encoder is not known any more."""
    try:
        own = (run.layers() or {}).get("parameters")
    except AtelierError:
        return None
    frozen = count_encoder_parameters(run)
    return own + frozen if isinstance(own, int) and frozen is not None else None


def count_encoder_parameters(run: Run) -> int | None:
    """Of the frozen encoders of a probe, 0 for models that have none; None where one is not known any more."""
    if run.model != PROBE:
        return 0
    names = run.config.encoders if run.config else None
    if names is None or any(name not in ENCODERS for name in names):
        return None
    return sum(ENCODERS[name].parameters for name in names)
