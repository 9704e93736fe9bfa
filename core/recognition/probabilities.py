"""How probable each artist and each movement is: the model's answer, mended by the run's temperature."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from core.dataset.artists.artists import Artist
from core.evaluation.calibration import fit_temperature, with_temperature
from core.evaluation.predictions import make_predictions
from core.graph import build_trait_graph
from core.graph.traits import artist_node
from core.recognition.cached_predictions import known_predictions
from core.recognition.recognition import Candidate
from core.runs import Run


def run_temperature(run: Run) -> float:
    """The temperature that the run's validation side determines; 1, which changes nothing, where it does not."""
    predictions = known_predictions(run)
    found = fit_temperature(predictions.on("val")) if predictions is not None else math.nan
    return 1.0 if math.isnan(found) else found


def calibrated(artists: Sequence[str], probabilities: npt.NDArray[np.floating], temperature: float) -> list[Candidate]:
    """Artists with mended probabilities, the most probable first.

    Args:
        artists: k names.
        probabilities: `(k,)`, as the model gave them.
        temperature: above 0.
    """
    answer = make_predictions(["picture"], ["test"], [0], probabilities[np.newaxis], artists)
    mended = with_temperature(answer, temperature).probabilities[0]
    order = np.argsort(-mended, kind="stable")
    return [Candidate(artists[position], float(mended[position])) for position in order]


def movement_probabilities(candidates: Sequence[Candidate], artists: Sequence[Artist]) -> list[tuple[str, float]]:
    """How probable it is that the painter belongs to each movement, the most probable first.

    An artist's probability counts in full for each movement that the graph joins the artist to, so that the answer
    to "is this an Impressionist?" does not depend on what else a painter was. These may add up to more than 1.

    Args:
        candidates: every artist of the run.
        artists: of the data set, with their movements.
    """
    chance: Mapping[str, float] = {candidate.artist: candidate.probability for candidate in candidates}
    people = {artist_node(artist.id): chance[artist.name] for artist in artists if artist.name in chance}
    graph = build_trait_graph([artist for artist in artists if artist.name in chance], {})
    found = [
        (str(facts["label"]), min(1.0, math.fsum(people[painter] for painter in graph.neighbors(node))))
        for node, facts in graph.nodes(data=True)
        if facts["kind"] == "movement"
    ]
    return sorted(found, key=lambda entry: (-entry[1], entry[0]))
