"""heard retention, heard hold, heard person: letting go, what stops it, and one person's wish.

No content is shown anywhere here: an administrator sees how many, and of which quarter.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from analysis.disclosure.suppression import Audience, Count, release_count
from analysis.redaction.personal_data import Kind
from bot.cli.opening import opened, operator, read_by_net, telling
from bot.definitions import Missing
from bot.deps import Deps
from bot.keeping.own_data import forget
from bot.keeping.retention import (
    Due,
    keep_on,
    let_go,
    lift_hold,
    put_hold,
    responses_by,
    scope_of,
    what_is_due,
)
from bot.safeguarding.board_texts import refuse_personal_data
from bot.workers.caretaking import KEYS_KEPT
from bot.workers.errands import at_work
from storage.interface import Entry
from surveys.hold import Hold, Lot
from surveys.periods import Period
from surveys.retention import KeptOn, Retention, Reviewed, after
from surveys.values import PersonId, WaveId
from surveys.voice import Voice

LONGEST_REASON = 300
IN_A_HOLD: tuple[Kind, ...] = ("case_id",)  # of the review or claim


@telling
async def plan(given: argparse.Namespace) -> int:
    """What is due today. Changes nothing."""
    async with opened(given, begin=False) as deps:
        _print(await what_is_due(deps), deps)
    return 0


@telling
async def run(given: argparse.Namespace) -> int:
    """Delete what is due. What was interrupted goes on when it is called again."""
    async with opened(given, begin=False) as deps:
        due = await what_is_due(deps)
        _print(due, deps)
        if not (due.is_empty or given.yes or _agrees("Delete it for good? [y/N] ")):
            print("Nothing has been deleted.")
            return 0
        with _counting() as progress:
            await let_go(deps, due, operator(), progress)
        print("Nothing was due; the files are swept." if due.is_empty else "Deleted.")
        if not due.is_empty:
            print("Backups made before today still hold it: see docs/privacy.md.")
    return 0


@telling
async def review(given: argparse.Namespace) -> int:
    """What goes within three months unless a person keeps it on: by id, without content."""
    async with opened(given, begin=False) as deps:
        due = await what_is_due(deps)
        for one in (*due.plan.reviewed, *due.plan.to_review):
            until = deps.board.retention.until(one)
            print(f"{one.kind} {one.id}: of {Period.quarter_of(one.day)}, kept until {until}")
        if not (due.plan.reviewed or due.plan.to_review):
            print("Nothing is to be reviewed.")
    return 0


@telling
async def keep(given: argparse.Namespace) -> int:
    """Keep a voice or concern on, for a reason."""
    async with opened(given, begin=False) as deps:
        until = _day(given.until) if given.until else after(deps.today(), 12)
        if until <= deps.today():
            raise Missing(("--until: give a day after today.",))
        reason = await _passed(deps, _reason(given.reason))
        await keep_on(deps, KeptOn(id=given.id, until=until, reason=reason, by=operator()))
        print(f"{given.id} is kept until {until}.")
    return 0


@telling
async def add_hold(given: argparse.Namespace) -> int:
    async with opened(given) as deps:
        hold = await _hold(given, deps)
        await _passed(deps, hold.reason, but=IN_A_HOLD)
        await put_hold(deps, hold)
        print(f"Hold {hold.id} is on: {scope_of(hold)}. Nothing of it is deleted until lifted.")
        print("Pseudonym keys and unsent drafts still go when a wave is over, as promised.")
    return 0


@telling
async def list_holds(given: argparse.Namespace) -> int:
    async with opened(given, begin=False) as deps:
        holds = sorted(await deps.store.all_kept(Hold), key=lambda hold: (hold.since, hold.id))
        for hold in holds:
            state = "on" if hold.is_on else f"lifted on {hold.lifted}"
            print(f"{hold.id}: {scope_of(hold)}, since {hold.since} by {hold.by}, {state}.")
            print(f"  {hold.reason}")
        if not holds:
            print("There is no legal hold.")
    return 0


@telling
async def lift(given: argparse.Namespace) -> int:
    async with opened(given, begin=False) as deps:
        hold = await lift_hold(deps, given.hold, operator())
        print(f"Hold {hold.id} is lifted: what is due of it goes with the next run.")
    return 0


@telling
async def erase_person(given: argparse.Namespace) -> int:
    """For somebody who has left Slack and can't ask there themself. Shows nothing of theirs."""
    person, reason = PersonId(given.person.strip()), _reason(given.reason)
    async with opened(given, begin=False) as deps:
        await _passed(deps, reason)
        asked = await deps.store.invitations_of(person)
        answered = [await deps.store.wave(one.wave) for one in asked if one.answered]
        lost = [wave for wave in answered if not deps.pseudonyms.knows(wave)]
        if early := [wave.id for wave in lost if deps.clock() < wave.ended_at + KEYS_KEPT]:
            print(
                f"The key that leads to their answers of {', '.join(early)} is not here, so these "
                "would stay. Put your copy of pseudonyms.key back first. Nothing has been deleted.",
                file=sys.stderr,
            )
            return 2
        print(_asked_in(person, len(asked)))
        if lost:
            print(
                f"For {len(lost)} of them the key that led to their answers was destroyed, as "
                "promised: which answers are theirs can't be found, by anybody."
            )
        if not (given.yes or _agrees("Delete what can be found? [y/N] ")):
            print("Nothing has been deleted.")
            return 0
        did, what = "deleted what was kept of a person", f"{person}: {reason}"
        entry = Entry(at=deps.clock(), who=operator(), did=did, what=what)
        await forget(deps, person, entry)
        print("Deleted: answers that could be found, invitations, drafts, messages on their way.")
        print("What they did in records that stay is there without their id (docs/privacy.md).")
        print("Take the line out of the people file too; it is yours and not the store's.")
        await deps.store.sweep()  # last: what can't be swept at once is deleted all the same
    return 0


