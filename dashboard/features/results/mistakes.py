"""Most confused pairs, most confident mistakes and least certain hits."""

import pandas as pd
import streamlit as st

from core.errors import AtelierError
from core.evaluation.confusions import confident_mistakes, confused_pairs, uncertain_hits
from core.evaluation.results import RunResults
from core.language import N_, _, counted
from core.runs.run import Run
from dashboard.features.results.downloads import headings, show_csv_button
from dashboard.features.results.predictions_grid import predictions_table, show_predictions
from dashboard.labels.escaping import as_text
from dashboard.queries import results as result_queries
from dashboard.ui.choices import choose_segment, translated

KIND_KEY = "confusion.mistakes"
_KINDS = {"pairs": N_("Most confused pairs"), "sure": N_("Confident mistakes"), "hair": N_("Narrowly right")}
_MEANINGS = {
    "pairs": N_("Who is taken for whom, the most often first."),
    "sure": N_("Wrong answers with the highest confidence. Some are errors of the label, not of the model: mark them."),
    "hair": N_("Right answers with the smallest lead over the next artist."),
}
_PICTURES, _SHARE = N_("Pictures"), N_("Of the painter's pictures")
_PAIR_COLUMNS = {"painter": N_("Painter"), "answer": N_("Taken for"), "count": _PICTURES, "share": _SHARE}
_MOST, _A_PAGE, _ROW_PX, _MOST_ROWS = 60, 8, 35, 15


def show_mistakes(run: Run, results: RunResults, split: str) -> None:
    """Draw one of the three lists; the choice is in the address."""
    kind = choose_segment(KIND_KEY, _("Mistakes"), translated(_KINDS))
    st.caption(as_text(_(_MEANINGS[kind])))
    if kind == "pairs":
        _show_pairs(run, results, split)
        return
    try:
        rows = result_queries.answered_pictures(run)
    except AtelierError as error:
        st.caption(as_text(_("Which pictures these are cannot be shown. {error}").format(error=error)))
        return
    in_split = rows[rows["side"] == split]
    found = (confident_mistakes if kind == "sure" else uncertain_hits)(in_split, _MOST)
    if found.empty:
        st.markdown(_(":gray[No answer is wrong.]") if kind == "sure" else _(":gray[No answer is right.]"))
        return
    show_csv_button(predictions_table(found), f"{kind}-{run.id}-{split}", f"confusion.mistakes.{kind}.csv")
    show_predictions(run, found, results.artists, f"confusion.mistakes.{kind}", per_page=_A_PAGE)


def _show_pairs(run: Run, results: RunResults, split: str) -> None:
    pairs = confused_pairs(results.sides[split]["confusion"], results.artists)
    if pairs.empty:
        st.markdown(_(":gray[No picture is mixed up.]"))
        return
    table = pd.DataFrame(pairs[list(_PAIR_COLUMNS)].rename(columns=_PAIR_COLUMNS))
    show_csv_button(table, f"pairs-{run.id}-{split}", "confusion.mistakes.pairs.csv")
    most = int(pairs["count"].max())
    st.dataframe(
        table.round(3),
        hide_index=True,
        height=_ROW_PX * (min(len(table), _MOST_ROWS) + 1) + 3,
        column_config=headings(
            table,
            {
                _PICTURES: st.column_config.ProgressColumn(format="%d", min_value=0, max_value=most),
                _SHARE: st.column_config.NumberColumn(format="percent"),
            },
        ),
        alt=_("{pairs} of artists, the most confused first").format(pairs=counted(len(table), "pair", "pairs")),
        key="confusion.mistakes.pairs",
    )
