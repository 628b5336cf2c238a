"""S25: can the figures be trusted? Everything is computed once per version and asked by region."""

from __future__ import annotations

from functools import partial

import pandas as pd

from dashboard import quality
from dashboard.hierarchy import NATION
from dashboard.policy import Profile
from dashboard.publishing import MonthCube, frames
from dashboard.quality import Thresholds
from dashboard.ratio import Ratio
from dashboard.records import TABLES, MonthRecords
from dashboard.services import kept
from dashboard.services.base import Context
from dashboard.services.models import RegionRef
from dashboard.services.quality_models import (
    BlankRow,
    DuplicateRow,
    HitRow,
    QualityView,
    ReportedRow,
)
from dashboard.services.questions import questions, ref_of
from dashboard.services.scopes import holds, parts, policy_note, scopes

_CORE = ("T01", "T02", "T03", "T03b", "T04", "T04b", "T05", "T06", "T07", "T08", "T09", "T10", "T11", "T14", "T15", "T16")
"""Tables whose absence leaves a panel or a score empty."""


def view(context: Context, month: str, region: str) -> QualityView:
    """All findings of a region, the most pressing first."""
    cube = context.cube(month)
    here = context.ref(cube, context.position(cube, region))
    thresholds = Thresholds.load(context.book.root)
    asked, tested = questions(context, cube, month, region, thresholds)
    reported = _reported(context, cube, month, region, thresholds)
    hits = _hits(context, month, region)
    rules = hits.groupby(["table", "rule"]).size().sort_values(ascending=False)
    contradictions = tuple((str(t), str(r), int(n)) for (t, r), n in rules.items())
    absent = _absent(context, month, region)
    duplicates = _duplicates(context, cube, month, region)
    return QualityView(
        region=here,
        path=context.path(cube, region),
        month=month,
        version=context.month_info(month).version,
        policy_note=policy_note(context, month, region),
        finding=_finding(here, asked, reported, contradictions, duplicates),
        questions=asked,
        tested=tested,
        reported=reported,
        blanks=_blanks(context, cube, month, region, thresholds),
        contradictions=contradictions,
        duplicates=duplicates,
        not_reported=tuple(t for t, c in absent if not c and TABLES[t].id in _CORE),
        absent_columns=_absent_columns(absent),
    )


def _inside(codes: pd.Series, region: str) -> pd.Series:
    return codes.astype(str).str.startswith("" if region == NATION else region)


def _reported(context: Context, cube: MonthCube, month: str, region: str, thresholds: Thresholds) -> tuple[ReportedRow, ...]:
    """Rates over the thresholds, those that differ by most persons first."""
    found = []
    for records, profile, territory in scopes(context, month, region):
        build = partial(_compared, records, profile, thresholds)
        rows = kept.of_part(context, records.root, f"reported-{profile.id}", build)
        found.append(rows[holds(territory, rows["region_code"]) & _inside(rows["region_code"], region)])
    if not found or not sum(map(len, found)):
        return ()
    rows = pd.concat(found, ignore_index=True)
    rows = rows[rows["ask"].astype(bool)]
    persons = rows["points"].abs() * rows["computed_d"]
    rows = rows.reindex(persons.sort_values(ascending=False, kind="stable").index)
    return tuple(_reported_row(cube, row) for row in rows.to_dict("records"))


def _compared(records: MonthRecords, profile: Profile, thresholds: Thresholds) -> pd.DataFrame:
    counts = frames.read(records.root / "derived" / "counts.arrow").to_pandas()
    return quality.comparison(records, profile, counts, thresholds)


def _reported_row(cube: MonthCube, row: dict) -> ReportedRow:
    ref = ref_of(cube, row["region_code"])
    at = int(cube.tree.index([ref.code])[0])
    computed = Ratio(int(row["computed_n"]), int(row["computed_d"]))
    if pd.notna(row["reported_d"]):
        given = Ratio(int(row["reported_n"]), int(row["reported_d"]))
        reported = f"{given.percent()}%（{given.numerator:,}/{given.denominator:,}）"
    else:
        reported = f"{row['reported_percent']}%（只报比率）"
    return ReportedRow(
        item=row["item"],
        region=ref,
        parent_name=str(cube.tree.names[cube.tree.parent[at]]) if at > 0 else "",
        reported=reported,
        computed=f"{computed.percent()}%（{computed.numerator:,}/{computed.denominator:,}）",
        points=float(row["points"]),
        ask=bool(row["ask"]),
    )


