"""heard check, heard manifest: what an administrator needs before the first run."""

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from analysis.wording import Wording
from bot import wording
from bot.board import Board, Role
from bot.cli.damage import looking_into, tell_of
from bot.cli.opening import PLAIN_BOARD, HasTheStore, settings_for, telling
from bot.definitions import Definitions, Missing, definitions
from bot.deps import Deps
from bot.keeping.retention import due_in
from bot.manifest import manifest as app_manifest
from bot.pseudonym import Pseudonyms
from bot.reading.models import Models
from bot.run import EVENTS_PATH, now
from bot.settings import Settings
from bot.slack_errors import reason_of
from bot.wording.refusals import RESTORE, places, sorry
from bot.workers.errands import at_work
from bot.workers.post import wrong_with
from storage.interface import Counts, NoStoreHere, NotAStore, StorageError, Store, StoreBusy
from storage.moving import is_half_filled
from storage.sealing import OTHERS
from surveys.framework import Framework
from surveys.good import says_the_same
from surveys.retention import Runs
from surveys.statement import LivingStatement
from surveys.values import PersonId, StatementId

MOST_NAMES = 20  # of sentences that a file of the board's own words lacks
NEEDED_ROLES = (Role.ANALYST, Role.ADMINISTRATOR)
NO_SECOND_WAY = (
    "Concerns have no second way: while Slack can't be reached, or nobody acknowledges one, nobody "
    "is told by e-mail. Set fallback_email in the board's file, HEARD_SMTP_URL and HEARD_SMTP_FROM."
)


@telling
async def check(given: argparse.Namespace) -> int:
    """Everything that is missing at once, a line each; 0 when nothing is."""
    settings = settings_for(given)
    known, mistakes = _definitions(settings)
    # First, because all of it may be handed over to the bot, which would say the rest again.
    wrong = await _store(settings, known, recover=given.recover, whole=given.all)
    wrong += _set_up(known, settings) if known else mistakes
    if not given.demo:
        wrong += _key_in_the_open(settings)
        wrong += missing_for_slack(settings)
        wrong += await _connection(settings)
    for line in wrong:
        print(f"- {line}")
    print(_in_short(len(wrong), known))
    return 1 if wrong else 0


def _in_short(wrong: int, known: Definitions | None) -> str:
    if wrong:
        return f"{wrong} to mend."
    is_lacking = known and not (known.people and known.board.fallback_email)
    if is_lacking or (known and _only_agency(known)):
        return "Otherwise everything is in place."
    return "Everything is in place."


def _definitions(settings: Settings) -> tuple[Definitions | None, tuple[str, ...]]:
    """What is written down, or every mistake in it."""
    try:
        return definitions(settings), ()
    except Missing as missing:
        return None, missing.messages


def _set_up(known: Definitions, settings: Settings) -> list[str]:
    """Say how this board is set up. Returns what is wrong with it, a sentence each."""
    print(f"Definitions: {_counted(known)}.")
    if known.wording.missing:
        print(_still_in_english(known.wording))
    if not known.people:
        print("People: none, so no wave can be opened; HEARD_PEOPLE names the people file.")
    print(_who_is_told(known.board))
    models = Models(settings.models_folder)
    for line in models.lines():
        print(line)
    if not known.board.fallback_email:
        print(NO_SECOND_WAY)
    if agency := _only_agency(known):
        print(
            f"All who act on concerns belong to {agency}: an allegation there would be seen by "
            "none of them. Add somebody of another agency."
        )
    return [
        *_roles_without_holders(known),
        *_agreed_ahead(known, now().astimezone(known.board.zone).date()),
        *nobody_to_tell(known.board),
        *_second_way(known.board, settings),
        *models.refused(),
    ]


@telling
async def manifest(given: argparse.Namespace) -> int:
    if given.url and not given.url.startswith("https://"):
        raise Missing((f"{given.url}: Slack wants an address that begins with https://.",))
    print(json.dumps(app_manifest(request_url=_events(given.url)), indent=2))
    return 0


def _events(url: str | None) -> str | None:
    """Where Heard listens; an address without a path gets it."""
    if url and not urlsplit(url).path.strip("/"):
        return url.rstrip("/") + EVENTS_PATH
    return url


