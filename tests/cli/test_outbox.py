"""What could not be delivered or handled, listed by id and reason, tried again or dropped."""

import asyncio
from contextlib import AbstractAsyncContextManager, chdir

import pytest

from bot.cli import parser
from bot.cli.opening import settings_for
from bot.definitions import definitions
from bot.deps import Deps
from bot.keeping.inbox import Arrival
from bot.run import now, open_deps
from surveys.values import PersonId
from tests.builders import a_message, a_response, a_survey, a_wave
from tests.cli.conftest import Terminal

WORDS = "I had to ring three times."


def in_store(heard: Terminal, *, failed: str = "unexpected error") -> None:
    """A dead letter and a failed arrival."""

    async def put() -> None:
        async with _opened(heard) as deps:
            await deps.store.open_wave(a_wave(), a_survey(), [], [])
            letter = a_message(PersonId("UANNA"), id="letter", text=WORDS)
            await deps.store.accept(a_response(), participant=None, outbox=[letter])
            await deps.store.give_up("letter", "user_disabled")
            body = f'{{"words": "{WORDS}"}}'
            arrival = Arrival(id="form", body=body, holder="dead", at=now(), tries=5, failed=failed)
            await deps.store.keep(arrival)

    asyncio.run(put())


def found(heard: Terminal) -> tuple[list[str], list[Arrival], list[str]]:
    """Dead letters, arrivals and audit entries, as the store has them."""

    async def ask() -> tuple[list[str], list[Arrival], list[str]]:
        async with _opened(heard) as deps:
            dead = [message.id for message, _ in await deps.store.dead_letters()]
            entries = [entry.did for entry in await deps.store.audit()]
            return dead, list(await deps.store.all_kept(Arrival)), entries

    return asyncio.run(ask())


def _opened(heard: Terminal) -> AbstractAsyncContextManager[Deps]:
    with chdir(heard.folder):
        settings = settings_for(parser().parse_args(["check"]))
        known = definitions(settings)
    moved = settings.model_copy(update={"data": heard.folder / settings.data})
    return open_deps(moved, known)


def test_it_is_listed_by_id_and_reason_and_without_a_word(heard: Terminal) -> None:
    in_store(heard)

    said = heard("outbox")

    assert said.code == 0
    assert any(line.startswith("letter  to UANNA  user_disabled") for line in said.lines)
    assert any(line.startswith("form  unexpected error  tried 5 times") for line in said.lines)
    assert WORDS not in said.out
    assert heard("outbox", "list").out == said.out


def test_all_of_it_is_tried_again(heard: Terminal) -> None:
    in_store(heard)

    said = heard("outbox", "retry", "all")

    dead, [arrival], entries = found(heard)
    assert said.out == "2 will be tried again.\n"
    assert dead == []
    assert (arrival.failed, arrival.tries) == ("", 0)
    assert entries == ["tried again what was given up"]


def test_what_is_dropped_is_gone(heard: Terminal) -> None:
    in_store(heard)

    said = heard("outbox", "drop", "letter", "form")

    assert said.code == 0
    assert found(heard)[:2] == ([], [])


@pytest.mark.parametrize(
    "words", [("retry",), ("drop",), ("drop", "all"), ("retry", "letter", "unknown")]
)
def test_what_is_not_there_changes_nothing(heard: Terminal, words: tuple[str, ...]) -> None:
    in_store(heard)

    said = heard("outbox", *words)

    assert said.code == 2
    assert said.err.count("\n") == 1
    dead, arrivals, entries = found(heard)
    assert (dead, len(arrivals), entries) == (["letter"], 1, [])


def test_what_only_waits_is_not_shown(heard: Terminal) -> None:
    in_store(heard, failed="")

    assert "form  " not in heard("outbox").out
    assert heard("outbox", "drop", "form").code == 2
