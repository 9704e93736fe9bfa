"""What a data set knows that an evaluation wants: which pictures show the same work, and who belongs to a movement.

The data set of a run may have changed since, or be gone; what is missing is then said, not guessed.
"""

from dataclasses import dataclass

from core.dataset.artists.artists import Artist
from core.dataset.store import Dataset, open_dataset
from core.errors import AtelierError
from core.language import _


@dataclass(frozen=True)
class Knowledge:
    """What is known of a data set.

    Attributes:
        work_groups: the work each picture shows, by painting id; None where that is not known.
        artists: None where they are not known.
        notes: sentences about what is not.
    """

    work_groups: dict[str, str] | None
    artists: list[Artist] | None
    notes: tuple[str, ...] = ()


def know_dataset(name: str) -> Knowledge:
    """Ask a data set; never fails because it is gone or damaged."""
    try:
        dataset = open_dataset(name)
        artists, groups, notes = dataset.artists(), *_works(dataset)
    except AtelierError as error:
        unknown = _("The data set “{name}” could not be asked: {fault}").format(name=name, fault=error)
        return Knowledge(None, None, (unknown,))
    return Knowledge(groups, artists, notes)


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
