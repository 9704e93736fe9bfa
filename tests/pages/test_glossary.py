"""Glossary: words found by search, in two languages, and one click away on every page that uses them."""

from tests.pages.conftest import texts


def test_all_words_stand_there_in_groups(open_app):
    app = open_app("glossary")
    assert "How a network learns" in [heading.value for heading in app.subheader]
    assert "**Softmax**" in texts(app) and "**Dense net**" in texts(app)


def test_a_search_narrows_the_list_and_one_click_shows_all(open_app):
    app = open_app("glossary", glossary__text="harmonic")
    assert "**F1**" in texts(app) and "**Softmax**" not in texts(app)
    assert "**Softmax**" in texts(open_app("glossary", glossary__text="harmonic", glossary__term="softmax"))
    app.text_input(key="glossary.text").set_value("zebra").run()
    app.button(key="glossary.empty").click().run()
    assert "**Softmax**" in texts(app)


def test_the_language_is_in_the_address_and_holds_on_other_pages(open_app, dataset):
    app = open_app("glossary", language="es")
    assert "**Pérdida**" in texts(app) and "**Loss**" not in texts(app)
    app.switch_page("../pages/balance.py").run()
    assert "**Desequilibrio**" in texts(app)


def test_the_words_of_a_page_are_in_its_header_in_either_language(open_app, dataset):
    app = open_app("balance")
    assert "**Imbalance**" in texts(app) and "**Softmax**" not in texts(app)
    app.segmented_control(key="language.choice").set_value("es").run()
    assert "**Desequilibrio**" in texts(app)
