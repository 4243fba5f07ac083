"""What is said when something could not be done: what happened, and what to do next."""

from collections.abc import Sequence

from analysis.phrases import within
from bot.board import Board
from bot.wording import (
    and_in_words,
    area_not_active,
    asks_the_same,
    day,
    held_back,
    names_somebody,
    nobody_to_ask,
    not_consulted,
    or_in_words,
    too_late_to_withdraw,
)
from bot.wording.papers import being_made, no_day, taken_over
from storage.interface import (
    NotAStore,
    NotSwept,
    StorageError,
    StoreBusy,
    StoreDamaged,
    StoreFull,
    StoreTooLarge,
    StoreUnreachable,
    WrongKey,
)
from storage.moving import NotTheSame
from storage.sealing import UnusableKeys
from surveys.errors import (
    AcknowledgedBefore,
    AlreadyAnswered,
    AlreadyMaking,
    AlreadyReleased,
    AnswersGone,
    AreaNotActive,
    AskedAlready,
    CannotChangeCodebook,
    ChangedMeanwhile,
    Frozen,
    HeardError,
    HeldBack,
    InTheFuture,
    InvalidDefinition,
    InvalidRows,
    MayNotApprove,
    MissingParameters,
    NamesSomebody,
    NoContentArea,
    NoDay,
    NoDeadline,
    NotAcknowledged,
    NotAllowed,
    NotBegun,
    NotConsulted,
    NotDecided,
    NothingProposed,
    NothingToTakeBack,
    NotInvited,
    NotReleased,
    NotYet,
    NotYours,
    OnHold,
    OnlyInPaper,
    StillRunning,
    TakenOver,
    TooEarly,
    TooFewAsked,
    TooLateToWithdraw,
    TwoPeopleNeeded,
    Unknown,
    WaveClosed,
    WaveNotOpen,
    WordsLocked,
)

RESTORE = (
    "Restore the last backup into an empty place (`heard restore`; see Damaged in "
    "docs/operating.md)"
)
CODEBOOK_REFUSALS = {
    "used": (
        "There is, or once was, a theme of that name. Choose another, so that nobody mistakes what "
        "was coded before."
    ),
    "into_itself": "A theme can't be merged into itself. Choose another one.",
    "no_words_left": (
        "All words would move to the new theme, and the old one would find nothing. Leave it some, "
        "or rename it instead."
    ),
    "too_many_examples": "A theme can have fifty examples at most.",
    "last": "A codebook needs at least one theme.",
    "too_many": "A codebook can have a hundred themes at most. Merge or retire some first.",
}


