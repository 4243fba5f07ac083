"""The board's framework: content areas, 'good' statements, perspectives, methods of gathering."""

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from surveys.errors import AreaNotActive, Unknown
from surveys.values import IN_ORDER, SLUG, AreaId, Line, Paragraph, StatementId, Value

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


Target = Annotated[int, Field(ge=1, le=100)]  # percent
ImportantDifference = Annotated[int, Field(ge=1, le=50)]  # percentage points
FAMILY = (Perspective.CHILD, Perspective.PARENT_CARER)
CONSULTED = (*FAMILY, Perspective.PRACTITIONER)


class Consultation(Value):
    """With whom a wording was talked over, how, and what changed because of them."""

    day: date
    with_whom: Annotated[frozenset[Perspective], IN_ORDER, Field(min_length=1)]
    how: Paragraph
    changed: Paragraph

    @model_validator(mode="after")
    def _is_with_people(self) -> Self:
        if not self.with_whom <= frozenset(CONSULTED):
            raise ValueError(f"with_whom is among {', '.join(CONSULTED)}")
        return self


class Agreement(Value):
    """The meeting that agreed a statement, its target and its important difference."""

    day: date
    minute: Line


class Wording(Value):
    """What the board agrees is *text*; the others say the same to those whom it is about.

    *for_children* is plain English, as a child would say it.
    """

    text: Line
    for_children: Line | None = None
    for_parents: Line | None = None
    for_practitioners: Line | None = None


class Proposal(Wording):
    """A wording that is to replace the agreed one, and is not agreed yet."""

    consulted: tuple[Consultation, ...] = ()

    @property
    def wording(self) -> Wording:
        return Wording(**{name: getattr(self, name) for name in Wording.model_fields})


class Earlier(Value):
    """What was agreed before: other words, another target, or both."""

    text: Line
    target: Target
    important_difference: ImportantDifference = MINIMUM_IMPORTANT_DIFFERENCE
    consulted: tuple[Consultation, ...] = ()
    agreed: Agreement


class GoodStatement(Wording):
    """What good looks like in one content area. *target* is the share in percent.

    Without *agreed* it is a draft. *only_proposed* and *noted* are no keys of a file, but set for
    the day of a figure (`surveys.good.framework_on`): by what is only proposed nothing can be
    called met or not met; *noted* is when Heard learned of the agreement.
    """

    id: StatementCode
    kind: Kind
    target: Target | None = None
    important_difference: ImportantDifference = MINIMUM_IMPORTANT_DIFFERENCE
    consulted: tuple[Consultation, ...] = ()
    agreed: Agreement | None = None
    earlier: tuple[Earlier, ...] = ()
    proposed: Proposal | None = None
    only_proposed: bool = False
    noted: date | None = None

    @property
    def wording(self) -> Wording:
        return Wording(**{name: getattr(self, name) for name in Wording.model_fields})

    @model_validator(mode="after")
    def _agrees_a_target(self) -> Self:
        if self.agreed and self.target is None:
            raise ValueError("what is agreed has a target: the share, in percent, that was agreed")
        if not self.agreed and (self.earlier or self.proposed):
            raise ValueError("'earlier' and 'proposed' stand beside a statement that is agreed")
        return self


class ContentArea(Value):
    """A priority the board agreed to watch. *dataset* names its indicators of the core dataset.

    *evidence* are links and titles, *owner* is a role or group. It is active from its first day to
    its last, both included; without them it has always been and goes on.
    """

    id: Annotated[AreaId, SLUG]
    label: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=75)]
    tier: Tier
    aliases: tuple[Line, ...] = ()
    rationale: Paragraph | None = None
    evidence: tuple[Line, ...] = ()
    owner: Line | None = None
    related: tuple[AreaId, ...] = ()
    active_from: date | None = None
    active_until: date | None = None
    good: Annotated[tuple[GoodStatement, ...], Field(min_length=1)]
    dataset: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.active_from and self.active_until and self.active_until < self.active_from:
            raise ValueError("active_until is before active_from")
        return self

    @property
    def code(self) -> str:
        """The short form that figure ids carry: what its statements' ids begin with."""
        return self.good[0].id.split("-")[0]

    def statement(self, kind: Kind) -> GoodStatement | None:
        return next((statement for statement in self.good if statement.kind is kind), None)

    def is_active(self, day: date) -> bool:
        return (self.active_from or day) <= day <= (self.active_until or day)

    def require_active(self, day: date) -> None:
        """Raises AreaNotActive."""
        if not self.is_active(day):
            raise AreaNotActive(self.label, self.active_from, self.active_until)


class Framework(Value):
    """All content areas that a board watches."""

    areas: Annotated[tuple[ContentArea, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_one_thing_once(self) -> Self:
        _refuse_doubles("content area", [area.id for area in self.areas])
        _refuse_doubles("'good' statement", [good.id for area in self.areas for good in area.good])
        return self

    @model_validator(mode="after")
    def _relates_areas_that_are_there(self) -> Self:
        known = {area.id for area in self.areas}
        for area in self.areas:
            if lost := sorted({*area.related} - (known - {area.id})):
                raise ValueError(f"{area.id} is related to {', '.join(lost)}: no other area's id")
        return self

    @cached_property
    def statements(self) -> dict[StatementId, GoodStatement]:
        return {statement.id: statement for area in self.areas for statement in area.good}

    @cached_property
    def _by_id(self) -> dict[str, ContentArea]:
        return {area.id: area for area in self.areas}

    @cached_property
    def _by_name(self) -> dict[str, ContentArea]:
        names: dict[str, ContentArea] = {}
        for area in self.areas:
            for name in (area.id, area.label, area.code, *area.aliases):
                names.setdefault(plain_name(name), area)
        for area in self.areas:
            names.setdefault(plain_name(short_name(area.label)), area)
        return names

    def area_called(self, name: str) -> ContentArea | None:
        """The area with this id, label (in full or in short), code or alias, if there is one."""
        return self._by_id.get(name) or self._by_name.get(plain_name(name))

    def area(self, name: str) -> ContentArea:
        """As `area_called`. Raises Unknown with the titles of the nearest, each as it is found."""
        if found := self.area_called(name):
            return found
        close = get_close_matches(plain_name(name), self._by_name, n=8, cutoff=0.5)
        starts = [
            known
            for known in self._by_name
            if plain_name(name) and known.startswith(plain_name(name))
        ]
        nearest = dict.fromkeys(self._title(self._by_name[known]) for known in (*starts, *close))
        raise Unknown("content area", name, tuple(nearest)[:3])

    def _title(self, area: ContentArea) -> str:
        short = short_name(area.label)
        return short if self.area_called(short) == area else area.label

    def area_of(self, statement: StatementId) -> ContentArea:
        for area in self.areas:
            if any(good.id == statement for good in area.good):
                return area
        raise Unknown("'good' statement", statement)


def short_name(label: str) -> str:
    """The label up to its first explanation, which is as much as a line can hold."""
    return label.split(" - ", maxsplit=1)[0].split(" (", maxsplit=1)[0]


def plain_name(name: str) -> str:
    """As it is looked for: 'Early_help' and 'early-help' are one."""
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())


def _refuse_doubles(what: str, names: Sequence[str]) -> None:
    doubles = sorted({name for name in names if names.count(name) > 1})
    if doubles:
        raise ValueError(
            f"each {what} is named once, but this is named twice: {', '.join(doubles)}"
        )
