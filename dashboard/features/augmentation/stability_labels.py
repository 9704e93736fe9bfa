"""How steady a model is under a recipe, in words. Pure: values in, plain text out."""

from collections.abc import Mapping, Sequence

from core.augment import AugmentConfig
from core.inference.measured_stability import MeasuredStability
from core.language import _, counted
from dashboard.ui.result_labels import percent

_NAMED = 3


def stability_sentence(found: MeasuredStability) -> str:
    """How often the answer changes, with its interval, and for how many of the pictures it ever does."""
    if found.share is None or found.ever is None:
        return _("This run has no test pictures, so there is nothing to ask its model about.")
    pictures = counted(found.pictures, "test picture", "test pictures")
    if not found.share:
        never = _(
            "Under this recipe the model never changes its mind: all {views} views of each of its {pictures} get the "
            "answer of the plain picture."
        ).format(views=found.views, pictures=pictures)
        if found.interval is None:
            return never
        possible = _("With so many pictures it may be up to {high} % (95 % interval).")
        return f"{never} {possible.format(high=f'{100 * found.interval[1]:.1f}')}"
    figures = {"share": percent(found.share), "pictures": pictures, "ever": percent(found.ever), "views": found.views}
    if found.interval is None:
        return _(
            "Under this recipe the model changes its mind in {share} of the views. Of its {pictures}, {ever} get "
            "another answer in at least one of {views} views."
        ).format(**figures)
    low, high = (f"{100 * bound:.1f}" for bound in found.interval)
    return _(
        "Under this recipe the model changes its mind in {share} of the views (95 % interval {low} to {high}). Of its "
        "{pictures}, {ever} get another answer in at least one of {views} views."
    ).format(**figures, low=low, high=high)


def learned_with(trained: AugmentConfig | None, asked: AugmentConfig) -> str:
    """What the model met in training, which decides how the share is to be read."""
    if trained is None or trained.changes_nothing:
        return _(
            "It learned from plain pictures. Where a recipe changes many answers, such a model goes by what the recipe "
            "bends; training with it teaches the model not to."
        )
    if trained == asked:
        return _("It was trained with this very recipe, so what still changes its mind is more than it could learn.")
    return _("It was trained with another recipe, so this one shows how far what it learned there carries.")


def most_shaken_artists(changing: Mapping[str, float], painters: Mapping[str, str]) -> list[tuple[str, float]]:
    """Artists by the share of the views of their pictures that change the answer, the least steady first.

    Args:
        changing: share by painting, of those where any view changes.
        painters: of every test picture, by painting.
    """
    shares: dict[str, list[float]] = {}
    for painting_id, painter in painters.items():
        shares.setdefault(painter, []).append(changing.get(painting_id, 0.0))
    means = {painter: sum(found) / len(found) for painter, found in shares.items()}
    return sorted(means.items(), key=lambda entry: (-entry[1], entry[0]))


def artists_sentence(ranked: Sequence[tuple[str, float]]) -> str:
    """The least and the most steady artists; "" where there are too few to tell them apart."""
    if len(ranked) < 2 or ranked[0][1] == ranked[-1][1]:
        return ""
    shaken = [entry for entry in ranked if entry[1] > 0][:_NAMED]
    steady = [entry for entry in reversed(ranked) if entry not in shaken][:_NAMED]
    if not steady:
        return _("Most shaken: {artists}.").format(artists=_listed(shaken))
    return _("Most shaken: {shaken}. Steadiest: {steady}.").format(shaken=_listed(shaken), steady=_listed(steady))


def _listed(entries: Sequence[tuple[str, float]]) -> str:
    return ", ".join(f"{name} ({100 * share:.0f} %)" for name, share in entries)
