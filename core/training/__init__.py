"""Training: a `TrainConfig` becomes a filled run folder.

What is exported here needs no Keras, so pages and the command line may import it. Training itself is
`core.training.training.train`, for a worker process alone.
"""

from core.training.config.blocks import EarlyStoppingConfig, FineTuningConfig, ReduceLROnPlateauConfig
from core.training.config.config import TrainConfig
from core.training.loop.faults import TrainingFaultError
from core.training.reporting import MetricsRow, Outcome, Reporter

__all__ = [
    "EarlyStoppingConfig",
    "FineTuningConfig",
    "MetricsRow",
    "Outcome",
    "ReduceLROnPlateauConfig",
    "Reporter",
    "TrainConfig",
    "TrainingFaultError",
]
