"""Filters, drawn areas, the next failing place and the village card on the map."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.screen import here, open_view, ready

pytestmark = pytest.mark.browser


def test_filters_are_told_kept_in_the_link_and_cleared(page, address):
    open_view(page, address, "?region=63&layer=institutions")
    page.locator("#find-open summary").click()
    page.locator(".find-group .chip", has_text="乡镇卫生院").click()
    page.locator("#find-panel .find-left", has_text="筛出 422 个").wait_for()
    page.locator(".find-group .chip", has_text="未达标").click()
    page.wait_for_url(re.compile("find="))
    said = page.locator("#find-found .find-left")
    expect(page.locator("#find-found .find-chip")).to_have_count(2)
    number = re.search(r"筛出 (\d+) 个", said.inner_text()).group(1)
    shown = page.locator("#panel-ranking .rank-missing").all_inner_texts()
    assert sum(int(text.removesuffix(" 个")) for text in shown) == int(number)
    page.locator("#find-open summary").click()
    page.locator("#find-found button", has_text="名单").click()
    expect(page.locator(".ant-drawer .find-counts")).to_contain_text(f"未达标 {number}")
    with page.expect_download() as download:
        page.locator(".ant-drawer a", has_text="导出全部").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.keyboard.press("Escape")
    page.goto(page.url)  # the link holds it all
    ready(page)
    expect(said).to_contain_text(f"筛出 {number} 个")
    page.locator("#find-found a", has_text="清除").click()
    expect(page.locator("#find-found .find-chip")).to_have_count(0)
    assert "find" not in page.url


@pytest.mark.parametrize("kind", ["box", "lasso"])
def test_a_drawn_area_lists_its_institutions_worst_first(page, address, kind):
    open_view(page, address, "?region=63&layer=institutions")
    box = page.locator("#map-graph").bounding_box()
    page.locator(f"#find-{kind}").click()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 120, y - 90)
    page.mouse.down()
    for dx, dy in ((120, -90), (120, 90), (-120, 90)):
        page.mouse.move(x + dx, y + dy, steps=4)
    if kind == "box":
        page.mouse.move(x + 120, y + 90)
    page.mouse.up()
    page.wait_for_url(re.compile("within"))
    rows = page.locator(".find-standing tbody tr")
    expect(rows.first).to_be_visible()
    words = [text.split()[-1] for text in page.locator(".find-standing td:last-child").all_inner_texts()]
    order = ["空白点", "无机构", "未达标", "有风险", "缺报", "达标", "无风险"]
    assert words == sorted(words, key=order.index)
    link = rows.first.locator("a")
    name = link.inner_text()
    link.click()
    expect(page.locator(".card h1")).to_contain_text(name)


def test_n_goes_through_what_fails_and_the_question_mark_lists_the_keys(page, address):
    open_view(page, address, "?region=63&layer=institutions")
    failing = [row.inner_text().split("\n")[0] for row in page.locator("[data-failing] .rank-name").all()]
    page.keyboard.press("n")
    expect(page.locator("#head-path strong")).to_have_text(failing[0])
    page.keyboard.press("n")
    expect(page.locator("#head-path strong")).to_have_text(failing[1])
    page.keyboard.press("Shift+N")
    expect(page.locator("#head-path strong")).to_have_text(failing[0])
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    assert here(page) == failing[0], "closing the list goes nowhere"


def test_a_village_shows_one_card(page, address):
    open_view(page, address, "?region=63&layer=blank_spots&find=rule%3AZ2")
    page.locator("#find-found button", has_text="名单").click()
    page.locator(".ant-drawer .ant-table-row a").first.click()
    card = page.locator(".village-card")
    expect(card).to_contain_text("无合格村医")
    expect(card).to_contain_text("最近可求助处")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 1366


def test_a_boundary_file_is_examined_and_given_up(page, address, tmp_path):
    ring = "[[101.6,36.5],[101.9,36.5],[101.9,36.8],[101.6,36.8],[101.6,36.5]]"
    path = tmp_path / "县界.geojson"
    feature = f'{{"type":"Feature","properties":{{"代码":"630102"}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}'
    path.write_text(f'{{"type":"FeatureCollection","features":[{feature}]}}', encoding="utf-8")
    page.goto(f"{address}/boundaries?region=63")
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_role("alert").filter(has_text="请先上传文件")).to_be_visible()
    page.locator(".import-form input[type=file]").set_input_files(path)
    expect(page.locator(".ant-upload-list-item-done")).to_be_visible()
    page.get_by_role("button", name="核对").click()
    step = page.locator(".step.done")
    expect(step).to_contain_text("可启用县级 1 个")
    expect(step.locator("img.border-picture")).to_be_visible()
    step.get_by_role("button", name="不用，放弃").click()
    expect(page.locator(".step")).to_have_count(0)
    expect(page.locator(".borders")).to_contain_text("还没有导入过边界")
