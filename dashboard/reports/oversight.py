"""The reports of supervision as sheets."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import months
from dashboard.access import Viewer
from dashboard.blankspots import FLAG_MARKS
from dashboard.reports.workbook import Column, Sheet
from dashboard.selection import Selection
from dashboard.services import Services
from dashboard.services.oversight_models import Nearest, Wanted

COUNT, KM = "#,##0", "0.0"
PRESET_NAMES = {"default": "默认口径", "strict": "严格口径", "lenient": "宽松口径"}


def notes(selection: Selection) -> str:
    """What every sheet says of its figures."""
    return f"{months.label(str(selection.month))} · {PRESET_NAMES[selection.preset]} · 本系统测算，正式结论以主管部门认定为准"


def worklist(services: Services, viewer: Viewer, selection: Selection, own: Mapping[str, str]) -> tuple[Sheet, ...]:
    """S07, every row under the page's filters."""
    wanted = Wanted(own.get("group", ""), own.get("flag", ""), own.get("watch", ""))
    found = services.oversight.blank_spots(viewer, selection, wanted)
    columns = (
        Column("类别", 8), Column("县、乡镇", 18), Column("行政村", 16), Column("村代码", 14), Column("原因", 34),
        Column("临近预警", 26), Column("标记", 8), Column("常住人口", 9, COUNT), Column("合格村医（人）", 8, COUNT),
        Column("唯一村医年龄", 8, COUNT), Column("服务方式", 10), Column("药品（种）", 8, COUNT), 
        Column("药品须多于（种）", 8, COUNT),
        Column("自何月", 12), Column("最近合格医生", 24), Column("距离（公里）", 8, KM), Column("最近合格卫生室", 20),
        Column("距离（公里）", 8, KM), Column("位置", 8), Column("督战台账", 12), Column("责任人", 10), Column("措施", 20),
        Column("完成时限", 12),
    )  # fmt: skip
    rows = [
        [
            spot.group, spot.place, spot.region.name, spot.region.code, spot.reason,
            "；".join(spot.ahead), "".join(FLAG_MARKS[flag] for flag in spot.flags), spot.residents, spot.doctors,
            spot.doctor_age, spot.doctor_mode, spot.drugs, spot.drug_limit,
            since(spot.since, spot.since_or_before), whom(spot.nearest_doctor), spot.nearest_doctor and spot.nearest_doctor.km,
            spot.nearest_clinic and spot.nearest_clinic.name, spot.nearest_clinic and spot.nearest_clinic.km,
            _position(spot.nearest_doctor or spot.nearest_clinic), spot.case_state, "", "", "",
        ]
        for spot in found.rows
    ]  # fmt: skip
    told = f"{notes(selection)} · 距离为直线距离 · 居委会 {found.communities:,} 个不在评定范围"
    title = f"{found.region.name}{months.label(found.month)}村卫生室空白点工作单"
    return (Sheet("空白点工作单", title, found.finding or found.absent_because, told, columns, rows),)


def since(month: str, or_before: bool) -> str:
    """`2020年3月`, `2020年1月或更早`."""
    return (months.label(month) + ("或更早" if or_before else "")) if month else ""


def whom(near: Nearest | None) -> str:
    """`岗当村 村医（示＊＊）`."""
    if near is None:
        return ""
    return f"{near.name} {near.role}" + (f"（{near.person}）" if near.person else "")


def _position(near: Nearest | None) -> str:
    return "" if near is None else "示意" if near.schematic else "坐标"
