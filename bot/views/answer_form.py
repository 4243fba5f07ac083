"""The form in which a survey is answered: page by page, each question a labelled input."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    InputBlock,
    InputInteractiveElement,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticMultiSelectElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.payloads import ANSWER, FormState
from bot.views.pieces import (
    LONGEST_SECTION,
    LONGEST_TITLE,
    button,
    buttons,
    divider,
    header,
    modal,
    plain,
    quoted,
    section,
    sections,
    small,
)
from surveys.answering import Answer, Answers, Chosen, ChosenMany, Counted, Said
from surveys.parameters import fill
from surveys.survey import (
    Closed,
    CommentQuestion,
    ManyQuestion,
    NumberQuestion,
    Question,
    ScaleQuestion,
    Survey,
)
from surveys.values import OptionKey

CALLBACK = "answer_form"
BACK = "page_back"
MOST_RADIO_BUTTONS = 10  # Slack shows no more; beyond it a list opens
LONGEST_OPTION = 75
ONE_LINE = 100  # characters


@dataclass(frozen=True)
class Removed:
    """What was taken out of a comment before it was kept, as a sentence, and the words left."""

    said: str
    left: str


def page_view(
    survey: Survey,
    page: Sequence[Question],
    form: FormState,
    answers: Answers,
    *,
    promise: Sequence[str],
    texts: Mapping[str, str],
    of_about: int,
    last: bool,
    removed: Sequence[Removed] = (),
) -> View:
    """One page. The first carries the promise, before any question."""
    blocks: list[Block] = []
    if form.page == 0:
        blocks += _opening(survey, promise, _kept(form.page, last=last))
    else:
        kept = _kept(form.page, last=last)
        blocks.append(small(f"Page {form.page + 1} of about {of_about}. {kept}"))
        blocks += taken_out(removed)
    blocks += [question_block(question, answers.get(question.id), texts) for question in page]
    if form.page > 0:
        blocks.append(buttons(button("Back", BACK), block="back"))
    return modal(
        _title(survey),
        blocks,
        callback=CALLBACK,
        submit="Send" if last else "Next",
        close="Not now",
        tells_when_closed=True,
        metadata=form.model_dump_json(),
    )


def check_view(survey: Survey, form: FormState, removed: Sequence[Removed]) -> View:
    """Before sending: that this is all, and what was taken out of which comment."""
    blocks: list[Block] = [
        section("*That was the last question.* Press Send to hand in your answers."),
        *taken_out(removed),
        small("Not now keeps all pages for you to send later."),
    ]
    blocks.append(buttons(button("Back", BACK), block="back"))
    return modal(
        _title(survey),
        blocks,
        callback=CALLBACK,
        submit="Send",
        close="Not now",
        tells_when_closed=True,
        metadata=form.model_dump_json(),
    )


def closing_view(title: str, paragraphs: Sequence[str]) -> View:
    """What is left when the form has done its work."""
    return modal(title, sections(paragraphs))


@lru_cache(maxsize=64)
def thanks_view(paragraphs: tuple[str, ...]) -> Mapping[str, Any]:
    """The same for everybody in a wave, so made once."""
    return MappingProxyType(closing_view("Thank you", paragraphs).to_dict())


def given_back_view(sorry: str, words: Mapping[str, str], told: Sequence[str] = ()) -> View:
    """When nothing could be sent: why, and the words that were written, to be copied."""
    blocks: list[Block] = [section(f"*{sorry}*"), *sections(told)]
    if words:
        blocks.append(section("These are your words, so that you can copy them:"))
    for question, text in words.items():
        blocks += [small(question), *copyable(text)]
    return modal("Not sent", blocks)


def question_block(
    question: Question,
    answer: Answer | None,
    texts: Mapping[str, str],
    most_buttons: int = MOST_RADIO_BUTTONS,
) -> InputBlock:
    """Of more options than *most_buttons* one chooses from a list that opens."""
    return InputBlock(
        block_id=question.id,
        label=plain(fill(question.text, texts), 2000),
        hint=plain(question.hint, 2000) if question.hint else None,
        optional=not question.required,
        element=_element(question, answer, most_buttons),
    )


def taken_out(removed: Sequence[Removed]) -> list[Block]:
    blocks: list[Block] = []
    for one in removed:
        blocks += [section(f"{one.said} It now reads:"), *copyable(one.left)]
    return [*blocks, divider()] if blocks else []


def _opening(survey: Survey, promise: Sequence[str], kept: str) -> list[Block]:
    blocks: list[Block] = []
    if len(survey.title) > LONGEST_TITLE:
        blocks.append(header(survey.title))
    blocks += sections(promise)
    blocks += [small(f"About {survey.minutes} minutes. {kept}"), divider()]
    return blocks


def _kept(page: int, *, last: bool) -> str:
    """Slack does not tell Heard what stands on a page that is closed, so nobody may count on it."""
    by = "Send" if last else "Next"
    if page == 0:
        return f"{by} keeps what you fill in on this page; Not now does not."
    return f"Not now keeps the pages before this one; {by} keeps this one too."


def _title(survey: Survey) -> str:
    return survey.title if len(survey.title) <= LONGEST_TITLE else "Survey"


def copyable(text: str) -> list[Block]:
    """All of it, in as many pieces as it takes: escaping and quoting make a text longer."""
    blocks: list[Block] = []
    start = 0
    while start < len(text):
        end = start + LONGEST_SECTION
        while len(quoted(text[start:end])) > LONGEST_SECTION:
            end = start + (end - start) // 2
        blocks.append(section(quoted(text[start:end])))
        start = end
    return blocks


def _element(
    question: Question, answer: Answer | None, most_buttons: int
) -> InputInteractiveElement:
    match question:
        case CommentQuestion():
            return PlainTextInputElement(
                action_id=ANSWER,
                multiline=question.max_characters > ONE_LINE,
                max_length=question.max_characters,
                initial_value=answer.text if isinstance(answer, Said) else None,
            )
        case NumberQuestion():
            return NumberInputElement(
                action_id=ANSWER,
                is_decimal_allowed=False,
                initial_value=str(answer.number) if isinstance(answer, Counted) else None,
            )
        case ManyQuestion():
            return _many(question, answer, most_buttons)
        case _:
            return _one(question, answer, most_buttons)


def _one(question: Closed, answer: Answer | None, most_buttons: int) -> InputInteractiveElement:
    options = _options(question)
    chosen = answer.option if isinstance(answer, Chosen) else None
    initial = next((option for option in options if option.value == chosen), None)
    if len(options) <= most_buttons:
        return RadioButtonsElement(action_id=ANSWER, options=options, initial_option=initial)
    return StaticSelectElement(
        action_id=ANSWER, options=options, initial_option=initial, placeholder=plain("Choose one")
    )


def _many(
    question: ManyQuestion, answer: Answer | None, most_buttons: int
) -> InputInteractiveElement:
    options = _options(question)
    chosen = answer.options if isinstance(answer, ChosenMany) else ()
    initial = [option for option in options if option.value in chosen] or None
    if len(options) <= most_buttons:
        return CheckboxesElement(action_id=ANSWER, options=options, initial_options=initial)
    return StaticMultiSelectElement(
        action_id=ANSWER, options=options, initial_options=initial, placeholder=plain("Choose")
    )


def _options(question: Closed) -> list[Option]:
    return [
        Option(
            text=plain(_label(question, option.key, option.label), LONGEST_OPTION), value=option.key
        )
        for option in question.choices
    ]


def _label(question: Closed, key: OptionKey, label: str) -> str:
    if not isinstance(question, ScaleQuestion):
        return label
    ends = {question.options[0].key: question.low, question.options[-1].key: question.high}
    return f"{label} – {ends[key]}" if key in ends else label
