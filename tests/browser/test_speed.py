"""Instant at any scale: a recolour keeps the drawn paths, a drill finds its map already there, the picture can be taken away."""

import re
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.screen import click_region, codes, open_view, place_in, ready

pytestmark = pytest.mark.browser

_KEEP = "() => document.querySelectorAll('#map-graph .choroplethlocation').forEach((path) => (path.kept = true))"
_KEPT = "() => [...document.querySelectorAll('#map-graph .choroplethlocation')].every((path) => path.kept)"
_FILLS = """() => Object.fromEntries([...document.querySelectorAll("#map-graph .choroplethlocation")]
    .filter((path) => path.style.cursor === "pointer").map((path) => [path.__data__.loc, getComputedStyle(path).fill]))"""
_LISTEN = """() => {
    window.drawn = 0;
    document.addEventListener("warroom:drawn", (event) => (window.drawn += event.detail.id === "map-graph"));
}"""
_WAITING = "() => document.querySelector('#map-graph .js-plotly-plot').calcdata.filter((points) => points.waiting).length"
_FORGET = "() => Object.keys(PlotlyGeoAssets).filter((key) => key.startsWith('/')).forEach((key) => delete PlotlyGeoAssets[key])"
_AROUND = """() => [...new Set([...document.querySelectorAll("#map-graph .choroplethlocation")]
    .filter((path) => path.style.cursor !== "pointer").map((path) => getComputedStyle(path).fill))]"""
_TOLD = "() => [...document.querySelectorAll('#map-graph .hoverlayer text')].map((one) => one.textContent).join('')"


def _hover(page, code: str) -> str:
    x, y = place_in(page, code)
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)
    page.wait_for_function(f"() => ({_TOLD})()")
    told = page.evaluate(_TOLD)
    page.mouse.move(2, 2)
    page.wait_for_function(f"() => !({_TOLD})()")
    return told


