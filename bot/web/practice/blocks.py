"""Block Kit as Slack checks it: which keys, which lengths, how many, and what must be unique."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.web.practice.block_rules import (
    Problem,
    Rule,
    anything,
    by_type,
    flag,
    items,
    link,
    matching,
    one_of,
    picture,
    plain,
    shape,
    string,
    text,
    whole,
)

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
VIEW_BYTES = 250_000
# Not documented; bots in the field see msg_blocks_too_long from about here (slackapi/bolt-js#2509).
MESSAGE_BLOCKS_TEXT = 13_200

IDENTIFIER = string(255)
DATE = matching(r"\d{4}-\d{2}-\d{2}", "invalid date")
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "invalid time")
NUMBER = matching(r"-?\d+(\.\d+)?", "must be a valid number")
PLACEHOLDER = plain(150)
CONFIRM = shape(
    {
        "title": plain(100),
        "text": text(300),
        "confirm": plain(30),
        "deny": plain(30),
        "style": one_of("primary", "danger"),
    },
    {"title", "text", "confirm", "deny"},
)
DISPATCH = shape(
    {
        "trigger_actions_on": items(
            one_of("on_enter_pressed", "on_character_entered"), least=1, most=2
        )
    }
)

Cross = Callable[[Mapping[str, Any], str], Iterator[Problem]]


def _option(words: Rule, **more: Rule) -> Rule:
    fields = {"text": words, "value": string(150), "description": text(75), **more}
    return shape(fields, {"text", "value"})


def _options_once(element: Mapping[str, Any], pointer: str) -> Iterator[Problem]:
    if ("options" in element) == ("option_groups" in element):
        yield Problem(pointer, "must provide exactly one of: options, option_groups")


def _initial_is_an_option(element: Mapping[str, Any], pointer: str) -> Iterator[Problem]:
    offered = options_of(element)
    chosen = element.get("initial_options", [])
    if "initial_option" in element:
        chosen = [element["initial_option"]]
    if any(option not in offered for option in chosen):
        yield Problem(pointer, "initial_option must match one of the options")


def _ordered(least: str, most: str) -> Cross:
    def check(element: Mapping[str, Any], pointer: str) -> Iterator[Problem]:
        if least in element and most in element and float(element[least]) > float(element[most]):
            yield Problem(pointer, f"{least} must not be greater than {most}")

    return check


def _exactly_one(*keys: str) -> Cross:
    def check(value: Mapping[str, Any], pointer: str) -> Iterator[Problem]:
        if sum(key in value for key in keys) != 1:
            yield Problem(pointer, f"must provide exactly one of: {', '.join(keys)}")

    return check


def options_of(element: Mapping[str, Any]) -> list[Any]:
    """Every option an element offers, those in groups included."""
    groups = element.get("option_groups", [])
    return [*element.get("options", []), *(one for group in groups for one in group["options"])]


COMMON: Mapping[str, Rule] = {"type": anything, "action_id": IDENTIFIER}
FIELD: Mapping[str, Rule] = {**COMMON, "focus_on_load": flag}
WITH_HINT: Mapping[str, Rule] = {**FIELD, "placeholder": PLACEHOLDER}
PICKER: Mapping[str, Rule] = {**WITH_HINT, "confirm": CONFIRM}
LINE: Mapping[str, Rule] = {**WITH_HINT, "dispatch_action_config": DISPATCH}

_plain_option = _option(plain(75))
_any_option = _option(text(75))
_group = shape({"label": plain(75), "options": items(_plain_option, 1, 100)}, {"label", "options"})
_select: Mapping[str, Rule] = {
    **PICKER,
    "options": items(_plain_option, 1, 100),
    "option_groups": items(_group, 1, 100),
}
_many: Mapping[str, Rule] = {"max_selected_items": whole(1, 1000)}
_ids = items(string(255), 0, 1000)
_filter: Mapping[str, Rule] = {"filter": anything, "default_to_current_conversation": flag}
_image = shape(
    {"type": anything, "image_url": picture, "slack_file": anything, "alt_text": string(2000)},
    {"alt_text"},
    _exactly_one("image_url", "slack_file"),
)


def _ten(initial: str, initial_rule: Rule) -> Rule:
    fields = {
        **FIELD,
        "options": items(_any_option, 1, 10),
        initial: initial_rule,
        "confirm": CONFIRM,
    }
    return shape(fields, {"options"}, _initial_is_an_option)


ELEMENTS: Mapping[str, Rule] = {
    "button": shape(
        {
            **COMMON,
            "text": plain(75),
            "url": link(),
            "value": string(2000),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
        },
        {"text"},
    ),
    "image": _image,
    "overflow": shape(
        {**COMMON, "options": items(_option(plain(75), url=link()), 1, 5), "confirm": CONFIRM},
        {"options"},
    ),
    "radio_buttons": _ten("initial_option", _any_option),
    "checkboxes": _ten("initial_options", items(_any_option, 1, 10)),
    "static_select": shape(
        {**_select, "initial_option": _plain_option}, (), _options_once, _initial_is_an_option
    ),
    "multi_static_select": shape(
        {**_select, **_many, "initial_options": items(_plain_option, 1, 100)},
        (),
        _options_once,
        _initial_is_an_option,
    ),
    "users_select": shape({**PICKER, "initial_user": string(255)}),
    "multi_users_select": shape({**PICKER, **_many, "initial_users": _ids}),
    "conversations_select": shape(
        {**PICKER, **_filter, "initial_conversation": string(255), "response_url_enabled": flag}
    ),
    "multi_conversations_select": shape(
        {**PICKER, **_filter, **_many, "initial_conversations": _ids}
    ),
    "channels_select": shape(
        {**PICKER, "initial_channel": string(255), "response_url_enabled": flag}
    ),
    "multi_channels_select": shape({**PICKER, **_many, "initial_channels": _ids}),
    "datepicker": shape({**PICKER, "initial_date": DATE}),
    "timepicker": shape({**PICKER, "initial_time": TIME, "timezone": string(255)}),
    "plain_text_input": shape(
        {
            **LINE,
            "initial_value": string(3000, least=0),
            "multiline": flag,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        },
        (),
        _ordered("min_length", "max_length"),
    ),
    "number_input": shape(
        {
            **LINE,
            "is_decimal_allowed": flag,
            "initial_value": NUMBER,
            "min_value": NUMBER,
            "max_value": NUMBER,
        },
        {"is_decimal_allowed"},
        _ordered("min_value", "max_value"),
    ),
    "email_text_input": shape({**LINE, "initial_value": string(3000, least=0)}),
    "url_text_input": shape({**LINE, "initial_value": string(3000, least=0)}),
    "file_input": shape({**COMMON, "filetypes": anything, "max_files": whole(1, 10)}),
}
TYPED = {"plain_text_input", "number_input", "email_text_input", "url_text_input", "file_input"}
ACCESSORIES = set(ELEMENTS) - TYPED
IN_ACTIONS = ACCESSORIES - {"image"}
IN_INPUTS = set(ELEMENTS) - {"button", "image", "overflow"}

_element = {
    name: by_type(ELEMENTS, names)
    for name, names in (
        ("accessory", ACCESSORIES),
        ("actions", IN_ACTIONS),
        ("input", IN_INPUTS),
    )
}
_context = by_type(
    {
        "image": _image,
        "plain_text": text(3000, "plain_text"),
        "mrkdwn": text(3000, "mrkdwn"),
    }
)


def _actions_differ(block: Mapping[str, Any], pointer: str) -> Iterator[Problem]:
    named = Counter(one["action_id"] for one in block["elements"] if "action_id" in one)
    for action_id, times in named.items():
        if times > 1:
            yield Problem(f"{pointer}/elements", f"action_id already exists: {action_id}")


def _block(required: tuple[str, ...], *also: Cross, **fields: Rule) -> Rule:
    return shape({"type": anything, "block_id": IDENTIFIER, **fields}, required, *also)


def _says_something(block: Mapping[str, Any], pointer: str) -> Iterator[Problem]:
    if "text" not in block and "fields" not in block:
        yield Problem(pointer, "missing required field: text or fields")


BLOCKS: Mapping[str, Rule] = {
    "section": _block(
        (),
        _says_something,
        text=text(3000),
        fields=items(text(2000), 1, 10),
        accessory=_element["accessory"],
        expand=flag,
    ),
    "header": _block(("text",), text=plain(150), level=whole(1, 4)),
    "divider": _block(()),
    "context": _block(("elements",), elements=items(_context, 1, 10)),
    "actions": _block(("elements",), _actions_differ, elements=items(_element["actions"], 1, 25)),
    "image": _block(
        ("alt_text",),
        _exactly_one("image_url", "slack_file"),
        image_url=picture,
        slack_file=anything,
        alt_text=string(2000),
        title=plain(2000),
    ),
    "input": _block(
        ("label", "element"),
        label=plain(2000),
        element=_element["input"],
        hint=plain(2000),
        optional=flag,
        dispatch_action=flag,
    ),
    "rich_text": _block(
        ("elements",),
        elements=items(
            by_type(
                {
                    "rich_text_section": anything,
                    "rich_text_list": anything,
                    "rich_text_quote": anything,
                    "rich_text_preformatted": anything,
                }
            ),
            1,
            100,
        ),
    ),
    "markdown": _block(("text",), text=string(12_000)),
}
_modal_fields: Mapping[str, Rule] = {
    "type": anything,
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
    "blocks": items(by_type(BLOCKS), 0, VIEW_BLOCKS),
}


def _submit_with_inputs(view: Mapping[str, Any], pointer: str) -> Iterator[Problem]:
    if "submit" not in view and any(block["type"] == "input" for block in view["blocks"]):
        words = "`submit` is required when an `input` block is within the `blocks` array"
        yield Problem(pointer, words)


def _unique(view: Mapping[str, Any], pointer: str) -> Iterator[Problem]:
    yield from _names_differ(view["blocks"], f"{pointer}/blocks")
    focused = sum(_element_of(block).get("focus_on_load", False) for block in view["blocks"])
    if focused > 1:
        yield Problem(pointer, "focus_on_load may be true for one element only")


VIEWS: Mapping[str, Rule] = {
    "modal": shape(
        {
            **_modal_fields,
            "title": plain(24),
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": flag,
            "notify_on_close": flag,
            "submit_disabled": flag,
        },
        {"title", "blocks"},
        _submit_with_inputs,
        _unique,
    ),
    "home": shape(_modal_fields, {"blocks"}, _unique),
}


def problems_of_message(blocks: object) -> list[Problem]:
    """Everything Slack would refuse in the blocks of a message."""
    problems = list(items(by_type(BLOCKS), 0, MESSAGE_BLOCKS)(blocks, "/blocks"))
    if not problems and isinstance(blocks, list):
        problems.extend(_names_differ(blocks, "/blocks"))
    return problems


def problems_of_view(view: object, *kinds: str) -> list[Problem]:
    """Everything Slack would refuse in a view; *kinds* is what may be sent here."""
    return list(by_type(VIEWS, kinds or None)(view, "/view"))


def is_too_large(view: object) -> bool:
    return len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES


def length_of_text(value: object) -> int:
    """All characters people would read in some blocks."""
    if isinstance(value, dict):
        own = value.get("text")
        here = len(own) if isinstance(own, str) else 0
        return here + sum(length_of_text(inner) for inner in value.values())
    if isinstance(value, list):
        return sum(length_of_text(inner) for inner in value)
    return 0


def _names_differ(blocks: list[Any], pointer: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        name = block.get("block_id")
        if name in seen:
            yield Problem(f"{pointer}/{index}/block_id", f"block_id already exists: {name}")
        if name is not None:
            seen.add(name)


def _element_of(block: Mapping[str, Any]) -> Mapping[str, Any]:
    element = block.get("element", {})
    return element if isinstance(element, Mapping) else {}
