"""Three sizes of screen, and what the first visit weighs."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Watch
from tests.browser.screen import open_view, ready

pytestmark = pytest.mark.browser

_OVERFLOW = """() => [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    const apart = "#map-graph, .ant-select-dropdown, [class*=ant-drawer], .layers, details:not([open])";
    return box.width && box.right > innerWidth + 1 && !one.closest(apart);
}).map((one) => one.className)"""


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (390, 844)])
@pytest.mark.parametrize("query", ["?region=63", "?region=6327&layer=institutions&points=county,township"])
def test_nothing_runs_off_the_screen(page, address, width, height, query):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address + "/" + query)
    expect(page.locator("#panel-finding")).not_to_be_empty()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert page.evaluate(_OVERFLOW) == []
    if width > 800:
        assert page.evaluate("() => document.documentElement.scrollHeight") <= height


def test_a_phone_shows_the_list_first_and_the_map_as_a_tab(page, address):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address + "/?region=63")
    expect(page.locator(".ranks a").first).to_be_visible()
    expect(page.locator("#map-graph")).to_be_hidden()
    page.locator(".tabs").get_by_text("地图").click()
    expect(page.locator("#map-graph")).to_be_visible()
    ready(page)


def test_first_load_is_small_compressed_and_cached_for_ever(chromium, address):
    context = chromium.new_context()
    tab = context.new_page()
    watch, answers = Watch(tab), []
    tab.on("requestfinished", lambda request: answers.append(request))
    open_view(tab, address, "?region=63")
    tab.wait_for_load_state("networkidle")
    assert sum(request.sizes()["responseBodySize"] for request in answers) < 2.0e6
    assert not [url for url in watch.asked if "plotly.min" in url]  # the whole library is three times the part maps need
    scripts = [request.response() for request in answers if request.url.split("?")[0].endswith(".js")]
    assert scripts
    assert {answer.header_value("content-encoding") for answer in scripts} == {"br"}
    maps = [request.response() for request in answers if "/geo/" in request.url]
    assert {answer.header_value("cache-control") for answer in maps} == {"public, max-age=31536000, immutable"}
    assert not watch.elsewhere()
    context.close()
