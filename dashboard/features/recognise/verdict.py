"""Verdict of a recognition: artist, confidence, candidates, movements and novelty."""

import math

import streamlit as st

from core.dataset.artists.artist import Artist
from core.language import N_, _, counted
from core.recognition.collection_match import MOVEMENTS_NOTE, KnownPainting, Recognition
from core.runs.run import Run
from dashboard.charts.probability_bars import (
    ProbabilityBar,
    build_distance_scale,
    build_probability_bars,
    percent_in_words,
)
from dashboard.features.recognise.predictions import run_labels
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.state.session import current_palette
from dashboard.theme import CATEGORICAL, artist_colour, movement_colour
from dashboard.ui.page_link import show_page_link

CANDIDATES, MOVEMENTS = 5, 3
_NEUTRAL = CATEGORICAL[-1]

_SPLIT_SENTENCES = {
    "train": N_("The model was trained on this painting, so its prediction may be memorised."),
    "val": N_(
        "It is a validation picture: it helped to decide when training stopped, so the prediction may be "
        "a little too good."
    ),
    "test": N_("The model has never seen it: a fair test."),
    None: N_("It was not among the pictures of this run."),
}

_SPLITS = {
    "train": N_("in the training split of this run"),
    "val": N_("in the validation split of this run"),
    "test": N_("in the test split of this run"),
}


def show_verdict(name: str, answer: Recognition, run: Run) -> None:
    """Draw the recognition without similar works.

    Args:
        name: of the data set.
        answer: of the run.
        run: of the recognition.
    """
    artists = dataset_queries.artists(name)
    if answer.painting is not None:
        show_known_painting(name, answer)
    with st.container(gap="xxsmall", key="recognise-headline"):
        st.header(as_text(headline(answer)), anchor=False)
        st.markdown(as_text(confidence_in_words(answer)))
        st.caption(as_text(_("Prediction of {run}.").format(run=run_labels([run])[run.id])))
    st.html(build_probability_bars(candidate_bars(answer, artists), _("Artists and how probable each is")))
    if answer.movements:
        st.markdown(_("**Movement**"))
        st.html(build_probability_bars(movement_bars(answer), _("Movements and how probable each is")))
        st.caption(as_text(_(MOVEMENTS_NOTE)))
    if answer.is_judged:
        _show_distance(answer)
    for note in answer.notes:
        st.caption(f":material/info: {as_text(note)}")


def show_known_painting(name: str, answer: Recognition) -> None:
    """Draw the painting of the collection that the picture shows, and its split: a training picture proves nothing."""
    found = answer.painting
    if found is None:
        return
    with st.container(gap="xxsmall", key="recognise-known", border=True):
        title = _known_in_words(found)
        known = _(_SPLIT_SENTENCES[found.side])
        if found.artist and all(candidate.artist != found.artist for candidate in answer.candidates):
            known = _("The model does not know {artist} and cannot be right.").format(artist=found.artist)
        st.markdown(f":material/fingerprint: **{as_text(title)}** {as_text(known)}")
        query = {"dataset": name, "painting": found.painting_id}
        show_page_link("painting", _("Open the painting"), icon=":material/arrow_forward:", query=query)


def _known_in_words(found: KnownPainting) -> str:
    painting = found.painting_id
    if found.artist:
        painting = _("{painting} by {artist}").format(painting=painting, artist=found.artist)
    words = (
        _("This is {painting}, {side}.") if found.by == "file" else _("This shows the same work as {painting}, {side}.")
    )
    return words.format(painting=painting, side=split_label(found.side))


def show_found_painting(name: str, painting_id: str) -> None:
    """Draw the painting of the collection that an upload shows, without a run."""
    words = _("This is a painting of the collection: {painting}.").format(painting=painting_id)
    with st.container(gap="xxsmall", key="recognise-known", border=True):
        st.markdown(f":material/fingerprint: **{as_text(words)}**")
        query = {"dataset": name, "painting": painting_id}
        show_page_link("painting", _("Open the painting"), icon=":material/arrow_forward:", query=query)


def split_label(split: str | None) -> str:
    """The split as the end of a sentence; plain text."""
    return _(_SPLITS[split]) if split in _SPLITS else _("a painting of this collection")


def headline(answer: Recognition) -> str:
    """The artist, or "None of these"; plain text."""
    return answer.artist if answer.known else _("None of these")


def confidence_in_words(answer: Recognition) -> str:
    """Confidence and movement; plain text."""
    if not answer.known:
        return _(
            "It is unlike the training pictures. If the model had to choose, it would say {artist}, with "
            "{percent}; do not rely on that."
        ).format(artist=answer.artist, percent=percent_in_words(answer.probability))
    sure = _("{percent} sure").format(percent=percent_in_words(answer.probability))
    if not answer.movements:
        return sure
    movement, probability = answer.movements[0]
    return f"{sure} · {movement} {percent_in_words(probability)}"


def candidate_bars(answer: Recognition, artists: list[Artist]) -> list[ProbabilityBar]:
    """Bars of the first candidates, and one of all others."""
    movements = {artist.name: artist.movements for artist in artists}
    bars = [
        ProbabilityBar(
            candidate.artist,
            candidate.probability,
            artist_colour(movements.get(candidate.artist, ())),
            strong=answer.known and place == 0,
        )
        for place, candidate in enumerate(answer.candidates[:CANDIDATES])
    ]
    others = answer.candidates[CANDIDATES:]
    if others:
        together = sum(candidate.probability for candidate in others)
        bars.append(ProbabilityBar(counted(len(others), "other artist", "other artists"), together, _NEUTRAL))
    return bars


def movement_bars(answer: Recognition) -> list[ProbabilityBar]:
    """Bars of the most probable movements."""
    return [
        ProbabilityBar(movement, probability, movement_colour(movement), strong=answer.known and place == 0)
        for place, (movement, probability) in enumerate(answer.movements[:MOVEMENTS])
    ]


def distance_in_words(answer: Recognition) -> str:
    """Distance, threshold and its false rejection rate; plain text."""
    if answer.known and answer.distance > answer.threshold:
        words = _("Its distance of {distance:.2f} is above the threshold, but it shows a painting of the collection.")
        return words.format(distance=answer.distance)
    if answer.known:
        words = _("Its distance of {distance:.2f} is near enough to the training pictures.")
    else:
        words = _("Its distance of {distance:.2f} is too far from the training pictures.")
    return f"{words.format(distance=answer.distance)} {_limit_in_words(answer)}"


def _limit_in_words(answer: Recognition) -> str:
    if not math.isfinite(answer.refused_share):
        return _("The threshold is {limit:.2f}.").format(limit=answer.threshold)
    return _(
        "The threshold of {limit:.2f} rejects {percent} of the held-out paintings, so “none of these” "
        "can be wrong, too."
    ).format(limit=answer.threshold, percent=percent_in_words(answer.refused_share))


def _show_distance(answer: Recognition) -> None:
    palette = current_palette()
    st.markdown(_("**Novelty: is it like the training pictures?**"))
    colour = palette.text if answer.known else palette.link
    st.html(build_distance_scale(answer.distance, answer.threshold, colour))
    st.caption(as_text(distance_in_words(answer)))
