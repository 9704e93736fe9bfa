"""Tables in HTML: the settings of a run by group, with what each means, and differences between two columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.labels.escaping import as_html


@dataclass(frozen=True)
class SettingRow:
    """One setting.

    Attributes:
        group: its heading.
        title: the name people read.
        value: in words.
        explanation: what it means; shown when one points at it.
        changed: whether it differs from the default.
    """

    group: str
    title: str
    value: str
    explanation: str = ""
    changed: bool = False


def build_settings_table(rows: Sequence[SettingRow]) -> str:
    """Groups beside each other where there is room, one under the other on a phone."""
    groups = list(dict.fromkeys(row.group for row in rows))
    return f'<div class="atelier-settings">{"".join(_group(group, rows) for group in groups)}</div>'


def _group(group: str, rows: Sequence[SettingRow]) -> str:
    entries = "".join(_row(row) for row in rows if row.group == group)
    return f"<section><h4>{as_html(group)}</h4><dl>{entries}</dl></section>"


def _row(row: SettingRow) -> str:
    title = f' title="{as_html(row.explanation)}"' if row.explanation else ""
    value = f"<b>{as_html(row.value)}</b>" if row.changed else as_html(row.value)
    return f"<div{title}><dt>{as_html(row.title)}</dt><dd>{value}</dd></div>"


def build_difference_table(left: str, right: str, rows: Sequence[tuple[str, str, str]]) -> str:
    """HTML of a table; `dashboard/style.css` gives it its shape.

    Args:
        left: plain text over the first column of values.
        right: over the second.
        rows: what differs, and its value on either side, in plain text.
    """
    body = "".join(
        f'<tr><th scope="row">{as_html(what)}</th><td>{as_html(one)}</td><td>{as_html(other)}</td></tr>'
        for what, one, other in rows
    )
    head = f'<tr><td></td><th scope="col">{as_html(left)}</th><th scope="col">{as_html(right)}</th></tr>'
    return f'<table class="atelier-differences"><thead>{head}</thead><tbody>{body}</tbody></table>'