def missing_for_slack(
    settings: Settings, environment: Mapping[str, str] = os.environ
) -> tuple[str, ...]:
    """What the connection to Slack lacks, a sentence each."""
    found = []
    bot_token, app_token = settings.slack_bot_token, settings.slack_app_token
    if bot_token is None:
        found.append("SLACK_BOT_TOKEN is not set: copy the Bot User OAuth Token (xoxb-…).")
    elif not bot_token.get_secret_value().startswith("xoxb-"):
        found.append("SLACK_BOT_TOKEN is no bot token: it begins with xoxb-.")
    if app_token and not app_token.get_secret_value().startswith("xapp-"):
        found.append("SLACK_APP_TOKEN is no app-level token: it begins with xapp-.")
    if app_token is None and settings.slack_signing_secret is None:
        found.append(
            "Neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP) is set: one of "
            "them is needed."
        )
    if "SLACK_CLIENT_ID" in environment:
        found.append("SLACK_CLIENT_ID is set, which switches OAuth on: please unset it.")
    return tuple(found)


def _key_in_the_open(
    settings: Settings, environment: Mapping[str, str] = os.environ
) -> Iterator[str]:
    """A key file that others may read is refused; settings are read whoever may see them."""
    if settings.key is None or "HEARD_KEY" in environment:
        return
    file = Path(".env")
    if file.exists() and file.stat().st_mode & OTHERS:
        yield f"{file} holds HEARD_KEY, and others than its owner may use it: chmod 600 {file}."


def nobody_to_tell(board: Board) -> tuple[str, ...]:
    """Heard does not start when nobody would read that someone may be at risk."""
    if board.holders(Role.DESIGNATED_LEAD):
        return ()
    return (
        "Nobody holds the role designated_lead, so nobody would be told that someone may be at "
        "risk: add a Slack id under roles in the board's file.",
    )


def _who_is_told(board: Board) -> str:
    counted = [
        f"{len(board.holders(role)) or 'no'} {role.value.replace('_', ' ')}"
        for role in (Role.DESIGNATED_LEAD, Role.DEPUTY, Role.DUTY_MANAGER)
    ]
    second = "; the second way: e-mail to fallback_email" if board.fallback_email else ""
    return f"Concerns go to {', '.join(counted)}{second}."


def _only_agency(known: Definitions) -> str | None:
    """The agency that all of them belong to; None when there are two, or one is not known."""
    board = known.board
    roles = (Role.DESIGNATED_LEAD, Role.DEPUTY, Role.DUTY_MANAGER)
    holders = {holder for role in roles for holder in board.holders(role)}
    agencies = {one.id: one.agency for one in known.people}
    found = {agencies.get(PersonId(holder)) for holder in holders}
    return found.pop() if len(found) == 1 else None


def _second_way(board: Board, settings: Settings) -> list[str]:
    found = list(wrong_with(settings))
    if board.fallback_email and settings.smtp_url is None:
        found.append("The board has a fallback_email but HEARD_SMTP_URL is not set.")
    return found


def _counted(known: Definitions) -> str:
    return (
        f"{len(known.framework.areas)} content areas, {len(known.surveys)} surveys, "
        f"{len(known.codebook.themes)} themes, {len(known.people)} people"
    )


def _still_in_english(own: Wording) -> str:
    """As many names as a line can hold; the rest comes when these are written."""
    missing = own.missing
    more = len(missing) - MOST_NAMES
    told = f"{', '.join(missing[:MOST_NAMES])}{f' and {more} more' if more > 0 else ''}"
    said = len(own.templates) - len(missing)
    return f"Words: {said} of {len(own.templates)} are your own. Still in English: {told}."


def _roles_without_holders(known: Definitions) -> list[str]:
    return [
        f"Nobody holds the role {role.value}: add a Slack id under roles in the board's file."
        for role in NEEDED_ROLES
        if not known.board.holders(role)
    ]


def _agreed_ahead(known: Definitions, today: date) -> Iterator[str]:
    """Nobody can have agreed anything on a day to come; until then it only looks proposed."""
    good, measures = known.framework.statements.values(), known.measures.measures
    agreed = [(str(one.id), one.agreed) for one in good]
    agreed += [(one.code, one.agreed) for one in measures]
    for name, one in agreed:
        if one and one.day > today:
            yield (
                f"{name} is agreed on {wording.day(one.day)}, which lies ahead: take 'agreed' out "
                "until the meeting has been, or mend its day."
            )


def _not_as_agreed(framework: Framework, lives: Sequence[LivingStatement]) -> Iterator[str]:
    """Where the framework file says something else than what was agreed in Heard."""
    for living in sorted(lives, key=lambda one: one.id):
        good = framework.statements.get(StatementId(living.id))
        agreed = living.agreements[-1] if living.agreements else None
        if agreed is None or (good and says_the_same(good, agreed)):
            continue
        where = f"{living.id} was agreed on {wording.day(agreed.day)} ({agreed.agreement.minute})"
        what = "says something else" if good else "does not have it"
        yield (
            f"{where}; the framework file {what}. What was agreed goes before the file: "
            "`heard good export` writes a file that says the same."
        )


