"""One fielding of a survey: whom, from when, until when; and who was asked, apart from answers."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator

from surveys.survey import Mode
from surveys.values import (
    IN_ORDER,
    SLUG,
    AreaId,
    Line,
    Paragraph,
    PersonId,
    SurveyId,
    Value,
    WaveId,
)

# five, because a board has small teams, and four answers of one would point at people
FEWEST_OF_AN_AGENCY = 5
FEWEST_ASKED = 5


class Person(Value):
    """One line of the people file."""

    id: Annotated[PersonId, Field(pattern=r"^[UW][A-Z0-9]{2,}$")]
    agency: Line
    role_group: Line
    locality: Line | None = None


class Audience(Value):
    """Whom a wave asks, out of the people file. What is left empty does not narrow it."""

    agencies: Annotated[frozenset[str], IN_ORDER] = frozenset()
    role_groups: Annotated[frozenset[str], IN_ORDER] = frozenset()
    localities: Annotated[frozenset[str], IN_ORDER] = frozenset()
    people: Annotated[frozenset[PersonId] | None, IN_ORDER] = None  # of a Slack user group

    def includes(self, person: Person) -> bool:
        return (
            (not self.agencies or person.agency in self.agencies)
            and (not self.role_groups or person.role_group in self.role_groups)
            and (not self.localities or person.locality in self.localities)
            and (self.people is None or person.id in self.people)
        )


class Wave(Value):
    """*mode* and *promise* are what was said when the wave opened, and never change.

    *promise* is read before the first question, in paragraphs. Of *small_agencies* only a few were
    asked, so an answer does not say that it comes from there.
    """

    id: Annotated[WaveId, SLUG]
    survey: SurveyId
    survey_version: int
    mode: Mode
    series: str | None = None
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    closed_at: AwareDatetime | None = None
    content_area: AreaId | None = None
    parameters: dict[str, Line] = Field(default_factory=dict)
    promise: tuple[Paragraph, ...] = ()
    small_agencies: tuple[Line, ...] = ()
    what_came_of_it: Paragraph | None = None
    imported: bool = False

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.closes_at <= self.opens_at:
            raise ValueError("a wave closes after it opens")
        return self

    @property
    def ended_at(self) -> datetime:
        return self.closed_at or self.closes_at

    @property
    def last_day(self) -> date:
        """In the zone that it was opened in: what ends at midnight ends with the day before."""
        end = self.ended_at.astimezone(self.closes_at.tzinfo)
        return (end - timedelta(microseconds=1)).date()

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now < self.ended_at

    def closed(self, now: datetime) -> Self:
        """One that had ended by itself is not longer for being closed."""
        if self.closed_at is not None:
            return self
        return self._changed(closed_at=min(now, self.closes_at))

    def with_what_came_of_it(self, text: str) -> Self:
        """Raises ValidationError for what is no paragraph."""
        return self._changed(what_came_of_it=text)

    def _changed(self, **changes: object) -> Self:
        """Checked as it was when it came into being."""
        return type(self).model_validate({**dict(self), **changes})


def small_agencies(agencies: Iterable[str]) -> tuple[str, ...]:
    """Those given fewer than five times, one for each person asked."""
    counted = Counter(agencies)
    return tuple(sorted(name for name, number in counted.items() if number < FEWEST_OF_AN_AGENCY))


class Delivery(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    BOUNCED = "bounced"


class Invitation(Value):
    """One person asked in one wave. It says whether they answered, and nothing of when or what."""

    wave: WaveId
    person: PersonId
    agency: Line
    role_group: Line
    delivery: Delivery = Delivery.WAITING
    answered: bool = False
