"""What is translated in an answer and what must stay."""

import pytest

from layouts.language.outgoing import Outgoing, linked
from layouts.language.translator import Translator


@pytest.fixture(scope="module")
def outgoing() -> Outgoing:
    return Outgoing(Translator())


def component(kind: str, **props) -> dict:
    return {"type": kind, "namespace": "dash_html_components", "props": props}


def test_texts_titles_and_labels_but_no_keys(outgoing):
    given = component(
        "Button",
        children=["未达标", " 3"],
        title="查看名单",
        id={"type": "units-open", "status": "未达标"},
        className="symbol-未达标",
    )
    said = outgoing.value(given)["props"]
    assert said["children"] == ["Fail", " 3"]
    assert said["title"] == "See the list"
    assert said["id"] == given["props"]["id"]
    assert said["className"] == "symbol-未达标"


def test_a_name_keeps_its_chinese_as_title(outgoing):
    said = outgoing.value(component("Strong", children="玉树藏族自治州"))["props"]
    assert said == {"children": "Yushu Prefecture", "title": "玉树藏族自治州"}


def test_options_keep_their_values(outgoing):
    assert outgoing.value([{"label": "严格口径", "value": "严格"}], "options") == [{"label": "Strict readings", "value": "严格"}]


def test_what_is_marked_as_chinese_stays(outgoing):
    given = component("Button", children="中", lang="zh-CN")
    assert outgoing.value(given) == given


def test_drawn_tables_and_hover_texts(outgoing):
    html = '<td data-head="目标" class="x未达标"><a href="/panel?region=63">玉树市</a> &lt;未达标</td>'
    assert outgoing.value(html, "data-html") == (
        '<td data-head="Target" class="x未达标">'
        '<a href="/panel?region=63&amp;lang=en" title="玉树市">Yushu City</a> &lt;Fail</td>'
    )
    assert outgoing.value("<b>玉树市</b><br>无数据", "text") == "<b>Yushu City</b><br>No data"


@pytest.mark.parametrize(
    ("href", "said"),
    [
        ("/", "/?lang=en"),
        ("/panel?region=63", "/panel?region=63&lang=en"),
        ("/panel?lang=en", "/panel?lang=en"),
        ("/export/villages.xlsx?region=63", "/export/villages.xlsx?region=63"),
        ("/api/v1/rates", "/api/v1/rates"),
        ("https://example.org/", "https://example.org/"),
    ],
)
def test_links_stay_in_english(href, said):
    assert linked(href) == said
