"""Augmentation: sliders, views, uploads, recipes, and all of it in the address."""

import io
import re
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from core.augment.config import PARAMETERS, AugmentConfig
from core.augment.presets import PRESETS
from core.augment.recipes import RecipeStore
from dashboard.features.augmentation.recipe_comparison import value_in_words
from dashboard.features.augmentation.recipe_url import read_recipe, recipe_key

TILE = re.compile(r'<img src="(data:image/jpeg;base64,[^"]+)" alt="([^"]*)"')


def said(app) -> str:
    kinds = (app.subheader, app.markdown, app.caption, app.error)
    return "\n".join(str(element.value).replace("\\", "").replace("\u2060", "") for kind in kinds for element in kind)


def tiles(app) -> list[tuple[str, str]]:
    """Address and text of every tile."""
    return [found for element in app.html for found in TILE.findall(str(element.value))]


def slider(app, name: str):
    """The one that is drawn now: told another value than it showed, it has become a new one."""
    key = f"{recipe_key(name)}.choice"
    return next(slider for slider in app.slider if slider.key.startswith(key))


def test_every_parameter_has_a_control_with_its_keras_name_and_one_line(open_app, dataset):
    app = open_app("augmentation", augmentation__fill_mode="constant")
    controls = [*app.slider, *app.toggle, *app.button_group]
    for name, parameter in PARAMETERS.items():
        (control,) = [control for control in controls if control.key == f"{recipe_key(name)}.choice"]
        label = control.label.replace("\\", "")
        assert parameter.title in label and parameter.keras in label
        assert parameter.explanation in said(app)


def test_24_seeded_draws_tell_their_values(open_app, dataset):
    app = open_app("augmentation", augmentation__rotation_range="20")
    assert len(tiles(app)) == 24
    assert len({source for source, _ in tiles(app)}) == 24
    assert all(re.fullmatch(r"Draw \d+: turned [\d.]+° (left|right)", alt) for _, alt in tiles(app))


def test_a_moved_slider_changes_pictures_and_address(open_app, dataset):
    app = open_app("augmentation", augmentation__preset="none")
    before = tiles(app)
    slider(app, "rotation_range").set_value(30.0).run()
    assert app.query_params["augmentation.rotation_range"] == "30"
    assert "augmentation.preset" not in app.query_params
    assert tiles(app) != before
    slider(app, "rotation_range").set_value(0.0).run()
    assert "augmentation.rotation_range" not in app.query_params
    assert app.query_params["augmentation.preset"] == "none"
    assert tiles(app) == before


def test_a_slider_moved_from_the_light_recipe_keeps_its_other_parameters(open_app, dataset):
    app = open_app("augmentation")
    slider(app, "rotation_range").set_value(30.0).run()
    asked = read_recipe({key: app.query_params[key] for key in app.query_params}).config
    assert asked == replace(PRESETS["light"].config, rotation_range=30)


def test_a_range_is_written_low_and_high_and_brightness_of_one_is_none(open_app, dataset):
    app = open_app("augmentation")
    slider(app, "zoom_range").set_value((0.8, 1.2)).run()
    assert app.query_params["augmentation.zoom_range"] == "0.8~1.2"
    slider(app, "brightness_range").set_value((0.5, 1.0)).run()
    assert app.query_params["augmentation.brightness_range"] == "0.5~1"
    slider(app, "brightness_range").set_value((1.0, 1.0)).run()
    assert "augmentation.brightness_range" not in app.query_params


def test_the_same_address_shows_the_same_pictures_and_another_seed_others(open_app, dataset):
    address = {"augmentation__rotation_range": "20", "augmentation__seed": "7"}
    first, second = (tiles(open_app("augmentation", **address)) for _ in range(2))
    assert first == second
    assert tiles(open_app("augmentation", **{**address, "augmentation__seed": "8"})) != first


def test_a_new_seed_is_in_the_address(open_app, dataset):
    app = open_app("augmentation", augmentation__rotation_range="20")
    before = tiles(app)
    app.button(key="augmentation.reseed").click().run()
    assert app.number_input(key="augmentation.seed.choice").value == int(app.query_params["augmentation.seed"])
    assert tiles(app) != before


@pytest.mark.parametrize("seed", ["-1", "0", "1e3", "²", "99999999999", "x"])
def test_a_seed_that_is_none_is_as_if_it_were_not_there(seed, open_app, dataset):
    app = open_app("augmentation", augmentation__seed=seed)
    assert app.number_input(key="augmentation.seed.choice").value == 1
    assert not app.error


