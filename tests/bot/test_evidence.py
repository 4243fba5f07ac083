"""What a digest stands on: voices with what the machine has read in them, and none withdrawn."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.deps import Deps
from bot.reading.worker import read_new, read_voices
from bot.telling.evidence import evidence
from storage.interface import Store
from storage.sealing import Keys
from storage.tiny import open_tiny
from surveys.coding import Sentiment
from surveys.periods import Period
from surveys.values import Respondent
from surveys.voice import AgeBand, Number, OnePerson, Voice, Whose, withdraw
from tests.builders import a_voice
from tests.demo_store import Clock, deps_with

AUTUMN = Period(year=2026, quarter=4)
IN_AUTUMN, IN_SPRING = date(2026, 11, 2), date(2026, 5, 4)
GLAD = "I love my worker and things are much better. It is great."


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_tiny(tmp_path / "heard.db", Keys.fresh())
    yield opened
    await opened.close()


@pytest.fixture
def deps(store: Store, tmp_path: Path) -> Deps:
    return deps_with(store, Clock(), tmp_path)


def heard_again(day: date, number: int) -> Voice:
    speaker = OnePerson(
        whose=Whose.CHILD, age_bands=(AgeBand.FROM_8,), reference=Respondent("kite")
    )
    return a_voice(id=f"{day}", day=day, speaker=speaker, rating=Number(number=number))


async def test_a_voice_carries_what_the_machine_has_read_in_it(store: Store, deps: Deps) -> None:
    voice = a_voice(day=IN_AUTUMN, own_words=(GLAD,))
    await store.keep(voice)

    assert await read_new(deps) == 1
    assert await read_new(deps) == 0
    found = await evidence(deps, AUTUMN)
    assert [(one.response, one.sentiment) for one in found.codings] == [
        (voice.id, Sentiment.POSITIVE)
    ]


async def test_words_that_an_older_engine_has_read_are_read_anew(store: Store, deps: Deps) -> None:
    await store.keep(a_voice(day=IN_AUTUMN, own_words=(GLAD,)))
    await read_new(deps)
    [voice] = await store.all_kept(Voice)
    old = [one.model_copy(update={"version": "an older one"}) for one in voice.codings]
    await store.change(voice, voice.model_copy(update={"codings": tuple(old)}))

    assert await read_voices(deps, only=None) == 1
    [voice] = await store.all_kept(Voice)
    assert len(voice.codings) == 1


async def test_of_whoever_is_heard_again_the_voices_before_are_there_too(
    store: Store, deps: Deps
) -> None:
    await store.keep(heard_again(IN_SPRING, 3), heard_again(IN_AUTUMN, 6))
    await store.keep(a_voice(id="other", day=IN_SPRING))

    found = await evidence(deps, AUTUMN)

    assert {voice.day for voice in found.voices} == {IN_SPRING, IN_AUTUMN}


async def test_a_withdrawn_voice_is_only_among_the_withdrawn(store: Store, deps: Deps) -> None:
    late = date(2026, 9, 20)
    await store.keep(withdraw(a_voice(day=late), late + timedelta(days=20)), a_voice(id="b"))

    this, before = await evidence(deps, AUTUMN), await evidence(deps, AUTUMN.previous)

    assert (this.voices, before.voices) == ((), ())
    assert len(this.withdrawn) == len(before.withdrawn) == 1
