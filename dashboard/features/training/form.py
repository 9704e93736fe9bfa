"""Form that starts a run: presets, main settings, advanced settings, a summary and the button."""

import streamlit as st

from core.dataset.splitting.selection import Selection
from core.environment import is_read_only
from core.errors import AtelierError
from core.language import N_, _
from core.models.encoders.entry import any_backbone
from core.models.registry import MODELS
from core.training.config.advice import advice
from core.training.config.hyperparameters import HYPERPARAMETERS
from core.training.config.presets import PRESETS
from core.training.config.run_settings import PROBE
from dashboard.features.training.advanced import draft_recipe, recipe_title, show_advanced, show_encoders
from dashboard.features.training.draft import (
    Draft,
    came_from_elsewhere,
    came_from_run,
    current_draft,
    put_settings,
    take_carried_recipe,
    take_preset,
    took_recipe,
    with_model,
)
from dashboard.features.training.estimate import estimate_words, show_estimate_button, show_measuring
from dashboard.features.training.field import field_label, field_name, show_field, shown
from dashboard.features.training.start import press_start, refusal, start_if_pressed, started_run
from dashboard.labels.escaping import as_text
from dashboard.labels.runs import model_facts, model_origin
from dashboard.queries import runs as run_queries
from dashboard.state.carried_selection import ARTISTS
from dashboard.state.controlled_widget import set_value
from dashboard.state.page_memory import page_fragment
from dashboard.ui.error_box import error_box, show_error
from dashboard.ui.glossary_terms import with_glossary_link
from dashboard.ui.page_link import show_page_link

_ARTIST_CHOICES = ("all", "top:5", "top:10", "top:20")
_ARTISTS_HELP = N_(
    "The artists to train on. More artists are harder to distinguish and take longer. Choose one, or "
    "type min:80 for those with at least 80 paintings, movement:Cubism, or names separated by commas."
)


@page_fragment
def show_form() -> None:
    """Draw the form. A change reruns the form only; a started run reruns the page."""
    if start_if_pressed():
        # The settings belong to the started run now: the notice of their origin goes.
        put_settings(current_draft().settings)
        st.rerun()
    take_carried_recipe()
    draft = current_draft()
    with error_box():
        show_presets(draft)
        _show_simple(draft)
        _show_what_was_taken_over(draft)
        _show_start(draft)
        show_measuring()
        advanced = st.expander(_("Advanced"), key="runs.form.advanced", icon=":material/tune:", on_change="rerun")
        if advanced.open:
            with advanced:
                show_advanced(draft)


def _show_simple(draft: Draft) -> None:
    with st.grid(4, min_column_width=160, gap="small", vertical_alignment="bottom", key="runs-simple"):
        _show_artists(draft)
        _show_model(draft)
        if draft.value("model") == PROBE:
            show_encoders(draft)
        else:
            show_field("epochs", draft)
        if draft.value("model") != PROBE or any_backbone(draft.value("encoders")):
            show_field("image_size", draft)
    _show_what_the_model_takes(draft)


def _show_artists(draft: Draft) -> None:
    requested = draft.artists
    options = [*_ARTIST_CHOICES, *([requested] if requested not in _ARTIST_CHOICES else [])]
    key = set_value(field_name(ARTISTS), requested)
    st.selectbox(
        _("Artists"),
        options,
        format_func=_artists_in_words,
        key=key,
        help=_(_ARTISTS_HELP),
        accept_new_options=True,
        on_change=_keep_artists,
    )


def _artists_in_words(text: str) -> str:
    """A short title, which the box does not cut off; the summary above the button has the full one."""
    try:
        selection = Selection.parse(text)
    except AtelierError:
        return text
    if selection.mode == "top":
        return _("Top {n:,} artists").format(n=selection.top)
    if selection.mode == "min":
        return _("At least {n:,} pictures").format(n=selection.min_paintings)
    return {"all": _("All artists"), "movement": ", ".join(selection.movements)}.get(selection.mode, text)


def _keep_artists() -> None:
    text = str(shown(ARTISTS) or "all").strip()
    settings = {name: value for name, value in current_draft().settings.items() if name != ARTISTS}
    put_settings(settings if text == "all" else {ARTISTS: text, **settings})


