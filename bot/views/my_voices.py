"""What a worker sees of their own voices: on the Home tab, in a list, and one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot import voice_words as words
from bot.views.pieces import button, buttons, divider, escaped, modal, section
from surveys.voice import Voice, is_due_a_reply, is_late, still_open

LOG, RESUME, MINE, SEE = "voice_log", "voice_resume", "voice_mine", "voice_see"
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
    blocks: list[Block] = [
        section(f"*Voices*\n{escaped(line) or 'Nothing is waiting for you.'}"),
        buttons(
            button("Log a voice", LOG, style="primary"),
            button("My voices", MINE),
            block="voices",
        ),
    ]
    blocks += [
        section(f"Begun, not kept ({number})", button=button("Go on", RESUME, fill))
        for number, fill in enumerate(mine.drafts[:MOST_DRAFTS], start=1)
    ]
    return [*blocks, divider()]


def mine_view(voices: Sequence[Voice], today: date) -> View:
    """One's own voices: what is late or open first, and the newest first among those."""
    ordered = sorted(voices, key=lambda one: (not is_late(one, today), not still_open(one)))
    blocks: list[Block] = [
        section(words.in_short(voice, today), button=button("Open", SEE, voice.id))
        for voice in ordered[:MOST_LISTED]
    ]
    if not blocks:
        blocks.append(section("You have not logged a voice yet. `/voice` begins one."))
    return modal("My voices", blocks)
