"""What the QA team sees of waves: the list with response rates, the forms that open and tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    ContextBlock,
    DatePickerElement,
    InputBlock,
    MarkdownTextObject,
    Option,
    PlainTextInputElement,
    StaticMultiSelectElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot import wording
from bot.board import Board
from bot.views.held_back import SHAPE, filled_in
from bot.views.pieces import (
    button,
    buttons,
    divider,
    escaped,
    header,
    modal,
    plain,
    section,
    small,
)
from bot.wording.labels import called
from surveys.framework import Framework
from surveys.survey import Survey
from surveys.wave import Wave

OPEN, CLOSE, TELL = "wave_open", "wave_close", "wave_tell"
OPENING, TELLING = "wave_opening", "wave_telling"
CHOOSE = "wave_choose"  # whatever decides how many are asked
OUTLOOK = "outlook"  # the block that says what so many can show
AGAIN = "again"  # the tick box without which nobody is asked the same twice
MOST_WAVES = 20
SURE_TO_CLOSE = "Nobody can answer any more, and what is not sent yet is forgotten."
MOST_OPTIONS = 100
LONGEST_VALUE = 150  # of an option, in Slack
MOST_PARAMETERS = 10
LONGEST_PARAMETER = 150
LONGEST_TOLD = 2000
CONTENT_AREA = "content_area"
PARAMETER = "parameter:"


@dataclass(frozen=True)
class Listed:
    """One wave in the list. *answered* is a sentence about the response, protected where small."""

    wave: Wave
    title: str
    is_open: bool
    answered: str
    is_over: bool = False


def wave_list(listed: Sequence[Listed], board: Board) -> list[Block]:
    blocks: list[Block] = [
        header("Waves"),
        buttons(button("Open a wave", OPEN, style="primary")),
        divider(),
    ]
    if not listed:
        blocks.append(section("No wave has been opened yet."))
    for one in listed[:MOST_WAVES]:
        blocks += _one(one, board)
    if len(listed) > MOST_WAVES:
        blocks.append(
            small(f"These are {MOST_WAVES}, the open ones first; `heard wave list` has all.")
        )
    return blocks


def opening_form(
    surveys: Sequence[Survey],
    framework: Framework,
    people: Sequence[str],
    first: date,
    last: date,
    *,
    user_groups: Sequence[tuple[str, str]] = (),
) -> View:
    """*people* are the names of agencies, role groups and localities, *user_groups* Slack's."""
    return modal(
        "Open a wave",
        [
            _select(
                "survey",
                "Survey",
                [(survey.id, survey.title) for survey in surveys],
                is_told_at_once=True,
            ),
            _choices(
                "to",
                "Whom to ask",
                [(name[:LONGEST_VALUE], name) for name in people],
                "Nothing chosen: everyone in the people file.",
            ),
            *_user_groups(user_groups),
            _day("from", "From", first),
            _day("until", "Until, this day included", last),
            _select(
                "content_area",
                "Content area",
                [(area.id, area.label) for area in framework.areas],
                optional=True,
                hint="Only for a survey about one area, or a child's or parent's survey.",
            ),
            *_parameters(surveys),
            outlook(wording.answers_a_wave_needs()),
            small(
                "Opening freezes the wording and the promise. The messages go out one by one from "
                "the first day on."
            ),
        ],
        callback=OPENING,
        submit="Open it",
        close="Cancel",
    )


def outlook(told: str) -> Block:
    """What a wave can show, in the place where the next one is put."""
    return ContextBlock(block_id=OUTLOOK, elements=[MarkdownTextObject(text=told)])


def with_outlook(shown: Mapping[str, Any], told: str, beside: str = "") -> dict[str, Any]:
    """The form as it is *shown*, with what a wave of these choices can show.

    *beside* says which wave asks the same already; whoever opens another has to tick a box, which
    stands beside the survey, where it is in sight.
    """
    blocks: list[Mapping[str, Any]] = []
    for block in shown["blocks"]:
        if block.get("block_id") == OUTLOOK:
            blocks.append(outlook(told).to_dict())
        elif block.get("block_id") != AGAIN:
            blocks.append(block)
        if beside and block.get("block_id") == "survey":
            blocks.append(_again(beside).to_dict())
    return {name: shown[name] for name in SHAPE if shown.get(name)} | {"blocks": blocks}


