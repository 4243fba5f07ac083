"""Block Kit as Slack checks it: which keys, which lengths, how many, and what must be unique."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from bot.web.practice.block_elements import (
    ACCESSORIES,
    ELEMENTS,
    IDENTIFIER,
    IMAGE,
    IN_ACTIONS,
    IN_INPUTS,
    Cross,
    exactly_one,
)
from bot.web.practice.block_rules import (
    Problem,
    Rule,
    anything,
    by_type,
    flag,
    items,
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
        "image": IMAGE,
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
        exactly_one("image_url", "slack_file"),
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
