"""What is told about a refused cell: the reason, and what to do (zh-CN)."""

from dataclasses import dataclass

from dashboard.importing.cells import quote
from dashboard.records import Column

REGION_LENGTHS = (2, 4, 6, 9, 12)


@dataclass(frozen=True)
class Told:
    reason: str
    remedy: str

    @property
    def sql(self) -> str:
        """Two select expressions: reason and remedy."""
        return f"{quote(self.reason)}, {quote(self.remedy)}"


BLANK_KEY = Told("关键字段为空", "补上编号后重新导入")
SURPLUS = Told("该行的列数多于表头", "检查该行是否多出分隔符；含分隔符的文字须加引号")
UNKNOWN_REGION = Told("区划代码不在当月《行政区划》中，也不在内置区划库中", "更正代码，或在《行政区划》中补上该区划")
TOTAL = Told("合计行，不是一条记录", "删除合计、小计行")
ORDER = "{later}早于{earlier}"
ORDER_REMEDY = "核对两个日期"
BALANCE = Told("总费用与各项支付及个人自付之和相差超过 0.01 元", "核对各项金额")
NEGATIVE = Told("不能为负数", "核对数值；未报请留空")
SERIAL = Told("疑似 Excel 日期序号，CSV 中无法确定其日期", "在 Excel 中将该列设为日期格式 2020-05-31 后重新导出")


def duplicate(key: tuple[str, ...]) -> Told:
    return Told(f"关键字段（{'、'.join(key)}）重复，已保留第一行", "删除重复行，或更正编号")


def outside(province: str) -> Told:
    return Told(f"不属于本次导入的省份（{province}）", "移出该行，或不加 --province 导入")


def unknown(column: str, table: str) -> Told:
    return Told(f"{column}不在当月《{table}》中", f"更正编号，或在《{table}》中补上该记录")


def unreadable(column: Column, c: str) -> tuple[str, str]:
    """SQL of reason and remedy for an unreadable cell with the raw text `c`."""
    cases = _cases(column, c)
    *special, (_, otherwise) = cases
    return tuple(  # type: ignore[return-value]
        " ".join(["CASE", *(f"WHEN {when} THEN {quote(getattr(told, part))}" for when, told in special)])
        + f" ELSE {quote(getattr(otherwise, part))} END"
        if special
        else quote(getattr(otherwise, part))
        for part in ("reason", "remedy")
    )


def _cases(column: Column, c: str) -> list[tuple[str, Told]]:
    negative = (f"starts_with(narrow({c}), '-')", NEGATIVE)
    match column.value_type:
        case "date":
            serial = (rf"regexp_full_match(narrow({c}), '\d{{4,6}}(\.\d+)?')", SERIAL)
            return [serial, ("", Told("日期无法识别，或不在 1900–2100 年之间", "写成 2020-05-31 的形式"))]
        case "month":
            return [("", Told("月份无法识别", "写成 2020-05 的形式"))]
        case "year":
            return [("", Told("年份无法识别", "写成四位年份，如 2020"))]
        case "flag":
            return [("", Told("应为是或否", "填“是”或“否”；未报请留空"))]
        case "int":
            fraction = (f"number(narrow({c}), '{column.unit or '元'}') IS NOT NULL", Told("应为整数", "核对数值；未报请留空"))
            return [negative, fraction, ("", Told("数字无法识别", "只填数字；未报请留空"))]
        case "money":
            return [negative, ("", Told("金额无法识别", "只填以元为单位的数字；未报请留空"))]
        case "decimal":
            return [("", Told("数字无法识别", "只填数字；未报请留空"))]
        case "region":
            length = f"digits(narrow({c})) <> '' AND length(digits(narrow({c}))) NOT IN ({', '.join(map(str, REGION_LENGTHS))})"
            if column.type == "list":
                return [("", Told("其中有区划代码无法识别", "每个代码为 2、4、6、9 或 12 位数字，以分号分隔"))]
            wrong = Told("区划代码的位数不对", "应为 2、4、6、9 或 12 位数字；不要补零，向下级核实完整代码")
            return [(length, wrong), ("", Told("区划代码无法识别", "应为 2、4、6、9 或 12 位数字"))]
        case "choice":
            codes = column.codes
            assert codes is not None
            return [("", Told(f"不在“{codes.name}”代码表中", f"改为：{'、'.join(codes.values)}"))]
    return [("", Told("内容无法识别", "核对该单元格"))]
