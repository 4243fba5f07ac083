from collections.abc import Mapping
from contextlib import nullcontext
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from surveys.answering import (
    MOST_ON_A_PAGE,
    Answer,
    Chosen,
    ChosenMany,
    Counted,
    Response,
    Said,
    asked,
    ending,
    pages,
    reason_against,
    reasons,
    respond,
    response_from,
    score,
)
from surveys.authoring import library, library_framework, read_survey
from surveys.errors import InvalidAnswers, Reason, WaveClosed, WaveNotOpen
from surveys.survey import (
    Closed,
    CommentQuestion,
    ManyQuestion,
    NumberQuestion,
    Option,
    Question,
    ScaleQuestion,
    SingleQuestion,
    Survey,
)
from surveys.values import OptionKey, QuestionId, Respondent, ResponseId, SurveyId
from surveys.voice_form import voice_forms
from tests.builders import (
    CLOSING,
    DURING,
    OPENING,
    a_comment_question,
    a_survey,
    a_wave,
    an_agree_question,
)

HEAD = """
id: small
title: A small survey
perspective: practitioner
method: practitioner_experiences
promise: staff
"""

SKIPPING = read_survey(
    HEAD
    + """
questions:
  - {id: seen, kind: yes_no, text: "Seen it?"}
  - {id: often, kind: frequency, text: "How often?", show_if: {seen: [Yes]}}
  - {id: why, kind: comment, text: "Why so often?", show_if: {often: [Always]}}
  - {id: route, kind: single, text: "Go on?", options: [Jump, Stop, Report, Forget, On],
     goto: {when: Jump, to: last}}
  - {id: middle, kind: comment, text: In between}
  - {id: last, kind: comment, text: Last}
""",
    "small.yaml",
    library_framework(),
)


def survey(text: str) -> Survey:
    return read_survey(HEAD + text, "small.yaml", library_framework())


def ids(questions: tuple[Question, ...]) -> list[str]:
    return [question.id for question in questions]


def answers(**given_answers: str) -> dict[QuestionId, Answer]:
    return {
        QuestionId(name): Chosen(option=OptionKey(option)) for name, option in given_answers.items()
    }


def response(asked_survey: Survey, given_answers: Mapping[QuestionId, Answer]) -> Response:
    return response_from(
        a_wave(),
        asked_survey,
        given_answers,
        response_id=ResponseId("one"),
        respondent=Respondent("someone"),
        agency="Health",
        day=date(2026, 5, 7),
    )


def test_a_question_is_asked_only_after_the_answers_that_lead_to_it() -> None:
    assert ids(asked(SKIPPING, {})) == ["seen", "route", "middle", "last"]
    assert ids(asked(SKIPPING, answers(seen="yes"))) == ["seen", "often", "route", "middle", "last"]
    assert "why" in ids(asked(SKIPPING, answers(seen="yes", often="always")))


def test_an_answer_left_from_before_a_change_of_mind_leads_nowhere() -> None:
    assert ids(asked(SKIPPING, answers(seen="no", often="always"))) == [
        "seen",
        "route",
        "middle",
        "last",
    ]


def test_a_goto_leaves_out_what_lies_between() -> None:
    assert ids(asked(SKIPPING, answers(route="jump"))) == ["seen", "route", "last"]
    assert ids(asked(SKIPPING, answers(route="on"))) == ["seen", "route", "middle", "last"]


def test_a_goto_to_a_question_that_is_not_shown_goes_on_after_it() -> None:
    small = survey("""
questions:
  - {id: a, kind: yes_no, text: "A?", goto: {when: Yes, to: c}}
  - {id: b, kind: comment, text: B}
  - {id: c, kind: comment, text: C, show_if: {a: No}}
  - {id: d, kind: comment, text: D}
""")

    assert ids(asked(small, answers(a="yes"))) == ["a", "d"]


