"""`python -m dashboard score`: a folder in, three files out, refusals in words."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dashboard.__main__ import main
from dashboard.scoring.frames import ITEM_COLUMNS, VERDICT_COLUMNS
from dashboard.scoring.passing import WAY_COLUMNS
from tests.reference.scoring import DEPARTMENTS

REGIONS = """区划代码,区划名称,级别,常住人口数,是否行政村
63,青海省,省,,
6301,西宁市,市,,
630121,大通县,县,,
630121100,桥头镇,乡,20000,
630121100201,一村村委会,村,500,
"""
INSTITUTIONS = """机构编码,机构名称,机构类别,机构层级,举办性质,所在区划代码
H2,县医院,综合医院,县,公立,630121
T1,桥头镇卫生院,乡镇卫生院,乡,公立,630121100
V1,一村卫生室,村卫生室,村,,630121100201
"""
HOSPITAL = {"机构编码": "H2", "监测期": "2020-05", "是否有CT": "是", "CT能否操作": "是", "是否有彩超": "有", "彩超能否操作": "1"}
HOSPITAL |= dict.fromkeys(DEPARTMENTS, "是") | {
    "是否实现一站式结算": "是",
    "是否开展远程医疗": "否",
    "帮扶团队人数": "4",
    "系统评分": "50",
}
HOSPITALS = f"{','.join(HOSPITAL)}\n{','.join(HOSPITAL.values())}\n"
VISITS = """县代码,年度,贫困人口就诊总人次,县域内就诊人次
630121,2019,1000,627
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    month = tmp_path / "2020-05"
    month.mkdir()
    for name, text in (
        ("行政区划", REGIONS),
        ("医疗卫生机构", INSTITUTIONS),
        ("县级医院监测", HOSPITALS),
        ("县域就诊汇总", VISITS),
    ):
        (month / f"{name}.csv").write_text(text, encoding="utf-8")
    return month


def score(folder: Path, out: Path, *more: str) -> int:
    return main(["score", str(folder), "--month", "2020-05", "--policy", "QH-2020", "--out", str(out), *more])


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")


def test_three_files_with_the_columns_of_the_contract(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert score(folder, out) == 0
    verdicts, items, ways = (read(out / f"{name}.csv") for name in ("verdicts", "items", "ways_to_pass"))
    assert [tuple(frame.columns) for frame in (verdicts, items, ways)] == [VERDICT_COLUMNS, ITEM_COLUMNS, WAY_COLUMNS]
    assert all(
        (out / name).read_bytes().startswith(b"\xef\xbb\xbf") for name in ("verdicts.csv", "items.csv", "ways_to_pass.csv")
    )
    county, township, village = verdicts.to_dict("records")
    assert (county["institution_code"], county["total"], county["status"]) == ("H2", "32", "未达标")
    assert (township["total"], township["status"]) == ("", "缺报")
    assert (village["region_code"], village["status"], village["flags"]) == ("630121100201", "缺报", "")
    assert ways.to_dict("records") == [
        {
            "tier": "county",
            "region_code": "630121",
            "institution_code": "H2",
            "rank": "1",
            "actions": "telemedicine;team+1",
            "total_after": "72",
        }
    ]
    assert list(items["item"]) == [
        "equipment", "service", "policy", "in_county_rate",
        "equipment", "physicians", "signing", "follow_up", "drugs", "basic_share",
    ]  # fmt: skip


def test_presets_share_their_sensitivity(folder: Path, tmp_path: Path) -> None:
    columns = ["region_code", "reading_sensitive", "readings"]
    found = []
    for preset in ("default", "strict", "lenient"):
        assert score(folder, tmp_path / preset, "--preset", preset) == 0
        found.append(read(tmp_path / preset / "verdicts.csv")[columns])
    assert found[0].equals(found[1])
    assert found[0].equals(found[2])
    assert read(tmp_path / "strict" / "verdicts.csv")["status"].tolist() == ["未达标", "未达标", "空白点"]


def test_a_single_reading(folder: Path, tmp_path: Path) -> None:
    assert score(folder, tmp_path / "one", "--reading", "G-3=lenient") == 0
    assert read(tmp_path / "one" / "verdicts.csv")["total"][0] == "32.7"


def test_refused_rows_are_dropped_with_a_warning(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (folder / "县级医院监测.csv").open("a", encoding="utf-8") as handle:
        handle.write("H2,2020-05,也许,是,是,是,是,是,是,是,是,是,是,9,\n")
    assert score(folder, tmp_path / "out") == 0
    assert "1 行未通过校验" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--policy", "LYG-2018"], "没有机构评分规则"),
        (["--policy", "QH-1999"], "没有口径方案"),
        (["--month", "2020-13"], "2020-05 的形式"),
        (["--reading", "T-1"], "T-1=strict"),
    ],
)
def test_wrong_questions(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], said: str) -> None:
    assert score(folder, tmp_path / "out", *more) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_unreadable_input(folder: Path, tmp_path: Path) -> None:
    (folder / "县域就诊汇总.csv").write_bytes(b"")
    assert score(folder, tmp_path / "out") == 2
    assert score(tmp_path / "nowhere", tmp_path / "out") == 2
