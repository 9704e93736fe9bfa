"""`atelier train`: start a run, optionally wait for it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.cli.output import JsonOption, print_json, terminal_progress
from core.errors import InvalidInputError, NotFoundError
from core.training.config.overrides import with_settings

if TYPE_CHECKING:
    from core.training.config.config import TrainConfig


def train_command(
    dataset: Annotated[
        str | None, typer.Option(metavar="NAME", help="The data set; by default the only one, or the sample.")
    ] = None,
    model: Annotated[str | None, typer.Option(metavar="NAME", help="A model, such as cnn.")] = None,
    artists: Annotated[
        str | None, typer.Option(help="all, top:5, min:80, movement:Cubism, or names separated by commas.")
    ] = None,
    image_size: Annotated[int | None, typer.Option(help="Input size in pixels.")] = None,
    epochs: Annotated[int | None, typer.Option(help="Number of epochs.")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Any other setting; repeatable.")
    ] = None,
    config_file: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="Base settings: a config.json of a run.")
    ] = None,
    preset: Annotated[str | None, typer.Option(metavar="NAME", help="A built-in configuration.")] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until the run is over; fail unless it finished.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Train a model in the background. Later sources override earlier ones: preset, file, options, --set."""
    from core.cli.following import note, print_outcome, run_document, wait_for
    from core.runs.starting import start_run
    from core.runs.store import RunStore
    from core.training.config.advice import advice

    named = {"model": model, "artists": artists, "image_size": image_size, "epochs": epochs}
    changes = {name: str(value) for name, value in named.items() if value is not None} | _parsed(settings or [])
    base = _base(dataset, preset, config_file)
    if "model" in changes and preset is None and config_file is None:
        changes = _default_settings(changes["model"]) | changes
    config = with_settings(base, changes)
    run_id = start_run(config)
    for hint in advice(config):
        note(hint)
    if wait:
        print_outcome(wait_for(run_id, terminal_progress()), as_json)
    elif as_json:
        print_json(run_document(RunStore().get(run_id)))
    else:
        print(f"Started the run {run_id}. `atelier runs tail {run_id}` follows it.")


def _parsed(settings: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in settings]
    for key, equals, _ in pairs:
        if not equals or not key.strip():
            raise typer.BadParameter(f"“{key}” has no “=”. Write --set key=value, as in --set batch_size=16.")
    return {key.strip(): value for key, _, value in pairs}


def _base(dataset: str | None, preset: str | None, config_file: Path | None) -> "TrainConfig":
    """The base settings, which options override."""
    from dataclasses import replace

    from core.training.config.config import TrainConfig

    if preset is not None and config_file is not None:
        raise typer.BadParameter("Give --preset or --config, not both.")
    if config_file is not None:
        config = TrainConfig.from_dict(_read_settings(config_file))
        return replace(config, dataset=dataset or config.dataset or default_dataset())
    name = dataset or default_dataset()
    return TrainConfig(name) if preset is None else _preset(preset, name)


def _preset(name: str, dataset: str) -> "TrainConfig":
    from core.training.config.presets import PRESETS

    if name not in PRESETS:
        raise NotFoundError(f"There is no preset “{name}”; there are {', '.join(PRESETS)}.")
    return PRESETS[name].config(dataset)


def _read_settings(path: Path) -> object:
    """The settings in a file: a run's `config.json`, or the value of its "config" key."""
    try:
        document = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise NotFoundError(f"There is no file “{path}”. Give a config.json of a run.") from error
    except (OSError, ValueError) as error:
        raise InvalidInputError(
            f"“{path}” cannot be read as settings: {error}. Give a config.json of a run."
        ) from error
    return document["config"] if isinstance(document, dict) and "config" in document else document


def _default_settings(model: str) -> dict[str, str]:
    from core.models.registry import model_entry

    entry = model_entry(model)
    return {"image_size": str(entry.default_image_size), "learning_rate": str(entry.learning_rate)}


def default_dataset() -> str:
    """The default data set: the only one, or the sample, which is painted where there is none.

    Raises:
        NotFoundError: there are several, and the sample is not among them.
    """
    from core.cli.following import note
    from core.dataset.listing import SAMPLE_NAME, list_datasets

    names = list_datasets()
    if len(names) == 1:
        return names[0]
    if not names:
        from core.workflows.prepare_dataset import make_sample_for_training

        note("There is no data set yet, so the sample is painted first.")
        make_sample_for_training(progress=terminal_progress())
        return SAMPLE_NAME
    if SAMPLE_NAME not in names:
        raise NotFoundError(f"There are several data sets: {', '.join(names)}. Choose one with --dataset NAME.")
    others = ", ".join(name for name in names if name != SAMPLE_NAME)
    note(f"No data set was named, so the sample is used; others here: {others}.")
    return SAMPLE_NAME
