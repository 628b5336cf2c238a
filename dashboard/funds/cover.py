"""Cover of 大病 and 重病 by the fund (新政办发〔2018〕50号 二(四)1、2).

The fund owes the compliant part that is left after the insurers, within a limit. The document names the limit and gives none:
until an office sets one the amount is 待定, and the figure beside it is what would be due without a limit. For the 94 diseases
of persons still in poverty the text sets no limit: that amount is due as it stands.
"""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from dashboard.funds.models import SPECIAL, FundLine
from dashboard.funds.scope import FundScope
from dashboard.rollup.facts import yes

TABLE, COMPLIANT, FUND, HOSPITAL = "诊疗费用", "合规费用", "健康扶贫专项基金", "医院兜底"
INSURERS = ("基本医保报销", "大病保险报销", "医疗救助", "商业健康保险", "其他补充保险", "新农合二次补偿")
LISTS = (("大病", "大病兜底"), ("重病", "重病兜底"), ("未脱贫扩展", "未脱贫人员其他病种兜底"))


def lines(scope: FundScope) -> tuple[FundLine, ...]:
    """One line per disease list of the profile."""
    return tuple(_line(scope, name, use) for name, use in LISTS if name in scope.profile.disease_lists)


def _line(scope: FundScope, name: str, use: str) -> FundLine:
    codes = scope.facts.lists.codes(name)
    extended = name == "未脱贫扩展"
    if extended:
        codes -= scope.facts.lists.codes("重病")
    limit = None if extended else scope.fen("cover_limit_yuan")
    why = _lacking(scope, codes, scope.profile.disease_lists[name])
    due = recorded = quantity = None
    note = ""
    if not why:
        sums = _sums(scope, codes, extended, limit)
        quantity, recorded = sums["persons"], sums["recorded"]
        if sums["unknown"]:
            why = f"{sums['unknown']:,} 人次未填报{COMPLIANT}"
        elif limit is None and not extended:
            why = "文件未载明限额"
        else:
            due = sums["due"]
        note = f"不计限额为 {_yuan(sums['left'])} 元；医院兜底已记 {_yuan(sums['hospital'])} 元"
    return FundLine(
        fund=SPECIAL,
        use=use,
        quantity=quantity,
        unit="人",
        rule="合规费用扣除各项报销后的部分" + ("，全额" if extended else "，限额内"),
        due_fen=due,
        recorded_fen=recorded,
        paid_fen=None,
        pending_fen=None,
        undetermined=why,
        clause=scope.profile.clause("funds", "extended_cover" if extended else "cover_limit_yuan") or "",
        note=note,
    )


def _lacking(scope: FundScope, codes: frozenset[str], list_id: str) -> str:
    if not scope.records.reported(TABLE):
        return f"本月未报送{TABLE}"
    if not codes:
        return f"病种目录 {list_id} 尚未填入"
    return "" if scope.records.has_column(TABLE, COMPLIANT) else f"未报送{COMPLIANT}"


def _sums(scope: FundScope, codes: frozenset[str], poor_only: bool, limit: int | None) -> dict[str, int]:
    """persons; fen left after the insurers, due within the limit per person, recorded by fund and hospital; visits unknown."""
    facts = scope.facts
    visits = facts.visits
    visits = visits.filter(
        scope.territory.holds(visits.village),
        visits.disease.isin(sorted(codes)),
        visits.dated.between(date(scope.year, 1, 1), scope.as_of),
    )
    if poor_only:
        visits = visits.semi_join(_still_poor(scope), "person")
    more = facts.table(TABLE)
    rows = visits.left_join(more.select(visit="就诊编号", compliant=COMPLIANT), "visit").drop("visit_right")
    paid = sum(rows[insurer].fill_null(0) for insurer in INSURERS)
    rows = rows.mutate(left=ibis.greatest(rows.compliant.fill_null(0) - paid, 0))
    each = rows.group_by("person").aggregate(
        left=_fen(rows.left),
        recorded=_fen(rows[FUND]),
        hospital=_fen(rows[HOSPITAL]),
        unknown=rows.compliant.isnull().cast("int64").sum(),
    )
    due = each.left if limit is None else ibis.least(each.left, limit)
    (found,) = (
        each.aggregate(
            persons=each.count(),
            left=_fen(each.left),
            due=_fen(due),
            recorded=_fen(each.recorded),
            hospital=_fen(each.hospital),
            unknown=each.unknown.sum().fill_null(0),
        )
        .to_pyarrow()
        .to_pylist()
    )
    return found


def _still_poor(scope: FundScope) -> ir.Table:
    """Persons whose roster row of the newest 名单年度 says 未脱贫."""
    roster = scope.facts.table("贫困人口花名册")
    newest = roster.filter(roster["名单年度"] <= scope.year)["名单年度"].max().to_pyarrow().as_py()
    return roster.filter(roster["名单年度"] == (newest or 0), yes(roster["脱贫状态"] == "未脱贫")).select(person="人员编号")


def _fen(amount: ir.IntegerColumn) -> ir.IntegerScalar:
    return amount.sum().fill_null(0).cast("int64")


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02d}"
