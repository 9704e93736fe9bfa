"""The data set behind a run: its identity, and the work groups and artists that an evaluation needs.

Painting ids are unique only within a data set: two data sets may both have a picture "klee_1". Runs of different data
sets are never matched by id, unless equal fingerprints show that both hold the same pictures.
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
    """The data set of a run.

    Attributes:
        dataset: name; "" where it is unknown.
        fingerprint: of its pictures when the run started; "" where it was not recorded.
    """

    dataset: str
    fingerprint: str = ""

    def may_equal(self, other: "DatasetIdentity") -> bool:
        """Whether the two may be the same data set; unknown values match anything."""
        if not self.dataset or not other.dataset or self.dataset == other.dataset:
            return True
        return bool(self.fingerprint) and self.fingerprint == other.fingerprint


def dataset_identity(dataset: str, facts: Mapping[str, Any]) -> DatasetIdentity:
    """The data set identity of a run.

    Args:
        dataset: name; "" where it is unknown.
        facts: of the run, as `Run.facts` returns them.
    """
    noted = facts.get("dataset")
    return DatasetIdentity(dataset, str(noted.get("fingerprint") or "") if isinstance(noted, Mapping) else "")


def split_hash_of(facts: Mapping[str, Any]) -> str:
    """The hash of the split; "" where it was not recorded.

    Args:
        facts: of the run, as `Run.facts` returns them.
    """
    return str(facts.get("split_hash") or "")


def test_set_key(dataset: str, facts: Mapping[str, Any], side: Mapping[str, Any]) -> tuple[str, str, int]:
    """A key that differs between runs with different test sets: data set, split and number of pictures.

    Args:
        dataset: name of the run's data set.
        facts: of the run, as `Run.facts` returns them.
        side: one split of `evaluation.json`.
    """
    return dataset, split_hash_of(facts), int(side.get("pictures") or 0)


def require_same_dataset(origins: Mapping[str, DatasetIdentity]) -> None:
    """Refuse runs of different data sets.

    Args:
        origins: by the run's name.

    Raises:
        InvalidInputError: two of them were trained on different data sets; the message names both.
    """
    known = [(run, origin) for run, origin in origins.items() if origin.dataset]
    for run, origin in known[1:]:
        first, one = known[0]
        if not origin.may_equal(one):
            raise InvalidInputError(
                _(
                    "“{first}” was trained on the data set “{one}” and “{second}” on “{other}”: pictures with equal"
                    " names are different pictures. Compare runs of one data set."
                ).format(first=first, one=one.dataset, second=run, other=origin.dataset)
            )


@dataclass(frozen=True)
class DatasetFacts:
    """What an evaluation needs of a data set.

    Attributes:
        work_groups: the work each picture shows, by painting id; None where unknown.
        artists: None where unknown.
        notes: sentences about what is unknown.
    """

    work_groups: dict[str, str] | None
    artists: list[Artist] | None
    notes: tuple[str, ...] = ()


def dataset_facts(name: str) -> DatasetFacts:
    """Work groups and artists of a data set; a missing or damaged one gives a note instead of an error."""
    try:
        dataset = open_dataset(name)
        artists, groups, notes = dataset.artists(), *_works(dataset)
    except AtelierError as error:
        unknown = _("The data set “{name}” could not be read: {fault}").format(name=name, fault=error)
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
