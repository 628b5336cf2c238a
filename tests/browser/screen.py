"""How a person uses the screen: open, read, click a region."""

from __future__ import annotations

from playwright.sync_api import Page, expect

MAP = "#map-graph .js-plotly-plot"

_DRAWN = """(codes) => {
    const graph = document.querySelector("#map-graph .js-plotly-plot");
    const paths = graph ? [...graph.querySelectorAll(".choroplethlocation")] : [];
    const found = paths.map((path) => path.__data__ && path.__data__.loc);
    return codes.every((code) => found.includes(code));
}"""
_CODES = """() => [...document.querySelectorAll("#map-graph .choroplethlocation")]
    .filter((path) => path.style.cursor === "pointer").map((path) => path.__data__.loc)"""
_UNDER = """() => {
    const told = document.querySelector("#map-graph .js-plotly-plot")._hoverdata;
    return told && told[0] && told[0].location;
}"""
_PLACE = """(code) => {
    const path = [...document.querySelectorAll("#map-graph .choroplethlocation")]
        .find((one) => one.__data__ && one.__data__.loc === code && one.style.cursor === "pointer");
    const box = path.getBBox(), to = path.getScreenCTM(), spots = [];
    for (let x = 1; x < 40; x++) for (let y = 1; y < 40; y++) {
        const point = new DOMPoint(box.x + (box.width * x) / 40, box.y + (box.height * y) / 40);
        const well = [[0, 0], [5, 0], [-5, 0], [0, 5], [0, -5]]; // away from the border
        const inside = ([dx, dy]) => path.isPointInFill(new DOMPoint(point.x + dx, point.y + dy));
        if (well.every(inside)) spots.push(point.matrixTransform(to));
    }
    const on = spots.filter((spot) => document.elementFromPoint(spot.x, spot.y)?.closest("#map-graph"));
    const marks = [...document.querySelectorAll("#map-graph .scatterlayer path.point")];
    const points = marks.map((one) => one.getBoundingClientRect());
    const away = (spot) => Math.min(...points.map((p) => Math.hypot(p.x + p.width / 2 - spot.x, p.y + p.height / 2 - spot.y)));
    const free = on.filter((spot) => !points.length || away(spot) > 16);
    const chosen = free[Math.floor(free.length / 2)];
    return [chosen.x, chosen.y];
}"""


def open_view(page: Page, address: str, query: str = "") -> None:
    page.goto(address + "/" + query)
    ready(page)


def ready(page: Page) -> None:
    """The sentence is there and the map is drawn."""
    expect(page.locator("#panel-finding")).not_to_be_empty()
    page.wait_for_function(f"() => ({_CODES})().length > 0")


def codes(page: Page) -> list[str]:
    """Regions that can be clicked."""
    return page.evaluate(_CODES)


def wait_for_region(page: Page, code: str) -> None:
    page.wait_for_function(_DRAWN, arg=[code])


def place_in(page: Page, code: str) -> tuple[float, float]:
    """A spot inside the region's polygon that nothing covers."""
    before, now = None, page.evaluate(_PLACE, code)
    while before != now:  # the picture may still be settling
        page.wait_for_timeout(250)
        before, now = now, page.evaluate(_PLACE, code)
    return now[0], now[1]


def click_region(page: Page, code: str) -> None:
    """Clicks inside the region's polygon, where a person would."""
    x, y = place_in(page, code)
    for step in range(40):  # a busy machine tells what is under the pointer late, and plotly clicks on what it has told
        page.mouse.move(x + step % 2, y)
        page.wait_for_timeout(150)
        if page.evaluate(_UNDER) == code:
            break
    page.mouse.click(x, y)


def here(page: Page) -> str:
    """The last step of the breadcrumb."""
    return page.locator("#head-path strong").inner_text()
