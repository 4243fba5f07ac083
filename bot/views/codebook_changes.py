"""A change of the codebook in words: what it is, what it would move, and who is told of it."""

from typing import Any

from slack_sdk.models.blocks import Block

from analysis.reading.codebook import Codebook
from analysis.reading.codebook_changes import (
    Change,
    Merged,
    Proposed,
    Renamed,
    Retired,
    Split,
    State,
    Widened,
)
from analysis.reading.codebook_effect import Effect
from bot.views.pieces import button, escaped, section, small

SEE = "codebook_see"
FEWEST_TOLD = 5


def told(change: Change, codebook: Codebook) -> str:
    """The change in a line."""
    named = {theme.id: theme.label for theme in codebook.themes}

    def name(theme: str) -> str:
        return f"“{escaped(named.get(theme, theme))}”"

    match change:
        case Proposed(theme=theme):
            return f"New theme “{escaped(theme.label)}”: {escaped(theme.description)}"
        case Renamed(theme=theme, label=label, description=description):
            return f"{name(theme)} becomes “{escaped(label)}”: {escaped(description)}"
        case Merged(theme=theme, into=into):
            return f"{name(theme)} is merged into {name(into)}"
        case Split(theme=theme, new=new):
            return f"{name(theme)} is split: “{escaped(new.label)}” stands beside it"
        case Widened(theme=theme, words=words):
            by = (
                f" by these words too: {escaped(', '.join(words))}"
                if words
                else " by more examples"
            )
            return f"{name(theme)} is looked for{by}"
        case Retired(theme=theme):
            return f"{name(theme)} is retired"


def examples(change: Change) -> list[Block]:
    """Those that come with it, a line each."""
    match change:
        case Proposed(theme=theme) | Split(new=theme):
            found = theme.examples
        case Widened(examples=found):
            pass
        case _:
            found = ()
    return [small(f"For example: {escaped(one)}") for one in found]


def moved(effect: Effect) -> str:
    """What it would move; nobody and a few look the same."""
    if not effect.comments:
        return "No comment of the last four quarters has been read yet, so nothing would move."
    return (
        f"*What it would move:* of {_few(effect.comments)} comments of the last four quarters, "
        f"{_few(effect.moved)} would change their themes, {_few(effect.by_people)} of them coded "
        f"by people; {_few(effect.unassigned)} would be left without a theme. Papers and digests "
        "that were released keep their figures and their version."
    )


def _few(number: int) -> str:
    return str(number) if number >= FEWEST_TOLD else f"fewer than {FEWEST_TOLD}"


def waiting_message(proposal: str) -> tuple[str, list[dict[str, Any]]]:
    """Without what it says: that opens in a modal."""
    text = "A change of the codebook waits for your signature."
    return text, [section(text, button=button("Open", SEE, proposal)).to_dict()]


def signed_message(state: State) -> tuple[str, list[dict[str, Any]]]:
    text = {
        State.SIGNED: "The change of the codebook that you proposed was signed. It counts now.",
        State.DECLINED: "The change of the codebook that you proposed was declined.",
        State.WAITING: "",
    }[state]
    return text, [section(text).to_dict()]