def _blanks(context: Context, cube: MonthCube, month: str, region: str, thresholds: Thresholds) -> tuple[BlankRow, ...]:
    """Columns with blanks: those that a rule reads first, the most blank cells before others."""
    build = partial(_all_blanks, context, month, thresholds)
    rows = kept.of_months(context, (month,), "blanks", build)
    rows = rows[_inside(rows["county"], region if len(region) <= 6 else region[:6])]
    rows = rows.assign(child=rows["county"].str[: _child_digits(region)])
    by_child = rows.groupby(["table", "column", "child"], as_index=False)[["rows", "blank"]].sum()
    by_child = by_child.sort_values(["blank", "child"], ascending=[False, True])
    worst = by_child.drop_duplicates(["table", "column"]).set_index(["table", "column"])[["child", "blank"]]
    sums = rows.groupby(["table", "column"]).agg({"rows": "sum", "blank": "sum", "matters": "any"})
    found = []
    for (table, column), total, blank, matters in sums.itertuples(name=None):
        code, most = worst.loc[(table, column)]
        place = ref_of(cube, code) if code and code != region else None
        found.append(BlankRow(table, column, int(total), int(blank), bool(matters), place, int(most)))
    return tuple(sorted(found, key=lambda row: (not row.matters, -row.blank, row.table, row.column)))


def _child_digits(region: str) -> int:
    return 2 if region == NATION else min(len(region) + 2, 6)


def _all_blanks(context: Context, month: str, thresholds: Thresholds) -> pd.DataFrame:
    found = [quality.missingness(records, thresholds) for records, _ in parts(context, month, NATION)]
    return pd.concat(found, ignore_index=True).astype({"table": "str", "column": "str", "county": "str"})


def _hits(context: Context, month: str, region: str) -> pd.DataFrame:
    """Contradictions of the region; those that nothing places belong to no region but the nation."""
    found = [
        kept.of_part(context, records.root, "contradictions", partial(quality.contradictions, records))
        for records, _ in parts(context, month, region)
    ]
    rows = pd.concat(found, ignore_index=True)
    return rows[_inside(rows["region_code"], region)]


def hits(context: Context, month: str, region: str, rule: str | None = None, limit: int = 200) -> tuple[HitRow, ...]:
    """The contradicting rows of a region."""
    cube = context.cube(month)
    context.position(cube, region)
    rows = _hits(context, month, region)
    rows = rows if rule is None else rows[rows["rule"] == rule]
    return tuple(
        HitRow(
            r["table"],
            r["rule"],
            r["column"],
            r["key"] or "",
            ref_of(cube, r["region_code"]) if r["region_code"] else None,
            r["detail"],
        )
        for r in rows.head(limit).to_dict("records")
    )


def _duplicates(context: Context, cube: MonthCube, month: str, region: str) -> tuple[DuplicateRow, ...]:
    """Groups with a row in the region's counties."""
    found = []
    for records, _ in parts(context, month, region):
        rows = kept.of_part(context, records.root, "duplicates", partial(quality.duplicates, records))
        for row in rows.to_dict("records"):
            counties = tuple((row["counties"] or "").split("；"))
            if region == NATION or any(code.startswith(region[:6]) for code in counties):
                names = tuple(ref_of(cube, code).name for code in counties if code)
                found.append(DuplicateRow(row["kind"], row["table"], tuple(row["keys"].split("；")), counties, names))
    return tuple(found)


def _absent(context: Context, month: str, region: str) -> list[tuple[str, str]]:
    """Tables and columns that no folder of the region brought."""
    folders = [
        set(quality.not_reported(records).itertuples(index=False, name=None)) for records, _ in parts(context, month, region)
    ]
    return sorted(set.intersection(*folders)) if folders else []


def _absent_columns(absent: list[tuple[str, str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    by_table: dict[str, list[str]] = {}
    for table, column in absent:
        if column and TABLES[table].id in _CORE and TABLES[table].columns[column].required:
            by_table.setdefault(table, []).append(column)
    return tuple((table, tuple(columns)) for table, columns in by_table.items())


def _finding(here: RegionRef, asked: tuple, reported: tuple, contradictions: tuple, duplicates: tuple) -> str:
    said = [
        f"{len(asked)} 处分布需要核对" if asked else "",
        f"{len(reported)} 个上报比率与按记录计算相差较大" if reported else "",
        f"{sum(n for _, _, n in contradictions):,} 行自相矛盾" if contradictions else "",
        f"{len(duplicates):,} 组疑似重复" if duplicates else "",
    ]
    told = "、".join(part for part in said if part)
    return f"{here.name}：{told}。" if told else f"{here.name}：各项检查没有发现需要核对的数据。"
