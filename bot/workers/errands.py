"""What a command on this machine asks of the running bot, which alone has the store open.

The bot listens on a socket in its data folder that only its own user may use. A command that finds
the store taken hands over what was typed; the bot does it with what it has open, and tells the
outcome. Nothing is listening where the store serves several processes: there, commands open it.
"""

import asyncio
import importlib
import io
import json
import logging
from argparse import Namespace
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, redirect_stderr, redirect_stdout
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout, UnixConnector, web

from bot.deps import Deps
from bot.whereabouts import places_of

SOCKET = "heard.sock"
LONGEST_SOCKET = 100  # bytes that a path of a socket may have, with some to spare
FILES = ("file", "out", "chart")  # arguments that name a file where the command was typed
NOT_DONE = 1
FAILED = "That did not work, and the bot's log says where. Please tell the administrator.\n"
LONGEST = 3600  # seconds; a backup of a large store takes minutes

Does = Callable[[Namespace], Awaitable[int]]
log = logging.getLogger("heard")


@dataclass(frozen=True)
class AtWork:
    """An errand of *who* is being done in the bot, with the bot's own *deps*."""

    deps: Deps
    who: str


at_work: ContextVar[AtWork | None] = ContextVar("at_work", default=None)


@asynccontextmanager
async def taking_errands(deps: Deps, folder: Path) -> AsyncIterator[None]:
    """Take errands until the end of the block."""
    place = folder / SOCKET
    if len(bytes(place.absolute())) > LONGEST_SOCKET:
        log.warning("the path of the data folder is too long for commands while the bot runs")
        yield
        return
    place.unlink(missing_ok=True)  # the store is ours, so nobody listens on it any more
    app = web.Application()
    app.router.add_post("/", _door(deps))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.UnixSite(runner, str(place)).start()
        place.chmod(0o600)
        yield
    finally:
        await runner.cleanup()
        place.unlink(missing_ok=True)


async def sent_to_the_bot(given: Namespace, folder: Path, who: str) -> dict[str, str | int] | None:
    """What the running bot says to this errand (out, err, code); None when no bot answers."""
    place = folder / SOCKET
    typed = _as_seen_from_anywhere(given)
    try:
        async with (
            ClientSession(
                connector=UnixConnector(str(place)), timeout=ClientTimeout(total=LONGEST)
            ) as session,
            session.post("http://bot/", json={"given": typed, "who": who}) as answer,
        ):
            told: dict[str, str | int] = await answer.json()
            return told
    except (ClientError, OSError, ValueError):
        return None


def _as_seen_from_anywhere(given: Namespace) -> dict[str, object]:
    """What was typed, with whole paths: the bot stands in another folder."""
    return {
        name: str(Path(value).absolute()) if name in FILES and value else value
        for name, value in vars(given).items()
    }


def _door(deps: Deps) -> Callable[[web.Request], Awaitable[web.Response]]:
    one_at_a_time = asyncio.Lock()

    async def answer(request: web.Request) -> web.Response:
        asked = json.loads(await request.text())
        given = Namespace(**asked["given"])
        module, _, function = given.does.partition(":")
        does = getattr(importlib.import_module(f"bot.cli.{module}"), function)
        async with one_at_a_time:
            return web.json_response(await _done(does, given, AtWork(deps, asked["who"])))

    return answer


async def _done(does: Does, given: Namespace, at: AtWork) -> dict[str, str | int]:
    """Only here does the bot print anything, so that what is printed belongs to the errand."""
    out, err = io.StringIO(), io.StringIO()
    token = at_work.set(at)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = await does(given)
    except Exception as error:  # noqa: BLE001 - the bot goes on; its message may hold words
        log.error("unexpected %s in an errand, at %s", type(error).__name__, places_of(error))  # noqa: TRY400
        return {"out": out.getvalue(), "err": FAILED, "code": NOT_DONE}
    finally:
        at_work.reset(token)
    return {"out": out.getvalue(), "err": err.getvalue(), "code": code}
