"""A participation worker logs what a child said, in the child's own words."""

from typing import Any

from surveys.voice import Voice
from tests.journeys.harness import ANNA, WILMA, Heard

WORDS = "They never ask me, they ask my mum."
ABOUT = {
    "whose": "Child",
    "age_bands": ["8 to 11"],
    "content_area": "Neglect",
    "gathered_by": ["Talking", "Drawing or play"],
    "agreed": "Yes, in their own words or way",
    "reuse": "As a quote to the Board",
}


async def begin(heard: Heard, worry: str = "No worry") -> Any:
    """Type /voice and answer the first question."""
    wilma = heard.person(WILMA)
    await wilma.command("/voice")
    await heard.workspace.until(lambda: wilma.views)
    await wilma.submit({"worry": worry})
    return wilma


async def log(heard: Heard, said: dict[str, object], **about: object) -> Any:
    wilma = await begin(heard)
    outcome = await wilma.submit({**ABOUT, **about})
    assert outcome.ok, outcome
    outcome = await wilma.submit(said)
    assert outcome.ok, outcome
    return wilma


async def voices(heard: Heard) -> list[Voice]:
    return list(await heard.deps.store.all_kept(Voice))


async def test_a_voice_is_kept_in_the_childs_own_words(heard: Heard) -> None:
    wilma = await log(heard, {"own_words": WORDS})

    assert wilma.view.title == "Kept"
    [voice] = await voices(heard)
    assert voice.own_words == (WORDS,)
    assert voice.worker != WILMA


async def test_home_shows_a_worker_what_is_to_finish_and_nobody_else(heard: Heard) -> None:
    wilma = await log(heard, {"own_words": WORDS})
    await wilma.close()
    await wilma.open_home()
    await heard.workspace.until(lambda: "1 voice to finish" in str(wilma.home.body))
    anna = heard.person(ANNA)
    await anna.open_home()
    await heard.workspace.until(lambda: "Open for you" in str(anna.home.body))

    assert WORDS not in str(wilma.home.body)
    assert "Voices" not in str(anna.home.body)


async def test_whoever_has_not_reported_a_worry_is_shown_the_route_and_nothing_is_kept(
    heard: Heard,
) -> None:
    wilma = await begin(heard, "Yes, not yet reported")

    assert "01632 960100" in str(wilma.view.body)
    assert await voices(heard) == []
    await wilma.press("It is reported now: go on")
    await heard.workspace.until(lambda: "Whose voice" in str(wilma.view.body))
