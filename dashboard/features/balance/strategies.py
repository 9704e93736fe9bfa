"""What each way of balancing would train on: side by side, and artist by artist before and after."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from core.balance import MEASURE_TEXTS as _TEXTS
from core.balance import Measures, StrategyResult, compare_strategies, measures_table
from core.dataset.artists.artist import Artist
from core.dataset.splitting.selection import Selection
from core.language import N_, _, current_language, grouped
from dashboard.features.balance.balance_choice import STRATEGIES, StrategyNumbers, strategies_for
from dashboard.features.balance.linked_charts import strategy_spec
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.graphs import pictures_by_artist
from dashboard.state.carried_selection import carry_selection
from dashboard.state.session import URL, current_palette
from dashboard.state.url_state import keep_choice, url_choice
from dashboard.ui.page_link import go_to

STRATEGY_KEY = "balance.strategy"


def show_strategies(name: str, base: Selection, chosen: list[Artist]) -> None:
    """The comparison, the strategy that is chosen in it, and the way to training with it.

    Args:
        name: of the data set.
        base: what is selected so far.
        chosen: its artists, the most pictures first; not empty.
    """
    strategy = url_choice(STRATEGY_KEY, STRATEGIES, "as_it_is")
    left, right = st.columns([2, 3], gap="large")
    with left:
        numbers = _choose_numbers(name, chosen)
        labels = _labels(numbers)
        selections = strategies_for(base, chosen, pictures_by_artist(name), numbers)
        results = dict(zip(STRATEGIES, compared_strategies(name, selections), strict=True))
        st.radio(
            _("Strategy"),
            STRATEGIES,
            format_func=lambda choice: labels[choice],
            captions=[as_text(_in_short(results[choice])) for choice in STRATEGIES],
            key=f"{STRATEGY_KEY}.choice",
            on_change=keep_choice,
            args=(STRATEGY_KEY,),
        )
        result = results[strategy]
        show_train_button(result.selection, disabled=result.measures is None)
    with right:
        _show_before_and_after(result)
    _show_side_by_side(labels, results)


def _choose_numbers(name: str, chosen: list[Artist]) -> StrategyNumbers:
    pictures = pictures_by_artist(name)
    counts = [pictures[artist.id] for artist in chosen]
    median = max(1, int(pd.Series(counts).median()))
    with st.grid(3, min_column_width=90, gap="small"):
        top = st.number_input(_("Top artists"), 1, None, min(10, len(chosen)), key=f"{STRATEGY_KEY}.top", bind=URL)
        least = st.number_input(_("At least"), 1, None, median, key=f"{STRATEGY_KEY}.least", bind=URL)
        cap = st.number_input(_("At most"), 1, None, median, key=f"{STRATEGY_KEY}.cap", bind=URL)
    return StrategyNumbers(int(top), int(least), int(cap))


def _labels(numbers: StrategyNumbers) -> dict[str, str]:
    return {
        "as_it_is": _("As it is"),
        "top": _("Only the top {number:,}").format(number=numbers.top),
        "min": _("Only artists with at least {number:,}").format(number=numbers.least),
        "cap": _("At most {number:,} of each").format(number=numbers.cap),
        "oversample": _("Repeat the rare"),
        "class_weights": _("Weigh the rare"),
    }


def _in_short(result: StrategyResult) -> str:
    if result.measures is None:
        return result.problem
    pictures = int(result.counts["after"].sum())
    ratio = measure_text("ratio", result.measures.ratio)
    words = _("{artists:,} artists, {pictures:,} training pictures, {ratio}")
    return words.format(artists=result.measures.classes, pictures=pictures, ratio=ratio)


def _show_before_and_after(result: StrategyResult) -> None:
    counts = result.counts[(result.counts["before"] > 0) | (result.counts["after"] > 0)]
    st.markdown(_("**Training pictures of each artist, before and after**"))
    if result.measures is None:
        st.caption(as_text(result.problem))
        return
    spec = strategy_spec(counts, current_palette())
    st.vega_lite_chart(spec=spec, theme=None, width="stretch", key=f"{STRATEGY_KEY}.chart")


def _show_side_by_side(labels: dict[str, str], results: dict[str, StrategyResult]) -> None:
    numbers = {
        _(text.name): st.column_config.NumberColumn(format="%.2f", help=_(text.meaning)) for text in _TEXTS.values()
    }
    st.dataframe(
        side_by_side(labels, results),
        hide_index=True,
        column_config={_("Training pictures"): st.column_config.NumberColumn(format="localized"), **numbers},
        alt=_("Measures of all strategies side by side"),
        key=f"{STRATEGY_KEY}.table",
    )


def side_by_side(labels: Mapping[str, str], results: Mapping[str, StrategyResult]) -> pd.DataFrame:
    """A row for each strategy: artists, training pictures and the measures, missing where undefined."""
    artists, pictures = _("Artists"), _("Training pictures")
    measured = {field: _(text.name) for field, text in _TEXTS.items()}
    rows = []
    for strategy, result in results.items():
        measures = result.measures
        counts = {artists: measures.classes, pictures: int(result.counts["after"].sum())} if measures else {}
        values = {title: getattr(measures, field, None) for field, title in measured.items()}
        rows.append({_("Strategy"): labels[strategy], **counts, **values})
    columns = [_("Strategy"), artists, pictures, *measured.values()]
    kinds = dict.fromkeys(columns[1:3], "Int64") | dict.fromkeys(columns[3:], "Float64")
    return pd.DataFrame(rows, columns=columns).astype(kinds)


_KEPT = 32


def compared_strategies(name: str, strategies: Mapping[str, Selection]) -> list[StrategyResult]:
    """What each strategy would train on; see `core.balance.compare_strategies`. Do not change the tables."""
    return _compared(name, dataset_queries.dataset(name).version, dict(strategies), current_language())


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _compared(name: str, version: str, strategies: dict[str, Selection], language: str) -> list[StrategyResult]:
    return compare_strategies(dataset_queries.catalog(name), dataset_queries.artists(name), strategies)


def show_train_button(selection: Selection, *, disabled: bool = False) -> None:
    """Carry a selection to the training page.

    Args:
        selection: what to train with.
        disabled: where the selection cannot be used.
    """
    st.markdown(as_text(_("Selected: {artists}.").format(artists=selection.describe())))
    label, icon = _("Train with this selection"), ":material/play_arrow:"
    if st.button(label, type="primary", key="balance.train", icon=icon, disabled=disabled):
        go_to("runs", carry_selection(selection))


def show_measures(measures: Measures) -> None:
    """The measures in one row; what each means, and how it is computed, shows on hover."""
    with st.grid(6, min_column_width=120, gap="small"):
        st.metric(_("Artists"), grouped(measures.classes))
        st.metric(_("Pictures"), grouped(measures.pictures))
        for row in measures_table(measures).to_dict("records"):
            field = row["field"]
            st.metric(
                _(_SHORT[field]),
                measure_text(field, row["value"]),
                help=f"**{row['name']}.** {row['meaning']}\n\n{row['formula']}",
            )


_SHORT = {
    "ratio": N_("Largest to smallest"),
    "evenness": N_("Evenness"),
    "effective": N_("Effective number"),
    "gini": N_("Gini"),
}


def measure_text(field: str, value: float | None) -> str:
    """A measure as people read it; an undefined one is a dash, never 0."""
    if value is None or pd.isna(value):
        return "–"
    if field == "ratio":
        return f"{value:,.1f} : 1"
    return f"{value:.1f}" if field == "effective" else f"{value:.2f}"
