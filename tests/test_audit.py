"""Every look is recorded, by whom and how many rows, and what cannot be recorded is not shown."""

from datetime import UTC, datetime, timedelta

import pytest

from dashboard.access import LOCAL, Viewer, mask, personal
from dashboard.audit import EXPORT, LOOK, Audit

AT = datetime(2020, 7, 1, 8, 30, tzinfo=UTC)
DOCTOR = Viewer("村医甲", "village", "630102001001")


def test_lines_come_back_newest_first_and_by_area(tmp_path):
    ticks = iter(AT + timedelta(minutes=n) for n in range(9))
    audit = Audit(f"sqlite:///{tmp_path / 'a.db'}", clock=lambda: next(ticks))
    audit.record(DOCTOR, LOOK, "S10", "630102001001", "2020-06", 12)
    audit.record(LOCAL, EXPORT, "S09", "62", "2020-06", 400)
    assert [(e.who, e.action, e.rows) for e in audit.entries()] == [("本机", "导出", 400), ("村医甲", "查看", 12)]
    (own,) = audit.entries("6301")
    assert (own.object, own.at, own.role) == ("S10", AT, "village")
    assert audit.entries(who="本机", limit=1)[0].region == "62"


def test_the_log_outlives_the_process(tmp_path):
    url = f"sqlite:///{tmp_path / 'a.db'}"
    Audit(url).record(LOCAL, LOOK, "S09", "63", "2020-06", 1)
    assert len(Audit(url).entries()) == 1


def test_a_log_that_cannot_be_written_is_a_fault(tmp_path):
    with pytest.raises(Exception, match="unable to open"):
        Audit(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}").record(LOCAL, LOOK, "S09", "63", "2020-06", 1)


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("姓名", "张三丰", "张＊＊"),
        ("姓名", "王", "王＊"),
        ("联系电话", "13800001234", "＊＊＊＊＊＊＊1234"),
        ("身份证号", "632721195001011234", "632721＊＊＊＊＊＊＊＊＊＊34"),
        ("结果摘要", "血压偏高", "＊＊＊"),
        ("姓名", None, ""),
    ],
)
def test_masks(kind, value, shown):
    assert mask(kind, value) == shown


def test_persons_are_plain_only_for_county_township_and_village_in_their_own_area():
    assert personal(DOCTOR, "630102001001", "姓名", "张三") == "张三"
    assert personal(DOCTOR, "630102001002", "姓名", "张三") == "张＊"
    assert personal(Viewer("州", "city", "6301"), "630102001001", "姓名", "张三") == "张＊"
