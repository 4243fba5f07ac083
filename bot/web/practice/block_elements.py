"""The elements of Block Kit: which keys each has, which lengths, and what must agree."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.web.practice.block_rules import (
    Problem,
    Rule,
    anything,
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


def exactly_one(*keys: str) -> Cross:
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
IMAGE = shape(
    {"type": anything, "image_url": picture, "slack_file": anything, "alt_text": string(2000)},
    {"alt_text"},
    exactly_one("image_url", "slack_file"),
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
    "image": IMAGE,
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
