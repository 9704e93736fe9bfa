"""Facts in two columns, as HTML: what is said, and what it is."""

from collections.abc import Mapping

from dashboard.labels.escaping import as_html


def build_fact_list(facts: Mapping[str, str]) -> str:
    """A description list; `dashboard/style.css` gives it its shape. Facts that say nothing are left out.

    Args:
        facts: plain texts by their label, in order.
    """
    rows = "".join(f"<dt>{as_html(label)}</dt><dd>{as_html(fact)}</dd>" for label, fact in facts.items() if fact)
    return f'<dl class="atelier-facts">{rows}</dl>'
