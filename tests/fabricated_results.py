"""Run folders with predictions made by hand: what a model of a certain skill would answer. Nothing here trains."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from core.dataset.artists.artist import Artist
from core.evaluation.evaluating import run_evaluation
from core.evaluation.predictions import PREDICTIONS_FILE, Predictions, make_predictions, write_predictions
from core.training import TrainConfig
from tests.fabricated_runs import fabricate_run

SIDES = ("train", "val", "test")


def fabricate_answers(
    painting_ids: Sequence[str],
    painters: Sequence[int],
    artists: Sequence[str],
    *,
    skill: float = 2.5,
    seed: int = 0,
    split_seed: int = 0,
) -> Predictions:
    """Answers for pictures, the sides drawn by `split_seed` alone.

    Args:
        painting_ids: n names.
        painters: n positions in `artists`.
        artists: k names.
        skill: how far the painter stands out; 0 is guessing.
        seed: of the answers.
        split_seed: of the sides; the first picture of each side is fixed, so that none is empty.
    """
    n, k = len(painting_ids), len(artists)
    sides = np.random.default_rng(split_seed).choice(SIDES, n, p=(0.5, 0.2, 0.3))
    sides[: len(SIDES)] = SIDES[: min(n, len(SIDES))]
    logits = np.random.default_rng(seed).normal(size=(n, k))
    logits[np.arange(n), np.asarray(painters)] += skill
    odds = np.exp(logits)
    return make_predictions(painting_ids, sides, painters, odds / odds.sum(axis=1, keepdims=True), artists)


def fabricate_results(
    run_id: str,
    answers: Predictions,
    *,
    config: TrainConfig | None = None,
    artists: Sequence[Artist] | None = None,
    work_groups: Mapping[str, str] | None = None,
    rounds: int = 60,
    root: Path | None = None,
    **more: Any,
) -> Path:
    """A finished run with these answers and their evaluation; returns its folder."""
    folder = fabricate_run(run_id, config, root=root, **more)
    write_predictions(folder / PREDICTIONS_FILE, answers)
    run_evaluation(folder, work_groups or {}, rounds, artists=artists)
    return folder


def answers_for(dataset: Any, **more: Any) -> Predictions:
    """Answers for every picture of a data set that has an artist."""
    catalog = dataset.catalog()
    known = catalog[catalog["artist_id"].notna()]
    ids = sorted(known["artist_id"].unique())
    names = {artist.id: artist.name for artist in dataset.artists()}
    places = [ids.index(artist_id) for artist_id in known["artist_id"]]
    return fabricate_answers(known["painting_id"].astype(str).tolist(), places, [names[i] for i in ids], **more)
