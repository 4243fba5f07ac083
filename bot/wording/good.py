"""What is said of 'good' statements: how they stand, what befell them, what a form asks for."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from analysis.digest.digest import Digest
from analysis.digest.narrative import PEOPLE
from analysis.phrases import day, listed
from surveys.framework import (
    CONSULTED,
    ContentArea,
    Framework,
    GoodStatement,
    Perspective,
    Tier,
    Wording,
)
from surveys.good import Lives, states
from surveys.statement import (
    Agreed,
    AnyStep,
    Consulted,
    LivingStatement,
    State,
    TakenBack,
    Worded,
)
from surveys.values import StatementId

TIERS: Mapping[Tier, str] = MappingProxyType(
    {
        Tier.PRACTICE: "Practice",
        Tier.ORGANISATIONAL: "Organisational",
        Tier.WIDER: "Wider picture",
    }
)
SIGNS: Mapping[State, str] = MappingProxyType(
    {
        State.PROPOSED: "○ Proposed, not yet agreed",
        State.CONSULTED: "◐ Consulted on, not yet agreed",
        State.AGREED: "● Agreed",
        State.REPLACED: "◌ Replaced",
    }
)


# A content area


def about(area: ContentArea, framework: Framework, today: date) -> list[str]:
    """Why it is watched, what that rests on, who answers for it, what it goes with, since when."""
    related = [framework.area(one).label for one in area.related]
    return [
        area.rationale or "Nobody has written down yet why it is watched.",
        f"{TIERS[area.tier]} · {active(area, today)}",
        f"Owner: {area.owner or 'nobody named yet'}",
        f"Evidence: {'; '.join(area.evidence) or 'none named yet'}",
        *([f"Look at it together with: {listed(related)}"] if related else []),
    ]


def active(area: ContentArea, today: date) -> str:
    if not area.is_active(today):
        return "not active: nothing is collected about it"
    since = f" since {day(area.active_from)}" if area.active_from else ""
    return f"active{since}{f' until {day(area.active_until)}' if area.active_until else ''}"


def counted(area: ContentArea, lives: Lives) -> str:
    """'2 agreed, 1 proposed'."""
    found = list(states(area, lives).values())
    told = [f"{found.count(state)} {state}" for state in State if state in found]
    return ", ".join(told)


# A statement


def name(good: GoodStatement) -> str:
    return f"Good {good.kind.value} {good.id}"


def standing(living: LivingStatement, today: date) -> list[str]:
    """How its words stand, and what is proposed in their place."""
    now, agreed = living.now, living.agreed_on(today)
    if agreed is None:
        draft = f"Draft target {living.draft_target}%." if living.draft_target else ""
        return [_joined(f"{SIGNS[now.state]}.", draft, _asked(living))]
    where = f"{SIGNS[State.AGREED]} on {day(agreed.day)} ({agreed.agreement.minute})."
    told = [_joined(where, terms(agreed))]
    if not now.agreed:
        sign = SIGNS[now.state]
        told.append(_joined(f"{sign}: other words, “{now.text}”", _asked(living)))
    return told


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def terms(agreed: Agreed) -> str:
    return f"Target {agreed.target}%; a change counts from {agreed.important_difference} points."


def _asked(living: LivingStatement) -> str:
    now = living.now
    if not now.consulted:
        return ""
    missing = [PEOPLE[who] for who in CONSULTED if who not in now.with_whom]
    told = f"Asked: {people(now.with_whom)}."
    told += f" Not asked: {listed(missing)}." if missing else ""
    return f"{told} The words were changed after that." if now.is_changed else told


def said_to(wording: Wording) -> list[tuple[str, str]]:
    """The same in words for those whom it is about."""
    several = (
        ("In plain English, for children", wording.for_children),
        ("For parents and carers", wording.for_parents),
        ("For practitioners", wording.for_practitioners),
    )
    return [(whom, text) for whom, text in several if text]


def people(who: frozenset[Perspective]) -> str:
    return listed([PEOPLE[one] for one in CONSULTED if one in who])


def figures_of(made: Digest, area: ContentArea) -> dict[StatementId, list[str]]:
    """The digest's sentences about each statement, with what its figures are held against."""
    today = {one.id: one.text for one in area.good}
    told: dict[StatementId, list[str]] = {
        one.id: [f"In that quarter it read: “{one.text}”"]
        for one in made.good
        if one.text != today.get(one.id)
    }
    for row in made.chart.rows:
        figure = made.figure(row.figure)
        if figure and figure.statement:
            sign = f"{row.sign.icon} {row.sign.letter} " if row.sign and row.sign.letter else ""
            told.setdefault(figure.statement, []).append(f"{sign}{row.text}")
    return told


# History


class Happened(NamedTuple):
    """One step of a statement's life. *said* has people's words in it: a surface escapes them."""

    what: str
    said: str
    noted: str
    by: str = ""
    since: str = ""  # what became of it later


def history(living: LivingStatement) -> list[Happened]:
    """Every step, the newest first; the last is the wording it began with."""
    later = _what_became_of(living)
    told = [
        Happened(*_said(step), noted=day(step.noted), by=step.by, since=later.get(id(step), ""))
        for step in living.steps
    ]
    start = Happened("Began as", f"“{living.start.text}”", living.origin.value)
    return [*reversed(told), start]


def is_slack_id(by: str) -> bool:
    return by[:1] in ("U", "W") and by.isalnum() and by == by.upper()


def _what_became_of(living: LivingStatement) -> dict[int, str]:
    """By the identity of a step: that it was taken back, or that other words or terms followed."""
    left = living.standing
    standing_ones = {id(step) for step in left}
    told = {
        id(step): "This was taken back."
        for step in living.steps
        if id(step) not in standing_ones and not isinstance(step, TakenBack)
    }
    agreed = [step for step in left if isinstance(step, Agreed)]
    for one, other in pairwise(agreed):
        told[id(one)] = f"Replaced on {day(other.day)}."
    return told


def _said(step: AnyStep) -> tuple[str, str]:
    match step:
        case Worded(wording=wording):
            others = [f"{whom}: “{text}”" for whom, text in said_to(wording)]
            return "Worded", " ".join([f"“{wording.text}”", *others])
        case Consulted(consultation=one):
            return (
                f"Consulted with {people(one.with_whom)} on {day(one.day)}",
                f"How: {_stop(one.how)} What changed: {_stop(one.changed)}",
            )
        case Agreed():
            where = f"Agreed on {day(step.day)} ({step.agreement.minute})"
            return where, f"“{step.text}” {terms(step)}"
        case TakenBack(why=why):
            return "Taken back, what was recorded before", _stop(why)


def _stop(text: str) -> str:
    return text if text.endswith((".", "!", "?", "”")) else f"{text}."


# Forms


def no_figures() -> str:
    return "Nobody was asked about this in that quarter."


def for_whom_figures_are() -> str:
    return "The QA team sees the actual picture here; the Board paper shows it to the Board."


def being_made() -> str:
    return "The actual picture is being put together; it comes here in a moment."


def whose_figures(period: str, audience: str) -> str:
    return f"The actual picture of {period}, as `/digest` shows it to the {audience}."


def say_something() -> str:
    return "Please fill this in."


def whole_number(smallest: int, largest: int) -> str:
    return f"Please give a whole number from {smallest} to {largest}."


def kept(living: LivingStatement) -> str:
    return f"Kept: {living.id} is {living.state.value}."
