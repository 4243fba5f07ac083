"""One store for every engine, each on what it really runs on."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from storage import open_store
from storage.interface import Store
from storage.sealing import Keys
from tests.servers import Server

ENGINES = ("tinydb", "postgresql")

Opening = Callable[..., Awaitable[Store]]  # with these keys, or the test's own


@pytest.fixture(scope="session")
def keys() -> Keys:
    return Keys.fresh()


@pytest.fixture(params=ENGINES)
def opening(request: pytest.FixtureRequest, tmp_path: Path, keys: Keys) -> Opening:
    """Opens this test's store, again and again if it is closed in between."""
    url = f"tinydb:{tmp_path / 'heard.db'}"
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("server")
        url = server.url(server.emptied("contract"))
    return lambda others=keys: open_store(url, others)


@pytest_asyncio.fixture
async def store(opening: Opening) -> AsyncIterator[Store]:
    opened = await opening()
    yield opened
    await opened.close()
