"""How much of a phone's screen a message takes, by the type that Slack sets there."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

SCREEN = 844  # CSS pixels, of a phone 390 wide
BETWEEN = 8  # blocks
BUTTONS = "actions"
# Of each kind of block: characters in a line, and how high the line is. Measured in a browser.
TYPE = {"header": (32, 24), "section": (42, 22), "context": (50, 18)}


def height(blocks: Sequence[dict[str, Any]]) -> int:
    """From the title to the buttons, in pixels."""
    shown = [block for block in blocks if block["type"] != BUTTONS]
    return sum(_height(block) + BETWEEN for block in shown)


def _height(block: dict[str, Any]) -> int:
    width, line = TYPE[block["type"]]
    parts = block.get("elements", [block.get("text")])
    texts = [text for part in parts for text in part["text"].replace("*", "").split("\n")]
    return line * sum(len(wrap(text, width)) for text in texts)
