"""Every page, and what is asked of each: axe, width, language."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

from layouts.menu import ITEMS

REGION = "region=63"
PATHS = ("/?" + REGION, "/?region=6327&layer=institutions&points=county,township", *(f"{item.path}?{REGION}" for item in ITEMS))
_AXE = (Path(axe_playwright_python.__file__).with_name("axe.min.js")).read_text("utf-8")
_LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_SETTLED = """() => {
    const shown = (one) => one.getClientRects().length && one.textContent.trim();
    const title = [...document.querySelectorAll("h1, h2")].some(shown) || document.querySelector(".fault:not(:empty)");
    const moving = document.getAnimations().some((one) => one.playState === "running" && one.effect.getTiming().iterations === 1);
    return Boolean(title) && !moving && !document.querySelector('[data-dash-is-loading="true"], ._dash-loading');
}"""
_CHECK = """async (rules) => {
    const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
    const told = (node) => node.any.concat(node.all).map((check) => check.message).join("; ");
    return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} ${told(node)}`));
}"""
_CHINESE = """() => {
    const chinese = /[\\u3400-\\u9fff]/;
    const file = /[\\w\\u3400-\\u9fff./-]+\\.(csv|xlsx|parquet|zip|yaml)/g;
    const found = [];
    const apart = (one) => one.closest("[lang^=zh], script, style, noscript");
    const keep = (text, one) => chinese.test(text.replace(file, "")) && !apart(one) && found.push(text.trim().slice(0, 60));
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) keep(node.data, node.parentElement);
    for (const name of ["aria-label", "placeholder", "alt"]) {
        document.querySelectorAll(`[${name}]`).forEach((one) => keep(one.getAttribute(name), one));
    }
    return found;
}"""


def visit(page: Page, url: str) -> None:
    page.goto(url, wait_until="domcontentloaded")
    page.wait_for_function(_SETTLED)


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds against WCAG 2.2 AA, or against some rules alone; an element a line."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(_AXE)
    found: Any = page.evaluate(_CHECK, {"type": "rule", "values": rules} if rules else {"type": "tag", "values": _LEVELS})
    return list(found)


def chinese(page: Page) -> list[str]:
    """Chinese that an English reader still meets in texts and labels; not names of files, nor what says it is Chinese."""
    return list(page.evaluate(_CHINESE))


def on_paper(said: str, text: str) -> bool:
    """Whether the text of a PDF has it: fonts give some characters as radicals (⻘ for 青), spaces come and go."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    wanted = "".join(unicodedata.normalize("NFKC", said).split())
    return bool(re.search("".join(f"[{re.escape(one)}\u2e80-\u2eff]" for one in wanted), plain))


def a_scorecard(page: Page, address: str) -> str:
    """The path of some institution's card."""
    visit(page, f"{address}/?region=6327")
    page.locator(".tier-good").nth(1).click()
    link = page.locator(".ant-drawer a[href*='/institution/']").first
    return link.get_attribute("href") or ""
