"""A small table of what two things have different, as HTML."""

from collections.abc import Sequence

from dashboard.labels.escaping import as_html


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
