"""Slack would take every view of voices, filled to the brim; and no words stand where they stay."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from slack_sdk.models.views import View

from bot.board import Board
from bot.views import home, my_voices, voice_form
from bot.views.answer_form import Removed
from bot.views.my_voices import MyVoices, voice_view
from bot.views.voice_form import VoiceState
from bot.wording.voices import kept
from surveys.answering import Answer, Chosen, ChosenMany, Counted, Said
from surveys.authoring import library_framework
from surveys.survey import LONGEST_COMMENT, CommentQuestion, ManyQuestion, NumberQuestion, Question
from surveys.values import QuestionId
from surveys.voice import (
    AgeBand,
    CannotBeTold,
    GroupSession,
    NextStep,
    Number,
    Reuse,
    Told,
    Voice,
    Whose,
    may_withdraw_until,
)
from surveys.voice_form import voice_forms
from tests.builders import a_voice
from tests.checkers import as_json, problems_of_view
from tests.digests import HOSTILE

TODAY = date(2026, 9, 1)
BOARD = Board(
    name="Children & families board of <Norrshire>",
    mash_contact="the front door on 01632 960 001",
    out_of_hours="01632 960 002",
)
FORMS = voice_forms(library_framework())
LONG = (HOSTILE * 400)[:3000]


def full(**changes: Any) -> Voice:
    given: dict[str, Any] = {
        "own_words": (LONG, LONG),
        "observation": LONG[:2000],
        "rating": Number(number=4, reason=LONG[:1000]),
        "reading": LONG[:2000],
        "next_step": NextStep(what=LONG[:1000], owner=LONG[:100], by=TODAY),
        "feedback": Told(day=TODAY, what=LONG[:2000], how="Face to face"),
        "day": TODAY,
    }
    return a_voice(**{**given, **changes})


VOICES = (
    a_voice(),
    full(),
    full(own_words=(LONG,)),
    full(feedback=CannotBeTold(day=TODAY, why=LONG[:2000])),
    a_voice(reuse=Reuse.NONE, own_words=()),
    a_voice(
        speaker=GroupSession(whose=Whose.PARENT, people=60, age_bands=tuple(AgeBand)),
        replied_by=TODAY - timedelta(days=1),
    ),
)


def answered(question: Question) -> Answer:
    match question:
        case CommentQuestion():
            return Said(text=(HOSTILE * 400)[: question.max_characters])
        case NumberQuestion():
            return Counted(number=question.largest)
        case ManyQuestion():
            return ChosenMany(options=tuple(option.key for option in question.choices))
        case _:
            return Chosen(option=question.choices[-1].key)


def every_view() -> Iterator[View]:
    removed = (Removed(said="Before keeping this, we took out 1 name.", left=LONG),)
    told = ("*Thank you.* " + "A designated person reads it. " * 20,)
    for form in FORMS.surveys:
        answers: dict[QuestionId, Answer] = {one.id: answered(one) for one in form.questions}
        for start in range(0, len(form.questions), 8):
            page = form.questions[start : start + 8]
            for given in ({}, answers):
                state = VoiceState(fill="f" * 32, voice="v" * 36, page=start, first=page[0].id)
                yield voice_form.page_view(
                    page, state, given, board=BOARD, last=start > 0, removed=removed
                )
    state = VoiceState(fill="f" * 32)
    yield voice_form.page_view(FORMS.first.questions[:1], state, {}, board=BOARD, last=False)
    yield voice_form.check_view(state, removed)
    yield voice_form.asking_view(state, told)
    yield voice_form.report_first_view(state, BOARD, told)
    for voice in VOICES:
        for is_more in (False, True):
            yield voice_form.kept_view(voice, told, "Last time …", BOARD, is_more=is_more)
        for is_open in (False, True):
            yield my_voices.voice_view(voice, TODAY, is_open=is_open, note=told)
            if len(voice.words) <= LONGEST_COMMENT:
                yield my_voices.correcting_view(voice, is_open=is_open)
        yield my_voices.telling_view(voice, TODAY)
    many = [voice.model_copy(update={"id": f"{n}"}) for n, voice in enumerate(VOICES * 12)]
    for number in range(3):
        yield my_voices.mine_view(many, TODAY, number)
    yield my_voices.mine_view([], TODAY)
    mine = MyVoices(voices=many, drafts=["f" * 32] * 9)
    yield home.home([], [], BOARD, beside=my_voices.on_home(mine, TODAY))


@pytest.mark.parametrize("view", list(every_view()))
def test_slack_takes_every_view_of_voices(view: View) -> None:
    assert problems_of_view(as_json(view)) == []


def test_the_home_tab_and_the_list_have_nobodys_words() -> None:
    voice = full(own_words=("They never ask me.",))
    shown = [
        home.home([], [], BOARD, beside=my_voices.on_home(MyVoices([voice]), TODAY)),
        my_voices.mine_view([voice], TODAY),
    ]

    assert "never ask" not in str([as_json(view) for view in shown])


def test_a_person_who_wants_no_use_of_it_is_promised_no_more_than_that() -> None:
    told = " ".join(kept(a_voice(reuse=Reuse.NONE, own_words=()), "", is_more=False))

    assert "no words are kept" in told
    assert "corrected" not in told


def test_once_a_voice_can_be_withdrawn_no_more_it_says_until_when_it_could() -> None:
    voice = a_voice()
    last = may_withdraw_until(voice)

    for today, offered in ((last, True), (last + timedelta(days=1), False)):
        shown = str(as_json(voice_view(voice, today, is_open=False)))
        assert ("voice_withdraw" in shown) is offered
        assert ("could be withdrawn until" in shown) is not offered
