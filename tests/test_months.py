from datetime import date

import pytest

from dashboard import months


@pytest.mark.parametrize(
    ("month", "end"), [("2020-02", date(2020, 2, 29)), ("2019-02", date(2019, 2, 28)), ("2020-12", date(2020, 12, 31))]
)
def test_as_of_is_the_last_day(month, end):
    assert months.as_of(month) == end


@pytest.mark.parametrize("wrong", ["2020-13", "2020-5", "202005", "", "2020-05-01"])
def test_anything_else_is_refused_with_the_form_to_use(wrong):
    with pytest.raises(ValueError, match="2020-05"):
        months.as_of(wrong)


def test_shift_crosses_years():
    assert months.shift("2020-01", -1) == "2019-12"
    assert months.shift("2019-11", 14) == "2021-01"


def test_label():
    assert months.label("2020-06") == "2020年6月"
