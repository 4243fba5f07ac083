"""What people write into a Board paper: the story behind the figures, the plan, the risks."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, NamedTuple, Self

from pydantic import AwareDatetime, Field, model_validator

from surveys.days import end_meant
from surveys.periods import Period
from surveys.values import AreaId, Kept, Paragraph, PersonId, Value


class Part(StrEnum):
    """What can be filled in; the first four once a paper, the others for each content area."""

    DECISIONS = "decisions"
    RISKS = "risks"
    IMPROVEMENTS = "improvements"
    PROGRAMME = "programme"
    STORY = "story"
    PARTNERS = "partners"
    WORKS = "works"
    PLAN = "plan"


OF_THE_PAPER = (Part.DECISIONS, Part.RISKS, Part.IMPROVEMENTS, Part.PROGRAMME)
OF_AN_AREA = (Part.STORY, Part.PARTNERS, Part.WORKS, Part.PLAN)
LONGEST_TEXT = 3000  # characters, as Slack and the store take them
MADE_BY_RULE = (Part.DECISIONS, Part.RISKS, Part.IMPROVEMENTS)
CELL = "|"  # between what, who, by when and which measure, in a line of a plan
PLAN_CELLS = 4

NAMES = {
    Part.DECISIONS: "What the Board is asked to decide",
    Part.RISKS: "Significant risks",
    Part.IMPROVEMENTS: "Key improvements and strengths",
    Part.PROGRAMME: "Section 11, audits, deep dive and scrutiny",
    Part.STORY: "The story behind the baseline",
    Part.PARTNERS: "Partners with a part to play",
    Part.WORKS: "What works",
    Part.PLAN: "Action plan",
}


class Unsaid(NamedTuple):
    """What one action of a plan does not say yet."""

    action: int
    who: bool
    when: bool


class Written(Value):
    """One version: the words, who wrote them, and when."""

    text: Paragraph
    by: PersonId
    at: AwareDatetime


class PaperText(Kept):
    """One part of one paper as people wrote it. Every version stays; the last is the one told.

    The version made by rule is no version of this: it is made anew from the figures, and stands in
    the appendix of a paper whose risks or improvements were rewritten.
    """

    kind: ClassVar[str] = "paper text"

    period: Period
    part: Part
    content_area: AreaId | None = None
    versions: Annotated[tuple[Written, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_of_its_place(self) -> Self:
        if (self.content_area is None) != (self.part in OF_THE_PAPER):
            raise ValueError("some parts belong to the paper, the others to a content area")
        if self.id != paper_text_id(self.period, self.part, self.content_area):
            raise ValueError("the id says where the text stands")
        return self

    @property
    def labels(self) -> tuple[str, ...]:
        return (paper_label(self.period),)

    @property
    def latest(self) -> Written:
        return self.versions[-1]

    def rewritten(self, written: Written) -> Self:
        """With one more version; the same when nothing has changed."""
        if written.text == self.latest.text:
            return self
        return self.model_copy(update={"versions": (*self.versions, written)})


class MadeByRule(Kept):
    """What the rules made for the last paper of this period, by part, a line each.

    Whoever rewrites it begins with that. Once a paper is made its figures have been told.
    """

    kind: ClassVar[str] = "paper by rule"

    made_on: date
    texts: dict[Part, str]


def as_text(lines: Iterable[str]) -> str:
    """One a line, and whole lines only of what would be too long."""
    told = "\n".join(lines)
    if len(told) <= LONGEST_TEXT:
        return told
    return told[: LONGEST_TEXT + 1].rpartition("\n")[0]


def paper_text(period: Period, part: Part, area: AreaId | None, written: Written) -> PaperText:
    return PaperText(
        id=paper_text_id(period, part, area),
        period=period,
        part=part,
        content_area=area,
        versions=(written,),
    )


def paper_text_id(period: Period, part: Part, area: AreaId | None) -> str:
    return f"{period} {part.value} {area}" if area else f"{period} {part.value}"


def paper_label(period: Period) -> str:
    return f"paper:{period}"


def undated(text: str, today: date) -> tuple[int, ...]:
    """The actions of a plan, counted from 1, that say by when and name no day, month or quarter."""
    due = [when for _, _, when, _ in plan_rows(text)]
    return tuple(
        number
        for number, when in enumerate(due, start=1)
        if when and end_meant(when, today) is None
    )


def overdue(text: str, today: date) -> tuple[int, ...]:
    """The actions of a plan, counted from 1, whose last day is over."""
    ends = [end_meant(when, today) for _, _, when, _ in plan_rows(text)]
    return tuple(number for number, end in enumerate(ends, start=1) if end and end < today)


def unsaid(text: str) -> tuple[Unsaid, ...]:
    """The actions of a plan, counted from 1, that lack by whom or by when."""
    rows = enumerate(plan_rows(text), start=1)
    return tuple(
        Unsaid(number, not who, not when)
        for number, (_, who, when, _) in rows
        if not who or not when
    )


def plan_rows(text: str) -> tuple[tuple[str, str, str, str], ...]:
    """A plan's lines as cells: what, who, by when, which measure should move."""
    rows = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split(CELL, PLAN_CELLS - 1)]
        if any(cells):
            what, who, due, measure = (*cells, *[""] * (PLAN_CELLS - len(cells)))
            rows.append((what, who, due, measure))
    return tuple(rows)
