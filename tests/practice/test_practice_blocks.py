"""Block Kit is checked as Slack checks it: at the limit it passes, one above it does not."""

from typing import Any

import pytest

from bot.web.practice import problems_of_message, problems_of_view
from tests.practice.small_app import NO, YES, a_button, a_modal, a_section, an_input

Block = dict[str, Any]


def plain(words: str) -> Block:
    return {"type": "plain_text", "text": words}


def options(count: int) -> list[Block]:
    return [{"text": plain(f"Option {one}"), "value": str(one)} for one in range(count)]


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def chooser(kind: str, **more: Any) -> Block:
    return an_input("b", type=kind, **more)


def number(**more: Any) -> Block:
    return an_input("b", type="number_input", **{"is_decimal_allowed": False, **more})


def overflow(count: int) -> Block:
    return {"type": "overflow", "action_id": "o", "options": options(count)}


IMAGE = {"type": "image", "image_url": "https://board.test/a.png", "alt_text": "A chart"}
CONFIRM = {
    "title": plain("Sure?"),
    "text": plain("It cannot be undone."),
    "confirm": plain("Yes"),
    "deny": plain("No"),
}

LIMITS: list[tuple[str, Any, int]] = [
    ("section", lambda n: a_section("x" * n), 3000),
    ("header", lambda n: {"type": "header", "text": plain("x" * n)}, 150),
    ("fields", lambda n: {"type": "section", "fields": [plain("x")] * n}, 10),
    ("a field", lambda n: {"type": "section", "fields": [plain("x" * n)]}, 2000),
    ("context", lambda n: {"type": "context", "elements": [plain("x")] * n}, 10),
    ("actions", lambda n: actions(*[a_button(f"a{one}") for one in range(n)]), 25),
    ("button text", lambda n: actions(a_button(words="x" * n)), 75),
    ("button value", lambda n: actions(a_button(value="x" * n)), 2000),
    ("action_id", lambda n: actions(a_button("x" * n)), 255),
    ("block_id", lambda n: {"type": "divider", "block_id": "x" * n}, 255),
    ("confirm", lambda n: actions(a_button(confirm={**CONFIRM, "deny": plain("x" * n)})), 30),
    ("alt text", lambda n: {**IMAGE, "alt_text": "x" * n}, 2000),
    ("radio", lambda n: chooser("radio_buttons", options=options(n)), 10),
    ("checkboxes", lambda n: chooser("checkboxes", options=options(n)), 10),
    ("select", lambda n: chooser("static_select", options=options(n)), 100),
    ("overflow", lambda n: actions(overflow(n)), 5),
    (
        "option text",
        lambda n: chooser("radio_buttons", options=[{**YES, "text": plain("x" * n)}]),
        75,
    ),
    ("option value", lambda n: chooser("radio_buttons", options=[{**YES, "value": "x" * n}]), 150),
    (
        "option description",
        lambda n: chooser("radio_buttons", options=[{**YES, "description": plain("x" * n)}]),
        75,
    ),
    ("label", lambda n: {**an_input("b"), "label": plain("x" * n)}, 2000),
    ("hint", lambda n: {**an_input("b"), "hint": plain("x" * n)}, 2000),
    ("placeholder", lambda n: an_input("b", placeholder=plain("x" * n)), 150),
    ("max_length", lambda n: an_input("b", max_length=n), 3000),
    ("initial_value", lambda n: an_input("b", initial_value="x" * n), 3000),
]


@pytest.mark.parametrize(("make", "most"), [one[1:] for one in LIMITS], ids=[x[0] for x in LIMITS])
def test_a_block_may_reach_a_limit_and_not_pass_it(make: Any, most: int) -> None:
    assert problems_of_view(a_modal(make(most))) == []
    assert problems_of_view(a_modal(make(most + 1))) != []


