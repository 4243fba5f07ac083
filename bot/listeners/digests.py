"""The QA team's listeners for digests: ask, pick, see how a figure was made, read comments."""

import asyncio
from collections.abc import Sequence

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from analysis.digest.digest import Digest
from analysis.disclosure.suppression import Audience
from analysis.wording import say
from bot import wording
from bot.commands import all_asked, area_and_period, audience_asked, figure_asked
from bot.deps import Deps
from bot.papers.charts import Drawing, chart_of, charts_of_all
from bot.payloads import Submission
from bot.reading.quoting import quotes_told
from bot.reading.worker import read_new
from bot.telling.digesting import audience_for, comments_behind, latest_period
from bot.telling.figure_queries import ASK as QUERY
from bot.telling.picturing import Wanted
from bot.telling.releasing import digest_for, make_dashboard
from bot.telling.tracing import evidence_behind
from bot.views import evidence as views
from bot.views import picker
from bot.views.aloud import alt_text, beneath
from bot.views.answer_form import closing_view
from bot.views.dashboard import dashboard_message
from bot.views.short_digest import digest_message
from surveys.framework import ContentArea
from surveys.periods import Period
from surveys.values import PersonId

ASK = "ask for a digest"
RELEASE = "release a digest"
RELEASED = "read a released digest"
SEE = "see how a figure was made"
READ = "read comments"


async def ask(args: AsyncArgs, deps: Deps) -> None:
    """'/digest neglect 2026-Q3 for board', '/digest all', or alone a form to choose from."""
    await args.ack()
    person = PersonId(args.body["user_id"])
    await deps.roles.require(person, RELEASED, args.client)
    said, audience = audience_asked(args.body.get("text", ""), deps.framework)
    if period := all_asked(said, latest_period(deps)):
        making = wording.making_dashboard(str(period))
        await args.respond(text=making, response_type="ephemeral")
        await _send_all(args, deps, person, period, audience)
        return
    asked = area_and_period(said, deps.framework, latest_period(deps))
    if asked is None:
        today = deps.today()
        view = picker.picker_view(deps.framework, picker.recent_periods(today), today)
        await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)
        return
    wanted = await _wanted(args, deps, person, asked, audience)
    making = wording.making_digest(wanted.area.label, str(wanted.period))
    await args.respond(text=making, response_type="ephemeral")
    await send_digest(args, deps, person, wanted)


async def pick(args: AsyncArgs, deps: Deps) -> None:
    submission = Submission.of(args.body)
    await deps.roles.require(submission.user, RELEASED, args.client)
    area = deps.framework.area(submission.chosen(picker.AREA) or "")
    period = Period.parse(submission.chosen(picker.PERIOD) or "")
    chosen = submission.chosen(picker.AUDIENCE)
    audience = Audience(chosen) if chosen else None
    wanted = await _wanted(args, deps, submission.user, (area, period), audience)
    making = wording.making_digest(area.label, str(period))
    await args.ack(response_action="update", view=closing_view(say("title.digest"), [making]))
    await send_digest(args, deps, submission.user, wanted)


async def _wanted(
    args: AsyncArgs,
    deps: Deps,
    person: PersonId,
    asked: tuple[ContentArea, Period],
    audience: Audience | None,
) -> Wanted:
    """Whoever may only read what was released reads what is for the board, unless it is said."""
    if audience is Audience.ANALYST:
        await deps.roles.require(person, ASK, args.client)
    if audience is None:
        is_inside = await deps.roles.may(person, ASK, args.client)
        audience = audience_for(deps, asked[1]) if is_inside else Audience.BOARD
    return Wanted(*asked, audience)


async def open_one(args: AsyncArgs, deps: Deps) -> None:
    """One content area chosen from the dashboard."""
    await args.ack()
    person = PersonId(args.body["user"]["id"])
    await deps.roles.require(person, RELEASED, args.client)
    chosen = args.body["actions"][0]["selected_option"]["value"]
    which = views.WhichDigest.model_validate_json(chosen)
    asked = deps.framework.area(which.area), Period.parse(which.period)
    wanted = await _wanted(args, deps, person, asked, which.audience)
    making = wording.making_digest(wanted.area.label, str(wanted.period))
    await args.respond(text=making, response_type="ephemeral", replace_original=False)
    await send_digest(args, deps, person, wanted)


async def show_evidence(args: AsyncArgs, deps: Deps) -> None:
    """'/evidence NEG-OC1-26Q3-b7c4'."""
    await args.ack()
    person = PersonId(args.body["user_id"])
    await deps.roles.require(person, SEE, args.client)
    wanted, area, period = figure_asked(args.body.get("text", ""), deps.framework)
    found = await evidence_behind(deps, area, period, wanted, by=person)
    await args.respond(
        text=say("made.told", figure=wanted),
        blocks=views.evidence_blocks(found.figure, found),
        response_type="ephemeral",
    )


