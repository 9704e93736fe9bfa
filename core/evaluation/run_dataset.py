"""Which data set a run learned from. A painting id names a picture within its data set alone.

Two data sets may well have a picture "klee_1" each, and not the same one; so runs of different data sets are never
matched by id, unless their fingerprints say that the two hold the very same pictures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.dataset.artists.artist import Artist
from core.dataset.store import Dataset, open_dataset
from core.errors import AtelierError, InvalidInputError
from core.language import _


@dataclass(frozen=True)
class DatasetIdentity:
    """Where the pictures of a run come from.

    Attributes:
        dataset: name of the data set; "" where it is not known.
        fingerprint: of its pictures when the run was started; "" where it was not noted.
    """

    dataset: str
    fingerprint: str = ""

    def may_equal(self, other: "DatasetIdentity") -> bool:
        """Whether the two may be one data set; what is not known does not tell them apart."""
        if not self.dataset or not other.dataset or self.dataset == other.dataset:
            return True
        return bool(self.fingerprint) and self.fingerprint == other.fingerprint


def dataset_identity(dataset: str, facts: Mapping[str, Any]) -> DatasetIdentity:
    """The origin of a run.

    Args:
        dataset: its name, "" where it is not known.
        facts: what was noted beside the settings of the run.
    """
    noted = facts.get("dataset")
    return DatasetIdentity(dataset, str(noted.get("fingerprint") or "") if isinstance(noted, Mapping) else "")


def split_hash_of(facts: Mapping[str, Any]) -> str:
    """The hash of who is on which side, "" where it was not noted.

    Args:
        facts: what was noted beside the settings of the run.
    """
    return str(facts.get("split_hash") or "")


def test_set_key(dataset: str, facts: Mapping[str, Any], side: Mapping[str, Any]) -> tuple[str, str, int]:
    """What tells the pictures that one run was judged on from those of another: data set, split and how many.

    Args:
        dataset: name of the run's data set.
        facts: what was noted beside the settings of the run.
        side: of `evaluation.json`.
    """
    return dataset, split_hash_of(facts), int(side.get("pictures") or 0)


def require_same_dataset(origins: Mapping[str, DatasetIdentity]) -> None:
    """Refuse runs of different data sets.

    Args:
        origins: by the run's name.

    Raises:
        InvalidInputError: two of them learned from different data sets; both are named.
    """
    known = [(run, origin) for run, origin in origins.items() if origin.dataset]
    for run, origin in known[1:]:
        first, one = known[0]
        if not origin.may_equal(one):
            raise InvalidInputError(
                _(
                    "“{first}” learned from the data set “{one}” and “{second}” from “{other}”: a picture of one is "
                    "not that of the other, even where both have the same name. Compare runs of one data set."
                ).format(first=first, one=one.dataset, second=run, other=origin.dataset)
            )


@dataclass(frozen=True)
class DatasetFacts:
    """What is known of a data set.

    Attributes:
        work_groups: the work each picture shows, by painting id; None where that is not known.
        artists: None where they are not known.
        notes: sentences about what is not.
    """

    work_groups: dict[str, str] | None
    artists: list[Artist] | None
    notes: tuple[str, ...] = ()


def dataset_facts(name: str) -> DatasetFacts:
    """Ask a data set; never fails because it is gone or damaged."""
    try:
        dataset = open_dataset(name)
        artists, groups, notes = dataset.artists(), *_works(dataset)
    except AtelierError as error:
        unknown = _("The data set “{name}” could not be asked: {fault}").format(name=name, fault=error)
        return DatasetFacts(None, None, (unknown,))
    return DatasetFacts(groups, artists, notes)


def _works(dataset: Dataset) -> tuple[dict[str, str], tuple[str, ...]]:
    catalog = dataset.catalog()
    groups = dict(zip(catalog["painting_id"].tolist(), catalog["work_group"].tolist(), strict=True))
    unsearched = dataset.unsearched(catalog)
    if not unsearched:
        return groups, ()
    note = _(
        "{n:,} pictures of “{name}” were never searched for other pictures of the same work, so intervals may be too "
        "narrow and the leak meter too low. The page Health starts the search."
    )
    return groups, (note.format(n=unsearched, name=dataset.name),)
