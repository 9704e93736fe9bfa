"""Showcase: every chapter with and without runs, turning, arranging, keeping, presenting."""

from dataclasses import replace

import numpy as np
import pytest

from core.evaluation.predictions import make_predictions
from core.showcase import CHAPTERS, LONGEST_NOTE, ChapterText, Showcase, ShowcaseStore, export_showcase
from core.training import TrainConfig
from dashboard.features.showcase import shelf
from dashboard.features.showcase.frame import CONTENTS
from dashboard.ui.undo import _LAST
from tests.fabricated_results import answers_for, fabricate_results
from tests.pages.conftest import texts
from tests.pages.test_runs import links

WORD_JOINER = "\u2060"  # breaks what Streamlit would take for a tag, and has no width
TOLD_OF_RUNS = ("learning", "confusions", "comparison", "try")
AFTER = {chapter: CHAPTERS[place + 1] for place, chapter in enumerate(CHAPTERS[:-1])}


@pytest.fixture
def runs(dataset):
    """Two models, the dense net twice, the newest last."""
    made = {"older": ("snn", 1.0), "net": ("snn", 1.5), "conv": ("cnn", 2.5)}
    for seed, (name, (model, skill)) in enumerate(made.items()):
        fabricate_results(
            name,
            answers_for(dataset, skill=skill, seed=seed),
            config=TrainConfig("tiny", model=model, seed=seed),
            artists=dataset.artists(),
            notes={"title": f"<i>{name}</i>"},
            created=1_700_000_000.0 + seed,
        )


@pytest.fixture
def kept() -> Showcase:
    words = ChapterText("balance", "Who is missing?", "Look at the **last** bar <b>here</b>.")
    return ShowcaseStore().save(Showcase("Friday", (words, ChapterText("collection"))))


def title(app) -> str:
    return next(str(element.value) for element in app.html if "showcase-title" in str(element.value))


def test_contents_and_core_know_the_same_chapters_in_the_same_order():
    assert tuple(CONTENTS) == CHAPTERS


def read_through(app):
    """Turn all chapters by the button; each chapter's name and what the page says there."""
    for chapter in CHAPTERS:
        assert not app.error and CONTENTS[chapter].title in title(app), chapter
        yield chapter, texts(app)
        if not app.button(key="showcase.next").disabled:
            app.button(key="showcase.next").click().run()
            assert app.query_params["chapter"] in (AFTER[chapter], [AFTER[chapter]])


def test_every_chapter_opens_without_a_run_and_says_where_one_comes_from(open_app, dataset):
    app = open_app("showcase")
    assert app.button(key="showcase.back").disabled
    for chapter, said in read_through(app):
        assert ("once a model is trained" in said) == (chapter in TOLD_OF_RUNS)
        assert ("Train a model" in links(app)) == (chapter in TOLD_OF_RUNS)
    app.button(key="showcase.back").click().run()
    assert CONTENTS[CHAPTERS[-2]].title in title(app)


def test_every_chapter_opens_with_runs(open_app, dataset, runs):
    assert not any("once a model is trained" in said for _, said in read_through(open_app("showcase")))


def test_the_newest_run_of_each_model_is_told_and_names_are_text(open_app, dataset, runs):
    said = texts(open_app("showcase", chapter="comparison")).replace(WORD_JOINER, "")
    assert "&lt;i&gt;net&lt;/i&gt;" in said and "&lt;i&gt;conv&lt;/i&gt;" in said
    assert "&lt;i&gt;older" not in said and "<i>net" not in said


def test_where_no_two_artists_are_mixed_up_twice_none_is_called_the_most_frequent_mistake(open_app, dataset):
    names = tuple(artist.name for artist in dataset.artists())
    truth = np.arange(6) % len(names)
    answered = np.where(np.arange(6) < 2, (truth + 1) % len(names), truth)
    answers = make_predictions(
        dataset.catalog()["painting_id"].tolist()[:6],
        np.array(["test"] * 6),
        truth,
        np.eye(len(names))[answered],
        names,
    )
    fabricate_results("once", answers, artists=dataset.artists())
    assert "no artist for another one more than once" in texts(open_app("showcase", chapter="confusions"))


def test_the_address_chooses_runs_and_says_which_are_not_there(open_app, dataset, runs):
    said = texts(open_app("showcase", chapter="comparison", runs="older,gone"))
    assert "&lt;i&gt;older" in said and "&lt;i&gt;conv" not in said and "gone" in said


