"""One store for every engine, each on what it really runs on."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from storage import open_store
from storage.interface import Store
from storage.sealing import Keys

ENGINES = ("tinydb",)

Opening = Callable[[], Awaitable[Store]]


@pytest.fixture(scope="session")
def keys() -> Keys:
    return Keys.fresh()


@pytest.fixture(params=ENGINES)
def opening(request: pytest.FixtureRequest, tmp_path: Path, keys: Keys) -> Opening:
    """Opens this test's store, again and again if it is closed in between."""
    assert request.param == "tinydb"
    return lambda: open_store(f"tinydb:{tmp_path / 'heard.db'}", keys)


@pytest_asyncio.fixture
async def store(opening: Opening) -> AsyncIterator[Store]:
    opened = await opening()
    yield opened
    await opened.close()
