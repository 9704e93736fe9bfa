"""Health, as a person uses it."""


def test_a_finding_is_opened_by_its_link_alone(visitor, keep_screenshots):
    page = visitor.open("/health?dataset=sample&health.finding=same_work")
    page.get_by_role("heading", name="Several pictures of one work").wait_for()
    pair = page.get_by_test_id("stImage").locator("img").first
    assert "matching points joined by lines" in pair.get_attribute("alt")
    assert pair.evaluate("image => image.naturalWidth") > 0
    keep_screenshots("health", "/health?dataset=sample&health.finding=same_work")


def test_choosing_a_finding_changes_the_address_and_back_comes_back(visitor):
    page = visitor.open("/health?dataset=sample&health.finding=same_work")
    page.get_by_text("Pictures without colour").first.click()
    page.get_by_role("heading", name="Pictures without colour").wait_for()
    visitor.settle()
    assert "health.finding=greyscale" in page.url
    page.go_back()
    page.get_by_role("heading", name="Several pictures of one work").wait_for()


def test_a_picture_is_left_out_with_a_reason_and_brought_back(visitor):
    page = visitor.open("/health?dataset=sample&health.finding=greyscale")
    page.get_by_role("button", name="Leave out").first.click()
    page.get_by_text("Damaged or poor scan").click()
    page.get_by_text("Left out: Damaged or poor scan").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Left out: Damaged or poor scan").wait_for(state="detached")
    assert page.get_by_role("button", name="Undo").count() == 0


def test_a_pair_is_told_apart_and_the_decision_survives_a_reload(visitor):
    page = visitor.open("/health?dataset=sample&health.finding=same_work")
    page.get_by_role("button", name="These are not the same work").first.click()
    page.get_by_text("count as different works").wait_for()
    visitor.open("/health?dataset=sample&health.finding=same_work")
    page.get_by_text("1 pair you marked as different works").wait_for()
    page.get_by_role("button", name="Take back").last.click()
    page.get_by_text("1 pair you marked as different works").wait_for(state="detached")
