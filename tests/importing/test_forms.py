"""The same month in every form a province may send it gives the same records; broken forms are named, never half read."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from dashboard import importing
from dashboard.records import TABLES, MonthRecords
from tests.importing.conftest import MONTH, VILLAGE, base, clinic, file, refusals, visit, write_csv


def records(report) -> dict[str, list]:
    assert report.unreadable == []
    assert report.refused == 0, refusals(report)
    return {table: report.records.frame(table).to_dict("records") for table in base()}


def write_xlsx(path: Path, sheets: dict[str, list[list[object]]], **merges: str) -> None:
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(r, c, dt.datetime.combine(cell, dt.time()), day)
                    elif cell not in ("", None):
                        sheet.write(r, c, cell)
            if name in merges:
                sheet.merge_range(merges[name], rows[0][0])


def typed(cell: str) -> object:
    """As a person's Excel holds it: numbers as numbers, dates as dates."""
    if len(cell) == 10 and cell[4] == "-":
        return dt.date.fromisoformat(cell)
    return float(cell) if cell.replace(".", "").isdigit() else cell


def as_sheet(rows) -> list[list[object]]:
    return [list(rows[0]), *([typed(cell) for cell in row.values()] for row in rows)]


def test_every_form_gives_the_same_records(folder, read, tmp_path):
    plain = records(read())
    for form in ("bom", "gb18030", "tabs", "semicolons", "utf-16", "xlsx", "parquet", "zip", "split"):
        other = tmp_path / form / "数据"
        other.mkdir(parents=True)
        for table, rows in base().items():
            match form:
                case "bom" | "gb18030" | "utf-16":
                    write_csv(other, table, rows, encoding="utf-8-sig" if form == "bom" else form)
                case "tabs" | "semicolons":
                    write_csv(other, table, rows, delimiter="\t" if form == "tabs" else ";")
                case "xlsx":
                    write_xlsx(other / f"{table}.xlsx", {"Sheet1": as_sheet(rows)})
                case "parquet":
                    columns = {name: [typed(row[name]) for row in rows] for name in rows[0]}
                    columns = {
                        n: [str(v) if n.endswith(("代码", "编号", "编码")) else v for v in vs] for n, vs in columns.items()
                    }
                    columns |= {n: [row[n] for row in rows] for n in rows[0] if n.endswith(("代码", "日期"))}
                    pq.write_table(pa.table(columns), other / f"{table}.parquet")
                case "zip":
                    write_csv(other, table, rows)
                case "split":
                    write_csv(other, f"{table}_1", rows[:1])
                    write_csv(other, f"{table}_2", [*rows[1:], *(rows[:0] if rows[1:] else [])] or [dict.fromkeys(rows[0], "")])
        source = other.parent
        if form == "zip":
            source = tmp_path / "month.zip"
            with zipfile.ZipFile(source, "w") as packed:
                for path in other.iterdir():
                    packed.write(path, f"2020年5月/{path.name}")
        assert records(importing.read_month(source, MONTH, tmp_path / f"out-{form}")) == plain, form


def test_aliases_in_the_header_and_from_a_province(read, tmp_path):
    given = tmp_path / "aliases"
    given.mkdir()
    (given / "qh.yaml").write_text("诊疗费用: {个人自付: [自己掏的钱]}\n'*': {人员编号: [人口标识]}\n", encoding="utf-8")
    row = visit()
    renamed = {
        "就诊编号": "就诊编号",
        "人员编号": "人口标识",
        "出院日期": "出院时间",
        "入院日期": " 入院时间 ",
        "基本医保报销": "基本医保（新农合）报销",
    }
    renamed |= {"个人自付": "自己掏的钱", "医疗总费用": "医疗总费用(元)"}
    report = read({"诊疗费用": [{renamed.get(name, name): cell for name, cell in row.items()}]}, aliases=given)
    assert report.refused == 0
    assert report.records.frame("诊疗费用")["基本医保报销"].tolist() == [60000]
    assert report.records.frame("诊疗费用")["个人自付"].tolist() == [40000]


