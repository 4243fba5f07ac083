"""The QA team's listeners for waves: list, open, close, say what came of it."""

from datetime import date, timedelta

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.blocks import Block

from bot import wording
from bot.answering import survey_of
from bot.deps import Deps
from bot.payloads import Submission
from bot.views import waves as views
from bot.views.answer_form import closing_view
from bot.waves import Plan, audience, close_wave, open_wave, tell_what_came_of_it, wave_of
from surveys.authoring import find_survey
from surveys.errors import MissingParameters, Unknown
from surveys.survey import Survey
from surveys.values import AreaId, PersonId, WaveId
from surveys.wave import Wave

ACT = "open and close waves"
THREE_WEEKS = timedelta(days=20)


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


async def open_one(args: AsyncArgs, deps: Deps) -> None:
    submission = Submission.of(args.body)
    await deps.roles.require(submission.user, ACT, args.client)
    plan, wrong = _plan(submission, deps)
    if plan is None:
        await args.ack(response_action="errors", errors=wrong)
        return
    try:
        wave, asked = await open_wave(deps, plan, submission.user)
    except Unknown:
        await args.ack(response_action="errors", errors={"to": wording.nobody_to_ask()})
        return
    opened = wording.wave_opened(plan.survey, wave, asked, deps.board)
    await args.ack(response_action="update", view=closing_view("Opened", [opened]))


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
    wave = WaveId(submission.metadata)
    await tell_what_came_of_it(deps, wave, submission.text("told"), submission.user)
    await args.ack(response_action="update", view=closing_view("Told", [wording.told()]))


async def _show_opening_form(args: AsyncArgs, deps: Deps) -> None:
    today = deps.today()
    groups = sorted(
        {
            name
            for person in deps.people
            for name in (person.agency, person.role_group, person.locality)
            if name
        }
    )
    view = views.opening_form(
        list(deps.surveys.values()), deps.framework, groups, today, today + THREE_WEEKS
    )
    await args.client.views_open(trigger_id=args.body["trigger_id"], view=view)


async def _list(deps: Deps) -> list[Block]:
    now = deps.clock()
    waves = [wave for wave in await deps.store.waves() if not wave.imported]
    waves.sort(key=lambda wave: wave.opens_at, reverse=True)
    listed = [
        views.Listed(
            wave=wave,
            title=(await survey_of(deps, wave)).title,
            is_open=wave.is_open(now),
            answered=await _answered(deps, wave, await survey_of(deps, wave)),
        )
        for wave in waves[: views.MOST_WAVES + 1]
    ]
    return views.wave_list(listed, deps.board)


async def _answered(deps: Deps, wave: Wave, survey: Survey) -> str:
    invitations = await deps.store.invitations(wave.id)
    if survey.with_worker:
        return wording.asked_workers(len(invitations))
    return wording.response(invitations)


def _plan(submission: Submission, deps: Deps) -> tuple[Plan | None, dict[str, str]]:
    """What is asked for, or what is wrong with it by field."""
    survey = find_survey(submission.chosen("survey") or "", deps.surveys)
    area = submission.chosen("content_area")
    topic = submission.text("course_topic")
    plan = Plan(
        survey=survey,
        audience=audience(submission.chosen_many("to"), deps.people),
        first_day=date.fromisoformat(submission.date("from") or ""),
        last_day=date.fromisoformat(submission.date("until") or ""),
        content_area=AreaId(area) if area else None,
        parameters={"course_topic": topic} if topic else {},
    )
    if plan.last_day < max(plan.first_day, deps.today()):
        return None, {"until": wording.ends_too_early()}
    try:
        wave_of(deps, plan, WaveId("planned"))
    except MissingParameters as error:
        return None, {error.names[0]: wording.sorry(error, deps.board)}
    return plan, {}
