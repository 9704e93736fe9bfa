"""How steady the model of a run is under a recipe, as it was measured: the file `stability.json` of a run folder."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from core.augment.config import AugmentConfig
from core.evaluation.stability import Stability
from core.files import write_json_atomically
from core.runs.folder import model_stamp

STABILITY_FILE = "stability.json"
DEFAULT_VIEWS = 8
_SCHEMA_VERSION = 1


@dataclass(frozen=True)
class MeasuredStability:
    """How often a run's answer for a test picture changes when the picture is augmented.

    Attributes:
        pictures: of the test side.
        views: augmented views of each.
        seed: of their drawing.
        share: of all views, how many get another answer than the plain picture, 0 to 1; None without pictures.
        interval: 95 % of it, by bootstrap over works; None where it says nothing.
        ever: share of the pictures whose answer changes in at least one view; None without pictures.
        changing: by painting id the share of its views that change, where any does, the least steady first.
    """

    pictures: int
    views: int
    seed: int
    share: float | None
    interval: tuple[float, float] | None
    ever: float | None
    changing: Mapping[str, float]

    @classmethod
    def of(cls, found: Stability, painting_ids: list[str], seed: int) -> Self:
        """From the arithmetic, for these pictures in this order."""
        shares = dict(zip(painting_ids, found.by_picture.tolist(), strict=True))
        changing = sorted(((share, name) for name, share in shares.items() if share > 0), reverse=True)
        return cls(
            found.pictures,
            found.views,
            seed,
            _defined(found.share),
            found.interval,
            _defined(found.ever),
            {name: share for share, name in changing},
        )

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Read what `asdict` made of it and JSON kept."""
        between = values["interval"]
        return cls(**{**values, "interval": None if between is None else (float(between[0]), float(between[1]))})


def read_stability(
    run_folder: Path, config: AugmentConfig, views: int = DEFAULT_VIEWS, seed: int = 0
) -> MeasuredStability | None:
    """What was measured under a recipe for the model that the run has now; None where nothing was.

    Args:
        run_folder: of the run.
        config: the recipe.
        views: of each picture.
        seed: of their drawing.
    """
    measured = _measured(run_folder).get(_key(config, views, seed))
    try:
        return None if measured is None else MeasuredStability.from_dict(measured)
    except (KeyError, TypeError, ValueError, IndexError):
        return None


def keep_stability(run_folder: Path, config: AugmentConfig, found: MeasuredStability) -> None:
    """Add a measurement to those of the run's model; those of an earlier model are forgotten."""
    measured = _measured(run_folder) | {_key(config, found.views, found.seed): asdict(found)}
    document = {"schema_version": _SCHEMA_VERSION, "model": model_stamp(run_folder), "measured": measured}
    write_json_atomically(run_folder / STABILITY_FILE, document)


def _measured(run_folder: Path) -> dict[str, Any]:
    try:
        document = json.loads((run_folder / STABILITY_FILE).read_text("utf-8"))
        is_current = document["schema_version"] == _SCHEMA_VERSION and document["model"] == model_stamp(run_folder)
        return dict(document["measured"]) if is_current else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _key(config: AugmentConfig, views: int, seed: int) -> str:
    recipe = json.dumps([config.to_dict(), views, seed], sort_keys=True)
    return hashlib.sha256(recipe.encode()).hexdigest()[:32]


def _defined(value: float) -> float | None:
    return None if math.isnan(value) else value
