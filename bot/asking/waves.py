"""Opening, closing and accounting for a wave: the same from Slack and from the command line."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from analysis.redaction.personal_data import Kind
from bot import wording
from bot.deps import Deps
from bot.ids import derived
from bot.safeguarding.board_texts import refuse_personal_data
from bot.slack_errors import NO_GROUP, reason_of
from bot.views.invitation import invitation as invitation_message
from storage.interface import Entry, Message
from surveys.errors import (
    AskedAlready,
    ChangedMeanwhile,
    MissingParameters,
    NotYet,
    TooFewAsked,
    Unknown,
)
from surveys.survey import Mode, Survey
from surveys.values import AreaId, PersonId, WaveId
from surveys.wave import FEWEST_ASKED, Audience, Invitation, Person, Wave, small_agencies

CONTENT_AREA = "content_area"
IN_A_TITLE: tuple[Kind, ...] = ("place", "school", "address")  # where a course was held
EVERYONE = "everyone"
LONGEST_ABOUT = 42  # of 60 characters; the day and what tells two waves of one day apart follow
LONGEST = timedelta(days=2 * 366)  # what is open for longer is no wave but a mistyped year


@dataclass(frozen=True)
class Plan:
    """What somebody wants to open. Days are the board's; the last day is included."""

    survey: Survey
    audience: Audience
    first_day: date
    last_day: date
    content_area: AreaId | None = None
    parameters: Mapping[str, str] | None = None


async def open_wave(
    deps: Deps, plan: Plan, by: str, form: str = "", *, again: bool = True
) -> tuple[Wave, int]:
    """Freeze the survey, ask the audience, and say how many are asked.

    With *form*, the id of the form it was planned in, sending that form again opens nothing more.
    Raises MissingParameters, TooFewAsked, NotYet (a named return), Frozen; and where nobody is to
    be asked *again*, AskedAlready, even if the other wave is opened at this very moment. Whoever
    plans it asks `surveys.collecting.require_area` first.
    """
    asked = asked_by(plan, deps.people)
    while True:
        taken = {wave.id for wave in await deps.store.waves()}
        if not again and (waves := await open_beside(deps, plan, form)):
            raise asked_already(deps, plan.survey, waves)
        wave_id = _id_for_form(plan, form) if form else _free_id(plan, taken)
        wave = wave_of(deps, plan, wave_id, asked)
        opened = Entry(at=deps.clock(), who=by, did="opened a wave", what=wave_id)
        try:
            outcome = await deps.store.open_wave(
                wave,
                plan.survey,
                [_invitation(wave, person) for person in asked],
                [_message(wave, plan.survey, person, deps) for person in asked],
                seen=taken,
                entry=opened,
            )
        except ChangedMeanwhile:
            continue  # another wave of this survey has opened since
        if outcome == "again" and not form:
            continue  # another wave has taken this name since
        deps.to_send.set()
        return wave, len(asked)


def wrong_days(plan: Plan, today: date) -> dict[str, str]:
    """What is wrong with the days of a plan: a sentence for *from* and for *until*.

    A wave that began before today would change what has been said of those asked in the past.
    """
    wrong = {}
    if plan.first_day < today:
        wrong["from"] = wording.begins_in_the_past()
    if plan.last_day < max(plan.first_day, today):
        wrong["until"] = wording.ends_too_early()
    elif plan.last_day - plan.first_day > LONGEST:
        wrong["until"] = wording.lasts_too_long()
    return wrong


def asked_by(plan: Plan, people: Sequence[Person]) -> list[Person]:
    """Whom the plan asks. Raises TooFewAsked: what so few say would be known to be theirs."""
    asked = [person for person in people if plan.audience.includes(person)]
    fewest = 1 if plan.survey.with_worker else FEWEST_ASKED
    if len(asked) < fewest:
        raise TooFewAsked(fewest)
    return asked