def test_contradictory_parameters_are_refused_by_name_and_the_others_kept(open_app, dataset):
    app = open_app(
        "augmentation",
        augmentation__zoom_range="1.2~0.8",
        augmentation__rotation_range="nan",
        augmentation__shear_range="5",
    )
    assert len(app.error) == 2
    assert "zoom_range is reversed" in said(app) and "rotation_range is nan" in said(app)
    assert len(tiles(app)) == 24 and "sheared" in tiles(app)[0][1]


def test_the_network_sees_small_squares(open_app, dataset):
    app = open_app("augmentation", augmentation__network="on", augmentation__size="64")
    (sheet,) = [element.value for element in app.html if '<div class="atelier-tiles' in element.value]
    assert "atelier-exact" in sheet and "--aspect:1.0000" in sheet
    assert app.selectbox(key="augmentation.size.choice").value == "64"


def test_extremes_show_each_parameter_alone_and_the_worst_of_all(open_app, dataset):
    app = open_app("augmentation", augmentation__view="extremes", augmentation__rotation_range="40")
    alts = [alt for _, alt in tiles(app)]
    assert len(alts) == 4
    assert alts[0].endswith("as it is") and alts[-1].endswith("Everything at once, at its worst")
    assert alts[1].endswith("Rotation 40° left") and alts[2].endswith("Rotation 40° right")


def test_fills_are_compared_on_the_same_draws(open_app, dataset):
    app = open_app("augmentation", augmentation__view="fills", augmentation__width_shift_range="0.3")
    alts = [alt for _, alt in tiles(app)]
    assert len(alts) == 24
    assert [alt.split(": ")[1] for alt in alts[:6]] == [alt.split(": ")[1] for alt in alts[6:12]]
    assert "Nothing is moved" in said(open_app("augmentation", augmentation__view="fills", augmentation__preset="none"))


def test_one_draw_up_close_is_the_one_of_the_sheet(open_app, dataset):
    address = {"augmentation__rotation_range": "20", "augmentation__seed": "5"}
    third = tiles(open_app("augmentation", **address))[2][1]
    app = open_app("augmentation", augmentation__view="close", augmentation__draw="3", **address)
    assert [alt.split(";")[0] for _, alt in tiles(app)] == [third, third]


def test_a_preset_in_the_address_is_shown_and_one_that_there_is_not_told(open_app, dataset):
    app = open_app("augmentation", augmentation__preset="strong")
    assert app.button_group(key="augmentation.preset.choice").value == "strong" and not app.error
    slider(app, "rotation_range").set_value(30.0).run()
    asked = read_recipe({key: app.query_params[key] for key in app.query_params}).config
    assert asked == replace(PRESETS["strong"].config, rotation_range=30)
    app = open_app("augmentation", augmentation__preset="wild")
    assert len(app.error) == 1 and "no preset 'wild'" in said(app)
    app.button_group(key="augmentation.preset.choice").set_value("classic").run()
    assert not app.error


def test_presets_are_taken_and_marked(open_app, dataset):
    app = open_app("augmentation")
    preset = app.button_group(key="augmentation.preset.choice")
    assert preset.value == "light"
    preset.set_value("classic").run()
    assert read_recipe({key: app.query_params[key] for key in app.query_params}).config == PRESETS["classic"].config
    slider(app, "rotation_range").set_value(10.0).run()
    assert [group.value for group in app.button_group if group.key.startswith("augmentation.preset.choice")] == [None]


def test_harm_is_noted_and_the_painter_of_the_picture_shown_named_first(open_app, dataset):
    harm = {"augmentation__vertical_flip": "on", "augmentation__channel_shift_range": "80"}
    app = open_app("augmentation", augmentation__painting="Claude_Monet_1", **harm)
    assert "is turned upside down" in said(app) and "Claude Monet is known by one" in said(app)


def chosen(app) -> str:
    """What the button says by which the picture is chosen."""
    popovers = [block.proto.popover for block in app.get("popover")]
    return (
        next(one.label for one in popovers if one.icon == ":material/image_search:")
        .replace("\\", "")
        .replace("\u2060", "")
    )


