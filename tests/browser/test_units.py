"""From a count to its list, from a row to its card, and back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.screen import open_view, ready

pytestmark = pytest.mark.browser


def test_a_count_opens_its_list_and_a_row_its_card(page, address):
    open_view(page, address, "?region=63")
    page.locator(".tier-count", has_text="未达标").first.click()
    rows = page.locator(".ant-drawer .ant-table-row")
    expect(rows.first).to_be_visible()
    expect(rows.first).to_contain_text("未达标")
    link = rows.first.locator("a[href^='/institution/']")
    name = link.inner_text()
    link.click()
    page.wait_for_url(re.compile("/institution/"))
    expect(page.locator(".card h1")).to_contain_text(name)
    expect(page.locator(".item .clause").first).not_to_be_empty()
    expect(page.locator(".pass-line")).to_contain_text("70")
    page.go_back()
    ready(page)
    expect(page.locator(".card")).to_have_count(0)


def test_a_point_on_the_map_opens_its_card(page, address):
    open_view(page, address, "?region=63&points=county")
    page.wait_for_selector("#map-graph .scatterlayer path.point")
    page.evaluate("""() => {
        const graph = document.querySelector("#map-graph .js-plotly-plot");
        const trace = graph._fullData.find((one) => one.customdata && (one.customdata[0] || [])[0] === "institution");
        graph.emit("plotly_click", { points: [{ customdata: trace.customdata[0] }] });
    }""")
    expect(page.locator(".card h1")).not_to_be_empty()
    page.locator(".card .path a").last.click()
    ready(page)


def test_an_unknown_institution_is_said(page, address):
    page.goto(address + "/institution/none")
    expect(page.locator("#page-other .fault")).to_contain_text("没有")
    page.locator("#page-other .fault a").click()
    ready(page)
