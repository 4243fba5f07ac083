"""How a process ends."""

import asyncio
import os
import signal

import pytest

from bot.run import done_before, stop_on_signals
from bot.workers.vitals import Vitals


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


async def test_what_takes_long_before_the_start_is_broken_off_by_who_asks_to_stop() -> None:
    stop, broken_off = asyncio.Event(), asyncio.Event()

    async def long() -> None:
        stop.set()
        try:
            await asyncio.Event().wait()  # for ever
        finally:
            broken_off.set()

    assert not await done_before(stop, long())
    assert broken_off.is_set()


async def test_what_is_done_or_fails_before_anybody_asks_to_stop_is_told() -> None:
    async def fails() -> None:
        raise OSError("as it happens")

    assert await done_before(asyncio.Event(), asyncio.sleep(0))
    with pytest.raises(OSError, match="as it happens"):
        await done_before(asyncio.Event(), fails())


async def test_whoever_stops_waits_for_what_is_being_handled_and_not_for_ever() -> None:
    vitals = Vitals()
    assert await vitals.until_idle(0)
    with vitals.handling():
        assert not await vitals.until_idle(0.01)
        waiting = asyncio.create_task(vitals.until_idle(5))
        await asyncio.sleep(0)

    assert await waiting
