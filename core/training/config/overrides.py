"""Settings as they are typed, `key=value`, laid over a saved configuration."""

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.augment.config import PARAMETERS, AugmentConfig
from core.augment.presets import PRESETS as RECIPES
from core.dataset.splitting.selection import Selection
from core.errors import InvalidInputError
from core.language import _
from core.training.config.blocks import OPTIONAL_BLOCKS
from core.training.config.config import TrainConfig
from core.training.config.hyperparameters import HYPERPARAMETERS

ALIASES = {"artists": "selection", "balancing": "selection.balancing", "cap": "selection.cap", "lr": "learning_rate"}

_OFF = ("none", "off", "no", "null")
_ON = ("on", "yes", "true", "default")
_SWITCH = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


@dataclass(frozen=True)
class Laid:
    """Settings laid over a configuration.

    Attributes:
        values: for `TrainConfig.from_dict`, which refuses those of `wrong`.
        faults: of what is not in `values`: unknown names, and what is wrong within a group, which stays as it was.
        wrong: of texts that are no such value and are in `values` all the same, so that nothing is compared with the
            value before.
    """

    values: dict[str, Any]
    faults: tuple[str, ...]
    wrong: tuple[str, ...]


def with_settings(config: TrainConfig, settings: Mapping[str, str]) -> TrainConfig:
    """The same run with settings as they are typed on the command line.

    Raises:
        InvalidInputError: unknown names, texts that are no such value, or values that are not valid or do not go
            together; the message names every fault.
    """
    laid = lay_over(config.to_dict(), settings)
    faults = list(laid.faults)
    try:
        changed = TrainConfig.from_dict(laid.values)
    except InvalidInputError as error:
        faults.append(str(error))
    if faults:
        raise InvalidInputError(" ".join(faults))
    return changed


def apply_settings(values: Mapping[str, Any], settings: Mapping[str, str]) -> dict[str, Any]:
    """Lay typed settings over a configuration; see `lay_over`.

    Returns:
        Values for `TrainConfig.from_dict`.

    Raises:
        InvalidInputError: unknown names (close ones are suggested) or texts that are no such value; all are named.
    """
    laid = lay_over(values, settings)
    if laid.faults or laid.wrong:
        raise InvalidInputError(" ".join((*laid.faults, *laid.wrong)))
    return laid.values


def lay_over(values: Mapping[str, Any], settings: Mapping[str, str]) -> Laid:
    """Lay typed settings over a configuration, and report what is wrong with them.

    Args:
        values: what `TrainConfig.to_dict` gave; not changed.
        settings: by name, dotted inside a group: "epochs", "early_stopping.patience", "augment.rotation_range",
            "split.seed"; or one of `ALIASES`. A group that may be off is switched by "none" and "on", `augment` also
            by the name of a recipe that ships with the program; `artists` is what `Selection.parse` reads.
    """
    result: dict[str, Any] = json.loads(json.dumps(values))
    faults: list[str] = []
    wrong: list[str] = []
    spoilt: set[str] = set()
    # Whole groups first, so that "augment=classic" does not undo "augment.rotation_range=5" said before it.
    for name, text in sorted(settings.items(), key=lambda entry: "." in ALIASES.get(entry[0], entry[0])):
        full = ALIASES.get(name, name)
        try:
            _apply(result, full, text.strip())
        except InvalidInputError as error:
            if full in HYPERPARAMETERS and full in result and full not in OPTIONAL_BLOCKS:
                result[full] = text.strip()
                wrong.append(str(error))
            else:
                spoilt.add(full.partition(".")[0])
                faults.append(str(error))
    for group in spoilt & result.keys():
        result[group] = values[group]
    return Laid(result, tuple(faults), tuple(wrong))


def _apply(values: dict[str, Any], name: str, text: str) -> None:
    if name == "selection":
        kept = values.get("selection") or {}
        values[name] = Selection.parse(text, kept.get("balancing", "none"), kept.get("cap")).to_dict()
    elif name in OPTIONAL_BLOCKS:
        values[name] = _block(name, text)
    else:
        group, _dot, key = name.rpartition(".")
        value = _value(name, text)
        target = values if not group else _open_group(values, group)
        target[key] = value
        if name == "selection.balancing" and value != "cap":
            target["cap"] = None


def _open_group(values: dict[str, Any], group: str) -> dict[str, Any]:
    if values.get(group) is None:
        values[group] = {}
    opened: dict[str, Any] = values[group]
    return opened


def _block(name: str, text: str) -> dict[str, Any] | None:
    if text.lower() in _OFF:
        return None
    if name == "augment" and text in RECIPES:
        return RECIPES[text].config.to_dict()
    if text.lower() in _ON:
        return RECIPES["light"].config.to_dict() if name == "augment" else {}
    sentence = (
        _(
            "“{name}” is “{text}” and must be none, on or the name of a recipe ({recipes}); single values go as "
            "{name}.NAME."
        )
        if name == "augment"
        else _("“{name}” is “{text}” and must be none, on; single values go as {name}.NAME.")
    )
    raise InvalidInputError(sentence.format(name=name, text=text, recipes=", ".join(RECIPES)))


def _value(name: str, text: str) -> Any:  # noqa: ANN401 - whatever the setting holds
    if name.startswith("augment."):
        return _augment_value(name, text)
    parameter = HYPERPARAMETERS.get(name)
    if parameter is None:
        raise InvalidInputError(_unknown(name))
    if parameter.optional and text.lower() in _OFF:
        return None
    if parameter.kind == "texts":
        return [part.strip() for part in text.split(",") if part.strip()]
    value: Any = text
    if parameter.kind == "switch":
        value = _SWITCH.get(text.lower(), text)
    elif parameter.kind in ("whole", "number") and text not in parameter.choices:
        value = _number(text)
    faults = list(parameter.faults(value))
    if faults:
        raise InvalidInputError(f"{faults[0]}.")
    return value


def _augment_value(name: str, text: str) -> Any:  # noqa: ANN401 - whatever the parameter holds
    parameter = PARAMETERS.get(name.removeprefix("augment."))
    if parameter is None:
        raise InvalidInputError(_unknown(name))
    value: Any = text
    if parameter.optional and text.lower() in _OFF:
        return None
    if parameter.kind == "switch":
        value = _SWITCH.get(text.lower(), text)
    elif parameter.kind == "number":
        value = _number(text)
    elif parameter.kind == "range":
        value = tuple(_number(part.strip()) for part in text.replace("–", ",").split(","))
    AugmentConfig(**{parameter.name: value})
    return list(value) if isinstance(value, tuple) else value


def _number(text: str) -> float | str:
    """The number in a text, whole where it is written so; the text itself where there is none."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _unknown(name: str) -> str:
    known = [*HYPERPARAMETERS, *(f"augment.{parameter}" for parameter in PARAMETERS), "selection", *ALIASES]
    close = difflib.get_close_matches(name, known, n=3) or difflib.get_close_matches(
        name.rpartition(".")[2], [key.rpartition(".")[2] for key in known], n=3
    )
    if close:
        names = _(" or ").join(_("“{name}”").format(name=key) for key in dict.fromkeys(close))
        return _("There is no setting “{name}”. Did you mean {names}?").format(name=name, names=names)
    sentence = _("There is no setting “{name}”. Settings: {names}.")
    return sentence.format(name=name, names=", ".join(HYPERPARAMETERS))