DISCARDING = survey("""
questions:
  - {id: agreed, kind: yes_no, text: "May we keep this?", goto: {when: No, to: discard}}
""")
KNOWN = {
    str(one.id): one
    for one in (*library().values(), voice_forms(library_framework()).first, DISCARDING)
}


@pytest.mark.parametrize(
    ("survey_id", "given_answers", "where"),
    [
        ("practitioner-pulse", {"area_of_work": "none_of_these"}, "end"),
        ("practitioner-pulse", {"area_of_work": "neglect"}, "end"),
        ("voice-log", {"worry": "yes_not_yet_reported"}, "report_first"),
        ("voice-log", {"worry": "yes_already_reported"}, "end"),
        ("small", {"agreed": "no"}, "discard"),
    ],
)
def test_a_survey_ends_where_its_answers_lead(
    survey_id: str, given_answers: dict[str, str], where: str
) -> None:
    assert ending(KNOWN[survey_id], answers(**given_answers)) == where


def test_nothing_is_asked_after_an_unreported_worry() -> None:
    log = voice_forms(library_framework()).first

    assert ids(asked(log, answers(worry="yes_not_yet_reported"))) == ["worry"]


def test_the_opt_out_of_the_content_areas_ends_the_pulse() -> None:
    pulse = library()[SurveyId("practitioner-pulse")]

    assert ids(asked(pulse, answers(area_of_work="none_of_these"))) == ["agency", "area_of_work"]
    assert response(pulse, answers(agency="police", area_of_work="none_of_these")).answers


THREE = tuple(Option(key=OptionKey(name), label=name) for name in "abc")


@st.composite
def a_survey_and_answers(draw: st.DrawFn) -> tuple[Survey, dict[QuestionId, Answer]]:
    """Surveys with conditions and gotos at random, and answers to some of their questions."""
    size = draw(st.integers(1, 20))
    some_of_three = st.sampled_from(("a", "b", "c", "ab"))
    questions: list[Question] = []
    for index in range(size):
        earlier = draw(st.sets(st.integers(0, index - 1), max_size=2)) if index else set()
        later = [f"q{other}" for other in range(index + 1, size)]
        to = draw(st.none() | st.sampled_from([*later, "end", "discard", "report_first"]))
        question = SingleQuestion.model_validate(
            {
                "id": f"q{index}",
                "text": "Which?",
                "options": THREE,
                "show_if": {f"q{other}": tuple(draw(some_of_three)) for other in earlier},
                "goto": {"when": tuple(draw(some_of_three)), "to": to} if to else None,
            }
        )
        questions.append(question)
    answered = draw(st.dictionaries(st.integers(0, size - 1), st.sampled_from("abc")))
    return a_survey(*questions), answers(**{f"q{index}": name for index, name in answered.items()})


@given(a_survey_and_answers())
def test_what_a_question_depends_on_is_on_an_earlier_page(
    drawn: tuple[Survey, dict[QuestionId, Answer]],
) -> None:
    made, given_answers = drawn

    for page in pages(made, given_answers):
        on_page = set(ids(page))
        assert len(page) <= MOST_ON_A_PAGE
        for question in page:
            assert not on_page & set(question.show_if)
        for question in page[:-1]:
            assert isinstance(question, Closed)
            assert question.goto is None


@given(a_survey_and_answers())
def test_every_question_asked_stands_on_one_page_once_and_in_order(
    drawn: tuple[Survey, dict[QuestionId, Answer]],
) -> None:
    made, given_answers = drawn
    on_pages = [question.id for page in pages(made, given_answers) for question in page]

    assert on_pages == ids(asked(made, given_answers))
    assert len(on_pages) == len(set(on_pages))


@given(a_survey_and_answers())
def test_what_is_on_a_page_no_longer_changes_once_the_pages_before_are_answered(
    drawn: tuple[Survey, dict[QuestionId, Answer]],
) -> None:
    made, given_answers = drawn
    known: dict[QuestionId, Answer] = {}

    for index, page in enumerate(pages(made, given_answers)):
        assert pages(made, known)[index] == page
        known |= {
            question.id: given_answers[question.id]
            for question in page
            if question.id in given_answers
        }


