"""What a digest says of its own release: who released it, what stands, what would differ now."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from analysis.digest.digest import Digest
from analysis.digest.lines import Line
from analysis.digest.narrative import people
from analysis.disclosure.suppression import RULES, Audience
from analysis.figures.figure import Figure
from analysis.figures.holding import Held
from analysis.phrases import day, some_of
from analysis.wording import say

MOST_NAMES = 6


class Changed(NamedTuple):
    """A figure that would be told differently now, by its id and its name."""

    figure: str
    name: str


def ledger_note(holding: Held, readers: Audience, today: date = date.max) -> tuple[Line, ...]:
    """What the ledger has done to the figures of a digest; nothing where it did nothing.

    The same is said whether nobody has answered since or a few have. What was told earlier *today*
    is no news to anybody, and the second look at a digest reads like the first.
    """
    return tuple(_notes(holding, readers, today))


def _notes(holding: Held, readers: Audience, today: date) -> Iterator[Line]:
    rule = RULES[readers]
    more = say("ledger.more", count=rule.smallest_count, share=rule.smallest_base)
    if readers is Audience.ANALYST:
        more += f" {say('ledger.concerns', share=RULES[Audience.BOARD].smallest_base)}"
    if standing := [on for on in holding.standing.values() if on < today]:
        since = day(min(standing))
        yield Line(rest=say("ledger.stand", number=len(standing), since=since, more=more))
    if holding.kept_back:
        yield Line(rest=say("ledger.held_back", number=len(holding.kept_back), more=more))


def released_lines(
    on: date, by: str, edition: int, reason: str, changed: Sequence[Changed] | None
) -> tuple[Line, ...]:
    """Who released it and when; and by name alone, what would be told differently now.

    *changed* is None where that can't be known any more.
    """
    about = {"by": by, "edition": edition, "reason": reason.rstrip(".")}
    rest = say("released.again", **about) if edition > 1 else say("released.by", by=by)
    released = Line(lead=say("released.on", day=day(on)), rest=f" {rest}")
    if changed is None:
        return (released,)
    if not changed:
        return released, Line(rest=say("released.same"))
    names = list(dict.fromkeys(one.name for one in changed))
    return released, Line(
        lead=say("released.changed"),
        rest=f" {say('released.what_changed', names=some_of(names, MOST_NAMES))}",
        figures=tuple(one.figure for one in changed[:MOST_NAMES]),
    )


def changed_figures(released: Digest, now: Digest) -> tuple[Changed, ...]:
    """Those of *now* that say something else than those released."""
    return tuple(
        Changed(one.id, _named(now, one)) for one in now.figures if one != released.figure(one.id)
    )


def _named(made: Digest, figure: Figure) -> str:
    measure = made.measure(figure)
    subject = figure.statement or (figure.theme and figure.theme.replace("-", " "))
    name, who = measure.name if measure else figure.measure, figure.agency or people(figure)
    if subject:
        return say("released.on_subject", name=name, who=who, about=subject)
    return say("released.figure", name=name, who=who)
