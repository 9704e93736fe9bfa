"""Runs that were not judged on the same pictures are refused, and may be compared on those in common."""

from collections.abc import Sequence

import streamlit as st

from core.errors import AtelierError, InvalidInputError
from core.language import _
from dashboard.labels.escaping import as_text
from dashboard.queries.paired_runs import Named, matched
from dashboard.state.session import URL

COMMON_KEY = "compare.common"


def choose_common(runs: Sequence[Named], side: str) -> bool | None:
    """Whether to compare on the common pictures only; None where the runs cannot be compared, which is then said.

    Args:
        runs: two or more.
        side: on which pictures.

    Raises:
        AtelierError: predictions are missing or damaged.
    """
    try:
        matched(runs, side, on_common=False)
        return False
    except InvalidInputError as error:
        refusal = str(error)
        try:
            note = matched(runs, side, on_common=True).note
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
