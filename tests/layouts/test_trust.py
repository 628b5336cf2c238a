"""The pages of filing, reporting, roster and quality over hand-made answers."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

from dash.development.base_component import Component

from dashboard.ratio import Ratio
from dashboard.selection import Selection
from dashboard.services.filing_models import (
    ClockCounts,
    ClockMatrix,
    DataYearRow,
    FilingBoard,
    FilingView,
    MatrixRow,
    Round,
    TaskRow,
)
from dashboard.services.models import RegionRef
from dashboard.services.quality_models import QualityView, Question
from dashboard.services.roster_models import DenominatorEffect, RosterRow, RosterView
from layouts.address import Address
from layouts.trust import board, filing, parts, quality, roster

PROVINCE, CITY = RegionRef("63", "青海省", "province"), RegionRef("6327", "玉树州", "city")
HERE = Address("/filing", Selection(region="63", month="2020-06"))
NONE = ClockCounts(0, 0, 0, 0, 0)


def text(component) -> str:
    """Everything a reader sees, in order; of tables that travel as HTML the text alone."""
    if isinstance(component, Component):
        drawn = " ".join(unescape(re.sub("<[^>]*>", " ", getattr(component, "data-html", ""))).split())
        return drawn + text(getattr(component, "children", None))
    if isinstance(component, list | tuple):
        return " ".join(filter(None, map(text, component)))
    return "" if component is None else str(component)


def hrefs(component) -> list[str]:
    found = [component.href] if isinstance(component, Component) and getattr(component, "href", None) else []
    found += [unescape(link) for link in re.findall('href="([^"]*)"', getattr(component, "data-html", ""))]
    children = component if isinstance(component, list | tuple) else getattr(component, "children", None)
    if isinstance(children, Component | list | tuple):
        for child in children if isinstance(children, list | tuple) else [children]:
            found += hrefs(child)
    return found


def matrix(clock: str, cell: ClockCounts | None, missing_word: str = "未报", unit: str = "家") -> ClockMatrix:
    cells = (None, cell)
    return ClockMatrix(
        clock, unit, missing_word, "规则。", "某条", ("2020-05", "2020-06"), (MatrixRow(CITY, cells, cell or NONE),),
        MatrixRow(PROVINCE, cells, cell or NONE),
    )  # fmt: skip


def test_a_cell_tells_the_worst_and_is_never_blank_without_saying_so():
    late = parts.counts(ClockCounts(95, 2, 3, 0, 1), matrix("乡镇卫生院监测", None))
    assert (late.children, late.className) == ("✕3 ▲2", "cell gap5")
    assert late.title == "按时 95 家，未报 3 家，迟报 2 家，未到期 1 家"
    assert parts.counts(ClockCounts(9, 0, 0, 0, 0), matrix("x", None)).children == "●"
    assert parts.counts(ClockCounts(0, 0, 0, 0, 4), matrix("x", None)).className == "cell undated"
    assert parts.counts(None, matrix("x", None)).className == "cell none"
    assert parts.counts(ClockCounts(98, 0, 2, 0, 0), matrix("x", None)).className == "cell gap2"  # two percent, inclusive
    assert parts.counts(ClockCounts(0, 1, 0, 0, 0), matrix("x", None)).className == "cell gap"


def test_a_month_without_a_visit_is_no_missing_report():
    follow_ups = matrix("随访", ClockCounts(8, 0, 90, 0, 0), "无记录", "村")
    assert parts.counts(follow_ups.total.total, follow_ups).className == "cell met"
    assert "100.0%（8/8）" in text(filing.page(view(follow_ups), HERE))


def view(*matrices: ClockMatrix) -> FilingView:
    return FilingView(PROVINCE, (PROVINCE,), "2020-06", date(2020, 6, 30), 2, "结论。", matrices, ("签约",))


def test_stays_lead_to_their_rows_and_regions_to_themselves():
    page = filing.page(view(matrix("住院信息", ClockCounts(5, 1, 1, 0, 0), unit="例")), HERE)
    assert "/filing?region=63&month=2020-06&list=overdue" in hrefs(page)
    assert "/filing?region=6327&month=2020-06" in hrefs(page)
    assert "本月未报送：签约" in text(page)


def test_the_board_counts_down():
    def task(state, days, **more):
        usual = {"sent": None, "verified": False, "remind": False, **more}
        return TaskRow(
            CITY, "月底汇总", "2020-06", date(2020, 6, 30), usual["sent"], state, days, usual["verified"], usual["remind"]
        )

    coming = Round("月底汇总", "2020-06", date(2020, 6, 30), "一(二)4", 0, {"未到期": 1}, (task("未到期", 0, remind=True),))
    first = Round("5月20日首次", "2020-05", date(2020, 5, 20), "一(二)4", -41, {"迟报": 1}, (task("迟报", 2, verified=True),))
    others = (task("未报", 7), task("按时", 0))
    shown = FilingBoard(PROVINCE, (PROVINCE,), "2020-06", date(2020, 6, 30), "结论。", coming, (coming, first), others, ())
    said = text(board.page(shown, HERE))
    for words in (
        "今日截止",
        "0/1",
        "提醒",
        "▲ 迟报 2 天",
        "已核实",
        "✕ 未报 超 7 天",
        "共 2 项，其中 1 项未按时",
        "2020年6月 月底汇总",
    ):
        assert words in said
    nothing = FilingBoard(CITY, (CITY,), "2020-06", date(2020, 6, 30), "结论。", None, (), (), ())
    assert "现行口径没有规定" in text(board.page(nothing, HERE))


def test_the_roster_adds_up_on_the_page():
    row = RosterRow(PROVINCE, 1000, 1100, 150, 40, 0, 10, 3, 7)
    pair = Ratio(90, 100), Ratio(90, 120)
    effect = DenominatorEffect("M-02", "慢病签约率", "人", *pair, 25, 5, 0, 0, 0, Ratio(85, 95), Ratio(85, 95))
    shown = RosterView(PROVINCE, (PROVINCE,), "2020-05", "2020-04", "2020-05", 2019, 2020, "结论。", row, (), (effect,), ())
    said = text(roster.page(shown, HERE))
    for words in ("1000 +150 −40 0 −10 1,100", "90.0% → 75.0%（−15.0 个百分点）", "89.4% → 89.4%（持平）"):
        assert words in said.replace("1,000", "1000")
    alone = RosterView(PROVINCE, (PROVINCE,), "2020-05", None, None, None, None, "没有可比的上一版。", None, (), (), ())
    assert "没有可比的上一版" in text(roster.page(alone, HERE))


def test_a_question_asks_and_leads_to_its_rows():
    asked = Question(
        "copied", "监测数与上月完全相同", CITY, "玉树州：12 家中有 11 家相同。请核对：是否重新核查？", 11, 12, 1, 90, 0.0004,
        "理由", "小样本（12 例），只作线索。",
    )  # fmt: skip
    shown = QualityView(
        PROVINCE, (PROVINCE,), "2020-06", 1, "结论。", (asked,), {"监测数与上月完全相同": 9}, (), (), (), (), (), ()
    )
    page = quality.page(shown, None, Address("/quality", Selection(region="63", month="2020-06")))
    assert "请核对：是否重新核查？" in text(page)
    assert "小样本" in text(page)
    assert "p＜0.001" in text(page)
    assert "/quality?region=6327&month=2020-06&list=copied" in hrefs(page)
    assert "不是结论" in text(page)


def test_the_years_of_data_stand_by_all_their_gaps_together():
    def years(region, *counts):
        return [DataYearRow(region, "", year, expected, entered) for year, expected, entered in counts]

    other = RegionRef("6301", "西宁市", "city")
    rows = (
        *years(PROVINCE, (2019, 100, 80), (2020, 100, 70)),
        *years(CITY, (2019, 50, 40), (2020, 50, 48)),
        *years(other, (2019, 50, 44), (2020, 50, 22)),
    )
    said = text(filing.page(replace(view(), data_years=rows), HERE))
    assert said.index("青海省 50") < said.index("西宁市 34") < said.index("玉树州 12")
