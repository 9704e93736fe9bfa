"""Details of a run: settings with the command that repeats it, layers, and the log."""

import json

import pandas as pd
import streamlit as st

from core.language import _, grouped
from core.models.freezing import of_the_backbone
from core.models.registry import MODELS
from core.runs.run import Run
from dashboard.charts.settings_table import build_settings_table
from dashboard.features.training.draft import train_command
from dashboard.labels.escaping import as_text
from dashboard.queries import runs as run_queries
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.error_box import show_error
from dashboard.ui.run_settings import fact_rows, setting_rows

_LOG_BYTES = 20_000


def show_settings(run: Run) -> None:
    """Draw the settings in groups, non-defaults in bold, and the command that starts the same run."""
    facts = fact_rows(run.facts())
    if run.config is None:
        show_error(run.config_fault)
    else:
        st.caption(_("In bold: what differs from the defaults. Point at a line to read what it means."))
        st.html(build_settings_table(setting_rows(run.config)))
        command = train_command(run.config)
        st.markdown(_("**The same run from the command line**"))
        if command:
            st.code(command, language="bash", wrap_lines=True)
        else:
            st.caption(_("A name in it cannot be written on the command line; use the file below with --config."))
        st.download_button(
            _("Download the settings"),
            json.dumps(run.config.to_dict(), indent=2, ensure_ascii=False),
            file_name=f"{run.id}.json",
            mime="application/json",
            key="run.settings.download",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
        )
    if facts:
        st.html(build_settings_table(facts))


def show_layers(run: Run) -> None:
    """Draw the table of layers with the number of trainable parameters."""
    document = run_queries.layers(run)
    rows = document.get("layers") if document else None
    if not document or not isinstance(rows, list) or not rows:
        sentence = (
            _("The layers are written when the model is built.")
            if not run.status.is_over
            else _("No layers are recorded: the run ended before its model was built.")
        )
        show_empty_state(sentence, key="run.layers.none", icon=":material/layers:")
        return
    total, learning = document.get("parameters"), document.get("trainable_parameters")
    if isinstance(total, int) and isinstance(learning, int):
        st.markdown(
            _("**{total:,}** parameters, **{learning:,}** of them trainable.").format(total=total, learning=learning)
        )
    can_freeze = run.config is not None and MODELS[run.config.model].has_backbone
    if can_freeze:
        st.caption(_("Freezing the first 10 layers leaves layers 0 to 9 unchanged; the layers from 10 on are trained."))
    st.dataframe(
        _layer_table(rows, numbered=can_freeze),
        hide_index=True,
        column_config={_("Parameters"): st.column_config.NumberColumn(format="localized")},
        alt=_("Layers of the model"),
        key="run.layers.table",
    )


def _layer_table(rows: list[dict[str, object]], *, numbered: bool) -> pd.DataFrame:
    """One row a layer.

    Args:
        rows: of `layers.json`.
        numbered: whether backbone layers have the number that `freeze` takes.
    """
    names = [str(row.get("name", "")) for row in rows]
    place = {name: position for position, name in enumerate(of_the_backbone(names))}
    numbers = {_("Number"): pd.Series([place.get(name) for name in names], dtype="Int64")} if numbered else {}
    return pd.DataFrame(
        {
            **numbers,
            _("Layer"): names,
            _("Kind"): [str(row.get("kind", "")) for row in rows],
            _("Output"): [_shape(row.get("output_shape")) for row in rows],
            _("Parameters"): pd.Series([_whole(row.get("parameters")) for row in rows], dtype="Int64"),
            _("Trainable"): [bool(row.get("trainable")) and bool(row.get("parameters")) for row in rows],
        }
    )


def _shape(shape: object) -> str:
    sizes = [size for size in shape if size is not None] if isinstance(shape, list | tuple) else []
    return " × ".join(grouped(size) if isinstance(size, int) else str(size) for size in sizes) or str(shape or "")


def show_log(run: Run) -> None:
    """Draw the tail of the run's log."""
    tail = run.log_tail(_LOG_BYTES)
    if not tail.strip():
        show_empty_state(_("The log is empty so far."), key="run.log.none", icon=":material/terminal:")
        return
    st.caption(as_text(_("The end of the log; the newest line is at the bottom.")))
    with st.container(height=420, border=False, autoscroll=True, key="run-log"):
        st.code(tail, language=None, wrap_lines=True)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