# What is printed


def _asked_in(person: PersonId, waves: int) -> str:
    if not waves:
        return f"{person} was asked in no wave. Check that it is the id (in Slack: Copy member ID)."
    return f"{person} was asked in {waves} wave{'' if waves == 1 else 's'}."


def _print(due: Due, deps: Deps) -> None:
    for line in _lines(due, deps):
        print(line)


def _lines(due: Due, deps: Deps) -> Iterator[str]:
    if due.is_empty:
        yield "Nothing is due."
    yield from _going(due, deps.board.retention)
    if due.plan.closing:
        yield f"Figures are kept first: {', '.join(map(str, due.plan.closing))}."
    yield from _staying(due)


def _going(due: Due, rules: Retention) -> Iterator[str]:
    for quarter, number in _by_quarter((lot, lot.with_words) for lot in due.plan.comments):
        paper = f"{rules.comments} months after the quarter's paper"
        yield f"Comments of {quarter}: those of {number} responses go, {paper}."
    for quarter, number in _by_quarter((lot, lot.responses) for lot in due.plan.answers):
        yield f"Answers of {quarter}: {number} responses go, after {rules.answers} months."
    if due.asked:
        yield f"Invitations: {due.asked} go, of waves of which no answer is left."
    for quarter, number in _reviewed(due.plan.reviewed):
        yield f"{quarter}: {number} go, which nobody keeps on."
    if due.pointers:
        yield f"Notes on comments to read: {len(due.pointers)} go, with the comments."
    if due.letters:
        days = f"{rules.dead_letters} days after they were last tried"
        yield f"Dead letters: {len(due.letters)} go, {days}."


def _staying(due: Due) -> Iterator[str]:
    for quarter, number in _by_quarter((lot, lot.responses) for lot in due.plan.held):
        yield f"Held: {number} responses of {quarter} would go, but for a legal hold."
    for quarter, number in _reviewed(due.plan.held_reviewed):
        yield f"Held: {quarter}, {number} would go, but for a legal hold."
    if due.held_one_by_one:
        yield "Held: answers of single people."
    for quarter, number in _reviewed(due.plan.to_review):
        yield f"To review: {quarter}, {number} go within three months (heard retention review)."


def _by_quarter(lots: Iterable[tuple[Lot, int]]) -> Iterator[tuple[str, str]]:
    counted: Counter[str] = Counter()
    for lot, number in lots:
        counted[str(lot.quarter)] += number
    for quarter, number in sorted(counted.items()):
        yield quarter, _told(number)


def _reviewed(kept: Sequence[Reviewed]) -> Iterator[tuple[str, str]]:
    counted = Counter(
        (f"{'Voices' if isinstance(one, Voice) else 'Concerns'} of {Period.quarter_of(one.day)}")
        for one in kept
    )
    for what, number in sorted(counted.items()):
        yield what, _told(number)


def _told(number: int) -> str:
    match release_count(number, Audience.ANALYST):
        case Count(number=shown):
            return str(shown)
        case _:
            return "fewer than 5"


# What was typed


async def _hold(given: argparse.Namespace, deps: Deps) -> Hold:
    person = PersonId(given.person.strip()) if given.person else None
    responses = await responses_by(deps, person) if person else []
    if person and not responses:
        raise Missing(("No answers can be found as theirs, so none can be held one by one.",))
    if given.wave:
        await deps.store.wave(WaveId(given.wave))
    return Hold(
        id=deps.new_id()[:8],
        content_area=deps.framework.area(given.area).id if given.area else None,
        wave=WaveId(given.wave) if given.wave else None,
        quarter=_quarter(given.quarter) if given.quarter else None,
        responses=tuple(responses),
        reason=_reason(given.reason),
        by=operator(),
        since=deps.today(),
    )


def _quarter(text: str) -> Period:
    period = Period.parse(text)
    if period.quarter is None:
        raise Missing((f"{text} is no quarter. Write it like 2026-Q3.",))
    return period


async def _passed(deps: Deps, reason: str, but: Collection[Kind] = ()) -> str:
    """Raises NamesSomebody."""
    await read_by_net(deps, "retention", {"reason": reason})
    refuse_personal_data(reason, but=but)
    return reason


def _reason(text: str) -> str:
    if not 0 < len(text.strip()) <= LONGEST_REASON:
        raise Missing((f"--reason: say why, in at most {LONGEST_REASON} characters.",))
    return text.strip()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Missing((f"{text} is no day. Write it as 2026-12-18.",)) from None


def _agrees(question: str) -> bool:
    """Only whoever sits at the terminal can be asked; the running bot can't ask them."""
    if at_work.get() or not sys.stdin.isatty():
        print("This was a dry run: add --yes to delete.")
        return False
    return input(question).strip().casefold() in {"y", "yes"}


@contextmanager
def _counting() -> Iterator[Callable[[int], None]]:
    """Counts on a terminal; in a file it would be noise."""
    columns = (SpinnerColumn(), TextColumn("Deleted: {task.completed}"), TimeElapsedColumn())
    quiet = not sys.stderr.isatty() or at_work.get() is not None
    with Progress(
        *columns, console=Console(stderr=True), transient=True, disable=quiet
    ) as progress:
        bar = progress.add_task("", total=None)
        yield lambda number: progress.advance(bar, number)
