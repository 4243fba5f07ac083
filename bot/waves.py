"""Opening, closing and accounting for a wave: the same from Slack and from the command line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.board import Board
from bot.deps import Deps
from bot.ids import derived
from bot.views.invitation import invitation as invitation_message
from storage.interface import Entry, Message
from surveys.errors import MissingParameters, Unknown
from surveys.survey import Mode, Survey
from surveys.values import AreaId, PersonId, WaveId
from surveys.wave import Audience, Invitation, Person, Wave

CONTENT_AREA = "content_area"
EVERYONE = "everyone"


@dataclass(frozen=True)
class Plan:
    """What somebody wants to open. Days are the board's; the last day is included."""

    survey: Survey
    audience: Audience
    first_day: date
    last_day: date
    content_area: AreaId | None = None
    parameters: Mapping[str, str] | None = None


async def open_wave(deps: Deps, plan: Plan, by: str) -> tuple[Wave, int]:
    """Freeze the survey, ask the audience, and say how many are asked.

    Raises MissingParameters, Unknown (nobody in the audience), Frozen, ValueError (dates).
    """
    wave = wave_of(deps, plan, await _free_id(deps, plan))
    asked = [person for person in deps.people if plan.audience.includes(person)]
    if not asked:
        raise Unknown("person in that audience", "")
    invitations = [_invitation(wave, person) for person in asked]
    messages = [_message(wave, plan.survey, person, deps) for person in asked]
    await deps.store.open_wave(wave, plan.survey, invitations, messages)
    await deps.store.record(Entry(at=deps.clock(), who=by, did="opened a wave", what=wave.id))
    deps.to_send.set()
    return wave, len(asked)


async def close_wave(deps: Deps, wave: WaveId, by: str) -> Wave:
    """Nobody can answer any more; drafts are forgotten. Raises Unknown."""
    closed = await deps.store.close_wave(wave, deps.clock())
    await deps.store.record(Entry(at=deps.clock(), who=by, did="closed a wave", what=wave))
    return closed


async def tell_what_came_of_it(deps: Deps, wave: WaveId, text: str, by: str) -> Wave:
    """Everyone who was asked reads it on their Home tab. Raises Unknown."""
    told = await deps.store.tell_what_came_of_it(wave, text)
    await deps.store.record(Entry(at=deps.clock(), who=by, did="told what came of", what=wave))
    for invitation in await deps.store.invitations(wave):
        deps.homes_to_refresh.put_nowait(invitation.person)
    return told


def wave_of(deps: Deps, plan: Plan, wave_id: WaveId) -> Wave:
    """The wave that this plan makes. It opens and closes at midnight in the board's zone."""
    parameters = dict(plan.parameters or {})
    if plan.content_area and CONTENT_AREA in plan.survey.parameters:
        label = deps.framework.area(plan.content_area).label
        parameters.setdefault(CONTENT_AREA, label[0].lower() + label[1:])
    if missing := [name for name in plan.survey.parameters if not parameters.get(name)]:
        raise MissingParameters(missing)
    return Wave(
        id=wave_id,
        survey=plan.survey.id,
        survey_version=plan.survey.version,
        mode=plan.survey.mode,
        series=plan.survey.series if plan.survey.mode is Mode.LINKED else None,
        opens_at=midnight(plan.first_day, deps.board),
        closes_at=midnight(plan.last_day + timedelta(days=1), deps.board),
        content_area=plan.content_area,
        parameters=parameters,
    )


def midnight(day: date, board: Board) -> datetime:
    return datetime.combine(day, time(), board.zone)


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


def members(ids: Sequence[str]) -> Audience:
    """The members of a Slack user group."""
    return Audience(people=frozenset(PersonId(person) for person in ids))


def _group_named(word: str, known: Mapping[str, set[str]]) -> tuple[str, str]:
    for kind, names in known.items():
        for name in names:
            if name.casefold() == word.casefold():
                return kind, name
    everything = sorted(name for names in known.values() for name in names)
    raise Unknown("group in the people file", word, [EVERYONE, *everything][:8])


async def _free_id(deps: Deps, plan: Plan) -> WaveId:
    """The survey and the day it opens; with a number when there is one of that name already."""
    area = f"-{plan.content_area.replace('_', '-')}" if plan.content_area else ""
    name = f"{plan.survey.id}{area}-{plan.first_day:%Y-%m-%d}"[:55]
    taken = {wave.id for wave in await deps.store.waves()}
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
