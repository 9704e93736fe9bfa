"""The cells of `artists.csv`: UTF-8, comma-separated, every column there, every row complete.

What the cells mean is `core.dataset.artists.artists`' affair. Each fault is one sentence that names the line.
"""

import csv
import io

from core.errors import InvalidInputError
from core.language import N_, _, ngettext

COLUMNS = ("id", "name", "years", "genre", "nationality", "bio", "wikipedia", "paintings")

MAX_TABLE_BYTES = 16 * 1024 * 1024

_OTHER_SEPARATORS = {
    ";": N_("Its cells seem to be separated by semicolons: save it with commas."),
    "\t": N_("Its cells seem to be separated by tabs: save it with commas."),
}


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
        raise InvalidInputError(
            _("“{file}” is empty. Its first line must name the columns {columns}.").format(
                file=table, columns=", ".join(COLUMNS)
            )
        )
    header = [cell.strip().lower() for cell in lines[0][1]]
    _require_columns(header, table)
    if len(lines) == 1:
        raise InvalidInputError(
            _("“{file}” has a header and no artists. Add one line for each artist.").format(file=table)
        )
    for line, cells in lines[1:]:
        if len(cells) != len(header):
            raise InvalidInputError(
                _(
                    "Line {line} of “{file}” has {cells} cells where the header has {expected}. "
                    "Put quotes around a text that contains commas."
                ).format(line=line, file=table, cells=len(cells), expected=len(header))
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
        raise InvalidInputError(
            _("“{file}” is larger than {most} MB, which no table of artists is. Check the file.").format(
                file=table, most=MAX_TABLE_BYTES // (1024 * 1024)
            )
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidInputError(
            _(
                "“{file}” is not UTF-8: line {line} holds the byte 0x{byte:02X}, so it was saved as Latin-1, "
                "Windows-1252 or UTF-16. Open it where it came from and save it as “CSV UTF-8”."
            ).format(file=table, line=line, byte=data[error.start])
        ) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InvalidInputError(
            _("Line {line} of “{file}” holds a NUL byte, so the file is damaged or no text. Export it again.").format(
                line=line, file=table
            )
        )
    return text


def _split(text: str, table: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise InvalidInputError(
            _("“{file}” is not proper CSV at line {line} ({reason}). Export it again as comma-separated text.").format(
                file=table, line=reader.line_num, reason=error
            )
        ) from error


def _require_columns(header: list[str], table: str) -> None:
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        said = ngettext(
            "“{file}” lacks the column {missing}. Expected are {columns}.",
            "“{file}” lacks the columns {missing}. Expected are {columns}.",
            len(missing),
        ).format(
            file=table,
            missing=", ".join(_("“{key}”").format(key=column) for column in missing),
            columns=", ".join(COLUMNS),
        )
        raise InvalidInputError(" ".join([said, *_hints_at_separator(header)]))
    doubled = [column for column in COLUMNS if header.count(column) > 1]
    if doubled:
        raise InvalidInputError(
            _("“{file}” has the column “{column}” more than once. Keep one of them.").format(
                file=table, column=doubled[0]
            )
        )


def _hints_at_separator(header: list[str]) -> list[str]:
    """One sentence, or none where the cells seem to be separated by commas."""
    hints = (hint for mark, hint in _OTHER_SEPARATORS.items() if any(mark in cell for cell in header))
    return [_(hint) for hint in hints][:1]
