"""A read-only demo: whatever writes or starts something refuses, or does without, and not one byte changes.

Every module of core that writes a file, makes a folder, removes something or starts a process is named here: either
with what can be called in it, or with what keeps it from being reached.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from core.augment.config import AugmentConfig
from core.augment.recipes import RecipeStore
from core.dataset.store import Dataset, open_dataset
from core.environment import PROJECT_ROOT
from core.errors import ReadOnlyError
from core.runs.store import RunStore
from core.training import TrainConfig
from tests.read_only import JOB, installation, tree_of

__all__ = ["installation"]

DOES = {
    "mkdir", "touch", "unlink", "rmtree", "Popen", "start_detached", "FileLock", "copyfileobj", "write_bytes",
    "write_text", "write_atomically", "write_text_atomically", "write_json_atomically", "write_arrays_atomically",
    "open_memmap", "ftruncate", "kill", "open to write",
}  # fmt: skip
"""Names of calls that change a disk or another process."""

NOT_REACHED = {
    "core.files": "refuses paths of the installation",
    "core.cli.output": "writes the log of a fault to a temporary file",
    "core.dataset.importing.staging": "reached by core.dataset.importing.dataset_import alone",
    "core.dataset.importing.sources": "unpacks into a temporary folder, for an import",
    "core.dataset.same_work.features": "reached by the search alone, which core.dataset.store refuses",
    "core.dataset.same_work.pair_search": "likewise",
    "core.inference.place": "in a demo its files are in a private temporary folder",
    "core.inference.client": "likewise; starting it is how pictures are recognised",
    "core.processes.detached": "core.jobs.launcher and core.runs.dispatcher_launch refuse before",
    "core.training.loop.checkpoint": "core.training.training refuses before",
    "core.training.loop.tensorboard": "likewise",
    "core.training.data.split_rows": "likewise",
    "core.training.network_run": "likewise",
    "core.training.probe.probing": "likewise",
    "core.models.probe": "likewise",
    "core.runs.worker": "core.runs.worker refuses before",
    "core.language.messages": "a tool for whoever writes the sentences; nothing of the app imports it",
    "core.similarity.indexes": "builds nothing in a demo",
    "core.dataset.images.uploads": "looks at an upload in a temporary folder",
    "core.models.weights": "downloads nothing in a demo",
}


@dataclass(frozen=True)
class Call:
    """Something that would change the installation; `refused` where it must say so, else it does without."""

    do: Callable[[Path], object]
    refused: bool = True


def dataset() -> Dataset:
    return open_dataset("tiny")


def run_folder(name: str = "one") -> Path:
    return RunStore().folder(name)


def an_import(root: Path) -> object:
    from core.dataset.importing.dataset_import import import_dataset

    return import_dataset(root / "data" / "tiny", "other", data_root=root / "data", artifacts_root=root / "artifacts")


def same_manifest(root: Path) -> None:
    from core.dataset.manifest import write_manifest

    write_manifest(dataset().manifest(), dataset().manifest_path)


def same_catalog(root: Path) -> None:
    from core.dataset.catalog import write_catalog

    write_catalog(dataset().catalog(), dataset().catalog_path)


def same_artists(root: Path) -> None:
    from core.dataset.artists.table import save_artists

    save_artists(dataset().folder / "artists.csv", dataset().artists())


def same_predictions(root: Path) -> None:
    from core.evaluation.predictions import PREDICTIONS_FILE, read_predictions, write_predictions

    path = run_folder() / PREDICTIONS_FILE
    write_predictions(path, read_predictions(path))


def a_status(root: Path) -> None:
    from core.processes.status import write_status
    from core.runs.status import read_status

    write_status(read_status(run_folder() / "status.json"), run_folder() / "status.json")


def a_job_status(root: Path) -> None:
    from core.jobs.store import read_status
    from core.processes.status import write_status

    path = root / "artifacts" / "jobs" / JOB / "status.json"
    write_status(read_status(path), path)


def a_stop_request(root: Path) -> None:
    from core.processes.status import ProcessStatus
    from core.processes.store import request_stop

    request_stop(run_folder(), ProcessStatus())


def a_saliency_map(root: Path) -> None:
    from core.inference.paintings import find_painting
    from core.inference.saliency_files import write_saliency
    from core.inference.saliency_map import SaliencyMap

    painting_id = str(dataset().catalog()["painting_id"].iloc[0])
    found = SaliencyMap(np.zeros((4, 4), np.float32), "Paul Klee", 0.5, "Paul Klee", "grad_cam")
    write_saliency(run_folder(), find_painting("tiny", painting_id), None, found)


def a_stability(root: Path) -> None:
    from core.inference.stability_files import MeasuredStability, keep_stability

    keep_stability(run_folder(), AugmentConfig(), MeasuredStability(1, 1, 0, 0.5, None, 0.5, {}))


def some_features(root: Path) -> object:
    from core.features.computing import features
    from tests.core.features.fake_encoder import MeanColourEncoder

    return features(dataset(), MeanColourEncoder())


def feature_files(root: Path) -> object:
    from core.features.store import FeatureStore

    return FeatureStore(dataset().artifacts_dir / "features" / "x", 3).add(["a"], np.zeros((1, 3), np.float32))


def joined_features(root: Path) -> None:
    from core.features.store import FeatureStore

    FeatureStore(dataset().artifacts_dir / "features" / "x", 3).join_files()


def an_estimate(root: Path) -> None:
    from core.training.estimate.rates import Rates, write_rates

    fields = Rates.__dataclass_fields__
    write_rates(TrainConfig("tiny"), Rates(**dict.fromkeys(fields, 1.0)))


def training(root: Path) -> object:
    from core.training.reporting import SilentReporter
    from core.training.training import train

    return train(TrainConfig("tiny"), run_folder("queued"), SilentReporter())


def lazily(module: str, name: str, *arguments: object, refused: bool = True) -> Call:
    """A call of a function by name; arguments that are functions are asked for their value then."""

    def do(root: Path) -> object:
        from importlib import import_module

        values = [argument() if callable(argument) else argument for argument in arguments]
        return getattr(import_module(module), name)(*values)

    return Call(do, refused)


CALLS: dict[str, list[Call]] = {
    "core.dataset.importing.dataset_import": [
        Call(an_import),
        Call(lambda root: _interrupted("restore_interrupted", root / "data", "tiny")),
        Call(lambda root: _interrupted("restore_all_interrupted", root / "data"), refused=False),
    ],
    "core.workflows.prepare_dataset": [
        lazily("core.workflows.prepare_dataset", "import_and_prepare", "kaggle", "other"),
        lazily("core.workflows.prepare_dataset", "make_sample"),
        lazily("core.workflows.prepare_dataset", "make_sample_for_training"),
        lazily("core.workflows.prepare_dataset", "prepare", "tiny"),
    ],
    "core.dataset.importing.kaggle": [lazily("core.dataset.importing.kaggle", "download_kaggle")],
    "core.dataset.store": [
        Call(lambda root: dataset().decide("exclude", [str(dataset().catalog()["painting_id"].iloc[0])])),
        Call(lambda root: dataset().undo("any")),
        Call(lambda root: dataset().redo("any")),
        Call(lambda root: dataset().find_same_works()),
        Call(lambda root: dataset().pixels(32)),
        Call(lambda root: dataset().rescan(), refused=False),
        Call(lambda root: _without_catalog(root).catalog(), refused=False),
    ],
    "core.dataset.images.thumbnails": [Call(lambda root: dataset().build_thumbnails(), refused=False)],
    "core.dataset.catalog": [Call(same_catalog)],
    "core.dataset.manifest": [Call(same_manifest)],
    "core.dataset.artists.table": [Call(same_artists)],
    "core.dataset.images.pixels": [Call(lambda root: dataset().pixels(24))],
    "core.dataset.importing.provenance": [
        Call(lambda root: _provenance(root)),
    ],
    "core.dataset.same_work.pairs": [
        lazily("core.dataset.same_work", "write_pairs", lambda: dataset().pairs_path, list)
    ],
    "core.sample.build": [Call(lambda root: _call("core.sample.build", "build_sample", root / "data" / "sample"))],
    "core.named_documents": [
        Call(lambda root: RecipeStore().save("Other", AugmentConfig())),
        Call(lambda root: RecipeStore().duplicate(_recipe())),
        Call(lambda root: RecipeStore().rename(_recipe(), "Other")),
        Call(lambda root: RecipeStore().delete(_recipe())),
        Call(lambda root: RecipeStore().restore("any")),
        Call(lambda root: _showcases("save", _showcase())),
        Call(lambda root: _showcases("delete", "any")),
        Call(lambda root: _showcases("restore", "any")),
    ],
    "core.runs.store": [
        Call(lambda root: RunStore().create(TrainConfig("tiny"))),
        Call(lambda root: RunStore().delete("one")),
        Call(lambda root: RunStore().restore("gone")),
        Call(lambda root: RunStore().purge(0)),
        Call(lambda root: RunStore().change_status("stopped", lambda status: status)),
        Call(lambda root: RunStore().list(), refused=False),
        Call(lambda root: RunStore().get("running"), refused=False),
        Call(lambda root: RunStore().deleted(), refused=False),
    ],
    "core.runs.starting": [lazily("core.runs.starting", "start_run", lambda: TrainConfig("tiny"))],
    "core.runs.launcher": [
        Call(lambda root: _call("core.runs.launcher", "LocalLauncher").submit("queued")),
        lazily("core.runs.launcher", "stop_run", "queued"),
        lazily("core.runs.launcher", "resume_run", "stopped"),
        lazily("core.runs.launcher", "move_in_queue", "queued", 0),
        lazily("core.runs.launcher", "queued_ids", refused=False),
    ],
    "core.runs.queue": [
        lazily("core.runs.queue", "put_last", "queued", lambda: RunStore().root),
    ],
    "core.runs.locking": [Call(lambda root: _call("core.runs.locking", "changing_runs", RunStore().root).__enter__())],
    "core.runs.dispatcher_launch": [
        lazily("core.runs.dispatcher_launch", "ensure_dispatcher", lambda: RunStore().root),
        lazily("core.runs.dispatcher_launch", "announce", lambda: RunStore().root, 1),
    ],
    "core.runs.dispatcher": [Call(lambda root: _dispatcher(), refused=False)],
    "core.runs.worker": [lazily("core.runs.worker", "run", lambda: run_folder("queued"), refused=False)],
    "core.runs.notes": [
        lazily("core.runs.notes", "change_notes", run_folder, lambda: lambda notes: notes),
        lazily("core.runs.notes", "change_notes", run_folder, lambda: lambda notes: notes),
    ],
    "core.processes.status": [Call(a_status), Call(a_job_status)],
    "core.processes.store": [Call(a_stop_request)],
    "core.processes.announcement": [
        lazily("core.processes.announcement", "announce", lambda: RunStore().root / ".dispatcher.json", 1)
    ],
    "core.runs.folder": [
        lazily("core.runs.folder", "hide_from_tensorboard", run_folder),
        lazily("core.runs.folder", "write_config_document", run_folder, dict),
        lazily("core.runs.folder", "append_metrics", lambda: run_folder() / "metrics.jsonl", lambda: {"epoch": 1}),
        lazily("core.runs.folder", "replace_metrics", lambda: run_folder() / "metrics.jsonl", list),
    ],
    "core.jobs.launcher": [
        lazily("core.jobs.launcher", "start_job", "sample", dict),
        lazily("core.jobs.launcher", "cancel_job", JOB),
    ],
    "core.jobs.store": [Call(lambda root: _call("core.jobs.store", "JobStore").get(JOB), refused=False)],
    "core.workflows.job_worker": [
        Call(lambda root: _call("core.workflows.job_worker", "run", root / "artifacts" / "jobs" / JOB))
    ],
    "core.evaluation.predictions": [Call(same_predictions)],
    "core.evaluation.evaluating": [
        lazily("core.evaluation.evaluating", "run_evaluation", run_folder),
        lazily("core.evaluation.evaluating", "evaluate_run", run_folder, "tiny", 5),
    ],
    "core.inference.saliency_files": [Call(a_saliency_map, refused=False)],
    "core.inference.stability_files": [Call(a_stability)],
    "core.inference.stability_measurement": [
        lazily(
            "core.inference.stability_measurement", "measure_stability", "one", lambda: AugmentConfig(rotation_range=9)
        )
    ],
    "core.features.computing": [Call(some_features)],
    "core.features.store": [Call(feature_files), Call(joined_features)],
    "core.similarity.collection": [
        lazily("core.similarity.collection", "collection_vectors", dataset, "palette_texture", refused=False)
    ],
    "core.similarity.map": [lazily("core.similarity.map", "collection_map", dataset, "palette_texture", refused=False)],
    "core.recognition.novelty_threshold": [
        Call(lambda root: _novelty_threshold(), refused=False),
    ],
    "core.similarity.descriptors": [
        lazily("core.similarity.descriptors", "install_weights", "dinov2_vits14", lambda: Path("weights.onnx"))
    ],
    "core.training.estimate.rates": [
        Call(an_estimate, refused=False),
        lazily("core.training.estimate.rates", "note_device", "tensorflow cpu", refused=False),
    ],
    "core.training.training": [Call(training)],
    "core.report.building": [Call(lambda root: _report(root / "artifacts" / "report.html"))],
    "dashboard.features.results.run_set": [
        lazily("dashboard.features.results.run_set", "save_choice", "Mine", lambda: ["one"]),
        lazily("dashboard.features.results.run_set", "delete_choice", "Mine"),
    ],
}
"""By module, everything public that would change the installation."""


def _call(module: str, name: str, *arguments: object):
    from importlib import import_module

    return getattr(import_module(module), name)(*arguments)


def _interrupted(name: str, *arguments: object) -> object:
    return _call("core.dataset.importing.dataset_import", name, *arguments)


def _without_catalog(root: Path) -> Dataset:
    return Dataset("tiny", root / "data" / "tiny", root / "artifacts" / "datasets" / "never")


def _provenance(root: Path) -> None:
    from dataclasses import MISSING, fields

    from core.dataset.importing.provenance import ImportSummary, write_provenance

    kinds = {"int": 0, "str": "", "bool": False}
    values = {
        field.name: kinds.get(str(field.type), ())
        for field in fields(ImportSummary)
        if field.default is MISSING and field.default_factory is MISSING
    }
    write_provenance(root / "data" / "tiny", ImportSummary(**values), {})


def _novelty_threshold() -> object:
    return _call("core.recognition.novelty_threshold", "run_novelty_threshold", RunStore().get("one"), dataset())


def _recipe() -> str:
    return RecipeStore().listing().documents[0].document_id


def _showcase() -> object:
    from core.showcase import Showcase

    return Showcase(name="Mine")


def _showcases(name: str, *arguments: object) -> object:
    from core.showcase import ShowcaseStore

    return getattr(ShowcaseStore(), name)(*arguments)


def _dispatcher() -> None:
    from core.runs.dispatcher import Dispatcher, take_over

    assert take_over(Dispatcher(RunStore().root)) == 1


def _report(output: Path) -> object:
    from core.report import build_report, write_report

    return write_report(build_report(["one"], rounds=5), output)


def test_nothing_that_can_be_called_changes_the_installation(installation: Path, subtests):
    before = tree_of(installation)
    for module, calls in CALLS.items():
        for number, call in enumerate(calls):
            with subtests.test(f"{module} {number}"):
                if call.refused:
                    with pytest.raises(ReadOnlyError, match="This is a read-only demo, so it cannot"):
                        call.do(installation)
                else:
                    call.do(installation)
                assert tree_of(installation) == before


def test_everything_can_still_be_looked_at(installation: Path):
    from core.report import build_report

    before = tree_of(installation)
    catalog = dataset().catalog()
    assert len(dataset().thumbnail(catalog["path"].iloc[0], catalog["sha256"].iloc[0])) > 100
    assert dataset().summary().paintings == len(catalog)
    runs = {run.id: run for run in RunStore().list()}
    assert runs["running"].status.state == "interrupted"
    report = build_report(["one", "two"], rounds=20)
    assert "computed again from its predictions" in report.html
    assert tree_of(installation) == before


def test_every_module_that_writes_or_starts_something_is_named_here():
    """A module that is new: add what can be called in it to CALLS, or why it cannot be reached to NOT_REACHED."""
    writing = {module for module in modules() if calls_of(module) & DOES}
    named = set(CALLS) | set(NOT_REACHED)
    assert writing - named == set()


def modules() -> list[str]:
    files = [*(PROJECT_ROOT / "core").rglob("*.py"), *(PROJECT_ROOT / "dashboard").rglob("*.py")]
    return [".".join(path.relative_to(PROJECT_ROOT).with_suffix("").parts) for path in files]


def calls_of(module: str) -> set[str]:
    """The last name of everything that a module calls, and "open to write" where it opens a file so."""
    path = (PROJECT_ROOT / Path(*module.split("."))).with_suffix(".py")
    called = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    opened = {"open to write" for call in called if name_of(call) == "open" and set("wax+") & set(mode_of(call))}
    return {name_of(call) for call in called} | opened


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def mode_of(call: ast.Call) -> str:
    texts = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
    return next((text for text in texts if isinstance(text, str) and len(text) <= 3), "")
