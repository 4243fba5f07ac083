"""The form in which a voice is logged: its two parts, and the voice that the answers make.

The parts are surveys like any other, so that a voice is asked for in pages with skip logic; but no
wave asks them. The options stand in the order of the enumerations of voice.py.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import TypeVar

from surveys.answering import Answer, Answers, Chosen, ChosenMany, Counted, Said, asked, reasons
from surveys.authoring import read_survey
from surveys.errors import InvalidAnswers, Reason
from surveys.framework import Framework, Perspective
from surveys.survey import Closed, Survey
from surveys.values import AreaId, OptionKey, QuestionId, Respondent
from surveys.voice import (
    OWN_WORDS,
    AgeBand,
    Agreed,
    ChosenBy,
    Face,
    GroupSession,
    NextStep,
    Number,
    OnePerson,
    ParentsAgreement,
    Present,
    Rating,
    Reuse,
    Setting,
    Speaker,
    Voice,
    Way,
    Whose,
    quotes_in,
)

Some = TypeVar("Some", bound=StrEnum)
Of = TypeVar("Of")

WORRY, WHOSE, AGE_BANDS, AREA, WAYS, AGREED, REUSE, PEOPLE = (
    QuestionId(name)
    for name in (
        "worry",
        "whose",
        "age_bands",
        "content_area",
        "gathered_by",
        "agreed",
        "reuse",
        "people",
    )
)
OBSERVATION, RATING, FACE, REFERENCE = (
    QuestionId(name) for name in ("did_or_drew", "rating", "face", "reference")
)
PRESENT, TOPIC, SETTING, PARENTS, ALSO_ABOUT, REASON, READING = (
    QuestionId(name)
    for name in (
        "present",
        "topic",
        "setting",
        "parents_agreement",
        "also_about",
        "rating_reason",
        "workers_reading",
    )
)
NEXT_STEP, OWNER, BY = (
    QuestionId(name) for name in ("next_step", "next_step_owner", "next_step_by")
)
REPORTED = OptionKey("yes_already_reported")
WHO = (
    Whose.CHILD,
    Whose.YOUNG_PERSON,
    Whose.PARENT,
    Whose.CARER,
    Whose.OTHER_FAMILY,
    Whose.CHILD,
    Whose.PARENT,
)
GROUPS_FROM = 5  # of the options of whose voice it is, the last two are groups
SCOPES = (Reuse.INTERNAL, Reuse.BOARD, Reuse.PUBLIC, Reuse.NONE)
WITHIN = (timedelta(weeks=1), timedelta(weeks=2), timedelta(days=31), timedelta(days=92))


@dataclass(frozen=True)
class VoiceForms:
    """*first* takes two minutes; *more* can be filled in later."""

    first: Survey
    more: Survey

    @property
    def surveys(self) -> tuple[Survey, Survey]:
        return self.first, self.more


@lru_cache(maxsize=8)
def voice_forms(framework: Framework) -> VoiceForms:
    """The two parts, asking about the content areas of this framework."""
    first, more = (
        read_survey((files("surveys") / "voice_forms" / name).read_text("utf-8"), name, framework)
        for name in ("first.yaml", "more.yaml")
    )
    return VoiceForms(first, more)


def voice_from(
    form: Survey,
    answers: Answers,
    *,
    voice_id: str,
    worker: str,
    agency: str | None,
    reference: Respondent | None,
    day: date,
    replied_by: date,
) -> Voice:
    """The voice that the answers to the first part make. Raises InvalidAnswers (every reason).

    Whoever does not agree is only counted, whatever was chosen; and what could not be asked about
    is for our own work at most.
    """
    if wrong := {**reasons(form, answers), **wrong_with(form, answers)}:
        raise InvalidAnswers(wrong)
    given = {one.id: answers[one.id] for one in asked(form, answers) if one.id in answers}
    agreed = _nth(form, given, AGREED, tuple(Agreed))
    area = _chosen(given, AREA)
    assert agreed is not None
    return Voice(
        id=voice_id,
        worker=worker,
        agency=agency,
        day=day,
        was_worry=_chosen(given, WORRY) == REPORTED,
        speaker=_speaker(form, given, reference),
        content_areas=() if area is None or _is_opt_out(form, AREA, area) else (AreaId(area),),
        ways=_several(form, given, WAYS, tuple(Way)),
        agreed=agreed,
        reuse=_reuse(form, given, agreed),
        own_words=quotes_in(_said(given, OWN_WORDS) or ""),
        marks_are_sure=isinstance(said := given.get(OWN_WORDS), Said) and said.marks_are_sure,
        observation=_said(given, OBSERVATION),
        rating=_rating(form, given),
        replied_by=replied_by,
    )


@dataclass(frozen=True)
class Teller:
    """Whose voice it is, of which age, and how safe they feel, as far as it was said."""

    whose: Whose | None
    age_bands: tuple[AgeBand, ...]
    rating: Rating | None


def teller_of(voice: Voice) -> Teller:
    return Teller(voice.speaker.whose, voice.age_bands, voice.rating)


def teller_so_far(form: Survey, answers: Answers) -> Teller:
    """From the first part as far as it is filled in, without what an answer made fall away."""
    given = {one.id: answers[one.id] for one in asked(form, answers) if one.id in answers}
    whose = _nth(form, given, WHOSE, WHO)
    bands = _several(form, given, AGE_BANDS, tuple(AgeBand))
    return Teller(whose, bands, _rating(form, given))


def with_more(form: Survey, voice: Voice, answers: Answers) -> Voice:
    """*voice* with what the second part says in place of what it said before.

    Raises InvalidAnswers (every reason).
    """
    if wrong := reasons(form, answers):
        raise InvalidAnswers(wrong)
    own = voice.content_areas[:1]
    also = _chosen(answers, ALSO_ABOUT)
    if also is None or _is_opt_out(form, ALSO_ABOUT, also):
        areas = own
    else:
        areas = tuple(dict.fromkeys((*own, AreaId(also))))
    within = _nth(form, answers, BY, WITHIN)
    may_keep_words = voice.reuse is not Reuse.NONE and voice.withdrawn is None
    changes: dict[str, object] = {
        "present": _several(form, answers, PRESENT, tuple(Present)),
        "chosen_by": _nth(form, answers, TOPIC, tuple(ChosenBy)),
        "setting": _nth(form, answers, SETTING, tuple(Setting)),
        "parents_agreement": _nth(form, answers, PARENTS, tuple(ParentsAgreement)),
        "content_areas": areas,
        "next_step": NextStep(
            what=_said(answers, NEXT_STEP),
            owner=_said(answers, OWNER),
            by=voice.day + within if within else None,
        ),
    }
    if may_keep_words:
        changes["reading"] = _said(answers, READING)
        if voice.rating:
            changes["rating"] = voice.rating.model_copy(update={"reason": _said(answers, REASON)})
    return Voice.model_validate(voice.model_copy(update=changes).model_dump())


def more_about(form: Survey, voice: Voice) -> Survey:
    """The second part without what has no place in this voice."""
    left_out = {REASON} if voice.rating is None else set()
    if voice.reuse is Reuse.NONE:
        left_out |= {REASON, READING, NEXT_STEP, OWNER, BY}
    asked_here = tuple(one for one in form.questions if one.id not in left_out)
    return form.model_copy(update={"questions": asked_here})


def answers_about_more(form: Survey, voice: Voice) -> dict[QuestionId, Answer]:
    """What the second part would have been answered with, for whoever goes on with it."""
    step = voice.next_step
    within = _within(voice)
    texts = {
        REASON: voice.rating.reason if voice.rating else None,
        READING: voice.reading,
        NEXT_STEP: step.what,
        OWNER: step.owner,
    }
    singles = {
        TOPIC: _key(form, TOPIC, voice.chosen_by, tuple(ChosenBy)),
        SETTING: _key(form, SETTING, voice.setting, tuple(Setting)),
        PARENTS: _key(form, PARENTS, voice.parents_agreement, tuple(ParentsAgreement)),
        BY: _key(form, BY, within, WITHIN),
        ALSO_ABOUT: OptionKey(voice.content_areas[1]) if len(voice.content_areas) > 1 else None,
    }
    present = [_key(form, PRESENT, one, tuple(Present)) for one in voice.present]
    found: dict[QuestionId, Answer] = {
        name: Said(text=text) for name, text in texts.items() if text
    }
    found |= {name: Chosen(option=key) for name, key in singles.items() if key}
    if present:
        found[PRESENT] = ChosenMany(options=tuple(key for key in present if key))
    return found


def is_group(form: Survey, answers: Answers) -> bool:
    return _place(form, answers, WHOSE) in range(GROUPS_FROM, len(WHO))


def _speaker(form: Survey, given: Answers, reference: Respondent | None) -> Speaker:
    whose = _nth(form, given, WHOSE, WHO)
    bands = _several(form, given, AGE_BANDS, tuple(AgeBand))
    assert whose is not None
    if is_group(form, given):
        people = given[PEOPLE]
        assert isinstance(people, Counted)
        return GroupSession(whose=whose, people=people.number, age_bands=bands)
    return OnePerson(whose=whose, age_bands=bands, reference=reference)


def _reuse(form: Survey, given: Answers, agreed: Agreed) -> Reuse:
    wanted = _nth(form, given, REUSE, SCOPES)
    assert wanted is not None
    if agreed is Agreed.NO:
        return Reuse.NONE
    if agreed is Agreed.NOT_ASKED and wanted is not Reuse.NONE:
        return Reuse.INTERNAL
    return wanted


def _rating(form: Survey, given: Answers) -> Rating | None:
    """A number outweighs a face, because it can be compared with the next."""
    if number := _chosen(given, RATING):
        return Number(number=int(number))
    face = _chosen(given, FACE)
    if face is None or _is_opt_out(form, FACE, face):
        return None
    return Face.model_validate({"face": face})


def _within(voice: Voice) -> timedelta | None:
    return voice.next_step.by - voice.day if voice.next_step.by else None


def _said(given: Answers, question: QuestionId) -> str | None:
    answer = given.get(question)
    return answer.text.strip() or None if isinstance(answer, Said) else None


def _chosen(given: Answers, question: QuestionId) -> OptionKey | None:
    answer = given.get(question)
    return answer.option if isinstance(answer, Chosen) else None


def _place(form: Survey, given: Answers, question: QuestionId) -> int | None:
    chosen = _chosen(given, question)
    return _keys(form, question).index(chosen) if chosen else None


def _nth(form: Survey, given: Answers, question: QuestionId, values: tuple[Of, ...]) -> Of | None:
    place = _place(form, given, question)
    return None if place is None else values[place]


def _several(
    form: Survey, given: Answers, question: QuestionId, values: tuple[Some, ...]
) -> tuple[Some, ...]:
    answer = given.get(question)
    if not isinstance(answer, ChosenMany):
        return ()
    keys = _keys(form, question)
    return tuple(value for key, value in zip(keys, values, strict=True) if key in answer.options)


def _key(
    form: Survey, question: QuestionId, value: object, values: tuple[object, ...]
) -> OptionKey | None:
    return _keys(form, question)[values.index(value)] if value in values else None


def _keys(form: Survey, question: QuestionId) -> tuple[OptionKey, ...]:
    asks = form.by_id[question]
    assert isinstance(asks, Closed)
    return tuple(option.key for option in asks.options)


def _is_opt_out(form: Survey, question: QuestionId, key: OptionKey) -> bool:
    asks = form.by_id[question]
    assert isinstance(asks, Closed)
    return key in asks.opt_out_keys


def wrong_with(form: Survey, answers: Answers) -> dict[QuestionId, Reason]:
    """What only a voice can be wrong about: a child has one age."""
    bands, whose = answers.get(AGE_BANDS), _nth(form, answers, WHOSE, WHO)
    is_child = whose is not None and whose.perspective is Perspective.CHILD
    several = isinstance(bands, ChosenMany) and len(bands.options) > 1
    if is_child and several and not is_group(form, answers):
        return {AGE_BANDS: Reason("one_age")}
    return {}
