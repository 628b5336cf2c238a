"""A province with a policy in one city alone: what can be said is said, and where nothing is laid down is named."""

from dataclasses import replace

import pytest

from dashboard.access import LOCAL, Viewer
from dashboard.selection import Selection
from dashboard.services import Services
from dashboard.services import roster as roster_service
from dashboard.services.scopes import policy_note
from dashboard.settings import Settings
from layouts.address import Address
from layouts.trust import filing, quality, roster
from tests.importing.conftest import region
from tests.layouts.test_trust import text
from tests.services.test_imports import ended, folder

JIANGSU = Viewer("省卫健委", "province", "32")
GOVERNED, OTHER = "320706001001", "320102001001"


def month(year: str, persons: dict[str, str]) -> dict:
    codes = ["32", *(code[:digits] for code in (OTHER, GOVERNED) for digits in (4, 6, 9, 12))]
    named = {"3201": "南京市", "3207": "连云港市"}
    roster_rows = [
        {
            "人员编号": person,
            "名单年度": year,
            "行政村代码": village,
            "是否低收入人口": "是",
            "家庭编号": f"H{person}",
            "是否建档立卡": "否",
            "出生日期": "1960-01-01",
        }
        for person, village in persons.items()
    ]
    return {"行政区划": [region(code, 区划名称=named.get(code, f"区{code}")) for code in codes], "贫困人口花名册": roster_rows}


@pytest.fixture(scope="module")
def services(tmp_path_factory) -> Services:
    place = tmp_path_factory.mktemp("jiangsu")
    made = Services.from_settings(Settings(place / "var"))
    months = {
        "2020-04": month("2019", {"P1": GOVERNED, "P2": GOVERNED, "P3": OTHER}),
        "2020-05": month("2020", {"P1": GOVERNED, "P4": GOVERNED, "P5": OTHER}),
    }
    for name, tables in months.items():
        job = ended(made.imports, made.imports.try_out(JIANGSU, name, "32", True, folder(place / name, **tables)), JIANGSU)
        made.imports.stage(JIANGSU, job.id)
        ended(made.imports, made.imports.publish(JIANGSU, name, "32", accept_refused=False), JIANGSU)
    return made


def at(code: str) -> Selection:
    return Selection(region=code, month="2020-05")


def test_the_list_is_counted_by_the_policy_of_each_area(services):
    """P3 and P5 are on no list of the national policy: they are low-income persons, whom the city alone counts."""
    view = services.trust.roster(LOCAL, at("32"))
    assert (view.total.before, view.total.after, view.total.new, view.total.removed) == (2, 2, 1, 1)
    assert view.policy_note == "连云港市按“连云港 2018”；其余地区按“全国 2017”"
    assert view.policy_note in text(roster.page(view, Address("/roster", at("32"))))
    assert services.trust.roster(LOCAL, at("3207")).policy_note == ""
    changed = services.trust.changed_persons(LOCAL, at("32"), every=True)
    assert sorted(person.person for person in changed) == ["P2", "P4"]


def test_areas_without_a_policy_are_named(services):
    alone = replace(services.context.book, profiles={"LYG-2018": services.context.book.profile("LYG-2018")})
    context = replace(services.context, book=alone, _profiles={})
    assert policy_note(context, "2020-05", "32") == "连云港市按“连云港 2018”；没有现行政策口径、未作统计的地区：南京市"
    assert policy_note(context, "2020-05", "3201") == "没有现行政策口径、未作统计的地区：南京市"
    assert policy_note(context, "2020-05", "3207") == ""
    view = roster_service.view(context, "2020-05", "32")
    assert view.total.after == 2


@pytest.mark.parametrize("code", ["32", "3201", "3207", "320102"])
def test_filing_and_quality_answer_everywhere(services, code):
    view = services.trust.filing(LOCAL, at(code))
    assert "None" not in text(filing.page(view, Address("/filing", at(code))))
    found = services.trust.quality(LOCAL, at(code))
    assert ("连云港市按" in found.policy_note) == (code == "32")
    assert text(quality.page(found, None, Address("/quality", at(code))))
