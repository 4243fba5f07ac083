"""What is open for a person, what they started, what came of it; and keeping Home tabs fresh."""

import logging

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block
from slack_sdk.web.async_client import AsyncWebClient

from bot import wording
from bot.asking.answering import survey_of
from bot.asking.voices import ACT, own_drafts, own_voices
from bot.deps import Deps
from bot.reading import review_queue
from bot.reading.review_desk import Reviewer
from bot.safeguarding import handling
from bot.views import concern_queue, review
from bot.views.home import CameOfIt, Open, home
from bot.views.my_voices import MyVoices, on_home
from storage.interface import StorageError
from surveys.answering import Answers, pages, pages_answered
from surveys.survey import Survey
from surveys.values import PersonId
from surveys.wave import Wave

MOST_CAME_OF_IT = 3
log = logging.getLogger("heard")


async def open_for(deps: Deps, person: PersonId) -> list[Open]:
    """What this person can answer now, what closes first on top."""
    now = deps.clock()
    found = []
    for invitation in await deps.store.invitations_of(person):
        wave = await deps.store.wave(invitation.wave)
        if not wave.is_open(now):
            continue
        survey = await survey_of(deps, wave)
        if invitation.answered and not survey.with_worker:
            continue
        owner = deps.pseudonyms.respondent(wave, person)
        drafts = [draft for draft in await deps.store.drafts([owner]) if draft.wave == wave.id]
        kept = "" if survey.with_worker or not drafts else _how_far(survey, drafts[0].answers)
        closes = wording.day(wave.last_day)
        one = Open(
            wave=wave.id,
            survey=survey,
            about=about(deps, wave),
            closes=closes,
            started=tuple(draft.fill for draft in drafts),
            kept=kept,
        )
        found.append((wave.closes_at, one))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _how_far(survey: Survey, answers: Answers) -> str:
    return wording.how_far(pages_answered(survey, answers), len(pages(survey, answers)))


def about(deps: Deps, wave: Wave) -> str:
    """What tells two waves of one survey apart: the content area, or what else it speaks of."""
    if wave.content_area:
        return deps.framework.area(wave.content_area).label
    return ", ".join(wave.parameters.values())


async def came_of_it(deps: Deps, person: PersonId) -> list[CameOfIt]:
    """What came of the surveys this person was asked in, the last first."""
    waves = [
        await deps.store.wave(invitation.wave)
        for invitation in await deps.store.invitations_of(person)
    ]
    told = sorted(
        (wave for wave in waves if wave.what_came_of_it),
        key=lambda wave: wave.ended_at,
        reverse=True,
    )
    return [
        CameOfIt(
            survey=(await survey_of(deps, wave)).title,
            about=about(deps, wave),
            days=_days(deps, wave),
            told=wave.what_came_of_it or "",
        )
        for wave in told[:MOST_CAME_OF_IT]
    ]


def _days(deps: Deps, wave: Wave) -> str:
    return wording.days(wave.opens_at.astimezone(deps.board.zone).date(), wave.last_day)


async def voices_of(deps: Deps, person: PersonId, client: AsyncWebClient) -> list[Block]:
    """What waits for a worker who logs voices. Nothing for anybody else."""
    if not await deps.roles.may(person, ACT, client):
        return []
    mine = MyVoices(
        voices=await own_voices(deps, person),
        drafts=[draft.fill for draft in await own_drafts(deps, person)],
    )
    return on_home(mine, deps.today())


async def concerns_of(deps: Deps, person: PersonId, client: AsyncWebClient) -> list[Block]:
    """The clocks that run for those who act on concerns. Nothing for anybody else."""
    if not await deps.roles.may(person, handling.ACT, client):
        return []
    who = await handling.Who.of(deps, person, client)
    return concern_queue.on_home(await handling.queue_of(deps, who))


async def reviews_of(deps: Deps, person: PersonId, client: AsyncWebClient) -> list[Block]:
    """How far those who check the machine's reading are today. Nothing for anybody else."""
    if not await deps.roles.may(person, review_queue.ACT, client):
        return []
    who = Reviewer(person, deps.pseudonyms.reviewer(person))
    done = await review_queue.done_today(deps, who)
    to_settle = await review_queue.to_settle(deps, who)
    return review.on_home(done, deps.board.reviews_a_day, len(to_settle))


async def publish_home(deps: Deps, person: PersonId, client: AsyncWebClient) -> None:
    view = home(
        await open_for(deps, person),
        await came_of_it(deps, person),
        deps.board,
        beside=[
            *await concerns_of(deps, person, client),
            *await voices_of(deps, person, client),
            *await reviews_of(deps, person, client),
        ],
    )
    await client.views_publish(user_id=person, view=view)


async def refresh_homes(deps: Deps, client: AsyncWebClient) -> None:
    """Publish the Home tab of everyone for whom something has changed. Runs until cancelled."""
    while True:
        person = await deps.homes_to_refresh.get()
        try:
            await publish_home(deps, person, client)
        except (SlackApiError, ClientError, StorageError, TimeoutError, OSError) as error:
            # It is published anew whenever the person opens it.
            log.warning("a Home tab could not be refreshed: %s", type(error).__name__)
