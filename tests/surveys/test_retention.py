"""What is due to go on a day, and what is held."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from surveys.hold import Lot
from surveys.periods import Period
from surveys.retention import KeptOn, Plan, Retention, WhatIsKept, after, closed_series, plan
from surveys.values import AreaId
from surveys.wave import Wave
from tests.builders import NEGLECT, SPRING, SUMMER, a_response, a_wave
from tests.holding import a_concern, a_hold, a_voice, settled

RULES = Retention()
Q2 = Period(year=2026, quarter=2)
Q3 = Period(year=2026, quarter=3)
LOT = Lot(wave=SPRING, quarter=Q2, content_area=NEGLECT, responses=9, with_words=4)
WORDS_END = date(2027, 9, 30)  # the paper counts as made on 30 September 2026
ANSWERS_END = date(2028, 6, 30)
NEVER_YET = date(2027, 1, 1)


def due(today: date, **kept: Any) -> Plan:
    return plan(RULES, WhatIsKept(**{"lots": (LOT,), "waves": (a_wave(),)} | kept), today)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-06-30", 15, "2027-09-30"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-01-31", -3, "2025-10-31"),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(
    day: str, months: int, later: str
) -> None:
    assert after(date.fromisoformat(day), months) == date.fromisoformat(later)


def test_comments_go_a_year_after_the_paper_of_their_quarter() -> None:
    assert due(WORDS_END) == Plan()

    gone = due(after(WORDS_END, 1))
    assert gone.comments == (LOT,)
    assert (gone.answers, gone.over) == ((), ())


def test_answers_go_two_years_after_their_quarter_and_then_who_was_asked() -> None:
    assert due(ANSWERS_END).answers == ()

    gone = due(after(ANSWERS_END, 1))
    assert gone.answers == (LOT,)
    assert gone.comments == (), "they go with the answers"
    assert gone.over == (SPRING,)


def test_who_was_asked_stays_as_long_as_an_answer_of_the_wave() -> None:
    later = LOT.model_copy(update={"quarter": Q3})

    assert due(after(ANSWERS_END, 1), lots=(LOT, later)).over == ()


def test_figures_are_kept_of_a_quarter_and_of_the_next_which_is_compared_with_it() -> None:
    assert due(after(WORDS_END, 1)).closing == (Q2, Q3)
    assert due(WORDS_END).closing == ()


@pytest.mark.parametrize(
    "scope",
    [{}, {"wave": SPRING}, {"quarter": Q2}, {"content_area": NEGLECT}],
    ids=str,
)
def test_what_is_held_does_not_go_and_is_named(scope: dict[str, Any]) -> None:
    found = due(after(ANSWERS_END, 1), holds=(a_hold(**scope),))

    assert (found.answers, found.held, found.over, found.closing) == ((), (LOT,), (), ())


@pytest.mark.parametrize(
    "scope",
    [
        {"wave": SUMMER},
        {"quarter": Q3},
        {"content_area": AreaId("other")},
        {"responses": ("one",)},
        {"lifted": date(2026, 7, 1)},
    ],
    ids=str,
)
def test_a_hold_on_something_else_or_lifted_holds_nothing_of_it(scope: dict[str, Any]) -> None:
    assert due(after(ANSWERS_END, 1), holds=(a_hold(**scope),)).answers == (LOT,)


def test_a_hold_on_an_area_holds_what_is_about_none_in_particular() -> None:
    hold = a_hold(content_area=NEGLECT)

    assert hold.covers(a_response(content_area=None))
    assert not hold.covers(a_response(content_area=AreaId("other")))


def test_a_hold_is_on_one_thing() -> None:
    with pytest.raises(ValidationError):
        a_hold(wave=SPRING, quarter=Q2)


def test_voices_are_listed_for_review_and_go_unless_a_person_keeps_them_on() -> None:
    voice = a_voice()
    listed = due(after(ANSWERS_END, -1), lots=(), reviewed=(voice,))
    gone = due(after(ANSWERS_END, 1), lots=(), reviewed=(voice,))
    until = after(ANSWERS_END, 6)
    kept_on = (KeptOn(id=voice.id, until=until, reason="A review asks.", by="the DPO"),)
    kept = due(after(ANSWERS_END, 1), lots=(), reviewed=(voice,), kept_on=kept_on)
    later = due(after(until, 1), lots=(), reviewed=(voice,), kept_on=kept_on)

    assert (listed.to_review, listed.reviewed) == ((voice,), ())
    assert (gone.to_review, gone.reviewed) == ((), (voice,))
    assert (kept.to_review, kept.reviewed) == ((), ())
    assert later.reviewed == (voice,)


def test_a_concern_goes_two_years_after_it_was_settled_and_never_while_it_is_open() -> None:
    open_one, closed = a_concern(), settled(a_concern(id="closed"))
    two_years_later = date(2028, 5, 7)

    assert due(two_years_later, lots=(), reviewed=(open_one, closed)).reviewed == ()
    assert due(date(2028, 5, 8), lots=(), reviewed=(open_one, closed)).reviewed == (closed,)
    assert due(date(2099, 1, 1), lots=(), reviewed=(open_one,)).reviewed == ()


def test_a_voice_stays_as_long_as_a_concern_about_it_is_open() -> None:
    voice, concern = a_voice(), a_concern(refers_to="a-voice")
    found = due(after(ANSWERS_END, 1), lots=(), reviewed=(voice, concern))

    assert (found.reviewed, found.held_reviewed) == ((), (voice,))


def test_a_linked_series_is_closed_a_year_after_its_last_wave() -> None:
    def wave(name: str, month: int, **changes: Any) -> Wave:
        opens = datetime(2026, month, 1, tzinfo=UTC)
        closes = datetime(2026, month, 15, tzinfo=UTC)
        usual = {"id": name, "mode": "linked", "series": "training", "opens_at": opens}
        return a_wave(**usual | {"closes_at": closes} | changes)

    first, last = wave("before", 2), wave("after", 5)
    other = wave("other", 2, series=None, mode="confidential")

    assert closed_series([first, last, other], RULES, date(2027, 5, 14)) == ()
    assert closed_series([first, last, other], RULES, date(2027, 5, 15)) == (first, last)
