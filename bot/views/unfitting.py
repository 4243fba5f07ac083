"""Groups of comments that no theme of the codebook has, in a modal."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.reading.unfitting import Group
from bot.views.codebook import ADD_GROUP, DROP_GROUP, LIST, NAME_GROUP
from bot.views.pieces import (
    button,
    buttons,
    divider,
    escaped,
    header,
    modal,
    quoted,
    section,
    shortened,
    small,
)
from bot.wording.labels import called

TITLE = "What no theme fits"
LONGEST = 400  # characters of a comment


def looking_view() -> View:
    return modal(TITLE, [section("One moment: comments without a theme are being grouped.")])


def unfitting_view(groups: Sequence[Group]) -> View:
    """Each group with what it shares and three of its comments; a person says what it is."""
    blocks: list[Block] = [
        small(
            "Comments of the last four quarters without a theme, grouped by the words that five "
            "people or more share. A machine grouped them: you say whether it is a theme."
        )
    ]
    if not groups:
        blocks.append(section("No group is large enough. Single comments come in `/review`."))
    for place, one in enumerate(groups):
        value = " ".join(one.words)
        blocks += [
            divider(),
            header(called(one.words[0])),
            small(f"{one.people} people · they share: {escaped(', '.join(one.words))}"),
            *(section(quoted(shortened(text, LONGEST))) for text in one.typical),
            buttons(
                button("Name it", NAME_GROUP, value, style="primary"),
                button("Add to a theme", ADD_GROUP, value),
                button("Drop it", DROP_GROUP, value),
                block=f"group {place}",
            ),
        ]
    blocks.append(buttons(button("All themes", LIST), block="back"))
    return modal(TITLE, blocks)