def asked_already(deps: Deps, survey: Survey, waves: Sequence[Wave]) -> AskedAlready:
    begins = min(wave.opens_at for wave in waves)
    planned_for = begins.astimezone(deps.board.zone).date() if begins > deps.clock() else None
    last_day = max(wave.last_day for wave in waves)
    return AskedAlready(survey.title, len(waves), last_day, planned_for)


async def open_beside(deps: Deps, plan: Plan, form: str = "") -> tuple[Wave, ...]:
    """Waves that ask the same, of some of the same people, on some of the same days.

    Never the one that this *form* has opened itself.
    """
    begins = max(deps.board.midnight(plan.first_day), deps.clock())
    ends = deps.board.midnight(plan.last_day + timedelta(days=1))
    asked = {person.id for person in deps.people if plan.audience.includes(person)}
    found = []
    for wave in await deps.store.waves():
        is_beside = wave.opens_at < ends and wave.ended_at > begins
        if is_beside and _asks_the_same(deps, wave, plan) and wave.id != _id_for_form(plan, form):
            invited = {sent.person for sent in await deps.store.invitations(wave.id)}
            found += [wave] if invited & asked else []
    return tuple(found)


def _asks_the_same(deps: Deps, wave: Wave, plan: Plan) -> bool:
    """The same survey, about the same area, and filled in the same."""
    about = (plan.survey.id, plan.content_area, _parameters(deps, plan))
    return not wave.imported and about == (wave.survey, wave.content_area, wave.parameters)


def left_out(audience: Audience, people: Sequence[Person]) -> int:
    """How many members of a Slack user group cannot be asked: the people file lacks them."""
    return len((audience.people or frozenset()) - {person.id for person in people})


def in_order(waves: Iterable[Wave], now: datetime) -> list[Wave]:
    """As one looks for them: what is open, by when it closes; planned; over, the latest first."""

    def place(wave: Wave) -> tuple[bool, bool, timedelta]:
        is_over = wave.ended_at <= now
        return is_over, not wave.is_open(now), abs(wave.ended_at - now)

    return sorted(waves, key=place)


async def close_wave(deps: Deps, wave: WaveId, by: str) -> Wave:
    """Nobody can answer any more. Raises Unknown."""
    now = deps.clock()
    entry = Entry(at=now, who=by, did="closed a wave", what=wave)
    return await deps.store.close_wave(wave, now, entry=entry)


async def tell_what_came_of_it(deps: Deps, wave: WaveId, text: str, by: str) -> Wave:
    """Everyone who was asked reads it on their Home tab. Raises NamesSomebody, Unknown."""
    refuse_personal_data(text)
    entry = Entry(at=deps.clock(), who=by, did="told what came of", what=wave)
    told = await deps.store.tell_what_came_of_it(wave, text, entry=entry)
    for invitation in await deps.store.invitations(wave):
        deps.homes_to_refresh.put_nowait(invitation.person)
    return told


def wave_of(deps: Deps, plan: Plan, wave_id: WaveId, asked: Sequence[Person]) -> Wave:
    """The wave that this plan makes. It opens and closes at midnight in the board's zone.

    Raises NotYet, MissingParameters, and NamesSomebody for what would stand in its questions.
    """
    if plan.survey.mode is Mode.NAMED:
        raise NotYet(plan.survey.title)
    refuse_personal_data(*(plan.parameters or {}).values(), but=IN_A_TITLE)
    if missing := missing_parameters(deps, plan):
        raise MissingParameters(missing)
    return Wave(
        id=wave_id,
        survey=plan.survey.id,
        survey_version=plan.survey.version,
        mode=plan.survey.mode,
        series=plan.survey.series if plan.survey.mode is Mode.LINKED else None,
        opens_at=deps.board.midnight(plan.first_day),
        closes_at=deps.board.midnight(plan.last_day + timedelta(days=1)),
        content_area=plan.content_area,
        parameters=_parameters(deps, plan),
        promise=wording.promise(plan.survey, deps.board),
        small_agencies=small_agencies_among(plan.survey, asked),
    )