def as_sent(shown: Mapping[str, Any]) -> dict[str, Any]:
    """The form with what was filled in, to be shown once more."""
    values = shown["state"]["values"]
    return {**shown, "blocks": [filled_in(block, values) for block in shown["blocks"]]}


def _again(beside: str) -> InputBlock:
    return InputBlock(
        block_id=AGAIN,
        label=plain("Some of these people are asked the same already"),
        hint=plain(beside),
        optional=True,
        element=CheckboxesElement(
            action_id="choices",
            options=[Option(value=AGAIN, text=plain("Ask them again: open another wave"))],
        ),
    )


def parameters_of(surveys: Sequence[Survey]) -> dict[str, list[str]]:
    """What surveys leave open, but for the content area, and the titles of those that do."""
    found: dict[str, list[str]] = {}
    for survey in surveys:
        for name in survey.parameters:
            if name != CONTENT_AREA:
                found.setdefault(name, []).append(survey.title)
    return dict(list(found.items())[:MOST_PARAMETERS])


def parameter_block(name: str) -> str:
    return f"{PARAMETER}{name}"


def telling_form(wave: Wave, title: str) -> View:
    return modal(
        "What came of it",
        [
            section(
                f"*{escaped(title)}*\nEveryone who was asked reads this on Heard's Home tab: what "
                "you heard, what was done, what could not be done and why."
            ),
            InputBlock(
                block_id="told",
                label=plain("You said, we did"),
                element=PlainTextInputElement(
                    action_id="text",
                    multiline=True,
                    max_length=LONGEST_TOLD,
                    initial_value=wave.what_came_of_it,
                ),
            ),
        ],
        callback=TELLING,
        submit="Tell them",
        close="Cancel",
        metadata=wave.id,
    )


def _one(one: Listed, board: Board) -> list[Block]:
    wave = one.wave
    until = wording.day(wave.last_day)
    state = (
        f"open until {until}"
        if one.is_open
        else f"{wording.day(wave.opens_at, board.zone)} to {until}"
    )
    told = "told what came of it" if wave.what_came_of_it else "not yet told what came of it"
    choices = [button("What came of it", TELL, wave.id)]
    if not one.is_over:
        choices.append(button("Close now", CLOSE, wave.id, style="danger", sure=SURE_TO_CLOSE))
    return [
        section(f"*{escaped(one.title)}* · `{wave.id}`\n{state} · {one.answered} · {told}"),
        buttons(*choices, block=f"wave:{wave.id}"),
    ]


def _user_groups(groups: Sequence[tuple[str, str]]) -> list[Block]:
    if not groups:
        return []
    hint = "Of those above, only members of these Slack user groups."
    return [_choices("groups", "User groups", groups, hint, empty="Whoever is chosen above")]


def _parameters(surveys: Sequence[Survey]) -> list[Block]:
    return [
        InputBlock(
            block_id=parameter_block(name),
            label=plain(called(name)),
            hint=plain(f"Only for: {', '.join(titles)}."),
            optional=True,
            element=PlainTextInputElement(action_id="text", max_length=LONGEST_PARAMETER),
        )
        for name, titles in parameters_of(surveys).items()
    ]


def _select(
    block: str,
    label: str,
    choices: Sequence[tuple[str, str]],
    *,
    optional: bool = False,
    hint: str | None = None,
    is_told_at_once: bool = False,
) -> InputBlock:
    return InputBlock(
        block_id=block,
        label=plain(label),
        hint=plain(hint) if hint else None,
        optional=optional,
        dispatch_action=is_told_at_once or None,
        element=StaticSelectElement(
            action_id=CHOOSE if is_told_at_once else "choice",
            placeholder=plain("Choose one"),
            options=[
                Option(text=plain(text, 75), value=value) for value, text in choices[:MOST_OPTIONS]
            ],
        ),
    )


def _choices(
    block: str, label: str, choices: Sequence[tuple[str, str]], hint: str, empty: str = "Everyone"
) -> InputBlock:
    return InputBlock(
        block_id=block,
        label=plain(label),
        hint=plain(hint),
        optional=True,
        dispatch_action=True,
        element=StaticMultiSelectElement(
            action_id=CHOOSE,
            placeholder=plain(empty),
            options=[
                Option(text=plain(name, 75), value=value) for value, name in choices[:MOST_OPTIONS]
            ],
        ),
    )


def _day(block: str, label: str, day: date) -> InputBlock:
    return InputBlock(
        block_id=block,
        label=plain(label),
        element=DatePickerElement(action_id="day", initial_date=day.isoformat()),
    )
