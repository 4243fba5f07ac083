"""What is said of 'good' statements: how they stand, what befell them, what a form asks for."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from analysis.digest.digest import Digest
from analysis.disclosure.suppression import Audience
from analysis.phrases import day, listed, whose
from analysis.wording import say
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

SIGNS: Mapping[State, str] = MappingProxyType(
    {
        State.PROPOSED: "○",
        State.CONSULTED: "◐",
        State.AGREED: "●",
        State.REPLACED: "◌",
    }
)


def tier_in_short(tier: Tier) -> str:
    return say(f"tier.short.{tier.value}")


# A content area


def about(area: ContentArea, framework: Framework, today: date) -> list[str]:
    """Why it is watched, what that rests on, who answers for it, what it goes with, since when."""
    related = [framework.area(one).label for one in area.related]
    return [
        area.rationale or say("area.no_rationale"),
        f"{tier_in_short(area.tier)} · {active(area, today)}",
        say("area.owner", owner=area.owner or say("area.no_owner")),
        say("area.evidence", evidence="; ".join(area.evidence) or say("area.no_evidence")),
        *([say("area.related", areas=listed(related))] if related else []),
    ]


def active(area: ContentArea, today: date) -> str:
    if not area.is_active(today):
        return say("area.not_active")
    begins = day(area.active_from) if area.active_from else ""
    ends = day(area.active_until) if area.active_until else ""
    if begins and ends:
        return say("area.active_from_until", begins=begins, ends=ends)
    if begins:
        return say("area.active_from", begins=begins)
    return say("area.active_until", ends=ends) if ends else say("area.active")


def counted(area: ContentArea, lives: Lives) -> str:
    """'2 agreed, 1 proposed'."""
    found = list(states(area, lives).values())
    told = [
        say(f"state.count_{state.value}", number=found.count(state))
        for state in State
        if state in found
    ]
    return ", ".join(told)


# A statement


def name(good: GoodStatement) -> str:
    return f"{say(f'head.good_{good.kind.value}')} {good.id}"


def standing(living: LivingStatement, today: date) -> list[str]:
    """How its words stand, and what is proposed in their place."""
    now, agreed = living.now, living.agreed_on(today)
    if agreed is None:
        draft = say("good.draft_of", target=living.draft_target) if living.draft_target else ""
        return [_joined(_sign(now.state), draft, _asked(living))]
    where = say("good.agreed_on", day=day(agreed.day), minute=agreed.agreement.minute)
    told = [_joined(f"{SIGNS[State.AGREED]} {where}", terms(agreed))]
    if not now.agreed:
        other = say("good.other_words", text=now.text)
        told.append(_joined(_sign(now.state), other, _asked(living)))
    return told


def _sign(state: State) -> str:
    return f"{SIGNS[state]} {say(f'state.{state.value}')}"


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def terms(agreed: Agreed) -> str:
    return say("good.terms", target=agreed.target, points=agreed.important_difference)


def _asked(living: LivingStatement) -> str:
    now = living.now
    if not now.consulted:
        return ""
    missing = frozenset(CONSULTED) - now.with_whom
    return _joined(
        say("good.asked", people=people(now.with_whom)),
        say("good.not_asked", people=people(missing)) if missing else "",
        say("good.changed_since") if now.is_changed else "",
    )


def said_to(wording: Wording) -> list[tuple[str, str]]:
    """The same in words for those whom it is about."""
    several = (
        (say("good.for_children"), wording.for_children),
        (say("good.for_parents"), wording.for_parents),
        (say("good.for_practitioners"), wording.for_practitioners),
    )
    return [(whom, text) for whom, text in several if text]


def people(who: frozenset[Perspective]) -> str:
    return listed([whose(one) for one in CONSULTED if one in who])


def figures_of(made: Digest, area: ContentArea) -> dict[StatementId, list[str]]:
    """The digest's sentences about each statement, with what its figures are held against."""
    today = {one.id: one.text for one in area.good}
    told: dict[StatementId, list[str]] = {
        one.id: [say("good.it_read", text=one.text)]
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
    start = Happened(
        say("good.began"), f"“{living.start.text}”", say(f"origin.{living.origin.name.casefold()}")
    )
    return [*reversed(told), start]


def _what_became_of(living: LivingStatement) -> dict[int, str]:
    """By the identity of a step: that it was taken back, or that other words or terms followed."""
    left = living.standing
    standing_ones = {id(step) for step in left}
    told = {
        id(step): say("good.was_taken_back")
        for step in living.steps
        if id(step) not in standing_ones and not isinstance(step, TakenBack)
    }
    agreed = [step for step in left if isinstance(step, Agreed)]
    for one, other in pairwise(agreed):
        told[id(one)] = say("good.was_replaced", day=day(other.day))
    return told


def _said(step: AnyStep) -> tuple[str, str]:
    match step:
        case Worded(wording=wording):
            others = [f"{whom}: “{text}”" for whom, text in said_to(wording)]
            return say("good.worded"), " ".join([f"“{wording.text}”", *others])
        case Consulted(consultation=one):
            return (
                say("good.consulted", people=people(one.with_whom), day=day(one.day)),
                say("good.how", how=_stop(one.how), changed=_stop(one.changed)),
            )
        case Agreed():
            where = say("good.agreement", day=day(step.day), minute=step.agreement.minute)
            return where, f"“{step.text}” {terms(step)}"
        case TakenBack(why=why):
            return say("good.taken_back"), _stop(why)


def _stop(text: str) -> str:
    return text if text.endswith((".", "!", "?", "”")) else f"{text}."


# Forms


def no_figures() -> str:
    return say("good.no_figures")


def for_whom_figures_are() -> str:
    return say("good.who_sees")


def being_made() -> str:
    return say("good.being_made")


def whose_figures(period: str, audience: Audience) -> str:
    return say(f"good.as_{audience.name.casefold()}", period=period)


def say_something() -> str:
    return say("good.say_something")


def whole_number(smallest: int, largest: int) -> str:
    return say("good.whole_number", smallest=smallest, largest=largest)


def kept(living: LivingStatement) -> str:
    return say("good.kept", statement=living.id, state=say(f"state.name_{living.state.value}"))
