"""The pages of supervision: opened from the menu, filtered by link, drawn at three sizes."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.screen import open_view

pytestmark = pytest.mark.browser

PAGES = {
    "/villages?region=63&layer=blank_spots": ".listing.villages",
    "/supervision?region=63&layer=institutions": ".listing.triggers",
    "/ways?region=63": ".work-page h1",
    "/readings?region=63": ".listing.readings",
    "/whatif?region=63": ".listing.shifts",
    "/three?region=63": ".threes-cell",
}


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (390, 844)])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_draws_and_nothing_runs_off_the_screen(page, address, path, width, height):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address + path)
    expect(page.locator(PAGES[path]).first).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_the_menu_leads_to_the_work_list_and_chips_filter_it(page, address):
    open_view(page, address, "?region=63")
    page.locator(".menu > summary").click()
    page.locator(".menu-item", has_text="空白点清单").click()
    expect(page.locator(".listing.villages .unit-name").first).to_be_visible()
    expect(page.locator("#map-graph")).to_be_visible()
    page.locator(".chip", has_text="有风险").first.click()
    page.wait_for_url(re.compile("group="))
    expect(page.locator(".group-head")).to_have_count(1)
    expect(page.locator(".group-head")).to_contain_text("有风险")
    name = page.locator(".listing.villages .unit-name").first
    said = name.inner_text()
    name.click()
    expect(page.locator("#head-path strong")).to_have_text(said)
    with page.expect_download() as download:
        page.locator(".export").first.click()
    assert download.value.suggested_filename.endswith("工作单.xlsx")


def test_a_reading_unfolds_the_units_it_turns(page, address):
    page.goto(address + "/readings?region=63&tier=turning")
    page.locator(".turns a, a.turns").first.click()
    expect(page.locator(".unfolded .unit-name").first).to_be_visible()


def test_an_assumption_moves_the_counts_and_is_marked(page, address):
    page.goto(address + "/whatif?region=63")
    expect(page.locator(".whatif-banner")).to_contain_text("测算")
    page.locator(".whatif-form label", has_text="卫生院及格线").locator("input").fill("100")
    page.locator(".run").click()
    page.wait_for_url(re.compile("try="))
    expect(page.locator(".whatif-outcome h1")).to_contain_text("结论会变")
    expect(page.locator(".export")).to_contain_text("测算")
    page.locator(".clear").click()
    expect(page.locator(".whatif-outcome h1")).to_contain_text("还没有设定")


def test_criteria_of_the_threes_are_changed_and_taken_back(page, address):
    page.goto(address + "/three?region=63&board=capability&level=township")
    page.locator(".threes-editor > summary").click()
    page.locator(".threes-edit-row input[type=text]").nth(1).fill("药品充足")
    page.locator(".threes-edit-row").nth(1).locator(".ant-select").click()
    page.locator(".ant-select-item-option", has_text="药品种数不少于").click()
    page.locator(".threes-editor button", has_text="保存").click()
    expect(page.locator(".threes-editor [role=alert]")).to_contain_text("须填一个不小于 0 的数")
    page.locator(".threes-edit-row").nth(1).locator("input[type=number]").fill("100000")
    page.locator(".threes-editor button", has_text="保存").click()
    expect(page.locator(".tag", has_text="省级自定标准")).to_be_visible()
    expect(page.locator(".threes-cell.active")).to_contain_text("具备 0")
    page.locator(".threes-editor > summary").click()
    page.locator(".threes-editor button", has_text="撤销上次修改").click()
    expect(page.locator(".tag", has_text="本系统建议")).to_be_visible()
