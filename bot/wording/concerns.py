"""Every sentence about a concern: the fixed message to the writer, and what a lead reads."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from analysis.disclosure.suppression import Band, Percentage, Protected, ReleasedShare, TooFew
from analysis.figures.net_measures import ProcessCount, Recall
from bot.board import Board
from bot.views.pieces import escaped
from surveys.concern import (
    Acknowledged,
    AdviceGiven,
    Concern,
    Decided,
    Done,
    Door,
    NoAction,
    Outcome,
    Referred,
    Reported,
    Route,
    Settled,
    Told,
    Urgency,
    due_at,
)
from surveys.values import PersonId
from surveys.working_time import add_working_hours, is_working_time


def told(board: Board, now: datetime, routes: tuple[Route, ...] = ()) -> tuple[str, ...]:
    """What whoever wrote it reads. Always the same sentences: nothing is made from their words."""
    is_night = not is_working_time(now, board.zone, board.working_hours)
    found = [
        *([out_of_hours(board, now)] if is_night else []),
        "*Thank you. A designated person will read what you wrote,* because it may mean that "
        "someone is at risk.",
        f"If anyone is in danger now, call {board.emergency}. To report a worry, call "
        f"{board.mash_contact}; out of hours {board.out_of_hours}.",
        "This does not replace your own duty to report.",
    ]
    if Route.FGM in routes:
        found.append(
            "Regulated professionals who are told of FGM by a girl under 18, or see it, have a "
            "duty of their own to tell the police: call 101."
        )
    return tuple(found)


def report_it_now(board: Board, now: datetime) -> str:
    """With whoever answers at this hour, and for whoever reads it later, out of hours."""
    answers = is_working_time(now, board.zone, board.working_hours)
    at_night = board.out_of_hours
    contact = f"{board.mash_contact}; out of hours {at_night}" if answers else at_night
    return f"*You said that it is not reported yet. Please do it now:* {contact}."


def out_of_hours(board: Board, now: datetime) -> str:
    """For whoever writes: somebody is told now, and until when nobody may read it."""
    return (
        "*It is out of hours now.* Heard is not watched at night, at weekends or on bank holidays: "
        f"this may not be read before {_opening(board, now)}. What can't wait goes to "
        f"{board.out_of_hours}."
    )


def lead_out_of_hours(board: Board, now: datetime) -> str:
    """For whoever is told then: the clock beside it stands, and why nobody can rely on it."""
    return (
        "*It is out of hours now.* Please act on it if you see it: Heard is not watched at night, "
        f"at weekends or on bank holidays, so nobody else may before {_opening(board, now)}. "
        f"What can't wait goes to {board.out_of_hours}."
    )


def _opening(board: Board, now: datetime) -> str:
    begins = add_working_hours(now, timedelta(), board.zone, board.working_hours)
    return moment(begins, now, board)


def one_item(due: str, *, is_late: bool) -> str:
    """All that a message ever says."""
    if is_late:
        return f"One item needs you. Its time was {due}, and nobody has acknowledged it."
    return f"One item needs you. Please open it by {due}."


def clock_ran_out() -> str:
    """What the QA team reads: that the process failed, and nothing of what it was about."""
    return (
        "A concern was not acknowledged within its time. Whoever may open it has been told again. "
        "Please don't wait for the next digest: ask the designated lead what kept it, and who "
        "covers when nobody is there."
    )


def several_items(number: int) -> str:
    return f"{number} items need you. Please open the one with the shortest clock first."


def recall(found: Recall | None) -> str:
    """How much the net finds, from the samples that people read."""
    if found is None:
        return (
            "How much the net finds can't be said yet: it takes 20 sampled texts that were read "
            "and 5 concerns that were rightly flagged."
        )
    return (
        f"The net finds about {found.estimate:.0%} of what you want to read that day (likely "
        f"{found.lower:.0%} to {found.upper:.0%}): {found.missed} of {found.sampled} sampled texts "
        "should have been flagged."
    )


def process(count: ProcessCount) -> str:
    """QN8; neither more nor fewer is good."""
    if isinstance(count.raised, Protected):
        return "This quarter: too few concerns to show a count."
    return (
        f"This quarter: {count.raised.number} concerns raised (more is neither good nor bad); "
        f"acknowledged in time: {_share(count.in_time)}; rightly raised: {_share(count.rightly)}."
    )


def _share(share: ReleasedShare) -> str:
    match share:
        case Percentage(percent=percent, base=base):
            return f"{percent:.0f}% of {base}"
        case Band(base=base):
            return f"{share} of {base}"
        case TooFew(base=base):
            return f"too few to say ({base})"
        case Protected():
            return "too few to show"


POST_SUBJECT = "Heard: one item needs the designated lead"


def post_text(board: Board) -> str:
    """Without content: an e-mail may be read by anybody on its way."""
    return (
        f"One item in Heard ({board.name}) needs the designated safeguarding lead, the deputy or "
        "the duty manager. Nobody has acknowledged it in its time, or Slack could not be reached."
        "\n\nPlease open Heard in Slack and type /concerns. If Slack can't be reached, make sure "
        "that the designated lead knows, and tell your administrator.\n\nThis message says "
        "nothing about what it is, and nothing should be sent in answer to it.\n"
    )


def second_needed() -> str:
    return "Somebody has asked who wrote one item. It opens only when a second person asks."


def not_in_the_future() -> str:
    return "Please give the day on which it was referred: today or before."


def it_goes_on() -> str:
    return "*It goes on:* the whole text does not fit into one window of Slack. Ask who wrote it."


def moment(at: datetime, now: datetime, board: Board) -> str:
    """'09:15 today', or with its day."""
    local, today = at.astimezone(board.zone), now.astimezone(board.zone).date()
    day = "today" if local.date() == today else f"on {local:%A} {local.day} {local:%B}"
    return f"{local:%H:%M} {day}"


REPORTED = {
    Reported.YES: "Yes, it is reported",
    Reported.NOT_YET: "Not yet",
    Reported.NOT_MEANT: "I did not mean that",
}

# What a lead reads

URGENCIES = {
    Urgency.IMMEDIATE: "Immediate",
    Urgency.SAME_DAY: "Same day",
    Urgency.REVIEW: "For review",
}
DOORS = {
    Door.COMMENT: "a survey comment",
    Door.VOICE: "a voice",
    Door.MESSAGE: "a direct message to Heard",
    Door.IMPORT: "an imported survey",
    Door.BOARD_TEXT: "a text written for the board",
}
CATEGORIES = {
    "physical": "physical harm",
    "emotional": "emotional harm",
    "sexual": "sexual harm",
    "neglect": "neglect",
    "domestic_abuse": "domestic abuse",
    "exploitation": "exploitation",
    "self_harm_suicide": "self-harm or suicide",
    "allegation_staff": "an allegation about somebody who works with children",
    "fgm_hba": "FGM, forced marriage or so-called honour",
    "radicalisation": "radicalisation",
    "missing": "a missing child",
    "non_recent": "harm some time ago",
    "adult_risk": "an adult at risk",
    "unaddressed_risk": "a known risk that nobody acted on",
    "unread": "not read by the program, which failed or took too long",
    "found_by_reading": "found by a person who read it",
}


NOT_ENGLISH = "Not in English: please read it."


def not_english(sentences: Sequence[str]) -> str:
    """Which of a passage's, beside others that are."""
    return "Not in English, please read: " + " ".join(f"“{escaped(one)}”" for one in sentences)


