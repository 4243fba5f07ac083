"""What tests of several kinds start with."""

from collections.abc import Iterator

import pytest

from tests.servers import Server, a_server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One PostgreSQL for all tests; each makes a database of its own."""
    with a_server(flushing=False) as running:
        yield running
