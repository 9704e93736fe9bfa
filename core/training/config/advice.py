"""Hints about valid settings that are rarely intended, shown before a run is started."""

from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING

from core.language import _
from core.models.encoders.entry import any_backbone
from core.models.registry import MODELS
from core.training.config.hyperparameters import HYPERPARAMETERS
from core.training.config.phases import freezes_whole_backbone
from core.training.config.setting_words import typed

if TYPE_CHECKING:
    from core.training.config.config import TrainConfig

_NOT_OF_THE_PROBE = ("weights", "views", "batch_size", "optimizer", "loss")
"""Settings of networks that runs of the probe may have, for they change nothing."""


def advice(config: "TrainConfig") -> Iterator[str]:
    """One sentence for each combination that is allowed and seldom meant."""
    if config.is_probe:
        yield from _unheeded_by_the_probe(config)
        return
    frozen = freezes_whole_backbone(config.freeze, MODELS[config.model].layers)
    if frozen and config.weights == "random":
        yield _(
            "The backbone starts from nothing and stays as it is, so only the last layer learns. Start from "
            "photographs (imagenet) or a file of weights, or freeze nothing."
        )
    yield from _never_lowered(config)
    if not frozen:
        yield from _frozen_again(config)


def _unheeded_by_the_probe(config: "TrainConfig") -> Iterator[str]:
    defaults = {entry.name: entry.default for entry in fields(config)}
    unheeded = [name for name in _NOT_OF_THE_PROBE if getattr(config, name) != defaults[name]]
    usual_sizes = (defaults["image_size"], MODELS[config.model].default_image_size)
    if config.image_size not in usual_sizes and not any_backbone(config.encoders):
        unheeded.append("image_size")
    if unheeded:
        sentence = _("The probe does not heed these settings, so they change nothing here: {settings}.")
        yield sentence.format(settings=", ".join(_(HYPERPARAMETERS[name].title) for name in unheeded))


def _never_lowered(config: "TrainConfig") -> Iterator[str]:
    if config.reduce_lr is None:
        return
    lowest = config.reduce_lr.min_lr
    if config.learning_rate <= lowest:
        sentence = _(
            "The learning rate starts at {rate} and may not fall below {lowest}, so it is never lowered. Take a lower "
            "lowest rate, or leave the rate alone."
        )
        yield sentence.format(rate=typed(config.learning_rate), lowest=typed(lowest))
    if config.fine_tuning and config.fine_tuning.learning_rate <= lowest:
        sentence = _(
            "The learning rate of fine-tuning starts at {rate} and may not fall below {lowest}, so it is never "
            "lowered there. Take a lower lowest rate."
        )
        yield sentence.format(rate=typed(config.fine_tuning.learning_rate), lowest=typed(lowest))


def _frozen_again(config: "TrainConfig") -> Iterator[str]:
    """Fine-tuning that lets less of the backbone learn than the first phase did."""
    first = config.freeze if isinstance(config.freeze, int) else 0
    if config.fine_tuning and config.fine_tuning.unfreeze_from > first:
        sentence = _(
            "The first {layers:,} layers of the backbone stay as they are in fine-tuning, though more of them learn "
            "before it. Freeze the backbone first, or let fine-tuning learn from layer {first:,}."
        )
        yield sentence.format(layers=config.fine_tuning.unfreeze_from, first=first)
