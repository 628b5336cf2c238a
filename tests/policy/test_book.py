from datetime import date

import pytest

from dashboard import policy
from dashboard.policy import Target

BOOK = policy.load()
JUNE_2020 = date(2020, 6, 30)


@pytest.mark.parametrize(
    ("region", "day", "profile"),
    [
        ("632701001001", JUNE_2020, "QH-2020"),
        ("63", date(2020, 1, 1), "QH-2020"),
        ("63", date(2019, 12, 31), "CN-2017"),  # the day before a profile begins falls back to the parent region's
        ("0", JUNE_2020, "CN-2017"),
        ("320703", date(2018, 8, 30), "LYG-2018"),
        ("320703", date(2018, 8, 29), "CN-2017"),
        ("3201", JUNE_2020, "CN-2017"),
        ("210422", date(2018, 12, 31), "XB-2018"),
        ("210422", date(2019, 1, 1), "CN-2017"),
        ("63", date(2017, 4, 11), None),
        ("63", date(2021, 1, 1), None),  # never a default target
    ],
)
def test_nearest_ancestor_with_a_valid_profile_wins(region, day, profile):
    found = BOOK.in_force(region, day)
    assert (found.id if found else None) == profile


def test_inherited_keys_are_those_of_the_parent_unless_set():
    qinghai, national = BOOK.profile("QH-2020"), BOOK.profile("CN-2017")
    assert qinghai.population == national.population
    assert qinghai.get("filing", "inpatient_days") == 15
    assert national.base_year is None
    assert qinghai.base_year == 2019
    assert (qinghai.get("writeoff"), BOOK.profile("XB-2018").get("writeoff")) == ("treated_and_filed", "cured")


def test_lianyungang_inherits_nothing_national():
    lianyungang = BOOK.profile("LYG-2018")
    assert lianyungang.get("filing") is None
    assert lianyungang.scoring is None
    assert lianyungang.population == ("是否低收入人口",)
    assert "M-01" not in lianyungang.targets


def test_every_setting_names_its_clause():
    for profile in BOOK.profiles.values():
        for key, entry in profile.values.items():
            leaves = [entry] if "value" in entry else entry.values()
            assert all(leaf.get("clause") for leaf in leaves), f"{profile.id} {key}"
        assert all(t.clause for dated in profile.targets.values() for t in dated)
        assert all(d in BOOK.documents for d in profile.documents)


def test_prefixes_name_every_profile_inside_a_province():
    found = BOOK.prefixes_in_force({"32"}, date(2019, 6, 30))
    assert {prefix: profile.id for prefix, profile in found.items()} == {"32": "CN-2017", "3207": "LYG-2018"}


def test_unknown_profile_lists_the_known():
    with pytest.raises(KeyError, match="QH-2020"):
        BOOK.profile("QH-1999")


@pytest.mark.parametrize(
    ("op", "value", "numerator", "denominator", "met", "short"),
    [
        (">=", 90, 9, 10, True, 0),
        (">=", 90, 8996, 10000, False, 4),
        (">", 90, 9, 10, False, 1),
        (">", 90, 899, 1000, False, 2),
        ("==", 100, 1551, 1552, False, 1),
        ("==", 100, 3, 3, True, 0),
        (">=", 90, 0, 0, None, 0),
        (">=", 90, 0, 7, False, 7),
    ],
)
def test_target_compares_exactly_and_says_how_many_are_short(op, value, numerator, denominator, met, short):
    target = Target(op, value, "一(三)2")
    assert target.met_by(numerator, denominator) is met
    assert target.short_by(numerator, denominator) == short
    if met is False:
        assert target.met_by(numerator + short, denominator) is True
        assert target.met_by(numerator + short - 1, denominator) is False
