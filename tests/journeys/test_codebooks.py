"""The codebook changes in Slack: proposed by one, signed by another, and all is read anew."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from analysis.reading.codebook import Theme, library_codebook
from analysis.reading.codebook_changes import BoardCodebook, Merged, Proposal, Split, State
from analysis.reading.reader import engine
from bot.board import Board, Role
from bot.reading.codebook_proposals import propose, sign
from bot.reading.codebooks import Codebooks
from bot.reading.review_queue import begin
from bot.reading.reviewing import agree, code
from bot.reading.worker import read_new
from surveys.coding import Coder, Sampled, Sentiment
from surveys.errors import CannotChangeCodebook, ChangedMeanwhile, NotYours, Unknown
from surveys.review import Read
from surveys.reviewed import PersonsCoding
from tests.journeys.harness import DAWN, QUINN, WILMA, Heard
from tests.journeys.test_reviews import (
    KIND,
    PLAIN,
    RITA,
    counted,
    did,
    pressed,
    said,
    the_review,
    who,
)

WORKLOAD = "Workload and capacity"


@pytest.fixture
def board(board: Board) -> Board:
    roles = {**board.roles, Role.ANALYST: (QUINN, RITA)}
    changes = {"roles": roles, "double_coded_percent": 0, "audited_a_wave": 0}
    return board.model_copy(update=changes)


async def at_the_codebook(heard: Heard, person: str = QUINN) -> Any:
    actor = heard.person(person)
    await actor.command("/codebook")
    await heard.workspace.until(lambda: actor.views)
    return actor


async def proposed(heard: Heard, actor: Any, button: str, form: Mapping[str, object]) -> None:
    await pressed(heard, actor, button, "Who signs it?")
    outcome = await actor.submit({"reason": "We agreed so in May.", "signs": RITA, **form})
    assert outcome.ok, outcome
    await actor.press("What would it move?")
    await heard.workspace.until(lambda: "of the last four quarters" in str(actor.view.body))


async def rita_signs(heard: Heard) -> Any:
    rita = heard.person(RITA)
    await heard.workspace.until(lambda: "signature" in str([m.text for m in rita.direct_messages]))
    await rita.press("Open")
    await heard.workspace.until(lambda: rita.views and "Sign it" in str(rita.view.body))
    await pressed(heard, rita, "Sign it", "It counts now")
    return rita


async def merge(heard: Heard) -> Proposal:
    """Workload into supervision, proposed by Quinn and to be signed by Rita."""
    change = Merged(theme="workload", into="supervision")
    return await propose(heard.deps, "merge", change, why="One thing.", by=QUINN, signs=RITA)


async def test_a_merge_is_proposed_weighed_signed_and_moves_what_was_coded(heard: Heard) -> None:
    await said(heard, *(f"{PLAIN} {number}" for number in range(7)))
    deps, quinn_id = heard.deps, who(heard, QUINN)
    await agree(deps, quinn_id, (await begin(deps, quinn_id)).desk)
    assert "workload" in (await counted(heard))[0].themes
    version = engine(deps.codebook)

    quinn = await at_the_codebook(heard)
    await pressed_for(heard, quinn, "workload")
    await proposed(heard, quinn, "Merge into another", {"into": "supervision"})
    assert "of 7 comments" in str(quinn.view.body)
    assert "7 would change their themes, fewer than 5 of them coded by people" in str(
        quinn.view.body
    )
    assert "Sign it" not in str(quinn.view.body)
    await rita_signs(heard)

    assert deps.codebook.theme("workload") is None
    assert "supervision" in (await counted(heard))[0].themes
    await read_new(deps)
    machine = await counted(heard, Coder.MACHINE)
    assert {one.version for one in machine} == {engine(deps.codebook)} != {version}
    assert all("supervision" in one.themes for one in machine)
    assert (await the_review(heard)).codings[0].read.themes[0] == "workload"  # kept as it was
    await heard.workspace.until(
        lambda: "was signed" in str([m.text for m in quinn.direct_messages])
    )
    assert "signed a change of the codebook" in await did(heard)


async def pressed_for(heard: Heard, actor: Any, theme: str) -> None:
    """The button beside one theme, once it is there: an older view may still be open."""

    def found() -> str | None:
        blocks = actor.view.blocks
        those = (one for one in blocks if one.get("accessory", {}).get("value") == theme)
        return next((one["block_id"] for one in those), None)

    await actor.press("Change", block_id=await heard.workspace.until(found))
    await heard.workspace.until(lambda: "Retire" in str(actor.view.body))


async def test_a_new_theme_is_looked_for_in_all_that_was_read(heard: Heard) -> None:
    await said(heard, "The parking is dreadful.", PLAIN)
    quinn = await at_the_codebook(heard)
    form = {"label": "Getting there", "description": "Parking and buses.", "words": "parking\nbus*"}
    await proposed(heard, quinn, "Propose a theme", form)
    await rita_signs(heard)
    await read_new(heard.deps)

    themes = [one.themes for one in await counted(heard, Coder.MACHINE)]
    assert sum("getting_there" in one for one in themes) == 1


async def test_a_theme_is_found_by_its_examples_which_keep_no_name(heard: Heard) -> None:
    await said(heard, "she started violin lessons in school", PLAIN)
    quinn = await at_the_codebook(heard)
    form = {
        "label": "Music making",
        "description": "Playing an instrument, alone or together.",
        "words": "xylophone*",
    }
    await proposed(heard, quinn, "Propose a theme", form)
    await signed(heard)
    assert await found_in_comments(heard, "music_making") == 0

    quinn = await at_the_codebook(heard)
    await pressed_for(heard, quinn, "music_making")
    played = "violin lessons on Thursday after school\nMrs Okafor lets me play the drums"
    await proposed(heard, quinn, "Add words or examples", {"examples": played})
    assert "violin lessons on Thursday" in str(quinn.view.body)
    await signed(heard)

    assert await found_in_comments(heard, "music_making") == 1
    [theme] = [one for one in heard.deps.codebook.themes if one.id == "music_making"]
    assert "Okafor" not in str(theme.examples)


async def signed(heard: Heard) -> None:
    [proposal] = await heard.deps.store.all_kept(Proposal, State.WAITING.value)
    await sign(heard.deps, RITA, proposal.id)


async def found_in_comments(heard: Heard, theme: str) -> int:
    await read_new(heard.deps)
    return sum(theme in one.themes for one in await counted(heard, Coder.MACHINE))


async def test_what_people_coded_with_a_theme_that_is_split_comes_to_them_again(
    heard: Heard,
) -> None:
    await said(heard, PLAIN)
    deps, quinn = heard.deps, who(heard, QUINN)
    await agree(deps, quinn, (await begin(deps, quinn)).desk)
    actor = await at_the_codebook(heard)
    await pressed_for(heard, actor, "workload")
    form = {"label": "Caseloads", "description": "How many.", "words": "caseload, caseloads"}
    await proposed(heard, actor, "Split", form)
    await rita_signs(heard)

    shown = await begin(deps, quinn)
    assert shown.comment is not None
    await code(deps, quinn, shown.desk, Read(sentiment=Sentiment.NEGATIVE, themes=("caseloads",)))
    assert (await counted(heard))[0].themes == ("caseloads",)
    assert len((await the_review(heard)).codings) == 2
    assert (await begin(deps, quinn)).comment is None


async def test_what_was_drawn_by_lot_is_blind_again_when_its_theme_is_split_and_in_any_quarter(
    heard: Heard,
) -> None:
    await said(heard, PLAIN, over=True)
    deps, quinn = heard.deps, who(heard, QUINN)
    deps = replace(deps, board=deps.board.model_copy(update={"audited_a_wave": 1}))
    found = Read(sentiment=Sentiment.NEGATIVE, themes=("workload",))
    await code(deps, quinn, (await begin(deps, quinn)).desk, found)
    themes = [one.id for one in deps.codebook.themes]
    assert (await persons(heard)).asked == frozenset(themes)
    caseloads = Theme(id="caseloads", label="Caseloads", description="How many.", words=("case*",))
    change = Split(theme="workload", new=caseloads)
    proposal = await propose(deps, "split", change, why="Two things.", by=QUINN, signs=RITA)
    await sign(deps, RITA, proposal.id)

    heard.clock.now = datetime(2027, 5, 3, 9, tzinfo=UTC)  # three quarters on
    shown = await begin(deps, quinn)
    assert (shown.blind, shown.desk.left) == (True, 1)
    await agree(deps, quinn, shown.desk)
    assert len((await the_review(heard)).codings) == 1  # it can't be agreed with unseen
    await code(deps, quinn, shown.desk, found.model_copy(update={"themes": ("caseloads",)}))

    coding = await persons(heard)
    assert (coding.sampled, coding.themes) == (Sampled.AUDIT, ("caseloads",))
    assert coding.asked == frozenset(themes) - {"workload"}  # of neither is it a random sample
    assert (await begin(deps, quinn)).comment is None


async def persons(heard: Heard) -> PersonsCoding:
    [coding] = await counted(heard)
    assert isinstance(coding, PersonsCoding)
    return coding


async def test_only_those_who_may_sign_are_offered_as_signers(heard: Heard) -> None:
    quinn = await at_the_codebook(heard)
    await pressed(heard, quinn, "Propose a theme", "Who signs it?")

    [asked] = [one for one in quinn.view.blocks if one["block_id"] == "signs"]
    assert [one["value"] for one in asked["element"]["options"]] == [RITA]


async def test_nobody_signs_their_own_or_what_another_was_named_for(heard: Heard) -> None:
    heard.workspace.refuse_next(1, "users.info", retry_after=60)  # then everybody can be chosen
    quinn = await at_the_codebook(heard)
    await pressed(heard, quinn, "Propose a theme", "Who signs it?")
    form = {"label": "X", "description": "Y.", "words": "parking", "reason": "Z."}
    assert "nobody signs their own" in str(await quinn.submit({**form, "signs": QUINN}))
    assert "can't sign" in str(await quinn.submit({"signs": WILMA}))
    proposal = await merge(heard)
    for person in (QUINN, DAWN):
        with pytest.raises(NotYours):
            await sign(heard.deps, person, proposal.id)

    assert heard.deps.codebook == library_codebook()


async def test_a_form_says_what_is_wrong_with_it_and_keeps_what_was_written(heard: Heard) -> None:
    quinn = await at_the_codebook(heard)
    await pressed(heard, quinn, "Propose a theme", "Who signs it?")
    form = {"label": WORKLOAD, "description": "Y.", "words": "e*", "reason": "Z.", "signs": RITA}
    assert "too short" in str(await quinn.submit(form))
    assert "There is, or once was" in str(await quinn.submit({"words": "parking"}))
    assert "write something" in str(await quinn.submit({"reason": "  "}))
    assert "longer than 300" in str(await quinn.submit({"words": "x" * 400, "reason": "Z."}))
    long = {"words": "parking", "examples": "late " * 100}
    assert "each of 300 characters" in str(await quinn.submit(long))

    assert await heard.deps.store.all_kept(Proposal) == []


async def test_signing_twice_is_signing_once(heard: Heard) -> None:
    proposal = await merge(heard)
    await sign(heard.deps, RITA, proposal.id)
    await sign(heard.deps, RITA, proposal.id)

    assert heard.deps.codebooks.now.number == 1
    assert len(await heard.deps.store.all_kept(BoardCodebook)) == 1
    kept = await heard.deps.store.kept(Proposal, proposal.id)
    assert kept
    assert kept.state is State.SIGNED


async def test_of_two_changes_that_do_not_go_together_the_second_is_refused(heard: Heard) -> None:
    deps, first = heard.deps, await merge(heard)
    change = Merged(theme="supervision", into="workload")
    second = await propose(deps, "other", change, why="The other way.", by=QUINN, signs=RITA)
    await sign(deps, RITA, first.id)

    with pytest.raises((Unknown, CannotChangeCodebook)):
        await sign(deps, RITA, second.id)
    assert deps.codebooks.now.number == 1


async def test_two_processes_never_make_two_codebooks_of_one_number(heard: Heard) -> None:
    deps, here, there = heard.deps, heard.deps.codebooks, Codebooks(library_codebook())
    proposal = await merge(heard)
    await sign(deps, RITA, proposal.id)
    entry = (await deps.store.audit())[-1]

    with pytest.raises(ChangedMeanwhile):
        await there.publish(deps.store, here.now.model_copy(update={"why": "Mine."}), entry)
    assert there.now == here.now


async def test_a_restart_goes_on_with_the_codebook_that_counts(heard: Heard) -> None:
    await said(heard, KIND)
    await sign(heard.deps, RITA, (await merge(heard)).id)
    await heard.again()

    assert heard.deps.codebooks.now.number == 1
    assert heard.deps.codebook.theme("workload") is None


async def test_a_reading_that_is_under_way_when_the_codebook_changes_comes_to_an_end(
    heard: Heard,
) -> None:
    await said(heard, *(f"{PLAIN} {number}" for number in range(30)))
    deps, proposal = heard.deps, await merge(heard)
    await asyncio.gather(read_new(deps), sign(deps, RITA, proposal.id), read_new(deps))
    await read_new(deps)

    versions = {one.version for one in await counted(heard, Coder.MACHINE)}
    assert versions == {engine(deps.codebook)}
