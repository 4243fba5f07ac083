"""One concern, as those see it who act on it. It stands in a modal, which Slack does not keep."""

from collections.abc import Sequence
from datetime import date, datetime

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from analysis.reading.language import languages
from bot.board import Board
from bot.payloads import ANSWER
from bot.views.answer_form import copyable
from bot.views.concern_told import QUEUE
from bot.views.pieces import (
    MOST_BLOCKS_IN_A_VIEW,
    button,
    buttons,
    divider,
    escaped,
    modal,
    plain,
    section,
    sections,
    small,
)
from bot.wording import concerns as words
from bot.wording import voices as voice_words
from surveys.concern import Acknowledged, Concern, Decided, Door, Passage, Settled, State, Told
from surveys.values import PersonId
from surveys.voice_form import Teller
from surveys.working_time import is_working_time

ACKNOWLEDGE, OUTCOME = "acknowledge_concern", "ask_outcome"
RELEASE, KEEP_OUT, WHO = "release_words", "keep_words_out", "ask_who_wrote"
DECIDING = "concern_outcome"
DONE, WHAT, WHEN, RIGHTLY = "done", "what", "when", "rightly"
REFERRED, ADVICE, NO_ACTION = "referred", "advice", "no_action"
ASKED_AT = (Door.COMMENT, Door.VOICE)  # where the writer is asked if it is reported already
LONGEST_WHAT = 1000
LONGEST_TO = 300
MOST_PIECES = MOST_BLOCKS_IN_A_VIEW - 40  # of its words; the rest is for all that stands around


def concern_view(
    concern: Concern,
    area: str,
    now: datetime,
    board: Board,
    *,
    teller: Teller | None = None,
    note: Sequence[str] = (),
) -> View:
    """All that a lead needs to act; never who wrote it. *teller*: of a voice."""
    about = voice_words.teller(teller) if teller else ""
    blocks: list[Block] = [
        *sections(note),
        section(f"*{words.URGENCIES[concern.urgency]}* · {words.state(concern, now, board)}"),
        small(_found_in(concern, area)),
        divider(),
        *_passages(concern.passages),
        *sections((about,) if about else ()),
        section(_guess(concern)),
    ]
    if concern.door in ASKED_AT:
        blocks.append(section(words.reported(concern.reported)))
    blocks += sections(words.routes(concern.routes, board))
    if not is_working_time(now, board.zone, board.working_hours):
        blocks.append(section(words.lead_out_of_hours(board, now)))
    blocks += [section(words.outcome(one, now, board)) for one in concern.outcomes[-10:]]
    blocks.append(_buttons(concern))
    return modal("Concern", blocks)


def outcome_form(concern: Concern, today: date) -> View:
    """What was done, and whether the net was right to ask."""
    blocks = [
        _choice(
            DONE,
            "What was done?",
            {
                REFERRED: "It was referred",
                ADVICE: "Advice was given",
                NO_ACTION: "No action is needed",
            },
        ),
        InputBlock(
            block_id=WHAT,
            label=plain("To whom, which advice, or why no action"),
            hint=plain("Roles and teams, no names of children or families", 2000),
            element=PlainTextInputElement(
                action_id=ANSWER, multiline=True, max_length=LONGEST_WHAT
            ),
        ),
        InputBlock(
            block_id=WHEN,
            label=plain("When it was referred"),
            optional=True,
            element=DatePickerElement(action_id=ANSWER, initial_date=today.isoformat()),
        ),
        _choice(
            RIGHTLY,
            "Did you want to read this text that day?",
            {"yes": "Yes", "no": "No, it says nothing of anybody at risk"},
        ),
    ]
    return modal(
        "Outcome", blocks, callback=DECIDING, submit="Record", close="Cancel", metadata=concern.id
    )


def writer_view(person: PersonId) -> View:
    return modal(
        "Who wrote it",
        [
            section(f"The words of this concern were written by <@{person}> ({person})."),
            section(
                "Two people have opened this, and both are in the access log. It is for keeping "
                "somebody safe, and for nothing else."
            ),
        ],
    )


def _found_in(concern: Concern, area: str) -> str:
    about = f" about {escaped(area)}" if area else ""
    return f"From {words.DOORS[concern.door]}{about}, {concern.day.day} {concern.day:%B %Y}"


def _guess(concern: Concern) -> str:
    """Of a text that is in another language only, the program knows no word: it guesses nothing."""
    found = [languages(one.text) for one in concern.passages]
    if any(one.other for one in found) and not any(one.english for one in found):
        return words.NOT_ENGLISH
    return f"*What it may be:* {words.categories(concern.categories)}. A program's guess."


def _passages(passages: Sequence[Passage]) -> list[Block]:
    blocks: list[Block] = []
    for one in passages:
        blocks += [small(escaped(one.caption)), *copyable(one.text)]
        found_in = languages(one.text)
        if found_in.english and found_in.other:
            blocks.append(small(words.not_english(found_in.other)))
        led_here = [] if found_in.other and not found_in.english else _led_here(one)
        if found := ", ".join(f"“{escaped(words)}”" for words in dict.fromkeys(led_here) if words):
            blocks.append(small(f"What led here: {found}"))
    if len(blocks) > MOST_PIECES:
        return [*blocks[:MOST_PIECES], small(words.it_goes_on())]
    return blocks


def _led_here(passage: Passage) -> list[str]:
    return [passage.text[start:end].strip() for start, end in passage.why]


def _buttons(concern: Concern) -> Block:
    found = {
        "acknowledge": button("Acknowledge", ACKNOWLEDGE, concern.id, style="primary"),
        "outcome": button("Record the outcome", OUTCOME, concern.id),
        "release": button(
            "Release its words",
            RELEASE,
            concern.id,
            sure="Its words may then be analysed and read by the QA team like any other comment.",
        ),
        "keep out": button("Keep its words out", KEEP_OUT, concern.id),
        "who": button(
            "Who wrote it?",
            WHO,
            concern.id,
            sure=(
                "Your asking is logged. It opens only when a second person of your role asks too, "
                "within 24 hours."
            ),
        ),
        "queue": button("All concerns", QUEUE),
    }
    shown = (*_next(concern.state), "who", "queue")
    return buttons(*(found[name] for name in shown), block="acts")


def _next(state: State) -> tuple[str, ...]:
    match state:
        case Told():
            return ("acknowledge",)
        case Acknowledged():
            return ("outcome",)
        case Decided():
            return ("outcome", "release", "keep out")
        case Settled(released=released):
            return ("outcome", "keep out" if released else "release")


def _choice(name: str, label: str, options: dict[str, str]) -> InputBlock:
    return InputBlock(
        block_id=name,
        label=plain(label),
        element=RadioButtonsElement(
            action_id=ANSWER,
            options=[Option(text=plain(text, 75), value=key) for key, text in options.items()],
        ),
    )
