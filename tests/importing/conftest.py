"""A small month of complete, consistent tables that each test changes in one place."""

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from dashboard import importing
from dashboard.importing import ImportReport

VILLAGE = "632801001201"
MONTH = "2020-05"

Rows = Sequence[Mapping[str, str]]


def region(code: str, **other: str) -> dict[str, str]:
    return {"区划代码": code, "区划名称": f"区{code}", "常住人口数": "900"} | other


def visit(number: str = "V1", **other: str) -> dict[str, str]:
    row = {"就诊编号": number, "人员编号": "P1", "疾病编码": "D1", "就诊类型": "住院", "入院日期": "2020-05-01"}
    row |= {"出院日期": "2020-05-07", "就诊日期": "", "医疗总费用": "1000.00", "基本医保报销": "600.00", "个人自付": "400.00"}
    return row | other


def clinic(**other: str) -> dict[str, str]:
    return {"机构编码": "C1", "监测期": MONTH, "行政村代码": VILLAGE, "药品种数": "80", "合格村医数": "1"} | other


def base() -> dict[str, Rows]:
    return {
        "行政区划": [region("63"), region("6328"), region("632801"), region("632801001"), region(VILLAGE)],
        "医疗卫生机构": [
            {"机构编码": "C1", "机构类别": "村卫生室", "机构层级": "村", "举办性质": "公立", "所在区划代码": VILLAGE},
        ],
        "村卫生室监测": [clinic()],
        "贫困户": [{"家庭编号": "H1", "行政村代码": VILLAGE, "家庭人口数": "3"}],
        "贫困人口花名册": [
            {
                "人员编号": "P1",
                "名单年度": "2020",
                "家庭编号": "H1",
                "行政村代码": VILLAGE,
                "是否建档立卡": "是",
                "出生日期": "1960-01-01",
            },
        ],
        "诊疗费用": [visit()],
    }


def write_csv(folder: Path, table: str, rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    path = folder / f"{table}.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, list(dict.fromkeys(name for row in rows for name in row)), "", delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "month"
    made.mkdir()
    return made


@pytest.fixture
def read(folder: Path, tmp_path: Path) -> Callable[..., ImportReport]:
    """Import the base month with some tables replaced (None: left out); files already in the folder stay."""

    def run(tables: Mapping[str, Rows | None] | None = None, **options: str) -> ImportReport:
        for table, rows in (base() | dict(tables or {})).items():
            if rows is not None and not list(folder.glob(f"{table}*")):
                write_csv(folder, table, rows)
        return importing.read_month(folder, MONTH, tmp_path / "out", **options)

    return run


def refusals(report: ImportReport) -> list[dict[str, str]]:
    with report.rejects.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def file(report: ImportReport, table: str) -> importing.FileReport:
    return next(found for found in report.files if found.table == table)
