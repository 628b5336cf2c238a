"""The big screen: keys, clock, tour, dark and light, and a connection that breaks."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.screen import here, open_view
from tests.browser.test_views import _OVERFLOW

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768)])
def test_large_type_and_nothing_off_the_screen(page, address, width, height):
    page.set_viewport_size({"width": width, "height": height})
    open_view(page, address, "?region=63&mode=wall")
    size = page.evaluate("() => parseFloat(getComputedStyle(document.querySelector('.finding')).fontSize)")
    assert size >= 28
    widths = "() => [...document.querySelectorAll('#map-graph .choroplethlocation')].map((p) => p.getBoundingClientRect().width)"
    assert max(page.evaluate(widths)) > 100  # the picture is to be seen, not only there
    assert page.evaluate(_OVERFLOW) == []
    assert page.evaluate("() => document.documentElement.scrollHeight") <= height


def test_dark_and_light_and_back_to_the_desk(page, address):
    open_view(page, address, "?region=63")
    page.locator("#wall-enter").click()
    page.wait_for_url(re.compile("mode=wall"))
    paper = "() => getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(15, 23, 32)"
    page.keyboard.press("d")
    page.wait_for_url(re.compile("mode=wall-light"))
    assert page.evaluate(paper) == "rgb(247, 249, 251)"
    page.locator("#wall-leave").click()
    expect(page.locator("#wall-enter")).to_be_visible()
    assert "mode" not in page.url


def test_keys_drill_up_search_and_step(page, address):
    open_view(page, address, "?region=63&mode=wall")
    worst = page.locator(".ranks a .rank-name").first.inner_text().split("\n")[0]
    page.keyboard.press("ArrowDown")
    expect(page.locator("#head-path strong")).to_have_text(worst)
    page.keyboard.press("Escape")
    expect(page.locator("#head-path strong")).to_have_text("青海省")
    page.keyboard.press("2")
    page.wait_for_url(re.compile(r"region=63\d\d"))
    page.keyboard.press("ArrowUp")
    expect(page.locator("#head-path strong")).to_have_text("青海省")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile("month=2020-02"))
    page.keyboard.press("/")
    page.keyboard.type("6327")
    page.locator(".ant-select-item-option", has_text="玉树藏族自治州").first.click()
    page.wait_for_url(re.compile(r"region=6327(&|$)"))
    expect(page.locator("#head-path strong")).to_have_text("玉树藏族自治州")
    page.keyboard.press("ArrowUp")  # the map's key again, not the search's
    page.wait_for_url(re.compile(r"region=63(&|$)"))


def test_a_county_has_five_minutes_and_a_province_none(page, address):
    open_view(page, address, "?region=63&mode=wall")
    expect(page.locator("#wall-clock")).to_be_hidden()
    page.goto(address + "/?region=632726&mode=wall")
    expect(page.locator("#wall-clock")).to_have_text(re.compile(r"^(5:00|4:\d\d)$"))


def test_the_clicker_leads_through_the_worst_ten_and_home_again(page, address):
    open_view(page, address, "?region=63&mode=wall")
    page.keyboard.press("PageDown")
    expect(page.locator("#wall-tour")).to_contain_text("巡览 1/10")
    assert 1 <= page.locator("#wall-tour li").count() <= 3
    first = page.locator("#wall-tour h2").inner_text()
    expect(page.locator("#head-path strong")).to_have_text(first)
    page.keyboard.press("PageDown")
    expect(page.locator("#wall-tour")).to_contain_text("巡览 2/10")
    page.keyboard.press("PageUp")
    expect(page.locator("#wall-tour h2")).to_have_text(first)
    page.keyboard.press("Escape")
    expect(page.locator("#wall-tour")).to_be_hidden()
    expect(page.locator("#head-path strong")).to_have_text("青海省")


def test_a_lost_connection_keeps_the_picture_and_recovers(chromium, address):
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    tab = context.new_page()
    open_view(tab, address, "?region=63&mode=wall")
    context.set_offline(True)
    expect(tab.locator("#wall-lost")).to_contain_text("连接中断")
    expect(tab.locator("#wall-lost")).to_contain_text(re.compile(r"\d\d:\d\d:\d\d"))
    assert here(tab) == "青海省"
    tab.keyboard.press("ArrowLeft")  # asked for while nobody answers
    context.set_offline(False)
    expect(tab.locator("#wall-lost")).to_be_empty()
    expect(tab.locator("#panel-stamp")).to_contain_text("2月29日")
    tab.keyboard.press("PageDown")
    expect(tab.locator("#wall-tour")).to_contain_text("巡览 1/10")
    context.set_offline(True)
    tab.keyboard.press("PageDown")
    expect(tab.locator("#wall-lost")).to_contain_text("连接中断")
    assert tab.locator("#wall-tour h2").inner_text() == here(tab)  # never the reasons of a place whose map did not come
    context.set_offline(False)
    expect(tab.locator("#wall-tour")).to_contain_text("巡览 2/10")
    assert tab.locator("#wall-tour h2").inner_text() == here(tab)
    context.close()
