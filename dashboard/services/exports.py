"""The list screens as tables of a workbook: all rows, as the viewer may see them."""

from __future__ import annotations

from dashboard.costs import CostAnalysis
from dashboard.services.list_models import (
    CostSheet,
    DutyRow,
    DutySheet,
    FundSheet,
    MissingSheet,
    TaskSheet,
    TreatmentSheet,
)
from dashboard.services.models import RegionRef
from dashboard.services.warned_models import WarnedRow, WarnedSheet
from dashboard.workbook import Table

_PERSON = [("所在地", 34.0), ("姓名", 10.0), ("性别", 6.0), ("年龄", 6.0)]


def _notes(month: str, masked: bool, *more: str) -> list[str]:
    said = [f"数据月份：{month}", *more]
    return [*said, "姓名、编号已按权限隐去。"] if masked else said


def _title(region: RegionRef, name: str) -> str:
    return f"{region.name}{name}"


def treatment(sheet: TreatmentSheet) -> list[Table]:
    """S09 大病救治工作单."""
    funnel = sheet.funnel
    told = []
    if funnel:
        steps = f"核实 {funnel.verified}、救治 {funnel.treated}、填报 {funnel.filed}、销号 {funnel.closed}"
        told = [f"{steps}；待核实 {funnel.unverified}"]
    columns = [
        ("待办", 8.0),
        *_PERSON,
        ("病种", 18.0),
        ("自何日起", 12.0),
        ("已等天数", 9.0),
        ("未救治原因", 12.0),
        ("定点医院", 26.0),
    ]
    rows = [
        (r.step, r.person.place, r.person.name, r.person.sex, r.person.age, r.disease, r.since, r.days, r.reason, r.hospital)
        for r in sheet.rows
    ]
    notes = _notes(sheet.month, sheet.masked, *told, *filter(None, [sheet.absent_because]))
    return [Table(_title(sheet.region, "大病救治工作单"), notes, columns, rows, "大病救治")]


def duties(sheet: DutySheet) -> list[Table]:
    """S10 签约与随访工作单: the list, and the load by team."""
    columns = [
        ("团队", 18.0),
        *_PERSON,
        ("病种", 18.0),
        ("签约", 10.0),
        ("签约到期", 12.0),
        ("未签约原因", 10.0),
        ("随访应于", 12.0),
        ("逾期天数", 9.0),
        ("上次随访", 12.0),
        ("体检", 8.0),
        ("完成（日期、签名）", 18.0),
    ]
    rows = [_duty(r) for r in sheet.rows]
    look = f"截至 {sheet.as_of}，列到 {sheet.until}；未落实团队 {sheet.unassigned_households} 户"
    notes = _notes(sheet.month, sheet.masked, look, *filter(None, [sheet.absent_because]))
    title = _title(sheet.region, "签约与随访工作单")
    heads = [("团队", 24.0), ("待签约", 10.0), ("待随访", 10.0), ("其中逾期", 10.0), ("待体检", 10.0), ("APP激活", 10.0)]
    loads = [(t.name or "未落实团队", t.sign, t.visit, t.overdue, t.checkup, t.app_active) for t in sheet.teams]
    return [Table(title, notes, columns, rows, "工作单"), Table(title, notes, heads, loads, "团队任务量")]


def _duty(r: DutyRow) -> tuple:
    who = r.person
    signing = (r.sign, r.sign_due, r.unsigned_because)
    visit = (r.visit_due, r.overdue_days, r.last_visit)
    checkup = "待体检" if r.checkup else ""
    return (r.team or "未落实团队", who.place, who.name, who.sex, who.age, r.diseases, *signing, *visit, checkup, "")


def missing(sheet: MissingSheet) -> list[Table]:
    """还差 n 例: who they are, with a column for each thing the indicator knows."""
    labels = list(dict.fromkeys(label for row in sheet.rows for label, _ in row.told))
    columns = [*_PERSON, ("病种", 18.0), *((label, 14.0) for label in labels)]
    rows = []
    for r in sheet.rows:
        told = dict(r.told)
        who = r.person
        rows.append((who.place, who.name, who.sex, who.age, r.disease, *(told.get(label, "") for label in labels)))
    notes = _notes(sheet.month, sheet.masked, f"共 {sheet.total} {sheet.indicator.unit}", sheet.indicator.definition)
    return [Table(_title(sheet.region, f"{sheet.indicator.name}缺口名单"), notes, columns, rows, "缺口名单")]


def warned(sheet: WarnedSheet) -> list[Table]:
    """S16 预警户跟踪."""
    years = list(dict.fromkeys(year for row in sheet.rows for year, _ in (*row.self_pay, *row.per_capita)))
    columns = [("家庭编号", 18.0), ("所在地", 34.0), ("户主", 10.0), ("家庭人口数", 10.0), ("预警来源", 14.0)]
    columns += [(f"{year}年家庭自付", 14.0) for year in years] + [(f"{year}年人均自付", 14.0) for year in years]
    columns += [("影响因素", 20.0), ("状态", 10.0), ("理由", 24.0), ("决定日期", 12.0), ("首次列入月份", 12.0), ("已等天数", 9.0)]
    columns += [("健康扶贫系统标识", 14.0), ("扶贫开发系统标识", 14.0), ("帮扶措施", 34.0)]
    notes = _notes(sheet.month, sheet.masked, f"人均自付超过 {sheet.line_yuan} 元（{sheet.clause}）；金额单位：元")
    rows = [_warned(row, years) for row in sheet.rows]
    return [Table(_title(sheet.region, "因病返贫预警户"), notes, columns, rows, "预警户")]


