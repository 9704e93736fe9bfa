"""The cells of `artists.csv`: UTF-8, comma-separated, every column there, every row complete.

What the cells mean is `core.dataset.artists`' affair. Each fault is one sentence that names the line.
"""

import csv
import io

from core.errors import InvalidInputError

COLUMNS = ("id", "name", "years", "genre", "nationality", "bio", "wikipedia", "paintings")

MAX_TABLE_BYTES = 16 * 1024 * 1024


def read_cells(data: bytes, table: str) -> list[tuple[int, dict[str, str]]]:
    """Read the rows of an artists table.

    Args:
        data: the file's bytes: UTF-8 with or without byte order mark, with a header line that names at least
            `COLUMNS`, in any order and case.
        table: what messages call the file.

    Returns:
        For each row the number of the line it ends on, and its cells by column. Blank lines are left out.

    Raises:
        InvalidInputError: too large, not UTF-8, no proper CSV, a column missing or doubled, no row, or a
            row with more or fewer cells than the header.
    """
    lines = _split(_decode(data, table), table)
    if not lines:
        raise InvalidInputError(f"“{table}” is empty. Its first line must name the columns {', '.join(COLUMNS)}.")
    header = [cell.strip().lower() for cell in lines[0][1]]
    _require_columns(header, table)
    if len(lines) == 1:
        raise InvalidInputError(f"“{table}” has a header and no artists. Add one line for each artist.")
    for line, cells in lines[1:]:
        if len(cells) != len(header):
            raise InvalidInputError(
                f"Line {line} of “{table}” has {len(cells)} cells where the header has {len(header)}. "
                "Put quotes around a text that contains commas."
            )
    return [(line, dict(zip(header, cells, strict=True))) for line, cells in lines[1:]]


def write_cells(rows: list[list[str]]) -> str:
    """The text of a table: the header `COLUMNS`, then `rows`, each with as many cells."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([list(COLUMNS), *rows])
    return text.getvalue()


def _decode(data: bytes, table: str) -> str:
    if len(data) > MAX_TABLE_BYTES:
        limit = f"{MAX_TABLE_BYTES // (1024 * 1024)} MB"
        raise InvalidInputError(f"“{table}” is larger than {limit}, which no table of artists is. Check the file.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidInputError(
            f"“{table}” is not UTF-8: line {line} holds the byte 0x{data[error.start]:02X}, so it was saved "
            "as Latin-1, Windows-1252 or UTF-16. Open it where it came from and save it as “CSV UTF-8”."
        ) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InvalidInputError(
            f"Line {line} of “{table}” holds a NUL byte, so the file is damaged or no text. Export it again."
        )
    return text


def _split(text: str, table: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise InvalidInputError(
            f"“{table}” is not proper CSV at line {reader.line_num} ({error}). Export it again as comma-separated text."
        ) from error


def _require_columns(header: list[str], table: str) -> None:
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        noun = "column" if len(missing) == 1 else "columns"
        raise InvalidInputError(
            f"“{table}” lacks the {noun} {', '.join(f'“{column}”' for column in missing)}. "
            f"Expected are {', '.join(COLUMNS)}.{_hint_at_separator(header)}"
        )
    doubled = [column for column in COLUMNS if header.count(column) > 1]
    if doubled:
        raise InvalidInputError(f"“{table}” has the column “{doubled[0]}” more than once. Keep one of them.")


def _hint_at_separator(header: list[str]) -> str:
    for mark, name in {";": "semicolons", "\t": "tabs"}.items():
        if any(mark in cell for cell in header):
            return f" Its cells seem to be separated by {name}: save it with commas."
    return ""
