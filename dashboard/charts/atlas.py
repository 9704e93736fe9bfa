"""The map of the collection: the meaning of its colours, and areas selected on it.

Up to eight artists have a colour each; beyond that a colour means a family of movements, as on every page. An area is
a polygon in the address.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.dataset.artists.artist import Artist
from core.graph.traits import century_label
from core.language import N_, _
from dashboard.labels.traits import century_name
from dashboard.theme import CATEGORICAL, MOVEMENT_FAMILIES, SEQUENTIAL, artist_colour, movement_colour

NEUTRAL = CATEGORICAL[-1]
RIGHT, WRONG = N_("Right"), N_("Wrong")
NO_ARTIST, NO_MOVEMENT = N_("Without an artist"), N_("Without a movement")
NO_CENTURY, NO_PREDICTION = N_("Without years"), N_("No prediction")

_RIGHT_COLOUR, _WRONG_COLOUR = "#56B4E9", "#D55E00"
_CENTURY_STEPS = (1, 8)
"""Of `SEQUENTIAL`: its ends would vanish on one of the two walls."""

MOST_CORNERS = 60

Polygon = tuple[tuple[float, float], ...]

_CORNER = re.compile(r"-?\d{1,5}")
_SCALE = 1000
_OUTSIDE = 0.5
"""How far a corner may lie beyond the map, whose sides are 1."""


@dataclass(frozen=True)
class Group:
    """The meaning of one colour.

    Attributes:
        label: plain text, unique among the groups, and the same in every language: an address holds it.
        title: the label as people read it, plain text.
        colour: `#RRGGBB`; several groups may share one.
        pictures: how many points have it.
        is_rest: whether these points are only there for orientation, and drawn faintly below the others.
    """

    label: str
    title: str
    colour: str
    pictures: int
    is_rest: bool = False


@dataclass(frozen=True, eq=False)
class Colouring:
    """The groups, and for each of n points the place of its group, `(n,)` uint16."""

    groups: tuple[Group, ...]
    of_points: npt.NDArray[np.uint16]


def colours_by_artist(painters: Sequence[str], artists: Sequence[Artist]) -> Colouring:
    """One group a painter.

    Args:
        painters: n names, "" if unknown.
        artists: the table.
    """
    return _grouped([name or NO_ARTIST for name in painters], _artist_colours(painters, artists), {NO_ARTIST})


def colours_by_movement(painters: Sequence[str], artists: Sequence[Artist]) -> Colouring:
    """One group a colour: the family of the painter's first movement."""
    first = {artist.name: artist.movements[0] for artist in artists if artist.movements}
    own = [first.get(name, "") for name in painters]
    met: dict[str, list[str]] = {}
    for movement in sorted(set(own) - {""}, key=str.casefold):
        met.setdefault(movement_colour(movement), []).append(movement)
    labels = {colour: _family_label(movements) for colour, movements in met.items()}
    titles = {labels[colour]: _family_title(movements) for colour, movements in met.items()}
    names = [labels[movement_colour(movement)] if movement else NO_MOVEMENT for movement in own]
    return _grouped(names, {label: colour for colour, label in labels.items()}, {NO_MOVEMENT}, titles=titles)


