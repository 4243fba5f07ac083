"""What most commands begin with: the settings, the definitions, the store; and how they say no."""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC
from functools import wraps
from getpass import getuser

from pydantic import ValidationError

from bot.board import Board
from bot.definitions import Missing, definitions
from bot.deps import Deps
from bot.run import now, open_deps
from bot.safeguarding.board_texts import pass_board_texts
from bot.settings import Settings
from bot.wording.refusals import problems, rows, sorry
from bot.workers.errands import at_work, sent_to_the_bot
from storage.interface import StorageError, Store, StoreBusy, StoreFull, StoreUnreachable
from surveys.errors import HeardError, HeldBack, InvalidDefinition, InvalidRows

Command = Callable[[argparse.Namespace], Awaitable[int]]
PLAIN_BOARD = Board(name="the board", mash_contact="the front door", out_of_hours="the night team")


class HasTheStore(Exception):
    """Another process has the store open: perhaps the bot, which may do what was typed."""

    def __init__(self, busy: StoreBusy) -> None:
        super().__init__(busy.place)
        self.busy = busy


def operator() -> str:
    """Who typed the command, for the audit chain."""
    errand = at_work.get()
    return f"{getuser()} on the command line" if errand is None else errand.who


async def read_by_net(deps: Deps, place: str, texts: Mapping[str, str]) -> None:
    """What is typed here or stands in a file passes the net too; the command is carried out."""
    await asyncio.to_thread(deps.net, "")  # loaded before it must answer within a second
    try:
        await pass_board_texts(deps, place, texts, by=operator())
    except HeldBack as held:
        print(*held.told, sep="\n", file=sys.stderr)


def settings_for(given: argparse.Namespace) -> Settings:
    """From the environment; with --demo, those of the practice workspace."""
    try:
        if not given.demo:
            return Settings()
        from bot.demo import demo_settings  # noqa: PLC0415 - only where it is asked for

        return demo_settings()
    except ValidationError as wrong:
        raise Missing(
            tuple(f"{_variable(error['loc'])}: {error['msg']}." for error in wrong.errors())
        ) from None


def _variable(place: tuple[int | str, ...]) -> str:
    """The variable of the environment that a setting is read from."""
    name = str(place[0]).upper()
    return name if name.startswith("SLACK_") else f"HEARD_{name.removeprefix('HEARD_')}"


@asynccontextmanager
async def opened(given: argparse.Namespace, *, begin: bool = True) -> AsyncIterator[Deps]:
    """Everything a command works with; in the running bot, what that has open.

    What has a use only where something is kept does not *begin* one: its place is mistyped.
    Raises Missing, StorageError.
    """
    if errand := at_work.get():
        yield errand.deps
        return
    settings = settings_for(given)
    async with AsyncExitStack() as stack:
        try:
            opening = open_deps(settings, definitions(settings), begin=begin)
            deps = await stack.enter_async_context(opening)
        except StoreBusy as busy:
            raise HasTheStore(busy) from None
        yield deps


async def refuse_while_heard_runs(store: Store) -> None:
    """For what may not happen beside a running bot: a shared store lets both in. Raises Missing."""
    if until := await store.led_until(now()):
        stop = "Heard is running on this store: stop every `heard run`, then try again."
        killed = (
            f"One that was killed counts as running until {until.astimezone(UTC):%H:%M:%S} UTC."
        )
        raise Missing((f"{stop} {killed}",))


def telling(command: Command) -> Command:
    """Turn what a person can be told into a sentence on standard error and an exit code.

    Where the running bot has the store, the bot does it.
    """

    @wraps(command)
    async def run(given: argparse.Namespace) -> int:
        try:
            return await command(given)
        except Missing as missing:
            lines = missing.messages
        except InvalidDefinition as wrong:
            lines = problems(wrong)
        except InvalidRows as wrong:
            lines = (*rows(wrong), sorry(wrong, PLAIN_BOARD))
        except HasTheStore as bot:
            told = await sent_to_the_bot(given, settings_for(given).data, operator())
            if told is not None:
                print(told["out"], end="")
                print(told["err"], end="", file=sys.stderr)
                return int(told["code"])
            lines = (sorry(bot.busy, PLAIN_BOARD),)
        except StorageError as error:
            lines = (_store_trouble(error),)
        except HeardError as error:
            lines = (sorry(error, PLAIN_BOARD),)
        for line in lines:
            print(line, file=sys.stderr)
        return 2

    return run


def _store_trouble(error: StorageError) -> str:
    """For whoever keeps the machine, who may know the place, and is not answering a survey."""
    match error:
        case StoreUnreachable(place=place, why=why):
            return f"{place} can't be reached: {why}."
        case StoreBusy(place=place, holder=holder):
            return f"{place} is in use by {holder}. Wait until that has ended, then try again."
        case StoreFull():
            return f"There is no room left for {' '.join(map(str, error.args))}: make some."
        case _:
            return sorry(error, PLAIN_BOARD)
