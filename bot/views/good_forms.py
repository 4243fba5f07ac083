"""The forms in which the QA team says what befell a 'good' statement. They fit a phone."""

from datetime import date

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DatePickerElement,
    InputBlock,
    NumberInputElement,
    Option,
    PlainTextInputElement,
)
from slack_sdk.models.views import View

from analysis.phrases import sentence, whose
from analysis.wording import say
from bot.views.pieces import modal, plain, quoted, section
from bot.wording import good as words
from surveys.framework import CONSULTED, MINIMUM_IMPORTANT_DIFFERENCE, GoodStatement
from surveys.statement import LivingStatement
from surveys.values import StatementId, Value

WORDING, CONSULTING, AGREEING, TAKING_BACK = (
    "good_wording",
    "good_consulting",
    "good_agreeing",
    "good_taking_back",
)
TEXT, CHILDREN, PARENTS, PRACTITIONERS = "text", "for_children", "for_parents", "for_practitioners"
WHO, HOW, CHANGED, DAY = "who", "how", "changed", "day"
MINUTE, TARGET_FIELD, DIFFERENCE, WHY = "minute", "target", "difference", "why"
LONGEST_LINE, LONGEST_PARAGRAPH, LONGEST_OPTION = 300, 3000, 75
HIGHEST_TARGET, HIGHEST_DIFFERENCE = 100, 50


class Place(Value):
    """Which statement a form changes. *seen* is how many steps whoever writes knew of."""

    statement: StatementId
    seen: int = 0
    text: str = ""  # the words that a meeting agreed


def wording_form(good: GoodStatement, living: LivingStatement) -> View:
    wording = living.wording
    drops = bool(living.agreements) and not living.now.agreed
    hint = say("good.hint_drops" if drops else "good.hint_wording")
    return _form(
        say("title.wording"),
        WORDING,
        Place(statement=good.id, seen=len(living.steps)),
        [
            section(f"*{words.name(good)}*"),
            _line_input(TEXT, say("good.title"), wording.text, hint),
            _line_input(
                CHILDREN,
                say("good.for_children"),
                wording.for_children,
                say("good.hint_children"),
                optional=True,
            ),
            _line_input(PARENTS, say("good.for_parents"), wording.for_parents, optional=True),
            _line_input(
                PRACTITIONERS,
                say("good.for_practitioners"),
                wording.for_practitioners,
                optional=True,
            ),
        ],
    )


def consulting_form(good: GoodStatement, living: LivingStatement, today: date) -> View:
    people = [
        Option(value=who.value, text=plain(sentence(whose(who)), LONGEST_OPTION))
        for who in CONSULTED
    ]
    return _form(
        say("title.consultation"),
        CONSULTING,
        Place(statement=good.id, seen=len(living.steps)),
        [
            section(quoted(living.wording.text)),
            InputBlock(
                block_id=WHO,
                label=plain(say("good.with_whom")),
                element=CheckboxesElement(action_id="choices", options=people),
            ),
            _day(say("good.when"), today),
            _paragraph(HOW, say("good.ask_how"), say("good.hint_how")),
            _paragraph(CHANGED, say("good.ask_changed"), say("good.hint_changed")),
        ],
    )


def agreeing_form(
    good: GoodStatement, living: LivingStatement, today: date, *, only_target: bool
) -> View:
    """The proposed words, or with *only_target* another target for the agreed ones."""
    last = living.agreements[-1] if living.agreements else None
    text = last.text if only_target and last else living.wording.text
    return _form(
        say("title.target" if only_target else "title.agreement"),
        AGREEING,
        Place(statement=good.id, seen=len(living.steps), text=text),
        [
            section(quoted(text)),
            _day(
                say("good.meeting"),
                today,
                hint=say("good.hint_meeting"),
            ),
            _line_input(MINUTE, say("good.minute"), None, say("good.hint_minute")),
            _number(TARGET_FIELD, say("good.ask_target"), last.target if last else None),
            _number(
                DIFFERENCE,
                say("good.ask_difference"),
                last.important_difference if last else MINIMUM_IMPORTANT_DIFFERENCE,
            ),
        ],
    )


def taking_back_form(good: GoodStatement, living: LivingStatement) -> View:
    return _form(
        say("title.take_back"),
        TAKING_BACK,
        Place(statement=good.id, seen=len(living.steps)),
        [
            section(say("good.takes_back")),
            _paragraph(WHY, say("good.why")),
        ],
    )


def _form(title: str, callback: str, place: Place, blocks: list[Block]) -> View:
    return modal(
        title,
        blocks,
        callback=callback,
        submit=say("title.keep"),
        close=say("title.cancel"),
        metadata=place.model_dump_json(),
    )


def _line_input(
    block: str, label: str, text: str | None, hint: str = "", *, optional: bool = False
) -> InputBlock:
    return InputBlock(
        block_id=block,
        label=plain(label),
        hint=plain(hint) if hint else None,
        optional=optional,
        element=PlainTextInputElement(
            action_id="text",
            multiline=block != MINUTE,
            max_length=LONGEST_LINE,
            initial_value=text or None,
        ),
    )


def _paragraph(block: str, label: str, hint: str = "") -> InputBlock:
    return InputBlock(
        block_id=block,
        label=plain(label),
        hint=plain(hint) if hint else None,
        element=PlainTextInputElement(
            action_id="text", multiline=True, max_length=LONGEST_PARAGRAPH
        ),
    )


def _day(label: str, today: date, *, hint: str = "") -> InputBlock:
    return InputBlock(
        block_id=DAY,
        label=plain(label),
        hint=plain(hint) if hint else None,
        element=DatePickerElement(action_id="day", initial_date=today.isoformat()),
    )


def _number(block: str, label: str, value: int | None) -> InputBlock:
    return InputBlock(
        block_id=block,
        label=plain(label),
        element=NumberInputElement(
            action_id="number",
            is_decimal_allowed=False,
            initial_value=None if value is None else str(value),
        ),
    )
