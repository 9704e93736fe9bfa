"""Settings that are valid by themselves and contradict each other, one sentence for each."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from core.language import _
from core.models.registry import MODELS, ModelEntry
from core.training.config.run_settings import DEFAULT_ENCODERS, RunSettings

OF_THE_PROBE: Mapping[str, Any] = MappingProxyType(
    {"encoders": DEFAULT_ENCODERS, "encoder_weights": (), "tiles": False}
)
"""Settings that only the probe heeds, and their defaults."""

_OF_NETWORKS = {
    "augment": None,
    "freeze": "none",
    "early_stopping": None,
    "reduce_lr": None,
    "fine_tuning": None,
    "mixed_precision": False,
}
_OF_BACKBONES = {"freeze": "none", "fine_tuning": None}


def contradictions(config: RunSettings) -> Iterator[str]:
    """One sentence for each value that does not go with the others.

    Args:
        config: each value of which is right by itself.
    """
    entry = MODELS[config.model]
    if config.is_probe:
        yield from _unused(config, _OF_NETWORKS, _("{name} is for networks and not for the probe"))
        yield from _encoder_faults(config)
        return
    yield from _unused(config, OF_THE_PROBE, _("{name} is for the probe and not for {model}"))
    if config.image_size < entry.min_image_size:
        fault = _("image_size is {size} and {model} needs {least} px or more")
        yield fault.format(size=config.image_size, model=config.model, least=entry.min_image_size)
    yield from _backbone_faults(config, entry)
    if not config.split.val:
        yield from _blind_monitors(config)


def _backbone_faults(config: RunSettings, entry: ModelEntry) -> Iterator[str]:
    if not entry.has_backbone:
        yield from _unused(config, _OF_BACKBONES, _("{name} is for models with a backbone, and {model} has none"))
        if config.weights == "imagenet":
            fault = _("weights is imagenet, and there are none of those for {model}; use random or a file")
            yield fault.format(model=config.model)
        return
    if isinstance(config.freeze, int) and config.freeze > entry.layers:
        fault = _("freeze is {value}, and the backbone of {model} has {layers} layers; “backbone” freezes them all")
        yield fault.format(value=config.freeze, model=config.model, layers=entry.layers)
    if config.fine_tuning and config.fine_tuning.unfreeze_from >= entry.layers:
        fault = _(
            "fine_tuning.unfreeze_from is {layer}, and the backbone of {model} has {layers} layers, counted from 0"
        )
        yield fault.format(layer=config.fine_tuning.unfreeze_from, model=config.model, layers=entry.layers)


def _unused(config: RunSettings, defaults: Mapping[str, Any], fault: str) -> Iterator[str]:
    for name, default in defaults.items():
        if getattr(config, name) != default:
            yield fault.format(name=name, model=config.model)


def _encoder_faults(config: RunSettings) -> Iterator[str]:
    if not config.encoders:
        yield _("encoders is empty, and the probe needs one or more")
    for text in config.encoder_weights:
        name, equals, path = text.partition("=")
        if not (equals and path.strip()) or name.strip() not in config.encoders:
            fault = _("encoder_weights has {text!r:.60} and must have “name=path” with the name of a chosen encoder")
            yield fault.format(text=text)


def _blind_monitors(config: RunSettings) -> Iterator[str]:
    for name in ("early_stopping", "reduce_lr"):
        block = getattr(config, name)
        if block is not None and block.monitor.startswith("val_"):
            fault = _("{name}.monitor is {monitor}, and the split keeps nothing for validation (split.val is 0)")
            yield fault.format(name=name, monitor=block.monitor)