def small_agencies_among(survey: Survey, asked: Iterable[Person]) -> tuple[str, ...]:
    """Where a worker fills it in, the agency is the worker's and says nothing of who is heard.

    What is handed in under an agency's own name hides no agency.
    """
    if survey.with_worker or survey.mode is Mode.NAMED:
        return ()
    return small_agencies(person.agency for person in asked)


def missing_parameters(deps: Deps, plan: Plan) -> list[str]:
    """What the survey's texts leave open and the plan does not say."""
    given = _parameters(deps, plan)
    return [name for name in plan.survey.parameters if not given.get(name)]


def _parameters(deps: Deps, plan: Plan) -> dict[str, str]:
    """What was said for this survey; the content area's name says itself."""
    given = {
        name: text
        for name, text in (plan.parameters or {}).items()
        if name in plan.survey.parameters
    }
    if plan.content_area and CONTENT_AREA in plan.survey.parameters:
        label = deps.framework.area(plan.content_area).label
        given.setdefault(CONTENT_AREA, label[0].lower() + label[1:])
    return given


def audience(words: Sequence[str], people: Sequence[Person]) -> Audience:
    """The audience named by words such as 'everyone', 'Police', 'Social worker', 'North'.

    Each is looked for among agencies, then role groups, then localities. Raises Unknown.
    """
    found: dict[str, set[str]] = {"agencies": set(), "role_groups": set(), "localities": set()}
    known = {
        "agencies": {person.agency for person in people},
        "role_groups": {person.role_group for person in people},
        "localities": {person.locality for person in people if person.locality},
    }
    for word in words:
        if word.casefold() == EVERYONE:
            continue
        kind, name = _group_named(word, known)
        found[kind].add(name)
    return Audience(**{kind: frozenset(names) for kind, names in found.items()})


async def members_of(groups: Sequence[str], client: AsyncWebClient) -> frozenset[PersonId]:
    """The members of these Slack user groups. Raises Unknown."""
    members: set[PersonId] = set()
    for group in groups:
        try:
            answer = await client.usergroups_users_list(usergroup=group)
        except SlackApiError as error:
            if reason_of(error) != NO_GROUP:
                raise
            raise Unknown("user group", group) from None
        members |= {PersonId(person) for person in answer["users"]}
    return frozenset(members)


def _group_named(word: str, known: Mapping[str, set[str]]) -> tuple[str, str]:
    for kind, names in known.items():
        for name in names:
            if name.casefold() == word.casefold():
                return kind, name
    everything = sorted(name for names in known.values() for name in names)
    raise Unknown("group in the people file", word, [EVERYONE, *everything][:8])


def _id_for_form(plan: Plan, form: str) -> WaveId:
    return WaveId(f"{_name(plan)}-{derived('wave', form)[:6]}")


def _name(plan: Plan) -> str:
    """The survey, the area, and the day it opens, which stays whole."""
    area = f"-{plan.content_area.replace('_', '-')}" if plan.content_area else ""
    about = f"{plan.survey.id}{area}"[:LONGEST_ABOUT].rstrip("-_")
    return f"{about}-{plan.first_day:%Y-%m-%d}"


def _free_id(plan: Plan, taken: Collection[WaveId]) -> WaveId:
    """With a number when there is one of that name already."""
    name = _name(plan)
    number = 1
    while (candidate := name if number == 1 else f"{name}-{number}") in taken:
        number += 1
    return WaveId(candidate)


def _invitation(wave: Wave, person: Person) -> Invitation:
    return Invitation(
        wave=wave.id, person=person.id, agency=person.agency, role_group=person.role_group
    )


def _message(wave: Wave, survey: Survey, person: Person, deps: Deps) -> Message:
    text, blocks = invitation_message(survey, wave, deps.board)
    return Message(
        id=derived("invitation", wave.id, person.id),
        to=person.id,
        text=text,
        blocks=[block.to_dict() for block in blocks],
        invitation=wave.id,
        not_before=max(wave.opens_at, deps.clock()),
    )
