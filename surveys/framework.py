"""The board's framework: content areas, 'good' statements, perspectives, methods of gathering."""

from collections.abc import Sequence
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from surveys.errors import Unknown
from surveys.values import SLUG, AreaId, Line, StatementId, Value

MINIMUM_IMPORTANT_DIFFERENCE = 5  # percentage points, unless the board has agreed another


class Tier(StrEnum):
    PRACTICE = "practice"
    ORGANISATIONAL = "organisational"
    WIDER = "wider"


class Kind(StrEnum):
    QUALITY = "quality"
    OUTCOME = "outcome"


class Perspective(StrEnum):
    """Whose eyes. Children come first wherever perspectives are listed."""

    CHILD = "child"
    PARENT_CARER = "parent_carer"
    PRACTITIONER = "practitioner"
    AUDIT = "audit"
    AGENCY_SELF = "agency_self"


class Method(StrEnum):
    """The fifteen ways of gathering in paragraph 4.3 of the framework."""

    NATIONAL_INDICATORS = "national_indicators"
    LOCAL_INDICATORS = "local_indicators"
    AGENCY_DATA = "agency_data"
    MANAGEMENT_RECORDS = "management_records"
    FAMILY_EXPERIENCES = "family_experiences"
    PRACTITIONER_EXPERIENCES = "practitioner_experiences"
    CASE_FILE_AUDITS = "case_file_audits"
    SECTION_11 = "section_11"
    AGENCY_AUDITS = "agency_audits"
    DEEP_DIVES = "deep_dives"
    LEARNING_IMPACT = "learning_impact"
    CASE_REVIEWS = "case_reviews"
    REFLECTIVE_PRACTICE = "reflective_practice"
    COMPLAINTS = "complaints"
    INSPECTIONS = "inspections"


StatementCode = Annotated[StatementId, StringConstraints(pattern=r"^[A-Z0-9]{2,5}-[QO][0-9]{1,2}$")]


class GoodStatement(Value):
    """What good looks like in one content area. *target* is the agreed share in percent."""

    id: StatementCode
    kind: Kind
    text: Line
    target: Annotated[int, Field(ge=1, le=100)] | None = None
    important_difference: Annotated[int, Field(ge=1, le=50)] = MINIMUM_IMPORTANT_DIFFERENCE


class ContentArea(Value):
    """A priority the board agreed to watch. *dataset* names its indicators of the core dataset."""

    id: Annotated[AreaId, SLUG]
    label: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=75)]
    tier: Tier
    aliases: tuple[Line, ...] = ()
    good: Annotated[tuple[GoodStatement, ...], Field(min_length=1)]
    dataset: tuple[Line, ...] = ()

    @property
    def code(self) -> str:
        """The short form that figure ids carry: what its statements' ids begin with."""
        return self.good[0].id.split("-")[0]

    def statement(self, kind: Kind) -> GoodStatement | None:
        return next((statement for statement in self.good if statement.kind is kind), None)


class Framework(Value):
    """All content areas that a board watches."""

    areas: Annotated[tuple[ContentArea, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_one_thing_once(self) -> Self:
        _refuse_doubles("content area", [area.id for area in self.areas])
        _refuse_doubles("'good' statement", [good.id for area in self.areas for good in area.good])
        return self

    @cached_property
    def statements(self) -> dict[StatementId, GoodStatement]:
        return {statement.id: statement for area in self.areas for statement in area.good}

    @cached_property
    def _by_name(self) -> dict[str, ContentArea]:
        names: dict[str, ContentArea] = {}
        for area in self.areas:
            for name in (area.id, area.label, area.code, *area.aliases):
                names.setdefault(_plain(name), area)
        return names

    def area(self, name: str) -> ContentArea:
        """The area with this id, label, code or alias. Raises Unknown with the nearest."""
        if found := self._by_name.get(_plain(name)):
            return found
        close = get_close_matches(_plain(name), self._by_name, n=8, cutoff=0.5)
        starts = [
            known for known in self._by_name if _plain(name) and known.startswith(_plain(name))
        ]
        nearest = dict.fromkeys(self._by_name[known].id for known in (*starts, *close))
        raise Unknown("content area", name, tuple(nearest)[:3])

    def area_of(self, statement: StatementId) -> ContentArea:
        for area in self.areas:
            if any(good.id == statement for good in area.good):
                return area
        raise Unknown("'good' statement", statement)


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("_", " ").replace("-", " ").split())


def _refuse_doubles(what: str, names: Sequence[str]) -> None:
    doubles = sorted({name for name in names if names.count(name) > 1})
    if doubles:
        raise ValueError(
            f"each {what} is named once, but this is named twice: {', '.join(doubles)}"
        )
