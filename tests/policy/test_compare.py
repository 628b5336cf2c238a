"""What a profile says in words, how two differ, which held when."""

from datetime import date

import pytest

from dashboard import policy
from dashboard.policy.compare import LABELS, difference, history, settings

BOOK = policy.load()


@pytest.mark.parametrize("profile_id", sorted(BOOK.profiles))
def test_every_key_of_every_profile_has_a_label(profile_id):
    said = settings(BOOK, BOOK.profile(profile_id))
    assert all(s.label and s.value for s in said)
    assert {s.key.split(":")[0] for s in said} <= set(LABELS)
    assert len({s.key for s in said}) == len(said)


def test_targets_and_lists_carry_their_clause():
    said = {s.key: s for s in settings(BOOK, BOOK.profile("QH-2020"))}
    assert (said["targets:M-04"].value, said["targets:M-04"].clause) == ("2020年1月1日起 ≥90%", "青卫财务〔2020〕29号 一(三)2")
    assert said["disease_lists:大病"].value.startswith("QH-35")
    assert said["base_year"].value == "2019"


def test_values_are_said_as_officials_write_them():
    said = {s.key: s.value for s in settings(BOOK, BOOK.profile("QH-2020"))}
    assert said["region"] == "青海省"
    assert said["warning.per_capita_self_pay_fen"] == "1,560"  # in yuan, as its label says
    assert said["cadence.first_round"] == "2020年5月20日"
    assert said["filing.list_refresh"] == "每年5月1日"


def test_the_difference_names_what_only_one_has():
    rows = {d.key: d for d in difference(BOOK, BOOK.profile("QH-2020"), BOOK.profile("LYG-2018"))}
    assert rows["targets:M-03"].one is None
    assert rows["targets:M-03"].other.value == "2018年8月30日起 ≥90%，力争 100%"
    assert rows["scoring"].other is None
    assert not rows["population"].same
    assert rows["followup_interval_days"].same


def test_a_profile_differs_from_itself_nowhere():
    one = BOOK.profile("XB-2018")
    assert all(d.same for d in difference(BOOK, one, one))


def test_history_of_xinbin_falls_back_to_the_nation_and_ends():
    spans = [(s.since, s.until, s.profile.id) for s in history(BOOK, "210422")]
    assert spans == [
        (date(2017, 4, 12), date(2018, 7, 9), "CN-2017"),
        (date(2018, 7, 10), date(2018, 12, 31), "XB-2018"),
        (date(2019, 1, 1), date(2020, 12, 31), "CN-2017"),
    ]
    assert [s.profile.id for s in history(BOOK, "0")] == ["CN-2017"]