@given(a_survey_and_answers())
def test_answers_to_questions_that_were_not_asked_fall_away(
    drawn: tuple[Survey, dict[QuestionId, Answer]],
) -> None:
    made, given_answers = drawn
    kept = response(made, given_answers).answers

    assert set(kept) <= set(ids(asked(made, given_answers)))
    assert kept == {name: given_answers[name] for name in kept}
    assert asked(made, kept) == asked(made, given_answers)


@given(a_survey_and_answers())
def test_a_response_reads_back_as_it_was(
    drawn: tuple[Survey, dict[QuestionId, Answer]],
) -> None:
    made, given_answers = drawn
    kept = response(made, given_answers)

    assert Response.model_validate_json(kept.model_dump_json()) == kept


@pytest.mark.parametrize("questions", [1, 8, 9, 16, 17])
def test_a_page_holds_eight_questions(questions: int) -> None:
    made = a_survey(*(a_comment_question(QuestionId(f"q{number}")) for number in range(questions)))

    assert [len(page) for page in pages(made, {})][:-1] == [8] * ((questions - 1) // 8)


@pytest.mark.parametrize(
    ("length", "reason"), [(999, None), (1000, None), (1001, Reason("too_long", 1000))]
)
def test_a_comment_has_a_longest(length: int, reason: Reason | None) -> None:
    assert reason_against(a_comment_question(), Said(text="x" * length)) == reason


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (0, Reason("too_small", 1)),
        (1, None),
        (5, None),
        (6, Reason("too_large", 5)),
    ],
)
def test_a_number_has_a_smallest_and_a_largest(number: int, reason: Reason | None) -> None:
    question = NumberQuestion(id=QuestionId("n"), text="How many?", smallest=1, largest=5)

    assert reason_against(question, Counted(number=number)) == reason


@pytest.mark.parametrize(
    "answer",
    [
        Said(text="Yes"),
        Counted(number=1),
        ChosenMany(options=(OptionKey("yes"),)),
        Chosen(option=OptionKey("maybe")),
    ],
)
def test_an_answer_of_another_kind_is_no_option(answer: Answer) -> None:
    assert reason_against(SKIPPING.questions[0], answer) == Reason("not_an_option")


def test_many_choices_are_all_known() -> None:
    many = survey("questions: [{id: m, kind: many, text: Which, options: [a, b]}]").questions[0]

    assert isinstance(many, ManyQuestion)
    assert reason_against(many, ChosenMany(options=(OptionKey("a"), OptionKey("b")))) is None
    assert reason_against(many, ChosenMany(options=(OptionKey("a"), OptionKey("x")))) == Reason(
        "not_an_option"
    )
    assert reason_against(many, Chosen(option=OptionKey("a"))) == Reason("wrong_kind")


def test_a_comment_does_not_take_a_choice() -> None:
    assert reason_against(a_comment_question(), Chosen(option=OptionKey("a"))) == Reason(
        "wrong_kind"
    )


def test_every_mistake_is_told_at_once() -> None:
    log = voice_forms(library_framework()).first

    assert set(reasons(log, answers(worry="no_worry"))) == {
        "whose",
        "age_bands",
        "content_area",
        "gathered_by",
        "agreed",
        "reuse",
    }


def test_one_of_two_comments_is_enough() -> None:
    log = voice_forms(library_framework()).first
    said = {QuestionId("did_or_drew"): Said(text="A house with no door.")}

    agreed = answers(
        worry="no_worry",
        whose="child",
        agreed="yes_with_help_to_understand",
        reuse="for_our_own_work_only",
    )

    wrong = reasons(log, agreed | said)

    assert "own_words" in reasons(log, agreed)
    assert "own_words" not in wrong
    assert "did_or_drew" not in wrong


def test_what_is_not_asked_is_not_required() -> None:
    audit = library()[SurveyId("case-file-audit")]

    assert "action_taken" not in reasons(audit, answers(safe_now="yes"))
    assert reasons(audit, answers(safe_now="no_action_taken"))[
        QuestionId("action_taken")
    ] == Reason("required")


