"""Somebody wants to be forgotten: what they did stays, and nobody reads that it was them."""

from datetime import UTC, date, datetime

import pytest

from bot.wording.people import hand
from surveys.erasing import erased, without
from surveys.periods import Period
from surveys.quote import Chosen, Passage, Quote, Scope, approve
from surveys.release import Release, Way
from surveys.values import AreaId, PersonId

NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
QUINN, BEN = PersonId("UQUINN"), PersonId("UBEN")


def approved(*people: PersonId) -> Quote:
    quote = Quote(
        id="quote-1",
        area=AreaId("neglect"),
        period="2026-Q3",
        passage=Passage(voice="voice-1", start=0, end=20),
        chosen=Chosen.TYPICAL,
    )
    for person in people:
        quote = approve(quote, Scope.BOARD, person, NOW)
    return quote


def a_line(edition: int) -> Release:
    return Release(
        id="release 1",
        number=1,
        content_area=AreaId("neglect"),
        period=Period(year=2026, quarter=3),
        audience="board",
        readers="board",
        way=Way.RELEASED if edition else Way.PAPER,
        day=date(2026, 10, 15),
        by=QUINN,
        name="Quinn Quay" if edition else QUINN,
        edition=edition,
    )


def test_what_two_people_approved_stays_approved_by_two_when_both_are_forgotten() -> None:
    both = approved(QUINN, BEN)

    left = without(without(both, QUINN, erased("1")), BEN, erased("2"))

    assert left.approved_for is both.approved_for is Scope.BOARD
    assert QUINN not in left.model_dump_json()
    assert BEN not in left.model_dump_json()


def test_a_record_of_others_is_left_as_it_is() -> None:
    theirs = approved(BEN)

    assert without(theirs, QUINN, erased("1")) is theirs


def test_whoever_is_forgotten_is_named_in_words_and_never_as_somebody_of_slack() -> None:
    assert hand(QUINN) == "<@UQUINN>"
    assert hand("the framework file") == "the framework file"
    assert hand(erased("1")) == "somebody who is no longer known"


@pytest.mark.parametrize(("edition", "stays"), [(0, False), (1, True)])
def test_who_released_a_digest_by_their_name_stays_and_who_looked_does_not(
    edition: int, *, stays: bool
) -> None:
    left = without(a_line(edition), QUINN, erased("1"))

    assert (QUINN in left.model_dump_json()) is stays
    assert ("Quinn Quay" in left.model_dump_json()) is stays
