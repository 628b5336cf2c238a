"""The map as it is used: down to the village and back, by layer, month, search and link."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.screen import MAP, click_region, codes, here, open_view, place_in, ready, wait_for_region

pytestmark = pytest.mark.browser


def test_drill_by_click_from_the_nation_to_a_village_and_back(page, address):
    open_view(page, address, "?region=0")
    assert here(page) == "全国"
    steps = []
    for digits in (2, 4, 6, 9, 12):
        code = "63" if digits == 2 else next(c for c in codes(page) if len(c) == digits)
        click_region(page, code)
        page.wait_for_url(re.compile(rf"region={code}(&|$)"))
        steps.append(code)
        if digits < 12:
            page.wait_for_function(
                "([c, n]) => window.warroomCodes().some((k) => k.startsWith(c) && k.length > n)", arg=[code, digits]
            )
    assert [len(code) for code in steps] == [2, 4, 6, 9, 12]
    expect(page.locator("#head-path a")).to_have_count(6)
    page.locator("#head-path a", has_text="青海省").click()
    page.wait_for_url(re.compile(r"region=63(&|$)"))
    expect(page.locator("#head-path strong")).to_have_text("青海省")
    wait_for_region(page, "6327")


def test_browser_back_and_forward(page, address):
    open_view(page, address, "?region=63")
    click_region(page, "6327")
    page.wait_for_url(re.compile(r"region=6327(&|$)"))
    expect(page.locator("#head-path strong")).to_have_text(re.compile("玉树"))
    page.go_back()
    expect(page.locator("#head-path strong")).to_have_text("青海省")
    wait_for_region(page, "6327")
    page.go_forward()
    expect(page.locator("#head-path strong")).to_have_text(re.compile("玉树"))


def test_a_new_layer_recolours_without_new_geometry(page, address):
    open_view(page, address, "?region=63")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#head-layers a", has_text="签约率").click()
    page.wait_for_url(re.compile("layer=M-02"))
    expect(page.locator("#head-layers .active")).to_have_text("签约率")
    expect(page.locator("#map-legend")).to_contain_text("目标 100%")
    page.locator("#head-layers a", has_text="空白点").click()
    expect(page.locator("#map-legend")).to_contain_text("占比")
    assert not [url for url in asked if "/geo/" in url]


def test_months_step_and_strip(page, address):
    open_view(page, address, "?region=63")
    expect(page.locator(".strip-month.active")).to_have_text("3月")
    page.locator("#head-month-before").click()
    page.wait_for_url(re.compile("month=2020-02"))
    expect(page.locator(".strip-month.active")).to_have_text("2月")
    expect(page.locator("#panel-stamp")).to_contain_text("2月29日")
    page.locator(".strip-month", has_text="1月").click()
    expect(page.locator("#panel-stamp")).to_contain_text("1月31日")


def test_a_month_entered_by_key_keeps_the_focus(page, address):
    open_view(page, address, "?region=63")
    bars = page.locator("#map-strip a")
    bars.nth(0).focus()
    page.keyboard.press("Enter")
    expect(bars.nth(0)).to_have_class(re.compile("active"))
    expect(bars.nth(0)).to_be_focused()


def test_choose_a_month_and_a_preset_from_their_lists(page, address):
    open_view(page, address, "?region=63")
    page.locator(".month").click()
    page.locator(".ant-select-item-option", has_text="2020年2月").click()
    page.wait_for_url(re.compile("month=2020-02"))
    page.locator(".preset").click()
    page.locator(".ant-select-item-option", has_text="严格口径").click()
    page.wait_for_url(re.compile("preset=strict"))
    assert "month=2020-02" in page.url


@pytest.mark.parametrize("typed", ["玉树藏", "yszzzz", "6327"])
def test_search_by_name_initials_and_code(page, address, typed):
    open_view(page, address, "?region=63")
    page.locator("#head-search").click()
    page.keyboard.type(typed)
    page.locator(".ant-select-item-option", has_text="玉树藏族自治州").first.click()
    page.wait_for_url(re.compile(r"region=6327(&|$)"))
    expect(page.locator("#head-path strong")).to_have_text(re.compile("玉树"))


def test_a_link_opens_the_same_view(page, address):
    open_view(page, address, "?region=6327&month=2020-02&layer=M-02&preset=strict")
    assert "玉树" in here(page)
    expect(page.locator("#head-layers .active")).to_have_text("签约率")
    expect(page.locator(".month")).to_contain_text("2020年2月")
    expect(page.locator(".preset")).to_contain_text("严格口径")


def test_ranking_leads_into_the_child(page, address):
    open_view(page, address, "?region=63")
    row = page.locator(".ranks a").first
    name = row.locator(".rank-name").inner_text().split("\n")[0]
    row.click()
    expect(page.locator("#head-path strong")).to_have_text(name)
    ready(page)


def test_hover_tells_figures(page, address):
    open_view(page, address, "?region=63")
    page.evaluate(f"() => document.querySelector('{MAP}').on('plotly_hover', (e) => (window.told = e.points[0].text))")
    x, y = place_in(page, "6327")
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)
    page.wait_for_function("() => window.told")
    told = page.evaluate("() => window.told")
    assert re.search(r"玉树.*随访率 [\d.]+%（[\d,]+/[\d,]+）.*目标 ≥90%.*点击进入", told)


def test_the_nation_shows_outlines_line_and_note(page, address):
    open_view(page, address, "?region=0")
    assert codes(page) == ["63"]
    assert page.locator("#map-graph .choroplethlocation").count() >= 34
    dashes = page.locator("#map-graph .scatterlayer path.js-line").first.get_attribute("d")
    assert dashes.count("M") >= 10
    expect(page.locator("#map-note")).to_contain_text("示意")


def test_an_unknown_region_is_said_and_nothing_stale_stays(page, address):
    page.goto(address + "/?region=6399")
    expect(page.locator("#page-fault")).to_contain_text("没有区划")
    expect(page.locator("#panel-rates")).to_be_empty()
    page.locator("#page-fault a").click()
    ready(page)


def test_before_the_first_import_the_page_says_what_to_do(page, empty_address):
    page.goto(empty_address)
    expect(page.locator("#page-fault")).to_contain_text("python -m dashboard import")
    assert "健康扶贫" in page.title()