def sorry(error: HeardError | StorageError, board: Board) -> str:  # noqa: C901, PLR0911, PLR0912 - a case each
    """One sentence for a person: what happened and what to do next."""
    match error:
        case StorageError():
            return _store_trouble(error)
        case WaveClosed(last_day=last_day):
            return f"This survey was open until {day(last_day)}. Nothing was sent."
        case WaveNotOpen(opens_at=opens_at):
            return f"This survey opens on {day(opens_at, board.zone)}. Please come back then."
        case AlreadyAnswered():
            return "You have answered this survey already; your first answers are kept. Thank you."
        case NotInvited():
            return "You are not among those asked in this survey. `/survey` shows what is open."
        case Frozen(survey=survey, version=version):
            return (
                f"{survey} version {version} has been asked with other words before. Give the "
                f"changed survey `version: {version + 1}`."
            )
        case NotBegun(first_day=first_day):
            return f"This period only begins on {day(first_day)}. Please ask for an earlier one."
        case StillRunning(last_day=last_day):
            return (
                f"This quarter runs until {day(last_day)}, and a paper tells of quarters that are "
                "over. `/digest` shows the figures so far."
            )
        case NotReleased(area=area, period=period):
            return (
                f"{area}, {period}: nothing has been released yet. Please ask the QA team, who "
                "release it with the button under the digest."
            )
        case OnlyInPaper(period=period, made_on=made_on):
            return (
                f"This figure stands only in the Board paper of {period}, made on {day(made_on)}, "
                "when it was not yet kept how all figures of a paper were made. To keep every "
                "figure as it is told, release the digest: then it can be made again."
            )
        case AlreadyReleased(edition=edition, day=released_on, by=by):
            return (
                f"This digest was released on {day(released_on)} by {by} (edition {edition}). To "
                "release it again, please say why."
            )
        case AlreadyMaking(period=period, by=by, since=since, is_own=is_own):
            return being_made(period, by, since.astimezone(board.zone), is_own=is_own)
        case TakenOver(period=period, by=by, since=since):
            return taken_over(period, by, since.astimezone(board.zone))
        case NoDay(actions=actions):
            return no_day(actions)
        case NoDeadline(earliest=earliest, latest=latest):
            return (
                f"Texts can be due from today, {day(earliest)}, until {day(latest)}. Please choose "
                "a day between."
            )
        case NamesSomebody(kinds=kinds):
            return names_somebody(kinds)
        case HeldBack(told=told):
            return "\n\n".join((held_back(), *told))
        case AreaNotActive(area=area, begins=begins, ends=ends):
            return area_not_active(area, begins, ends)
        case NoContentArea(survey=title):
            return (
                f"{title} is about no content area, and nothing is collected without one. Please "
                "choose the content area, or link its questions to 'good' statements."
            )
        case NothingProposed():
            return "These words are agreed already. Propose other words first."
        case NotConsulted(asked=asked):
            return not_consulted(asked=asked)
        case TooEarly(earliest=earliest):
            return f"That is before what it follows. Please choose a day from {day(earliest)} on."
        case InTheFuture(today=today):
            return f"That day is still to come. Please choose one up to today, {day(today)}."
        case NothingToTakeBack():
            return "There is nothing to take back: nothing has been recorded of it yet."
        case CannotChangeCodebook(why=why):
            return CODEBOOK_REFUSALS[why]
        case MayNotApprove():
            return (
                "Whoever logged a voice can't approve it as a quote, and it goes no further than "
                "was agreed to. Ask another analyst, or approve it for the Board alone."
            )
        case NotYours():
            return (
                "Somebody else was named to sign this, and nobody signs their own. Ask them to do "
                "it, or propose it again and name another person."
            )
        case TooFewAsked(fewest=1):
            return nobody_to_ask()
        case TooFewAsked(fewest=fewest):
            return (
                f"Fewer than {fewest} people belong to this audience, and what so few say would be "
                "known to be theirs. Please ask a larger group."
            )
        case AskedAlready():
            return f"{asks_the_same(error)} Please close that first, or plan another time."
        case NotYet(survey=survey):
            return f"{survey} is a named return. This version of Heard can't ask for those yet."
        case MissingParameters(names=names):
            return f"This survey speaks of {and_in_words(names)}; please say what is meant by it."
        case WordsLocked():
            return (
                "The hour for corrections is over, so their words stand as they are. Personal data "
                "can still be marked: ask the QA team."
            )
        case TooLateToWithdraw(last_day=last_day):
            return too_late_to_withdraw(last_day)
        case AcknowledgedBefore(by=by):
            return f"<@{by}> has acknowledged this already."
        case NotAcknowledged():
            return "Please acknowledge this first; then record what was done."
        case NotDecided():
            return "Please record what was done first; then decide about its words."
        case TwoPeopleNeeded():
            return "A second person has to ask for this."
        case ChangedMeanwhile():
            return (
                "This has been changed in another window meanwhile. Please look at it again; "
                "nothing of this has been kept."
            )
        case OnHold():
            return (
                "This can't be deleted for now: a legal hold keeps it, or a concern about it is "
                "still open. Nothing has been deleted. Please ask your administrator."
            )
        case AnswersGone(period=period, made_on=made_on):
            return (
                f"The answers of {period} have been deleted, as promised, some or all of them. Its "
                f"figures were kept on {day(made_on)}; how they were made can't be shown any more."
            )
        case NotAllowed(needed=needed):
            return (
                "This is for people with the role "
                f"{or_in_words([_ROLES[role] for role in needed])}. Your administrator can add you."
            )
        case Unknown():
            return _unknown(error)
        case InvalidDefinition(file=file, problems=problems):
            return f"{file} has {_mistakes(len(problems))}: {problems[0].reason}"
        case InvalidRows(rows=rows):
            return _rows_not_taken({row.row for row in rows})
        case _:
            return "That did not work. Nothing has changed; please try again."


def _rows_not_taken(rows: set[int]) -> str:
    if rows == {0}:
        return (
            "Nothing was taken. Say what a heading stands for with `--column HEADING=QUESTION`, or "
            "leave it out with `--ignore HEADING`."
        )
    number = len(rows - {0})
    return f"{number} {'row' if number == 1 else 'rows'} can't be taken, so none was taken."


