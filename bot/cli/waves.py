"""heard surveys, heard wave: what can be asked, and asking it."""

import argparse
import re
from datetime import date
from pathlib import Path

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from bot import wording
from bot.asking.outlook import outlook
from bot.asking.waves import (
    Plan,
    asked_by,
    audience,
    close_wave,
    in_order,
    left_out,
    members_of,
    open_wave,
    tell_what_came_of_it,
    wrong_days,
)
from bot.cli.opening import opened, operator, settings_for, telling
from bot.definitions import Missing, asked_of_people
from bot.deps import Deps
from bot.slack_errors import reason_of
from bot.views.waves import LONGEST_PARAMETER, LONGEST_TOLD
from surveys.authoring import find_survey, read_survey
from surveys.collecting import require_area
from surveys.errors import AskedAlready
from surveys.values import WaveId
from surveys.wave import Audience

GROUP = re.compile(r"^S[A-Z0-9]*[0-9][A-Z0-9]*$")  # SCHOOL is a word, S045EF6GH a user group


@telling
async def surveys(given: argparse.Namespace) -> int:
    asked = asked_of_people(settings_for(given))
    for name in given.files:
        survey = read_survey(_bytes(name), name, asked.framework)
        print(f"{name}: {survey.title}, {len(survey.questions)} questions, all well.")
    if not given.files:
        for survey in asked.surveys.values():
            alias = f" ({', '.join(survey.aliases)})" if survey.aliases else ""
            print(f"{survey.id}{alias}: {survey.title}, {len(survey.questions)} questions")
    return 0


@telling
async def list_waves(given: argparse.Namespace) -> int:
    async with opened(given) as deps:
        now = deps.clock()
        for wave in in_order(await deps.store.waves(), now):
            state = "open" if wave.is_open(now) else "over" if wave.ended_at <= now else "planned"
            response = wording.response(await deps.store.invitations(wave.id), wave.id)
            print(f"{wave.id}: {state}, until {wave.last_day}, {response}")
    return 0


@telling
async def open_one(given: argparse.Namespace) -> int:
    async with opened(given) as deps:
        area = deps.framework.area(given.area).id if given.area else None
        plan = Plan(
            survey=find_survey(given.survey, deps.surveys),
            audience=await _audience(given, deps),
            first_day=_day(given.first) if given.first else deps.today(),
            last_day=_day(given.until),
            content_area=area,
            parameters=dict(_pair(text) for text in given.set),
        )
        if wrong := wrong_days(plan, deps.today()):
            raise Missing(tuple(wrong.values()))
        require_area(plan.survey, deps.framework, plan.content_area, plan.first_day)
        can_show = await outlook(deps, plan.survey, len(asked_by(plan, deps.people)))
        try:
            wave, asked = await open_wave(deps, plan, operator(), again=given.again)
        except AskedAlready as error:
            raise Missing((wording.add_again(wording.asks_the_same(error)),)) from None
        print(can_show)
        missed = left_out(plan.audience, deps.people)
        told = wording.wave_opened(plan.survey, wave, asked, deps.board, missed)
        print(told.replace("*", ""))
        print("The messages go out while `heard run` is running.")
    return 0


@telling
async def close_one(given: argparse.Namespace) -> int:
    async with opened(given) as deps:
        wave = await close_wave(deps, WaveId(given.wave), operator())
        print(f"{wave.id} is closed.")
    return 0


@telling
async def tell(given: argparse.Namespace) -> int:
    if not 0 < len(given.text.strip()) <= LONGEST_TOLD:
        raise Missing((wording.tell_something(LONGEST_TOLD),))
    async with opened(given) as deps:
        await tell_what_came_of_it(deps, WaveId(given.wave), given.text, operator())
        print(wording.told())
    return 0


async def _audience(given: argparse.Namespace, deps: Deps) -> Audience:
    """Those of the people file whom the words name; with user groups, only their members."""
    groups = [name for name in given.to if GROUP.match(name)]
    chosen = audience([name for name in given.to if name not in groups], deps.people)
    if not groups:
        return chosen
    from bot.app import client_for  # noqa: PLC0415 - the whole bot, for user groups alone

    settings = settings_for(given)
    if settings.slack_bot_token is None:
        raise Missing(("SLACK_BOT_TOKEN is not set, so Slack can't tell who is in a user group.",))
    try:
        members = await members_of(groups, client_for(settings))
    except SlackApiError as error:
        raise Missing((f"Slack refused: {reason_of(error)}.",)) from None
    except (ClientError, OSError) as error:
        raise Missing((f"Slack can't be reached ({type(error).__name__}).",)) from None
    return chosen.model_copy(update={"people": members})


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Missing((f"{text} is no day. Write it as 2026-12-18.",)) from None


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not value.strip():
        raise Missing((f"--set {text}: write it as NAME=TEXT.",))
    if len(value.strip()) > LONGEST_PARAMETER:
        raise Missing((f"--set {name}: at most {LONGEST_PARAMETER} characters.",))
    return name.strip(), value.strip()


def _bytes(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise Missing((f"{name}: can't be read ({error.strerror}).",)) from None
