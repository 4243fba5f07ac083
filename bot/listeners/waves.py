"""The QA team's listeners for waves: list, open, close, say what came of it."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import date, timedelta

from aiohttp import ClientError
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block
from slack_sdk.web.async_client import AsyncWebClient

from bot import wording
from bot.asking.answering import survey_of
from bot.asking.outlook import outlook
from bot.asking.waves import (
    CONTENT_AREA,
    IN_A_TITLE,
    Plan,
    asked_already,
    asked_by,
    audience,
    close_wave,
    in_order,
    left_out,
    members_of,
    missing_parameters,
    open_beside,
    open_wave,
    tell_what_came_of_it,
    wrong_days,
)
from bot.deps import Deps
from bot.payloads import Submission
from bot.safeguarding.board_texts import refuse_personal_data
from bot.views import waves as views
from bot.views.answer_form import closing_view
from bot.wording.refusals import sorry
from surveys.authoring import find_survey
from surveys.collecting import require_area
from surveys.errors import (
    AreaNotActive,
    AskedAlready,
    Frozen,
    NamesSomebody,
    NoContentArea,
    NotYet,
    TooFewAsked,
)
from surveys.survey import Survey
from surveys.values import AreaId, PersonId, SurveyId, WaveId
from surveys.wave import Audience, Person, Wave

ACT = "open and close waves"
THREE_WEEKS = timedelta(days=20)
LONGEST_WAIT = 1.5  # seconds; a trigger is good for three
log = logging.getLogger("heard")


async def list_waves(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    await deps.roles.require(PersonId(args.body["user_id"]), ACT, args.client)
    if args.body.get("text", "").strip() == "open":
        await _show_opening_form(args, deps)
        return
    await args.respond(text="Waves", blocks=await _list(deps), response_type="ephemeral")


async def ask_what_to_open(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    await deps.roles.require(PersonId(args.body["user"]["id"]), ACT, args.client)
    await _show_opening_form(args, deps)


async def tell_outlook(args: AsyncArgs, deps: Deps) -> None:
    """Of whatever was chosen so far: how many it asks, and what so many can show.

    Of two choices at the same moment one may not be told; the sentence says of how many it speaks.
    """
    await args.ack()
    submission = Submission.of(args.body)
    await deps.roles.require(submission.user, ACT, args.client)
    shown = args.body["view"]
    chosen = await _audience(submission, deps, args.client)
    survey = deps.surveys.get(SurveyId(submission.chosen("survey") or ""))
    told, beside = await _can_show(deps, survey, chosen), ""
    if survey and submission.date("from") and submission.date("until"):
        plan = _plan(submission, deps, chosen)
        if waves := await open_beside(deps, plan, submission.view):
            beside = wording.asks_the_same(asked_already(deps, survey, waves))
    view = views.with_outlook(shown, told, beside)
    # with its hash, so that it never takes the place of what was shown since: not of "Opened"
    await args.client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)


async def open_one(args: AsyncArgs, deps: Deps) -> None:
    submission = Submission.of(args.body)
    await deps.roles.require(submission.user, ACT, args.client)
    plan = _plan(submission, deps, await _audience(submission, deps, args.client))
    if wrong := _wrong(plan, deps):
        await args.ack(response_action="errors", errors=wrong)
        return
    again = bool(submission.chosen_many(views.AGAIN))
    try:
        wave, asked = await open_wave(
            deps, plan, submission.user, form=submission.view, again=again
        )
    except AskedAlready as error:
        told = await _can_show(deps, plan.survey, plan.audience)
        await _ask_whether_again(args, told, wording.asks_the_same(error))
        return
    except (Frozen, NotYet) as error:
        wrong = {"survey": sorry(error, deps.board)}
        await args.ack(response_action="errors", errors=wrong)
        return
    missed = left_out(plan.audience, deps.people)
    opened = wording.wave_opened(plan.survey, wave, asked, deps.board, missed)
    await args.ack(response_action="update", view=closing_view("Opened", [opened]))


async def _ask_whether_again(args: AsyncArgs, told: str, beside: str) -> None:
    """The box to tick, or that it is to be ticked; nobody sees the form that is left over."""
    shown = args.body["view"]
    blocks = [block.get("block_id") for block in shown["blocks"]]
    if views.OUTLOOK not in blocks or views.AGAIN in blocks:
        field = views.AGAIN if views.AGAIN in blocks else "survey"
        errors = {field: wording.tick_to_ask_again(beside)}
        await args.ack(response_action="errors", errors=errors)
        return
    view = views.with_outlook(views.as_sent(shown), told, beside)
    await args.ack(response_action="update", view=view)


async def close(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    person = PersonId(args.body["user"]["id"])
    await deps.roles.require(person, ACT, args.client)
    await close_wave(deps, WaveId(args.body["actions"][0]["value"]), person)
    await args.respond(text="Waves", blocks=await _list(deps), replace_original=True)


async def ask_what_came_of_it(args: AsyncArgs, deps: Deps) -> None:
    await args.ack()
    await deps.roles.require(PersonId(args.body["user"]["id"]), ACT, args.client)
    wave = await deps.store.wave(WaveId(args.body["actions"][0]["value"]))
    title = (await survey_of(deps, wave)).title
    await args.client.views_open(
        trigger_id=args.body["trigger_id"], view=views.telling_form(wave, title)
    )


async def tell(args: AsyncArgs, deps: Deps) -> None:
    submission = Submission.of(args.body)
    await deps.roles.require(submission.user, ACT, args.client)
    text = submission.text("told")
    if not text:
        wrong = {"told": wording.tell_something(views.LONGEST_TOLD)}
        await args.ack(response_action="errors", errors=wrong)
        return
    try:
        await tell_what_came_of_it(deps, WaveId(submission.metadata), text, submission.user)
    except NamesSomebody as error:
        wrong = {"told": sorry(error, deps.board)}
        await args.ack(response_action="errors", errors=wrong)
        return
    await args.ack(response_action="update", view=closing_view("Told", [wording.told()]))


async def _show_opening_form(args: AsyncArgs, deps: Deps) -> None:
    if not deps.people:
        await args.respond(
            text=wording.no_people_file(), response_type="ephemeral", replace_original=False
        )
        return
    today = deps.today()
    view = views.opening_form(
        list(deps.surveys.values()),
        deps.framework,
        _names(deps.people),
        today,
        today + THREE_WEEKS,
        user_groups=await _user_groups(args.client),
    )
    await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)


def _names(people: Sequence[Person]) -> list[str]:
    return sorted(
        {
            name
            for person in people
            for name in (person.agency, person.role_group, person.locality)
            if name
        }
    )


async def _user_groups(client: AsyncWebClient) -> list[tuple[str, str]]:
    """Ids and names; none when Slack is slow to tell, because the form can't wait."""
    try:
        async with asyncio.timeout(LONGEST_WAIT):
            groups = (await client.usergroups_list())["usergroups"]
    except (SlackApiError, ClientError, OSError) as error:
        log.warning("no user groups for the form: %s", type(error).__name__)
        return []
    return sorted(((group["id"], group["name"]) for group in groups), key=lambda group: group[1])


