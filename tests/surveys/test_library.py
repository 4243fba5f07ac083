from collections import Counter

import pytest

from surveys.answering import ending, pages
from surveys.authoring import library, library_framework, library_in
from surveys.framework import Kind, Method, Perspective
from surveys.parameters import carried
from surveys.survey import (
    Closed,
    CommentQuestion,
    ContentAreaQuestion,
    Mode,
    NumberQuestion,
    Promise,
    Question,
    ScaleQuestion,
    Survey,
)
from surveys.values import QuestionId, SurveyId
from surveys.voice_form import voice_forms
from tests.builders import a_framework

# The instruments that the library stands on, by their short name: how many questions each has
# there and here, and why the numbers differ.
QUESTIONS = {
    "PP-PULSE": (10, 10, ""),
    "PP-DEEP": (9, 9, ""),
    "TRN-1": (3, 3, ""),
    "TRN-2": (4, 4, ""),
    "TRN-3": (8, 7, "the manager is asked apart, in TRN-3-MANAGER"),
    "TRN-3-MANAGER": (0, 1, "the manager's question of TRN-3"),
    "CH-47": (6, 6, ""),
    "CH-811": (8, 8, ""),
    "CH-1217": (9, 9, ""),
    "PC-CONF": (9, 9, ""),
    "PC-SERV": (8, 8, ""),
    "AUD-S11": (8, 32, "each standard has a grade, evidence, impact and what happens next"),
    "AUD-SA": (10, 26, "lists and counts are a question for each entry"),
    "AUD-MA": (12, 16, "code, area and age are three; what was done; the panel's reason"),
    "RP-JOURNEY": (6, 6, ""),
}
ALL = list(library().values())
EVERY_QUESTION = [(survey, question) for survey in ALL for question in survey.questions]
NAMED = [f"{survey.id}.{question.id}" for survey, question in EVERY_QUESTION]


def of(alias: str) -> Survey:
    return next(survey for survey in ALL if alias in survey.aliases)


def test_the_library_has_every_instrument_and_no_other() -> None:
    assert Counter(alias for survey in ALL for alias in survey.aliases) == Counter(list(QUESTIONS))


@pytest.mark.parametrize(("alias", "counts"), QUESTIONS.items())
def test_every_question_of_an_instrument_is_there(alias: str, counts: tuple[int, int, str]) -> None:
    source, here, why = counts

    assert len(of(alias).questions) == here
    assert source == here or why


@pytest.mark.parametrize("survey", ALL, ids=lambda survey: survey.id)
def test_a_survey_of_the_library_reads_back_as_it_was(survey: Survey) -> None:
    assert Survey.model_validate_json(survey.model_dump_json()) == survey


@pytest.mark.parametrize("survey", ALL, ids=lambda survey: survey.id)
def test_a_survey_of_the_library_can_be_asked_to_its_end(survey: Survey) -> None:
    assert pages(survey, {})
    assert ending(survey, {}) == "end"


@pytest.mark.parametrize(("survey", "question"), EVERY_QUESTION, ids=NAMED)
def test_a_question_of_the_library_can_be_shown_in_slack(
    survey: Survey, question: Question
) -> None:
    assert question.id in survey.by_id
    if isinstance(question, Closed):
        assert len(question.choices) <= 100
        assert all(len(option.label) <= 75 for option in question.choices)
        assert all(len(option.key) <= 150 for option in question.choices)


def test_a_child_or_parent_is_asked_through_a_worker_and_never_alone() -> None:
    for survey in ALL:
        is_family = survey.perspective in {Perspective.CHILD, Perspective.PARENT_CARER}
        assert survey.with_worker is is_family


def test_the_promise_is_in_the_words_of_those_who_are_asked() -> None:
    assert {survey.id: survey.promise for survey in ALL if survey.promise is not Promise.STAFF} == {
        "child-4-to-7": Promise.CHILD,
        "child-8-to-11": Promise.CHILD,
        "child-12-to-17": Promise.CHILD,
        "parent-conference": Promise.PARENT,
        "parent-service": Promise.PARENT,
    }


def test_only_returns_of_agencies_carry_a_name() -> None:
    assert {survey.id for survey in ALL if survey.mode is Mode.NAMED} == {
        "section-11",
        "agency-audit",
        "case-file-audit",
    }


def test_only_training_is_linked_and_only_from_one_survey_to_the_next() -> None:
    assert {survey.id: survey.series for survey in ALL if survey.mode is Mode.LINKED} == {
        "training-before": "training",
        "training-day": "training",
        "training-impact": "training",
    }


def test_the_pledge_of_the_day_is_played_back() -> None:
    (asked,) = [question for question in of("TRN-3").questions if carried(question.text)]

    assert carried(asked.text) == (("training-day", "pledge"),)
    source = of("TRN-2").by_id[next(iter(of("TRN-2").comments)).id]
    assert source.id == "pledge"


def test_a_worry_about_a_child_is_asked_for_before_anything_else() -> None:
    assert voice_forms(library_framework()).first.questions[0].id == "worry"
    assert of("AUD-MA").questions[0].id == "safe_now"


def test_own_words_are_marked_where_a_child_or_parent_speaks() -> None:
    assert {
        survey.id: [comment.id for comment in survey.comments if comment.own_words]
        for survey in ALL
        if any(comment.own_words for comment in survey.comments)
    } == {
        "child-4-to-7": ["make_things_good"],
        "child-8-to-11": ["one_change"],
        "child-12-to-17": ["keep_and_change"],
        "parent-conference": ["made_it_better"],
        "parent-service": ["helped_and_change"],
    }