async def choose_evidence(args: AsyncArgs, deps: Deps) -> None:
    """The button under a digest: a list of its figures, the first one explained."""
    await args.ack()
    made = await digest_of(args, deps, args.body["actions"][0]["value"], SEE)
    await args.client.views_open(trigger_id=args.body["trigger_id"], view=views.chooser(made))


async def show_chosen(args: AsyncArgs, deps: Deps) -> None:
    """One figure chosen from the list."""
    await args.ack()
    made = await digest_of(args, deps, args.body["view"]["private_metadata"], SEE)
    chosen = args.body["actions"][0]["selected_option"]["value"]
    area, period = deps.framework.area(made.area), Period.parse(made.period)
    found = await evidence_behind(deps, area, period, chosen, by=args.body["user"]["id"])
    await args.client.views_update(
        view_id=args.body["view"]["id"],
        hash=args.body["view"]["hash"],
        view=views.evidence_view(made, found.figure, found),
    )


async def read_comments(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    view = await _comments_view(args, deps)
    await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)


async def turn_comments(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    view = await _comments_view(args, deps)
    await args.client.views_update(
        view_id=args.body["view"]["id"], hash=args.body["view"]["hash"], view=view
    )


async def send_digest(args: AsyncArgs, deps: Deps, person: PersonId, wanted: Wanted) -> None:
    """The digest into the direct messages, with all comments read, and its chart below."""
    is_inside = await deps.roles.may(person, ASK, args.client)
    if is_inside:
        await read_new(deps)
    made = await digest_for(deps, wanted, by=person, released_only=not is_inside)
    may_release = await deps.roles.may(person, RELEASE, args.client)
    may_query = await deps.roles.may(person, QUERY, args.client)
    text, blocks = digest_message(
        made,
        quotes=await quotes_told(deps, wanted.area, wanted.period, made.audience),
        may_trace=is_inside,
        may_query=may_query,
        may_release=may_release,
    )
    opened = await args.client.conversations_open(users=person)
    channel = opened["channel"]["id"]
    await args.client.chat_postMessage(channel=channel, text=text, blocks=blocks)
    await upload(args, channel, [chart_of(made)])


async def _send_all(
    args: AsyncArgs, deps: Deps, person: PersonId, period: Period, audience: Audience | None
) -> None:
    """Every content area on one screen into the direct messages, and a picture of it below."""
    is_inside = await deps.roles.may(person, ASK, args.client)
    if audience is Audience.ANALYST:
        await deps.roles.require(person, ASK, args.client)
    if is_inside:
        await read_new(deps)
    usual = audience_for(deps, period) if is_inside else Audience.BOARD
    made = await make_dashboard(
        deps, period, audience or usual, by=person, released_only=not is_inside
    )
    text, blocks = dashboard_message(made)
    opened = await args.client.conversations_open(users=person)
    channel = opened["channel"]["id"]
    await args.client.chat_postMessage(channel=channel, text=text, blocks=blocks)
    await upload(args, channel, charts_of_all(made))


async def upload(args: AsyncArgs, channel: str, drawings: Sequence[Drawing]) -> None:
    """Drawn one after another, and sent as one message; in words beneath, what is long to say."""
    files = [
        {
            "content": await asyncio.to_thread(one.draw),
            "filename": one.name,
            "title": one.title,
            "alt_txt": alt_text(one.alt),
        }
        for one in drawings
    ]
    await args.client.files_upload_v2(channel=channel, file_uploads=files)
    for said in filter(None, (beneath(one.title, one.alt) for one in drawings)):
        text, blocks = said
        await args.client.chat_postMessage(channel=channel, text=text, blocks=blocks)


async def digest_of(args: AsyncArgs, deps: Deps, which: str, act: str) -> Digest:
    """The digest that a button or a modal belongs to, made again, or as it was released.

    Raises NotAllowed, NotReleased.
    """
    person = PersonId(args.body["user"]["id"])
    await deps.roles.require(person, act, args.client)
    asked = views.WhichDigest.model_validate_json(which)
    wanted = Wanted(deps.framework.area(asked.area), Period.parse(asked.period), asked.audience)
    is_inside = await deps.roles.may(person, ASK, args.client)
    return await digest_for(deps, wanted, by=person, released_only=not is_inside)


async def _comments_view(args: AsyncArgs, deps: Deps) -> View:
    person = PersonId(args.body["user"]["id"])
    await deps.roles.require(person, READ, args.client)
    which = views.WhichDigest.model_validate_json(args.body["actions"][0]["value"])
    area, period = deps.framework.area(which.area), Period.parse(which.period)
    comments = await comments_behind(deps, area, period, Audience.ANALYST, by=person)
    which = which.model_copy(update={"audience": Audience.ANALYST})
    return views.comments_view(which, comments)
