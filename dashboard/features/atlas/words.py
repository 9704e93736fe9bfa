"""The map in words: what near means, and what is drawn."""

from core.language import _, grouped, ngettext
from core.similarity.descriptors import DescriptorState
from core.similarity.map import CollectionMap
from dashboard.charts.atlas_colours import Colouring
from dashboard.components.atlas.component import AtlasPoints

_MOST_NAMED = 8


def map_in_words(made: CollectionMap, state: DescriptorState) -> str:
    """What it means that two pictures lie near each other; plain text."""
    near = _(
        "Pictures that lie near each other are alike by “{descriptor}”; directions have no meaning of their own."
    ).format(descriptor=state.title)
    if made.explained is None:
        apart = _("UMAP keeps neighbours together; how far islands are apart says little.")
        return f"{near} {apart}"
    kept = _("These two dimensions keep {percent:.0f} % of all differences.")
    return f"{near} {kept.format(percent=100 * sum(made.explained))}"


def summary_of(points: AtlasPoints, colouring: Colouring) -> str:
    """The drawing for those who cannot see it; plain text."""
    groups = [f"{group.title} {grouped(group.pictures)}" for group in colouring.groups[:_MOST_NAMED]]
    more = len(colouring.groups) - len(groups)
    groups += [_("{n} more").format(n=more)] if more else []
    pictures = len(points.painting_ids)
    words = ngettext(
        "Map of {n:,} picture, coloured by: {groups}.", "Map of {n:,} pictures, coloured by: {groups}.", pictures
    )
    return words.format(n=pictures, groups=", ".join(groups))
