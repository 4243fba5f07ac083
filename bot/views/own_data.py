"""What a person sees of what is kept about them: in a modal, which Slack keeps nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot import wording
from bot.views.answer_form import copyable
from bot.views.pieces import (
    MOST_BLOCKS_IN_A_VIEW,
    button,
    buttons,
    divider,
    escaped,
    modal,
    quoted,
    section,
    small,
)
from surveys.survey import Survey
from surveys.values import WaveId
from surveys.wave import Person, Wave

SHOW, ASK = "own_answers", "own_forget"
FROM = "\x1f"  # between the wave and the first answer to be shown
FORGETTING = "own_forgetting"
SHORT = 1_000  # characters
MOST_ASKED = 80  # a view has room for a hundred blocks


@dataclass(frozen=True)
class Asked:
    """One wave that somebody was asked in. *can_be_found*: the key to their answers exists."""

    wave: Wave
    survey: Survey
    answered: bool
    can_be_found: bool

    @property
    def has_answers(self) -> bool:
        """Whether there may be answers of their own to show."""
        return self.answered and self.can_be_found and not self.survey.with_worker


@dataclass(frozen=True)
class OwnData:
    """*listed* is the person's line of the people file. What was last asked comes first."""

    listed: Person | None
    asked: tuple[Asked, ...]
    begun: int  # surveys begun and not sent, and voices
    voices: int  # logged


def own_data_view(data: OwnData) -> View:
    """What is kept, wave by wave; the answers of one are shown on top when asked for."""
    blocks: list[Block] = [
        section(
            "*What Heard keeps about you.* Only you see this, and it is kept nowhere in Slack."
        ),
        section(_listed(data)),
        section(
            f"Begun and not sent: {data.begun}. Voices of others that you logged: {data.voices}."
        ),
        divider(),
        section(
            "*Surveys that you were asked to answer*"
            if data.asked
            else "There is no survey that you were asked to answer."
        ),
    ]
    blocks += [_one(asked) for asked in data.asked[:MOST_ASKED]]
    if len(data.asked) > MOST_ASKED:
        blocks.append(small(f"{len(data.asked) - MOST_ASKED} older ones are not listed."))
    blocks += [
        small(
            "The messages that Heard sent you are Slack's to keep. Who saw or released figures is "
            "noted with their name and time, and stays."
        ),
        buttons(button("Delete what can be deleted", ASK, style="danger"), block="own_data"),
    ]
    return modal("Your data", blocks)


def own_answers_view(
    wave: WaveId, title: str, given: Sequence[tuple[str, str]], start: int = 0
) -> View:
    """The answers from *start* on, as many as there is room for, and a way to the others."""
    blocks: list[Block] = [section(f"*{escaped(title)}*")]
    if not given:
        blocks.append(section("There are no answers that can be found as yours."))
    for place, (question, answer) in enumerate(given[start:], start=start):
        shown = _given(question, answer)
        if len(blocks) + len(shown) >= MOST_BLOCKS_IN_A_VIEW:
            blocks.append(buttons(button("More", SHOW, f"{wave}{FROM}{place}"), block="more"))
            break
        blocks += shown
    return modal("Your answers", blocks)


def forgetting_view(data: OwnData) -> View:
    """What goes, what stays and why, before anything is deleted."""
    gone = [one for one in data.asked if one.answered and not one.can_be_found]
    found = sum(one.has_answers for one in data.asked)
    paragraphs = [
        f"*This will be deleted:* your answers in {found} {_surveys(found)}, that you were asked "
        f"and whether you answered ({len(data.asked)} {_surveys(len(data.asked))}), and what you "
        "began and did not send. You can't answer those surveys again.",
        "*This stays:* figures that are released already. What a child, parent or carer said "
        "through you: it is theirs. A concern about somebody's safety, which is kept by the "
        "rules for such records. Your line in the board's list of people.",
    ]
    if gone:
        number = len(gone)
        paragraphs.append(
            f"*This can't be found any more:* your answers in {number} {_surveys(number)}. The "
            "key that led from you to them was destroyed a week after the survey's end, as "
            "promised, so that nobody can, and we can't either."
        )
    return modal(
        "Delete your data",
        [section(paragraph) for paragraph in paragraphs],
        callback=FORGETTING,
        submit="Delete",
        close="Cancel",
    )


def _given(question: str, answer: str) -> list[Block]:
    if len(answer) <= SHORT:
        return [section(f"{escaped(question)}\n{quoted(answer)}")]
    return [section(escaped(question)), *copyable(answer)]


def _listed(data: OwnData) -> str:
    if data.listed is None:
        return "You are not in the board's list of people."
    who = [data.listed.agency, data.listed.role_group, data.listed.locality or ""]
    return f"In the board's list of people: {escaped(', '.join(filter(None, who)))}."


def _one(asked: Asked) -> Block:
    until = wording.day(asked.wave.last_day)
    state = "answered" if asked.answered else "not answered"
    why_not = ""
    if asked.survey.with_worker:
        state = "filled in with others" if asked.answered else "not filled in"
    elif asked.answered and not asked.can_be_found:
        why_not = "\nWhich answers are yours can't be found any more: the key was destroyed."
    text = f"*{escaped(asked.survey.title)}* · until {until} · {state}{why_not}"
    shown = button("Show my answers", SHOW, asked.wave.id) if asked.has_answers else None
    return section(text, button=shown)


def _surveys(number: int) -> str:
    return "survey" if number == 1 else "surveys"
