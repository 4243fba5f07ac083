"""What a worker sees of their own voices: on the Home tab, in a list, and one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from bot import wording
from bot.payloads import ANSWER
from bot.views.answer_form import copyable
from bot.views.pieces import (
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
from bot.views.voice_form import MORE
from bot.wording import voices as words
from surveys.survey import LONGEST_COMMENT as LONGEST_FIELD
from surveys.voice import (
    OWN_WORDS,
    Voice,
    is_due_a_reply,
    is_late,
    may_withdraw_until,
    still_open,
)

LOG, RESUME, MINE, SEE = "voice_log", "voice_resume", "voice_mine", "voice_see"
MINE_BACK = "voice_mine_back"
CORRECT, TELL, WITHDRAW = "voice_correct", "voice_tell", "voice_withdraw"
CORRECTING, TELLING = "voice_correcting", "voice_telling"
HOW, WHAT, WHEN, RIGHT = "how", "what", "when", "right"
MOST_DRAFTS = 5


MOST_LISTED = 20


@dataclass(frozen=True)
class MyVoices:
    """*drafts* are the fillings of voices begun and not sent."""

    voices: Sequence[Voice] = ()
    drafts: Sequence[str] = ()


def on_home(mine: MyVoices, today: date) -> list[Block]:
    """No words of anybody stand here: Slack keeps a Home tab."""
    due = [voice for voice in mine.voices if is_due_a_reply(voice)]
    late = [voice for voice in due if is_late(voice, today)]
    in_time = [voice.replied_by for voice in due if voice not in late]
    line = words.to_do(
        unfinished=sum(bool(still_open(voice)) for voice in mine.voices),
        due=len(in_time),
        late=len(late),
        next_due=min(in_time, default=None),
    )
    if not line and not mine.drafts:
        line = "Nothing is waiting for you."
    begun = mine.drafts[:MOST_DRAFTS]
    blocks: list[Block] = [
        section(f"*Voices*\n{escaped(line)}"),
        buttons(
            button("Log a voice", LOG, style="primary"),
            button("My voices", MINE),
            block="voices",
        ),
    ]
    blocks += [
        section(
            f"Begun, not kept ({number} of {len(begun)})" if len(begun) > 1 else "Begun, not kept",
            button=button("Go on", RESUME, fill),
        )
        for number, fill in enumerate(begun, start=1)
    ]
    return [*blocks, divider()]


def mine_view(voices: Sequence[Voice], today: date, page: int = 0) -> View:
    """One's own voices: what is late or open first, and the newest first among those."""
    ordered = sorted(voices, key=lambda one: (not is_late(one, today), not still_open(one)))
    shown = ordered[page * MOST_LISTED :][:MOST_LISTED]
    blocks: list[Block] = [
        section(words.in_short(voice, today), button=button("Open", SEE, voice.id))
        for voice in shown
    ]
    if not ordered:
        blocks.append(section("You have not logged a voice yet. `/voice` begins one."))
    if len(ordered) > MOST_LISTED:
        blocks.append(_turning(page, len(ordered)))
    return modal("My voices", blocks)


def _turning(page: int, number: int) -> Block:
    last = (number - 1) // MOST_LISTED
    offered = [button("Back", MINE_BACK, str(page - 1))] if page else []
    offered += [button("More", MINE, str(page + 1))] if page < last else []
    return buttons(*offered, block="turn")


def voice_view(
    voice: Voice,
    today: date,
    *,
    is_open: bool,
    is_held: bool = False,
    note: Sequence[str] = (),
) -> View:
    """One voice, with the worker's own view apart.

    *is_open*: the words may still be corrected. *is_held*: a concern keeps them out.
    """
    blocks: list[Block] = [*sections(note), section(words.in_short(voice, today))]
    blocks += _said("Their own words", voice.words)
    blocks += _said("What they did, showed or drew", voice.observation)
    if voice.rating:
        blocks += [section(words.rating(voice.rating)), *_quoted(voice.rating.reason)]
    blocks += _said("Your own reading, kept apart", voice.reading)
    blocks += _said("What happens next", words.next_step(voice.next_step))
    if voice.feedback:
        blocks += [section(words.feedback(voice.feedback)), *_quoted(words.told(voice.feedback))]
    blocks.append(small(words.use(voice, is_held=is_held)))
    if parts := still_open(voice):
        blocks.append(section(words.still_open(parts)))
    return modal("A voice", [*blocks, *_what_can_be_done(voice, today, is_open=is_open)])


def _what_can_be_done(voice: Voice, today: date, *, is_open: bool) -> list[Block]:
    offered = [button("Add more", MORE, voice.id)]
    if is_due_a_reply(voice):
        offered.append(button("They have been told", TELL, voice.id, style="primary"))
    if 0 < len(voice.words) <= LONGEST_FIELD:  # marks may have made it longer than a field
        label = "Correct the words" if is_open else "Mark personal data"
        offered.append(button(label, CORRECT, voice.id))
    if today <= may_withdraw_until(voice):
        offered.append(button("Withdraw", WITHDRAW, voice.id, style="danger", sure=words.SURE))
    blocks = [divider(), buttons(*offered, block="can_be_done")]
    if today > (last := may_withdraw_until(voice)):
        blocks.append(small(wording.too_late_to_withdraw(last)))
    return blocks


def correcting_view(voice: Voice, *, is_open: bool) -> View:
    """The quotes in one field; once they are locked, only to set marks in them."""
    return modal(
        "Correct the words" if is_open else "Mark personal data",
        [
            section(words.correcting(is_open=is_open)),
            InputBlock(
                block_id=OWN_WORDS,
                label=plain("Their own words"),
                element=PlainTextInputElement(
                    action_id=ANSWER,
                    multiline=True,
                    max_length=LONGEST_FIELD,
                    initial_value=voice.words,
                ),
            ),
        ],
        callback=CORRECTING,
        submit="Keep",
        close="Cancel",
        metadata=voice.id,
    )


def telling_view(voice: Voice, today: date) -> View:
    """What they were told came of it, how and when; or why they can't be told."""
    return modal(
        "They have been told",
        [
            section(words.telling(voice)),
            InputBlock(
                block_id=HOW,
                label=plain("How?"),
                element=RadioButtonsElement(
                    action_id=ANSWER,
                    options=[
                        Option(text=plain(label, 75), value=str(place))
                        for place, label in enumerate(words.HOW_TOLD)
                    ],
                ),
            ),
            InputBlock(
                block_id=WHAT,
                label=plain("What was said? If they can't be told, why?"),
                hint=plain("No names or places."),
                element=PlainTextInputElement(action_id=ANSWER, multiline=True, max_length=2000),
            ),
            InputBlock(
                block_id=RIGHT,
                label=plain("Did we get it right? What did they say?"),
                hint=plain("Leave it out if nobody asked them, or they did not say."),
                optional=True,
                element=RadioButtonsElement(
                    action_id=ANSWER,
                    options=[
                        Option(text=plain(label, 75), value=said.value)
                        for said, label in words.GOT_IT_RIGHT.items()
                    ],
                ),
            ),
            InputBlock(
                block_id=WHEN,
                label=plain("When?"),
                element=DatePickerElement(action_id=ANSWER, initial_date=today.isoformat()),
            ),
        ],
        callback=TELLING,
        submit="Keep",
        close="Cancel",
        metadata=voice.id,
    )


def _said(heading: str, text: str | None) -> list[Block]:
    return [section(f"*{heading}*"), *_quoted(text)] if text else []


def _quoted(text: str | None) -> list[Block]:
    return list(copyable(text)) if text else []