def test_row_numbers_are_those_of_a_spreadsheet(folder, read):
    head = ",".join(visit())
    text = f'{head}\n{",".join(visit("V1").values())}\n\n"V\n2",{",".join(list(visit().values())[1:])}\n'
    text += f"V3,P1,D1\n{','.join(visit('V4', 入院日期='?').values())}\n{','.join(visit('V5').values())},多,余\n"
    (folder / "诊疗费用.csv").write_text(text, encoding="utf-8")
    report = read()
    assert [(line["row"], line["value"]) for line in refusals(report)] == [("6", "?"), ("7", "多\t余")]
    assert (file(report, "诊疗费用").rows, file(report, "诊疗费用").accepted) == (5, 3)


def test_workbooks_with_titles_merged_headers_several_sheets_and_notes(folder, read):
    head = list(clinic())
    bad = clinic(机构编码="", 监测期="无")
    write_xlsx(
        folder / "村卫生室监测.xlsx",
        {
            "甲": [["村卫生室监测表"], ["单位：青海省"], [], head, [*clinic().values()], ["", "", "", ""], []],
            "乙": [["机构编码", "情况", "", "", ""], ["", *head[1:]], [*bad.values()]],
            "说明": [["本表由省卫生健康委制发"]],
        },
        乙="A1:A2",
    )
    report = read()
    assert (file(report, "村卫生室监测").rows, file(report, "村卫生室监测").refused) == (2, 1)
    assert [(line["sheet"], line["row"], line["value"]) for line in refusals(report)] == [("乙", "3", "无")]
    assert any("说明" in notice for notice in file(report, "村卫生室监测").notices)


def test_an_excel_serial_is_a_date_in_a_workbook_and_refused_in_a_csv(folder, read):
    rows = [list(visit()), [float(cell) if cell == "43958" else cell for cell in visit(出院日期="43958").values()]]
    write_xlsx(folder / "诊疗费用.xlsx", {"Sheet1": rows})
    report = read()
    assert report.refused == 0
    assert report.records.frame("诊疗费用")["出院日期"].tolist() == [dt.date(2020, 5, 7)]
    assert file(report, "诊疗费用").repairs == {"Excel 日期序号": 1}


def test_empty_is_not_the_same_as_not_reported(folder, read):
    (folder / "诊疗费用.csv").write_text(",".join(visit()) + "\n", encoding="utf-8")
    report = read({"村卫生室监测": None})
    assert (file(report, "诊疗费用").rows, report.records.reported("诊疗费用")) == (0, True)
    assert report.records.frame("诊疗费用").empty
    assert not report.records.reported("村卫生室监测")
    assert list(report.records.frame("村卫生室监测").columns) == list(TABLES["村卫生室监测"].columns)


def broken() -> dict[str, bytes]:
    workbook = io.BytesIO()
    xlsxwriter.Workbook(workbook, {"in_memory": True}).close()
    no_self_pay = ",".join(name for name in visit() if name != "个人自付").encode()
    return {
        "诊疗费用.csv": b"",
        "诊疗费用_1.csv": b"\xff\xff\xff\xff\x00\x00",
        "诊疗费用_2.csv": "一,二,三\n1,2,3\n".encode(),
        "诊疗费用_3.csv": no_self_pay,
        "诊疗费用_4.xlsx": b"PK\x03\x04 broken",
        "诊疗费用_5.xlsx": workbook.getvalue(),
        "诊疗费用_6.parquet": b"PAR1 broken PAR1",
        "诊疗费用.docx": b"text",
        "诊疗费甲.csv": b"a,b\n",
    }


@pytest.mark.parametrize("name", broken())
def test_an_unreadable_file_is_named_and_nothing_is_accepted(folder, read, name):
    (folder / name).write_bytes(broken()[name])
    report = read({"诊疗费用": None})
    ((named, reason),) = report.unreadable
    assert named == name
    assert reason
    assert report.files == []


def test_a_missing_required_column_is_named(folder, read):
    (folder / "诊疗费用.csv").write_bytes(broken()["诊疗费用_3.csv"])
    assert "个人自付" in read().unreadable[0][1]


@pytest.mark.parametrize("name", ["没有", "没有.zip", "空"])
def test_missing_sources_are_unreadable(tmp_path, name):
    (tmp_path / "空").mkdir()
    assert importing.read_month(tmp_path / name, MONTH, tmp_path / "out").unreadable


def test_a_broken_archive_is_unreadable(tmp_path):
    (tmp_path / "m.zip").write_bytes(b"PK\x03\x04 not a zip")
    assert importing.read_month(tmp_path / "m.zip", MONTH, tmp_path / "out").unreadable


