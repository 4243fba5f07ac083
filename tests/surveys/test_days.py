"""A day as people write it; an action of a plan is due by one."""

from datetime import date

import pytest

from analysis.paper.texts import undated
from surveys.days import day_meant, end_meant

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2027-01-15", date(2027, 1, 15)),
        ("15/01/2027", date(2027, 1, 15)),
        ("by 15th January, 2027.", date(2027, 1, 15)),
        ("15 Jan", date(2027, 1, 15)),
        ("30 November", TODAY),
        ("29 November", date(2027, 11, 29)),
    ],
)
def test_a_day_is_read_as_people_write_it(said: str, day: date) -> None:
    assert day_meant(said, TODAY) == end_meant(said, TODAY) == day


@pytest.mark.parametrize(
    ("said", "last_day"),
    [
        ("the end of January", date(2027, 1, 31)),
        ("Sept 2027", date(2027, 9, 30)),
        ("November", TODAY),
        ("2027-Q1", date(2027, 3, 31)),
        ("December", date(2026, 12, 31)),
    ],
)
def test_a_month_or_quarter_means_its_last_day_and_is_no_day(said: str, last_day: date) -> None:
    assert day_meant(said, TODAY) is None
    assert end_meant(said, TODAY) == last_day


@pytest.mark.parametrize(
    "said", ["soon", "asap", "ongoing", "2026", "31/02/2027", "29 February 2027", "1.5", "x" * 3000]
)
def test_what_names_no_date_is_none(said: str) -> None:
    assert end_meant(said, TODAY) is None
    assert undated(f"Do it | head | May\nDo more | head | {said} | OC1\nNot yet said", TODAY) == (
        2,
    )
