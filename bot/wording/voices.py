"""Every sentence that Heard says to whoever logs a voice, in plain words."""

from collections.abc import Sequence
from datetime import date

from analysis.redaction.references import Looks
from bot.board import Board
from bot.wording import day
from surveys.voice import (
    CannotBeTold,
    Face,
    Feedback,
    GotItRight,
    GroupSession,
    NextStep,
    Number,
    Part,
    Rating,
    Reuse,
    Told,
    Voice,
    Whose,
    is_due_a_reply,
    is_late,
    may_withdraw_until,
)
from surveys.voice import still_open as still_open_parts
from surveys.voice_form import Teller

WHOSE = {
    Whose.CHILD: "a child",
    Whose.YOUNG_PERSON: "a young person",
    Whose.PARENT: "a parent",
    Whose.CARER: "a carer",
    Whose.OTHER_FAMILY: "somebody in the family",
}
USES = {
    Reuse.NONE: "It is counted only; no words are kept.",
    Reuse.INTERNAL: "It is for our own work only, and never quoted.",
    Reuse.BOARD: "It may be quoted to the Board, without a name.",
    Reuse.PUBLIC: "It may be quoted in public, without a name.",
}
HELD = (
    "Until the designated lead has read what they said and lets it be used, it is in no figure "
    "and no quote."
)
_OPEN = {
    Part.SPACE: "who was there, and who chose what to talk about",
    Part.VOICE: "what they said or showed",
    Part.AUDIENCE: "who will act on it",
    Part.INFLUENCE: "what happens because of it, and by when",
}


def call(board: Board) -> str:
    return (
        f"{board.mash_contact}; out of hours {board.out_of_hours}; in an emergency "
        f"{board.emergency}"
    )


def worry_first(board: Board) -> tuple[str, ...]:
    return (
        f"*A worry about somebody's safety is reported now, not here.* Call {call(board)}.",
        "Please write no names, birth dates or case numbers. What looks like one is taken out "
        "before anything is kept, and you see what was taken out.",
    )


def report_first(board: Board) -> tuple[str, ...]:
    return (
        "*Please report this first.* This form is not the way to report a worry, and nothing has "
        "been kept.",
        f"Call {call(board)}. Once it is reported, you can go on.",
    )


def use(voice: Voice, *, is_held: bool) -> str:
    """What may be done with it now. *is_held*: a concern keeps their words out."""
    return HELD if is_held and voice.own_words else USES[voice.reuse]


def kept(voice: Voice, before: str, *, is_more: bool, is_held: bool = False) -> tuple[str, ...]:
    """That it is kept, how it may be used, and until when what can still be done."""
    if is_more:
        return ("*Thank you. What you have added is kept.*",)
    found = ["*Thank you. The voice is kept.*"]
    if before:
        found.append(before)
    if voice.reuse is Reuse.NONE:
        found.append("As they wished, it is counted, and no words are kept.")
        return tuple(found)
    found.append(
        f"{use(voice, is_held=is_held)} Their words can be corrected for an hour, and then they "
        f"are locked. If they change their mind, you can withdraw it until "
        f"{day(may_withdraw_until(voice))}."
    )
    if voice.feedback is None:
        found.append(f"Please tell them what came of it by {day(voice.replied_by)}.")
    return tuple(found)


def still_open(parts: Sequence[Part]) -> str:
    lines = "\n".join(f"• {_OPEN[part]}" for part in parts)
    return f"*Still to be added, when you have a moment:*\n{lines}"


def last_time(earlier: tuple[date, int], now: int) -> str:
    """For the worker who gave the reference, and for nobody else."""
    when, number = earlier
    return f"Last time, on {day(when)}, the number was {number}. Now it is {now}."


def call_if_at_risk(board: Board) -> str:
    return f"Is someone at risk? Call {call(board)}. Logging a voice does not report a worry."


def to_do(unfinished: int, due: int, late: int, next_due: date | None) -> str:
    """One line for the Home tab: what waits for this worker. Empty when nothing does."""
    parts = []
    if unfinished:
        parts.append(f"{_voices(unfinished)} to finish")
    if late:
        parts.append(f"{late} {'reply is' if late == 1 else 'replies are'} late")
    if due and next_due:
        replies = "reply" if due == 1 else "replies"
        parts.append(f"{due} {replies} to give, the first by {day(next_due)}")
    return " · ".join(parts)