def test_a_painting_is_chosen_by_the_address_by_hand_and_by_chance(open_app, dataset):
    app = open_app("augmentation", augmentation__painting="Paul_Klee_2")
    assert chosen(app) == "Paul Klee, 2"
    app.selectbox(key="augmentation.painting.choice").set_value("Paul_Klee_3").run()
    assert app.query_params["augmentation.painting"] == "Paul_Klee_3"
    app.selectbox(key="augmentation.artist.choice").set_value("Claude Monet").run()
    assert app.query_params["augmentation.painting"] == "Claude_Monet_1"
    app.button(key="augmentation.random").click().run()
    assert app.query_params["augmentation.painting"] != "Claude_Monet_1"
    assert "no painting “gone”" in said(open_app("augmentation", augmentation__painting="gone"))


def upload(app, data: bytes, name: str):
    app.button_group(key="augmentation.source").set_value("file").run()
    app.file_uploader(key="augmentation.upload.file").upload(name, data, "image/png").run()
    return app


def test_an_upload_is_shown_in_the_place_of_the_painting(open_app, dataset):
    app = upload(open_app("augmentation"), encoded(Image.new("CMYK", (30, 20)), "JPEG"), "[mine](x).txt")
    assert chosen(app) == "[mine](x).txt" and "Only this tab sees it" in said(app) and not app.error
    assert len(tiles(app)) == 24
    app.button(key="augmentation.upload.forget").click().run()
    assert "Only this tab sees it, and it is gone with the tab. A link" not in said(app)


def test_odd_uploads_are_shown_or_refused_with_a_sentence(open_app, dataset):
    app = open_app("augmentation", augmentation__preset="light", augmentation__view="close")
    moving = {"save_all": True, "append_images": [Image.new("RGB", (30, 20))]}
    deep = Image.fromarray(np.linspace(0, 65535, 600).astype(np.uint16).reshape(20, 30))
    shown = {
        "dot.png": (encoded(Image.new("RGB", (1, 1)), "PNG"), "At full size, 1 × 1 px"),
        "print.jpg": (encoded(Image.new("CMYK", (30, 20)), "JPEG"), "At full size, 30 × 20 px"),
        "moving.gif": (encoded(Image.new("RGB", (30, 20), "red"), "GIF", **moving), "This file holds 2 pictures"),
        "deep.png": (encoded(deep, "PNG"), "At full size, 30 × 20 px"),
        "wide.png": (encoded(Image.new("RGB", (2048, 1024)), "PNG"), "Shrunk to 1,024 × 512 px; the file has 2,048"),
    }
    for name, (data, sentence) in shown.items():
        upload(app, data, name)
        html = "\n".join(str(element.value) for element in app.html)
        assert chosen(app) == name and sentence in said(app) + html and len(tiles(app)) == 2 and not app.error
    upload(app, encoded(deep, "PNG")[:60], "broken.png")
    assert len(app.error) == 1 and "broken.png" in said(app) and not app.exception
    assert chosen(app) == "wide.png" and len(tiles(app)) == 2


def encoded(image: Image.Image, kind: str, **options) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def test_an_upload_that_is_no_picture_is_refused_with_a_sentence(open_app, dataset):
    app = upload(open_app("augmentation"), b"no picture", "photo.jpg")
    assert len(app.error) == 1 and "“photo.jpg” is not a picture" in said(app)
    assert len(tiles(app)) == 24


def test_an_unreadable_painting_says_so(open_app, dataset):
    shown = dataset.catalog().set_index("painting_id")["path"]
    (dataset.folder / shown["Paul_Klee_1"]).write_bytes(b"no picture")
    app = open_app("augmentation", augmentation__painting="Paul_Klee_1")
    assert "is not a picture" in said(app)


def test_a_recipe_is_saved_loaded_duplicated_and_deleted_with_a_way_back(open_app, dataset):
    app = open_app("augmentation", augmentation__rotation_range="20")
    app.text_input(key="augmentation.recipe.title").set_value("Gentle")
    app.text_area(key="augmentation.recipe.note").set_value("for *Klee*")
    app.button(key="augmentation.recipe.save").click().run()
    (recipe,) = RecipeStore().listing().documents
    assert (recipe.title, recipe.note, recipe.config) == ("Gentle", "for *Klee*", AugmentConfig(rotation_range=20))
    assert "“Gentle” is saved." in said(app)

    slider(app, "rotation_range").set_value(5.0).run()
    app.run()
    app.button(key=f"augmentation.recipe.{recipe.document_id}.load").click().run()
    assert app.query_params["augmentation.rotation_range"] == "20"

    app.text_input(key="augmentation.recipe.title").set_value("gentle")
    app.button(key="augmentation.recipe.save").click().run()
    assert "There is a recipe “Gentle” already" in said(app)
    app.text_input(key="augmentation.recipe.title").set_value("something else")
    app.button(key="augmentation.recipe.replace").click().run()
    (replaced,) = RecipeStore().listing().documents
    assert (replaced.title, replaced.note) == ("Gentle", "for *Klee*"), "the one that was asked about, its note kept"
    assert "“Gentle” is replaced." in said(app) and app.button(key="shell.undo.undo")

    from dashboard.features.augmentation import saved_recipes

    saved_recipes._duplicate(recipe)
    assert [one.title for one in RecipeStore().listing().documents] == ["Gentle", "Gentle (copy)"]


