"""Who reads which language: the address, else the page that asks, else the cookie."""

import pytest
from flask import Flask, Response

from callbacks import language

LAYOUT = '{"props":{"children":"无数据"},"type":"P","namespace":"dash_html_components"}'
PAGE = '<!DOCTYPE html><html lang="zh-CN"><head><title>健康扶贫挂图作战</title></head><body></body></html>'


@pytest.fixture
def server() -> Flask:
    web = Flask("test")
    web.add_url_rule("/", "page", lambda: Response(PAGE, mimetype="text/html"))
    web.add_url_rule("/_dash-layout", "layout", lambda: Response(LAYOUT, mimetype="application/json"))
    web.add_url_rule("/api/v1/x", "x", lambda: Response(LAYOUT, mimetype="application/json"))
    language.register(web)
    return web


def test_chinese_unless_asked(server):
    asker = server.test_client()
    assert asker.get("/").get_data(as_text=True) == PAGE
    assert asker.get("/_dash-layout").json["props"]["children"] == "无数据"


def test_the_address_decides_and_is_remembered(server):
    asker = server.test_client()
    page = asker.get("/?lang=en").get_data(as_text=True)
    assert '<html lang="en">' in page
    assert "<title>Health Poverty Alleviation War-room Map</title>" in page
    assert 'id="words"' in page
    assert asker.get("/_dash-layout").json["props"]["children"] == "No data"
    assert asker.get("/?lang=zh-CN").get_data(as_text=True) == PAGE
    assert asker.get("/_dash-layout").json["props"]["children"] == "无数据"


def test_a_page_that_asks_is_answered_in_its_own_language(server):
    asker = server.test_client()
    asker.get("/?lang=zh-CN")
    answer = asker.get("/_dash-layout", headers={"Referer": "http://localhost/panel?region=63&lang=en"})
    assert answer.json["props"]["children"] == "No data"


def test_an_unknown_language_is_chinese_and_the_api_is_left_alone(server):
    asker = server.test_client()
    assert asker.get("/?lang=fr").get_data(as_text=True) == PAGE
    assert asker.get("/api/v1/x?lang=en").json["props"]["children"] == "无数据"
