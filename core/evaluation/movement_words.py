"""Whether confusions follow movements, in a sentence; from figures, so that it can be said anew in any language."""

import math

from core.language import _

CHANCE_BELOW = 0.05


def affinity_sentence(confusions: int, share: float, chance_share: float, p_value: float) -> str:
    """The finding of `core.evaluation.movements` in words.

    Args:
        confusions: wrong answers.
        share: of those that stay inside a shared movement; NaN where undefined.
        chance_share: the mean share under chance.
        p_value: how likely chance gives the share or more; NaN where undefined.
    """
    if not confusions:
        return _("There are no confusions.")
    if math.isnan(share):
        return _("No movement of these painters is known.")
    inside = _("{share:.0f} % of the confusions stay inside a shared movement; chance gives {chance:.0f} %.")
    start = inside.format(share=100 * share, chance=100 * chance_share)
    return f"{start} {_what_follows(p_value)}"


def _what_follows(p_value: float) -> str:
    if math.isnan(p_value):
        return _("These mistakes could not have fallen otherwise, so nothing follows from that.")
    if p_value <= CHANCE_BELOW:
        return _("The mistakes follow art history more than chance explains.")
    return _("That may well be chance.")