def test_an_unknown_chapter_opens_the_first(open_app, dataset):
    assert CONTENTS[CHAPTERS[0]].title in title(open_app("showcase", chapter="nowhere"))


def test_a_kept_showcase_opens_with_its_order_titles_and_notes_as_text(open_app, dataset, kept):
    app = open_app("showcase", showcase=kept.document_id)
    assert "Who is missing?" in title(app)
    assert "**last**" in texts(app) and "&lt;b&gt;here" in texts(app)
    app.button(key="showcase.next").click().run()
    assert CONTENTS["collection"].title in title(app) and app.button(key="showcase.next").disabled


def test_a_showcase_that_is_not_there_leaves_the_usual_chapters(open_app, dataset):
    app = open_app("showcase", showcase="../../gone")
    assert "The default chapters are shown" in app.warning[0].value.replace("\\", "")
    assert CONTENTS[CHAPTERS[0]].title in title(app)


def test_a_damaged_file_is_named_and_the_page_stays(open_app, dataset, kept):
    store = ShowcaseStore()
    (store.root / f"{kept.document_id}.json").write_text("{", "utf-8")
    app = open_app("showcase", showcase=kept.document_id)
    assert f"{kept.document_id}.json" in app.warning[0].value.replace("\\", "")
    assert not app.error and CONTENTS[CHAPTERS[0]].title in title(app)


def test_presenting_shows_the_chapter_and_the_way_out_alone(open_app, dataset):
    app = open_app("showcase", present="on", chapter="balance")
    assert "<h1" in title(app)
    assert not [button for button in app.button if button.key == "showcase.present"]
    app.button(key="showcase.leave").click().run()
    assert "<h2" in title(app) and "present" not in app.query_params
    app.button(key="showcase.present").click().run()
    assert "<h1" in title(app) and "present" in app.query_params


def test_pastiches_are_called_so_while_presenting_too(open_app, dataset):
    (dataset.folder / "source.json").write_text('{"pastiches": true}', "utf-8")
    app = open_app("showcase", present="on")
    assert any("pastiches" in str(caption.value) for caption in app.caption)


def test_chapters_are_moved_left_out_and_kept_under_a_name(open_app, dataset):
    app = open_app("showcase")
    app.button(key="showcase.chapters.movements.move-1").click().run()
    app.checkbox(key="showcase.chapters.balance.told").set_value(False).run()
    assert "unsaved changes" in texts(app).replace("\\", "")
    app.text_input(key="showcase.words.title.movements").set_value("Family ties").run()
    assert "Family ties" in title(app)
    app.text_input(key="showcase.kept.name").set_value("Friday").run()
    app.button(key="showcase.kept.save").click().run()
    (saved,) = ShowcaseStore().listing().documents
    expected = ["movements", "collection", *(name for name in CHAPTERS[3:])]
    assert [chapter.name for chapter in saved.shown_chapters] == expected
    assert saved.chapters[0].title == "Family ties"
    assert app.query_params["showcase"] in (saved.document_id, [saved.document_id])
    assert "unsaved changes" not in texts(app).replace("\\", "")


def test_a_chapter_that_is_left_out_keeps_its_words_and_its_place(open_app, dataset):
    app = open_app("showcase", chapter="movements")
    app.text_input(key="showcase.words.title.movements").set_value("Family ties").run()
    app.checkbox(key="showcase.chapters.movements.told").set_value(False).run()
    assert "Family ties" not in title(app) and not app.checkbox(key="showcase.chapters.movements.told").value
    app.text_input(key="showcase.kept.name").set_value("Friday").run()
    app.button(key="showcase.kept.save").click().run()
    app.checkbox(key="showcase.chapters.movements.told").set_value(True).run()
    assert "Family ties" in title(app)


def test_what_another_tab_kept_meanwhile_is_not_overwritten_unasked(open_app, dataset, kept):
    first, second = (open_app("showcase", showcase=kept.document_id) for _ in range(2))
    for app, said in ((first, "From one"), (second, "From two")):
        app.text_input(key="showcase.words.title.balance").set_value(said).run()
    second.button(key="showcase.kept.save").click().run()
    first.button(key="showcase.kept.save").click().run()
    assert "changed elsewhere meanwhile" in first.error[0].value
    assert ShowcaseStore().get(kept.document_id).chapters[0].title == "From two"
    first.button(key="showcase.kept.replace").click().run()
    assert not first.error and ShowcaseStore().get(kept.document_id).chapters[0].title == "From one"
    first.text_input(key="showcase.words.title.balance").set_value("Again").run()
    first.button(key="showcase.kept.save").click().run()
    assert not first.error and ShowcaseStore().get(kept.document_id).chapters[0].title == "Again"


