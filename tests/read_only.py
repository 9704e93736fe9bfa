"""An installation with everything in it, and what its files are: for the tests of the read-only demo."""

import hashlib
import json
from pathlib import Path

import pytest

from core.augment.config import AugmentConfig
from core.augment.recipes import RecipeStore
from core.features.computing import features
from core.models.encoders.opening import open_encoder
from core.runs import folder as files
from core.training import TrainConfig
from tests.fabricated_results import answers_for, fabricate_results
from tests.fabricated_runs import fabricate_run

JOB = "20260101-000000-rescan-abc123"


def furnish(dataset, root: Path) -> None:
    """Runs in every state, a deleted one, features, a recipe, a job that is lost, an import that was interrupted."""
    for seed, name in enumerate(("one", "two")):
        config = TrainConfig(dataset.name, seed=seed)
        fabricate_results(name, answers_for(dataset, seed=seed), config=config, artists=dataset.artists())
    config = TrainConfig(dataset.name)
    for state in ("queued", "running", "stopped", "failed"):
        fabricate_run(state, config, state=state, epochs=0 if state == "queued" else 3)
    fabricate_run("gone", config, root=root / "artifacts" / "runs" / ".deleted")
    (root / "artifacts" / "runs" / "two" / files.EVALUATION).unlink()
    features(dataset, open_encoder("palette_texture"))
    RecipeStore().save("Mine", AugmentConfig(rotation_range=10.0))
    (root / "data" / ".incoming" / f"{dataset.name}~previous").mkdir(parents=True)
    job = root / "artifacts" / "jobs" / JOB
    job.mkdir(parents=True)
    document = {
        "job_id": JOB,
        "kind": "rescan",
        "arguments": {"dataset": dataset.name},
        "state": "running",
        "started": 1.0,
    }
    (job / "status.json").write_text(json.dumps(document), "utf-8")
    (job / "job.json").write_text(json.dumps({"kind": "rescan", "arguments": {"dataset": dataset.name}}), "utf-8")


def tree_of(root: Path) -> dict[str, str]:
    """Every folder and file below `root`, files with a digest of what they hold."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in sorted(root.rglob("*"))
    }


@pytest.fixture
def installation(dataset, roots: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Furnished, then made read-only; the folder that holds data and artifacts."""
    furnish(dataset, roots)
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    return roots
