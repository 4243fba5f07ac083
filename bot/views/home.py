"""The Home tab, and what /survey answers: what is open for me, what I started, what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot import wording
from bot.board import Board
from bot.views.invitation import OPEN
from bot.views.pieces import button, divider, escaped, header, section, small
from surveys.survey import Survey
from surveys.values import WaveId

RESUME = "resume_survey"
WITHIN = "\x1f"


@dataclass(frozen=True)
class Open:
    """One survey that somebody can answer now. *about* is its content area or course, if any."""

    wave: WaveId
    survey: Survey
    about: str
    closes: str
    started: tuple[str, ...] = ()
    kept: str = ""  # how far it is, where a person answers for themselves


@dataclass(frozen=True)
class CameOfIt:
    """Of one wave: *about* is its content area or course, *days* are when it was open."""

    survey: str
    about: str
    days: str
    told: str


def open_surveys(surveys: Sequence[Open], came_of_it: Sequence[CameOfIt]) -> list[Block]:
    blocks: list[Block] = [section("*Open for you*")]
    if not surveys:
        blocks.append(section("Nothing is open for you now. You will get a message when it is."))
    for one in surveys:
        blocks += _one(one)
    blocks += [divider(), section("*What came of it*")]
    if not came_of_it:
        blocks.append(section("When a survey has closed, you read here what came of it."))
    blocks += [_told(one) for one in came_of_it]
    return blocks


def home(
    surveys: Sequence[Open],
    came_of_it: Sequence[CameOfIt],
    board: Board,
    beside: Sequence[Block] = (),
) -> View:
    """*beside* is what only some roles have on their Home tab: voices, concerns."""
    return View(
        type="home",
        blocks=[
            header(f"Heard · {board.name}"),
            *beside,
            *open_surveys(surveys, came_of_it),
            divider(),
            small(
                f"Is someone at risk? Call {escaped(board.mash_contact)}; out of hours "
                f"{escaped(board.out_of_hours)}; in an emergency {escaped(board.emergency)}."
            ),
        ],
    )


def _one(one: Open) -> list[Block]:
    text = f"{_titled(one.survey.title, one.about)}\n{_line(one)}"
    if not one.survey.with_worker:
        label = "Go on" if one.started else "Open"
        return [section(text, button=button(label, OPEN, one.wave, style="primary"))]
    blocks: list[Block] = [section(text, button=button("Fill in for someone", OPEN, one.wave))]
    blocks += [
        section(
            f"Started, not sent ({number})",
            button=button("Go on", RESUME, f"{one.wave}{WITHIN}{fill}"),
        )
        for number, fill in enumerate(one.started[:10], start=1)
    ]
    return blocks


def _told(one: CameOfIt) -> Block:
    title = _titled(one.survey, one.about)
    return section(f"{title}\nAsked {one.days}\n{escaped(one.told)}")


def _titled(survey: str, about: str) -> str:
    return f"*{escaped(survey)}*{f': {escaped(about)}' if about else ''}"


def _line(one: Open) -> str:
    state = f"{one.kept} " if one.kept else ""
    return (
        f"{state}About {one.survey.minutes} minutes, until {one.closes}. "
        f"{wording.mode_in_short(one.survey.mode)}."
    )
