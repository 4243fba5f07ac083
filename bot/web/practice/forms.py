"""What a person has entered into the elements of a view or message, in Slack's state form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from secrets import token_hex
from typing import Any

from bot.web.practice.block_elements import options_of
from bot.web.practice.values import Json

State = dict[str, Json]  # block_id -> action_id -> Slack's state of that element

# element type -> (key in the state, key of the initial value, whether it holds several)
MEMORY: Mapping[str, tuple[str, str, bool]] = {
    "plain_text_input": ("value", "initial_value", False),
    "number_input": ("value", "initial_value", False),
    "email_text_input": ("value", "initial_value", False),
    "url_text_input": ("value", "initial_value", False),
    "radio_buttons": ("selected_option", "initial_option", False),
    "static_select": ("selected_option", "initial_option", False),
    "checkboxes": ("selected_options", "initial_options", True),
    "multi_static_select": ("selected_options", "initial_options", True),
    "datepicker": ("selected_date", "initial_date", False),
    "timepicker": ("selected_time", "initial_time", False),
    "users_select": ("selected_user", "initial_user", False),
    "multi_users_select": ("selected_users", "initial_users", True),
    "conversations_select": ("selected_conversation", "initial_conversation", False),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", True),
    "channels_select": ("selected_channel", "initial_channel", False),
    "multi_channels_select": ("selected_channels", "initial_channels", True),
    "file_input": ("files", "initial_files", True),
}
CHOICES = ("selected_option", "selected_options")
REQUIRED = "Please complete this required field."


@dataclass(frozen=True)
class Field:
    """An element together with the block it stands in."""

    block: Json
    element: Json

    @property
    def block_id(self) -> str:
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        return str(self.element["action_id"])

    @property
    def remembers(self) -> bool:
        return self.element["type"] in MEMORY

    @property
    def is_told_at_once(self) -> bool:
        """Whether using it sends block_actions, rather than waiting for submit."""
        return self.block["type"] != "input" or bool(self.block.get("dispatch_action"))


def named(blocks: Sequence[Json]) -> list[Json]:
    """The blocks with the block_id and action_id that Slack gives to those without."""
    return [_named_block(block) for block in blocks]


def fields(blocks: Sequence[Json]) -> Iterator[Field]:
    for block in blocks:
        for element in elements_of(block):
            if "action_id" in element:
                yield Field(block, element)


def elements_of(block: Json) -> list[Json]:
    match block["type"]:
        case "actions":
            return list(block["elements"])
        case "input":
            return [block["element"]]
        case "section" if "accessory" in block:
            return [block["accessory"]]
        case _:
            return []


def initial_state(blocks: Sequence[Json], before: Mapping[str, Json] | None = None) -> State:
    """The state of freshly shown blocks.

    What was entered *before* stays where block_id, action_id and type are the same, as in Slack
    after views.update; an initial value then counts for nothing.
    """
    state: State = {}
    for field in fields(blocks):
        if not field.remembers:
            continue
        kept = (before or {}).get(field.block_id, {}).get(field.action_id)
        if kept is None or not _fits(field.element, kept):
            kept = _initial(field.element)
        state.setdefault(field.block_id, {})[field.action_id] = kept
    return state


def accepted(blocks: Sequence[Json], state: Mapping[str, Json], given: Mapping[str, Any]) -> State:
    """*state* with what is *given*, as far as the blocks have such elements and options."""
    result: State = {block: dict(actions) for block, actions in state.items()}
    for field in fields(blocks):
        entry = (given.get(field.block_id) or {}).get(field.action_id)
        if field.remembers and isinstance(entry, dict):
            entry = {**_initial(field.element), **entry, "type": field.element["type"]}
            if _fits(field.element, entry):
                own = _with_own_options(field.element, entry)
                result.setdefault(field.block_id, {})[field.action_id] = own
    return result


def shortfalls(blocks: Sequence[Json], state: Mapping[str, Json]) -> dict[str, str]:
    """What Slack itself refuses before the app hears of it, keyed by block_id."""
    wrong: dict[str, str] = {}
    for field in fields(blocks):
        if field.block["type"] == "input" and field.remembers:
            entry = state.get(field.block_id, {}).get(field.action_id, {})
            words = _shortfall(field, entry.get(MEMORY[field.element["type"]][0]))
            if words:
                wrong[field.block_id] = words
    return wrong


def state_from(element: Json, plain: object) -> Json:
    """The state of *element* for a plain value: text, or the value or label of an option."""
    key, _, several = MEMORY[element["type"]]
    if key in CHOICES:
        wanted = list(plain) if several and isinstance(plain, (list, tuple, set)) else [plain]
        chosen = [_option(element, one) for one in wanted if one is not None]
        value: object = chosen if several else (chosen[0] if chosen else None)
    elif several:
        value = list(plain) if isinstance(plain, (list, tuple, set)) else [plain]
    else:
        value = None if plain is None else str(plain)
    return {"type": element["type"], key: value}


def _option(element: Json, wanted: object) -> Json:
    for option in options_of(element):
        if wanted in (option["value"], option["text"]["text"]):
            return dict(option)
    raise LookupError(wanted, [option["text"]["text"] for option in options_of(element)])


def _named_block(block: Json) -> Json:
    block = {**block, "block_id": block.get("block_id") or token_hex(3)}
    match block["type"]:
        case "actions":
            block["elements"] = [_named_element(one) for one in block["elements"]]
        case "input":
            block["element"] = _named_element(block["element"])
        case "section" if "accessory" in block:
            block["accessory"] = _named_element(block["accessory"])
    return block


def _named_element(element: Json) -> Json:
    if element["type"] == "image":
        return element
    return {**element, "action_id": element.get("action_id") or token_hex(3)}


def _initial(element: Json) -> Json:
    key, initial, several = MEMORY[element["type"]]
    value = list(element.get(initial, ())) if several else element.get(initial)
    return {"type": element["type"], key: value}


def _fits(element: Json, entry: Json) -> bool:
    key, _, several = MEMORY[element["type"]]
    value = entry.get(key)
    if entry.get("type") != element["type"] or several != isinstance(value, list):
        return False
    parts = value if isinstance(value, list) else [value]
    if key not in CHOICES:
        return all(part is None or isinstance(part, str) for part in parts)
    chosen = [part for part in parts if several or part is not None]
    values = [option["value"] for option in options_of(element)]
    return all(isinstance(one, dict) and one.get("value") in values for one in chosen)


def _with_own_options(element: Json, entry: Json) -> Json:
    """The entry with the element's own copies of the options, whatever came from outside."""
    key, _, several = MEMORY[element["type"]]
    if key not in CHOICES:
        return {"type": element["type"], key: entry[key]}
    chosen = entry[key] if several else [entry[key]] if entry[key] else []
    values = [one["value"] for one in chosen]
    options = [option for option in options_of(element) if option["value"] in values]
    return {"type": element["type"], key: options if several else next(iter(options), None)}


def _shortfall(field: Field, value: Any) -> str | None:  # noqa: ANN401 - JSON of a form
    if value in (None, "", []):
        return None if field.block.get("optional") else REQUIRED
    element = field.element
    match element["type"]:
        case "plain_text_input":
            return _length_shortfall(element, value)
        case "number_input":
            return _number_shortfall(element, value)
        case "email_text_input" if "@" not in value:
            return "Please enter a valid email address."
        case "url_text_input" if "://" not in value:
            return "Please enter a valid URL."
        case _ if len(value) > element.get("max_selected_items", len(value)):
            return f"Please choose no more than {element['max_selected_items']} options."
        case _:
            return None


def _length_shortfall(element: Json, value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"Please enter at least {least} characters."
    if len(value) > most:
        return f"Please enter no more than {most} characters."
    return None


def _number_shortfall(element: Json, value: str) -> str | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "Please enter a valid number."
    if not number.is_finite():
        return "Please enter a valid number."
    if not element["is_decimal_allowed"] and "." in value:
        return "Please enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None
