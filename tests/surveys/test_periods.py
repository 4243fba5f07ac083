from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from surveys.errors import Unknown
from surveys.periods import Period

PERIODS = st.builds(
    Period, year=st.integers(2001, 2099), quarter=st.sampled_from([None, 1, 2, 3, 4])
)


@pytest.mark.parametrize(
    ("text", "year", "quarter"),
    [
        ("2026-Q3", 2026, 3),
        ("2026q3", 2026, 3),
        (" 2026 Q3 ", 2026, 3),
        ("2026", 2026, None),
        ("2000", 2000, None),
        ("2100-Q4", 2100, 4),
    ],
)
def test_a_period_is_read_as_people_write_it(text: str, year: int, quarter: int | None) -> None:
    assert Period.parse(text) == Period(year=year, quarter=quarter)


@pytest.mark.parametrize(
    "text",
    ["", "2026-Q0", "2026-Q5", "26-Q1", "1999", "2101", "Q3 2026", "2026-Q3x", "²⁰²⁶", "-2026"],
)
def test_what_is_no_period_is_unknown_and_shows_how_to_write_one(text: str) -> None:
    with pytest.raises(Unknown) as unknown:
        Period.parse(text)

    assert unknown.value.nearest == ("2026-Q3", "2026")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2100-Q4", date(2100, 10, 1), date(2100, 12, 31)),
        ("2100", date(2100, 1, 1), date(2100, 12, 31)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text: str, first: date, last: date) -> None:
    period = Period.parse(text)

    assert (period.first_day, period.last_day) == (first, last)
    assert period.covers(first)
    assert period.covers(last)
    assert not period.covers(first - timedelta(days=1))
    assert not period.covers(last + timedelta(days=1))


@given(PERIODS)
def test_a_period_reads_back_as_it_is_written(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(PERIODS)
def test_the_next_period_begins_where_this_one_ends(period: Period) -> None:
    assert period.next.first_day == period.last_day + timedelta(days=1)
    assert period.next.previous == period


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_day_lies_in_one_quarter(day: date) -> None:
    assert Period.quarter_of(day).covers(day)


@pytest.mark.parametrize(("year", "quarter"), [(1999, None), (2101, None), (2026, 0), (2026, 5)])
def test_a_period_outside_the_calendar_cannot_be(year: int, quarter: int | None) -> None:
    with pytest.raises(ValidationError):
        Period(year=year, quarter=quarter)
