from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.asking.voices import own_voices
from bot.demo import demo_settings
from bot.demo.days import quarters
from bot.demo.files import demo_cast
from bot.demo.filling import fill
from storage.interface import Store, StoreFull
from storage.sealing import Keys
from storage.tiny import open_tiny
from surveys.answering import Response
from surveys.survey import Survey
from surveys.values import PersonId
from surveys.voice import is_late
from surveys.voice import still_open as voice_still_open
from surveys.wave import Delivery, Wave
from tests.demo_store import NOW, Clock, demo_people, deps_with


class FullAfterAWhile:
    """A store whose disk is full after some waves."""

    def __init__(self, store: Store, waves: int) -> None:
        self._store = store
        self._left = waves

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    async def accept_all(self, wave: Wave, survey: Survey, responses: list[Response]) -> int:
        self._left -= 1
        if self._left < 0:
            raise StoreFull
        return await self._store.accept_all(wave, survey, responses)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_tiny(tmp_path / "heard.db", Keys.fresh())
    yield opened
    await opened.close()


async def kept(store: Store) -> tuple[int, int, int]:
    waves = await store.waves()
    responses = [one for wave in waves for one in await store.responses(wave.id)]
    return len(waves), len(responses), len(await store.outgoing(NOW + timedelta(days=1), 1000))


async def test_a_new_store_is_filled_and_a_second_start_adds_nothing(
    store: Store, clock: Clock, tmp_path: Path
) -> None:
    assert await fill(deps_with(store, clock, tmp_path))
    before = await kept(store)
    clock.now += timedelta(days=40)

    assert not await fill(deps_with(store, clock, tmp_path))
    assert await kept(store) == before
    assert before[1] > 2000
    for quarter in quarters(NOW.date()):
        assert len((await store.evidence(quarter.period)).responses) > 250


async def test_only_those_one_can_act_as_are_sent_an_invitation(
    store: Store, clock: Clock, tmp_path: Path
) -> None:
    deps = deps_with(store, clock, tmp_path)
    await fill(deps)

    messages = await store.outgoing(NOW, 1000)

    asked = demo_cast().ids & {person.id for person in demo_people()}
    assert sorted(message.to for message in messages) == sorted(asked)
    assert len({message.invitation for message in messages}) == 1
    assert deps.to_send.is_set()
    assert deps.to_read.is_set()
    waves = {wave.id: wave for wave in await store.waves()}
    invitations = await store.invitations_of(PersonId("U0MERE001"))
    still_open = [one for one in invitations if waves[one.wave].is_open(NOW)]
    assert [one.delivery for one in still_open] == [Delivery.WAITING]
    assert len(invitations) >= 6
    mine = await own_voices(deps, PersonId("U0MERE007"))
    assert len(mine) > 50
    assert 0 < sum(bool(voice_still_open(voice)) for voice in mine) < 10
    assert not any(is_late(voice, deps.today()) for voice in mine)


async def test_a_filling_that_was_broken_off_goes_on_another_day_as_if_nothing_had_been(
    store: Store, clock: Clock, tmp_path: Path
) -> None:
    broken = deps_with(FullAfterAWhile(store, 20), clock, tmp_path)  # type: ignore[arg-type]
    with pytest.raises(StoreFull):
        await fill(broken)
    clock.now += timedelta(days=3)

    assert await fill(deps_with(store, clock, tmp_path))

    waves, responses, _ = await kept(store)
    days = [one.day for wave in await store.waves() for one in await store.responses(wave.id)]
    assert max(days) <= NOW.date()
    assert waves > 100
    assert responses == len(
        {one.id for wave in await store.waves() for one in await store.responses(wave.id)}
    )


def test_the_demonstration_keeps_apart_from_a_boards_own_data(tmp_path: Path) -> None:
    settings = demo_settings(tmp_path)

    assert settings.data == tmp_path
    assert settings.board.is_file()
    assert settings.people is not None
    assert settings.people.is_file()
    assert str(tmp_path) in settings.store_url
