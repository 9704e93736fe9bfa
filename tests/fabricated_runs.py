"""Run folders made by hand, in the format that the documentation promises: nothing here trains."""

import json
import time
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from core.environment import artifacts_root
from core.processes.detached import start_time
from core.runs import folder as files
from core.runs.notes import RunNotes, change_notes
from core.runs.status import RunStatus
from core.training import EarlyStoppingConfig, ReduceLROnPlateauConfig, TrainConfig

MEASURES = ("loss", "accuracy", "mse", "precision", "recall", "f1")
HOUR = 3600.0


def fabricate_run(
    run_id: str,
    config: TrainConfig | None = None,
    *,
    state: str = "finished",
    epochs: int = 30,
    created: float | None = None,
    seed: int = 0,
    notes: dict[str, Any] | None = None,
    root: Path | None = None,
    **status: Any,
) -> Path:
    """Write the folder of one run and return it.

    Args:
        run_id: its name.
        config: its settings; a convolutional net on "tiny" by default.
        state: of its status.
        epochs: how many are done.
        created: seconds since 1970; an hour ago by default.
        seed: of the numbers in its curves.
        notes: title, note, tags.
        root: the folder of runs.
        status: other fields of its `RunStatus`.
    """
    config = config or TrainConfig(
        "tiny", epochs=60, early_stopping=EarlyStoppingConfig(), reduce_lr=ReduceLROnPlateauConfig()
    )
    created = time.time() - HOUR if created is None else created
    folder = (root or artifacts_root() / "runs") / run_id
    folder.mkdir(parents=True)
    rows = fabricated_rows(config, epochs, seed)
    write_json(folder / files.CONFIG, document_of(config, created))
    write_json(folder / files.STATUS, asdict(status_of(run_id, config, state, rows, created, **status)))
    (folder / files.METRICS).write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    (folder / files.LOG).write_text(
        "".join(f"Epoch {row['epoch']} took {row['seconds']:.1f} s\n" for row in rows), "utf-8"
    )
    (folder / files.SPLIT).write_text(
        "painting_id,artist,side\n" + "".join(f"p{n},Claude Monet,{side}\n" for n, side in enumerate(SIDES)), "utf-8"
    )
    write_json(folder / files.LAYERS, LAYERS)
    if notes is not None:
        write_json(folder / files.NOTES, {"title": "", "note": "", "tags": [], **notes})
    if state == "finished":
        last = rows[-1] if rows else {}
        scores = {"accuracy": last.get("val_accuracy"), "f1_macro": last.get("val_f1")}
        write_json(folder / files.EVALUATION, {"schema_version": 1, "train": scores, "val": scores, "test": scores})
    return folder


def write_notes(folder: Path, title: str = "", note: str = "", tags: Iterable[str] = ()) -> RunNotes:
    """Keep these notes in place of what a run had."""
    return change_notes(folder, lambda _before: RunNotes(title, note, tuple(tags)))


SIDES = ("train",) * 70 + ("val",) * 15 + ("test",) * 15
LAYERS = {
    "layers": [
        {"name": "picture", "kind": "InputLayer", "output_shape": [100, 100, 3], "parameters": 0, "trainable": True},
        {"name": "stem", "kind": "Conv2D", "output_shape": [100, 100, 32], "parameters": 896, "trainable": True},
        {
            "name": "features",
            "kind": "GlobalAveragePooling2D",
            "output_shape": [32],
            "parameters": 0,
            "trainable": True,
        },
        {"name": "artist", "kind": "Dense", "output_shape": [5], "parameters": 165, "trainable": True},
    ],
    "parameters": 1061,
    "trainable_parameters": 1061,
}


def document_of(config: TrainConfig, created: float) -> dict[str, Any]:
    return {
        "schema_version": 1,
        "config": config.to_dict(),
        "created": created,
        "dataset": {"name": config.dataset, "fingerprint": "0f3a", "paintings": 100},
        "split_hash": "9b1c",
        "versions": {"python": "3.11.9", "keras": "3.15.1", "tensorflow": "2.21.0"},
        "device": "CPU (2 threads)",
    }


