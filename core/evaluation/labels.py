"""Names, meanings and formulas of the measures, and the sentence about movements.

The keys of `MEASURES` are those of `evaluation.json`.
"""

import math
from dataclasses import dataclass
from types import MappingProxyType

from core.language import N_, _


@dataclass(frozen=True)
class MeasureText:
    """Explanation of a metric: meaning first, then the formula. Marked for translation.

    Attributes:
        name: for headings.
        meaning: for beginners.
        formula: for experts.
        is_share: a share from 0 to 1, shown in per cent.
        higher_is_better: False for losses.
    """

    name: str
    meaning: str
    formula: str
    is_share: bool = True
    higher_is_better: bool = True


MEASURES: MappingProxyType[str, MeasureText] = MappingProxyType(
    {
        "accuracy": MeasureText(
            N_("Accuracy"),
            N_("Of 100 pictures, how many are assigned to the true artist."),
            N_("Correct predictions over pictures."),
        ),
        "balanced_accuracy": MeasureText(
            N_("Balanced accuracy"),
            N_("Accuracy if every artist had equally many pictures, so that rare artists count as much."),
            N_("Mean recall over the artists that have pictures here."),
        ),
        "top_3_accuracy": MeasureText(
            N_("Top 3"),
            N_("How often the true artist is among the three most probable."),
            N_(
                "Pictures whose true artist is among the three most probable; ties rank in the order of the "
                "artists. Undefined with three artists or fewer."
            ),
        ),
        "top_5_accuracy": MeasureText(
            N_("Top 5"),
            N_("How often the true artist is among the five most probable."),
            N_("As Top 3, with five. Undefined with five artists or fewer."),
        ),
        "precision_macro": MeasureText(
            N_("Precision, macro"),
            N_("When the model predicts an artist, how often that is correct; every artist counts the same."),
            N_("Mean over artists of hits over predictions; artists that are never predicted are left out."),
        ),
        "recall_macro": MeasureText(
            N_("Recall, macro"),
            N_("Of an artist's pictures, how many are found; every artist counts the same."),
            N_("Mean over artists of hits over pictures; artists without pictures are left out."),
        ),
        "f1_macro": MeasureText(
            N_("F1, macro"),
            N_("Precision and recall in one number; every artist counts the same."),
            N_("Mean over artists of 2 × hits over (pictures + predictions), where that sum is not 0."),
        ),
        "precision_weighted": MeasureText(
            N_("Precision, weighted"),
            N_("As precision, but artists with many pictures count more."),
            N_("Mean over artists where defined, weighted by their pictures."),
        ),
        "recall_weighted": MeasureText(
            N_("Recall, weighted"),
            N_("As recall, but artists with many pictures count more; the same as accuracy."),
            N_("Mean over artists, weighted by their pictures."),
        ),
        "f1_weighted": MeasureText(
            N_("F1, weighted"),
            N_("As F1, but artists with many pictures count more."),
            N_("Mean over artists where defined, weighted by their pictures."),
        ),
        "log_loss": MeasureText(
            N_("Log loss"),
            N_("How improbable the model finds the true artist; confident errors cost most."),
            N_("Mean of −ln(probability of the true artist), with probabilities of at least 1.2e-7."),
            is_share=False,
            higher_is_better=False,
        ),
        "mse": MeasureText(
            N_("Squared error"),
            N_("How far the probabilities are from certainty about the true artist."),
            N_("Mean over pictures and artists of (probability − 1 for the true artist, else 0)²."),
            is_share=False,
            higher_is_better=False,
        ),
        "matthews": MeasureText(
            N_("Matthews correlation"),
            N_("Correlation of predicted and true artists: 0 is chance, 1 is perfect, whatever the imbalance."),
            N_("Multi-class Matthews correlation; undefined where only one artist is predicted or true."),
            is_share=False,
        ),
        "kappa": MeasureText(
            N_("Cohen's kappa"),
            N_("How much better than chance with the same frequencies: 0 is chance, 1 is perfect."),
            N_("(agreement − agreement by chance) over (1 − agreement by chance)."),
            is_share=False,
        ),
    }
)


CHANCE_BELOW = 0.05


def affinity_sentence(confusions: int, share: float, chance_share: float, p_value: float) -> str:
    """The finding of `core.evaluation.movements` as a sentence.

    Args:
        confusions: wrong predictions.
        share: of confusions inside a shared movement; NaN where undefined.
        chance_share: the mean share under chance.
        p_value: how likely chance gives the share or more; NaN where undefined.
    """
    if not confusions:
        return _("There are no confusions.")
    if math.isnan(share):
        return _("No movement of these artists is known.")
    inside = _("{share:.0f} % of the confusions stay inside a shared movement; chance gives {chance:.0f} %.")
    start = inside.format(share=100 * share, chance=100 * chance_share)
    return f"{start} {_what_follows(p_value)}"


def _what_follows(p_value: float) -> str:
    if math.isnan(p_value):
        return _("No other distribution of these mistakes is possible, so this is not informative.")
    if p_value <= CHANCE_BELOW:
        return _("The mistakes follow movements more than chance explains.")
    return _("That may well be chance.")
