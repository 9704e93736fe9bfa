"""What keeps a click right that leaves the browser before the answer to the last one is there."""

import pytest
from streamlit.testing.v1 import AppTest


def page_with_a_slider() -> None:
    import streamlit as st

    from dashboard.state.controlled_widget import set_value, widget_key

    st.session_state.setdefault("kept", 0.3)

    def keep() -> None:
        st.session_state["kept"] = round(st.session_state[widget_key("page.slider")], 6)

    def take_preset() -> None:
        st.session_state["kept"] = 2.0

    st.button("Preset", key="preset", on_click=take_preset)
    st.slider("Slider", 0.0, 5.0, key=set_value("page.slider", st.session_state["kept"]), on_change=keep)


def page_with_an_address() -> None:
    import streamlit as st

    from dashboard.state.url_state import KeptAddress

    address = KeptAddress("page.address", lambda name: name.startswith("set."))

    def write() -> None:
        address.write({"set.epochs": "7"})

    st.button("Write", key="write", on_click=write)
    found = address.take() if st.session_state.get("drawn_whole", True) else address.read()
    st.text(str(found))


@pytest.fixture
def slider_page() -> AppTest:
    return AppTest.from_function(page_with_a_slider).run()


@pytest.fixture
def address_page() -> AppTest:
    app = AppTest.from_function(page_with_an_address)
    app.query_params["set.model"], app.query_params["dataset"] = "snn", "sample"
    return app.run()


def test_a_widget_that_is_told_another_value_becomes_a_new_one(slider_page):
    assert (slider_page.slider[0].key, slider_page.slider[0].value) == ("page.slider", 0.3)
    slider_page.button(key="preset").click().run()
    assert slider_page.slider[0].value == 2.0
    assert slider_page.slider[0].key != "page.slider", "what the old one still sends is nobody's"


def test_a_widget_that_was_changed_by_hand_stays_the_one_it_is(slider_page):
    slider_page.slider[0].set_value(0.1 + 0.2).run()  # 0.30000000000000004
    slider_page.slider[0].set_value(1.5).run()
    assert (slider_page.slider[0].key, slider_page.slider[0].value) == ("page.slider", 1.5)
    assert slider_page.session_state["kept"] == 1.5


def test_what_is_told_again_and_again_is_a_new_widget_each_time_it_differs(slider_page):
    keys = {slider_page.slider[0].key}
    for value in (1.0, 3.0):
        slider_page.button(key="preset").click().run()
        keys.add(slider_page.slider[0].key)
        slider_page.slider[0].set_value(value).run()
        keys.add(slider_page.slider[0].key)
    assert len(keys) == 3


def test_only_a_page_that_is_drawn_whole_believes_the_address(address_page):
    assert address_page.text[0].value == "{'set.model': 'snn'}"
    address_page.button(key="write").click().run()
    assert address_page.text[0].value == "{'set.epochs': '7'}"
    assert (address_page.query_params["dataset"], "set.model" in address_page.query_params) == ("sample", False)

    address_page.query_params["set.epochs"] = "30"  # a click that left before the 7 was in the browser's address
    address_page.session_state["drawn_whole"] = False
    assert address_page.run().text[0].value == "{'set.epochs': '7'}"
    address_page.session_state["drawn_whole"] = True  # a link, a reload or Back
    assert address_page.run().text[0].value == "{'set.epochs': '30'}"
