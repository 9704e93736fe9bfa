"""One picture alone, whole, as HTML."""

from dashboard.labels.escaping import as_html


def build_shown_picture(address: str, alt: str) -> str:
    """HTML of the picture; `dashboard/style.css` says how large it may be.

    Args:
        address: what an `img` shows.
        alt: for those who cannot see it; plain text.
    """
    return f'<img class="atelier-shown" src="{as_html(address)}" alt="{as_html(alt)}">'