def status_of(
    run_id: str, config: TrainConfig, state: str, rows: list[dict[str, Any]], created: float, **more: Any
) -> RunStatus:
    seconds = sum(row["seconds"] for row in rows)
    over = state in ("finished", "stopped", "failed", "interrupted")
    values: dict[str, Any] = {
        "state": state,
        "created": created,
        "started": None if state == "queued" else created + 2,
        "ended": created + 12 + seconds if over else None,
        "updated": created + 12 + seconds,
        "epoch": len(rows),
        "epochs": config.total_epochs,
        "train_seconds": seconds,
        "seconds_per_epoch": seconds / len(rows) if rows else None,
        "message": f"Trained for {len(rows)} epochs; the model is the last one." if state == "finished" else "",
    }
    return RunStatus(run_id, **(values | more))


def fabricated_rows(config: TrainConfig, epochs: int, seed: int = 0) -> list[dict[str, Any]]:
    """Curves as they often look: quick at first, then slow, validation behind training."""
    rng = np.random.default_rng(seed)
    tuned = config.fine_tuning.epochs if config.fine_tuning else 0
    rate, rows = config.learning_rate, []
    for epoch in range(1, epochs + 1):
        is_tuning = bool(tuned) and epoch > epochs - tuned
        if is_tuning and rows[-1]["phase"] == "training":
            rate = config.fine_tuning.learning_rate
        elif epoch in (epochs // 2, epochs * 3 // 4) and config.reduce_lr:
            rate *= config.reduce_lr.factor
        rows.append(
            {
                "epoch": epoch,
                "phase": "fine-tuning" if is_tuning else "training",
                "seconds": round(3.2 + float(rng.normal(0, 0.1)), 3),
                "learning_rate": rate,
                **fabricated_scores(epoch, rng),
            }
        )
    return rows


def fabricated_scores(epoch: int, rng: np.random.Generator) -> dict[str, float]:
    values = {}
    for side, best, pace in (("train", 0.97, 9.0), ("val", 0.78, 6.0)):
        grown = 1 - np.exp(-epoch / pace)
        noise = float(rng.normal(0, 0.004 if side == "train" else 0.02))
        accuracy = float(np.clip(0.2 + (best - 0.2) * grown + noise, 0, 1))
        loss = 1.6 * (1 - accuracy) + 0.05 + (0.006 * max(0, epoch - 18) if side == "val" else 0)
        scores = (loss, accuracy, 0.16 * (1 - accuracy), accuracy * 0.98, accuracy * 0.96, accuracy * 0.95)
        values |= {f"{side}_{measure}": round(score, 5) for measure, score in zip(MEASURES, scores, strict=True)}
    return values


def fabricate_many(number: int, dataset: str = "tiny", root: Path | None = None) -> None:
    """A long list: all kinds of models and endings, the newest last."""
    models = ("snn", "cnn", "resnet50", "densenet121", "probe")
    states = ("finished", "finished", "finished", "stopped", "failed", "interrupted")
    now = time.time()
    for place in range(number):
        model = models[place % len(models)]
        fabricate_run(
            f"20260101-{place:06d}-{model}-{place:06x}",
            TrainConfig(dataset, model=model, epochs=20, image_size=224 if model in models[2:] else 100),
            state=states[place % len(states)],
            epochs=1 if model == "probe" else 20,
            created=now - (number - place) * 1800.0,
            seed=place,
            notes={"title": f"Attempt {place}", "tags": ["baseline"] if place % 3 == 0 else []},
            message="The loss became NaN in epoch 4. Try a lower learning rate." if place % len(states) == 4 else "",
            root=root,
        )


def pretend_to_train(folder: Path, pid: int) -> None:
    """Let a run be believed to go on in a process that really lives."""
    path = folder / files.STATUS
    status = json.loads(path.read_text("utf-8"))
    status |= {"pid": pid, "process_started": start_time(pid), "state": "running", "ended": None}
    write_json(path, status)


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2), "utf-8")
