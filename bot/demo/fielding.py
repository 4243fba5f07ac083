"""One fielding of a survey in the synthetic year: its wave, who was asked, and their responses."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Protocol

from bot import wording
from bot.asking.waves import small_agencies_among
from bot.board import Board
from bot.demo import plan
from bot.demo.answers import Participant, ShareOf, answer_all
from bot.demo.days import Span
from bot.demo.words import Words, sayings
from surveys.answering import Answer, Chosen, Response, Said, asked, response_from
from surveys.framework import Framework, Perspective
from surveys.survey import (
    CommentQuestion,
    ContentAreaQuestion,
    Question,
    Segment,
    SingleQuestion,
    Survey,
)
from surveys.values import AreaId, OptionKey, PersonId, QuestionId, Respondent, ResponseId, WaveId
from surveys.wave import Delivery, Invitation, Person, Wave

SPEAKERS: Mapping[Perspective, str] = {
    Perspective.CHILD: "child",
    Perspective.PARENT_CARER: "parent_carer",
    Perspective.PRACTITIONER: "practitioner",
}
COMMENTING: Mapping[Perspective, float] = {
    Perspective.CHILD: 0.6,
    Perspective.PARENT_CARER: 0.55,
    Perspective.PRACTITIONER: 0.6,
}
BY_CHANCE = 0.05  # how far an experience moves from quarter to quarter
LOWEST, HIGHEST = 0.05, 0.95


class Pseudonymous(Protocol):
    """What `bot.pseudonym.Pseudonyms` does for everybody."""

    def respondent(self, wave: Wave, person: PersonId, fill: str = "") -> Respondent: ...

    def response_id(self, wave: Wave, respondent: Respondent, view: str) -> ResponseId: ...


@dataclass(frozen=True)
class Fielding:
    """A wave with all that came of it so far."""

    wave: Wave
    survey: Survey
    invitations: tuple[Invitation, ...]
    responses: tuple[Response, ...]


@dataclass(frozen=True)
class Call:
    """What is asked of whom, from when until when. *place* is that of the quarter, see `days`."""

    survey: Survey
    span: Span
    place: int
    people: Sequence[Person]
    area: AreaId | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class World:
    """What does not change from wave to wave. *waiting*: who is to find an invitation to answer."""

    framework: Framework
    board: Board
    pseudonyms: Pseudonymous
    words: Words
    waiting: frozenset[PersonId]
    seed: int

    def chance(self, *about: object) -> Random:
        """Always the same for the same subject."""
        name = "/".join(str(part) for part in (self.seed, *about))
        return Random(name)  # noqa: S311 - it is to be repeatable, and keeps no secret


def fielding(
    world: World,
    call: Call,
    participants: Sequence[Participant],
    days: Callable[[Span, int, Random], Sequence[date]],
) -> Fielding:
    """The wave of this call, and the valid responses of these participants."""
    wave = _wave(world, call)
    rng = world.chance(wave.id)
    for one in participants:
        one.answers |= _known_before(call.survey, one)
    for area in dict.fromkeys(one.area for one in participants):
        if about := area or call.area:  # who works in none of the areas is asked no more
            group = [one for one in participants if one.area == area]
            answer_all(call.survey, group, _shares(call, about, rng), _opting_out, rng)
    _comment(world, call, participants, rng)
    answered_on = zip(participants, days(call.span, len(participants), rng), strict=True)
    responses = [_response(world, wave, call.survey, one, day) for one, day in answered_on]
    rng.shuffle(responses)
    invitations = _invitations(world, wave, call, {one.person.id for one in participants})
    return Fielding(wave, call.survey, tuple(invitations), tuple(responses))


def handed_in(
    world: World, call: Call, answers: Mapping[Person, dict[QuestionId, Answer]]
) -> Fielding:
    """The wave of this call, with the returns of those agencies that handed one in."""
    wave = _wave(world, call)
    responses = [
        _response(world, wave, call.survey, Participant(person, call.area, 0, answers=given), day)
        for day in [call.span.opens]
        for person, given in answers.items()
    ]
    invitations = [
        Invitation(
            wave=wave.id,
            person=person.id,
            agency=person.agency,
            role_group=person.role_group,
            delivery=Delivery.DELIVERED,
            answered=person in answers,
        )
        for person in call.people
    ]
    return Fielding(wave, call.survey, tuple(invitations), tuple(responses))


def _wave(world: World, call: Call) -> Wave:
    survey = call.survey
    area = f"-{call.area.replace('_', '-')}" if call.area else ""
    parameters = dict(call.parameters)
    if call.area and "content_area" in survey.parameters:
        label = world.framework.area(call.area).label
        parameters["content_area"] = label[0].lower() + label[1:]
    return Wave(
        id=WaveId(f"{survey.id}{area}-{call.span.opens:%Y-%m-%d}"),
        survey=survey.id,
        survey_version=survey.version,
        mode=survey.mode,
        series=survey.series,
        opens_at=world.board.midnight(call.span.opens),
        closes_at=world.board.midnight(call.span.closes + timedelta(days=1)),
        content_area=call.area,
        parameters=parameters,
        promise=wording.promise(survey, world.board),
        small_agencies=small_agencies_among(survey, call.people),
        what_came_of_it=plan.CAME_OF_IT.get((survey.id, call.area, call.place)),
    )


def _known_before(survey: Survey, one: Participant) -> dict[QuestionId, Answer]:
    """Where they work, and which content area they speak of."""
    known: dict[QuestionId, Answer] = {}
    for question in survey.questions:
        match question:
            case SingleQuestion(segment=Segment.AGENCY):
                key = next(
                    option.key for option in question.options if option.label == one.person.agency
                )
                known[question.id] = Chosen(option=key)
            case ContentAreaQuestion():
                key = OptionKey(one.area) if one.area else question.opt_outs[0].key
                known[question.id] = Chosen(option=key)
    return known


def _shares(call: Call, area: AreaId, rng: Random) -> ShareOf:
    who = call.survey.perspective
    quarter = plan.QUARTERS - 1 + call.place
    experiences = plan.EXPERIENCES.get(call.survey.id, {})

    def share(question: Question) -> float | None:
        for measure in question.measures:
            if planted := plan.OUTCOMES.get((who, measure), {}).get(area):
                return planted[quarter]
        usual = experiences.get(question.id)
        if usual is None:
            return None
        moved = usual + plan.DIFFERS[who].get(area, 0) + rng.uniform(-BY_CHANCE, BY_CHANCE)
        return min(HIGHEST, max(LOWEST, moved))

    return share


def _opting_out(question: Question) -> float:
    return plan.OPTS_OUT.get(question.id, plan.USUALLY_OPTS_OUT)


def _comment(world: World, call: Call, participants: Iterable[Participant], rng: Random) -> None:
    survey = call.survey
    speaker = "young_person" if survey.id == plan.OLDER else SPEAKERS[survey.perspective]
    written = {name: rng.sample(list(said), len(said)) for name, said in sayings().items()}
    for one in participants:
        for question in asked(survey, one.answers):
            if not isinstance(question, CommentQuestion):
                continue
            if question.id in written:
                text = written[question.id].pop() if written[question.id] else None
            elif rng.random() < COMMENTING[survey.perspective]:
                content = one.contentment(survey)
                area = one.area or call.area
                text = world.words.fitting(speaker, area, content, question.max_characters)
            else:
                text = None
            if text:
                one.answers[question.id] = Said(text=text)


def _response(world: World, wave: Wave, survey: Survey, one: Participant, day: date) -> Response:
    respondent = world.pseudonyms.respondent(wave, one.person.id, one.fill)
    # in a series a person is one respondent, who answers each of its waves
    form = one.fill or (f"synthetic-{wave.id}" if wave.series else "synthetic")
    return response_from(
        wave,
        survey,
        one.answers,
        response_id=world.pseudonyms.response_id(wave, respondent, form),
        respondent=respondent,
        agency=one.person.agency,
        day=day,
    )


def _invitations(
    world: World, wave: Wave, call: Call, answered: set[PersonId]
) -> Iterable[Invitation]:
    """Delivered, but for somebody who has left; those who are to be asked now still wait."""
    is_waiting = call.span.is_open and not call.survey.with_worker
    silent = [person.id for person in call.people if person.id not in answered | world.waiting]
    for person in call.people:
        delivery = Delivery.DELIVERED
        if is_waiting and person.id in world.waiting:
            delivery = Delivery.WAITING
        elif person.id in silent[:1] and not call.survey.with_worker:
            delivery = Delivery.BOUNCED
        yield Invitation(
            wave=wave.id,
            person=person.id,
            agency=person.agency,
            role_group=person.role_group,
            delivery=delivery,
            answered=person.id in answered,
        )
