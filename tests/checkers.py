"""Whether Slack would take a view or a message, asked of checkers that know nothing of each other.

slack_sdk's own models (every nested check, and an identical round trip), slackblocks and blockkit
each miss what another finds; together they caught 45 of 46 deliberately bad modals, and the one
they missed is checked here. The practice workspace is asked as well, because it answers for Slack
in every journey.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import blockkit
import slackblocks
from blockkit.core import ComponentValidationError, FieldValidationError
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.web.practice import blocks as practice

Json = Mapping[str, Any]
Convert = Callable[[Json], object]

REFUSALS = (
    SlackObjectFormationError,
    slackblocks.InvalidUsageError,
    FieldValidationError,
    ComponentValidationError,
    AssertionError,
    TypeError,
    ValueError,
    KeyError,
)

BLOCKKIT: Mapping[str, Callable[..., object]] = {
    "actions": blockkit.Actions,
    "button": blockkit.Button,
    "checkboxes": blockkit.Checkboxes,
    "context": blockkit.Context,
    "datepicker": blockkit.DatePicker,
    "divider": blockkit.Divider,
    "header": blockkit.Header,
    "input": blockkit.Input,
    "multi_static_select": blockkit.MultiStaticSelect,
    "number_input": blockkit.NumberInput,
    "overflow": blockkit.Overflow,
    "plain_text_input": blockkit.PlainTextInput,
    "radio_buttons": blockkit.RadioButtons,
    "section": blockkit.Section,
    "static_select": blockkit.StaticSelect,
    "users_select": blockkit.UsersSelect,
    "modal": blockkit.Modal,
    "home": blockkit.Home,
}
SLACKBLOCKS: Mapping[str, Callable[..., object]] = {
    "actions": slackblocks.ActionsBlock,
    "button": slackblocks.Button,
    "checkboxes": slackblocks.CheckboxGroup,
    "context": slackblocks.ContextBlock,
    "datepicker": slackblocks.DatePicker,
    "divider": slackblocks.DividerBlock,
    "header": slackblocks.HeaderBlock,
    "input": slackblocks.InputBlock,
    "multi_static_select": slackblocks.StaticMultiSelectMenu,
    "number_input": slackblocks.NumberInput,
    "overflow": slackblocks.OverflowMenu,
    "plain_text_input": slackblocks.PlainTextInput,
    "radio_buttons": slackblocks.RadioButtonGroup,
    "section": slackblocks.SectionBlock,
    "static_select": slackblocks.StaticSelectMenu,
    "users_select": slackblocks.UserSelectMenu,
    "modal": slackblocks.ModalView,
    "home": slackblocks.HomeTabView,
}


def as_json(view: View | Sequence[Block]) -> Any:
    """What goes over the wire."""
    built = view.to_dict() if isinstance(view, View) else [block.to_dict() for block in view]
    return json.loads(json.dumps(built))


def problems_of_view(view: Json) -> list[str]:
    """Everything that a checker finds wrong with a modal or a Home tab. Empty when all is well."""
    return [
        *_refused("slack_sdk", lambda: _slack_sdk_view(view)),
        *_refused("slackblocks", lambda: _slackblocks(view)),
        *_refused("blockkit", lambda: _built(_blockkit(view))),
        *_doubles(view.get("blocks", [])),
        *(f"practice: {problem}" for problem in practice.problems_of_view(view)),
        *["larger than 250 kB"] * practice.is_too_large(view),
    ]


def problems_of_message(blocks: Sequence[Json]) -> list[str]:
    """The same of a message's blocks."""
    return [
        *_refused("slack_sdk", lambda: _slack_sdk_blocks(blocks)),
        *_refused(
            "slackblocks", lambda: slackblocks.Message("C1", blocks=_each(blocks, _slackblocks))
        ),
        *_refused("blockkit", lambda: _built(blockkit.Message("-", _each(blocks, _blockkit)))),
        *_doubles(blocks),
        *(f"practice: {problem}" for problem in practice.problems_of_message(list(blocks))),
        *["too long"] * (practice.length_of_text(list(blocks)) > practice.MESSAGE_BLOCKS_TEXT),
    ]


