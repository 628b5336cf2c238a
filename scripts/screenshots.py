"""Pictures for the README from the running app: `python scripts/screenshots.py [--data-dir var]` writes docs/images/*.png."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
LARGEST_BYTES = 400_000
FIRST_VISIT_MS = 120_000
"""A county's made-up borders are drawn when it is first entered."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
VIEWS = {
    "overview": ("/?region=63&month=2020-03", 1920, 1080),
    "county": ("/?region=632726&layer=institutions", 1366, 768),
    "village": ("/?region=632726200&layer=blank_spots", 1366, 768),
    "nation": ("/?region=0", 1366, 768),
    "phone": ("/?region=63", 390, 844),
}


def main() -> int:
    """0 when every picture was taken and is small enough to be kept in the repository."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", default=os.environ.get("DATA_DIR") or "var")
    parser.add_argument("--port", type=int, default=8097)
    args = parser.parse_args()
    env = {**os.environ, "DATA_DIR": str(Path(args.data_dir).resolve())}
    server = subprocess.Popen([sys.executable, "-m", "dashboard", "serve", "--port", str(args.port)], cwd=ROOT, env=env)
    try:
        address = f"http://127.0.0.1:{args.port}"
        wait_for(address)
        return max(take_all(address), default=0) > LARGEST_BYTES
    finally:
        server.terminate()
        server.wait(30)


def wait_for(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(address, timeout=5).read()
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the app did not answer within a minute")


def take_all(address: str) -> list[int]:
    """Sizes in bytes of the pictures written."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS)
        sizes = []
        for name, (path, width, height) in VIEWS.items():
            page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
            page.goto(address + path)
            page.wait_for_function("() => window.warroomCodes().length > 0", timeout=FIRST_VISIT_MS)
            settled(page)
            sizes.append(save(page, name))
        sizes.append(scorecard(page, address))
        browser.close()
    return sizes


def settled(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1200)


def scorecard(page: Page, address: str) -> int:
    """The card of the first hospital that does not pass."""
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(address + "/?region=63")
    page.locator(".tier-count", has_text="未达标").first.click()
    page.locator(".ant-drawer a[href^='/institution/']").first.click()
    settled(page)
    return save(page, "scorecard")


def save(page: Page, name: str) -> int:
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path)
    print(f"{path.relative_to(ROOT)}\t{path.stat().st_size}")
    return path.stat().st_size


if __name__ == "__main__":
    sys.exit(main())
