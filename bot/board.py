"""The board's own file: what it is called, whom to call, who may do what."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints, ValidationError, field_validator

from surveys import yaml_files
from surveys.retention import Retention
from surveys.values import Line, Paragraph, Value
from surveys.working_time import WorkingHours

Address = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]
PersonOrGroup = Annotated[str, StringConstraints(pattern=r"^[UWS][A-Z0-9]{2,}$")]


class Role(StrEnum):
    ANALYST = "analyst"
    PARTICIPATION_WORKER = "participation_worker"
    AGENCY_LEAD = "agency_lead"
    SUB_GROUP = "sub_group"
    DESIGNATED_LEAD = "designated_lead"
    DEPUTY = "deputy"
    DUTY_MANAGER = "duty_manager"
    ACCESS_AUDITOR = "access_auditor"
    ADMINISTRATOR = "administrator"


class Learning(StrEnum):
    BY_HAND = "by hand"
    NIGHTLY = "nightly"


class Board(Value):
    """*roles* lists Slack user ids (U…, W…) and user groups (S…) for each role.

    *fallback_email* is told, without content, when a concern waits and Slack can't be reached.
    *unflagged_read_within* (working days) is how soon a person reads what the net did not flag;
    *sample_a_week* of it is the measure of what the net misses. *reviews_a_day* is what a reviewer
    aims at; of each wave *audited_a_wave* people's comments are drawn for a person to code blind,
    and *double_coded_percent* of all comments go to two people. *learning* says when the models
    learn from what people corrected.
    """

    name: Line
    time_zone: str = "Europe/London"
    mash_contact: Line
    out_of_hours: Line
    emergency: Line = "999"
    safeguarding_lead: Line = "the designated safeguarding lead"
    trusted_adult: Line = "an adult you trust"
    lado_contact: Line = "the local authority designated officer (LADO)"
    prevent_contact: Line = "the police Prevent team on 101"
    adults_contact: Line = "adult social care"
    working_hours: WorkingHours = WorkingHours()
    fallback_email: Address | None = None
    unflagged_read_within: Annotated[int, Field(ge=1, le=30)] = 5
    sample_a_week: Annotated[int, Field(ge=1, le=100)] = 20
    reviews_a_day: Annotated[int, Field(ge=1, le=500)] = 30
    audited_a_wave: Annotated[int, Field(ge=0, le=500)] = 20
    double_coded_percent: Annotated[int, Field(ge=0, le=100)] = 20
    learning: Learning = Learning.BY_HAND
    who_reads: Paragraph = (
        "The quality assurance team sees figures of groups, and comments without a name. Your "
        "manager and your agency don't see who said what."
    )
    roles: dict[Role, tuple[PersonOrGroup, ...]] = Field(default_factory=dict)
    retention: Retention = Retention()

    @field_validator("time_zone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as wrong:
            raise ValueError("allowed: a zone of the tz database, such as Europe/London") from wrong
        return name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def midnight(self, day: date) -> datetime:
        """The beginning of *day* where the board is."""
        return datetime.combine(day, time(), self.zone)

    def holders(self, role: Role) -> tuple[PersonOrGroup, ...]:
        return self.roles.get(role, ())

    def persons(self, role: Role) -> tuple[PersonOrGroup, ...]:
        return tuple(holder for holder in self.holders(role) if not holder.startswith("S"))

    def groups(self, role: Role) -> tuple[PersonOrGroup, ...]:
        return tuple(holder for holder in self.holders(role) if holder.startswith("S"))


def read_board(content: str | bytes, file: str) -> Board:
    """The board written in this text. Raises InvalidDefinition with every mistake."""
    document = yaml_files.read(content, file)
    document.check_keys((), document.root, tuple(Board.model_fields))
    try:
        board = Board.model_validate(document.root)
    except ValidationError as wrong:
        document.mistakes(wrong)
        document.refuse()
    if document.problems:
        document.refuse()
    return board
