"""What a trained model makes of the recipe: how often its answer changes, and for which pictures."""

import json
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

from core.augment.config import AugmentConfig
from core.environment import is_read_only
from core.errors import AtelierError
from core.evaluation.predictions import PREDICTIONS_FILE
from core.inference.stability_files import DEFAULT_VIEWS, MeasuredStability, read_stability
from core.jobs import JobStatus, JobStore, start_job
from core.language import N_, _, counted, ngettext
from core.runs.folder import model_stamp
from core.runs.run import Run
from core.runs.store import RunStore
from dashboard.components.pictures.component import LinkedPicture, show_linked_pictures
from dashboard.features.augmentation.subject import PAINTING_KEY
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.queries import results as result_queries
from dashboard.queries import runs as run_queries
from dashboard.queries.runs import distinct_titles
from dashboard.state.url_state import keep_choice, url_choice
from dashboard.ui.error_box import error_box
from dashboard.ui.job_progress import show_job_progress
from dashboard.ui.page_link import show_page_link
from dashboard.ui.result_labels import percent

RUN_KEY = "augmentation.run"
_MOST_PICTURES, _ROW_PX = 12, 130
_UNKNOWN_SIZE = (320, 240)
_NO_RUN = N_(
    "No run on this data set is finished yet. Train a model, with this recipe or any other, and how often the recipe "
    "changes its answers can be measured here."
)
_NOTHING = N_("This recipe changes nothing, so no answer can change. Move a slider first.")


def show_measured_use(dataset: str, config: AugmentConfig, elsewhere: str) -> None:
    """Choose a finished run, measure, and read the result, which is stored with the run.

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
    """Why the model of a run cannot predict, in a sentence; "" if it can."""
    if not model_stamp(run.folder):
        return _("The trained model of this run is gone. Train it again, or choose another run.")
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
            "Not measured yet. The model predicts {views} augmented views of each test picture; counted are "
            "the predictions that differ from that for the original picture."
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


KIND = "stability"


def start_stability(run_id: str, config: AugmentConfig) -> str:
    """Start measuring, unless the same is under way; returns the job's id.

    Raises:
        ReadOnlyError: this is a read-only demo.
    """
    job = stability_job(run_id, config)
    if job is not None and not job.is_over:
        return job.job_id
    return start_job(KIND, {"run_id": run_id, "config": config.to_dict()})


def stability_job(run_id: str, config: AugmentConfig) -> JobStatus | None:
    """The newest job that measures this; None where there was none."""
    requested = {"run_id": run_id, "config": json.loads(json.dumps(config.to_dict()))}
    jobs = JobStore().list(KIND)
    return next((job for job in jobs if {name: job.arguments.get(name) for name in requested} == requested), None)


_NAMED = 3


def stability_sentence(found: MeasuredStability) -> str:
    """How often the answer changes, with its interval, and for how many of the pictures it ever does."""
    if found.share is None or found.ever is None:
        return _("This run has no test pictures, so there is nothing to ask its model about.")
    pictures = counted(found.pictures, "test picture", "test pictures")
    if not found.share:
        never = _(
            "Under this recipe the model never changes its mind: all {views} views of each of its {pictures} get the "
            "answer of the plain picture."
        ).format(views=found.views, pictures=pictures)
        if found.interval is None:
            return never
        possible = _("With so many pictures it may be up to {high} % (95 % interval).")
        return f"{never} {possible.format(high=f'{100 * found.interval[1]:.1f}')}"
    figures = {"share": percent(found.share), "pictures": pictures, "ever": percent(found.ever), "views": found.views}
    if found.interval is None:
        return _(
            "Under this recipe the model changes its mind in {share} of the views. Of its {pictures}, {ever} get "
            "another answer in at least one of {views} views."
        ).format(**figures)
    low, high = (f"{100 * bound:.1f}" for bound in found.interval)
    return _(
        "Under this recipe the model changes its mind in {share} of the views (95 % interval {low} to {high}). Of its "
        "{pictures}, {ever} get another answer in at least one of {views} views."
    ).format(**figures, low=low, high=high)


def learned_with(trained: AugmentConfig | None, requested: AugmentConfig) -> str:
    """What the model met in training, which decides how the share is to be read."""
    if trained is None or trained.changes_nothing:
        return _(
            "It was trained without augmentation. Where a recipe changes many predictions, the model relies "
            "on what the recipe changes; training with the recipe makes it robust."
        )
    if trained == requested:
        return _("It was trained with this very recipe, so what still changes its mind is more than it could learn.")
    return _("It was trained with another recipe, so this one shows how far what it learned there carries.")


def most_shaken_artists(changing: Mapping[str, float], painters: Mapping[str, str]) -> list[tuple[str, float]]:
    """Artists by the share of the views of their pictures that change the answer, the least steady first.

    Args:
        changing: share by painting, of those where any view changes.
        painters: of every test picture, by painting.
    """
    shares: dict[str, list[float]] = {}
    for painting_id, painter in painters.items():
        shares.setdefault(painter, []).append(changing.get(painting_id, 0.0))
    means = {painter: sum(found) / len(found) for painter, found in shares.items()}
    return sorted(means.items(), key=lambda entry: (-entry[1], entry[0]))


def artists_sentence(ranked: Sequence[tuple[str, float]]) -> str:
    """The least and the most stable artists; "" if there are too few to compare."""
    if len(ranked) < 2 or ranked[0][1] == ranked[-1][1]:
        return ""
    shaken = [entry for entry in ranked if entry[1] > 0][:_NAMED]
    steady = [entry for entry in reversed(ranked) if entry not in shaken][:_NAMED]
    if not steady:
        return _("Most shaken: {artists}.").format(artists=_listed(shaken))
    return _("Most shaken: {shaken}. Steadiest: {steady}.").format(shaken=_listed(shaken), steady=_listed(steady))


def _listed(entries: Sequence[tuple[str, float]]) -> str:
    return ", ".join(f"{name} ({100 * share:.0f} %)" for name, share in entries)
