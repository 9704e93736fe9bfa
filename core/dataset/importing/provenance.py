"""The summary of an import, for the user and for `source.json` beside the pictures."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from core.dataset.artists.artist import Artist
from core.dataset.importing.layout import Layout
from core.dataset.importing.sources import Source
from core.files import write_json_atomically
from core.language import N_, _, counted, ngettext

PROVENANCE_NAME = "source.json"
SCHEMA_VERSION = 1

TableOrigin = Literal["source", "beside the source", "built-in", "given", "kept"]

_TABLE_SENTENCES: dict[TableOrigin, str] = {
    "source": N_("The artists table came with the pictures."),
    "beside the source": N_("The artists table next to the pictures was used."),
    "built-in": N_("There was no artists.csv with the pictures, so the built-in table of 50 artists was used."),
    "given": N_("The artists table that you gave was used."),
    "kept": N_("The artists table of the data set was kept."),
}


@dataclass(frozen=True)
class ImportSummary:
    """The result of an import.

    Attributes:
        source: the folder's or archive's name, without its path.
        kind: "folder" or "zip".
        imported_at: UTC, ISO 8601.
        table: the origin of the artists table.
        artists: rows of the table.
        artists_with_paintings: artists with a picture now.
        paintings: in the data set now.
        full_size_files: in the data set now.
        resized_files: in the data set now.
        in_both: paintings that have both files now.
        unlabelled: paintings now whose artist is not in the table.
        added: files of this import.
        reused: of those, files that an interrupted import had copied.
        spelling_repairs: {"spelling", "artist", "count"} for names that had to be repaired.
        doubled: {"name", "painting_id"} of files dropped as duplicates within the source.
        already_there: {"name", "painting_id"} of files that the data set had before this import.
        renamed: {"name", "painting_id"} of pictures that could not keep their name.
        skipped: {"name", "reason"} of files that are not pictures.
        listed: {"artist", "listed", "found"} where the table's count and the pictures differ.
    """

    source: str
    kind: str
    imported_at: str
    table: TableOrigin
    artists: int
    artists_with_paintings: int
    paintings: int
    full_size_files: int
    resized_files: int
    in_both: int
    unlabelled: int
    added: int
    reused: int
    spelling_repairs: tuple[dict[str, Any], ...]
    doubled: tuple[dict[str, Any], ...]
    already_there: tuple[dict[str, Any], ...]
    renamed: tuple[dict[str, Any], ...]
    skipped: tuple[dict[str, Any], ...]
    listed: tuple[dict[str, Any], ...]

    def to_dict(self) -> dict[str, Any]:
        """The summary as JSON."""
        return asdict(self)

    def sentences(self) -> list[str]:
        """The summary for the user, one fact a line, translated."""
        held = _("{paintings} by {artists}: {full_size}, {resized}, {both:,} in both sizes.").format(
            paintings=counted(self.paintings, "painting", "paintings"),
            artists=counted(self.artists_with_paintings, "artist", "artists"),
            full_size=counted(self.full_size_files, "full-size file", "full-size files"),
            resized=counted(self.resized_files, "resized one", "resized ones"),
            both=self.in_both,
        )
        return [held, _(_TABLE_SENTENCES[self.table]), *self._notes()]

    def _notes(self) -> Iterator[str]:
        """Yield a sentence on each kind of irregularity."""
        if n := self.unlabelled:
            yield ngettext(
                "{n:,} picture with no artist in the table kept as unlabelled.",
                "{n:,} pictures with no artist in the table kept as unlabelled.",
                n,
            ).format(n=n)
        if n := len(self.spelling_repairs):
            yield ngettext(
                "{n:,} spelling of an artist's name repaired.", "{n:,} spellings of an artist's name repaired.", n
            ).format(n=n)
        if n := len(self.doubled):
            yield ngettext(
                "{n:,} duplicate picture dropped: the same file was in another folder.",
                "{n:,} duplicate pictures dropped: the same files were in another folder.",
                n,
            ).format(n=n)
        if n := len(self.already_there):
            yield ngettext(
                "{n:,} picture skipped: the data set has the same file.",
                "{n:,} pictures skipped: the data set has the same files.",
                n,
            ).format(n=n)
        if n := len(self.renamed):
            yield ngettext(
                "{n:,} picture renamed: its name was taken or unusable.",
                "{n:,} pictures renamed: their names were taken or unusable.",
                n,
            ).format(n=n)
        if n := len(self.skipped):
            yield ngettext("{n:,} file skipped: not a picture.", "{n:,} files skipped: not pictures.", n).format(n=n)


def summarise(
    source: Source,
    layout: Layout,
    artists: Sequence[Artist],
    table: TableOrigin,
    imported_at: str,
    reused: int,
) -> ImportSummary:
    """Summarise the planned layout."""
    paintings = layout.paintings.values()
    found = Counter(painting.artist.id for painting in paintings if painting.artist)
    files = Counter(kind for painting in paintings for kind in painting.files)
    spellings = sorted(layout.spellings.items())
    return ImportSummary(
        source=source.name,
        kind=source.kind,
        imported_at=imported_at,
        table=table,
        artists=len(artists),
        artists_with_paintings=len(found),
        paintings=len(paintings),
        full_size_files=files["images"],
        resized_files=files["resized"],
        in_both=sum(len(painting.files) == 2 for painting in paintings),
        unlabelled=sum(painting.artist is None for painting in paintings),
        added=len(layout.new),
        reused=reused,
        spelling_repairs=tuple({"spelling": name, "artist": of, "count": count} for (name, of), count in spellings),
        doubled=_rows(layout.doubled, "painting_id"),
        already_there=_rows(layout.already_there, "painting_id"),
        renamed=_rows(layout.renamed, "painting_id"),
        skipped=_rows(layout.skipped, "reason"),
        listed=tuple(_differences(artists, found)),
    )


def _rows(pairs: Sequence[tuple[str, str]], second: str) -> tuple[dict[str, Any], ...]:
    return tuple({"name": name, second: value} for name, value in pairs)


def _differences(artists: Sequence[Artist], found: Counter[int]) -> list[dict[str, Any]]:
    return [
        {"artist": artist.name, "listed": artist.listed_paintings, "found": found[artist.id]}
        for artist in artists
        if artist.listed_paintings is not None and artist.listed_paintings != found[artist.id]
    ]


def write_provenance(folder: Path, summary: ImportSummary, before: dict[str, Any]) -> None:
    """Write `source.json`: the notes and counts of every import into the folder.

    Args:
        folder: of the data set.
        summary: of this import.
        before: the previous document; empty for a new data set.
    """
    notes = ("spelling_repairs", "doubled", "renamed", "skipped")
    described = summary.to_dict()
    counts = {key: len(value) if isinstance(value, tuple) else value for key, value in described.items()}
    document = {
        "schema_version": SCHEMA_VERSION,
        "source": summary.source,
        "imported_at": summary.imported_at,
    }
    if before.get("pastiches"):
        document["pastiches"] = True
    for note in notes:
        document[note] = [*_listed(before, note), *described[note]]
    document["listed"] = described["listed"]
    document["imports"] = [*_listed(before, "imports"), counts]
    write_json_atomically(folder / PROVENANCE_NAME, document)


def _listed(document: dict[str, Any], key: str) -> list[Any]:
    value = document.get(key)
    return value if isinstance(value, list) else []


def read_provenance(data: bytes) -> dict[str, Any]:
    """The content of a `source.json`; empty for a damaged file, as nothing depends on it."""
    try:
        document = json.loads(data)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}
