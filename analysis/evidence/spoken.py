"""Voices as everything else in the analysis reads them: as answers to a log that was never closed.

A voice is a response of one perspective: own words are its comment, the number from nought to ten
its answer on a scale. Under a worker's own reference the voices of one child are of one respondent;
without one, each stands for itself, and so does a group session, whoever many were there.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache

from surveys.answering import Answer, Chosen, Response, Said
from surveys.framework import ContentArea, Method, Perspective
from surveys.survey import (
    CommentQuestion,
    ContentAreaQuestion,
    Mode,
    Option,
    Promise,
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
    WaveId,
)
from surveys.voice import OWN_WORDS, AgeBand, Number, Voice
from surveys.wave import Wave

RATING = QuestionId("rating")
SERIES = "voice-log"
FEWEST_HEARD = 5  # the smallest count that any audience may see
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # never running, so that only voices make it ask
NEXT_DAY = datetime(2000, 1, 2, tzinfo=UTC)


def logs_behind(voices: Sequence[Voice], area: ContentArea) -> Iterator[tuple[Survey, Wave]]:
    """The log that each perspective's voices are in.

    It asks for a number only if enough may be heard again: a figure of fewer would be protected,
    and nobody and a few look the same.
    """
    for perspective in sorted({voice.perspective for voice in voices}):
        references = {
            voice.reference
            for voice in voices
            if voice.perspective is perspective
            and area.id in voice.content_areas
            and isinstance(voice.rating, Number)
        }
        is_paired = len(references - {None}) >= FEWEST_HEARD
        yield _survey(perspective, is_paired=is_paired), _wave(perspective, is_paired=is_paired)


def responses_in(voices: Sequence[Voice], area: ContentArea) -> Iterator[Response]:
    """Each voice once; one about several areas is about *area* if that is among them."""
    for voice in voices:
        about = area.id if area.id in voice.content_areas else next(iter(voice.content_areas), None)
        yield _response(voice, about)


def log_of(perspective: Perspective) -> SurveyId:
    return SurveyId(f"voices-{perspective.value.replace('_', '-')}")


def is_log(survey: Survey) -> bool:
    return survey.series == SERIES


def _response(voice: Voice, about: AreaId | None) -> Response:
    log = log_of(voice.perspective)
    answers: dict[QuestionId, Answer] = {}
    if voice.own_words:
        answers[OWN_WORDS] = Said(text=voice.words)
    if isinstance(voice.rating, Number) and voice.reference:
        answers[RATING] = Chosen(option=OptionKey(str(voice.rating.number)))
    return Response(
        id=ResponseId(voice.id),
        survey=log,
        survey_version=1,
        wave=WaveId(log),
        respondent=voice.reference or Respondent(voice.id),
        perspective=voice.perspective,
        day=voice.day,
        agency=voice.agency,
        age_band=voice.age_bands[0].value if len(voice.age_bands) == 1 else None,
        content_area=about,
        answers=answers,
    )


@cache
def _survey(perspective: Perspective, *, is_paired: bool) -> Survey:
    questions: list[Question] = [
        ContentAreaQuestion(
            id=QuestionId("content_area"),
            text="What is it about?",
            options=(_option("this"), _option("another")),
        ),
        SingleQuestion(
            id=QuestionId("age_band"),
            text="How old is the child or young person?",
            options=tuple(_option(band) for band in AgeBand),
            segment=Segment.AGE_BAND,
        ),
        CommentQuestion(id=OWN_WORDS, text="Their own words", own_words=True, max_characters=3000),
    ]
    if is_paired:
        questions.append(
            ScaleQuestion(
                id=RATING,
                text="How safe do they feel?",
                options=tuple(_option(str(number)) for number in range(11)),
                low="not safe at all",
                high="completely safe",
            )
        )
    return Survey(
        id=log_of(perspective),
        title="Voices",
        perspective=perspective,
        method=Method.FAMILY_EXPERIENCES,
        mode=Mode.LINKED,
        series=SERIES,
        with_worker=True,
        promise=Promise.CHILD,
        questions=tuple(questions),
    )


def _option(label: str) -> Option:
    return Option(key=OptionKey(label), label=label)


@cache
def _wave(perspective: Perspective, *, is_paired: bool) -> Wave:
    survey = _survey(perspective, is_paired=is_paired)
    return Wave(
        id=WaveId(survey.id),
        survey=survey.id,
        survey_version=survey.version,
        mode=survey.mode,
        series=survey.series,
        opens_at=LONG_AGO,
        closes_at=NEXT_DAY,
    )
