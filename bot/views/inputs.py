"""What a person fills in: one function for each kind of input, each answer under one name."""

from collections.abc import Collection, Mapping

from slack_sdk.models.blocks import (
    CheckboxesElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticMultiSelectElement,
    StaticSelectElement,
)

from bot.payloads import ANSWER
from bot.views.pieces import plain

LONGEST_OPTION = 75
LONGEST_LABEL = 2000
MOST_OPTIONS = 100

Told = Mapping[str, str]  # of each option its value, and what a person reads


def one_of(
    block: str,
    label: str,
    told: Told,
    chosen: str = "",
    *,
    placeholder: str = "",
    hint: str = "",
) -> InputBlock:
    """A list to choose one from."""
    options = _options(told)
    select = StaticSelectElement(
        action_id=ANSWER,
        placeholder=plain(placeholder) if placeholder else None,
        options=options,
        initial_option=next(iter(_those(options, {chosen})), None),
    )
    return _input(block, label, select, hint=hint)


def some_of(
    block: str,
    label: str,
    told: Told,
    chosen: Collection[str] = (),
    *,
    placeholder: str,
    optional: bool = True,
) -> InputBlock:
    """A list to choose any number from."""
    options = _options(told)
    select = StaticMultiSelectElement(
        action_id=ANSWER,
        placeholder=plain(placeholder),
        options=options,
        initial_options=_those(options, chosen) or None,
    )
    return _input(block, label, select, optional=optional)


def radios(block: str, label: str, told: Told, chosen: str = "", *, hint: str = "") -> InputBlock:
    options = _options(told)
    element = RadioButtonsElement(
        action_id=ANSWER,
        options=options,
        initial_option=next(iter(_those(options, {chosen})), None),
    )
    return _input(block, label, element, hint=hint)


def boxes(
    block: str,
    label: str,
    told: Told,
    chosen: Collection[str] = (),
    *,
    beside: Told | None = None,
    hint: str = "",
) -> InputBlock:
    """Boxes to tick, also none. *beside*: a line more for each."""
    options = _options(told, beside)
    element = CheckboxesElement(
        action_id=ANSWER, options=options, initial_options=_those(options, chosen) or None
    )
    return _input(block, label, element, hint=hint, optional=True)


def typed(
    block: str,
    label: str,
    most: int,
    *,
    initial: str = "",
    hint: str = "",
    multiline: bool = False,
    optional: bool = False,
) -> InputBlock:
    """Words of their own, *most* characters of them."""
    element = PlainTextInputElement(
        action_id=ANSWER, max_length=most, multiline=multiline, initial_value=initial or None
    )
    return _input(block, label, element, hint=hint, optional=optional)


def _input(
    block: str,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str = "",
    optional: bool = False,
) -> InputBlock:
    return InputBlock(
        block_id=block,
        label=plain(label, LONGEST_LABEL),
        hint=plain(hint, LONGEST_LABEL) if hint else None,
        optional=optional,
        element=element,
    )


def _options(told: Told, beside: Told | None = None) -> list[Option]:
    return [
        Option(
            text=plain(text, LONGEST_OPTION),
            value=value,
            description=plain(beside[value], LONGEST_OPTION) if beside else None,
        )
        for value, text in list(told.items())[:MOST_OPTIONS]
    ]


def _those(options: list[Option], chosen: Collection[str]) -> list[Option]:
    return [one for one in options if one.value in chosen]
