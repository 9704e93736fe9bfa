"""How far a picture is from everything learned, beside the limit beyond which it is none of these; as HTML."""

from core.language import _
from dashboard.labels.escaping import as_html

_ROOM = 1.35


def build_distance_scale(distance: float, threshold: float, colour: str) -> str:
    """A line from 0, with a mark at the limit and a point where the picture is.

    Args:
        distance: of the picture, 0 or more.
        threshold: the limit, more than 0.
        colour: `#RRGGBB` of the point.
    """
    end = max(threshold, distance) * _ROOM
    limit, here = (100 * min(1.0, max(0.0, value) / end) for value in (threshold, distance))
    words = _("Distance {distance:.2f}, limit {limit:.2f}").format(distance=distance, limit=threshold)
    return (
        f'<div class="atelier-distance" role="img" aria-label="{as_html(words)}">'
        f'<i class="near" style="width:{limit:.1f}%"></i><i class="limit" style="left:{limit:.1f}%"></i>'
        f'<i class="here" style="left:{here:.1f}%;background:{as_html(colour)}"></i></div>'
    )
