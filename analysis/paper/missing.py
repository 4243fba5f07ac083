"""What nobody has written yet, who was asked for it, and by when."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import ClassVar, NamedTuple

from pydantic import Field

from analysis.digest.lines import Line
from analysis.paper.texts import (
    MADE_BY_RULE,
    NAMES,
    OF_AN_AREA,
    OF_THE_PAPER,
    Part,
    Unsaid,
    unsaid,
)
from analysis.phrases import day, listed
from surveys.periods import Period
from surveys.values import AreaId, Kept, Value
from surveys.working_time import WorkingHours, add_working_days

QA_TEAM = "the QA team"
REMINDED = 3  # working days before
OTHERS = "the others"


class TextsDue(Kept):
    """The last day for the texts of the paper of one period, and whether people were reminded.

    *turn* counts how often a day was set, so that another is told of each time.
    """

    kind: ClassVar[str] = "paper texts due"

    period: Period
    day: date
    turn: int = 1
    is_reminded: bool = False

    def is_to_be_reminded(self, today: date, hours: WorkingHours) -> bool:
        """Once, from three working days before until the day itself."""
        return not self.is_reminded and today <= self.day and is_soon(self.day, today, hours)


def is_soon(due: date, today: date, hours: WorkingHours) -> bool:
    """Whether at most three working days are left, *due* counted if it is one."""
    return add_working_days(today, REMINDED + 1, hours) > due


class Asked(Value):
    """By when, and who: the QA team for the paper and each content area that is not named here."""

    day: date
    owners: dict[AreaId, str] = Field(default_factory=dict)

    def of(self, area: AreaId | None) -> str:
        return self.owners.get(area, QA_TEAM) if area else QA_TEAM


class Named(NamedTuple):
    area: AreaId
    label: str


Written = Collection[tuple[Part, AreaId | None]]


def missing_parts(written: Written) -> tuple[Part, ...]:
    """Of those once a paper. What rules make is never missing."""
    parts = (part for part in OF_THE_PAPER if part not in MADE_BY_RULE)
    return tuple(part for part in parts if (part, None) not in written)


def missing_areas(areas: Sequence[Named], written: Written) -> Mapping[Part, Sequence[Named]]:
    """By part, the content areas that lack it."""
    without = {
        part: [one for one in areas if (part, one.area) not in written] for part in OF_AN_AREA
    }
    return {part: names for part, names in without.items() if names}


def missing_in_paper(written: Written, asked: Asked | None = None) -> Iterator[Line]:
    """A line for each part that the paper itself lacks, with who was asked, and by when."""
    for part in missing_parts(written):
        due = f" Due by {day(asked.day)}, asked: {QA_TEAM}." if asked else ""
        yield Line(lead=f"{NAMES[part]}:", rest=f" not filled in.{due}")


def missing_in_areas(
    areas: Sequence[Named], written: Written, asked: Asked | None = None
) -> Iterator[Line]:
    """The same for each part of the content areas, with which of them lack it."""
    for part, without in missing_areas(areas, written).items():
        due = f" Due by {day(asked.day)}, asked: {_whom(without, asked)}." if asked else ""
        yield Line(lead=f"{NAMES[part]}:", rest=f" {_areas(without, areas)}.{due}")


def missing_in_plans(areas: Sequence[Named], plans: Mapping[AreaId, str]) -> Iterator[Line]:
    """A line for each area whose plan has actions without by whom or by when, with which."""
    for one in areas:
        if actions := unsaid(plans.get(one.area, "")):
            lead = f"{NAMES[Part.PLAN]} of {one.label}:"
            yield Line(lead=lead, rest=f" {not_said_yet(actions)}.")


def not_said_yet(actions: Sequence[Unsaid]) -> str:
    """Of one plan: 'action 1 (by whom), action 3 (by whom and by when)'."""
    return ", ".join(
        f"action {one.action} ({listed(['by whom'] * one.who + ['by when'] * one.when)})"
        for one in actions
    )


def _areas(without: Sequence[Named], areas: Sequence[Named]) -> str:
    if len(without) == len(areas) > 1:
        return f"all {len(areas)} content areas"
    return listed([one.label for one in without])


def _whom(without: Sequence[Named], asked: Asked) -> str:
    """'head of early help (Neglect) and the QA team (the others)'; without areas if it is one."""
    of: dict[str, list[str]] = {}
    for one in without:
        of.setdefault(asked.of(one.area), []).append(one.label)
    if len(of) == 1:
        return next(iter(of))
    owners = [f"{who} ({listed(labels)})" for who, labels in of.items() if who != QA_TEAM]
    return listed([*owners, *([f"{QA_TEAM} ({OTHERS})"] if QA_TEAM in of else [])])
