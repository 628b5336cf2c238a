"""The real app on a free port, and real Chromium that may talk to it and to nobody else."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PATIENCE_MS = 60_000
"""A first visit makes map files, and a test machine may be busy: waiting long costs nothing where all is well."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def serve(data_dir: Path) -> tuple[subprocess.Popen, str]:
    """The app as an operator starts it; ready when it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "DATA_DIR": str(data_dir), "PREPARE": "0"}
    command = [sys.executable, "-m", "dashboard", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(240):
        assert process.poll() is None, "the app ended before it answered"
        try:
            urllib.request.urlopen(address, timeout=5).read()
            return process, address
        except OSError:
            time.sleep(0.5)
    process.terminate()
    raise AssertionError("the app did not answer within two minutes")


@pytest.fixture(scope="session")
def address(demo_data_dir: Path) -> Iterator[str]:
    process, where = serve(demo_data_dir)
    yield where
    process.terminate()
    process.wait(30)


@pytest.fixture(scope="session")
def empty_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An app that has no month yet."""
    process, where = serve(tmp_path_factory.mktemp("empty"))
    yield where
    process.terminate()
    process.wait(30)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Watch:
    """What the page said and asked for, so that every test can end by checking it."""

    def __init__(self, page: Page) -> None:
        self.errors: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))

    def elsewhere(self) -> list[str]:
        """Requests that left the host."""
        return [url for url in self.asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A desk-sized page; the test fails on any console error and on any request that leaves the host."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE_MS)
    watch = Watch(tab)
    yield tab
    context.close()
    assert not watch.errors
    assert not watch.elsewhere()
