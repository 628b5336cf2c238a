"""Every page for every reader: WCAG 2.2 AA, a phone, English, the keyboard, paper."""

import io
import re

import pytest
from playwright.sync_api import TimeoutError, expect
from pypdf import PdfReader

from tests.browser.everyone import PATHS, a_scorecard, chinese, on_paper, violations, visit
from tests.browser.screen import ready

pytestmark = pytest.mark.browser
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


def too_wide(page) -> list[str]:
    """What a page that settles wider than the screen is told."""
    try:
        page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth", timeout=4000)
    except TimeoutError:
        return ["wider than a phone"]
    return []


def test_every_page_meets_wcag_and_fits_a_phone(page, address):
    wrong = {}
    for path in (*PATHS, a_scorecard(page, address)):
        page.set_viewport_size(DESK)
        visit(page, address + path)
        found = violations(page)
        page.set_viewport_size(PHONE)
        found += too_wide(page)
        found += [f"phone: {one}" for one in violations(page, ["target-size", "scrollable-region-focusable"])]
        if found:
            wrong[path] = found
    assert not wrong


@pytest.mark.parametrize("mode", ["wall", "wall-light"])
def test_the_big_screen_meets_wcag(page, address, mode):
    visit(page, f"{address}/?region=63&mode={mode}")
    assert violations(page) == []


def test_no_page_leaves_chinese_to_an_english_reader_or_is_wider_than_a_phone(page, address):
    left = {}
    for path in (*PATHS, a_scorecard(page, address)):
        visit(page, address + path + "&lang=en")
        found = chinese(page)[:8]
        page.set_viewport_size(PHONE)
        found += too_wide(page)
        page.set_viewport_size(DESK)
        if found:
            left[path] = found
    assert not left
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_language_switch_stays_through_links_and_goes_back(page, address):
    visit(page, f"{address}/?region=63")
    page.get_by_role("button", name="English").click()
    page.wait_for_url(re.compile("lang=en"))
    expect(page.locator("#panel-finding")).to_contain_text("Qinghai Province")
    page.locator(".menu summary").click()
    page.locator(".menu-links a", has_text="Blank-spot list").click()
    expect(page.locator(".beside h2").first).to_contain_text("Qinghai")
    assert "lang=en" in page.url
    page.goto(f"{address}/?region=63")  # the cookie remembers
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("#panel-finding")).to_contain_text("青海省")


def test_by_keyboard_alone(page, address):
    visit(page, f"{address}/?region=63")
    ready(page)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#panel-body")).to_be_focused()
    rows = page.locator(".ranks a")
    rows.first.focus()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"  # the focus can be seen
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")  # drill
    page.wait_for_url(re.compile(r"region=63\d\d(&|$)"))
    expect(page.locator("#panel-ranking a:focus, #panel-ranking :focus").first).to_be_visible()  # the focus went along
    page.keyboard.press("ArrowLeft")  # month
    page.wait_for_url(re.compile("month=2020-02"))
    expect(page.locator("#panel-stamp")).to_contain_text("2月29日")  # drawn anew, so that the focus set next stays
    page.locator("#head-layers a", has_text="签约率").focus()
    page.keyboard.press("Enter")  # layer
    page.wait_for_url(re.compile("layer=M-02"))
    expect(page.locator("#panel-finding")).to_contain_text("签约率")
    page.locator(".tier-count, .tier-good").first.focus()
    page.keyboard.press("Enter")  # the list behind a count, a card of it
    card = page.locator(".ant-drawer a[href*='/institution/']").first
    card.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/institution/"))
    expect(page.locator(".card h1")).to_be_visible()
    page.locator(".card .path a").last.focus()
    page.keyboard.press("Enter")  # back to the map
    page.wait_for_url(re.compile(r"/\?.*region=63\d\d"))
    ready(page)
    page.keyboard.press("Escape")  # up one level
    page.wait_for_function("() => !/region=63\\d{4}/.test(location.search)")


def test_an_export_is_reached_by_keyboard(page, address):
    visit(page, f"{address}/villages?region=6327")
    link = page.locator("a.export").first
    expect(link).to_be_visible()
    link.focus()
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename.endswith(".xlsx")


def test_esc_closes_the_menu_and_gives_the_focus_back(page, address):
    visit(page, f"{address}/panel?region=63")
    page.locator(".menu summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".menu-links a").first).to_be_visible()
    expect(page.locator(".menu-links a").last).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator(".menu-links a").first).to_be_hidden()
    expect(page.locator(".menu summary")).to_be_focused()


@pytest.mark.parametrize("path", ["/treatment?region=63", "/villages?region=6327"])
def test_a_list_prints_on_a4_with_its_origin_and_without_the_menu(page, address, path):
    visit(page, address + path)
    expect(page.locator("tbody tr").first).to_be_visible()
    title = page.locator("h1:visible, .list h2:visible").last.inner_text()
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert all(round(float(sheet.mediabox.width)) == 595 for sheet in paper.pages)
    sheets = [sheet.extract_text() for sheet in paper.pages]
    for said in (title[:12], "健康扶贫挂图作战", "2020年3月", "第1版", "青海 2020", "打印日期 20"):
        assert on_paper(said, sheets[0]), said
    assert not [
        word
        for word in ("口径与敏感性", "大屏", "默认口径", "导出 Excel", "导出工作单", "跳到正文")
        if on_paper(word, "".join(sheets))
    ]
    heading = page.locator("thead th").nth(1).inner_text()
    assert all(on_paper(heading, sheet) for sheet in sheets[1:-1])  # repeated on every sheet


def test_a_scorecard_prints(page, address):
    visit(page, address + a_scorecard(page, address))
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf())).pages)
    for said in ("打印日期 20", "第1版", "及格线"):
        assert on_paper(said, text), said
