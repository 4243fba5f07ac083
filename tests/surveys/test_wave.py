from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from surveys.values import PersonId
from surveys.wave import Wave, small_agencies
from tests.builders import CLOSING, DURING, OPENING, a_person, a_wave

ONE_SECOND = timedelta(seconds=1)


def test_a_wave_is_open_from_its_opening_up_to_its_closing() -> None:
    assert not a_wave().is_open(OPENING - ONE_SECOND)
    assert a_wave().is_open(OPENING)
    assert a_wave().is_open(CLOSING - ONE_SECOND)
    assert not a_wave().is_open(CLOSING)


def test_a_wave_that_is_closed_early_has_ended_then() -> None:
    closed = a_wave(closed_at=DURING)

    assert closed.ended_at == DURING
    assert closed.is_open(DURING - ONE_SECOND)
    assert not closed.is_open(DURING)


@pytest.mark.parametrize("length", [timedelta(), -ONE_SECOND])
def test_a_wave_closes_after_it_opens(length: timedelta) -> None:
    with pytest.raises(ValidationError):
        a_wave(closes_at=OPENING + length)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValidationError):
        a_wave(opens_at=OPENING.replace(tzinfo=None))


@pytest.mark.parametrize("name", ["", "Spring 2026", "spring/2026", "spring--2026", "x" * 61])
def test_the_id_of_a_wave_is_a_plain_word(name: str) -> None:
    with pytest.raises(ValidationError):
        a_wave(id=name)


@pytest.mark.parametrize(("asked", "small"), [(4, ("Police",)), (5, ())])
def test_an_agency_of_which_fewer_than_five_are_asked_is_small(
    asked: int, small: tuple[str, ...]
) -> None:
    assert small_agencies([*["Health"] * 9, *["Police"] * asked]) == small


def test_a_wave_that_ends_at_midnight_ends_with_the_day_before() -> None:
    london = ZoneInfo("Europe/London")
    wave = a_wave(
        opens_at=datetime(2026, 10, 1, tzinfo=london),
        closes_at=datetime(2026, 10, 26, tzinfo=london),
    )

    assert wave.last_day == date(2026, 10, 25)
    assert Wave.model_validate_json(wave.model_dump_json()).last_day == date(2026, 10, 25)
    closed = wave.model_copy(update={"closed_at": datetime(2026, 10, 9, 23, 30, tzinfo=UTC)})
    assert closed.last_day == date(2026, 10, 10)


@pytest.mark.parametrize("name", ["", "u012", "U1", "D0123", "U01 23", "U0123\n"])
def test_a_person_is_a_slack_member(name: str) -> None:
    with pytest.raises(ValidationError):
        a_person(PersonId(name))


def test_an_error_about_a_person_does_not_repeat_what_was_given() -> None:
    with pytest.raises(ValidationError) as refused:
        a_person(PersonId("Jane Doe"))

    assert "Jane" not in str(refused.value)