_ROLES = {
    "analyst": "QA officer (analyst)",
    "sub_group": "member of the QA sub-group",
    "participation_worker": "participation worker",
    "designated_lead": "designated safeguarding lead",
    "deputy": "deputy of the designated lead",
    "duty_manager": "duty manager",
    "administrator": "administrator",
}


def _unknown(error: Unknown) -> str:
    match error.kind, error.nearest:
        case "figure", _:
            return (
                "There is no figure with this id. Copy it from a digest, where it stands in grey, "
                "like `NEG-OC1-26Q3-b7c4`."
            )
        case "period", _:
            return "That is no quarter or year. Write it like `2026-Q3` or `2026`."
        case "day", _:
            return "That is no day. Write it like `2026-11-15` or `15 November 2026`."
        case "quarter", _:
            return "That is no quarter. Write it like `2026-Q3`."
        case "board of a figure", _:
            return (
                "This id begins with letters that no content area of this board has, so it is "
                "misspelt or another board's. Copy it from a digest of this board."
            )
        case "audience", _:
            return "There is no such audience. Write `for board`, `for sub-group` or `for public`."
        case kind, ():
            return f"There is no {kind} of that name. {_LISTS.get(kind, '')}".strip()
        case kind, nearest:
            typed = map(within, nearest) if kind == "content area" else nearest
            names = or_in_words([f"`{name}`" for name in typed])
            return f"There is no {kind} of that name. Did you mean {names}?"


_LISTS = {
    "content area": "`/digest` without words shows the list.",
    "survey": "`heard surveys` shows the list.",
    "wave": "`/wave` shows the list.",
    "'good' statement": "`/good` shows the list.",
    "text": "It has been read or deleted meanwhile.",
    "concern": "`/concerns` shows those that you can act on.",
}


def _store_trouble(error: StorageError) -> str:  # noqa: PLR0911 - a case each
    match error:
        case StoreFull():
            return "The disk is full, so this was not kept. Please try again in a few minutes."
        case StoreUnreachable(why=why):
            return (
                f"The store can't be reached at the moment: {why}. Please try again in a minute; "
                "the same sent twice is kept once."
            )
        case StoreBusy(place=place, holder=holder):
            return f"{place} is in use by {holder}. Stop that first, or ask in Slack instead."
        case StoreDamaged(place=place, lost=lost, copy=copy):
            return (
                f"{place} is damaged: {places(lost)} can't be read, and one may hold many "
                f"records; `heard check` lists them. {RESTORE}, or run `heard check --recover` to "
                f"go on with what can be read. A copy is kept as {copy}."
            )
        case NotTheSame(items=items):
            return (
                f"The copy is not the same: {len(items)} items differ, the first is {items[0]}. "
                "The source is as it was. Delete the target's file or database, make sure that no "
                "bot runs on either, and begin again."
            )
        case StoreTooLarge(responses=responses, most=most):
            return (
                f"The store has {responses:,} responses, and with {most:,} it opens no new wave. "
                "What is open goes on. Your administrator can move it to PostgreSQL: `heard move`."
            )
        case NotSwept():
            return (
                "What was due is deleted, but the database's files could not be written anew, "
                "because something reads them, such as a backup, or because they belong to another "
                "user of the database. Run `heard retention run` again later."
            )
        case WrongKey():
            return "This key does not open the store. Nothing has changed; give the right key file."
        case NotAStore(place=place, why=why) | UnusableKeys(place=place, why=why):
            return f"{place}: {why}."
        case _:
            return f"The store can't be used: {' '.join(str(part) for part in error.args)}"


def places(lost: Sequence[str]) -> str:
    return "1 place" if len(lost) == 1 else f"{len(lost):,} places"


def unexpected(reference: str) -> str:
    return f"Something went wrong on our side. Please tell your administrator: {reference}."


def problems(error: InvalidDefinition) -> tuple[str, ...]:
    """Every mistake in a file, a line each, for an author."""
    return tuple(
        f"{error.file}:{problem.line or 1}: {problem.path or 'file'}: {problem.reason}"
        for problem in error.problems
    )


def rows(error: InvalidRows) -> tuple[str, ...]:
    """Every bad row of an import, a line each; row 0 is the heading."""
    return tuple(
        f"{f'row {row.row}' if row.row else 'heading'}"
        f"{f', {row.column}' if row.column else ''}: {row.reason}"
        for row in error.rows
    )


def _mistakes(number: int) -> str:
    return "a mistake" if number == 1 else f"{number} mistakes"
