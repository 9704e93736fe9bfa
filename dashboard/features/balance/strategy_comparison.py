"""The comparison of balancing strategies, kept while the data set on disk and what is asked stay the same."""

from collections.abc import Mapping

import streamlit as st

from core.balance import StrategyResult, compare_strategies
from core.dataset.splitting.selection import Selection
from core.language import current_language
from dashboard.queries import datasets as dataset_queries

_KEPT = 32


def compared_strategies(name: str, strategies: Mapping[str, Selection]) -> list[StrategyResult]:
    """What each strategy would train on; see `core.balance.compare_strategies`. Do not change the tables."""
    return _compared(name, dataset_queries.dataset(name).version, dict(strategies), current_language())


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _compared(name: str, version: str, strategies: dict[str, Selection], language: str) -> list[StrategyResult]:
    return compare_strategies(dataset_queries.catalog(name), dataset_queries.artists(name), strategies)
