"""The map in words: what near means, and what is drawn."""

from core.similarity.descriptors import DescriptorState
from core.similarity.map import CollectionMap
from dashboard.charts.atlas_colours import Colouring
from dashboard.components.atlas.component import AtlasPoints
from dashboard.text import count

_MOST_NAMED = 8


def map_in_words(made: CollectionMap, state: DescriptorState) -> str:
    """What it means that two pictures lie near each other; plain text."""
    near = f"Pictures that lie near each other are alike by “{state.title}”; directions have no meaning of their own."
    if made.explained is not None:
        return f"{near} These two dimensions keep {100 * sum(made.explained):.0f} % of all differences."
    return f"{near} UMAP keeps neighbours together; how far islands are apart says little."


def summary_of(points: AtlasPoints, colouring: Colouring) -> str:
    """The drawing for those who cannot see it; plain text."""
    groups = [f"{group.label} {group.pictures:,}" for group in colouring.groups[:_MOST_NAMED]]
    more = len(colouring.groups) - len(groups)
    groups += [f"{more} more"] if more else []
    return f"Map of {count(len(points.painting_ids), 'picture')}, coloured by: {', '.join(groups)}."
