"""What a trained model makes of the recipe: how often its answer changes, and for which pictures."""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from core.augment import AugmentConfig
from core.environment import is_read_only
from core.errors import AtelierError
from core.evaluation.predictions import PREDICTIONS_FILE
from core.inference.measured_stability import DEFAULT_VIEWS, MeasuredStability, read_stability
from core.inference.saliency_files import model_stamp
from core.language import N_, _, ngettext
from core.runs import Run, RunStore
from dashboard.components.pictures.component import LinkedPicture, show_linked_pictures
from dashboard.features.augmentation.stability_jobs import stability_job, start_stability
from dashboard.features.augmentation.stability_labels import (
    artists_sentence,
    learned_with,
    most_shaken_artists,
    stability_sentence,
)
from dashboard.features.augmentation.subject import PAINTING_KEY
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.queries import results as result_queries
from dashboard.queries import runs as run_queries
from dashboard.state.session import keep_choice, url_choice
from dashboard.ui.error_box import error_box
from dashboard.ui.job_progress import show_job_progress
from dashboard.ui.page_link import show_page_link
from dashboard.ui.result_labels import distinct_titles

RUN_KEY = "augmentation.run"
_MOST_PICTURES, _ROW_PX = 12, 130
_UNKNOWN_SIZE = (320, 240)
_NO_RUN = N_(
    "No run on this data set is finished yet. Train a model, with this recipe or any other, and how often the recipe "
    "changes its answers can be measured here."
)
_NOTHING = N_("This recipe changes nothing, so no answer can change. Move a slider first.")


def show_measured_use(dataset: str, config: AugmentConfig, elsewhere: str) -> None:
    """Choose a finished run, measure, and read what was measured; kept with the run for when it is asked again.

    Args:
        dataset: whose runs are offered.
        config: the recipe.
        elsewhere: key and value of the address, as in "augmentation.view=draws", where a picture that is chosen opens.
    """
    runs = [run for run in RunStore().list() if run.dataset == dataset and run.status.state == "finished"]
    if not runs:
        st.markdown(f":gray[{as_text(_(_NO_RUN))}]")
        show_page_link("runs", _("Open the runs"), icon=":material/arrow_forward:")
        return
    run = _choose(runs)
    if config.changes_nothing:
        st.markdown(f":gray[{as_text(_(_NOTHING))}]")
    elif lacking := _lacking(run):
        st.markdown(f":gray[{as_text(lacking)}]")
    elif found := read_stability(run.folder, config):
        _show_found(run, config, found, elsewhere)
    else:
        _show_measuring(run, config)


def _choose(runs: Sequence[Run]) -> Run:
    titles = distinct_titles([run_queries.summary(run) for run in runs])
    usual = next((run.id for run in runs if not _lacking(run)), runs[0].id)
    chosen = url_choice(RUN_KEY, list(titles), usual)
    st.selectbox(
        _("The model of"),
        list(titles),
        format_func=titles.__getitem__,
        key=f"{RUN_KEY}.choice",
        on_change=keep_choice,
        args=(RUN_KEY,),
        width=420,
    )
    return next(run for run in runs if run.id == chosen)


def _lacking(run: Run) -> str:
    """Why the model of a run cannot be asked, in a sentence; "" where it can."""
    if not model_stamp(run.folder):
        return _(
            "This run has no trained model any more, so it cannot be asked. Train it again, or choose another run."
        )
    if not (run.folder / PREDICTIONS_FILE).is_file():
        sentence = _("This run has no {file}, so its test pictures are not known. Choose another run.")
        return sentence.format(file=PREDICTIONS_FILE)
    return ""


def _show_measuring(run: Run, config: AugmentConfig) -> None:
    job = stability_job(run.id, config)
    if job is not None and job.state != "finished":
        show_job_progress(job.job_id)
        if not job.is_over:
            return
    else:
        sentence = _(
            "Not measured yet. Each test picture is shown to the model {views} times, bent by this recipe, and its "
            "answers are counted that differ from the one for the plain picture."
        )
        st.markdown(f":gray[{sentence.format(views=DEFAULT_VIEWS)}]")
    if st.button(
        _("Measure now"),
        key="augmentation.use.measure",
        icon=":material/straighten:",
        disabled=is_read_only(),
        help=_("In the background; you can go on meanwhile."),
    ):
        with error_box():
            start_stability(run.id, config)
            st.rerun()


def _show_found(run: Run, config: AugmentConfig, found: MeasuredStability, elsewhere: str) -> None:
    st.markdown(f"**{as_text(stability_sentence(found))}**")
    if run.config is not None:
        st.caption(as_text(learned_with(run.config.augment, config)))
    if sentence := artists_sentence(most_shaken_artists(found.changing, _painters(run))):
        st.caption(as_text(sentence))
    known = result_queries.known_among(run.dataset, list(found.changing))[:_MOST_PICTURES]
    if not known:
        return
    st.markdown(_("**The pictures whose answer changes most**"))
    st.caption(_("Choose one to see what the recipe does to it."))
    _show_pictures(run.dataset, known, found, elsewhere)
    left = len(found.changing) - len(known)
    if left:
        sentence = ngettext(
            "The answer for {n:,} other picture changes, too.",
            "The answer for {n:,} other pictures changes, too.",
            left,
        )
        st.caption(as_text(sentence.format(n=left)))


def _painters(run: Run) -> dict[str, str]:
    """Painter of every test picture; empty where that cannot be read."""
    try:
        rows = result_queries.answered_pictures(run)
    except AtelierError:
        return {}
    tested = rows[rows["side"] == "test"]
    return dict(zip(tested["painting_id"].astype(str), tested["painter"].astype(str), strict=True))


def _show_pictures(dataset: str, painting_ids: Sequence[str], found: MeasuredStability, elsewhere: str) -> None:
    key, _rest, value = elsewhere.partition("=")
    pictures = []
    for painting_id, url in zip(painting_ids, dataset_queries.thumbnail_urls(dataset, painting_ids), strict=True):
        painting = dataset_queries.painting(dataset, painting_id)
        places = {
            "title": painting.title,
            "changing": round(found.changing[painting_id] * found.views),
            "views": found.views,
        }
        address = {**st.query_params.to_dict(), key: value, PAINTING_KEY: painting_id}
        pictures.append(
            LinkedPicture(
                painting_id=painting_id,
                url=url,
                width=painting.width or _UNKNOWN_SIZE[0],
                height=painting.height or _UNKNOWN_SIZE[1],
                alt=_("Painting: {title}. {changing} of {views} views change the answer.").format(**places),
                caption=_("{title}: {changing} of {views} views").format(**places),
                href=f"augmentation?{urlencode(address)}",
            )
        )
    show_linked_pictures(pictures, key="augmentation.use.pictures", height_px=_ROW_PX)
