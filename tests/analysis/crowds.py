"""Many people at once, who answer two short surveys about neglect: children, and practitioners."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from analysis.digest.digest import Digest, digest
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Figure
from analysis.figures.measuring import Picture, picture
from surveys.answering import Answer, Chosen, Response
from surveys.evidence import Evidence
from surveys.framework import Perspective
from surveys.periods import Period
from surveys.survey import Survey
from surveys.values import AreaId, OptionKey, PersonId, QuestionId, Respondent, WaveId
from surveys.wave import Delivery, Invitation, Wave
from tests.builders import (
    GETS_IN_THE_WAY,
    OPENING,
    a_comment_question,
    a_content_area,
    a_framework,
    a_response,
    a_scale_question,
    a_survey,
    a_wave,
    agreeing,
    an_agree_question,
    an_invitation,
    disagreeing,
)

SPRING, WINTER = Period(year=2026, quarter=2), Period(year=2026, quarter=1)
IN_SPRING, IN_WINTER = date(2026, 5, 7), date(2026, 2, 5)
AFTER = date(2026, 7, 20)
NOTHING = Evidence()

SAFE, BETTER, SURE = QuestionId("safe"), QuestionId("better"), QuestionId("sure")
WORDS, READING = QuestionId("words"), QuestionId("workers_reading")
CONFIDENT, TALKING = QuestionId("confident"), QuestionId("talking")
NOT_MINE = Chosen(option=OptionKey("not_my_work"))

CHILDREN = a_survey(
    an_agree_question(SAFE, text="Do you feel safe at home?", good=("NEG-O1",), measures=("OC1",)),
    an_agree_question(BETTER, text="Are things better?", good=("NEG-O1",), measures=("OC4",)),
    a_comment_question(WORDS, text="What would make it good?", own_words=True),
    a_comment_question(READING, text="What do you, the worker, make of it?"),
    id="child-views",
    title="How are things?",
    perspective=Perspective.CHILD,
    method="family_experiences",
    promise="child",
    with_worker=True,
)
PARENTS = a_survey(
    an_agree_question(BETTER, text="Are things better?", good=("NEG-O1",), measures=("OC4",)),
    id="parent-views",
    title="How is the help?",
    perspective=Perspective.PARENT_CARER,
    method="family_experiences",
    promise="parent",
    with_worker=True,
)
PRACTITIONERS = a_survey(
    an_agree_question(SURE, text="I know when neglect meets the threshold."),
    an_agree_question(BETTER, text="Things are better.", good=("NEG-O1",), measures=("OC4",)),
    a_comment_question(GETS_IN_THE_WAY),
    id="practitioner-views",
    title="Practitioner pulse",
)
COURSE = a_survey(
    a_scale_question(
        CONFIDENT, good=("NEG-Q1",), measures=("OC3",), favourable={"7", "8", "9", "10"}
    ),
    id="course",
    title="The course",
    mode="linked",
    series="training",
)
ALL = (CHILDREN, PARENTS, PRACTITIONERS, COURSE)


def wave_of(survey: Survey, period: Period = SPRING, **changes: Any) -> Wave:
    opens_at = OPENING.replace(month=period.first_day.month + 1)
    usual: dict[str, Any] = {
        "id": WaveId(f"{survey.id}-{str(period).lower()}"),
        "survey": survey.id,
        "survey_version": survey.version,
        "mode": survey.mode,
        "series": survey.series,
        "opens_at": opens_at,
        "closes_at": opens_at + timedelta(days=14),
        "content_area": None,
    }
    return a_wave(**usual | changes)


def of(survey: Survey, answers: dict[QuestionId, Answer], **changes: Any) -> Response:
    """One person's response to one of the surveys, in spring unless told otherwise."""
    day = changes.get("day", IN_SPRING)
    usual: dict[str, Any] = {
        "survey": survey.id,
        "survey_version": survey.version,
        "wave": wave_of(survey, Period.quarter_of(day)).id,
        "perspective": survey.perspective,
        "day": day,
        "content_area": None,
        "agency": "Health" if survey.perspective is Perspective.PRACTITIONER else None,
        "answers": answers,
    }
    return a_response(**usual | changes)


def crowd(
    survey: Survey, question: QuestionId, favourable: int, base: int, **changes: Any
) -> tuple[Response, ...]:
    """So many of a base of people who agree; the others disagree."""
    return tuple(
        of(survey, {question: agreeing() if number < favourable else disagreeing()}, **changes)
        for number in range(base)
    )


def opting_out(
    survey: Survey, question: QuestionId, number: int, **changes: Any
) -> tuple[Response, ...]:
    return tuple(of(survey, {question: NOT_MINE}, **changes) for _ in range(number))


def asked(agency: str, answered: int, base: int, **changes: Any) -> tuple[Invitation, ...]:
    """So many people of an agency who were asked in the practitioners' wave of spring."""
    usual: dict[str, Any] = {
        "wave": wave_of(PRACTITIONERS).id,
        "agency": agency,
        "delivery": Delivery.DELIVERED,
    }
    return tuple(
        an_invitation(
            PersonId(f"U-{agency}-{number}"),
            **usual | {"answered": number < answered} | changes,
        )
        for number in range(base)
    )


def evidence(
    *responses: Response,
    surveys: tuple[Survey, ...] = ALL,
    about: AreaId | None = None,
    **more: Any,
) -> Evidence:
    """All surveys were asked in every quarter that somebody answered in, and in spring."""
    periods = {SPRING, *(Period.quarter_of(response.day) for response in responses)}
    waves = {
        wave.id: wave
        for survey in surveys
        for period in sorted(periods, key=str)
        for wave in [wave_of(survey, period, content_area=about)]
    }
    usual: dict[str, Any] = {
        "surveys": surveys,
        "waves": tuple(waves.values()),
        "responses": responses,
    }
    return Evidence(**usual | more)


def found(
    now: Evidence, before: Evidence = NOTHING, audience: Audience = Audience.BOARD, **area: Any
) -> Picture:
    return picture(a_content_area(**area), SPRING, now, before, audience)


def told(
    now: Evidence,
    before: Evidence = NOTHING,
    audience: Audience = Audience.BOARD,
    as_at: date = AFTER,
    **area: Any,
) -> Digest:
    content_area = a_content_area(**area)
    framework = a_framework(areas=(content_area,))
    return digest(framework, content_area, SPRING, now, before, audience=audience, as_at=as_at)


def the(
    picture: Picture | Digest,
    measure: str,
    perspective: Perspective | None = None,
    statement: str | None = None,
    agency: str | None = None,
) -> Figure:
    """The only figure of this measure, perspective, statement and agency."""
    (figure,) = figures(picture, measure, perspective, statement, agency)
    return figure


def figures(
    picture: Picture | Digest,
    measure: str,
    perspective: Perspective | None = None,
    statement: str | None = None,
    agency: str | None = None,
) -> list[Figure]:
    return [
        one
        for one in picture.figures
        if one.measure == measure
        and one.perspective is perspective
        and (statement is None or one.statement == statement)
        and one.agency == agency
    ]


def scores(respondent: str, first: int, last: int, **changes: Any) -> Iterator[Response]:
    """One person who scores in winter and again in spring."""
    for day, number in ((IN_WINTER, first), (IN_SPRING, last)):
        answer: dict[QuestionId, Answer] = {CONFIDENT: Chosen(option=OptionKey(str(number)))}
        yield of(COURSE, answer, day=day, respondent=Respondent(respondent), **changes)
