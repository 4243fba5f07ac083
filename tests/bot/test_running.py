"""How a process ends."""

import asyncio
import os
import signal

import pytest

from bot.running import stop_on_signals
from bot.vitals import Vitals


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_the_first_signal_asks_and_a_second_ends_the_process(number: signal.Signals) -> None:
    stop = asyncio.Event()
    usual = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        stop_on_signals(stop)
        os.kill(os.getpid(), number)
        async with asyncio.timeout(5):
            await stop.wait()

        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        for one, handler in usual.items():
            signal.signal(one, handler)


async def test_whoever_stops_waits_for_what_is_being_handled_and_not_for_ever() -> None:
    vitals = Vitals()
    assert await vitals.until_idle(0)
    with vitals.handling():
        assert not await vitals.until_idle(0.01)
        waiting = asyncio.create_task(vitals.until_idle(5))
        await asyncio.sleep(0)

    assert await waiting
