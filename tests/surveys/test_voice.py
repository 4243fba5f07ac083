"""What a voice may hold, what is still open in it, and what may change."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from surveys.answering import Answer, Chosen, ChosenMany, Counted, Said
from surveys.authoring import library_framework
from surveys.errors import InvalidAnswers, TooLateToWithdraw, WordsLocked
from surveys.survey import Closed
from surveys.values import OptionKey, QuestionId, Respondent
from surveys.voice import (
    AgeBand,
    Agreed,
    ChosenBy,
    GroupSession,
    NextStep,
    Number,
    OnePerson,
    ParentsAgreement,
    Part,
    Present,
    Reuse,
    Setting,
    Told,
    Voice,
    Way,
    Whose,
    corrected,
    is_late,
    marked,
    may_withdraw_until,
    open_for_correction,
    previous_rating,
    quotes_in,
    still_open,
    with_feedback,
    withdraw,
)
from surveys.voice_form import (
    SCOPES,
    WHO,
    WITHIN,
    answers_about_more,
    voice_forms,
    voice_from,
    with_more,
)
from tests.builders import DURING, a_voice

FORMS = voice_forms(library_framework())
DAY = date(2026, 9, 1)
GIVEN = {
    "worry": "no_worry",
    "whose": "child",
    "age_bands": ["8_to_11"],
    "content_area": "neglect",
    "gathered_by": ["talking"],
    "agreed": "yes_in_their_own_words_or_way",
    "reuse": "as_a_quote_to_the_board",
    "own_words": "“They never ask me.”",
}


def answers(**given: Any) -> dict[QuestionId, Answer]:
    return {QuestionId(name): _answer(name, value) for name, value in given.items() if value}


def _answer(name: str, value: Any) -> Answer:
    if isinstance(value, int):
        return Counted(number=value)
    if isinstance(value, list):
        return ChosenMany(options=tuple(OptionKey(one) for one in value))
    is_text = name in {"own_words", "did_or_drew", "next_step", "next_step_owner", "rating_reason"}
    return Said(text=value) if is_text else Chosen(option=OptionKey(value))


def logged(**changes: Any) -> Voice:
    return voice_from(
        FORMS.first,
        answers(**{**GIVEN, **changes}),
        voice_id="v",
        worker="w",
        agency="Health",
        reference=Respondent("r"),
        day=DAY,
        replied_by=DAY + timedelta(days=28),
    )


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("whose", WHO),
        ("age_bands", tuple(AgeBand)),
        ("gathered_by", tuple(Way)),
        ("agreed", tuple(Agreed)),
        ("reuse", SCOPES),
        ("present", tuple(Present)),
        ("topic", tuple(ChosenBy)),
        ("setting", tuple(Setting)),
        ("parents_agreement", tuple(ParentsAgreement)),
        ("next_step_by", WITHIN),
    ],
)
def test_every_option_of_the_form_stands_for_one_value(
    question: str, values: tuple[object, ...]
) -> None:
    [asks] = [one for form in FORMS.surveys for one in form.questions if one.id == question]

    assert isinstance(asks, Closed)
    assert len(asks.options) == len(values)


def test_the_form_and_the_values_call_ages_the_same() -> None:
    asks = FORMS.first.by_id[QuestionId("age_bands")]

    assert isinstance(asks, Closed)
    assert [option.label for option in asks.options] == list(AgeBand)


def test_a_voice_is_what_the_answers_say() -> None:
    voice = logged(rating="4")

    assert voice.speaker == OnePerson(
        whose=Whose.CHILD, age_bands=(AgeBand.FROM_8,), reference=Respondent("r")
    )
    assert voice.own_words == ("“They never ask me.”",)
    assert voice.rating == Number(number=4)
    assert voice.reuse is Reuse.BOARD


@pytest.mark.parametrize(
    ("agreed", "reuse", "kept"),
    [
        ("no", "as_a_quote_in_public", Reuse.NONE),
        ("could_not_be_asked", "as_a_quote_in_public", Reuse.INTERNAL),
        ("could_not_be_asked", "none_only_count_that_they_were_heard", Reuse.NONE),
        ("yes_with_help_to_understand", "as_a_quote_in_public", Reuse.PUBLIC),
    ],
)
def test_nothing_is_used_beyond_what_was_agreed(agreed: str, reuse: str, kept: Reuse) -> None:
    voice = logged(agreed=agreed, reuse=reuse)

    assert voice.reuse is kept
    assert bool(voice.own_words) is (kept is not Reuse.NONE)


def test_a_child_has_one_age_and_a_group_may_have_several() -> None:
    with pytest.raises(InvalidAnswers):
        logged(age_bands=["8_to_11", "4_to_7"])
    group = logged(
        whose="group_of_children_or_young_people", age_bands=["8_to_11", "4_to_7"], people=7
    )

    assert group.speaker == GroupSession(
        whose=Whose.CHILD, people=7, age_bands=(AgeBand.FROM_4, AgeBand.FROM_8)
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"own_words": ()},
        {"reuse": Reuse.NONE},
        {"agreed": Agreed.NO},
        {"agreed": Agreed.NOT_ASKED, "reuse": Reuse.PUBLIC},
    ],
)
def test_a_voice_that_exists_is_valid(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        a_voice(**wrong)


def test_what_is_added_later_takes_the_place_of_what_was_said_before() -> None:
    more = answers(
        present=["alone_with_me"],
        topic="they_did",
        next_step="Visit on Fridays",
        next_step_owner="Social worker",
        next_step_by="within_two_weeks",
    )
    voice = with_more(FORMS.more, logged(), more)

    assert still_open(logged()) == (Part.SPACE, Part.AUDIENCE, Part.INFLUENCE)
    assert still_open(voice) == ()
    assert voice.next_step == NextStep(
        what="Visit on Fridays", owner="Social worker", by=DAY + timedelta(weeks=2)
    )
    assert answers_about_more(FORMS.more, voice) == more


def test_own_words_are_corrected_within_the_hour_and_every_wording_stays() -> None:
    voice = a_voice()
    window = open_for_correction(voice, DURING)
    after = corrected(voice, ["They never asked me."], window, DURING + timedelta(minutes=59))

    assert after.own_words == ("They never asked me.",)
    assert after.earlier_words == (voice.own_words,)
    with pytest.raises(WordsLocked):
        corrected(voice, ["Another."], window, DURING + timedelta(minutes=60))
    with pytest.raises(WordsLocked):
        corrected(voice, ["Another."], None, DURING)


@pytest.mark.parametrize(
    ("words", "may"),
    [
        ("They never ask [name].", True),
        ("[name] never ask me.", True),
        ("They never ask me!", False),
        ("They ask me.", False),
        ("They never ask me. [name]", False),
        ("They never ask me, so [place].", False),
    ],
)
def test_locked_words_take_marks_and_nothing_else(words: str, *, may: bool) -> None:
    voice = a_voice(own_words=("They never ask me.",))

    if may:
        assert marked(voice, [words]).own_words == (words,)
    else:
        with pytest.raises(WordsLocked):
            marked(voice, [words])


def test_a_mark_stands_for_a_name_and_not_for_all_that_was_said() -> None:
    voice = a_voice(own_words=("word " * 40,))

    with pytest.raises(WordsLocked):
        marked(voice, ["[name]"])


@pytest.mark.parametrize("number", [100, 700])
def test_marks_without_end_are_refused_soon(number: int) -> None:
    voice = a_voice(own_words=("a" * 3000 + "b",))

    with pytest.raises(WordsLocked):
        marked(voice, ["[x]" * number + "c"])


def test_a_withdrawn_voice_keeps_only_that_there_was_one() -> None:
    voice = a_voice(rating=Number(number=3, reason="it is loud"), agency="Health")
    gone = withdraw(voice, may_withdraw_until(voice))

    assert not {"never ask", "loud", "Health"} & set(gone.model_dump_json().split())
    assert "never ask" not in gone.model_dump_json()
    assert gone.reference is None
    with pytest.raises(TooLateToWithdraw):
        withdraw(voice, may_withdraw_until(voice) + timedelta(days=1))


def test_a_reply_is_late_from_the_day_after_it_was_due() -> None:
    voice = a_voice(replied_by=DAY)

    assert not is_late(voice, DAY)
    assert is_late(voice, DAY + timedelta(days=1))
    told = with_feedback(voice, Told(day=DAY, what="We changed it.", how="Face to face"))
    assert not is_late(told, DAY + timedelta(days=1))


def test_the_last_number_under_the_same_reference_is_the_one_before() -> None:
    def scored(name: str, day: int, number: int, reference: str) -> Voice:
        speaker = OnePerson(
            whose=Whose.CHILD, age_bands=(AgeBand.FROM_8,), reference=Respondent(reference)
        )
        day_of = DAY + timedelta(days=day)
        return a_voice(id=name, day=day_of, speaker=speaker, rating=Number(number=number))

    now = scored("now", 9, 6, "a")
    others = [scored("1", 1, 2, "a"), scored("2", 5, 4, "a"), scored("3", 7, 9, "b"), now]

    assert previous_rating(others, now) == (DAY + timedelta(days=5), 4)
    assert previous_rating([now], now) is None


def test_an_empty_line_begins_another_quote() -> None:
    assert quotes_in("One.\r\nStill one.\n\n \nTwo.\n") == ("One.\nStill one.", "Two.")
    assert quotes_in("  \n ") == ()
