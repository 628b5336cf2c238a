"""The questions of S25 about patterns in the figures, and the rows behind each."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from dashboard import quality
from dashboard.hierarchy import LEVELS, NATION
from dashboard.publishing import MonthCube
from dashboard.quality import Thresholds
from dashboard.ratio import truncated_percent
from dashboard.records import MonthRecords
from dashboard.services import kept
from dashboard.services.base import Context, Unknown, level_of
from dashboard.services.models import RegionRef
from dashboard.services.quality_models import Question, QuestionRow
from dashboard.services.scopes import parts


def questions(
    context: Context, cube: MonthCube, month: str, region: str, thresholds: Thresholds
) -> tuple[tuple[Question, ...], dict[str, int]]:
    """Regions are compared with all others of the month, whatever part of it is looked at."""
    before = context.before(month)
    months = tuple(name for name in (before, month) if name)
    found = kept.of_months(context, months, "questions", partial(_tested, context, month, thresholds))
    tested = found[found["p_value"].notna()].groupby("test").size()
    rows = found[found["ask"].astype(bool)]
    # a county within a prefecture that is asked about is told of it as well
    related = [region == NATION or code.startswith(region) or region.startswith(code) for code in rows["region_code"]]
    rows = rows[np.array(related, dtype=bool)]
    asked = tuple(_question(context, cube, row, thresholds) for row in rows.to_dict("records"))
    return asked, {thresholds.tests[t]["title"]: int(n) for t, n in tested.items()}


def _tested(context: Context, month: str, thresholds: Thresholds) -> pd.DataFrame:
    found = quality.questions(_pairs(context, month, NATION), thresholds)
    return found.astype({"test": "str", "region_code": "str"})


def _pairs(context: Context, month: str, region: str) -> list[tuple[MonthRecords, MonthRecords | None]]:
    """Each folder of the month with the folder of the month before that holds the same provinces."""
    earlier = context.before(month)
    old = {}
    if earlier:
        version = context.store.version(earlier, context.store.current()[earlier])
        old = {code: r for r, _ in parts(context, earlier, region) for code in version.parts[r.root.name].provinces}
    version = context.store.version(month, context.store.current()[month])
    pairs = []
    for records, _ in parts(context, month, region):
        same = [old[code] for code in version.parts[records.root.name].provinces if code in old]
        pairs.append((records, same[0] if same else None))
    return pairs


def _question(context: Context, cube: MonthCube, row: dict, thresholds: Thresholds) -> Question:
    limits = thresholds.tests[row["test"]]
    ref = ref_of(cube, row["region_code"])
    share = f"{truncated_percent(row['hits'], row['cases'])}%"
    others = f"{truncated_percent(row['other_hits'], row['other_cases'])}%"
    words = limits["question"].format(cases=f"{row['cases']:,}", hits=f"{row['hits']:,}", share=share, others=others)
    small = row["cases"] < thresholds.get("excess", "small_sample")
    return Question(
        test=row["test"],
        title=limits["title"],
        region=ref,
        words=f"{ref.name}：{words}",
        hits=row["hits"],
        cases=row["cases"],
        other_hits=row["other_hits"],
        other_cases=row["other_cases"],
        p_value=row["adjusted"],
        reason=limits["reason"],
        caution=f"小样本（{row['cases']} 例），只作线索。" if small else "",
    )


def question_rows(context: Context, month: str, test: str, region: str, limit: int = 200) -> tuple[QuestionRow, ...]:
    """The rows behind a question; Unknown for a test that does not exist."""
    cube = context.cube(month)
    context.position(cube, region)
    thresholds = Thresholds.load(context.book.root)
    if test not in thresholds.tests:
        raise Unknown(f"没有检验“{test}”；可用：{'、'.join(thresholds.tests)}。")
    found: list[QuestionRow] = []
    for records, before in _pairs(context, month, region):
        rows = quality.question_rows(records, before, test, region, thresholds, limit - len(found))
        found += [QuestionRow(ref_of(cube, row["region_code"]), row["key"], row["detail"]) for row in rows.to_dict("records")]
    return tuple(found)


def ref_of(cube: MonthCube, code: str) -> RegionRef:
    at = int(cube.tree.index([code])[0])
    if at < 0:
        return RegionRef(code, code, level_of(code))
    return RegionRef(code, str(cube.tree.names[at]), LEVELS[cube.tree.level[at]])
