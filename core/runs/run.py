"""A run as every process but its own sees it: a handle that reads the folder's files on demand."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import AtelierError
from core.language import _
from core.models.encoders.entry import ENCODERS
from core.processes.store import read_log_tail
from core.runs import folder as files
from core.runs.notes import RunNotes, read_notes
from core.runs.status import RunStatus
from core.training.config.run_settings import PROBE

if TYPE_CHECKING:
    import pandas as pd

    from core.training.config.config import TrainConfig


class Run:
    """A run folder and the status that was read with it. Files are read on demand, settings and notes once."""

    def __init__(self, folder: Path, status: RunStatus) -> None:
        self.folder = folder
        self.status = status

    @property
    def id(self) -> str:
        """The name of the folder; ids sort by the time they were made."""
        return self.folder.name

    @cached_property
    def _document(self) -> dict[str, Any]:
        return files.read_config_document(self.folder)

    @cached_property
    def _config(self) -> "tuple[TrainConfig | None, str]":
        from core.training.config.config import TrainConfig

        try:
            return TrainConfig.from_dict(self._document.get("config")), ""
        except AtelierError as error:
            return None, str(error)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            sentence = _("The settings of this run ({file}) make no sense: {error}. Start a new run instead.")
            return None, sentence.format(file=files.CONFIG, error=error)

    @property
    def config(self) -> "TrainConfig | None":
        """The settings; None when they cannot be read, and `config_fault` says why."""
        return self._config[0]

    @property
    def config_fault(self) -> str:
        """Why the settings cannot be read, in a sentence; "" when they can."""
        return self._config[1]

    @property
    def model(self) -> str:
        """Name of the model; "" when the settings cannot be read."""
        return self._setting("model")

    @property
    def dataset(self) -> str:
        """Name of the data set; "" when the settings cannot be read."""
        return self._setting("dataset")

    def _setting(self, key: str) -> str:
        try:
            config = self._document.get("config")
        except AtelierError:
            return ""
        value = config.get(key) if isinstance(config, dict) else None
        return value if isinstance(value, str) else ""

    @cached_property
    def notes(self) -> RunNotes:
        """Title, note and tags as people gave them."""
        return read_notes(self.folder)

    @property
    def title(self) -> str:
        """What people call it: their title, else model and data set, else the id."""
        if self.notes.title or not (self.model and self.dataset):
            return self.notes.title or self.id
        return _("{model} on {dataset}").format(model=self.model, dataset=self.dataset)

    @property
    def note(self) -> str:
        """What people wrote about it."""
        return self.notes.note

    @property
    def tags(self) -> tuple[str, ...]:
        """Words people gave it to find it by."""
        return self.notes.tags

    def facts(self) -> dict[str, Any]:
        """What was noted beside the settings: dataset, split_hash, versions, device, git_commit, created.

        Empty when `config.json` cannot be read.
        """
        try:
            return {key: value for key, value in self._document.items() if key != "config"}
        except AtelierError:
            return {}

    def metrics(self) -> "pd.DataFrame":
        """One row an epoch, `core.runs.folder.METRIC_COLUMNS`; no rows before the first."""
        return files.read_metrics(self.folder / files.METRICS)

    def last_metrics(self) -> dict[str, Any] | None:
        """The row of the last epoch, read quickly; None before the first."""
        return files.read_last_metrics(self.folder / files.METRICS)

    def split(self) -> "pd.DataFrame | None":
        """painting_id, artist, side; None before it is drawn."""
        return files.read_split(self.folder)

    def predictions(self) -> "pd.DataFrame | None":
        """side, painting_id, y_true, y_pred, "p:<artist>"…; None before the run is done."""
        return files.read_predictions(self.folder)

    def evaluation(self) -> dict[str, Any] | None:
        """What the result screens show, by side; None before the run is done.

        Raises:
            InvalidInputError: the file is damaged.
        """
        document = files.read_json(self.folder / files.EVALUATION)
        return document if isinstance(document, dict) else None

    def layers(self) -> dict[str, Any] | None:
        """{"layers": [{"name", "kind", "output_shape", "parameters", "trainable"}], "parameters", …}; None before.

        Raises:
            InvalidInputError: the file is damaged.
        """
        document = files.read_json(self.folder / files.LAYERS)
        return document if isinstance(document, dict) else None

    def log_tail(self, size: int = 8000) -> str:
        """The end of what its process printed, at most `size` bytes."""
        return read_log_tail(self.folder / files.LOG, size)

    def log_after(self, position: int) -> tuple[str, int]:
        """What its process printed after a position in bytes, in whole lines, and the position after that.

        Position 0 begins with the tail of a long log; a log shorter than the position is read from its beginning.
        """
        return files.read_log_after(self.folder, position)

    @property
    def has_checkpoint(self) -> bool:
        """Whether a resume would continue, rather than begin again."""
        return (self.folder / files.CHECKPOINT).exists()


def count_parameters(run: Run) -> int | None:
    """The parameters of the whole model; None where the summary is missing or damaged or an encoder is unknown."""
    try:
        own = (run.layers() or {}).get("parameters")
    except AtelierError:
        return None
    frozen = count_encoder_parameters(run)
    return own + frozen if isinstance(own, int) and frozen is not None else None


def count_encoder_parameters(run: Run) -> int | None:
    """The parameters of the frozen encoders of a probe, 0 for other models; None where one is unknown."""
    if run.model != PROBE:
        return 0
    names = run.config.encoders if run.config else None
    if names is None or any(name not in ENCODERS for name in names):
        return None
    return sum(ENCODERS[name].parameters for name in names)
