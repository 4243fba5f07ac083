"""Whether Heard is well, for whoever watches it: counts and times, nobody's words."""

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.deps import Deps

A_FEW = 100


def health(deps: Deps) -> Handler:
    async def answer(_request: web.Request) -> web.StreamResponse:
        waiting = len(await deps.store.outgoing(deps.clock(), A_FEW))
        dead = len(await deps.store.dead_letters())
        return web.json_response({"well": True, "messages_waiting": waiting, "dead_letters": dead})

    return answer
