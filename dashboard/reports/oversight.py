"""The reports of supervision as sheets."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import months
from dashboard.access import Viewer
from dashboard.blankspots import FLAG_MARKS
from dashboard.reports.workbook import Column, Sheet
from dashboard.selection import Selection
from dashboard.services import Services, Unknown, comparing, triggers
from dashboard.services.oversight_models import Nearest, Wanted
from dashboard.whatif import VALUES, Changes

PRESET_NAMES = {"default": "默认口径", "strict": "严格口径", "lenient": "宽松口径"}

_TIERS = {"county": "县级医院", "township": "乡镇卫生院", "village": "行政村"}
_CHANGE_HEADS = ("层级", "单位", "所在", "代码", "原来", "现在", "原因", "因为")
_UNIT_HEADS = ("编号", "读法", "单位", "所在", "代码", "本系统结论", "换读法后")


def notes(selection: Selection) -> str:
    """What every sheet says of its figures."""
    return f"{months.label(str(selection.month))} · {PRESET_NAMES[selection.preset]} · 本系统测算，正式结论以主管部门认定为准"


def worklist(services: Services, viewer: Viewer, selection: Selection, own: Mapping[str, str]) -> tuple[Sheet, ...]:
    """S07, every row under the page's filters."""
    wanted = Wanted(own.get("group", ""), own.get("flag", ""), own.get("watch", ""))
    found = services.oversight.blank_spots(viewer, selection, wanted)
    columns = (
        Column("类别", 8), Column("县、乡镇", 18), Column("行政村", 16), Column("村代码", 14), Column("原因", 34),
        Column("临近预警", 26), Column("标记", 8), Column("常住人口", 9), Column("合格村医（人）", 8),
        Column("唯一村医年龄", 8), Column("服务方式", 10), Column("药品（种）", 8),
        Column("药品须多于（种）", 8),
        Column("自何月", 12), Column("最近合格医生", 24), Column("距离（公里）", 8), Column("最近合格卫生室", 20),
        Column("距离（公里）", 8), Column("位置", 8), Column("督战台账", 12), Column("责任人", 10), Column("措施", 20),
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


def supervision(services: Services, viewer: Viewer, selection: Selection, own: Mapping[str, str]) -> tuple[Sheet, ...]:
    """S06: every county under the page's filters, and the counties that hold most of the measure."""
    sort = own.get("sort") or next(iter(triggers.SORTS))
    only = tuple(name for name in own.get("only", "").split(",") if name)
    k = int(own["k"]) if own.get("k", "").isdecimal() else 5
    found = services.oversight.triggers(viewer, selection, sort, only, k)
    order = {ref.code: n for n, (ref, _) in enumerate(found.cover.chosen, 1)} if found.cover else {}
    flags = tuple(FLAG_MARKS)
    rates = list(dict.fromkeys((rate.indicator, rate.name, rate.unit) for row in found.rows for rate in row.rates))
    columns = (
        Column("市州", 18), Column("县", 16), Column("县代码", 9), Column("名额内次序", 7), Column("县级医院", 9),
        Column("卫生院未达标（家）", 9), Column("卫生院（家）", 8), Column("空白点（村）", 8),
        Column("有风险（村）", 8), *(Column(f"{FLAG_MARKS[flag]}（村）", 7) for flag in flags),
        *(column for _, name, unit in rates for column in (Column(name, 9), Column(f"{name}还差（{unit}）", 9))),
        Column("住院信息迟报未报（例）", 10), Column("台账未销号（项）", 9),
    )  # fmt: skip
    rows = []
    for row in found.rows:
        short = {rate.indicator: (f"{rate.ratio.percent()}%", rate.short) for rate in row.rates}
        told = [cell for indicator, _, _ in rates for cell in short.get(indicator, ("达标或无数据", None))]
        rows.append(
            [
                row.place, row.region.name, row.region.code, order.get(row.region.code), row.hospital, row.centres_failing,
                row.centres, row.blank, row.flagged, *(row.flags.get(flag, 0) for flag in flags), *told, row.late, row.open_items,
            ]
        )  # fmt: skip
    name, unit = triggers.SORTS[sort]
    covered = ""
    if found.cover:
        chosen, whole = len(found.cover.chosen), found.cover.total
        covered = f"督导 {chosen} 个县可覆盖{name} {found.cover.covered:,} {unit}，全部为 {whole:,} {unit}。"
    title = f"{found.region.name}{months.label(found.month)}督导对象分析"
    basis = f"{notes(selection)} · 按{name}由多到少 · 各列分别列示，不合成总分"
    return (Sheet("督导对象", title, (found.finding or found.absent_because) + covered, basis, columns, rows),)


def ways(services: Services, viewer: Viewer, selection: Selection, own: Mapping[str, str]) -> tuple[Sheet, ...]:
    """Every failing hospital and centre with its cheapest set of actions."""
    found = services.oversight.ways(viewer, selection)
    columns = (
        Column("县", 16), Column("本县合计", 24), Column("乡镇", 14), Column("机构", 22), Column("机构编码", 16),
        Column("层级", 10), Column("现得分", 8), Column("件数", 6),
        Column("最少要做的事", 44), Column("做后得分", 8), Column("其他办法（种）", 8),
        Column("责任人", 10), Column("完成时限", 12),
    )  # fmt: skip
    rows = [
        [
            county.region.name, county.headline, row.region.name, row.institution, row.institution_code, _TIERS[row.tier],
            row.total, len(row.actions) or None, "；".join(row.actions) or "一个季度内够不到及格线", row.total_after,
            row.alternatives, "", "",
        ]
        for county in found.counties
        for row in county.rows
    ]  # fmt: skip
    title = f"{found.region.name}{months.label(found.month)}机构及格办法"
    return (Sheet("及格办法", title, found.finding or found.absent_because, notes(selection), columns, rows),)


def readings(services: Services, viewer: Viewer, selection: Selection, own: Mapping[str, str]) -> tuple[Sheet, ...]:
    """S28: every reading with its alternatives and how many units each turns; on a second sheet these units."""
    found = services.oversight.readings(viewer, selection)
    columns = (
        Column("编号", 7), Column("问题", 34), Column("条款", 18), Column("本系统读法", 34), Column("理由", 34),
        *(Column(column, 26) for column in ("严格读法", "宽松读法", "另一读法")),
        *(Column(f"{column}变结论单位", 9) for column in ("严格", "宽松", "另一读法")),
    )  # fmt: skip
    settings = ("strict", "lenient", "option")
    rows = [
        [
            row.id, row.question, row.clause, row.default, row.why, *(row.says.get(setting, "") for setting in settings),
            *(row.changes.get(setting, 0) if setting in row.says else None for setting in settings),
        ]
        for row in found.rows
    ]  # fmt: skip
    units = [
        [row.id, setting, one.region.name, one.place, one.region.code, one.before, one.after]
        for row in found.rows
        for setting in row.changes
        for one in services.oversight.reading_units(viewer, selection, row.id, setting)[0]
    ]
    heads = tuple(Column(name, width) for name, width in zip(_UNIT_HEADS, (7, 9, 18, 22, 14, 10, 10), strict=True))
    title = f"{found.region.name}{months.label(found.month)}口径说明与敏感性"
    said = found.finding or found.absent_because
    return (
        Sheet("口径", title, said, notes(selection), columns, rows),
        Sheet("变结论单位", title, said, notes(selection), heads, units),
    )


def comparison(services: Services, viewer: Viewer, selection: Selection, own: Mapping[str, str]) -> tuple[Sheet, ...]:
    """Who changed between two months or presets, and why."""
    base = comparing.base(selection, own.get("than_month", ""), own.get("than_preset", ""))
    found = services.oversight.compare(viewer, selection, *base)
    columns = tuple(
        Column(name, width)
        for name, width in zip(
            ("层级", "单位", "所在", "代码", "原来", "现在", "原因", "因为"), (10, 18, 22, 14, 9, 9, 16, 50), strict=True
        )
    )
    rows = [
        [_TIERS[one.tier], one.region.name, one.place, one.region.code, one.before, one.after, one.cause, one.why]
        for one in found.rows
    ]
    said = f"由“{found.before}”到“{found.after}”：{found.total:,} 个单位结论有变，变好 {found.better:,}、变差 {found.worse:,}。"
    return (Sheet("对比", f"{found.region.name}结论变化对比", said, notes(selection), columns, rows),)


def whatif(services: Services, viewer: Viewer, selection: Selection, own: Mapping[str, str]) -> tuple[Sheet, ...]:
    """测算: every title and note says so; what was assumed stands beside what would follow."""
    try:
        changes = Changes.parse([text for text in own.get("try", "").split(",") if text])
    except ValueError as wrong:
        raise Unknown(str(wrong)) from None
    found = services.oversight.what_if(viewer, selection, changes)
    title = f"【测算】{found.region.name}{months.label(found.month)}假设测算"
    told = f"测算结果，不是发布数据，不得用于通报 · {notes(selection)}"
    said = found.absent_because or f"按所列假设，{found.total:,} 个单位结论会变。"
    assumed = [
        *(["政策值", VALUES[key].name, found.values.get(key), number] for key, number in changes.values),
        *(["目标", key, None, number] for key, number in changes.targets),
        *(["机构投入", f"{institution} {name}", None, number] for (institution, name), number in changes.fields),
    ]
    counts = [
        [_TIERS[tier.tier], word, before, tier.after[word], tier.after[word] - before]
        for tier in found.tiers
        for word, before in tier.before.items()
    ]
    turned = [[_TIERS[one.tier], one.region.name, one.place, one.region.code, one.before, one.after] for one in found.turned]
    return (
        Sheet(
            "测算结果", title, said, told,
            (Column("层级", 12), Column("状态", 10), *(Column(name, 10) for name in ("现状", "测算", "变化"))), counts,
        ),
        Sheet(
            "测算假设", title, said, told,
            (Column("类别", 10), Column("项目", 40), Column("现值"), Column("假设", 10)), assumed,
        ),
        Sheet(
            "测算变化单位", title, said, told,
            tuple(Column(name, width) for name, width in zip(_CHANGE_HEADS[:6], (10, 18, 22, 14, 9, 9), strict=True)), turned,
        ),
    )  # fmt: skip