def test_the_perspective_is_whose_eyes_see() -> None:
    assert {survey.perspective for survey in ALL} == set(Perspective)
    assert of("AUD-S11").perspective is Perspective.AGENCY_SELF
    assert of("AUD-SA").perspective is of("AUD-MA").perspective is Perspective.AUDIT
    assert of("CH-1217").perspective is Perspective.CHILD


def test_the_methods_are_those_of_the_framework_that_people_are_asked_by() -> None:
    assert {survey.method for survey in ALL} == {
        Method.PRACTITIONER_EXPERIENCES,
        Method.DEEP_DIVES,
        Method.LEARNING_IMPACT,
        Method.FAMILY_EXPERIENCES,
        Method.SECTION_11,
        Method.AGENCY_AUDITS,
        Method.CASE_FILE_AUDITS,
        Method.REFLECTIVE_PRACTICE,
    }


def test_three_outcomes_are_left_to_the_dataset_and_every_other_statement_has_a_question() -> None:
    """No survey can ask whether a harm was prevented; imported indicators speak for these three."""
    linked = {code for _, question in EVERY_QUESTION for code in question.good}

    assert set(library_framework().statements) - linked == {"HP-O1", "RAD-O1", "U1-O1"}
    assert linked <= set(library_framework().statements)


def test_a_linked_answer_is_favourable_or_a_comment() -> None:
    """Without a favourable answer a closed question feeds no share, so a link would say nothing."""
    assert [
        f"{survey.id}.{question.id}"
        for survey, question in EVERY_QUESTION
        if question.good and isinstance(question, Closed) and not question.favourable
    ] == []


def test_children_are_asked_about_every_outcome_that_a_survey_can_ask_about() -> None:
    outcomes = {
        code
        for code, statement in library_framework().statements.items()
        if statement.kind is Kind.OUTCOME
    }
    asked = {
        code
        for survey, question in EVERY_QUESTION
        if survey.perspective is Perspective.CHILD
        for code in question.good
    }

    assert outcomes - asked == {"EH-O1", "HP-O1", "RAD-O1", "U1-O1", "MA-O1", "LRN-O1"}


@pytest.mark.parametrize(
    ("measure", "questions"),
    [
        (
            "QL9",
            {
                "practitioner-pulse.thresholds",
                "practitioner-pulse.escalation",
                "practitioner-deep-dive.spotting_it",
                "practitioner-deep-dive.talking_about_it",
                "training-before.confidence",
                "training-day.confidence",
                "training-impact.confidence",
            },
        ),
        (
            "OC1",
            {
                "child-4-to-7.safe_at_home",
                "child-8-to-11.safe_where_you_live",
                "child-12-to-17.safe_now",
                "parent-service.safe_now",
                "parent-conference.plan_makes_safer",
            },
        ),
        ("OC3", {"child-12-to-17.safe_now", "parent-service.safe_now"}),
        (
            "OC4",
            {
                "child-4-to-7.better_now",
                "child-8-to-11.better_or_worse",
                "child-12-to-17.better_or_worse",
                "parent-service.things_for_child",
                "practitioner-pulse.safer",
                "practitioner-deep-dive.life_got_better",
            },
        ),
    ],
)
def test_each_measure_stands_on_these_questions(measure: str, questions: set[str]) -> None:
    assert {
        f"{survey.id}.{question.id}"
        for survey, question in EVERY_QUESTION
        if measure in question.measures
    } == questions


def test_a_change_on_a_scale_is_measured_on_a_scale() -> None:
    for _, question in EVERY_QUESTION:
        if "OC3" in question.measures:
            assert isinstance(question, ScaleQuestion)


def test_a_survey_that_is_about_one_area_or_several_asks_which_once() -> None:
    assert {
        survey.id
        for survey in ALL
        if any(isinstance(question, ContentAreaQuestion) for question in survey.questions)
    } == {
        "practitioner-pulse",
        "parent-service",
        "agency-audit",
        "case-file-audit",
    }
    assert library()[SurveyId("practitioner-deep-dive")].parameters == ("content_area",)


def test_a_comment_asks_for_no_names_where_nobody_stands_beside_the_writer() -> None:
    for alias in ("PP-PULSE", "PP-DEEP"):
        assert all("not name anyone" in comment.text for comment in of(alias).comments)


def test_no_question_asks_for_a_name_a_birth_date_or_a_number_of_a_case() -> None:
    for survey, question in EVERY_QUESTION:
        if isinstance(question, CommentQuestion | NumberQuestion):
            asked = question.text.lower()
            assert not [
                word
                for word in ("surname", "birth", "nhs number", "case number", "address", "postcode")
                if word in asked
            ], survey.id


def test_a_board_with_its_own_framework_keeps_the_surveys_and_only_its_own_links() -> None:
    own = a_framework()

    surveys = library_in(own)

    assert surveys.keys() == library().keys()
    areas = surveys[SurveyId("practitioner-pulse")].by_id[QuestionId("area_of_work")]
    assert isinstance(areas, ContentAreaQuestion)
    assert {str(option.key) for option in areas.options} == {str(area.id) for area in own.areas}
    linked = {link for survey in surveys.values() for one in survey.questions for link in one.good}
    assert linked <= set(own.statements)
