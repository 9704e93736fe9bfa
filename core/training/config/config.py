"""`TrainConfig`: everything that decides what a training run does, as one value that is saved with the run."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, Self

from core.augment.config import AugmentConfig
from core.dataset.splitting.selection import Selection
from core.dataset.splitting.split import SplitConfig
from core.errors import InvalidInputError
from core.language import N_, _
from core.settings.fields import make_plain, value_faults
from core.settings.schema import VERSION_KEY, checked_values, known_values
from core.training.config.blocks import OPTIONAL_BLOCKS, EarlyStoppingConfig, FineTuningConfig, ReduceLROnPlateauConfig
from core.training.config.contradictions import contradictions
from core.training.config.run_settings import RunSettings

SCHEMA_VERSION = 1

BLOCKS: Mapping[str, Callable[[object], Any]] = MappingProxyType(
    {
        "selection": Selection.from_dict,
        "split": SplitConfig.from_dict,
        "augment": AugmentConfig.from_dict,
        "early_stopping": EarlyStoppingConfig.from_dict,
        "reduce_lr": ReduceLROnPlateauConfig.from_dict,
        "fine_tuning": FineTuningConfig.from_dict,
    }
)
"""The groups of settings inside a `TrainConfig`, and how each is read."""


@dataclass(frozen=True)
class TrainConfig(RunSettings):
    """A training run by value. Equal values train equally, on one machine. `RunSettings` describes the fields.

    Raises:
        InvalidInputError: values that are not valid or do not go together; the message names every fault.
    """

    def __post_init__(self) -> None:
        faults = [*value_faults(self), *_kind_faults(self)]
        # What a wrong value makes impossible to compare is left to be named once that value is right.
        with suppress(AttributeError, KeyError, TypeError) if faults else nullcontext():
            faults += contradictions(self)
        if faults:
            sentence = _("This training run cannot be started: {faults}.")
            raise InvalidInputError(sentence.format(faults="; ".join(faults)))
        make_plain(self)

    def to_dict(self) -> dict[str, Any]:
        """The settings as JSON can hold them, each group with its `schema_version`; `from_dict` reads them back."""
        values = {entry.name: _json_value(getattr(self, entry.name)) for entry in fields(self)}
        return {VERSION_KEY: SCHEMA_VERSION, **values}

    @classmethod
    def from_dict(cls, values: object) -> Self:
        """Read what `to_dict` made; a field that is not there has its default.

        Raises:
            InvalidInputError: unknown keys, another schema version, or values that are not valid; faults of all
                groups are named at once.
        """
        what = N_("training configuration")
        known, faults = known_values(values, cls, what)
        read = checked_values(known, cls, SCHEMA_VERSION, what)
        for name in BLOCKS.keys() & read.keys():
            try:
                read[name] = _read_block(name, read[name])
            except InvalidInputError as error:
                faults.append(str(error))
                del read[name]
        try:
            config = cls(**read)
        except InvalidInputError as error:
            faults.insert(0, str(error))
        if faults:
            raise InvalidInputError(" ".join(faults))
        return config


def _json_value(value: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    if isinstance(value, tuple):
        return list(value)
    return value.to_dict() if hasattr(value, "to_dict") else value


def _read_block(name: str, value: object) -> object:
    return None if value is None and name in OPTIONAL_BLOCKS else BLOCKS[name](value)


def _kind_faults(config: TrainConfig) -> Iterator[str]:
    kinds = {
        "selection": Selection,
        "split": SplitConfig,
        "augment": AugmentConfig,
        "early_stopping": EarlyStoppingConfig,
        "reduce_lr": ReduceLROnPlateauConfig,
        "fine_tuning": FineTuningConfig,
    }
    for name, kind in kinds.items():
        value = getattr(config, name)
        if not isinstance(value, kind) and not (value is None and name in OPTIONAL_BLOCKS):
            yield f"{name} is {value!r:.60} and must be a {kind.__name__}"
