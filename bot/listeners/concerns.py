"""What those do who act on concerns: the queue, opening one, acknowledging, the outcome, who wrote.

Their words stand in modals only. Every opening is in the access log before anything is shown.
"""

from collections.abc import Sequence
from datetime import date

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from analysis.redaction.redacting import redact
from bot import wording
from bot.asking.voices import teller
from bot.deps import Deps
from bot.listeners.left_over import give_back
from bot.payloads import Submission
from bot.safeguarding import unflagged
from bot.safeguarding.concerns import changed, keep_at_once
from bot.safeguarding.handling import (
    ACT,
    LEADS,
    Who,
    ask_who_wrote,
    queue_of,
    read_outcome,
    the_one,
)
from bot.safeguarding.unflagged import known_of_the_net, to_read
from bot.views import concern as views
from bot.views import unflagged as unflagged_views
from bot.views.concern_queue import queue_view
from bot.wording import concerns as words
from storage.interface import Entry
from surveys.concern import (
    AdviceGiven,
    Concern,
    Done,
    Door,
    NoAction,
    Outcome,
    Referred,
    acknowledge,
    decide,
    settle,
)
from surveys.errors import AcknowledgedBefore, HeardError, Reason
from surveys.values import PersonId


async def list_all(args: AsyncArgs, deps: Deps) -> None:
    """/concerns, the button on Home, the way back from one."""
    await args.ack()
    who = await _who(args, deps)
    page = int((args.body.get("actions") or [{}])[0].get("value") or 0)
    beside = await _beside(deps, who) if who.is_lead else ()
    await _show(args, queue_view(await queue_of(deps, who), beside, page=page))


async def _beside(deps: Deps, who: Who) -> Sequence[Block]:
    waiting, known = await to_read(deps), await known_of_the_net(deps, who)
    return unflagged_views.beside_the_queue(
        len(waiting.texts),
        waiting.overdue,
        len(waiting.sample),
        known.recall,
        known.quarter,
    )


async def list_unflagged(args: AsyncArgs, deps: Deps) -> None:
    """What no person has read yet, a page at a time, the oldest first."""
    await args.ack()
    who = await _lead(args, deps)
    await _show_unflagged(args, deps, who, page=int(args.body["actions"][0].get("value") or 0))