def _warned(row: WarnedRow, years: list[str]) -> tuple:
    paid, each = dict(row.self_pay), dict(row.per_capita)
    money = [*(paid.get(year, "") for year in years), *(each.get(year, "") for year in years)]
    stands = (row.factors, row.state, row.reason, row.decided_on, row.since_month, row.waiting_days)
    marks = (row.marked_on, row.marked_twice_on)
    done = "；".join(f"{measure.on} {measure.kind}" for measure in row.measures)
    return (row.household, row.place, row.head, row.members, row.source, *money, *stands, *marks, done)


def costs(sheet: CostSheet) -> list[Table]:
    """S17 费用构成: one worksheet per question."""
    found: CostAnalysis = sheet.costs
    title = _title(sheet.region, f"{found.year}年贫困患者费用构成")
    notes = _notes(sheet.month, False, f"截至 {sheet.as_of}；{found.persons} 人 {found.visits} 人次，其中住院 {found.stays} 人次")
    payers = [(p.name, p.fen if p.fen is not None else "未报送") for p in found.payers]
    payers += [("个人自付", found.self_pay_fen), ("医疗总费用", found.total_fen)]
    money, own = ("总费用（元）", 16.0), ("个人自付（元）", 16.0)
    places = [
        ("住院" if p.stay else "门诊", p.in_county, p.layer, p.grade, p.visits, p.total_fen, p.self_pay_fen) for p in found.places
    ]
    out = [(d.code, d.name, d.out_stays, d.stays, d.out_total_fen, d.out_self_pay_fen) for d in found.out_of_county()]
    over = [(s.name, s.stays, s.over, s.excess_fen) for s in found.standards]
    where = [("就诊类型", 10.0), ("县域", 10.0), ("机构层级", 10.0), ("机构等级", 10.0), ("人次", 10.0), money, own]
    sick = [("疾病编码", 10.0), ("病种", 20.0), ("县外住院（人次）", 14.0), ("住院（人次）", 12.0), money, own]
    fees = [("机构", 30.0), ("有收费标准（人次）", 16.0), ("超标准（人次）", 14.0), ("超出（元）", 16.0)]
    return [
        Table(title, notes, [("支付方", 20.0), ("金额（元）", 18.0)], payers, "支付方"),
        Table(title, notes, where, places, "就诊地点"),
        Table(title, notes, sick, out, "县外前十病种"),
        Table(title, notes, fees, over, "超收费标准"),
    ]


def funds(sheet: FundSheet) -> list[Table]:
    """S18: lines of both funds, the two-step approval, persons at the cap."""
    title = _title(sheet.region, "专项基金与减免")
    notes = _notes(sheet.month, sheet.masked, f"截至 {sheet.as_of}", *filter(None, [sheet.absent_because]))
    made = sheet.statement
    amounts = [("应补（元）", 16.0), ("已记（元）", 16.0), ("已拨付（元）", 16.0), ("待拨付（元）", 16.0)]
    columns = [("资金", 18.0), ("用途", 28.0), ("数量", 8.0), ("规则", 34.0), *amounts, ("说明", 30.0), ("依据", 30.0)]
    rows = [
        (
            line.fund,
            line.use,
            line.quantity,
            line.rule,
            "待定" if line.due_fen is None else line.due_fen,
            line.recorded_fen,
            "未报送" if line.paid_fen is None and line.fund == "医疗减免资金" else line.paid_fen,
            line.pending_fen,
            "；".join(filter(None, [line.undetermined, line.note])),
            line.clause,
        )
        for line in (made.lines if made else ())
    ]
    steps = [(s.name, s.owner, s.rows, s.fen, s.oldest_days) for s in (made.stages if made else ())]
    caps = [
        (c.person.place, c.person.name, c.person.sex, c.person.age, c.spent_fen, c.covered_fen, f"{c.percent}%")
        for c in sheet.caps
    ]
    step_heads = [("步骤", 18.0), ("经办", 12.0), ("笔数", 8.0), ("减免（元）", 16.0), ("最长等待（天）", 14.0)]
    cap_heads = [*_PERSON, ("报销后药费（元）", 16.0), ("基金承担（元）", 16.0), ("占限额", 8.0)]
    return [
        Table(title, notes, columns, rows, "资金"),
        Table(title, notes, step_heads, steps, "减免两级审核"),
        Table(title, notes, cap_heads, caps, "投药限额"),
    ]


def tasks(sheet: TaskSheet) -> list[Table]:
    """S23 任务分工进展."""
    columns = [("序号", 6.0), ("任务", 60.0), ("牵头处室", 24.0), ("进展", 30.0), ("联络员", 12.0), ("相关指标", 40.0)]
    rows = []
    for r in sheet.rows:
        told = "；".join(
            f"{info.name if info else name} {f'{value.ratio.percent()}%' if value and value.ratio else '无数据'}"
            for info, value, name in r.indicators
        )
        rows.append((r.task.number, r.task.text, r.task.office, r.task.progress, r.task.liaison, told))
    notes = _notes(sheet.month, False, f"应有 {sheet.expected} 项（{sheet.clause}）", *filter(None, [sheet.absent_because]))
    return [Table(_title(sheet.region, "健康扶贫任务分工进展"), notes, columns, rows, "任务分工")]
