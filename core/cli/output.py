"""What commands print: one JSON document or a readable table on stdout, progress and errors on stderr."""

import json
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from core.progress import Progress, Throttle, no_progress

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else on stdout.")]


def print_json(document: Any) -> None:  # noqa: ANN401 - JSON has no narrower type
    """Print one JSON document."""
    print(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))


def print_facts(facts: Iterable[tuple[str, object]]) -> None:
    """Print labels and values in two columns."""
    rows = [
        (label, f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value))
        for label, value in facts
    ]
    width = max((len(label) for label, _ in rows), default=0)
    for label, value in rows:
        print(f"{label:<{width}}  {value}")


def print_table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows in aligned columns, numbers to the right."""
    cells = [[f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in [list(header), *cells]) for column in range(len(header))]
    numeric = [bool(rows) and all(isinstance(row[column], int) for row in rows) for column in range(len(header))]
    for row in [list(header), *cells]:
        padded = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        )
        print("  ".join(padded).rstrip())


def fail(sentence: str, status: int = 1) -> NoReturn:
    """End the command with one line on stderr."""
    print(f"atelier: {' '.join(sentence.split())}", file=sys.stderr)
    sys.exit(status)


def log_traceback() -> Path:
    """Write the current traceback to a new file and return its path."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="atelier-fault-", suffix=".log", delete=False, encoding="utf-8"
    ) as file:
        file.write(traceback.format_exc())
    return Path(file.name)


def terminal_progress() -> Progress:
    """A progress line on stderr that is overwritten on a terminal; nothing where stderr is a file or a pipe."""
    return Throttle(_Line(), 0.1) if sys.stderr.isatty() else no_progress


class _Line:
    def __init__(self) -> None:
        self._stage = ""
        self._started = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Write the line over."""
        if stage != self._stage:
            self._stage, self._started = stage, time.monotonic()
        elapsed = time.monotonic() - self._started
        left = f", {elapsed / done * (total - done):.0f} s left" if done and elapsed > 1 and done < total else ""
        amount = f" {done:,} of {total:,}{left}" if total else ""
        ending = "\n" if total and done >= total else ""
        print(f"\r\033[K{stage}{amount}", end=ending, file=sys.stderr, flush=True)