async def list_sample(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    await _show_sample(args, deps, await _lead(args, deps))


async def mark_read(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    who = await _lead(args, deps)
    page, *ids = args.body["actions"][0]["value"].split(unflagged_views.BETWEEN)
    await unflagged.mark_read(deps, who, ids)
    if page == unflagged_views.OF_SAMPLE:
        await _show_sample(args, deps, who)
    else:
        await _show_unflagged(args, deps, who, page=int(page))


async def raise_unflagged(args: AsyncArgs, deps: Deps) -> None:
    """A person found what the net had not: it is theirs to act on."""
    await args.ack()
    who = await _lead(args, deps)
    concern = await unflagged.raise_after_reading(deps, who, args.body["actions"][0]["value"])
    await _refresh_homes(deps, concern)
    await _show(args, await _view(deps, concern))


async def _show_unflagged(args: AsyncArgs, deps: Deps, who: Who, page: int) -> None:
    waiting = (await to_read(deps)).texts
    start = page * unflagged.ON_A_PAGE
    if start >= len(waiting):
        page = start = 0
    found = await unflagged.shown(deps, waiting[start : start + unflagged.ON_A_PAGE], who)
    texts = [(one.unflagged, one.text) for one in found]
    await _show(args, unflagged_views.to_read_view(texts, left=len(waiting), page=page))


async def _show_sample(args: AsyncArgs, deps: Deps, who: Who) -> None:
    sample = (await to_read(deps)).sample
    found = await unflagged.shown(deps, sample[: unflagged.ON_A_PAGE], who)
    texts = [(one.unflagged, one.text) for one in found]
    view = unflagged_views.to_read_view(texts, left=len(sample), page=0, is_sample=True)
    await _show(args, view)


async def _lead(args: AsyncArgs, deps: Deps) -> Who:
    """Raises NotAllowed."""
    person = PersonId(args.body["user"]["id"])
    await deps.roles.require(person, LEADS, args.client)
    return Who(person, is_lead=True)


async def open_one(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    who, concern = await _asked_for(args, deps)
    await _record(deps, who, "opened a concern", concern)
    await _show(args, await _view(deps, concern))


async def take_on(args: AsyncArgs, deps: Deps) -> None:
    """Acknowledge it. Who comes second is told who came first."""
    await args.ack()
    who, concern = await _asked_for(args, deps)
    now = deps.clock()
    entry = _entry(deps, who, "acknowledged a concern", concern)
    note: tuple[str, ...] = ()
    try:
        concern = await changed(
            deps, concern.id, lambda one: acknowledge(one, who.person, now), entry=entry
        )
        await _refresh_homes(deps, concern)
    except AcknowledgedBefore as before:
        concern = await the_one(deps, who, concern.id)
        note = (words.acknowledged_before(before.by, before.at, now, deps.board),)
    await _show(args, await _view(deps, concern, note))


async def ask_outcome(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    _, concern = await _asked_for(args, deps)
    await _show(args, views.outcome_form(concern, deps.today()))


async def record_outcome(args: AsyncArgs, deps: Deps) -> None:
    """Saved first, acknowledged after. What can't be recorded any more is given back."""
    submission = Submission.of(args.body)
    if wrong := _mistakes(deps, submission):
        await args.ack(response_action="errors", errors=wrong)
        return
    try:
        concern = await _decided(args, deps, submission)
    except HeardError as error:
        written = {"What was done": submission.text(views.WHAT)}
        await give_back(args, deps, error, written)
        return
    await _refresh_homes(deps, concern)
    await args.ack(response_action="update", view=await _view(deps, concern))


async def _decided(args: AsyncArgs, deps: Deps, submission: Submission) -> Concern:
    who = await _who(args, deps)
    concern = await the_one(deps, who, submission.metadata)
    outcome = Outcome(
        done=_done(deps, submission),
        rightly=submission.chosen(views.RIGHTLY) == "yes",
        by=who.person,
        at=deps.clock(),
    )
    await keep_at_once(deps, await read_outcome(deps, who, concern, _what(submission)))
    entry = _entry(deps, who, "recorded the outcome of a concern", concern)
    return await changed(deps, concern.id, lambda one: decide(one, outcome), entry=entry)


async def release(args: AsyncArgs, deps: Deps) -> None:
    await _settle(args, deps, released=True)


async def keep_out(args: AsyncArgs, deps: Deps) -> None:
    await _settle(args, deps, released=False)


async def ask_who(args: AsyncArgs, deps: Deps) -> None:
    """The first of two is told that another is needed; the second sees it."""
    await args.ack()
    who, concern = await _asked_for(args, deps)
    answer = await ask_who_wrote(deps, who, concern)
    if answer.person:
        await _show(args, views.writer_view(answer.person))
    else:
        await _show(args, await _view(deps, concern, (answer.note,)))


async def _settle(args: AsyncArgs, deps: Deps, *, released: bool) -> None:
    await args.ack()
    who, concern = await _asked_for(args, deps)
    now = deps.clock()
    did = "released the words of a concern" if released else "kept the words of a concern out"
    concern = await changed(
        deps,
        concern.id,
        lambda one: settle(one, released=released, by=who.person, now=now),
        entry=_entry(deps, who, did, concern),
    )
    await _refresh_homes(deps, concern)
    await _show(args, await _view(deps, concern))


def _mistakes(deps: Deps, submission: Submission) -> dict[str, str]:
    what = submission.text(views.WHAT)
    is_referred = submission.chosen(views.DONE) == views.REFERRED
    if not what:
        return {views.WHAT: wording.reason(Reason("required"))}
    if is_referred and len(_what(submission)) > views.LONGEST_TO:
        return {views.WHAT: wording.reason(Reason("too_long", views.LONGEST_TO))}
    if is_referred and (_day(deps, submission) > deps.today()):
        return {views.WHEN: words.not_in_the_future()}
    return {}


def _done(deps: Deps, submission: Submission) -> Done:
    """What a lead writes is redacted like anybody's words."""
    what = _what(submission)
    match submission.chosen(views.DONE):
        case views.REFERRED:
            return Referred(to=" ".join(what.split()), on=_day(deps, submission))
        case views.ADVICE:
            return AdviceGiven(what=what)
        case _:
            return NoAction(why=what)


def _what(submission: Submission) -> str:
    return redact(submission.text(views.WHAT)).text


def _day(deps: Deps, submission: Submission) -> date:
    given = submission.date(views.WHEN)
    return date.fromisoformat(given) if given else deps.today()


async def _who(args: AsyncArgs, deps: Deps) -> Who:
    """Raises NotAllowed."""
    person = PersonId(args.body.get("user_id") or args.body["user"]["id"])
    await deps.roles.require(person, ACT, args.client)
    return await Who.of(deps, person, args.client)


async def _asked_for(args: AsyncArgs, deps: Deps) -> tuple[Who, Concern]:
    who = await _who(args, deps)
    return who, await the_one(deps, who, args.body["actions"][0]["value"])


async def _view(deps: Deps, concern: Concern, note: Sequence[str] = ()) -> View:
    area = deps.framework.area(concern.content_area).label if concern.content_area else ""
    told = await teller(deps, concern.refers_to) if concern.door is Door.VOICE else None
    return views.concern_view(concern, area, deps.clock(), deps.board, teller=told, note=note)


async def _show(args: AsyncArgs, view: View) -> None:
    """In the place of the modal that it was pressed in, else in one of its own."""
    shown = args.body.get("view") or {}
    if shown.get("type") == "modal":
        await args.client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)
    else:
        await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)


def _entry(deps: Deps, who: Who, did: str, concern: Concern) -> Entry:
    return Entry(at=deps.clock(), who=who.person, did=did, what=concern.id)


async def _record(deps: Deps, who: Who, did: str, concern: Concern) -> None:
    await deps.store.record(_entry(deps, who, did, concern))


async def _refresh_homes(deps: Deps, concern: Concern) -> None:
    for person in concern.told_to:
        deps.homes_to_refresh.put_nowait(person)
