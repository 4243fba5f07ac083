"""The few pieces that all views are made of. People's words are escaped, or stand as plain text."""

from collections.abc import Iterable, Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    MarkdownTextObject,
    Option,
    OverflowMenuElement,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from analysis.wording import say

LONGEST_TITLE = 24
LONGEST_HEADER = 150
LONGEST_SECTION = 3000
MOST_BLOCKS_IN_A_VIEW = 100


def escaped(text: str) -> str:
    """Safe inside mrkdwn: nothing in it is a mention, a link or a command any more."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str) -> str:
    """People's words as a quotation: escaped, and each line marked."""
    lines = escaped(text).splitlines() or [""]
    return "\n".join(f"> {line}" for line in lines)


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def plain(text: str, most: int = LONGEST_HEADER) -> PlainTextObject:
    return PlainTextObject(text=shortened(text, most), emoji=True)


def header(text: str) -> HeaderBlock:
    return HeaderBlock(text=plain(text))


def section(text: str, *, button: ButtonElement | None = None) -> SectionBlock:
    return SectionBlock(
        text=MarkdownTextObject(text=shortened(text, LONGEST_SECTION)), accessory=button
    )


def filled(texts: Iterable[str], joint: str, most: int = LONGEST_SECTION) -> list[str]:
    """As few texts as hold all of them, none longer than *most* unless it is one alone."""
    found: list[str] = []
    for text in texts:
        if found and len(found[-1]) + len(joint) + len(text) <= most:
            found[-1] += f"{joint}{text}"
        else:
            found.append(text)
    return found


def sections(paragraphs: Iterable[str]) -> list[Block]:
    return [section(paragraph) for paragraph in paragraphs]


def small(text: str) -> ContextBlock:
    return ContextBlock(elements=[MarkdownTextObject(text=shortened(text, LONGEST_SECTION))])


def divider() -> DividerBlock:
    return DividerBlock()


def button(
    label: str, action: str, value: str = "", *, style: str | None = None, sure: str = ""
) -> ButtonElement:
    """*sure* is what a person is asked before it counts; empty, it counts at once."""
    return ButtonElement(
        text=plain(label, 75),
        action_id=action,
        value=value or None,
        style=style,
        confirm=_asking(label, sure) if sure else None,
    )


def _asking(label: str, sure: str) -> ConfirmObject:
    return ConfirmObject(
        title=plain(label, 100),
        text=plain(sure, 300),
        confirm=say("title.yes"),
        deny=say("title.cancel"),
    )


def in_a_menu(
    action: str, several: Sequence[ButtonElement]
) -> Sequence[ButtonElement | OverflowMenuElement]:
    """A menu in place of several buttons; each option says which button it stands for."""
    if len(several) <= 1:
        return several
    options = [
        Option(text=one.text, value=f"{one.action_id} {one.value or ''}".rstrip())
        for one in several
    ]
    return [OverflowMenuElement(action_id=action, options=options)]


def chosen_in_menu(value: str) -> tuple[str, str]:
    """The action and the value of the button that an option stands for."""
    action, _, carried = value.partition(" ")
    return action, carried


def buttons(
    *elements: ButtonElement | OverflowMenuElement, block: str | None = None
) -> ActionsBlock:
    return ActionsBlock(elements=list(elements), block_id=block)


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback: str = "",
    submit: str | None = None,
    close: str = "",
    metadata: str = "",
    tells_when_closed: bool = False,
) -> View:
    return View(
        type="modal",
        callback_id=callback or None,
        title=plain(title, LONGEST_TITLE),
        submit=plain(submit, LONGEST_TITLE) if submit else None,
        close=plain(close or say("title.close"), LONGEST_TITLE),
        blocks=list(blocks),
        private_metadata=metadata,
        notify_on_close=tells_when_closed or None,
    )
