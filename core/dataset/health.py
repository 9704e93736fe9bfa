"""Health of a data set: findings about its pictures, table and import.

A finding is an observation: it excludes no picture and changes no file.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import pandas as pd

from core.dataset.artists.artist import Artist
from core.dataset.store import Dataset
from core.language import N_, _

Severity = Literal["problem", "notice", "good"]

TINY_SHORT_SIDE_PX = 128
EXTREME_ASPECT = 3.0
COLOURLESS_CHROMA = 2.0
_GREY_MODES = {"1", "L", "LA", "I", "I;16", "F"}


@dataclass(frozen=True)
class Finding:
    """One kind of irregularity and its occurrences.

    Attributes:
        kind: stable name, as in "same_work".
        title: a short label, translated.
        explanation: its meaning and the remedy, in a sentence or two, translated.
        severity: "problem" needs a decision, "notice" is information, "good" means that nothing was found.
        count: the number of occurrences, in `unit`.
        unit: "pictures", "groups", "artists", "spellings" or "files"; a key, not translated.
        groups: painting ids in groups to be viewed together; groups of one for independent pictures.
        rows: facts that are not about single pictures, one dictionary a row.
    """

    kind: str
    title: str
    explanation: str
    severity: Severity
    count: int
    unit: str
    groups: tuple[tuple[str, ...], ...] = ()
    rows: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class HealthReport:
    """All findings of a data set.

    Attributes:
        dataset: its name.
        paintings: pictures in the catalog.
        unsearched: pictures that the same-work search has not examined.
        findings: in the order of display, including those without occurrences.
    """

    dataset: str
    paintings: int
    unsearched: int
    findings: tuple[Finding, ...] = field(default_factory=tuple)

    def finding(self, kind: str) -> Finding:
        """The finding of that kind; KeyError for an unknown kind."""
        return next((finding for finding in self.findings if finding.kind == kind), None) or _no_such(kind)

    def to_dict(self) -> dict[str, Any]:
        """As `--json` prints it; `counts` has the count of every kind."""
        counts = {finding.kind: finding.count for finding in self.findings}
        return {**asdict(self), "counts": counts}


def _no_such(kind: str) -> Finding:
    raise KeyError(kind)


def health_report(dataset: Dataset) -> HealthReport:
    """Examine the catalog, the import's notes, the same-work pairs and the user's decisions.

    Reads no picture (50 ms for 10,000 pictures).
    """
    catalog = dataset.catalog()
    findings = (
        *_picture_findings(catalog),
        _exact_duplicates(catalog),
        _same_works(catalog, dataset.unsearched(catalog)),
        _table_against_files(catalog, dataset.artists()),
        *_import_findings(dataset.source),
        _excluded(catalog),
    )
    return HealthReport(dataset.name, len(catalog), dataset.unsearched(catalog), findings)


def _alone(catalog: pd.DataFrame, where: pd.Series) -> tuple[tuple[str, ...], ...]:
    return tuple((painting_id,) for painting_id in catalog.loc[where, "painting_id"])


def _severity(count: int, when_found: Severity) -> Severity:
    return when_found if count else "good"


def _picture_findings(catalog: pd.DataFrame) -> Iterator[Finding]:
    readable = catalog["status"] != "unreadable"
    short = catalog[["width", "height"]].min(axis=1)
    long = catalog[["width", "height"]].max(axis=1)
    grey = catalog["mode"].isin(_GREY_MODES) | (catalog["chroma"] < COLOURLESS_CHROMA)
    checks: list[tuple[str, str, str, Severity, pd.Series]] = [
        (
            "unreadable",
            _("Unreadable pictures"),
            _("These files cannot be decoded, so they are neither shown nor trained on. Replace them and check again."),
            "problem",
            ~readable,
        ),
        (
            "unlabelled",
            _("Pictures with no artist"),
            _("Their names match no artist in the table. They can be viewed, but not trained on."),
            "problem",
            catalog["artist_id"].isna(),
        ),
        (
            "tiny",
            _("Tiny pictures"),
            _("The shorter side has under {least} pixels: a network at 224 px sees mostly blur.").format(
                least=TINY_SHORT_SIDE_PX
            ),
            "notice",
            readable & (short < TINY_SHORT_SIDE_PX),
        ),
        (
            "greyscale",
            _("Pictures without colour"),
            _("Greyscale scans. A network may learn that an artist is grey when only the scan is."),
            "notice",
            readable & grey,
        ),
        (
            "extreme_aspect",
            _("Very long pictures"),
            _(
                "More than {times:g} times as long as wide, or as wide as long: squeezed to a square they are badly "
                "distorted."
            ).format(times=EXTREME_ASPECT),
            "notice",
            readable & (long > EXTREME_ASPECT * short),
        ),
    ]
    for kind, title, explanation, severity, where in checks:
        count = int(where.sum())
        rows = _problems(catalog[where]) if kind == "unreadable" else ()
        yield Finding(
            kind,
            title,
            explanation,
            _severity(count, severity),
            count,
            "pictures",
            _alone(catalog, where),
            rows,
        )


def _problems(unreadable: pd.DataFrame) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"painting": painting_id, "file": path, "problem": problem}
        for painting_id, path, problem in zip(
            unreadable["painting_id"], unreadable["path"], unreadable["problem"], strict=True
        )
    )


def _groups(catalog: pd.DataFrame, column: str) -> tuple[tuple[str, ...], ...]:
    """Groups of two and more painting ids whose rows share a value, in catalog order."""
    shared = catalog[catalog.duplicated(column, keep=False)]
    return tuple(tuple(ids) for _value, ids in shared.groupby(column, sort=False)["painting_id"])


def _exact_duplicates(catalog: pd.DataFrame) -> Finding:
    groups = _groups(catalog[catalog["sha256"] != ""], "sha256")
    return Finding(
        "exact_duplicates",
        _("Identical files"),
        _("The same file under several names. Exclude all but one."),
        _severity(len(groups), "problem"),
        len(groups),
        "groups",
        groups,
    )


def _same_works(catalog: pd.DataFrame, unsearched: int) -> Finding:
    groups = _groups(catalog, "work_group")
    said = [
        _("{n} pictures show a work that another picture shows too: another scan, crop, tone or a detail.").format(
            n=sum(map(len, groups))
        ),
        _("A split keeps each group together, so no score comes from recognising a picture seen in training."),
    ]
    if not groups:
        said = [_("Pictures that show the same work in another scan, crop or tone.")]
    if unsearched:
        said.append(_("{n} pictures were not searched yet.").format(n=unsearched))
    return Finding(
        "same_work",
        _("Several pictures of one work"),
        " ".join(said),
        "notice" if groups or unsearched else "good",
        len(groups),
        "groups",
        groups,
    )


def _table_against_files(catalog: pd.DataFrame, artists: list[Artist]) -> Finding:
    found = catalog["artist_id"].value_counts()
    rows = tuple(
        {"artist": artist.name, "listed": artist.listed_paintings, "found": int(found.get(artist.id, 0))}
        for artist in artists
        if artist.listed_paintings is not None and artist.listed_paintings != found.get(artist.id, 0)
    )
    return Finding(
        "table_mismatch",
        _("Artists table against files"),
        _("Artists whose number of pictures differs from the table: worth knowing, seldom an error."),
        _severity(len(rows), "notice"),
        len(rows),
        "artists",
        rows=rows,
    )


_IMPORT_NOTES: tuple[tuple[str, str, str, Severity, str], ...] = (
    (
        "spelling_repairs",
        N_("Spellings repaired"),
        N_("Names in a wrong encoding or another spelling, recognised as an artist of the table."),
        "notice",
        "spellings",
    ),
    (
        "doubled",
        N_("Duplicate pictures dropped"),
        N_(
            "The same picture was in two folders of one artist (the full-size download has two Dürer folders). "
            "It counts once."
        ),
        "notice",
        "pictures",
    ),
    (
        "renamed",
        N_("Pictures renamed"),
        N_("Their file name was taken by another picture, or not usable."),
        "notice",
        "pictures",
    ),
    ("skipped", N_("Files not imported"), N_("Their file names are not those of pictures."), "notice", "files"),
)


def _import_findings(source: dict[str, Any]) -> Iterator[Finding]:
    for kind, title, explanation, severity, unit in _IMPORT_NOTES:
        entries = source.get(kind)
        rows = tuple(
            entry if isinstance(entry, dict) else {"name": str(entry)}
            for entry in (entries if isinstance(entries, list) else [])
        )
        count = sum(_occurrences(row) for row in rows)
        yield Finding(kind, _(title), _(explanation), _severity(count, severity), count, unit, rows=rows)


def _occurrences(row: dict[str, Any]) -> int:
    count = row.get("count", 1)
    return count if isinstance(count, int) else 1


def _excluded(catalog: pd.DataFrame) -> Finding:
    where = catalog["excluded"]
    return Finding(
        "excluded",
        _("Excluded pictures"),
        _("They stay on disk and are never trained on. Each exclusion can be undone."),
        _severity(int(where.sum()), "notice"),
        int(where.sum()),
        "pictures",
        _alone(catalog, where),
    )