@pytest.mark.parametrize(
    ("key", "most"), [("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)]
)
def test_a_view_may_reach_a_limit_and_not_pass_it(key: str, most: int) -> None:
    assert problems_of_view(a_modal(**{key: "x" * most})) == []
    assert problems_of_view(a_modal(**{key: "x" * (most + 1)})) != []


@pytest.mark.parametrize("key", ["title", "submit", "close"])
def test_titles_and_buttons_of_a_modal_have_24_characters(key: str) -> None:
    assert problems_of_view({**a_modal(), key: plain("x" * 24)}) == []
    assert problems_of_view({**a_modal(), key: plain("x" * 25)}) != []


def test_a_message_has_50_blocks_and_a_view_100() -> None:
    divider = {"type": "divider"}

    assert problems_of_message([divider] * 50) == []
    assert problems_of_message([divider] * 51) != []
    assert problems_of_view({"type": "home", "blocks": [divider] * 100}) == []
    assert problems_of_view({"type": "home", "blocks": [divider] * 101}) != []


BAD: dict[str, Block] = {
    "unknown block": {"type": "banner"},
    "no type": {"text": plain("x")},
    "type of another kind": {"type": ["section"]},
    "unknown key": {"type": "divider", "colour": "red"},
    "empty text": a_section(""),
    "text that is no object": {"type": "section", "text": "x"},
    "text of an unknown type": {"type": "section", "text": {"type": "html", "text": "x"}},
    "section without anything": {"type": "section"},
    "mrkdwn in a header": {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
    "unknown element": actions({"type": "slider", "action_id": "a"}),
    "button in an input": {**an_input("b"), "element": a_button()},
    "text input in actions": actions({"type": "plain_text_input", "action_id": "a"}),
    "unknown style": actions(a_button(style="loud")),
    "link that is none": actions(a_button(url="javascript:alert(1)")),
    "same action twice": actions(a_button("a"), a_button("a")),
    "no elements": actions(),
    "input without label": {"type": "input", "element": {"type": "plain_text_input"}},
    "select without options": chooser("static_select"),
    "select with no option": chooser("static_select", options=[]),
    "select with options twice": chooser(
        "static_select", options=[YES], option_groups=[{"label": plain("G"), "options": [NO]}]
    ),
    "mrkdwn in a select": chooser(
        "static_select", options=[{**YES, "text": {"type": "mrkdwn", "text": "*x*"}}]
    ),
    "option without value": chooser("radio_buttons", options=[{"text": plain("x")}]),
    "initial option not offered": chooser("radio_buttons", options=[YES], initial_option=NO),
    "min over max length": an_input("b", min_length=5, max_length=4),
    "length that is no number": an_input("b", min_length="5"),
    "number without decimal rule": an_input("b", type="number_input"),
    "min over max value": number(min_value="10", max_value="9"),
    "value that is no number": number(min_value="ten"),
    "date that is none": chooser("datepicker", initial_date="1 May"),
    "image without alt": {"type": "image", "image_url": "https://board.test/a.png"},
    "image from this machine": {**IMAGE, "image_url": "http://127.0.0.1:80/a.png"},
    "image from two places": {**IMAGE, "slack_file": {"id": "F1"}},
    "confirm without deny": actions(a_button(confirm={"title": plain("x"), "text": plain("x")})),
}


@pytest.mark.parametrize("block", BAD.values(), ids=BAD.keys())
def test_what_slack_would_not_show_is_refused(block: Block) -> None:
    assert problems_of_view(a_modal(block)) != []


GOOD: dict[str, Block] = {
    "mrkdwn in radio": chooser(
        "radio_buttons", options=[{**YES, "text": {"type": "mrkdwn", "text": "*Yes*"}}]
    ),
    "option groups": chooser(
        "multi_static_select", option_groups=[{"label": plain("G"), "options": [YES, NO]}]
    ),
    "initial options": chooser("checkboxes", options=[YES, NO], initial_options=[NO]),
    "number bounds": number(min_value="0", max_value="10", initial_value="5"),
    "section with accessory": a_section(accessory=overflow(2)),
    "section with picture": a_section(accessory=IMAGE),
    "people": chooser("multi_users_select", placeholder=plain("Who"), max_selected_items=3),
    "date": chooser("datepicker", initial_date="2026-05-01"),
    "context": {"type": "context", "elements": [IMAGE, {"type": "mrkdwn", "text": "x"}]},
    "buttons": actions(a_button("a", style="primary"), a_button("b", confirm=CONFIRM)),
    "link": actions(a_button(url="https://board.test/")),
    "file": {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "x", "title": plain("T")},
    "rich text": {"type": "rich_text", "elements": [{"type": "rich_text_section"}]},
}


@pytest.mark.parametrize("block", GOOD.values(), ids=GOOD.keys())
def test_what_slack_shows_is_taken(block: Block) -> None:
    assert problems_of_view(a_modal(block)) == []


def test_two_blocks_cannot_have_one_name() -> None:
    assert problems_of_message([a_section(block_id="a"), a_section(block_id="a")]) != []
    assert problems_of_view(a_modal(an_input("a"), an_input("a"))) != []


def test_a_form_with_inputs_needs_a_submit_button() -> None:
    form = a_modal()
    del form["submit"]
    reading = a_modal(a_section())
    del reading["submit"]

    assert problems_of_view(form) != []
    assert problems_of_view(reading) == []


def test_only_one_element_may_have_the_focus() -> None:
    one, two = an_input("a", focus_on_load=True), an_input("b", focus_on_load=True)

    assert problems_of_view(a_modal(one, an_input("c"))) == []
    assert problems_of_view(a_modal(one, two)) != []


@pytest.mark.parametrize("view", [None, [], "modal", {"type": "modal"}, {"type": "workflow_step"}])
def test_what_is_no_view_is_refused(view: object) -> None:
    assert problems_of_view(view) != []


def test_a_home_has_no_submit_button() -> None:
    home = {"type": "home", "blocks": [a_section()]}

    assert problems_of_view(home, "home") == []
    assert problems_of_view({**home, "submit": plain("Send")}, "home") != []
    assert problems_of_view(home, "modal") != []
