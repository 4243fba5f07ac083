"""One fielding of a survey: whom, from when, until when; and who was asked, apart from answers."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator

from surveys.survey import Mode
from surveys.values import SLUG, AreaId, Line, Paragraph, PersonId, SurveyId, Value, WaveId


class Group(Value):
    """What is known of a person without knowing the person: all that may stand beside answers."""

    agency: Line | None = None
    role_group: Line | None = None


class Person(Value):
    """One line of the people file."""

    id: Annotated[PersonId, Field(pattern=r"^[UW][A-Z0-9]{2,}$")]
    agency: Line
    role_group: Line
    locality: Line | None = None

    @property
    def group(self) -> Group:
        return Group(agency=self.agency, role_group=self.role_group)


class Audience(Value):
    """Whom a wave asks, out of the people file. What is left empty does not narrow it."""

    agencies: frozenset[str] = frozenset()
    role_groups: frozenset[str] = frozenset()
    localities: frozenset[str] = frozenset()
    people: frozenset[PersonId] | None = None  # of a Slack user group

    def includes(self, person: Person) -> bool:
        return (
            (not self.agencies or person.agency in self.agencies)
            and (not self.role_groups or person.role_group in self.role_groups)
            and (not self.localities or person.locality in self.localities)
            and (self.people is None or person.id in self.people)
        )


class Wave(Value):
    """*mode* and *promise* are copied from the survey when the wave opens, and never change."""

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

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now < self.ended_at


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

    @property
    def group(self) -> Group:
        return Group(agency=self.agency, role_group=self.role_group)
