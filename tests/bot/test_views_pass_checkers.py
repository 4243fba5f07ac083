"""Slack would take everything that Heard builds, as far as four checkers can tell."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from slack_sdk.models.blocks import MarkdownTextObject, Option, RadioButtonsElement, SectionBlock
from slack_sdk.models.views import View

from bot import wording
from bot.board import Board
from bot.payloads import FormState
from bot.views import answer_form, evidence, help, home, invitation, picker, waves  # noqa: A004 - of Heard
from bot.views.digest import whole_digest
from bot.views.evidence import ReadComment, WhichDigest
from bot.views.short_digest import digest_message
from surveys.answering import Answer, Chosen, ChosenMany, Counted, Said, is_last, pages
from surveys.authoring import library, library_framework
from surveys.coding import Sentiment
from surveys.framework import Framework
from surveys.survey import (
    CommentQuestion,
    ManyQuestion,
    NumberQuestion,
    Question,
    Survey,
)
from surveys.survey import Option as SurveyOption
from surveys.values import QuestionId, SurveyId
from tests.builders import a_comment_question, a_survey, a_wave, an_agree_question
from tests.checkers import as_json, problems_of_message, problems_of_view
from tests.digests import HOSTILE, a_digest, a_figure, a_hostile_digest, a_making

TODAY = date(2026, 7, 6)
ON_A_PAGE = 8
BOARD = Board(
    name="Children & families board of <Norrshire>",
    mash_contact="the front door on 01632 960 001",
    out_of_hours="01632 960 002",
)
LONGEST_LABEL = "o" * 75


def answered(question: Question, *, last: bool) -> Answer:
    """An answer that fills its field: the first or last option, the longest comment."""
    match question:
        case CommentQuestion():
            return Said(text=(HOSTILE * 40)[: question.max_characters])
        case NumberQuestion():
            return Counted(number=question.largest if last else question.smallest)
        case ManyQuestion():
            return ChosenMany(options=tuple(option.key for option in question.choices))
        case _:
            return Chosen(option=question.choices[-1 if last else 0].key)


def answers_to(questions: Sequence[Question], *, last: bool) -> Mapping[QuestionId, Answer]:
    return {question.id: answered(question, last=last) for question in questions}


def page_view(
    survey: Survey,
    page: Sequence[Question],
    number: int,
    answers: Mapping[QuestionId, Answer],
    removed: Sequence[answer_form.Removed] = (),
) -> View:
    return answer_form.page_view(
        survey,
        page,
        FormState(wave=a_wave().id, page=number, fill="f" * 32),
        answers,
        promise=wording.promise(survey, BOARD),
        texts={"content_area": HOSTILE},
        of_about=25,
        last=is_last(page, survey),
        removed=removed,
    )


def every_page(survey: Survey) -> Iterator[View]:
    """As a person meets them, and all questions at once whatever leads to them."""
    for answers in ({}, *(answers_to(survey.questions, last=last) for last in (False, True))):
        for number, page in enumerate(pages(survey, answers)):
            yield page_view(survey, page, number, answers)
        for start in range(0, len(survey.questions), ON_A_PAGE):
            page = survey.questions[start : start + ON_A_PAGE]
            yield page_view(survey, page, start, answers)


@pytest.mark.parametrize("name", library())
def test_slack_takes_every_page_of_the_library_filled_in_or_not(name: SurveyId) -> None:
    views = list(every_page(library()[name]))

    assert views
    assert [problem for view in views for problem in problems_of_view(as_json(view))] == []


def test_slack_takes_every_page_of_a_survey_with_200_questions_and_the_longest_options() -> None:
    options = tuple(SurveyOption(key=f"o{n}", label=LONGEST_LABEL) for n in range(100))
    questions = [
        an_agree_question(
            QuestionId(f"question_{number}"),
            text="t" * 500,
            hint="h" * 300,
            good=(),
            **({"options": options, "favourable": (), "opt_outs": ()} if number % 7 == 0 else {}),
        )
        for number in range(199)
    ]
    survey = a_survey(*questions, a_comment_question(max_characters=3000), title="T" * 120)

    views = list(every_page(survey))

    assert len(views) > 100
    assert [problem for view in views for problem in problems_of_view(as_json(view))] == []


def test_slack_takes_a_page_of_eight_comments_that_all_had_something_taken_out() -> None:
    questions = tuple(
        a_comment_question(QuestionId(f"comment_{n}"), max_characters=3000) for n in range(8)
    )
    survey = a_survey(*questions)
    removed = [answer_form.Removed(said="We took out 1 name.", left="<&>" * 1000)] * 8

    view = page_view(survey, questions, 1, answers_to(questions, last=False), removed)

    assert problems_of_view(as_json(view)) == []


def test_slack_takes_what_stands_where_a_form_was() -> None:
    form = FormState(wave=a_wave().id, checking=True)
    removed = [answer_form.Removed(said="We took out 1 name.", left="[name] said no.")]
    views = [
        answer_form.check_view(a_survey(), form, removed),
        answer_form.check_view(a_survey(), form, ()),
        answer_form.closing_view("Thank you", ["Kept.", "What happens next."]),
        answer_form.given_back_view("Closed.", {"What gets in the way?": HOSTILE * 40}),
        answer_form.given_back_view("Closed.", {}),
    ]

    assert [problem for view in views for problem in problems_of_view(as_json(view))] == []


@pytest.mark.parametrize("started", [(), ("", "two", "three")])
@pytest.mark.parametrize("with_worker", [True, False])
def test_slack_takes_the_home_tab(*, with_worker: bool, started: tuple[str, ...]) -> None:
    survey = a_survey(title=HOSTILE[:100], with_worker=with_worker)
    one = home.Open(
        wave=a_wave().id, survey=survey, about="Neglect", closes="4 May", started=started
    )
    told = [home.CameOfIt(survey=HOSTILE, about=HOSTILE, days="4 May", told=HOSTILE * 20)] * 3

    assert problems_of_view(as_json(home.home([one] * 5, told, BOARD))) == []
    assert problems_of_view(as_json(home.home([], [], BOARD))) == []
    assert problems_of_message(as_json(home.open_surveys([one], told))) == []


@pytest.mark.parametrize("name", library())
def test_slack_takes_every_invitation(name: SurveyId) -> None:
    text, blocks = invitation.invitation(library()[name], a_wave(), BOARD)

    assert text
    assert problems_of_message(as_json(blocks)) == []


def test_slack_takes_help_and_plain_messages() -> None:
    assert problems_of_message(as_json(help.help_blocks(BOARD))) == []
    assert problems_of_message(list(invitation.message(("One.", "Two."))[1])) == []


def test_slack_takes_the_list_of_waves_and_its_forms() -> None:
    listed = [
        waves.Listed(
            wave=a_wave(id=f"wave-{number}"),
            title=HOSTILE,
            is_open=number % 2 == 0,
            answered="40% of 60 answered",
        )
        for number in range(15)
    ]
    opening = waves.opening_form(
        list(library().values()), library_framework(), [LONGEST_LABEL * 3], TODAY, TODAY
    )

    assert problems_of_message(as_json(waves.wave_list(listed, BOARD))) == []
    assert problems_of_message(as_json(waves.wave_list([], BOARD))) == []
    assert problems_of_view(as_json(opening)) == []
    assert problems_of_view(as_json(waves.telling_form(a_wave(), HOSTILE))) == []


@pytest.mark.parametrize("made", [a_digest(), a_hostile_digest(), a_digest(figures=())])
def test_slack_takes_a_digest_and_what_opens_from_it(made: Any) -> None:
    text, blocks = digest_message(made)

    assert text
    assert problems_of_message(as_json(blocks)) == []
    assert problems_of_view(as_json(whole_digest(made, quotes=HOSTILE))) == []
    assert problems_of_view(as_json(evidence.chooser(made))) == []


def test_slack_takes_how_a_figure_was_made() -> None:
    made, figure = a_digest(), a_figure()

    blocks = evidence.evidence_blocks(figure, a_making())

    assert problems_of_message(as_json(blocks)) == []
    assert problems_of_view(as_json(evidence.evidence_view(made, figure, a_making()))) == []


@pytest.mark.parametrize("text", [HOSTILE, "&" * 3000, "\n" * 3000, " ", "🧒🏽" * 700, "\u202eabc"])
def test_slack_takes_a_page_of_comments_whatever_is_in_them(text: str) -> None:
    comments = [
        ReadComment(f"writer-{number}", text, Sentiment.MIXED, (HOSTILE,) * 5)
        for number in range(25)
    ]
    which = WhichDigest.of(a_digest())

    views = [evidence.comments_view(which.at(page), comments) for page in range(3)]

    assert [problem for view in views for problem in problems_of_view(as_json(view))] == []


@pytest.mark.parametrize("framework", [library_framework()])
def test_slack_takes_the_picker(framework: Framework) -> None:
    view = picker.picker_view(framework, picker.recent_quarters(TODAY), TODAY)
    chosen = picker.picker_view(
        framework, picker.recent_quarters(TODAY), TODAY, area=framework.areas[-1].id
    )

    assert problems_of_view(as_json(view)) == []
    assert problems_of_view(as_json(chosen)) == []


# The checkers themselves


def a_modal(*blocks: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Title"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": list(blocks),
    }
    return usual | changes


def a_field(element: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "type": "input",
        "block_id": "field",
        "label": {"type": "plain_text", "text": "Label"},
        "element": dict(element),
    }
    return usual | changes


def an_option(text: str = "One", value: str = "one") -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": text}, "value": value}


SAID = {"type": "section", "text": {"type": "mrkdwn", "text": "Said"}}
COMMENT = {"type": "plain_text_input", "action_id": "answer"}
RADIOS = {"type": "radio_buttons", "action_id": "answer"}


@pytest.mark.parametrize(
    "view",
    [
        a_modal(SAID, title={"type": "plain_text", "text": "T" * 25}),
        a_modal(SAID, title={"type": "mrkdwn", "text": "Title"}),
        a_modal(SAID, SAID | {"nonsense": True}),
        a_modal({"type": "sektion"}),
        a_modal(SAID | {"text": {"type": "mrkdwn", "text": ""}}),
        a_modal(SAID | {"text": {"type": "mrkdwn", "text": "x" * 3001}}),
        a_modal(a_field(RADIOS | {"options": [an_option(value=f"{n}") for n in range(11)]})),
        a_modal(a_field(RADIOS | {"options": [an_option("x" * 76)]})),
        a_modal(a_field(RADIOS | {"options": [an_option(value="x" * 151)]})),
        a_modal(a_field(RADIOS | {"options": []})),
        a_modal(a_field(COMMENT | {"min_length": 5, "max_length": 4})),
        a_modal(a_field(COMMENT | {"max_length": 3001})),
        a_modal(a_field(COMMENT), a_field(COMMENT)),
        a_modal(*[SAID] * 101),
        a_modal(SAID, private_metadata="x" * 3001),
    ],
)
def test_a_checker_notices(view: dict[str, Any]) -> None:
    assert problems_of_view(view)


def test_a_checker_notices_a_field_without_a_way_to_submit_it() -> None:
    view = a_modal(a_field(COMMENT))
    del view["submit"]

    assert problems_of_view(view)


def test_the_checkers_let_a_good_view_pass() -> None:
    radios = RadioButtonsElement(
        action_id="answer",
        options=[Option(value="one", text=MarkdownTextObject(text="*One*"))],
    )
    block = SectionBlock(text="Choose", accessory=radios, expand=True)

    assert problems_of_view(a_modal(SAID, a_field(COMMENT))) == []
    assert problems_of_view(a_modal(*as_json([block]))) == []


def test_a_checker_notices_a_message_with_too_many_blocks_or_too_much_text() -> None:
    assert problems_of_message([SAID] * 51)
    assert problems_of_message([SAID | {"text": {"type": "mrkdwn", "text": "x" * 2900}}] * 5)
