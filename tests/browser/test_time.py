"""Months in motion and two months compared."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.screen import codes, open_view, wait_for_region

pytestmark = pytest.mark.browser


def test_the_button_plays_the_months_to_the_newest_and_stops(page, address):
    open_view(page, address, "?region=63&month=2020-01")
    expect(page.locator(".strip-month.active")).to_have_text(re.compile("1月"))
    page.locator("#map-play").click()
    expect(page.locator("#map-play")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".strip-month.active")).to_have_text("3月")
    expect(page.locator("#map-play")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#panel-stamp")).to_contain_text("3月31日")


def test_space_starts_and_stops_and_arrows_step(page, address):
    open_view(page, address, "?region=63&month=2020-02")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile("month=2020-01"))
    expect(page.locator("#panel-stamp")).to_contain_text("1月31日")
    page.keyboard.press(" ")
    expect(page.locator("#map-play")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press(" ")
    expect(page.locator("#map-play")).to_have_attribute("aria-pressed", "false")


def test_two_months_stand_side_by_side_and_drill_together(page, address):
    open_view(page, address, "?region=63&compare=2020-01")
    expect(page.locator("#map-caption")).to_contain_text("2020年3月")
    expect(page.locator("#map-caption-beside")).to_contain_text("2020年1月")
    places = [page.locator(f"#{key}").bounding_box()["x"] for key in ("map-beside", "map-graph")]
    assert places == sorted(places)
    drawn = """() => [...document.querySelectorAll("#map-beside .choroplethlocation")].map((p) => p.__data__.loc)"""
    page.wait_for_function(f"() => ({drawn})().length > 7")
    assert set(codes(page)) <= set(page.evaluate(drawn))
    page.locator(".ranks a").first.click()
    page.wait_for_url(re.compile(r"region=63\d\d&.*compare=2020-01"))
    inside = re.search(r"region=(\d+)", page.url)[1]
    page.wait_for_function(f"(code) => ({drawn})().some((k) => k.startsWith(code) && k.length > 4)", arg=inside)
    page.locator("#map-compare a", has_text="结束对比").click()
    expect(page.locator("#map-beside")).to_be_hidden()


def test_the_change_is_told_with_noise_apart(page, address):
    open_view(page, address, "?region=63&compare=2020-01&show=change")
    expect(page.locator("#map-legend")).to_contain_text("改善")
    expect(page.locator("#map-legend")).to_contain_text("在波动范围内")
    expect(page.locator("#map-legend")).to_contain_text("2020年3月较2020年1月")
    wait_for_region(page, "6327")
    told = page.evaluate("""() => document.querySelector("#map-graph .js-plotly-plot")._fullData
        .flatMap((one) => one.customdata?.[0]?.[0] === "region" ? one.text : [])""")
    assert told
    assert all("2020年1月" in text for text in told)


def test_a_compared_month_that_is_not_published_is_left_out(page, address):
    open_view(page, address, "?region=63&compare=1999-01")
    expect(page.locator("#map-beside")).to_be_hidden()