def test_archive_members_cannot_leave_the_work_folder(tmp_path):
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as packed:
        packed.writestr("../../贫困户.csv", "家庭编号,行政村代码,家庭人口数\nH1,63,3\n")
    assert importing.read_month(tmp_path / "m.zip", MONTH, tmp_path / "a" / "out").unreadable
    assert not list(tmp_path.glob("**/贫困户.csv"))


@pytest.mark.parametrize("table", ["县级医院监测", "村医"])
def test_a_template_filled_in_imports_as_it_is(tmp_path, table):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(importing.template(table)))
    assert [cell.value for cell in book[table][1]] == list(TABLES[table].columns)
    assert book[table].data_validations.dataValidation
    filled = {
        "text": "甲",
        "code": "C1",
        "region": "632801",
        "choice": None,
        "month": "2020-05",
        "flag": "是",
        "int": 5,
        "year": 2020,
    }
    filled |= {"decimal": 1.5, "money": 2.5, "date": dt.date(2020, 5, 1)}
    for place, column in enumerate(TABLES[table].columns.values(), start=1):
        value = column.codes.values[0] if column.codes else filled[column.value_type]
        book[table].cell(2, place, value)
    (tmp_path / "in").mkdir()
    book.save(tmp_path / "in" / f"{table}.xlsx")
    report = importing.read_month(tmp_path / "in", MONTH, tmp_path / "out")
    assert (report.unreadable, report.refused, report.rows) == ([], 0, 1)
    assert MonthRecords.open(tmp_path / "out").frame(table).notna().all(axis=None)


def test_a_village_of_the_base_month_is_made_up():
    """The region tests rest on it: a real code would be known by the shipped pack."""
    assert VILLAGE not in pq.read_table("geodata/china/divisions.parquet")["code"].to_pylist()


def test_cells_that_a_web_export_wrote_as_formulas(folder, read):
    columns = list(visit())
    lines = [columns, list(visit().values())]
    text = "\n".join("\t".join(f'="{cell}"' if cell else "" for cell in line) for line in lines)
    (folder / "诊疗费用.csv").write_text(text, encoding="utf-16")
    report = read()
    found = file(report, "诊疗费用")
    assert (found.rows, found.accepted) == (1, 1)
    assert any('="…"' in notice for notice in found.notices)
    assert report.records.frame("诊疗费用")["人员编号"].tolist() == ["P1"]


@pytest.mark.parametrize("word", ["合计", "总 计", "小计："])
def test_a_row_of_totals_is_no_record(read, word):
    report = read({"诊疗费用": [visit(), {"就诊编号": word, "医疗总费用": "1000"}]})
    found = file(report, "诊疗费用")
    assert (found.rows, found.accepted, found.refused) == (2, 1, 1)
    assert [line["reason"] for line in refusals(report)] == ["合计行，不是一条记录"]


@pytest.mark.parametrize("name", ["诊疗费用(1).csv", "2020年5月诊疗费用.csv", "某县诊疗费用表.csv", "诊疗费用.xls"])
def test_a_file_that_means_a_table_is_never_passed_over(folder, read, name):
    write_csv(folder, "诊疗费用", [visit()]).rename(folder / name)
    report = read({"诊疗费用": None})
    ((file_, reason),) = report.unreadable
    assert file_ == name
    assert "诊疗费用" in reason or "另存为" in reason


@pytest.mark.parametrize("closed", [True, False])
def test_a_quotation_mark_without_its_pair_swallows_no_rows(folder, read, closed):
    rows = [visit(f"V{n}") for n in range(5)]
    path = write_csv(folder, "诊疗费用", rows)
    text = path.read_text("utf-8").replace("V1,", '"V1,')
    path.write_text(text.replace("V3,", 'V3",') if closed else text, "utf-8")
    ((name, reason),) = read().unreadable
    assert name == "诊疗费用.csv"
    assert "第 3 行起引号不成对" in reason


def test_a_cell_of_several_lines_is_one_cell(folder, read):
    write_csv(folder, "诊疗费用", [visit("V1", 疾病编码="第一行,有逗号\n第二行"), visit("V2")])
    found = file(read(), "诊疗费用")
    assert (found.rows, found.accepted) == (2, 2)
