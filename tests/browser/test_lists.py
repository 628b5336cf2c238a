"""The list pages in a real browser: drawn at desk and phone size, and the decision on a warned household."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PAGES = {
    "/panel?region=63&layer=M-04": "西宁市",
    "/funnel?region=63&layer=M-04": "99.8%限",
    "/missing?region=632723&layer=M-04": "所在地",
    "/treatment?region=632723": "核实",
    "/duties?region=632723": "团队",
    "/warned?region=63": "待确认",
    "/costs?region=63": "谁承担了多少",
}


@pytest.mark.parametrize("path", PAGES)
def test_a_list_says_its_finding_at_both_sizes(page, address, path):
    for width, height in ((1366, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address + path)
        expect(page.locator("article h1")).not_to_be_empty()
        expect(page.locator("article")).to_contain_text(PAGES[path])
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_a_household_is_dismissed_with_a_reason_and_taken_back(page, address):
    page.goto(address + "/warned?region=63&state=待确认")
    page.locator("article table a.into").first.click()
    page.get_by_role("button", name="不予确认").click()
    expect(page.locator(".fault-text")).to_contain_text("须写明理由")
    page.get_by_label("理由").fill("费用已由慈善救助承担")
    page.get_by_role("button", name="不予确认").click()
    page.wait_for_url(re.compile("at="))
    expect(page.locator("article")).to_contain_text("现为“不予确认”")
    page.get_by_label("理由").fill("核对有误")
    page.get_by_role("button", name="撤回上一决定").click()
    expect(page.locator("article")).to_contain_text("现为“待确认”")
    expect(page.locator("article")).to_contain_text("核对有误")
