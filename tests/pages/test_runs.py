"""Runs: the form that starts them, what it carries over, the queue, and the list of what was trained."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.augment.config import AugmentConfig
from core.environment import artifacts_root
from core.models.registry import MODELS
from core.runs.dispatcher_launch import announce
from core.runs.launcher import queued_ids
from core.runs.store import RunStore
from core.training import TrainConfig
from core.training.config.presets import PRESETS
from core.training.estimate.rates import Rates, write_rates
from dashboard.features.training import estimate, start
from tests.fabricated_runs import fabricate_many, fabricate_run, pretend_to_train


@pytest.fixture
def alive() -> Iterator[int]:
    """The number of a process that lives and does nothing; it stands for a worker."""
    process = subprocess.Popen(["sleep", "600"])
    yield process.pid
    process.kill()
    process.wait()


@pytest.fixture
def nobody_trains(alive: int) -> int:
    """The queue stands still: whoever asks is told that a dispatcher lives already."""
    root = artifacts_root() / "runs"
    root.mkdir(parents=True, exist_ok=True)
    announce(root, alive)
    return alive


@pytest.fixture
def started(monkeypatch) -> list[TrainConfig]:
    """What the button would have started."""
    configs: list[TrainConfig] = []
    monkeypatch.setattr(start, "start_run", lambda config: configs.append(config) or "an-id")
    return configs


def said(app) -> str:
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.html, app.error, app.warning)
    text = "\n".join(str(element.value) for kind in kinds for element in kind)
    return text.replace("\\", "").replace("\u2060", "")


def links(app) -> list[str]:
    """Where the page leads, but for the glossary, to which the header of every page leads."""
    shown = [str(link.value).replace("\\", "").replace("\u2060", "") for link in app.page_link]
    return [link for link in shown if link != "The whole glossary"]


def test_the_page_starts_with_presets_four_fields_and_one_button(open_app, dataset):
    app = open_app("runs", dataset=dataset.name)
    assert [app.button(key=f"runs.preset.{key}").label for key in PRESETS] == [
        preset.title.replace("-", "\\-") for preset in PRESETS.values()
    ]
    assert [app.selectbox(key=f"runs.field.{name}").value for name in ("artists", "model")] == ["all", "cnn"]
    assert app.number_input(key="runs.field.epochs").value == 100
    assert app.button(key="runs.form.start").proto.type == "primary"
    assert "Training 9 · Validation" in said(app)
    assert "Nothing has been trained yet" in said(app)


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_fills_the_form_and_start_starts_exactly_it(key, open_app, dataset, started):
    app = open_app("runs", dataset=dataset.name)
    app.button(key=f"runs.preset.{key}").click().run()
    assert app.button(key=f"runs.preset.{key}").proto.icon, "the preset in force is marked"
    app.button(key="runs.form.start").click().run()
    assert started == [PRESETS[key].config(dataset.name)]


def test_a_change_is_in_the_address_and_a_colleague_sees_the_same(open_app, dataset, started):
    app = open_app("runs", dataset=dataset.name)
    app.number_input(key="runs.field.epochs").set_value(7).run()
    assert app.query_params["set.epochs"] == "7"
    other = open_app("runs", dataset=dataset.name, set__epochs="7", artists="top:2")
    other.button(key="runs.form.start").click().run()
    (config,) = started
    assert config.epochs == 7 and config.selection.top == 2


def test_a_run_that_was_started_is_one_click_away_until_it_is_over(open_app, dataset, monkeypatch):
    def pretend_to_start(config: TrainConfig) -> str:
        fabricate_run("mine", config, state="queued", epochs=0)
        return "mine"

    monkeypatch.setattr(start, "start_run", pretend_to_start)
    app = open_app("runs", dataset=dataset.name)
    app.button(key="runs.form.start").click().run()
    assert "Started: open the run" in links(app)
    shutil.rmtree(RunStore().get("mine").folder)
    fabricate_run("mine", TrainConfig(dataset.name))
    assert "Started: open the run" not in links(app.run())


def test_start_counts_though_another_page_is_drawn_before_the_form(open_app, dataset, started):
    app = open_app("runs", dataset=dataset.name, set__epochs="7")
    app.session_state["runs.start.pressed"] = True
    del app.query_params["set.epochs"]  # as a browser leaves it behind
    app.switch_page("../pages/glossary.py").run()
    app.run()
    assert [config.epochs for config in started] == [7]
    assert "set.epochs" not in app.query_params, "that is no setting of the other page"


def test_another_model_brings_what_it_is_best_used_with(open_app, dataset, started):
    app = open_app("runs", dataset=dataset.name)
    app.selectbox(key="runs.field.model").set_value("resnet50").run()
    app.button(key="runs.form.start").click().run()
    (config,) = started
    assert (config.model, config.image_size, config.weights, config.freeze) == ("resnet50", 224, "imagenet", "backbone")
    app.selectbox(key="runs.field.model").set_value("probe").run()
    assert not app.error
    assert app.multiselect(key="runs.field.encoders").value == ["palette_texture"]


def test_freezing_what_knows_nothing_is_pointed_out_and_still_allowed(open_app, dataset, started):
    settings = {"set__model": "resnet50", "set__image_size": "64", "set__freeze": "backbone", "set__weights": "random"}
    app = open_app("runs", dataset=dataset.name, **settings)
    assert "only the last layer learns" in app.warning[0].value
    app.button(key="runs.form.start").click().run()
    assert started[0].freeze == "backbone"


def test_the_time_is_measured_on_a_click_and_then_told(open_app, dataset, monkeypatch):
    rates = Rates(5.0, 0.01, 0.5, 0.1, 0.0, 0.01, "2026-01-31T12:00:00+00:00")

    def measure(kind: str, params: dict) -> str:
        write_rates(TrainConfig.from_dict(params["config"]), rates)
        return f"{kind}-job"

    monkeypatch.setattr(estimate, "start_job", measure)
    app = open_app("runs", dataset=dataset.name)
    assert "on this computer" not in said(app)
    app.button(key="runs.estimate.start").click().run()
    assert not app.error and "About 8 min on this computer" in said(app)
    assert "runs.estimate.start" not in [button.key for button in app.button]
    app.number_input(key="runs.field.epochs").set_value(10).run()
    assert "About 50 s on this computer" in said(app), "the same rates serve another number of epochs"
    rates = replace(rates, train_s=5.0)
    app.button(key="runs.estimate.again").click().run()
    assert "About 8 min on this computer" in said(app)


@pytest.mark.parametrize("model", MODELS)
def test_every_advanced_field_explains_itself(model, open_app, dataset):
    blocks = {
        "set__early_stopping": MODELS[model].is_network,
        "set__reduce_lr": MODELS[model].is_network,
        "set__fine_tuning": MODELS[model].has_backbone,
    }
    size = str(MODELS[model].default_image_size)
    switched = {name: "on" for name, applies in blocks.items() if applies}
    app = open_app("runs", dataset=dataset.name, set__model=model, set__image_size=size, **switched)
    open_advanced(app)
    assert not app.error
    fields = [*app.selectbox, *app.number_input, *app.text_input, *app.toggle, *app.multiselect]
    mine = [field for field in fields if str(field.key).startswith(("runs.field.", "runs.recipe."))]
    assert len(mine) > (20 if MODELS[model].is_network else 10)
    assert [field.key for field in mine if not field.help] == []


def test_a_number_of_layers_is_offered_where_the_model_has_so_many(open_app, dataset):
    app = open_app("runs", dataset=dataset.name, set__model="vgg16", set__image_size="224")
    open_advanced(app)
    assert app.selectbox(key="runs.field.freeze").options == ["Nothing", "The whole backbone", "The first 10 layers"]


def test_the_picture_size_of_a_probe_is_asked_where_an_encoder_heeds_it(open_app, dataset):
    sizes = {}
    for encoders in ("palette_texture", "palette_texture,resnet50"):
        app = open_app("runs", dataset=dataset.name, set__model="probe", set__image_size="64", set__encoders=encoders)
        sizes[encoders] = "runs.field.image_size" in [field.key for field in app.number_input]
    assert sizes == {"palette_texture": False, "palette_texture,resnet50": True}


def open_advanced(app) -> None:
    app.session_state["runs.form.advanced"] = True
    app.run()


def test_shares_always_add_up(open_app, dataset, started):
    app = open_app("runs", dataset=dataset.name)
    open_advanced(app)
    app.number_input(key="runs.field.split.val").set_value(0.25).run()
    assert not app.error
    app.button(key="runs.form.start").click().run()
    split = started[0].split
    assert (split.train, split.val, split.test) == (0.6, 0.25, 0.15)


def test_all_faults_are_named_in_one_place_and_nothing_starts(open_app, dataset, started):
    app = open_app("runs", dataset=dataset.name, set__epochs="0", set__batch_size="-3", set__nonsense="1")
    assert len(app.error) == 1
    for word in ("epochs", "batch\\_size", "nonsense"):
        assert word in app.error[0].value
    assert app.button(key="runs.form.start").disabled
    assert started == []


def test_what_balance_and_augmentation_carry_here_fills_the_form(open_app, dataset, started):
    recipe = AugmentConfig(rotation_range=12.5, brightness_range=(0.8, 1.2))
    app = open_app("runs", dataset=dataset.name, artists="top:2", balancing="cap", cap="3")
    app.session_state["runs.recipe.carried"] = recipe
    app.session_state["runs.recipe.fresh"] = True
    app.run()
    assert (
        "the 2 artists with the most paintings, at most 3 training pictures each (from Balance, or from the link"
        in said(app)
    )
    assert "the recipe that you tuned under Augmentation" in said(app)
    app.button(key="runs.form.start").click().run()
    (config,) = started
    assert config.augment == recipe
    assert (config.selection.top, config.selection.balancing, config.selection.cap) == (2, "cap", 3)
    app.button(key="runs.form.clear").click().run()
    assert "Taken over" not in said(app)
    app.session_state["runs.recipe.fresh"] = True  # the very same recipe, carried here again
    app.run()
    assert "the recipe that you tuned under Augmentation" in said(app)


def test_a_refused_start_is_one_sentence(open_app, dataset, nobody_trains):
    app = open_app("runs", dataset=dataset.name, artists="Nobody Known")
    assert len(app.error) == 1 and "Nobody Known" in said(app)
    assert app.button(key="runs.form.start").disabled


def test_start_really_puts_a_run_into_the_queue(open_app, dataset, nobody_trains):
    app = open_app("runs", dataset=dataset.name, set__model="snn")
    app.button(key="runs.form.start").click().run()
    assert not app.error
    (run,) = RunStore().list()
    assert run.status.state == "queued" and run.model == "snn"
    assert "Under way" in said(app)


def test_runs_under_way_show_progress_and_can_be_stopped(open_app, dataset, nobody_trains):
    folder = fabricate_run("r1", epochs=12, stage="Epoch 13", in_epoch=True, done=5, total=10)
    pretend_to_train(folder, nobody_trains)
    app = open_app("runs", dataset=dataset.name)
    assert "Epoch 13 of 60" in app.get("progress")[0].proto.text
    assert "After epoch 12: loss" in said(app)
    assert app.button(key="runs.live.stop.r1").label == "Stop"


def test_the_queue_is_reordered_and_a_waiting_run_taken_out(open_app, dataset, nobody_trains):
    for place, name in enumerate(("a", "b", "c")):
        fabricate_run(name, state="queued", epochs=0, created=1e9 + place)
    app = open_app("runs", dataset=dataset.name)
    assert app.button(key="runs.queue.a.up").disabled and app.button(key="runs.queue.c.down").disabled
    app.button(key="runs.queue.c.first").click().run()
    assert queued_ids() == ["c", "a", "b"]
    app.button(key="runs.queue.c.down").click().run()
    assert queued_ids() == ["a", "c", "b"]
    app.button(key="runs.queue.a.stop").click().run()
    assert queued_ids() == ["c", "b"] and RunStore().get("a").status.state == "stopped"


def test_the_list_is_searched_filtered_sorted_and_paged(open_app, dataset):
    fabricate_many(30, dataset.name)
    app = open_app("runs", dataset=dataset.name)
    assert links(app)[0] == "Attempt 29" and len([link for link in links(app) if "Attempt" in link]) == 12
    found = open_app("runs", dataset=dataset.name, runs__text="attempt 27")
    assert [link for link in links(found) if "Attempt" in link] == ["Attempt 27"]
    failed = open_app("runs", dataset=dataset.name, runs__state="failed")
    assert {link for link in links(failed) if "Attempt" in link} == {f"Attempt {n}" for n in range(4, 30, 6)}
    best = open_app("runs", dataset=dataset.name, runs__sort="best", runs__model="cnn", runs__tag="baseline")
    scores = {run.title: (run.evaluation() or {}).get("test", {}).get("accuracy", -1) for run in RunStore().list()}
    shown = [link for link in links(best) if "Attempt" in link]
    assert shown == sorted(shown, key=lambda title: -scores[title]) and len(shown) == 2
    none = open_app("runs", dataset=dataset.name, runs__text="zebra")
    none.button(key="runs.list.clear").click().run()
    assert len([link for link in links(none) if "Attempt" in link]) == 12


def test_a_run_is_deleted_and_brought_back(open_app, dataset):
    fabricate_run("old", notes={"title": "Old one"})
    app = open_app("runs", dataset=dataset.name)
    app.menu_button(key="runs.more.old").click("Delete").run()
    assert "Old one" not in links(app) and "is deleted" in said(app)
    app.button(key="shell.undo.undo").click().run()
    assert "Old one" in links(app)


def test_every_run_that_was_deleted_lately_can_be_brought_back(open_app, dataset, monkeypatch):
    for name in ("first", "second"):
        fabricate_run(name, notes={"title": name.title()})
    app = open_app("runs", dataset=dataset.name)
    assert "Recently deleted" not in [expander.label for expander in app.expander]
    for name in ("first", "second"):
        app.menu_button(key=f"runs.more.{name}").click("Delete").run()
    assert "Recently deleted" in [expander.label for expander in app.expander]
    app.button(key="runs.restore.first").click().run()
    assert "First" in links(app) and "Second" not in links(app)
    (RunStore().root / ".deleted" / "second" / "config.json").write_text("{half", "utf-8")
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    shown = open_app("runs", dataset=dataset.name)
    assert not shown.error and shown.button(key="runs.restore.second").disabled


def test_a_damaged_folder_is_listed_and_says_what_is_wrong(open_app, dataset):
    (fabricate_run("bad") / "config.json").write_text("{half", "utf-8")
    (fabricate_run("worse") / "status.json").write_text("nonsense", "utf-8")
    app = open_app("runs", dataset=dataset.name)
    assert not app.error
    assert "config.json of the run “bad” cannot be read" in said(app)
    assert "The status of the run “worse” cannot be read" in said(app)


def test_a_read_only_demo_shows_runs_and_starts_none(open_app, dataset, monkeypatch):
    fabricate_run("old")
    open_app("runs", dataset=dataset.name)
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    app = open_app("runs", dataset=dataset.name)
    assert app.button(key="runs.form.start").disabled
    assert not app.error


def test_a_tag_called_any_can_be_filtered_by(open_app, dataset):
    fabricate_run("mine", notes={"title": "Mine", "tags": ["any"]})
    fabricate_run("other", notes={"title": "Other", "tags": ["Any"]})
    app = open_app("runs", dataset=dataset.name, runs__tag="any")
    assert [link for link in links(app) if link in ("Mine", "Other")] == ["Mine"]
    app.selectbox(key="runs.tag.choice").set_value("").run()
    assert {"Mine", "Other"} <= set(links(app))
