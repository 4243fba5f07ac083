"""Whatever arrives, it is answered: nothing an app or a page sends can break the workspace."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from bot.web.practice import problems_of_message, problems_of_view
from bot.web.practice.forms import accepted, initial_state, named, shortfalls
from tests.practice.small_app import NO, YES, a_button, a_modal, a_section, an_input

anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=5),
    lambda inner: (
        some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
ELEMENTS: list[dict[str, Any]] = [
    {"type": "plain_text_input", "action_id": "a", "min_length": 2, "max_length": 3},
    {"type": "number_input", "action_id": "a", "is_decimal_allowed": True, "max_value": "9"},
    {"type": "radio_buttons", "action_id": "a", "options": [YES, NO]},
    {"type": "checkboxes", "action_id": "a", "options": [YES, NO], "initial_options": [NO]},
    {"type": "multi_users_select", "action_id": "a", "max_selected_items": 1},
    {"type": "email_text_input", "action_id": "a"},
]
BLOCKS: list[dict[str, Any]] = [
    a_section(accessory=a_button()),
    {"type": "actions", "elements": [a_button(), {"type": "overflow", "options": [YES]}]},
    {"type": "image", "image_url": "https://board.test/a.png", "alt_text": "x"},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}]},
    *(an_input("b", **element) for element in ELEMENTS),
]


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [path, *(one for key in value for one in places(value[key], (*path, key)))]
    if isinstance(value, list):
        return [path, *(one for i, part in enumerate(value) for one in places(part, (*path, i)))]
    return [path]


def with_nonsense(value: Any, path: tuple[Any, ...], nonsense: object) -> Any:
    if not path:
        return nonsense
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = with_nonsense(value[path[0]], path[1:], nonsense)
    return copy


@given(anything)
def test_any_json_is_judged(value: object) -> None:
    problems_of_message(value)
    problems_of_view(value)


@given(some.data(), some.sampled_from(BLOCKS), anything)
def test_a_block_with_nonsense_in_one_place_is_judged(
    data: some.DataObject, block: dict[str, Any], nonsense: object
) -> None:
    path = data.draw(some.sampled_from(places(block)))
    spoilt = with_nonsense(block, path, nonsense)

    problems = problems_of_view({**a_modal(), "blocks": [spoilt]})

    if not problems:
        initial_state(named([spoilt]))


@given(
    some.sampled_from(ELEMENTS),
    some.dictionaries(
        some.sampled_from(
            [
                "type",
                "value",
                "selected_option",
                "selected_options",
                "selected_users",
            ]
        ),
        anything,
    ),
)
def test_any_state_is_taken_only_as_far_as_it_fits(
    element: dict[str, Any], entry: dict[str, Any]
) -> None:
    blocks = named([an_input("b", **element)])

    state = accepted(blocks, initial_state(blocks), {"b": {"a": entry}})

    shortfalls(blocks, state)
    assert state["b"]["a"]["type"] == element["type"]
