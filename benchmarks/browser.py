"""What a person waits for: click → painted in real Chromium, and what travels, against a figure with inline GeoJSON."""

from __future__ import annotations

import logging
import os
import re
import statistics
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dash import Dash
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from werkzeug.serving import make_server

from app import create_app, prepare_first_view
from benchmarks import maps
from benchmarks.figures import Figure
from benchmarks.serving import made_up_store
from dashboard.services import Services
from dashboard.settings import Settings

TITLE = "In the browser"
ABOUT = (
    "Chromium without GPU, server and browser on one machine. Click → painted is from the click to the second frame after"
    " the map was drawn; medians over pairs of clicks there and back, each drill to geometry that the browser has not seen,"
    " or, where the row says so, has fetched ahead while it rested. The same county polygons of the shipped pack both ways:"
    " ours through `assets/map_*.js` and content-hashed map files with borders no finer than a screen shows, names on the"
    " map; the plain way is a Dash callback that returns a `go.Choropleth` with inline GeoJSON, without names. Bytes are as"
    " transferred, compressed alike for both, but the plain page's scripts by the quick compressor. The first load is"
    " measured until the network is idle; what is fetched ahead comes after it and is told apart."
)
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SIZES = (50, 500)
CLICKS = 14
"""Even: as many drills to the one set of polygons as to the other."""
_PAINTED = """(button) => new Promise((done) => {
    const graph = document.querySelector("#map-graph .js-plotly-plot"), start = performance.now();
    const frame = (then) => requestAnimationFrame(then);
    const painted = () => frame(() => frame(() => done(performance.now() - start)));
    if (window.warroomMap) graph.addEventListener("warroom:drawn", painted, { once: true });
    else graph.once("plotly_afterplot", painted);
    document.getElementById(button).click();
})"""

_THERE_AND_BACK = """async (times) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const shown = (press) => new Promise((done) => {
        const start = performance.now();
        document.addEventListener("warroom:drawn", async function drawn({ detail: { id } }) {
            if (id !== "map-graph") return;
            document.removeEventListener("warroom:drawn", drawn);
            await frame();
            await frame();
            done(performance.now() - start);
        });
        document.querySelector(press).click();
    });
    const rest = () => new Promise((done) => setTimeout(done, 1500)), took = [];
    for (let n = 0; n < times; n++) {
        took.push(await shown("#panel-ranking .ranks a"));
        await rest();
        await shown("#head-path .path-up");
        await rest();
    }
    return took;
}"""
"""Into the worst region and back, a few times: milliseconds of each way in, panels and all."""
_REST_MS = 3000
"""Longer than a page rests before it fetches ahead."""
_FETCHED_AHEAD = """() => performance.getEntriesByType("resource").filter((one) => one.name.includes("/geo/"))
    .slice(2).reduce((bytes, one) => bytes + one.encodedBodySize, 0)"""
"""Of the map files, all but the two of the first screen."""
_AHEAD = "(visit) => Object.keys(window.PlotlyGeoAssets).some((url) => url.endsWith(`?visit=${visit}`))"


def run() -> list[Figure]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        found = [figure for size in SIZES for figure in _clicks(browser, size)]
        found += _first_load(browser)
        browser.close()
    return found


@contextmanager
def _served(application: Dash) -> Iterator[str]:
    server: Flask = application.server
    listening = make_server("127.0.0.1", 0, server, threaded=True)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}/"
    listening.shutdown()
    thread.join()


class _Heard:
    """Bytes of the answers to a page, bodies only."""

    def __init__(self, page: Page) -> None:
        self._done: list[Request] = []
        page.on("requestfinished", lambda request: self._done.append(request))

    def bytes(self) -> int:
        done, self._done[:] = list(self._done), []
        return sum(request.sizes()["responseBodySize"] for request in done)


def _timed(browser: Browser, application: Dash, button: str, ahead: bool = False) -> tuple[float, float]:
    """Median milliseconds from click to painted, and median bytes of a click; `ahead`: once the next map is there."""
    with _served(application) as address:
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(address)
        page.wait_for_selector("#map-graph .choroplethlocation")
        heard = _Heard(page)
        times, sizes = [], []
        for number in range(CLICKS + 1):
            page.wait_for_load_state("networkidle")
            if ahead:
                page.wait_for_function(_AHEAD, arg=number + 1)
            heard.bytes()
            times.append(page.evaluate(_PAINTED, button))
            page.wait_for_load_state("networkidle")
            sizes.append(heard.bytes())
        page.close()
    return _middle(times[1:]), _middle(sizes[1:])  # the first click warms both servers


