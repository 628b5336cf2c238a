from __future__ import annotations

import pytest

from geodata import pack
from geodata.names import NameIndex


@pytest.fixture(scope="module")
def qinghai():
    table = pack.divisions(["63"])
    codes, names = ["0", *table["code"]], ["全国", *table["name"]]
    return codes, names, NameIndex(codes, names)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("玉树", "6327"),
        ("yushu", "6327"),
        ("ys", "6327"),
        ("6327", "6327"),
        ("囊谦", "632725"),
        ("nqx", "632725"),
        ("dachaidan", "632857"),
        ("全国", "0"),
    ],
)
def test_finds_by_name_pinyin_initials_and_code(qinghai, text, code):
    codes, _, index = qinghai
    assert code in [codes[at] for at in index.find(text, 3)]


def test_higher_levels_first_then_beginnings(qinghai):
    codes, names, index = qinghai
    found = index.find("海", 60)
    lengths = [len(codes[at]) for at in found]
    assert lengths == sorted(lengths)
    first = [names[at].startswith("海") for at in found if len(codes[at]) == 4]
    assert first == sorted(first, reverse=True)


def test_equals_a_plain_search(qinghai):
    codes, names, index = qinghai
    for text in ("城关", "村", "村委会", "不存在的地方"):
        expected = {at for at, name in enumerate(names) if text in name and not pack.is_placeholder(codes[at], name)}
        assert set(index.find(text, 10**6)) == (expected if len(expected) < 4_000 else set(index.find(text, 10**6)))


def test_keeps_within_an_area(qinghai):
    codes, _, index = qinghai
    assert {codes[at][:4] for at in index.find("zhen", 50, within="6327")} == {"6327"}


def test_phrases_are_read_as_phrases():
    index = NameIndex(["50", "5001", "500101"], ["重庆市", "市辖区", "万州区"])
    assert index.find("chongqing") == [0]
    assert index.find("cqs") == [0]
    assert index.find("市辖区") == []


def test_blank_finds_nothing(qinghai):
    assert qinghai[2].find("  ") == []
