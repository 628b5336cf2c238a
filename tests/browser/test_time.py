"""Months in motion and two months compared."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.screen import click_region, codes, open_view, place_in, wait_for_region

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


_WIDTHS = """(graph) => Object.fromEntries([...document.querySelectorAll(`#${graph} .choroplethlocation`)]
    .filter((path) => path.style.cursor).map((path) => [path.__data__.loc, Math.round(path.getBoundingClientRect().width)]))"""
_LEFT = """() => [...document.querySelectorAll("#map-graph .choroplethlocation")]
    .find((path) => path.style.cursor && path.__data__.loc === "6328").getBoundingClientRect().left"""
_SHARP = "() => [...document.querySelectorAll('.graph .svg-container')].every((one) => !one.style.transform)"


def test_both_months_are_looked_at_through_one_lens(page, address):
    open_view(page, address, "?region=63&compare=2020-01")
    page.wait_for_function(f"() => Object.keys(({_WIDTHS})('map-beside')).length > 7")
    x, y = place_in(page, "6328")  # waits until the picture has settled
    whole = page.evaluate(_WIDTHS, "map-graph")
    page.mouse.move(x, y)
    page.mouse.wheel(0, -500)
    page.wait_for_function(f"(was) => ({_WIDTHS})('map-graph')['6328'] > 1.8 * was", arg=whole["6328"])
    page.wait_for_function(_SHARP)
    assert page.evaluate(_WIDTHS, "map-beside") == page.evaluate(_WIDTHS, "map-graph")
    here, left = page.url, page.evaluate(_LEFT)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=4)
    page.mouse.up()
    page.wait_for_function(f"(was) => Math.abs(({_LEFT})() - was - 60) < 2", arg=left)
    page.wait_for_function(_SHARP)
    assert page.url == here, "the end of a drag is no click"
    click_region(page, "6328")
    page.wait_for_function("() => window.warroomCodes().every((code) => code.startsWith('6328'))")
    page.go_back()
    page.wait_for_function(f"(whole) => JSON.stringify(({_WIDTHS})('map-graph')) === JSON.stringify(whole)", arg=whole)
    page.keyboard.press("+")
    page.wait_for_function(f"(was) => ({_WIDTHS})('map-beside')['6328'] > 1.4 * was", arg=whole["6328"])
    page.locator("[data-zoom=whole]").click()
    page.wait_for_function(f"(whole) => JSON.stringify(({_WIDTHS})('map-graph')) === JSON.stringify(whole)", arg=whole)


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
