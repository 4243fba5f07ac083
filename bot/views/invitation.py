"""The direct message that asks somebody to answer, and the one that thanks."""

from functools import lru_cache
from typing import Any

from slack_sdk.models.blocks import Block

from bot import wording
from bot.board import Board
from bot.views.pieces import button, buttons, header, section, sections, small
from surveys.survey import Survey
from surveys.wave import Wave

OPEN = "open_survey"


def invitation(survey: Survey, wave: Wave, board: Board) -> tuple[str, list[Block]]:
    """The text for notifications, and the blocks: what is asked, the promise, one button."""
    closes = wording.day(wave.last_day)
    asks = (
        f"{board.name} would like to hear from those you work with."
        if survey.with_worker
        else f"{board.name} would like to hear from you."
    )
    text = f"{asks} {survey.title}: about {survey.minutes} minutes, open until {closes}."
    blocks = [
        header(survey.title),
        section(f"{asks} It takes about {survey.minutes} minutes and is open until {closes}."),
        *sections(wave.promise),
        buttons(button("Open the survey", OPEN, wave.id, style="primary")),
        small(f"{wording.mode_in_short(wave.mode)} · taking part is up to you"),
    ]
    return text, blocks


@lru_cache(maxsize=64)
def message(paragraphs: tuple[str, ...]) -> tuple[str, tuple[dict[str, Any], ...]]:
    """A plain message in paragraphs. The same for everybody in a wave, so made once."""
    return "\n\n".join(paragraphs), tuple(block.to_dict() for block in sections(paragraphs))
