"""/quotes: what could be quoted, for two people to approve; and the button that shows quotes."""

from functools import partial
from typing import NamedTuple

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.commands import area_and_period
from bot.deps import Deps
from bot.payloads import Submission
from bot.reading.quoting import ACT, approved, decide, desk, scope_of
from bot.reading.worker import read_new
from bot.telling.digesting import latest_period
from bot.views import picker
from bot.views import quotes as views
from bot.views.evidence import WhichDigest
from bot.wording import quotes as words
from storage.interface import Entry
from surveys.framework import ContentArea
from surveys.periods import Period
from surveys.quote import Scope, approve, refuse, take_back
from surveys.values import PersonId

SEE = "read a released digest"


class At(NamedTuple):
    """Who decides, and what lies before them."""

    person: PersonId
    area: ContentArea
    period: Period
    page: int


async def ask(args: AsyncArgs, deps: Deps) -> None:
    """'/quotes neglect 2026-Q3', or without words a form to choose from."""
    await args.ack()
    person = PersonId(args.body["user_id"])
    await deps.roles.require(person, ACT, args.client)
    asked = area_and_period(args.body.get("text", ""), deps.framework, latest_period(deps))
    if asked is None:
        today = deps.today()
        view = picker.picker_view(
            deps.framework, picker.recent_quarters(today), today, form=picker.FOR_QUOTES
        )
        await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)
        return
    opened = await args.client.views_open(
        trigger_id=args.body["trigger_id"], view=views.opening_view()
    )
    await read_new(deps)
    found = await desk(deps, *asked, person)
    view = views.desk_view(found, deps.codebook)
    await args.client.views_update(view_id=opened["view"]["id"], view=view)


async def pick(args: AsyncArgs, deps: Deps) -> None:
    submission = Submission.of(args.body)
    await deps.roles.require(submission.user, ACT, args.client)
    area = deps.framework.area(submission.chosen(picker.AREA) or "")
    period = Period.parse(submission.chosen(picker.PERIOD) or "")
    await args.ack(response_action="update", view=views.opening_view())
    await read_new(deps)
    view = views.desk_view(await desk(deps, area, period, submission.user), deps.codebook)
    await args.client.views_update(view_id=args.body["view"]["id"], view=view)


async def turn(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    at = await _at(args, deps)
    await _show(args, deps, at._replace(page=int(args.body["actions"][0]["value"])))


async def approve_for_board(args: AsyncArgs, deps: Deps) -> None:
    await _approve(args, deps, Scope.BOARD)


async def approve_for_public(args: AsyncArgs, deps: Deps) -> None:
    await _approve(args, deps, Scope.PUBLIC)


async def take_it_back(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    at = await _at(args, deps)
    change = partial(take_back, by=at.person, now=deps.clock())
    quote = args.body["actions"][0]["value"]
    await decide(deps, at.area, at.period, quote, change, by=at.person, did="took back a quote")
    await _show(args, deps, at, words.TAKEN_BACK)


async def do_not_use(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    at = await _at(args, deps)
    why, quote = views.reason_of(args.body["actions"][0]["selected_option"]["value"])
    change = partial(refuse, why=why, by=at.person, now=deps.clock())
    did = f"refused a quote: {why.value}"
    await decide(deps, at.area, at.period, quote, change, by=at.person, did=did)
    await _show(args, deps, at, words.NOT_USED)


async def read_quotes(args: AsyncArgs, deps: Deps) -> None:
    """The button under a digest: what is approved for its audience at this moment."""
    await args.ack()
    person = PersonId(args.body["user"]["id"])
    await deps.roles.require(person, SEE, args.client)
    which = WhichDigest.model_validate_json(args.body["actions"][0]["value"])
    area, period = deps.framework.area(which.area), Period.parse(which.period)
    entry = Entry(at=deps.clock(), who=person, did="read quotes", what=f"{area.id} {period}")
    await deps.store.record(entry)
    view = views.quotes_view(
        area.label, period, await approved(deps, area, period, scope_of(which.audience))
    )
    await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)


async def _approve(args: AsyncArgs, deps: Deps, scope: Scope) -> None:
    await args.ack()
    at = await _at(args, deps)
    change = partial(approve, scope=scope, by=at.person, now=deps.clock())
    kept = await decide(
        deps,
        at.area,
        at.period,
        args.body["actions"][0]["value"],
        change,
        by=at.person,
        did=f"approved a quote for the {scope.value}",
        scope=scope,
    )
    await _show(args, deps, at, words.APPROVED if kept.approved_for else words.ALONE)


async def _at(args: AsyncArgs, deps: Deps) -> At:
    """Raises NotAllowed."""
    person = PersonId(args.body["user"]["id"])
    await deps.roles.require(person, ACT, args.client)
    which = views.WhichQuotes.model_validate_json(args.body["view"]["private_metadata"])
    return At(person, deps.framework.area(which.area), Period.parse(which.period), which.page)


async def _show(args: AsyncArgs, deps: Deps, at: At, note: str = "") -> None:
    shown = args.body["view"]
    found = await desk(deps, at.area, at.period, at.person)
    view = views.desk_view(found, deps.codebook, at.page, note)
    await args.client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)