async def _tell_what_differs(settings: Settings, framework: Framework, store: Store) -> None:
    """A board's own file only: Heard's drafts are not the board's word."""
    if settings.framework:
        for line in _not_as_agreed(framework, await store.all_kept(LivingStatement)):
            print(line)


async def _store(
    settings: Settings, known: Definitions | None, *, recover: bool, whole: bool
) -> list[str]:
    if settings.key is None and not settings.store_key_file.exists():
        return [_no_key(settings)]
    if errand := at_work.get():
        return await _looked_at(errand.deps.store, settings, errand.deps, whole=whole)
    try:
        async with looking_into(settings, recover=recover, whole=whole) as store:
            return await _looked_at(store, settings, known, whole=whole)
    except StoreBusy as busy:
        raise HasTheStore(busy) from None
    except NoStoreHere:
        print(
            f"Store: none yet at {settings.place}. Is that the right place? `heard run` begins one "
            "there."
        )
        return []
    except StorageError as error:
        return [sorry(error, PLAIN_BOARD)]


async def _looked_at(
    store: Store, settings: Settings, known: Definitions | Deps | None, *, whole: bool
) -> list[str]:
    """Damage first: nothing else can be told of what can't be read."""
    if lost := await store.unreadable():
        tell_of(lost, whole=whole)
        return [f"{places(lost)} of the store can't be read. {RESTORE}."]
    if known:
        await _tell_what_differs(settings, known.framework, store)
    wrong = await _kept(store, known.board if known else None)
    return [*wrong, *await _pseudonym_keys(store, settings)]


async def _pseudonym_keys(store: Store, settings: Settings) -> list[str]:
    """Without them whoever answered could answer again, and nobody could withdraw."""
    file = settings.pseudonym_key_file
    try:
        Pseudonyms(file)
    except NotAStore as error:
        return [sorry(error, PLAIN_BOARD)]
    is_asking = any(wave.is_open(now()) for wave in await store.waves())
    if file.exists() or not is_asking or not (await store.counted("", now())).responses:
        return []
    return [
        f"{file}: the keys of pseudonyms are missing while a wave is open, so people could answer "
        "twice. Put your copy back."
    ]


def _no_key(settings: Settings) -> str:
    path = Path(settings.store_url.removeprefix("tinydb:"))
    if path.exists():
        return f"{settings.store_key_file}: the key of the store is missing. Put your copy back."
    return f"{settings.store_key_file}: there is no key yet; `heard keys new` makes one."


async def _kept(store: Store, board: Board | None) -> list[str]:
    broken = await store.broken_link()
    print(f"Store: {len(await store.waves())} waves, audit chain {_chain(broken)}.")
    if crowded := _crowded(await store.counted("", now())):
        print(crowded)
    if dead := Counter(reason for _, reason in await store.dead_letters()):
        counted = ", ".join(f"{number} {reason}" for reason, number in sorted(dead.items()))
        print(f"Messages that could not be delivered: {counted}.")
    if board and not (await due_in(store, board, now())).is_empty:
        print(_due(board.retention.run))
    wrong = [] if broken is None else [f"The audit chain is broken at entry {broken}."]
    if await is_half_filled(store):
        wrong.append("A move or restore into this store was interrupted: run it again.")
    return wrong


def _due(runs: Runs) -> str:
    """Without a count: `heard retention plan` protects what is small."""
    how = {
        Runs.BY_HAND: "`heard retention run` deletes it",
        Runs.MONTHLY: "what needs no review goes by itself, one night each month",
    }
    return f"Something is due to go: `heard retention plan` says what, {how[runs]}."


def _crowded(counts: Counts) -> str | None:
    if counts.comfortable is None or counts.responses < counts.comfortable:
        return None
    return (
        f"It has {counts.responses:,} responses: beyond {counts.comfortable:,} this kind of store "
        f"is slow, and with {counts.most:,} it opens no new wave; `heard move` copies it."
    )


def _chain(broken: int | None) -> str:
    return "whole" if broken is None else "broken"


async def _connection(settings: Settings) -> list[str]:
    """Only where tokens are there to try."""
    if missing_for_slack(settings, {}):
        return []
    from bot.app import client_for  # noqa: PLC0415 - the whole bot, for the connection alone

    client = client_for(settings)
    try:
        answer = await client.auth_test()
        print(f"Slack: connected to {answer['team']} as {answer['user']}.")
        if settings.slack_app_token:
            await client.apps_connections_open(
                app_token=settings.slack_app_token.get_secret_value()
            )
    except SlackApiError as error:
        return [f"Slack refused: {reason_of(error)}. Check the tokens and reinstall."]
    except (ClientError, OSError) as error:
        return [f"Slack can't be reached ({type(error).__name__}). Check the network and proxy."]
    return []
