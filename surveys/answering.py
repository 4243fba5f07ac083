"""From what a person chose and wrote to a response, or to every reason why not."""

import operator
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from surveys.errors import InvalidAnswers, Reason, WaveClosed, WaveNotOpen
from surveys.framework import Perspective
from surveys.survey import (
    DISCARD,
    END,
    REPORT_FIRST,
    Closed,
    CommentQuestion,
    ContentAreaQuestion,
    ManyQuestion,
    NumberQuestion,
    Question,
    ScaleQuestion,
    Segment,
    SingleQuestion,
    Survey,
)
from surveys.values import (
    AreaId,
    OptionKey,
    QuestionId,
    Respondent,
    ResponseId,
    SurveyId,
    Value,
    WaveId,
)
from surveys.wave import Wave

MOST_ON_A_PAGE = 8


class Chosen(Value):
    kind: Literal["chosen"] = "chosen"
    option: OptionKey


class ChosenMany(Value):
    kind: Literal["chosen_many"] = "chosen_many"
    options: Annotated[tuple[OptionKey, ...], Field(min_length=1)]


class Counted(Value):
    kind: Literal["counted"] = "counted"
    number: int


class Said(Value):
    """*marks_are_sure*: the redactor was sure of every mark in it; False where nobody knows."""

    kind: Literal["said"] = "said"
    text: Annotated[str, Field(min_length=1)]
    marks_are_sure: Annotated[bool, Field(exclude_if=operator.not_)] = False


Answer = Annotated[Chosen | ChosenMany | Counted | Said, Field(discriminator="kind")]
Answers = Mapping[QuestionId, Answer]


class Response(Value):
    """All answers of one respondent in one wave. It carries the day, and never a finer time.

    The agency is all it shares with an invitation, and only where enough were asked.
    """

    id: ResponseId
    survey: SurveyId
    survey_version: int
    wave: WaveId
    respondent: Respondent
    perspective: Perspective
    day: date
    agency: str | None = None
    age_band: str | None = None
    content_area: AreaId | None = None
    answers: dict[QuestionId, Answer]


def asked(survey: Survey, answers: Answers) -> tuple[Question, ...]:
    """The questions that these answers lead past, in order."""
    return tuple(_walk(survey, answers))


def ending(survey: Survey, answers: Answers) -> Literal["end", "report_first", "discard"]:
    """Where these answers lead: to the end, to 'report it first', or to keeping nothing."""
    for question in _walk(survey, answers):
        match _goto(question, answers):
            case "report_first":
                return REPORT_FIRST
            case "discard":
                return DISCARD
    return END


def pages(survey: Survey, answers: Answers) -> tuple[tuple[Question, ...], ...]:
    """The questions in pages. What a question depends on is always on an earlier page.

    With the answers of the first pages known, the next page is right; later ones are a forecast.
    """
    split: list[list[Question]] = [[]]
    steering = _steering(survey)
    asked_now = {question.id for question in asked(survey, answers)}
    for question in survey.questions:
        on_page = {other.id for other in split[-1]}
        if on_page & steering[question.id] or len(split[-1]) >= MOST_ON_A_PAGE:
            split.append([])  # even for a question not asked yet: this page may bring it up
        if question.id in asked_now:
            split[-1].append(question)
    return tuple(tuple(page) for page in split if page)


def pages_answered(survey: Survey, answers: Answers) -> int:
    """How many pages come before the first with a question that has no answer."""
    split = pages(survey, answers)
    for number, page in enumerate(split):
        if not any(question.id in answers for question in page):
            return number
    return len(split)


def reasons(survey: Survey, answers: Answers) -> dict[QuestionId, Reason]:
    """Everything that is wrong, at once, by question. Empty when all is well."""
    wrong: dict[QuestionId, Reason] = {}
    for question in asked(survey, answers):
        if reason := reason_against(question, answers.get(question.id)):
            wrong[question.id] = reason
    for group in survey.at_least_one:
        shown = [question.id for question in asked(survey, answers) if question.id in group]
        if shown and not any(name in answers for name in shown):
            wrong |= dict.fromkeys(shown, Reason("one_of_these"))
    return wrong


def reasons_on(
    page: Sequence[Question], survey: Survey, answers: Answers
) -> dict[QuestionId, Reason]:
    """What is wrong on one page: its questions, and groups of which this page has the last one."""
    here = [question.id for question in page]
    wrong = reasons(survey, answers)
    shown = [question.id for question in asked(survey, answers)]
    for group in survey.at_least_one:
        members = [name for name in shown if name in group]
        if members and members[-1] not in here:
            wrong = {
                name: reason
                for name, reason in wrong.items()
                if name not in members or reason.key != "one_of_these"
            }
    return {name: reason for name, reason in wrong.items() if name in here}


def is_last(page: Sequence[Question], survey: Survey) -> bool:
    """Whether nothing can follow this page, whatever is answered on it."""
    return page[-1].id == survey.questions[-1].id


def reason_against(question: Question, answer: Answer | None) -> Reason | None:
    """Why this answer cannot be taken for this question, or None."""
    match question, answer:
        case _, None:
            return Reason("required") if question.required else None
        case CommentQuestion(), Said(text=text):
            too_long = len(text) > question.max_characters
            return Reason("too_long", question.max_characters) if too_long else None
        case NumberQuestion(), Counted(number=number):
            return _outside(number, question.smallest, question.largest)
        case ManyQuestion(), ChosenMany(options=options):
            return None if set(options) <= question.labels.keys() else Reason("not_an_option")
        case ((ManyQuestion() | CommentQuestion() | NumberQuestion()), _):
            return Reason("wrong_kind")
        case _, Chosen(option=option) if option in question.labels:
            return None
        case _:
            return Reason("not_an_option")