def colours_by_century(painters: Sequence[str], artists: Sequence[Artist]) -> Colouring:
    """One group a century, from light to dark as time goes on."""
    century = {artist.name: artist.century for artist in artists}
    own = [century.get(name) for name in painters]
    met = sorted({number for number in own if number is not None})
    first, last = _CENTURY_STEPS
    steps = np.linspace(first, last, len(met)).round().astype(int) if len(met) > 1 else [(first + last) // 2]
    colours = {century_name(number): SEQUENTIAL[step] for number, step in zip(met, steps, strict=False)}
    names = [NO_CENTURY if number is None else century_name(number) for number in own]
    titles = {century_name(number): century_label(number) for number in met}
    return _grouped(names, colours, {NO_CENTURY}, order=[*colours, NO_CENTURY], titles=titles)


def colours_by_answer(
    painting_ids: Sequence[str], answers: Mapping[str, str], painters: Sequence[str], artists: Sequence[Artist]
) -> Colouring:
    """One group for each artist a model answered; painters keep the colour they have as painters.

    Args:
        painting_ids: n names.
        answers: the predicted artist by painting id, for the pictures with a prediction.
        painters: n names of the true painters.
        artists: the table.
    """
    names = [answers.get(painting_id, NO_PREDICTION) for painting_id in painting_ids]
    colours = _artist_colours([*painters, *(name for name in names if name != NO_PREDICTION)], artists)
    return _grouped(names, colours, {NO_PREDICTION})


def colours_by_mistake(painting_ids: Sequence[str], hits: Mapping[str, bool]) -> Colouring:
    """Two groups: where a model is right and where it is wrong.

    Args:
        painting_ids: n names.
        hits: whether the prediction was right, by painting id, for the pictures with a prediction.
    """
    said = {True: RIGHT, False: WRONG}
    names = [said[hits[painting_id]] if painting_id in hits else NO_PREDICTION for painting_id in painting_ids]
    colours = {WRONG: _WRONG_COLOUR, RIGHT: _RIGHT_COLOUR}
    titles = {label: _(label) for label in colours}
    return _grouped(names, colours, {NO_PREDICTION}, order=[WRONG, RIGHT, NO_PREDICTION], titles=titles)


def _artist_colours(painters: Sequence[str], artists: Sequence[Artist]) -> dict[str, str]:
    shown = sorted(set(painters) - {""}, key=str.casefold)
    if len(shown) <= len(CATEGORICAL):
        return dict(zip(shown, CATEGORICAL, strict=False))
    movements = {artist.name: artist.movements for artist in artists}
    return {name: artist_colour(movements.get(name, ())) for name in shown}


def _grouped(
    names: Sequence[str],
    colours: Mapping[str, str],
    rest: set[str],
    order: Sequence[str] | None = None,
    titles: Mapping[str, str] | None = None,
) -> Colouring:
    """Groups in the order given, else those of one colour beside each other, the most pictures first; the rest last.

    Args:
        names: of the group of each point.
        colours: by group.
        rest: groups that are only there for orientation; sentences of this module.
        order: of the groups.
        titles: of groups whose names are no data.
    """
    said = {**{name: _(name) for name in rest}, **(titles or {})}
    times = Counter(names)
    shades: Counter[str] = Counter()
    for name, number in times.items():
        shades[colours.get(name, NEUTRAL)] += number
    ranked = list(order) if order is not None else sorted(times, key=lambda name: _rank(name, colours, shades, times))
    ranked = [name for name in ranked if name in times and name not in rest] + [name for name in times if name in rest]
    groups = tuple(
        Group(name, said.get(name, name), colours.get(name, NEUTRAL), times[name], name in rest) for name in ranked
    )
    places = {name: place for place, name in enumerate(ranked)}
    return Colouring(groups, np.array([places[name] for name in names], np.uint16))


def _rank(
    name: str, colours: Mapping[str, str], shades: Mapping[str, int], times: Mapping[str, int]
) -> tuple[int, str, int, str]:
    colour = colours.get(name, NEUTRAL)
    return -shades[colour], colour, -times[name], name.casefold()


def _family_label(movements: Sequence[str]) -> str:
    """The family's name where all movements belong to it, else the movements themselves."""
    if family := _family_of(movements):
        return family
    return ", ".join(movements) if len(movements) <= 2 else f"{movements[0]} and {len(movements) - 1} more"


def _family_title(movements: Sequence[str]) -> str:
    """The same as people read it."""
    if family := _family_of(movements):
        return _(family)
    if len(movements) <= 2:
        return ", ".join(movements)
    return _("{first} and {n} more").format(first=movements[0], n=len(movements) - 1)


def _family_of(movements: Sequence[str]) -> str | None:
    """The family that several movements belong to."""
    wanted = {movement.casefold() for movement in movements}
    if len(movements) > 1:
        for family, members in MOVEMENT_FAMILIES.items():
            if wanted <= {member.casefold() for member in members}:
                return family
    return None


def polygon_text(polygon: Sequence[tuple[float, float]]) -> str:
    """Corners in thousandths of the map, as in "120.40~310.55~200.300"."""
    return "~".join(f"{round(x * _SCALE)}.{round(y * _SCALE)}" for x, y in polygon)


def read_polygon(text: str) -> Polygon | None:
    """What `polygon_text` wrote; None where the text is no area."""
    corners = [corner.split(".") for corner in text.split("~")] if text else []
    if not all(len(pair) == 2 and all(_CORNER.fullmatch(number) for number in pair) for pair in corners):
        return None
    return usable_polygon([(int(x) / _SCALE, int(y) / _SCALE) for x, y in corners])


def usable_polygon(corners: object) -> Polygon | None:
    """Corners from a browser, if they make an area; None where they do not.

    Args:
        corners: pairs of numbers in fractions of the map.
    """
    if not isinstance(corners, list | tuple) or not 3 <= len(corners) <= MOST_CORNERS:
        return None
    if not all(isinstance(corner, list | tuple) and len(corner) == 2 for corner in corners):
        return None
    numbers = [number for corner in corners for number in corner]
    if not all(isinstance(number, int | float) and -_OUTSIDE <= number <= 1 + _OUTSIDE for number in numbers):
        return None
    return tuple((float(x), float(y)) for x, y in corners)


def inside(positions: npt.NDArray[np.float32], polygon: Polygon) -> npt.NDArray[np.bool_]:
    """Which points lie in a polygon, by the even-odd rule.

    Args:
        positions: `(n, 2)`, 0 to 1.
        polygon: corners in the same units; the last is joined to the first.

    Returns:
        `(n,)`.
    """
    x, y = positions[:, 0].astype(np.float64), positions[:, 1].astype(np.float64)
    found = np.zeros(len(positions), np.bool_)
    for (x1, y1), (x2, y2) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        crosses = (y1 > y) != (y2 > y)
        if y1 != y2:
            found ^= crosses & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return found
