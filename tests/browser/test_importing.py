"""The import page: a file is tried out, kept and given up again; nothing published changes."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

REGIONS = "区划代码,区划名称,常住人口数\n6301,西宁市,2000000\n630102,城东区,约四十万\n"


def test_a_file_is_tried_out_kept_and_given_up(page, address, tmp_path):
    path = tmp_path / "行政区划.csv"
    path.write_text(REGIONS, encoding="gb18030")
    page.goto(f"{address}/import?region=63")
    page.locator(".import-form input[type=file]").set_input_files(path)
    expect(page.locator(".ant-upload-list-item-done")).to_be_visible()
    page.locator(".import-form .ant-select").click()
    page.locator(".ant-select-item-option", has_text="青海").click()
    page.locator(".kinds label", has_text="补报更正").last.click()
    page.get_by_role("button", name="试导入").click()
    step = page.locator(".step.done")
    expect(step.locator("h2")).to_contain_text("共 2 行，接受 1 行，退回 1 行")
    expect(step).to_contain_text("约四十万")
    page.get_by_role("button", name="存入待发布数据").click()
    waiting = page.locator(".waiting")
    expect(waiting).to_contain_text("接受 1 行，退回 1 行")
    with page.expect_download() as download:
        waiting.get_by_text("下载退回清单").click()
    assert "约四十万" in download.value.path().read_text("utf-8-sig")
    waiting.get_by_role("button", name="放弃").click()
    expect(page.locator("h1").last).to_have_text("没有待发布的数据")


def test_what_cannot_be_tried_out_is_said(page, address):
    page.goto(f"{address}/import?region=63")
    page.get_by_role("button", name="试导入").click()
    expect(page.get_by_role("alert").filter(has_text="请先上传文件")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (390, 844)])
def test_nothing_runs_off_the_screen(page, address, width, height):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{address}/import?region=63")
    expect(page.locator(".import-form")).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_the_first_month_can_be_imported_here(page, empty_address):
    page.goto(f"{empty_address}/import")
    expect(page.locator(".import-form")).to_be_visible()
    expect(page.locator(".importing")).to_contain_text("还没有发布任何版本")
