"""The pictures of a run: who painted each, and on which side it is. Needs no Keras."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.dataset.splitting.selected_rows import balance_rows, class_weights, select
from core.dataset.splitting.split import make_split, split_hash
from core.dataset.store import Dataset, open_dataset
from core.errors import InvalidInputError, NotFoundError
from core.files import write_text_atomically
from core.language import _
from core.training.config.config import TrainConfig

SPLIT_FILE = "split.csv"

Ints = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class TrainingData:
    """The n pictures of a run, in catalog order.

    Attributes:
        dataset: where they are from.
        artists: k names, ordered by the artist's id: the order of a network's outputs.
        painting_ids: `(n,)` str.
        rows: `(n,)` int64, positions in the catalog and so in the pixel store.
        labels: `(n,)` int64, positions in `artists`.
        sides: `(n,)` str, "train", "val" or "test".
        works: `(n,)` str, equal for pictures of the same work.
        split_hash: of painting and side.
    """

    dataset: Dataset
    artists: tuple[str, ...]
    painting_ids: Texts
    rows: Ints
    labels: Ints
    sides: Texts
    works: Texts
    split_hash: str

    def on(self, side: str) -> Ints:
        """Positions of the pictures of one side, ascending."""
        return np.flatnonzero(self.sides == side).astype(np.int64)


def gather_training_data(config: TrainConfig, folder: Path, *, again: bool) -> TrainingData:
    """Select and split the pictures of a run, and write `split.csv`.

    Args:
        config: its data set, selection and split.
        folder: of the run.
        again: the run goes on, so that the split written at its start counts.

    Raises:
        NotFoundError: the data set is gone, or pictures of the run are.
        InvalidInputError: fewer than two artists, or nothing to watch though the settings ask for it.
    """
    dataset = open_dataset(config.dataset)
    catalog = dataset.catalog().reset_index(drop=True)
    names = {artist.id: artist.name for artist in dataset.artists()}
    if again and (folder / SPLIT_FILE).exists():
        split = _earlier_split(folder / SPLIT_FILE, catalog, config.dataset)
    else:
        split = make_split(select(catalog, dataset.artists(), config.selection), config.split)
    training_data = _material(dataset, catalog, split, names)
    if len(training_data.artists) < 2:
        raise InvalidInputError(_too_few(training_data.artists))
    if lacking := list(shortages(split, config)):
        raise InvalidInputError(" ".join(lacking))
    _write_split(training_data, folder)
    return training_data


def balanced(labels: Ints, config: TrainConfig) -> Ints:
    """Which of the training pictures are trained on, and how often: `(m,)` positions in `labels`, ascending."""
    rng = np.random.default_rng((config.seed, 0))
    return balance_rows(labels, config.selection.balancing, rng, config.selection.cap)


def picture_weights(labels: Ints, config: TrainConfig) -> npt.NDArray[np.float32] | None:
    """How much each training picture weighs in the loss; None where all weigh the same."""
    if config.selection.balancing != "class_weights":
        return None
    weights = class_weights(labels)
    return np.array([weights[label] for label in labels.tolist()], np.float32)


def _material(dataset: Dataset, catalog: pd.DataFrame, split: pd.DataFrame, names: dict[int, str]) -> TrainingData:
    split = split.sort_index()
    ids = split["artist_id"].astype("int64")
    order = sorted(set(ids.tolist()))
    position = {artist_id: place for place, artist_id in enumerate(order)}
    return TrainingData(
        dataset=dataset,
        artists=tuple(names[artist_id] for artist_id in order),
        painting_ids=split["painting_id"].to_numpy(object),
        rows=split.index.to_numpy(np.int64),
        labels=np.array([position[artist_id] for artist_id in ids], np.int64),
        sides=split["side"].to_numpy(object),
        works=catalog.loc[split.index, "work_group"].to_numpy(object),
        split_hash=split_hash(split),
    )


def _earlier_split(path: Path, catalog: pd.DataFrame, name: str) -> pd.DataFrame:
    earlier = pd.read_csv(path, dtype=str, keep_default_na=False).set_index("painting_id")
    split = catalog.loc[catalog["painting_id"].isin(earlier.index), ["painting_id", "artist_id"]]
    gone = set(earlier.index) - set(split["painting_id"])
    if gone:
        sentence = _(
            "{n:,} of this run's pictures are no longer in {dataset}, among them “{painting}”, so it cannot go on as "
            "it began. Import them again, or start a new run."
        )
        raise NotFoundError(sentence.format(n=len(gone), dataset=name, painting=min(gone)))
    return split.assign(side=earlier.loc[split["painting_id"], "side"].to_numpy())


def shortages(split: pd.DataFrame, config: TrainConfig) -> Iterator[str]:
    """What a split has too little of for a run, a sentence each.

    Args:
        split: of the run, as `make_split` gives it.
        config: of the run.
    """
    if split.loc[split["side"] == "train", "artist_id"].nunique() < 2:
        yield _("The split leaves fewer than two artists to learn from. Enlarge the share of training.")
    if (split["side"] == "val").any():
        return
    for name in ("early_stopping", "reduce_lr"):
        block = getattr(config, name)
        if block is not None and block.monitor.startswith("val_"):
            sentence = _(
                "{name} watches {monitor}, and with so few pictures the split leaves none for validation. Take more "
                "pictures, enlarge split.val, or watch a metric of training."
            )
            yield sentence.format(name=name, monitor=block.monitor)


def _too_few(artists: Sequence[str]) -> str:
    if not artists:
        return _("The selection leaves no artist, and a classifier needs two or more. Select more.")
    sentence = _("The selection leaves only {artists}, and a classifier needs two artists or more. Select more.")
    return sentence.format(artists=", ".join(artists))


def _write_split(training_data: TrainingData, folder: Path) -> None:
    artists = np.asarray(training_data.artists, object)[training_data.labels]
    table = pd.DataFrame({"painting_id": training_data.painting_ids, "artist": artists, "side": training_data.sides})
    write_text_atomically(folder / SPLIT_FILE, table.to_csv(index=False))