def respond(
    wave: Wave,
    survey: Survey,
    answers: Answers,
    *,
    response_id: ResponseId,
    respondent: Respondent,
    agency: str | None,
    now: datetime,
    today: date,
) -> Response:
    """The response that these answers make. Answers to questions that were not asked fall away.

    *now* decides whether the wave is open; *today* (in the board's zone) is all that is kept of it.
    Raises WaveNotOpen, WaveClosed, InvalidAnswers (with every reason).
    """
    if now < wave.opens_at:
        raise WaveNotOpen(wave.opens_at)
    if not wave.is_open(now):
        raise WaveClosed(wave.last_day)
    return response_from(
        wave,
        survey,
        answers,
        response_id=response_id,
        respondent=respondent,
        agency=agency,
        day=today,
    )


def response_from(
    wave: Wave,
    survey: Survey,
    answers: Answers,
    *,
    response_id: ResponseId,
    respondent: Respondent,
    agency: str | None,
    day: date,
) -> Response:
    """The response of these answers on that day, whether or not the wave is open now.

    An import of a past survey uses it. Raises InvalidAnswers (with every reason).
    """
    if wrong := reasons(survey, answers):
        raise InvalidAnswers(wrong)
    kept = {
        question.id: answers[question.id]
        for question in asked(survey, answers)
        if question.id in answers
    }
    return Response(
        id=response_id,
        survey=survey.id,
        survey_version=survey.version,
        wave=wave.id,
        respondent=respondent,
        perspective=survey.perspective,
        day=day,
        agency=_agency(wave, survey, kept, agency),
        age_band=_segment(survey, kept, Segment.AGE_BAND),
        content_area=_content_area(survey, kept) or wave.content_area,
        answers=kept,
    )


def without_comments(response: Response) -> Response:
    """What is left of it once its comments are forgotten."""
    kept = {name: said for name, said in response.answers.items() if not isinstance(said, Said)}
    return response.model_copy(update={"answers": kept})


def _walk(survey: Survey, answers: Answers) -> Iterator[Question]:
    """What a question that is not asked was once answered with decides nothing."""
    met: dict[QuestionId, Answer] = {}
    waiting_for: str | None = None
    for question in survey.questions:
        if waiting_for is not None:
            if question.id != waiting_for:
                continue
            waiting_for = None
        if not _shown(question, met):
            continue
        yield question
        if question.id in answers:
            met[question.id] = answers[question.id]
        waiting_for = _goto(question, answers)
        if waiting_for in (END, REPORT_FIRST, DISCARD):
            return


def _shown(question: Question, answers: Answers) -> bool:
    return not question.show_if or all(
        set(keys_of(answers.get(other))) & set(wanted) for other, wanted in question.show_if.items()
    )


def _goto(question: Question, answers: Answers) -> str | None:
    goto = question.goto if isinstance(question, Closed) else None
    if goto and set(keys_of(answers.get(question.id))) & set(goto.when):
        return goto.to
    return None


def keys_of(answer: Answer | None) -> tuple[OptionKey, ...]:
    """The options that it chose; none of an answer that chooses none."""
    match answer:
        case Chosen(option=option):
            return (option,)
        case ChosenMany(options=options):
            return options
        case _:
            return ()


def _steering(survey: Survey) -> dict[QuestionId, set[QuestionId]]:
    """For each question, those that decide whether it is asked."""
    steering: dict[QuestionId, set[QuestionId]] = {}
    leading: set[QuestionId] = set()
    for question in survey.questions:
        steering[question.id] = set(question.show_if) | leading
        if isinstance(question, Closed) and question.goto:
            leading = leading | {question.id}
    return steering


def _outside(number: int, smallest: int, largest: int) -> Reason | None:
    if number < smallest:
        return Reason("too_small", smallest)
    return Reason("too_large", largest) if number > largest else None


def _segment(survey: Survey, answers: Answers, segment: Segment) -> str | None:
    for question in survey.questions:
        if isinstance(question, SingleQuestion) and question.segment is segment:
            match answers.get(question.id):
                case Chosen(option=option) if option not in question.opt_out_keys:
                    return question.labels[option]
    return None


def _agency(wave: Wave, survey: Survey, answers: Answers, agency: str | None) -> str | None:
    """What they said, else what is known; but no agency of which only a few were asked.

    Who was asked and has answered is known by agency too: among a few, that would be a name.
    """
    found = _segment(survey, answers, Segment.AGENCY) or agency
    return None if found in wave.small_agencies else found


def _content_area(survey: Survey, answers: Answers) -> AreaId | None:
    for question in survey.questions:
        if isinstance(question, ContentAreaQuestion):
            match answers.get(question.id):
                case Chosen(option=option) if option not in question.opt_out_keys:
                    return AreaId(option)
    return None


def score(question: ScaleQuestion, answer: Chosen) -> int | None:
    """The number chosen on a nought-to-ten scale; None for an opt-out."""
    return None if answer.option in question.opt_out_keys else int(answer.option)