def _show_model(draft: Draft) -> None:
    parameter = HYPERPARAMETERS["model"]
    key = set_value(field_name("model"), draft.value("model"))
    entry = MODELS[draft.value("model")]
    st.selectbox(
        field_label(parameter),
        list(MODELS),
        format_func=lambda name: _(MODELS[name].title),
        key=key,
        help=with_glossary_link(
            f"{as_text(_(parameter.explanation))}\n\n**{as_text(_(entry.title))}.** "
            f"{as_text(_(entry.description))} {as_text(model_origin(entry))}",
            entry.name,
        ),
        on_change=_take_model,
    )


def _show_what_the_model_takes(draft: Draft) -> None:
    entry = MODELS[draft.value("model")]
    words = _("{model}: {facts}").format(model=_(entry.title), facts=model_facts(entry))
    st.caption(as_text(words))


def _take_model() -> None:
    put_settings(with_model(current_draft().settings, shown("model")))


def _show_what_was_taken_over(draft: Draft) -> None:
    """List what came from other pages, with a button that clears it."""
    parts = []
    if run_id := came_from_run():
        parts.append(_("the settings of the run {run_id}").format(run_id=run_id))
    elif came_from_elsewhere() and draft.config:
        artists = draft.config.selection.describe()
        parts.append(_("{artists} (from Balance, or from the link that was opened)").format(artists=artists))
    if took_recipe(draft_recipe(draft)):
        parts.append(_("the recipe that you tuned under Augmentation"))
    if parts:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="runs-taken-over"):
            taken = _("Taken over: {parts}.").format(parts=as_text("; ".join(parts)))
            st.markdown(f":material/input: {taken}", width="content")
            st.button(_("Clear"), key="runs.form.clear", type="tertiary", on_click=put_settings, args=({},))


def _show_start(draft: Draft) -> None:
    sentence, fault = "", draft.fault
    if draft.config:
        try:
            sentence = _sentence(draft)
        except AtelierError as error:
            fault = str(error)
    st.markdown(sentence)
    for hint in advice(draft.config) if draft.config else ():
        st.warning(as_text(hint), icon=":material/lightbulb:")
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="runs-start"):
        st.button(
            _("Start"),
            key="runs.form.start",
            type="primary",
            icon=":material/play_arrow:",
            disabled=bool(fault) or is_read_only(),
            on_click=press_start,
        )
        if draft.config and not fault:
            show_estimate_button(draft.config)
        if run_id := started_run():  # the list of active runs may be far below while Advanced is open
            show_page_link("run", _("Started: open the run"), query={"run": run_id}, icon=":material/timeline:")
    if why := fault or refusal():
        show_error(why)


def _sentence(draft: Draft) -> str:
    """Summary of the run that the button starts."""
    config = draft.config
    if config is None:
        return ""
    pictures = run_queries.pictures_of(config)
    recipe = recipe_title(draft)
    words = (
        _(
            "Training {train:,} · Validation {val:,} · Test {test:,} pictures by {artists}; random changes "
            "each epoch ({recipe} augmentation)."
        )
        if recipe
        else _("Training {train:,} · Validation {val:,} · Test {test:,} pictures by {artists}.")
    ).format(
        train=pictures["train"],
        val=pictures["val"],
        test=pictures["test"],
        artists=config.selection.describe(),
        recipe=recipe,
    )
    time = estimate_words(config)
    return f"{as_text(words)} **{as_text(time[:1].upper() + time[1:])}.**" if time else as_text(words)


def show_presets(draft: Draft) -> None:
    """Draw the presets; the one with the settings of the form is marked."""
    current = draft.preset
    with st.grid(len(PRESETS), min_column_width=160, gap="small", key="runs-presets"):
        for key, preset in PRESETS.items():
            with st.container(gap="xxsmall", key=f"runs-preset-{key}"):
                st.button(
                    as_text(_(preset.title)),
                    key=f"runs.preset.{key}",
                    icon=":material/check:" if key == current else None,
                    on_click=take_preset,
                    args=(key,),
                    width="stretch",
                )
                st.caption(as_text(_(preset.explanation)))
