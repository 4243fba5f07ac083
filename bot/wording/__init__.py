"""Every sentence that Heard says to a person, in one room and in plain words."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from analysis.disclosure.suppression import Audience, Band, Percentage
from analysis.evidence.responding import rates
from analysis.redaction.personal_data import Kind as Removed
from analysis.statistics import answers_needed, smallest_rise
from analysis.wording import say
from bot.board import Board
from surveys.errors import AskedAlready, Reason
from surveys.survey import DISCARD, Mode, Promise, Survey
from surveys.values import WaveId
from surveys.wave import Invitation, Wave

HALF = 50  # percent
PLANNED_FROM, PLANNED_TO = 60, 80  # percent, as the example of a wave's power


def day(moment: datetime | date, zone: ZoneInfo | None = None) -> str:
    """'3 November 2026'."""
    local = moment.astimezone(zone) if isinstance(moment, datetime) and zone else moment
    return f"{local.day} {local:%B %Y}"


def days(first: date, last: date) -> str:
    """'17 August to 6 September 2026'; with both years where they differ."""
    begins = f"{first.day} {first:%B}" if first.year == last.year else day(first)
    return day(last) if first >= last else f"{begins} to {day(last)}"


# What is promised before the first question


def promise(survey: Survey, board: Board) -> tuple[str, ...]:
    """The promise, in paragraphs. *single asterisks* mark what is to stand out."""
    match survey.promise:
        case Promise.STAFF:
            return _promise_to_staff(survey.mode, board)
        case Promise.PARENT:
            return _promise_to_parents(board)
        case Promise.CHILD:
            return _promise_to_children(board)


def _promise_to_staff(mode: Mode, board: Board) -> tuple[str, ...]:
    return (
        _MODES[mode],
        f"*Who sees what.* {board.who_reads} Small groups are never shown. In what you write, "
        "names, phone numbers and the like are taken out before it is kept. Please name "
        "no child, family member or colleague.",
        "*The one exception.* If what you write may mean that someone is at risk of harm, "
        f"{board.safeguarding_lead} or a deputy is told as soon as you leave the page, reads it "
        "and acts on it in working hours. A program looks for it and can miss it: they read every "
        "other comment too.",
        f"*Please do not report a worry here.* Call {board.mash_contact} now; out of hours "
        f"{board.out_of_hours}; in an emergency {board.emergency}.",
    )


_MODES = {
    Mode.CONFIDENTIAL: (
        "*Confidential, not secret.* Your name is not kept with your answers. Slack can see that "
        "you pressed Send; Heard keeps who answered apart from what was answered."
    ),
    Mode.LINKED: (
        "*Confidential, not secret.* Your name is not kept with your answers. They are linked, by "
        "a code and not by name, to your answers in the other surveys of this series."
    ),
    Mode.NAMED: (
        "*This return is named.* Your agency and you stand with what you send, because the board "
        "will talk with you about it."
    ),
}


def _promise_to_parents(board: Board) -> tuple[str, ...]:
    return (
        "*Please read this out.* We want to know what it was like for you. You do not have to take "
        "part, you can skip any question, and it will not change the help you get. We do not put "
        "your name on your answers.",
        "*The one exception.* If you tell us that someone is being hurt or is in danger, we must "
        f"pass it on to keep people safe. If you need help now, call {board.mash_contact}, out of "
        f"hours {board.out_of_hours}, or {board.emergency}.",
    )


def _promise_to_children(board: Board) -> tuple[str, ...]:
    return (
        "*Please read this out.* We want to know what things are like for you. You can say no. You "
        "can stop at any time. You can skip a question. We will not write your name.",
        "*One thing we can't keep to ourselves.* If you tell us that you or someone else is not "
        "safe, we have to tell a person who can help. We will tell you first if we can.",
        f"*For the worker:* a worry is reported now, not here: {board.mash_contact}; out of hours "
        f"{board.out_of_hours}; in an emergency {board.emergency}.",
    )


def mode_in_short(mode: Mode) -> str:
    return {
        Mode.CONFIDENTIAL: "Confidential, not secret",
        Mode.LINKED: "Confidential, linked across this series",
        Mode.NAMED: "Named return",
    }[mode]


# Answering


def how_far(kept: int, pages: int) -> str:
    """For who stopped in the middle. Of how many pages is a forecast, as on the form."""
    if kept == 0:
        return "You have started."
    if kept == pages:
        return "You have started: all of it is kept, but not sent."
    told = "page 1 is" if kept == 1 else f"pages 1 to {kept} are"
    return f"You have started: {told} kept, of about {pages}."


def thanks(survey: Survey, wave: Wave, board: Board) -> tuple[str, ...]:
    """What a person reads after Send: what happens next, and whom to call."""
    ending = survey.thanks or _THANKS[survey.promise].format(trusted_adult=board.trusted_adult)
    return (
        ending,
        f"*What happens next.* The survey is open until {day(wave.last_day)}. Then "
        "answers are read together and go to the board as figures. What came of it will stand "
        "on Heard's Home tab.",
        f"Is someone at risk? Call {board.mash_contact}; out of hours {board.out_of_hours}; in an "
        f"emergency {board.emergency}. This survey does not replace your own duty to report.",
    )


_THANKS = {
    Promise.STAFF: "*Thank you. Your answers are kept.*",
    Promise.PARENT: "*Thank you for telling us. Your answers are kept.*",
    Promise.CHILD: (
        "*Thank you. The answers are kept.* If you want to talk to someone, you can talk to "
        "{trusted_adult} or call Childline free on 0800 1111."
    ),
}


def way_out(ending: str, board: Board) -> tuple[str, ...]:
    """What stands there when a survey ends early and nothing is kept."""
    if ending == DISCARD:
        return ("*Nothing has been kept,* as they asked. Thank you for asking them.",)
    return (
        "*Please report this first.* This form is not the way to report a worry, and nothing has "
        "been kept.",
        f"Call {board.mash_contact} now; out of hours {board.out_of_hours}; in an emergency "
        f"{board.emergency}. Come back and log the view once it is reported.",
    )


def reason(why: Reason) -> str:
    """What stands next to a field that cannot be taken as it is."""
    return {
        "required": "Please answer this one.",
        "one_of_these": "Please fill in at least one of these.",
        "too_long": f"Please shorten this to {why.limit} characters.",
        "too_small": f"The smallest number here is {why.limit}.",
        "too_large": f"The largest number here is {why.limit}.",
        "not_a_number": "Please give a whole number, such as 7.",
        "not_an_option": "Please choose one of the answers shown.",
        "wrong_kind": "Please answer this one again.",
        "one_age": "A child has one age. For several children, choose a group.",
    }[why.key]


def removed(kinds: Sequence[Removed]) -> str:
    """As in: we took out 1 phone number and 2 postcodes."""
    return f"Before keeping this, we took out {counted(kinds)}."


def counted(kinds: Sequence[str]) -> str:
    """As in: 1 phone number and 2 postcodes."""
    counts = {kind: list(kinds).count(kind) for kind in dict.fromkeys(kinds)}
    parts = [
        f"{count} {_REMOVED[kind]}{'' if count == 1 else _REMOVED_PLURAL.get(kind, 's')}"
        for kind, count in counts.items()
    ]
    return and_in_words(parts)


_REMOVED: dict[str, str] = {
    "email": "e-mail address",
    "handle": "user name",
    "national_insurance": "National Insurance number",
    "upn": "pupil number",
    "phone": "phone number",
    "nhs_number": "NHS number",
    "postcode": "postcode",
    "vehicle": "car registration",
    "date_of_birth": "date of birth",
    "case_id": "case number",
    "address": "address",
    "school": "school name",
    "place": "place name",
    "name": "name",
}
_REMOVED_PLURAL: dict[str, str] = {"email": "es", "address": "es"}


def not_saved() -> str:
    return (
        "Your answers could not be saved just now. They are still here: please press the button "
        "again in a few minutes, or copy what you wrote."
    )


def held_up() -> str:
    """Of what is written down, so that it is tried again also when nobody presses anything."""
    return (
        "Slack held this up just now, so it is not done yet. Nothing is lost: you can close this, "
        "and Heard tries again by itself and tells you if it can't be done."
    )


# Waves


def response(invitations: Sequence[Invitation], wave: WaveId) -> str:
    """How many have answered, in words: the figure QN3 of this wave, protected as it is."""
    match rates(invitations, [wave], Audience.BOARD).everybody.released:
        case Percentage(percent=percent, base=base):
            return f"{percent:.0f}% of {base} asked have answered"
        case Band(base=base) as band:
            return f"{band} of {base} asked have answered"
        case _:
            return "too few to show how many have answered"


def asked_workers(number: int) -> str:
    return f"{number} {'worker' if number == 1 else 'workers'} can fill it in, as often as needed"


def wave_opened(survey: Survey, wave: Wave, asked: int, board: Board, left_out: int = 0) -> str:
    """*left_out* are members of a user group whom the people file does not know."""
    people = "1 person is" if asked == 1 else f"{asked} people are"
    opened = (
        f"*{survey.title}* is planned as `{wave.id}`: {people} asked, from "
        f"{day(wave.opens_at, board.zone)} until {day(wave.last_day)}."
    )
    return f"{opened} {not_in_people_file(left_out)}" if left_out else opened


def too_late_to_withdraw(last: date) -> str:
    return (
        f"This voice could be withdrawn until {day(last)}: later, papers may have been made from "
        "it. If they still wish it gone, please tell the QA team."
    )


def get_a_message(asked: int) -> str:
    """Before a wave is opened: how many it asks."""
    if not asked:
        return "Nobody gets a message."
    return "1 person gets a message." if asked == 1 else f"{asked} people get a message."


def asks_the_same(asked: AskedAlready) -> str:
    """Which waves of the survey ask some of the same people, and until when."""
    if asked.planned_for:
        number = "A wave" if asked.waves == 1 else f"{asked.waves} waves"
        verb = "is" if asked.waves == 1 else "are"
        planned = f"{number} of “{asked.survey}” {verb} planned for {day(asked.planned_for)}"
        return f"{planned}, until {day(asked.last_day)}."
    number = "is a wave" if asked.waves == 1 else f"are {asked.waves} waves"
    return f"There {number} of “{asked.survey}” already, until {day(asked.last_day)}."


def tick_to_ask_again(beside: str) -> str:
    return f"{beside} Please close that first, or tick the box to ask the same people again."


def add_again(beside: str) -> str:
    return f"{beside} Please close that first, or add --again to ask the same people again."


def answers_a_wave_needs() -> str:
    """Before a wave is opened: what it could find, as far as numbers alone decide."""
    before, after = PLANNED_FROM, PLANNED_TO
    return (
        f"From one wave to the next it takes {answers_needed(before / 100, after / 100)} answers "
        f"in each to tell a change from {before}% to {after}% from chance."
    )


def can_show(asked: int, last_rate: float | None, least: int) -> str:
    """What so many *asked* can show, if as many percent answer as last time, or half of them.

    *least*: from how many points a change counts.
    """
    rate = HALF if last_rate is None else last_rate
    answers = round(asked * rate / 100)
    half, as_last = f"if half of {asked} answer", f"{rate:.0f}% of {asked} asked, as last time"
    about = f"With about {answers} answers ({half if last_rate is None else as_last}), this wave"
    rise = smallest_rise(PLANNED_FROM, answers, least)
    if rise is None:
        return f"{about} can't show any rise from {PLANNED_FROM}%: even a large one may be chance."
    return (
        f"{about} can show a change from {PLANNED_FROM}% to {rise}% or more against another as "
        "large; a smaller one may go unseen."
    )


def not_in_people_file(number: int) -> str:
    members = "1 member of the user group is" if number == 1 else f"{number} members are"
    return f"{members} not asked, because the people file does not name them."


def no_people_file() -> str:
    return (
        "There is nobody to ask yet. Your administrator gives Heard a people file: see "
        "`HEARD_PEOPLE` in docs/deploying.md."
    )


def tell_something(most: int) -> str:
    return f"Please say what came of it, in at most {most:,} characters."


def told() -> str:
    return "Everyone who was asked can read it on Heard's Home tab."


def nobody_to_ask() -> str:
    return "Nobody in the people file belongs to this audience. Please choose another group."


def ends_too_early() -> str:
    return "Please choose a last day that is not before the first, nor before today."


def begins_in_the_past() -> str:
    return "Please choose a first day that is not before today."


def lasts_too_long() -> str:
    return "Please choose a last day within two years of the first."


def missing_parameter(name: str) -> str:
    return f"This survey speaks of {name.replace('_', ' ')}: please say what is meant by it."


# Digests


def not_exported_yet(survey: str, question: str) -> str:
    return (
        f"{survey}, {question}: its counts are protected, because beside the digests that you were "
        "shown they would tell how a few people answered. Export again when more have answered."
    )


def not_exported_again(survey: str) -> str:
    return (
        f"{survey} is left out: answers that were exported have been deleted since, and beside the "
        "earlier file a new one would show whose."
    )


def releasing(area: str, period: str) -> str:
    return say("telling.releasing", area=area, period=period)


def making_digest(area: str, period: str) -> str:
    return say("telling.making_digest", area=area, period=period)


def making_dashboard(period: str) -> str:
    return say("telling.making_all", period=period)


def making_charts(area: str, period: str) -> str:
    return say("telling.making_charts", area=area, period=period)


def no_charts(area: str) -> str:
    return say("telling.no_charts", area=area)


def query_sent(figure: str) -> str:
    return say("query.sent", figure=figure)


def query_of(figure: str, asker: str) -> str:
    return say("query.of", asker=f"<@{asker}>", figure=figure)


def query_gone() -> str:
    return say("query.gone")


def query_about(figure: str, name: str, asker: str) -> str:
    """To an analyst. It holds no number: whoever asks may not see what an analyst may."""
    return say("query.about", asker=f"<@{asker}>", figure=figure, name=name)


def making_paper(period: str, doing: str, done: int, of: int) -> str:
    return f"Making the Board paper of {period}: {doing} ({done} of {of} steps done)."


def paper_made(period: str, missing: int) -> str:
    told = f"The Board paper of {period}: Word to edit, PDF to read, workbook for analysts."
    if not missing:
        return told
    return f"{told} Not everything is filled in; `/paper {period} write` fills it in."


def paper_cancelled(period: str) -> str:
    return f"Making the Board paper of {period} was cancelled. Nothing was sent."


def paper_not_made(period: str) -> str:
    return f"The Board paper of {period} could not be made."


def no_paper_at_work(period: str) -> str:
    return f"The Board paper of {period} is not being made at the moment."


def cannot_post_here() -> str:
    return (
        "Heard can't post in this conversation. Invite it with `/invite @Heard`, or leave out "
        "“here”: then the paper comes in our direct messages."
    )


def not_for_all_here(period: str) -> str:
    return (
        "Not everybody in this channel may have the Board paper, or Heard can't see who is in it, "
        f"so nothing is posted here: `/paper {period}` brings it in our direct messages."
    )


def names_somebody(kinds: Sequence[str]) -> str:
    return (
        f"This looks as if it names somebody or says where they live: {counted(kinds)}. Please "
        "write the role instead, such as “head of early help”."
    )


def held_back() -> str:
    return (
        "This is not kept here yet, because it may say that someone is at risk. A designated lead "
        "is told of it now. Please write here only what others may read."
    )


def held_back_later() -> str:
    return (
        "A form that you sent while Heard was away is not kept where you wrote it, because it may "
        "say that someone is at risk. A designated lead is told of it now. Please fill in the form "
        "again, with only what others may read."
    )


def refused_later(form: str, why: str) -> str:
    """To its writer, who has it open no more; *why* says what to do next."""
    return f"Your form “{form}” was sent while Heard was away, and is not kept. {why}"


def fill_in_again() -> str:
    return "To send it after all, please fill it in again."


def unfinished_later(form: str) -> str:
    return (
        f"Your form “{form}” was sent while Heard was away, and asks you something more before it "
        "is done. Please open it again and go on."
    )


def given_up(form: str | None, board: Board) -> str:
    """To its sender; without a *form* it was a message."""
    what, again = (f"Your form “{form}”", "fill it in") if form else ("Your message", "write it")
    return (
        f"{what} could not be taken, though Heard tried several times. Please {again} again; "
        "if someone may be at risk, don't wait for Heard: "
        f"call {board.mash_contact}; out of hours {board.out_of_hours}; in an emergency "
        f"{board.emergency}."
    )


def given_up_here() -> str:
    """To the QA team: nothing of what it was, nor whose."""
    return (
        "Something that was sent to Heard could not be taken, though it was tried several times. "
        "Its sender is told to send it again; please ask an administrator to look at it with "
        "`heard outbox` within a week."
    )


def as_it_is() -> str:
    return "Yes: it tells of nobody in particular. Keep it as it is."


def area_not_active(area: str, begins: date | None, ends: date | None) -> str:
    when = " and ".join(
        part
        for part in (
            f"begins on {day(begins)}" if begins else "",
            f"ends on {day(ends)}" if ends else "",
        )
        if part
    )
    return (
        f"Nothing is collected about {area} on that day, because it {when}. Please choose another "
        "day or content area, or change the dates in the framework file."
    )


def not_consulted(*, asked: bool) -> str:
    only = "Only practitioners have been asked so far. " if asked else "Nobody has been asked yet. "
    return (
        f"{only}Children or parents and carers have a say before a statement is agreed: record the "
        "consultation first."
    )


def needs_an_area() -> str:
    return "This part belongs to one content area. Please choose which."


def written_in_paper(what: str, period: str) -> str:
    return f"Kept for the Board paper of {period}: {what}. Earlier versions stay."


# Elsewhere


def forgotten() -> str:
    return (
        "*Deleted.* Your answers that could be found, that you were asked, and what you had begun "
        "are gone. Figures that are released already stay as they are. Backups of the board's "
        "machine may hold them a while longer; your administrator knows how long."
    )


def press_again() -> str:
    return "Slack stopped waiting before the form could open. Please press the button once more."


def message_not_answered(board: Board) -> str:
    return (
        "I can't answer messages; `/survey` shows what is open for you. A designated person reads "
        "what is written here within some working days, and nobody at once. If someone may be at "
        f"risk, call {board.mash_contact} now; out of hours {board.out_of_hours}; in an emergency "
        f"{board.emergency}."
    )


# Small pieces of language


def and_in_words(parts: Sequence[str]) -> str:
    return _joined(parts, "and")


def or_in_words(parts: Sequence[str]) -> str:
    return _joined(parts, "or")


def _joined(parts: Sequence[str], word: str) -> str:
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"
