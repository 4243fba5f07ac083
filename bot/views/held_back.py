"""A form once more, with what was filled in, where its words may say that someone is at risk."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block, CheckboxesElement, InputBlock, Option

from bot import wording
from bot.views.pieces import divider, plain, section, sections

AS_IT_IS = "as_it_is"
SHAPE = ("type", "callback_id", "private_metadata", "title", "submit", "close")
FILLED_IN = {
    "value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_date": "initial_date",
    "selected_user": "initial_user",
}
Json = Mapping[str, Any]


def held_back_view(view: Json, told: Sequence[str]) -> dict[str, Any]:
    """*view* as it was sent, under what whoever wrote in it has to know."""
    values = view["state"]["values"]
    above = [section(f"*{wording.held_back()}*"), *sections(told), _question(), divider()]
    return {
        **{name: view[name] for name in SHAPE if view.get(name)},
        "blocks": [
            *(block.to_dict() for block in above),
            *(filled_in(block, values) for block in _as_first_shown(view["blocks"])),
        ],
    }


def _question() -> Block:
    yes = Option(value=AS_IT_IS, text=plain(wording.as_it_is()))
    return InputBlock(
        block_id=AS_IT_IS,
        label=plain("Is it meant to be read here, by whoever this form is for?"),
        optional=True,
        element=CheckboxesElement(action_id="choices", options=[yes]),
    )


def _as_first_shown(blocks: Sequence[Json]) -> Sequence[Json]:
    """Without what was put above it when it was held back before."""
    asked = next((at for at, one in enumerate(blocks) if one.get("block_id") == AS_IT_IS), None)
    return blocks if asked is None else blocks[asked + 2 :]


def filled_in(block: Json, values: Json) -> Json:
    """The *block* of a form with what was filled in, from the *values* of its state."""
    element = block.get("element") or {}
    given = (values.get(block.get("block_id", "")) or {}).get(element.get("action_id"))
    if given is None:
        return block
    initial = {FILLED_IN[name]: what for name, what in given.items() if name in FILLED_IN and what}
    bare = {name: what for name, what in element.items() if name not in FILLED_IN.values()}
    return {**block, "element": {**bare, **initial}}
