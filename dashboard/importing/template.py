"""A workbook to fill in for one table: its columns, what each expects, and its code lists as drop-downs."""

import io

import xlsxwriter

from dashboard.records import TABLES, Column

_ROWS = 5000  # rows that carry the cell formats and drop-downs
_EXPECTED = {
    "text": "文字",
    "code": "编号（按文本填写）",
    "region": "区划代码，2/4/6/9/12 位（按文本填写）",
    "choice": "从列表中选",
    "month": "月份，如 2020-05",
    "flag": "是 / 否；未报留空",
    "int": "整数",
    "year": "四位年份",
    "decimal": "数字",
    "money": "金额（元，两位小数）",
    "date": "日期，如 2020-05-31",
}


def template(table: str) -> bytes:
    """The .xlsx of a table (KeyError if there is no such table); filled in, it imports as it is."""
    schema = TABLES[table]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        head = {True: book.add_format({"bold": True, "bg_color": "#FDE9D9", "border": 1, "text_wrap": True})}
        head[False] = book.add_format({"bold": True, "bg_color": "#F2F2F2", "border": 1, "text_wrap": True})
        as_text, as_date = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet, guide = book.add_worksheet(schema.name), book.add_worksheet("填写说明")
        sheet.freeze_panes(1, 0)
        guide.write_row(0, 0, ["填写项", "必填", "填写内容", "可选值"], head[False])
        guide.set_column(0, 2, 26)
        guide.set_column(3, 3, 80)
        for place, column in enumerate(schema.columns.values()):
            style = as_date if column.type == "date" else None if column.type in ("int", "decimal", "money", "year") else as_text
            sheet.set_column(place, place, max(12, 2 * len(column.name) + 2), style)
            sheet.write_string(0, place, column.name, head[column.required])
            choices = _choices(column)
            if choices and column.type != "list":
                sheet.data_validation(1, place, _ROWS, place, {"validate": "list", "source": choices, "ignore_blank": True})
            needed = "必填" if column.required else ""
            guide.write_row(place + 1, 0, [column.name, needed, expected(column), "、".join(choices)])
    return buffer.getvalue()


def _choices(column: Column) -> list[str]:
    if column.codes:
        return list(column.codes.values)
    return ["是", "否"] if column.type == "flag" else []


def expected(column: Column) -> str:
    """What a cell of the column should hold, in words."""
    unit = f"（{column.unit}）" if column.unit else ""
    several = "，多个以分号分隔" if column.type == "list" else ""
    return _EXPECTED[column.value_type] + unit + several
