"""What lies between a store and its server, and can fail."""

import asyncio
import random
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

TOGETHER = 1 << 16
IDLE = b"Z\0\0\0\5I"  # the server is ready, and in no transaction
Change = Callable[[bytes], bytes]


class Network:
    """A way to the server over loopback that can be cut: then bytes go nowhere, without a word."""

    def __init__(self, server: Path, change: Change = bytes) -> None:
        self._server = server
        self._change = change
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    def cut(self) -> None:
        self._flowing.clear()

    def mend(self) -> None:
        self._flowing.set()

    def url(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}?sslmode=disable"

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Network"]:
        listening = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = listening.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            listening.close()
            self.mend()
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._flowing.wait()
            await self._serve(reader, writer)
        except asyncio.CancelledError:
            pass  # the network is taken down; asyncio's streams would report it as an error
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        answers, asks = await asyncio.open_unix_connection(str(self._server))
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._carry(reader, asks, bytes))
                group.create_task(self._carry(answers, writer, self._change))
        finally:
            asks.close()

    async def _carry(self, source: StreamReader, target: StreamWriter, change: Change) -> None:
        with suppress(OSError):
            while data := await source.read(TOGETHER):
                await self._flowing.wait()
                target.write(change(data))
                await target.drain()
            target.close()


class TransactionPooler(Network):
    """As a pooler in transaction mode: each transaction may go over another server connection.

    It knows no prepared statements and forgets whatever a session was told.
    """

    CONNECTIONS = 3

    def __init__(self, server: Path) -> None:
        super().__init__(server)
        self.switches = 0
        self._busy: set[StreamWriter] = set()  # clients in the middle of a transaction

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        size = await reader.readexactly(4)
        hello = size + await reader.readexactly(int.from_bytes(size) - 4)
        backends = [await self._backend(hello) for _ in range(self.CONNECTIONS)]
        writer.write(backends[0][2])
        answering = [
            asyncio.create_task(self._answer(answers, writer)) for answers, _, _ in backends
        ]
        try:
            await self._ask(reader, writer, [asks for _, asks, _ in backends])
        except asyncio.IncompleteReadError:
            return
        finally:
            for task in answering:
                task.cancel()
            await asyncio.gather(*answering, return_exceptions=True)
            for _, asks, _ in backends:
                asks.close()

    async def _ask(
        self, reader: StreamReader, writer: StreamWriter, backends: list[StreamWriter]
    ) -> None:
        """Hand on what the client asks, each transaction to any of the server's connections."""
        before: StreamWriter | None = None
        while (message := await _message(reader))[:1] != b"X":
            if writer not in self._busy:
                chosen = random.choice(backends)  # noqa: S311 - any will do
                self.switches += before not in (None, chosen)
                self._busy.add(writer)
                before = chosen
            assert before is not None
            before.write(message)

    async def _answer(self, answers: StreamReader, writer: StreamWriter) -> None:
        while message := await _message(answers):
            if message == IDLE:
                self._busy.discard(writer)
            writer.write(message)

    async def _backend(self, hello: bytes) -> tuple[StreamReader, StreamWriter, bytes]:
        answers, asks = await asyncio.open_unix_connection(str(self._server))
        asks.write(hello)
        greeting = b""
        while not greeting.endswith(IDLE):
            greeting += await _message(answers)
        return answers, asks, greeting


async def _message(source: StreamReader) -> bytes:
    return await source.readexactly(1) + await _rest(source)


async def _rest(source: StreamReader) -> bytes:
    size = await source.readexactly(4)
    return size + await source.readexactly(int.from_bytes(size) - 4)
