"""Two runs compared: verdict, settings, artists and pictures."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.errors import AtelierError, InvalidInputError
from core.evaluation.comparing import Comparison
from core.evaluation.configurations import differing_settings
from core.language import N_, _, ngettext
from core.training.config.hyperparameters import HYPERPARAMETERS
from core.training.config.setting_words import in_words
from dashboard.charts.interval_rows import build_agreement, build_difference_rows
from dashboard.charts.run_facts import Figure, build_figures
from dashboard.charts.settings_table import build_difference_table
from dashboard.features.results.downloads import draw_chart, show_csv_button, show_saving
from dashboard.features.results.predictions_grid import PictureAnswers, show_predictions_grid
from dashboard.features.results.saliency_panel import choose_saliency_artist, request_map
from dashboard.labels.escaping import as_text
from dashboard.queries import results as result_queries
from dashboard.queries.leaderboard import Standing
from dashboard.queries.paired_runs import Named, answers_beside, artist_differences, compared, matched
from dashboard.state.session import URL, current_palette
from dashboard.ui.choices import choose_one, choose_segment, translated
from dashboard.ui.error_box import error_box, show_error
from dashboard.ui.paging import page_of
from dashboard.ui.result_labels import interval_words, percent

FIRST_KEY, SECOND_KEY, OF_KEY = "compare.a", "compare.b", "compare.of"
_CHART_KEY = "compare.artists.chart"
_NAMED, _A_PAIR = 4, 2
_OF = {"recall": N_("Recall"), "f1": N_("F1"), "precision": N_("Precision")}
_OF_MEANINGS = {
    "recall": N_("Of the artist's pictures, how many are recognised."),
    "f1": N_("Recall and precision in one number that is only high when both are."),
    "precision": N_("When the model names the artist, how often that is right."),
}
ONLY_KEY, SALIENCY_KEY = "compare.only", "compare.looked"
_A_PAGE, _COLUMNS, _PICTURE_PX = 8, 4, 190
COMMON_KEY = "compare.common"


def show_two_runs(rows: Sequence[Standing], split: str) -> None:
    """Draw the verdict, then the artists and pictures behind it."""
    if len(rows) < _A_PAIR:
        st.markdown(_(":gray[That takes two runs. Widen the choice above.]"))
        return
    first, second = _choose(rows)
    _show_settings(first, second)
    try:
        on_common = choose_common((first, second), split)
    except AtelierError as error:
        show_error(_("These two cannot be compared. {error}").format(error=error))
        return
    if on_common is None:
        return
    with error_box():
        _show_verdict(compared((first, second), split, on_common=on_common), first, second, split, on_common=on_common)
        if len(rows) > _A_PAIR:
            st.caption(_("That is one test, of these two; “Every pair” allows for the number of tests."))
        _show_artists(first, second, split, on_common=on_common)
        show_pair_pictures(first, second, split, on_common=on_common)


def _choose(rows: Sequence[Standing]) -> tuple[Named, Named]:
    """Choose two runs; by default the best, and the next best with the same test pictures."""
    titles = {row.run.id: row.title for row in rows}
    partner = next((row for row in rows[1:] if row.tested_on == rows[0].tested_on), rows[1])
    with st.grid(2, min_column_width=240, gap="small", key="compare-two"):
        second = choose_one(SECOND_KEY, _("One run"), titles, rows[0].run.id)
        others = {run_id: title for run_id, title in titles.items() if run_id != second}
        first = choose_one(FIRST_KEY, _("Against"), others, partner.run.id)
    runs = {row.run.id: row.run for row in rows}
    return Named(titles[first], runs[first]), Named(titles[second], runs[second])


def _show_verdict(comparison: Comparison, first: Named, second: Named, split: str, *, on_common: bool) -> None:
    pair = comparison.pairs[0]
    st.subheader(as_text(pair.sentence), anchor=False)
    answers = answers_beside(first, second, split, on_common=on_common)
    both = int((answers["first_hit"] & answers["second_hit"]).sum())
    neither = int((~answers["first_hit"] & ~answers["second_hit"]).sum())
    st.html(build_agreement(first.title, second.title, both, pair.first_only, pair.second_only, neither))
    figures = []
    for found in reversed(comparison.runs):
        within = interval_words("accuracy", found.accuracy_interval)
        words = f"{percent(found.accuracy)} ({within})" if within else percent(found.accuracy)
        label = _("{run}: accuracy").format(run=found.run)
        figures.append(Figure(label, words, _("In brackets the 95 % interval."), strong=True))
        figures.append(Figure(_("F1, macro"), percent(found.f1_macro)))
    figures.append(
        Figure(
            _("p-value"),
            "< 0.001" if pair.p_value < 0.001 else f"{pair.p_value:.3f}",
            _(
                "How likely such a difference is by chance, from the pictures that only one run got right (exact "
                "McNemar test, two-sided)."
            ),
        )
    )
    st.html(build_figures(figures))
    st.caption(as_text(comparison.note))


def _show_artists(first: Named, second: Named, split: str, *, on_common: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(_("**Artist by artist**"), width="content")
        measure = choose_segment(OF_KEY, _("Measure"), translated(_OF))
    table = artist_differences(first, second, split, measure, on_common=on_common)
    st.caption(
        as_text(
            _(
                "{meaning} Bars to the right: {second} is better; to the left: {first} is. The line is the 95 % "
                "interval."
            ).format(meaning=_(_OF_MEANINGS[measure]), second=second.title, first=first.title)
        )
    )
    spec = build_difference_rows(table, current_palette(), first=first.title, second=second.title)
    draw_chart(table, spec, _CHART_KEY)
    names = {"name": "Artist", "one": first.title, "other": second.title, "difference": "Difference"}
    names |= {"low": "From", "high": "To", "pictures": "Pictures"}
    show_saving(f"difference-{measure}", _CHART_KEY, table.rename(columns=names))


def _show_settings(first: Named, second: Named) -> None:
    one, other = first.run.config, second.run.config
    if one is None or other is None:
        st.caption(_("The settings of one run cannot be read, so their differences are not known."))
        return
    differences = differing_settings(other.to_dict(), one.to_dict())
    if not differences:
        st.caption(_("Their settings are the same: any difference comes from chance or the program version."))
        return
    rows = [
        (_title(row.setting), _value(row.setting, row.first), _value(row.setting, row.second)) for row in differences
    ]
    with st.expander(as_text(_differing(rows)), key="compare.settings", icon=":material/tune:"):
        st.html(build_difference_table(second.title, first.title, rows))
        table = pd.DataFrame(rows, columns=["Setting", second.title, first.title])
        show_csv_button(table, "settings", "compare.settings.csv")


def _differing(rows: Sequence[tuple[str, str, str]]) -> str:
    """Sentence with the first few differing settings."""
    words = ", ".join(title.lower() for title, *_values in rows[:_NAMED])
    more = len(rows) - _NAMED
    if more <= 0:
        return _("They differ in {settings}").format(settings=words)
    return _("They differ in {settings} and {n} more").format(settings=words, n=more)


def _title(setting: str) -> str:
    known = HYPERPARAMETERS.get(setting)
    if known is None:
        return setting.replace("_", " ").replace(".", ": ").capitalize()
    block = HYPERPARAMETERS.get(setting.rpartition(".")[0])
    return f"{_(block.title)}: {_(known.title).lower()}" if block is not None else _(known.title)


def _value(setting: str, value: object) -> str:
    return "–" if value is None else in_words(setting, value)


def show_pair_pictures(first: Named, second: Named, split: str, *, on_common: bool) -> None:
    """Draw pictures that only one run got right, its most confident first; which run is in the address."""
    answers = answers_beside(first, second, split, on_common=on_common)
    found = {
        "second": answers[answers["second_hit"] & ~answers["first_hit"]],
        "first": answers[answers["first_hit"] & ~answers["second_hit"]],
    }
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(_("**Only right in**"), width="content")
        titles = {"second": second.title, "first": first.title}
        which = choose_segment(ONLY_KEY, _("Only right in"), {k: f"{titles[k]}: {len(v)}" for k, v in found.items()})
    rows = found[which].sort_values([f"{which}_confidence", "painting_id"], ascending=[False, True])
    if rows.empty:
        st.markdown(_(":gray[There is none.]"))
        return
    both = matched((first, second), split, on_common=on_common).runs.values()
    artists = sorted({name for found in both for name in found.artists})
    _show_rows(rows, first, second, artists)
    names = {"painting_id": "Picture", "painter": "Painter", "first_answer": first.title, "second_answer": second.title}
    show_csv_button(rows[list(names)].rename(columns=names), f"only-right-in-{which}", "compare.only.csv")


def _show_rows(rows: pd.DataFrame, first: Named, second: Named, artists: Sequence[str]) -> None:
    dataset = second.run.dataset
    known = set(result_queries.known_among(dataset, rows["painting_id"].tolist()))
    here = [row for row in rows.to_dict("records") if row["painting_id"] in known]
    if here:
        whom = choose_saliency_artist(SALIENCY_KEY, artists, own=_("The answer of each"))
        shown = page_of(here, _A_PAGE, f"{ONLY_KEY}.page")
        pictures = [_answered(row, first, second, whom) for row in shown]
        show_predictions_grid(dataset, pictures, ONLY_KEY, columns=_COLUMNS, height_px=_PICTURE_PX)
    if len(here) < len(rows):
        n = len(rows) - len(here)
        gone = ngettext(
            "{n:,} picture not in the data set any more.", "{n:,} pictures not in the data set any more.", n
        )
        st.caption(as_text(gone.format(n=n)))


def _answered(row: Mapping[Hashable, Any], first: Named, second: Named, whom: str | None) -> PictureAnswers:
    """One picture with both predictions and, if switched on, both maps."""
    both = ((second, "second"), (first, "first"))
    answers = tuple(f"{named.title}: {row[f'{of}_answer']} {100 * row[f'{of}_confidence']:.0f} %" for named, of in both)
    if whom is None:
        return PictureAnswers(str(row["painting_id"]), answers)
    painter = str(row["painter"])
    maps = [
        request_map(named.run, whom, answer=str(row[f"{of}_answer"]), painter=painter, label=named.title)
        for named, of in both
    ]
    return PictureAnswers(str(row["painting_id"]), answers, tuple(maps))


def choose_common(runs: Sequence[Named], split: str) -> bool | None:
    """Whether to compare on the common pictures only; None, with a message, if the runs cannot be compared.

    Args:
        runs: two or more.
        split: with the pictures.

    Raises:
        AtelierError: predictions are missing or damaged.
    """
    try:
        matched(runs, split, on_common=False)
        return False
    except InvalidInputError as error:
        refusal = str(error)
        try:
            note = matched(runs, split, on_common=True).note
        except AtelierError:
            raise error from None
    on_common = st.toggle(
        _("Compare on the pictures in common"),
        key=COMMON_KEY,
        bind=URL,
        help=_("Fewer pictures, so wider intervals."),
    )
    st.caption(f":material/info: {as_text(note if on_common else refusal)}")
    return True if on_common else None
