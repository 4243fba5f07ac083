"""What tests of several kinds start with."""

import gc
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.servers import Server, a_server

# How long an example takes says how busy the machine is, and nothing about the product.
settings.register_profile("heard", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("heard")


def pytest_collection_finish() -> None:
    """What was loaded stays to the end: no search for garbage need go through all of it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One PostgreSQL for all tests; each makes a database of its own."""
    with a_server(flushing=False) as running:
        yield running