def _middle(found: list[float]) -> float:
    """Median of each click and the next one, there and back: the two sets of polygons are not alike."""
    return statistics.median(statistics.mean(pair) for pair in zip(found[::2], found[1::2], strict=True))


def _clicks(browser: Browser, size: int) -> list[Figure]:
    sets = maps.two_sets(size)
    rows = []
    for button in ("drill", "recolour"):
        with tempfile.TemporaryDirectory() as folder:
            plain_ms, plain_bytes = _timed(browser, maps.plain(sets, Path(folder)), button)
            ours_ms, ours_bytes = _timed(browser, maps.ours(sets, Path(folder)), button)
            rows.append(_ratio(f"{button}, {size} polygons, click → painted", plain_ms, ours_ms, "{:.0f} ms"))
            if button == "drill":
                ready_ms, _ = _timed(browser, maps.ours(sets, Path(folder), ahead=True), button, ahead=True)
                rows.append(_ratio(f"{button}, {size} polygons, map fetched ahead", plain_ms, ready_ms, "{:.0f} ms"))
            rows.append(_ratio(f"{button}, {size} polygons, bytes", plain_bytes / 1e3, ours_bytes / 1e3, "{:.1f} kB"))
    return rows


def _ratio(question: str, plain: float, ours: float, shown: str) -> Figure:
    return Figure(question, shown.format(plain), shown.format(ours), f"{plain / ours:.1f}×")


def _first_load(browser: Browser) -> list[Figure]:
    """The real application over a made-up province; the plain way is the small plain page itself."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), prepare=False)
        made_up_store(settings.store, ["63"])
        application = create_app(settings)
        prepare_first_view(application, Services.from_settings(settings), settings)
        plain = maps.plain(maps.two_sets(SIZES[0]), Path(folder) / "plain")
        with _served(plain) as address:
            plain_cold, plain_warm, _ = _visits(browser.new_context(), address)
        with _served(application) as address:
            context = browser.new_context(viewport={"width": 1366, "height": 768})
            cold, warm, page = _visits(context, address + "?region=63")
            page.wait_for_timeout(_REST_MS)
            page.wait_for_load_state("networkidle")
            ahead = page.evaluate(_FETCHED_AHEAD)
            page.evaluate(_THERE_AND_BACK, 1)  # makes and fetches what a first visit does
            whole = statistics.median(page.evaluate(_THERE_AND_BACK, CLICKS // 2))
            page.wait_for_load_state("networkidle")
            heard = _Heard(page)
            page.locator(".ranks a").first.click()
            page.wait_for_url(re.compile(r"region=63\d\d"))
            page.wait_for_function("() => window.warroomCodes().some((code) => code.length > 4)")
            page.wait_for_load_state("networkidle")
            drill = heard.bytes()
            page.go_back()
            page.wait_for_function("() => window.warroomCodes().every((code) => code.length === 4)")
            page.wait_for_load_state("networkidle")
            heard.bytes()
            page.locator("#head-layers a").nth(1).click()
            page.wait_for_selector("#head-layers a.active:nth-child(2)")
            page.wait_for_load_state("networkidle")
            recolour = heard.bytes()
    return [
        Figure("first load, cold cache", f"{plain_cold / 1e6:.2f} MB", f"{cold / 1e6:.2f} MB", f"{plain_cold / cold:.1f}×"),
        Figure("first load, warm cache", f"{plain_warm / 1e3:.0f} kB", f"{warm / 1e3:.0f} kB", f"{plain_warm / warm:.1f}×"),
        Figure("the real screen: maps fetched ahead at rest, after the first screen", "–", f"{ahead / 1e3:.1f} kB", "–"),
        Figure(
            "the real screen: all a drill fetches (its map came ahead)",
            "–",
            f"{drill / 1e3:.1f} kB",
            "–",
        ),
        Figure("the real screen: a drill with all its panels, click → painted", "–", f"{whole:.0f} ms", "–"),
        Figure("the real screen: all a recolour fetches", "–", f"{recolour / 1e3:.1f} kB", "–"),
    ]


def _visits(context: BrowserContext, address: str) -> tuple[int, int, Page]:
    """Bytes of a first and of a second visit; the page of the second stays open."""
    sizes = []
    for _ in range(2):
        page = context.new_page()
        heard = _Heard(page)
        page.goto(address)
        page.wait_for_selector("#map-graph .choroplethlocation")
        page.wait_for_load_state("networkidle")
        sizes.append(heard.bytes())
    return sizes[0], sizes[1], page