@pytest.mark.parametrize(
    ("before_opening", "raised"), [(timedelta(seconds=1), WaveNotOpen), (timedelta(), None)]
)
def test_a_wave_takes_answers_from_the_moment_it_opens(
    before_opening: timedelta, raised: type[Exception] | None
) -> None:
    _answers_at(OPENING - before_opening, raised)


@pytest.mark.parametrize(
    ("before_closing", "raised"), [(timedelta(seconds=1), None), (timedelta(), WaveClosed)]
)
def test_a_wave_takes_answers_until_the_moment_it_closes(
    before_closing: timedelta, raised: type[Exception] | None
) -> None:
    _answers_at(CLOSING - before_closing, raised)


def _answers_at(now: datetime, raised: type[Exception] | None) -> None:
    with pytest.raises(raised) if raised else nullcontext():
        respond(
            a_wave(),
            a_survey(),
            answers(thresholds="agree"),
            response_id=ResponseId("one"),
            respondent=Respondent("someone"),
            agency=None,
            now=now,
            today=now.date(),
        )


def test_a_response_carries_the_day_and_no_finer_time() -> None:
    kept = respond(
        a_wave(),
        a_survey(),
        answers(thresholds="agree"),
        response_id=ResponseId("one"),
        respondent=Respondent("someone"),
        agency="Health",
        now=DURING,
        today=DURING.date(),
    )

    assert DURING.strftime("%H:%M") not in kept.model_dump_json()
    assert kept.day == DURING.date()


def test_the_agency_a_person_names_outranks_the_people_file() -> None:
    pulse = library()[SurveyId("practitioner-pulse")]
    given_answers = answers(agency="police", area_of_work="neglect")

    kept = response(pulse, given_answers)

    assert (kept.agency, kept.content_area) == ("Police", "neglect")


def test_a_panel_is_no_agency() -> None:
    audit = library()[SurveyId("case-file-audit")]
    given_answers = answers(
        safe_now="yes", content_area="neglect", age_band="4_to_7", agency="we_are_the_panel"
    ) | {QuestionId("audit_code"): Said(text="A12")}

    assert response(audit, given_answers).agency == "Health"
    assert ids(asked(audit, given_answers))[-2:] == ["panel_grade", "panel_reason"]
    assert "voice" not in ids(asked(audit, given_answers))


def test_wrong_answers_are_refused_with_every_reason() -> None:
    survey_of_two = a_survey(an_agree_question(required=True), a_comment_question(max_characters=3))
    comment = survey_of_two.comments[0]

    with pytest.raises(InvalidAnswers) as refused:
        response(survey_of_two, {comment.id: Said(text="secret words")})

    assert refused.value.reasons == {
        "thresholds": Reason("required"),
        comment.id: Reason("too_long", 3),
    }
    assert "secret" not in repr(refused.value) + str(refused.value)


def test_a_comment_of_nothing_is_no_answer() -> None:
    with pytest.raises(ValidationError):
        Said(text="")


@pytest.mark.parametrize(("option", "number"), [("0", 0), ("10", 10), ("skip", None)])
def test_the_score_is_the_number_chosen_and_nothing_for_an_opt_out(
    option: str, number: int | None
) -> None:
    scale = survey("""
questions:
  - {id: s, kind: scale, text: "How safe?", low: Not, high: Very, extra_opt_outs: [Skip]}
""").questions[0]

    assert isinstance(scale, ScaleQuestion)
    assert score(scale, Chosen(option=OptionKey(option))) == number


def test_a_survey_of_two_hundred_questions_is_asked_in_twenty_five_pages() -> None:
    made = a_survey(*(a_comment_question(QuestionId(f"q{number}")) for number in range(200)))

    assert len(pages(made, {})) == 25
    assert all(isinstance(question, CommentQuestion) for question in asked(made, {}))