def _voices(number: int) -> str:
    return "1 voice" if number == 1 else f"{number} voices"


def in_short(voice: Voice, today: date) -> str:
    """Which voice it is, and what waits; none of its words."""
    who = WHOSE[voice.speaker.whose]
    if isinstance(voice.speaker, GroupSession):
        who = f"a group of {voice.speaker.people}"
    about = "".join(f" · {area.replace('_', ' ')}" for area in voice.content_areas)
    ages = ", ".join(voice.age_bands)
    waits = []
    if is_late(voice, today):
        waits.append(f"*the reply was due by {day(voice.replied_by)}*")
    elif is_due_a_reply(voice):
        waits.append(f"reply by {day(voice.replied_by)}")
    if still_open_parts(voice):
        waits.append("to finish")
    return f"*{day(voice.day)}* · {who}, {ages}{about}\n{' · '.join(waits) or 'complete'}"


_REFUSED = {
    Looks.NAME: "a name, initials or a case number",
    Looks.DATE: "a date",
    Looks.NUMBER: "a number that somebody else knows",
    Looks.SENTENCE: "more than a short reference",
    Looks.PLAIN: "a word that others would choose too",
}


def reference_refused(looks: Looks) -> str:
    return (
        f"This looks like {_REFUSED[looks]}. Please make up two words and a small number, in small "
        "letters, that mean nothing to anybody else, like blue-kite-7."
    )


HOW_TOLD = (
    "Face to face",
    "Letter, card or picture",
    "Call or message",
    "In the group",
    "Through an adult they trust",
    "They can't be told",
)
GOT_IT_RIGHT = {
    GotItRight.YES: "They said that we got it right",
    GotItRight.IN_PART: "They said that we got it right in part",
    GotItRight.NO: "They said that we did not get it right",
}
SURE = (
    "Nothing is left of it but that there was one. It is in no figure any more, and the next "
    "digest says so without showing that there was one. This can't be undone."
)
_FACES = {"no": "🙁 No", "kind_of": "😐 Kind of", "yes": "🙂 Yes"}


def rating(given: Rating) -> str:
    match given:
        case Number(number=number):
            return f"*How safe they feel:* {number} of 10"
        case Face(face=face):
            return f"*Do they feel safe:* {_FACES[face]}"


def teller(one: Teller) -> str:
    """For a lead, who has to know how old the child is, and how safe they feel."""
    ages = ", ".join(one.age_bands)
    parts = [
        f"*Whose voice:* {WHOSE[one.whose]}" if one.whose else "",
        f"*Age of the child or young person:* {ages}" if ages else "",
        rating(one.rating) if one.rating else "",
    ]
    return "\n".join(part for part in parts if part)


def next_step(step: NextStep) -> str:
    parts = [step.what or "", step.owner or "", f"by {day(step.by)}" if step.by else ""]
    return " · ".join(part for part in parts if part)


def feedback(given: Feedback) -> str:
    match given:
        case Told(day=when, how=how, got_it_right=said):
            right = f". {GOT_IT_RIGHT[said]}" if said else ""
            return f"*They were told* on {day(when)}: {how.lower()}{right}"
        case CannotBeTold(day=when):
            return f"*They can't be told* (noted on {day(when)})"


def told(given: Feedback) -> str:
    return given.what if isinstance(given, Told) else given.why


def correcting(*, is_open: bool) -> str:
    if is_open:
        return "For an hour you can correct a slip. What stood there before is kept beside it."
    return (
        "Their words are locked. You can only put a mark such as [name] or [place] in the place "
        "of personal data; nothing else may change."
    )


def telling(voice: Voice) -> str:
    return (
        f"What came of it, in words they understand: what was done, what was not, and why. "
        f"Due by {day(voice.replied_by)}."
    )


def not_yet_said(today: date, first: date) -> str:
    return f"Please choose a day from {day(first)} to {day(today)}."


def withdrawn() -> str:
    return "*The voice is withdrawn.* It is in no figure any more, and its words are gone."


def something_was_taken_out() -> str:
    return "Personal data was taken out before this was kept."