def test_nor_is_what_it_kept_after_this_tab_was_drawn(open_app, dataset, kept):
    first, second = (open_app("showcase", showcase=kept.document_id) for _ in range(2))
    second.text_input(key="showcase.words.title.balance").set_value("From two").run()
    second.button(key="showcase.kept.save").click().run()
    first.text_input(key="showcase.words.title.balance").set_value("From one").run()
    first.button(key="showcase.kept.save").click().run()
    assert "changed elsewhere meanwhile" in first.error[0].value
    third = open_app("showcase", showcase=kept.document_id)
    second.text_input(key="showcase.words.title.balance").set_value("Once more").run()
    second.button(key="showcase.kept.save").click().run()
    third.button(key="showcase.kept.save").click().run()
    assert "changed elsewhere meanwhile" in third.error[0].value
    assert ShowcaseStore().get(kept.document_id).chapters[0].title == "Once more"


def test_moving_what_is_left_out_turns_no_page(open_app, dataset):
    app = open_app("showcase", chapter="seen")
    app.checkbox(key="showcase.chapters.balance.told").set_value(False).run()
    app.button(key="showcase.chapters.balance.move-1").click().run()
    assert CONTENTS["seen"].title in title(app)


def test_words_that_are_too_long_are_cut_and_that_is_said(open_app, dataset):
    app = open_app("showcase")
    app.text_area(key="showcase.words.note.collection").set_value("word " * LONGEST_NOTE).run()
    assert f"Note: only the first {LONGEST_NOTE} of {5 * LONGEST_NOTE:,} characters" in app.error[0].value.replace(
        "\\", ""
    )
    assert len(app.text_area(key="showcase.words.note.collection").value) == LONGEST_NOTE - 1


def test_a_taken_name_is_offered_to_be_replaced(open_app, dataset, kept):
    app = open_app("showcase")
    app.text_input(key="showcase.kept.name").set_value("friday").run()
    app.button(key="showcase.kept.save").click().run()
    assert "already" in app.error[0].value
    app.button(key="showcase.kept.replace").click().run()
    (saved,) = ShowcaseStore().listing().documents
    assert saved.document_id == kept.document_id and len(saved.chapters) == len(CHAPTERS)


def test_deleting_can_be_undone(open_app, dataset, kept):
    app = open_app("showcase", showcase=kept.document_id)
    app.button(key=f"showcase.kept.{kept.document_id}.delete").click().run()
    assert not ShowcaseStore().listing().documents and "showcase" not in app.query_params
    app.session_state[_LAST.key].undo()
    assert ShowcaseStore().listing().documents == (kept,)


def test_a_read_only_demo_offers_neither_keeping_nor_deleting(open_app, dataset, kept, monkeypatch):
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    app = open_app("showcase")
    assert app.button(key="showcase.kept.save").disabled
    assert app.button(key=f"showcase.kept.{kept.document_id}.delete").disabled


def test_a_file_is_opened_and_taken_away_in_a_read_only_demo_too_under_the_name_that_was_typed(
    open_app, dataset, monkeypatch
):
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    taken_away: list[Showcase] = []
    monkeypatch.setattr(shelf, "export_showcase", lambda told: taken_away.append(told) or "{}")
    friday = Showcase("Friday", (ChapterText("balance", "Who is missing?"),))
    app = open_app("showcase")
    data = export_showcase(friday).encode()
    app.file_uploader(key="showcase.kept.file").upload("friday.json", data, "application/json").run()
    assert not app.error and "Who is missing?" in title(app) and taken_away[-1] == friday
    app.text_input(key="showcase.kept.name").set_value("Saturday").run()
    assert taken_away[-1] == replace(friday, name="Saturday")
    app.text_input(key="showcase.kept.name").set_value("\x00").run()
    assert not app.exception and taken_away[-1] == friday, "a name that cannot be kept is left out"
    assert not ShowcaseStore().listing().documents
