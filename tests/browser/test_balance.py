"""Balance, as a person uses it."""

from playwright.sync_api import Locator, Page, expect


def bars(page: Page, kind: str) -> Locator:
    """The bars of one chart, from the top."""
    return page.locator(f"[class*='st-key-balance-chart-{kind}'] .mark-rect path")


def artists(page: Page) -> str:
    return page.get_by_test_id("stMetricValue").first.inner_text()


def test_a_click_on_a_bar_narrows_the_rest_and_its_link_shows_the_same(visitor, new_visitor, keep_screenshots):
    page = visitor.open("/balance?dataset=sample")
    assert artists(page) == "10"
    bars(page, "movement").first.click()
    expect(page.get_by_test_id("stMetricValue").first).not_to_have_text("10")
    visitor.settle()
    assert "balance.movement=" in page.url
    left = int(artists(page))
    expect(bars(page, "artist")).to_have_count(left)
    faded = bars(page, "movement").last.get_attribute("opacity") or ""
    assert float(faded) < 1
    other = new_visitor().open(page.url.removeprefix(visitor.url))
    expect(other.get_by_test_id("stMetricValue").first).to_have_text(str(left))
    expect(bars(other, "artist")).to_have_count(left)
    expect(bars(other, "movement").last).to_have_attribute("opacity", faded)
    keep_screenshots("balance", "/balance?dataset=sample")


def test_shift_picks_a_second_bar_and_clearing_lets_go_of_both(visitor):
    page = visitor.open("/balance?dataset=sample")
    bars(page, "nationality").first.click()
    expect(page.get_by_test_id("stMetricValue").first).not_to_have_text("10")
    visitor.settle()
    first = int(artists(page))
    bars(page, "nationality").nth(1).click(modifiers=["Shift"])
    visitor.settle()
    assert page.url.count("balance.nationality=") == 2 and int(artists(page)) > first
    page.get_by_role("button", name="Clear picks").click()
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("10")
    visitor.settle()
    assert "balance.nationality" not in page.url


def test_bars_are_picked_by_name_with_the_keyboard(visitor):
    page = visitor.open("/balance?dataset=sample")
    page.get_by_role("button", name="Pick by name").click()
    page.get_by_label("Artists", exact=True).focus()
    page.keyboard.type("Monet")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("1")


def test_the_slider_and_its_quick_choices_write_the_address(visitor, new_visitor):
    page = visitor.open("/balance?dataset=sample")
    page.get_by_role("button", name="Top 5").click()
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("5")
    visitor.settle()
    assert "balance.top=5" in page.url
    page.get_by_role("slider").press("ArrowLeft")
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("4")
    visitor.settle()
    assert artists(new_visitor().open(page.url.removeprefix(visitor.url))) == "4"


def test_back_takes_a_pick_back(visitor):
    page = visitor.open("/balance?dataset=sample")
    bars(page, "movement").first.click()
    expect(page.get_by_test_id("stMetricValue").first).not_to_have_text("10")
    visitor.settle()
    page.go_back()
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("10")


def test_a_measure_explains_itself_on_hover(visitor):
    page = visitor.open("/balance?dataset=sample")
    page.get_by_test_id("stMetric").filter(has_text="Evenness").get_by_test_id("stTooltipIcon").hover()
    expect(page.get_by_text("1 is perfectly balanced")).to_be_visible()


def test_a_strategy_is_compared_and_carried_to_training(visitor, new_visitor):
    page = visitor.open("/balance?dataset=sample")
    page.get_by_text("Repeat the rare").first.click()
    visitor.settle()
    assert "balance.strategy=oversample" in page.url
    other = new_visitor().open(page.url.removeprefix(visitor.url))
    expect(other.get_by_role("radio", name="Repeat the rare")).to_be_checked()
    other.get_by_role("button", name="Train with this selection").click()
    expect(other.get_by_text("Taken over: all artists, pictures of rare artists repeated")).to_be_visible()
