"""Tasks come from the month; only their links to indicators are ours."""

from dashboard import policy, tasks
from tests.rollup import build

KNOWN = tasks.book("LYG-2018")
ROWS = [
    {"序号": 16, "任务": "动态掌握应用相关数据信息。", "牵头处室": "规划信息处", "进展": "推进中"},
    {"序号": 1, "任务": "精细化实施低收入人口大病专项救治。", "牵头处室": "医政处", "进展": "已完成", "联络员": "王"},
    {"序号": 15, "任务": "进一步健全工作协调机制。", "牵头处室": "财务处"},
]


def test_tasks_by_number_with_their_indicators(tmp_path):
    found = tasks.tasks(build.month(tmp_path, "2018-11", {"任务分工": ROWS}), KNOWN)
    assert [(t.number, t.office, t.progress, t.indicators) for t in found] == [
        (1, "医政处", "已完成", ("M-01",)),
        (15, "财务处", "", ()),
        (16, "规划信息处", "推进中", ("M-24",)),
    ]


def test_a_month_without_the_table_says_so(tmp_path):
    assert tasks.tasks(build.month(tmp_path, "2018-11", {"行政区划": []}), KNOWN) is None


def test_only_the_document_that_divides_tasks_has_a_book():
    assert [p for p in sorted(policy.load().profiles) if tasks.book(p)] == ["LYG-2018"]
    assert KNOWN.count == 18
