"""The painting that chapters explain with."""

import pandas as pd

from dashboard.queries import datasets as dataset_queries
from dashboard.queries.previews import Subject

_SHAPES = (0.7, 0.95)


def shown_painting(dataset: str) -> Subject | None:
    """A painting of the artist with the most pictures, always the same one; None where none can be read."""
    catalog = dataset_queries.catalog(dataset)
    usable = catalog[(catalog["status"] == "ok") & ~catalog["excluded"]]
    usable = usable if len(usable) else catalog[(catalog["status"] != "unreadable") & ~catalog["excluded"]]
    if usable.empty:
        return None
    painting_id = _most_telling(usable)
    return Subject(
        dataset, dataset_queries.dataset(dataset).version, painting_id, dataset_queries.title(dataset, painting_id)
    )


def _most_telling(usable: pd.DataFrame) -> str:
    """The most colourful one of a common shape."""
    aspect = usable["width"] / usable["height"].clip(lower=1)
    common = usable[aspect.between(*_SHAPES)]
    shown = common if len(common) else usable
    most = shown["artist_id"].value_counts()
    known = shown[shown["artist_id"] == most.index[0]] if len(most) else shown
    ranked = known.sort_values(["chroma", "painting_id"], ascending=[False, True])
    return str(ranked["painting_id"].iloc[0])