def test_a_recipe_is_renamed_with_the_checks_of_a_new_name_and_a_way_back(open_app, dataset):
    recipe = RecipeStore().save("Gentle", AugmentConfig(rotation_range=20))
    RecipeStore().save("Strong", AugmentConfig(rotation_range=40))
    app = open_app("augmentation")
    app.session_state["augmentation.recipe.renaming"] = recipe.document_id
    app.run()
    key = f"augmentation.recipe.{recipe.document_id}.rename"

    app.text_input(key=f"{key}.title").set_value(" strong ")
    app.button(key=f"{key}.do").click().run()
    assert "There is a recipe “Strong” already" in said(app)
    app.text_input(key=f"{key}.title").set_value("")
    app.button(key=f"{key}.do").click().run()
    assert "needs a title" in said(app)
    assert RecipeStore().get(recipe.document_id).title == "Gentle"

    app.text_input(key=f"{key}.title").set_value("Gentle *turns*")
    app.button(key=f"{key}.do").click().run()
    assert RecipeStore().get(recipe.document_id).title == "Gentle *turns*"
    assert "“Gentle” is called “Gentle *turns*” now." in said(app)
    assert f"{key}.title" not in {box.key for box in app.text_input}
    app.button(key="shell.undo.undo").click().run()
    assert RecipeStore().get(recipe.document_id).title == "Gentle"


def test_a_half_written_recipe_does_not_break_the_page_and_can_be_deleted(open_app, dataset):
    store = RecipeStore()
    store.save("Whole", AugmentConfig())
    (store.root / "half.json").write_text('{"title": "Ha', "utf-8")
    app = open_app("augmentation")
    assert "“half.json” is damaged or half-written" in said(app) and not app.error
    app.button(key="augmentation.recipe.half.delete").click().run()
    assert not (store.root / "half.json").exists()
    app.button(key="shell.undo.undo").click().run()
    assert (store.root / "half.json").exists() and not app.error


def test_two_recipes_are_compared(open_app, dataset):
    recipe = RecipeStore().save("Mine", AugmentConfig(rotation_range=20, horizontal_flip=True))
    app = open_app(
        "augmentation",
        augmentation__view="compare",
        augmentation__left="preset-none",
        augmentation__right=recipe.document_id,
    )
    table = next(element.value for element in app.html if "<table" in element.value)
    assert "Rotation</th><td>0°</td><td>20°" in table and "Mirror</th><td>no</td><td>yes" in table
    assert "Shear" not in table
    assert len(tiles(app)) == 18
    gone = open_app("augmentation", augmentation__view="compare", augmentation__right="gone")
    assert gone.selectbox(key="augmentation.right.choice").value == "preset-classic" and not gone.error


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("width_shift_range", 0.2, "20% of the width"),
        ("zoom_range", (0.8, 1.2), "0.8 to 1.2 ×"),
        ("brightness_range", None, "left alone"),
        ("fill_mode", "wrap", "wrap"),
        ("cval", 12.0, "12 of 255"),
        ("rotation_range", 7.5, "7.5°"),
        ("vertical_flip", True, "yes"),
    ],
)
def test_values_are_told_with_their_units(name, value, words):
    assert value_in_words(name, value) == words


def test_the_recipe_is_shown_as_code(open_app, dataset):
    app = open_app("augmentation", augmentation__width_shift_range="0.1")
    app.button(key="augmentation.code").click().run()
    generator, layers = (code.value for code in app.code)
    assert "ImageDataGenerator" in generator and "height_shift_range=0.1" in generator
    assert "RandomTranslation" in layers


def test_the_recipe_can_be_carried_to_training(open_app, dataset):
    assert not open_app("augmentation").button(key="augmentation.train").proto.disabled


def test_a_read_only_demo_saves_nothing(open_app, dataset, monkeypatch):
    open_app("augmentation")
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    app = open_app("augmentation")
    assert app.button(key="augmentation.recipe.save").proto.disabled
