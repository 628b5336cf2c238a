"""Chinese in, English out: whole, by template, put together, and names spelled."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from layouts.language import pieces
from layouts.language.clauses import figure
from layouts.language.translator import Translator


@pytest.fixture(scope="module")
def say() -> Translator:
    return Translator()


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("无数据", "No data"),
        ("还差 1,243 人", "1,243 people missing"),
        ("数据截至 6月30日 · 第2版", "Data as of 30 June · version 2"),
        ("县级医院监测、村医", "County hospital monitoring, Village doctors"),
        ("青卫财务〔2020〕29号 一(二)3(2)③", "Qinghai Health-Finance [2020] No. 29 I(2)3(2)③"),
        ("贫困人口花名册.xlsx", "贫困人口花名册.xlsx"),
        ("84.3% · 1,532/1,552", "84.3% · 1,532/1,552"),
    ],
)
def test_texts(say, chinese, english):
    assert say.text(chinese).text == english


def test_a_sentence_put_together_at_run_time(say):
    said = say.text("玉树藏族自治州 6 个县中 4 个随访率未达 90%，达到目标还差 1,243 人，较上月 +2.1 个百分点。").text
    assert said.startswith("Yushu Prefecture: Follow-up rate below 90% in 4 of 6 counties, 1,243 people short of the target")
    assert "+2.1" in said


def test_a_message_reaches_over_the_marks_inside_it(say):
    whole = "出院后 15 日内（含当日）填报为按时；按出院月份统计。"
    assert say.text(whole).text.startswith("On time when filed within 15 days of discharge (inclusive)")


@pytest.mark.parametrize(
    ("chinese", "latin"),
    [
        ("青海省", "Qinghai Province"),
        ("陕西省", "Shaanxi Province"),
        ("玉树藏族自治州", "Yushu Prefecture"),
        ("大通回族土族自治县", "Datong County"),
        ("西安市", "Xi'an City"),
        ("香达镇", "Xiangda Town"),
        ("香达镇中心卫生院", "Xiangda Town Central Hospital"),
        ("囊谦县人民医院", "Nangqian County People's Hospital"),
        ("张**", "Zhang**"),
    ],
)
def test_names(say, chinese, latin):
    said = say.text(chinese)
    assert said.text == latin
    assert said.name == (chinese != "陕西省")


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("2020年6月30日", "30 June 2020"),
        ("2020年6月", "June 2020"),
        ("6月", "Jun"),
        ("一(二)1、一(二)3(3)", None),
        ("八一", None),
        ("13月", None),
    ],
)
def test_figures(chinese, english):
    assert figure(chinese) == english


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="还差人县第一二十（）：，。·、0123456789 玉树州率未达标%①{}<", max_size=24))
@example("八一街道")
@example("（")
def test_no_text_fails_and_no_chinese_is_left(text):
    said = SAY.text(text)
    assert not pieces.is_chinese(said.text)


SAY = Translator()


def test_placeholders_are_filled(say):
    assert not re.search(r"\{\d\}", say.text("第 3 版").text)


def test_things_to_do_are_counted_in_figures():
    assert SAY.text("两件事救活 2 家卫生院").text == "2 things save 2 Township hospitals"