def categories(found: Sequence[str]) -> str:
    return ", ".join(CATEGORIES.get(one, one.replace("_", " ")) for one in found)


def routes(found: Sequence[Route], board: Board) -> tuple[str, ...]:
    """Where it may have to go, as reminders: a person decides."""
    return tuple(_route(route, board) for route in found)


def _route(route: Route, board: Board) -> str:
    match route:
        case Route.FRONT_DOOR:
            return (
                f"*Front door:* {board.mash_contact}, the same day; out of hours "
                f"{board.out_of_hours}."
            )
        case Route.LADO:
            return (
                f"*Allegation:* {board.lado_contact}, within one working day. Tell nobody at the "
                "agency concerned before that; its people can't see this item."
            )
        case Route.FGM:
            return (
                "*FGM:* regulated professionals have a personal duty to tell the police (101) of "
                "a known case under 18. Remind them; nobody can do it for them."
            )
        case Route.PREVENT:
            return (
                f"*Prevent:* {board.prevent_contact}; if something is planned, {board.emergency}."
            )
        case Route.ADULT_AT_RISK:
            return f"*Adult at risk:* {board.adults_contact}; if it can't wait, {board.emergency}."


def reported(answer: Reported | None) -> str:
    match answer:
        case None:
            return "The writer has not said whether it is reported already."
        case Reported.YES:
            return "The writer says that it is reported already. Please check."
        case Reported.NOT_YET:
            return "The writer says that it is *not reported yet*."
        case Reported.NOT_MEANT:
            return "The writer says that it was not meant like that. Please read it all the same."


def state(concern: Concern, now: datetime, board: Board) -> str:
    """Where it stands: what is due, or who did what last."""
    match concern.state:
        case Told():
            due = due_at(concern, board.zone, board.working_hours)
            when = moment(due, now, board)
            return f"*overdue since {when}*" if now >= due else f"to acknowledge by {when}"
        case Acknowledged(by=by, at=at):
            return f"acknowledged by <@{by}> at {moment(at, now, board)}; no outcome yet"
        case Decided(outcomes=outcomes):
            last = outcomes[-1]
            when = moment(last.at, now, board)
            return (
                f"outcome recorded by <@{last.by}> at {when}; still to decide: release its words, "
                "or keep them out as they are now"
            )
        case Settled(by=by, released=released):
            what = "released to analysis" if released else "kept out"
            return f"settled by <@{by}>; its words are {what}"


def outcome(one: Outcome, now: datetime, board: Board) -> str:
    """What was written stands for itself: a sentence around it would not fit every wording."""
    done, written = _done(one.done)
    wanted = "" if one.rightly else " It did not need to be read that day."
    when = moment(one.at, now, board)
    return f"*{done}*{wanted} In the words of <@{one.by}>, {when}: {escaped(written)}"


def _done(done: Done) -> tuple[str, str]:
    """What was done, and what was written about it."""
    match done:
        case Referred(to=to, on=on):
            return f"It was referred on {on.day} {on:%B %Y}.", to
        case AdviceGiven(what=what):
            return "Advice was given.", what
        case NoAction(why=why):
            return "No action is needed.", why


def acknowledged_before(by: PersonId, at: datetime, now: datetime, board: Board) -> str:
    return f"<@{by}> acknowledged this at {moment(at, now, board)}. You need not."
