"""Why a picture is shown, under it, as HTML."""

from dashboard.labels.escaping import as_html


def build_reason(title: str, reason: str, figures: str) -> str:
    """Who painted it, why it is shown, and the figures behind that when pointed at; all plain text.

    Args:
        title: of the picture.
        reason: a sentence.
        figures: behind it; "" for none.
    """
    pointed = f' title="{as_html(figures)}"' if figures else ""
    return f'<p class="atelier-reason"{pointed}><b>{as_html(title)}</b><span>{as_html(reason)}</span></p>'