async def _list(deps: Deps) -> list[Block]:
    now = deps.clock()
    waves = in_order((one for one in await deps.store.waves() if not one.imported), now)
    listed = [
        views.Listed(
            wave=wave,
            title=(await survey_of(deps, wave)).title,
            is_open=wave.is_open(now),
            is_over=wave.ended_at <= now,
            answered=await _answered(deps, wave, await survey_of(deps, wave)),
        )
        for wave in waves[: views.MOST_WAVES + 1]
    ]
    return views.wave_list(listed, deps.board)


async def _answered(deps: Deps, wave: Wave, survey: Survey) -> str:
    invitations = await deps.store.invitations(wave.id)
    if survey.with_worker:
        return wording.asked_workers(len(invitations))
    return wording.response(invitations, wave.id)


def _plan(submission: Submission, deps: Deps, chosen: Audience) -> Plan:
    area = submission.chosen("content_area")
    names = views.parameters_of(list(deps.surveys.values()))
    texts = {name: submission.text(views.parameter_block(name)) for name in names}
    return Plan(
        survey=find_survey(submission.chosen("survey") or "", deps.surveys),
        audience=chosen,
        first_day=date.fromisoformat(submission.date("from") or ""),
        last_day=date.fromisoformat(submission.date("until") or ""),
        content_area=AreaId(area) if area else None,
        parameters={name: text for name, text in texts.items() if text},
    )


async def _can_show(deps: Deps, survey: Survey | None, chosen: Audience) -> str:
    """How many are asked, and what so many can show."""
    asked = sum(chosen.includes(one) for one in deps.people)
    return f"{wording.get_a_message(asked)} {await outlook(deps, survey, asked)}"


async def _audience(submission: Submission, deps: Deps, client: AsyncWebClient) -> Audience:
    """Asks Slack, where user groups are chosen."""
    chosen = audience(submission.chosen_many("to"), deps.people)
    if groups := submission.chosen_many("groups"):
        return chosen.model_copy(update={"people": await members_of(groups, client)})
    return chosen


def _wrong(plan: Plan, deps: Deps) -> dict[str, str]:
    """All that is wrong with what is asked for, by field."""
    wrong = wrong_days(plan, deps.today())
    try:
        asked_by(plan, deps.people)
    except TooFewAsked as error:
        wrong["to"] = sorry(error, deps.board)
    try:
        require_area(plan.survey, deps.framework, plan.content_area, plan.first_day)
    except (AreaNotActive, NoContentArea) as error:
        wrong[CONTENT_AREA] = sorry(error, deps.board)
    for name, text in (plan.parameters or {}).items():
        try:
            refuse_personal_data(text, but=IN_A_TITLE)
        except NamesSomebody as error:
            wrong[views.parameter_block(name)] = sorry(error, deps.board)
    for name in missing_parameters(deps, plan):
        field = name if name == CONTENT_AREA else views.parameter_block(name)
        wrong[field] = wording.missing_parameter(name)
    return wrong