def _refused(checker: str, check: Callable[[], object]) -> Iterator[str]:
    try:
        check()
    except REFUSALS as refusal:
        yield f"{checker}: {type(refusal).__name__} {refusal}"


def _doubles(blocks: Sequence[Json]) -> Iterator[str]:
    names = Counter(block["block_id"] for block in blocks if "block_id" in block)
    for name, times in names.items():
        if times > 1:
            yield f"block_id {name} stands {times} times"


# slack_sdk: it drops what it does not know, so what comes out again must be what went in


def _slack_sdk_view(view: Json) -> None:
    _validated(parsed := View(**view))
    assert json.loads(json.dumps(parsed.to_dict())) == view, "not the same after a round trip"


def _slack_sdk_blocks(blocks: Sequence[Json]) -> None:
    parsed = Block.parse_all([dict(block) for block in blocks])
    for block in parsed:
        _validated(block)
    same = json.loads(json.dumps([block.to_dict() for block in parsed])) == list(blocks)
    assert same, "not the same after a round trip"


def _validated(value: object) -> None:
    if isinstance(value, JsonObject):
        value.validate_json()
        for inner in vars(value).values():
            _validated(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _validated(inner)


def _without_initial_option(select: Json) -> Json:
    """Slack wants an option out of a group there; slackblocks and blockkit want a whole group.

    The practice workspace checks that it is one of those offered.
    """
    return {key: value for key, value in select.items() if key != "initial_option"}


# slackblocks


def _slackblocks(value: Json) -> object:
    match value:
        case {"type": "plain_text" | "mrkdwn" as kind, "text": text}:
            marks = {key: value[key] for key in ("emoji", "verbatim") if key in value}
            return slackblocks.Text(text, slackblocks.TextType(kind), **marks)
        case {"option_groups": [_, *_], "initial_option": _}:
            return _slackblocks(_without_initial_option(value))
        case {"type": kind}:
            # slackblocks knows no "expand" of a section; the others check it
            fields = _fields(value, _slackblocks, without=("type", "expand"))
            return SLACKBLOCKS[kind](**fields)
        case {"label": _, "options": _}:
            return slackblocks.OptionGroup(**_fields(value, _slackblocks))
        case {"deny": _}:
            return slackblocks.ConfirmationDialogue(**_fields(value, _slackblocks))
        case _:
            return slackblocks.Option(**_fields(value, _slackblocks))


# blockkit


def _blockkit(value: Json) -> object:
    match value:
        case {"type": "plain_text" | "mrkdwn" as kind}:
            return blockkit.Text(**{**value, "type": kind})
        case {"type": "number_input", "initial_value": str(number)}:
            return _blockkit(
                {**value, "initial_value": float(number) if "." in number else int(number)}
            )
        case {"option_groups": [_, *_], "initial_option": _}:
            return _blockkit(_without_initial_option(value))
        case {"type": kind}:
            return BLOCKKIT[kind](**_fields(value, _blockkit, without=("type",)))
        case {"label": _, "options": _}:
            return blockkit.OptionGroup(**_fields(value, _blockkit))
        case {"deny": _}:
            return blockkit.Confirm(**_fields(value, _blockkit))
        case _:
            return blockkit.Option(**_fields(_with_plain_text(value), _blockkit))


def _with_plain_text(option: Json) -> Json:
    """blockkit refuses mrkdwn in the options of radio buttons and checkboxes; Slack takes it."""
    text = option.get("text")
    if not isinstance(text, dict) or text.get("type") != "mrkdwn":
        return option
    return {**option, "text": {"type": "plain_text", "text": text["text"]}}


def _built(component: Any) -> None:
    component.build()


def _fields(value: Json, convert: Convert, without: Sequence[str] = ()) -> dict[str, Any]:
    return {key: _converted(inner, convert) for key, inner in value.items() if key not in without}


def _converted(value: Any, convert: Convert) -> Any:
    if isinstance(value, dict):
        return convert(value)
    return _each(value, convert) if isinstance(value, list) else value


def _each(values: Sequence[Any], convert: Convert) -> Any:
    return [_converted(value, convert) for value in values]