def _geometry_asked(page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/geo/" in request.url else None)
    return asked


def test_a_recolour_keeps_the_paths_and_changes_colours_and_words(page, address):
    open_view(page, address, "?region=63")
    page.wait_for_load_state("networkidle")
    page.evaluate(_LISTEN)
    page.evaluate(_KEEP)
    before = page.evaluate(_FILLS)
    assert "随访率" in _hover(page, "6327")
    asked = _geometry_asked(page)
    page.locator("#head-layers a", has_text="签约率").click()
    page.wait_for_function("() => window.drawn === 1")
    assert page.evaluate(_KEPT)
    after = page.evaluate(_FILLS)
    assert after.keys() == before.keys()
    assert after != before
    assert "签约率" in _hover(page, "6327")
    page.go_back()
    page.wait_for_function("() => window.drawn === 2")
    assert page.evaluate(_KEPT)
    assert page.evaluate(_FILLS) == before
    assert "随访率" in _hover(page, "6327")
    assert not [url for url in asked if "-63-" in url], "what is drawn is not fetched again"


def test_what_was_recoloured_survives_another_size_and_still_drills(page, address):
    open_view(page, address, "?region=63")
    page.evaluate(_LISTEN)
    page.locator("#head-layers a", has_text="签约率").click()
    page.wait_for_function("() => window.drawn === 1")
    colours = page.evaluate(_FILLS)
    width = "() => document.querySelector('#map-graph .main-svg').getBoundingClientRect().width"
    before = page.evaluate(width)
    page.set_viewport_size({"width": 1600, "height": 900})
    page.wait_for_function(f"(before) => ({width})() > before", arg=before)
    page.wait_for_function(f"(colours) => JSON.stringify(({_FILLS})()) === JSON.stringify(colours)", arg=colours)
    click_region(page, "6327")
    page.wait_for_url(re.compile(r"region=6327(&|$)"))
    page.wait_for_function("() => window.warroomCodes().every((code) => code.length === 6)")


def test_a_drill_finds_its_map_fetched_ahead(page, address):
    open_view(page, address, "?region=6327")  # made on this visit, so ready for the next
    open_view(page, address, "?region=63")
    page.wait_for_function("() => Object.keys(window.PlotlyGeoAssets).some((url) => url.includes('children-6327-'))")
    page.wait_for_function("() => Object.keys(window.PlotlyGeoAssets).some((url) => url.includes('neighbours-6327-'))")
    asked = _geometry_asked(page)
    page.evaluate(_LISTEN)
    click_region(page, "6327")
    page.wait_for_function("() => window.drawn === 1")
    assert all(len(code) == 6 for code in codes(page))
    assert not [url for url in asked if "-6327-" in url]  # what else is fetched then is fetched ahead of the next click


def test_after_a_drill_a_pointer_is_told_at_once_and_what_is_around_stays_grey(page, address):
    open_view(page, address, "?region=63")
    page.evaluate(_LISTEN)
    click_region(page, "6327")
    page.wait_for_function("() => window.drawn === 1")
    assert page.evaluate(_TOLD) == "", "the pointer rests where it clicked: what it told there is gone"
    x, y = place_in(page, "632701")
    assert page.evaluate(_WAITING) > 0, "hover is not prepared before a pointer comes"
    page.evaluate(_FORGET)  # as when many maps were fetched ahead since
    page.mouse.move(x, y)
    page.wait_for_function(f"() => ({_TOLD})().includes('随访率')")
    assert page.evaluate(_WAITING) == 0
    assert page.evaluate(_AROUND) == ["rgb(247, 249, 251)"]
    colours = page.evaluate(_FILLS)
    page.go_back()
    page.wait_for_function("() => window.drawn === 2")
    page.go_forward()
    page.wait_for_function("() => window.drawn === 3")
    assert page.evaluate(_FILLS) == colours
    assert page.evaluate(_AROUND) == ["rgb(247, 249, 251)"]


_AT = """([x, y]) => [...document.querySelectorAll("#map-graph .choroplethlocation")]
    .filter((path) => path.style.cursor === "pointer")
    .filter((path) => path.isPointInFill(new DOMPoint(x, y).matrixTransform(path.getScreenCTM().inverse())))
    .map((path) => path.__data__.loc)"""


def test_a_resting_pointer_is_told_and_clicks_what_the_picture_shows_now(page, address):
    open_view(page, address, "?region=6327&month=2020-02")
    page.evaluate(_LISTEN)
    x, y = place_in(page, "632724")
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)
    page.wait_for_function(f"() => ({_TOLD})()")
    before = page.evaluate(_TOLD)
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => window.drawn === 1")
    page.wait_for_function(f"(before) => ({_TOLD})() && ({_TOLD})() !== before", arg=before)
    page.evaluate("() => document.querySelector('#head-path .path-up').click()")  # the pointer stays
    page.wait_for_function("() => window.drawn === 2")
    [under] = page.evaluate(_AT, [x, y])
    assert under != "6327"
    page.mouse.down()
    page.mouse.up()
    page.wait_for_url(re.compile(rf"region={under}(&|$)"))


def test_the_picture_on_the_screen_is_the_api_s(page, address):
    open_view(page, address, "?region=6327&layer=M-02")
    with page.expect_download() as kept:
        page.locator("#map-note a", has_text="SVG").click()
    asked = f"{address}/api/v1/reports/map?region=6327&layer=M-02&format=svg"
    assert kept.value.path().read_bytes() == urllib.request.urlopen(asked).read()
    expect(page.locator("#map-note a", has_text="PNG")).to_have_attribute("href", re.compile(r"/export/map\.png\?.*region=6327"))
    ready(page)


_TOUR_BELOW_RATES = """() => {
    const box = (one) => one.getBoundingClientRect(), tour = box(document.getElementById("wall-tour"));
    const rates = [...document.querySelectorAll(".rate")].map(box);
    return rates.length && rates.every((rate) => rate.height && rate.bottom <= tour.top) && tour.bottom <= innerHeight;
}"""


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768)])
def test_the_tour_hides_no_rate(page, address, width, height):
    page.set_viewport_size({"width": width, "height": height})
    open_view(page, address, "?region=63&mode=wall")
    page.keyboard.press("t")
    expect(page.locator("#wall-tour h2")).to_be_visible()
    page.wait_for_function(_TOUR_BELOW_RATES)
    page.keyboard.press("Escape")
    expect(page.locator(".ranking")).to_be_visible()
