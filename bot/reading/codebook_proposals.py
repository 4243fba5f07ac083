"""Changes of the codebook: one person proposes, another, whom they name, signs or declines."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from analysis.evidence.leanings import PEOPLE
from analysis.figures.codebook_shares import SharesMoved, Spoken, shares_moved
from analysis.reading.codebook_changes import (
    BoardCodebook,
    Change,
    Proposal,
    State,
    changed,
    words_of,
)
from analysis.reading.codebook_effect import Effect, Moved, effect, moves
from analysis.reading.coding import coding_that_counts
from analysis.reading.model import Model
from bot.deps import Deps
from bot.ids import derived
from bot.reading.comments import comments_in, writer_of
from bot.roles import MAY
from bot.safeguarding.board_texts import refuse_personal_data
from bot.telling.evidence import evidence
from bot.views.codebook_changes import signed_message, waiting_message
from storage.interface import Entry, Message
from surveys.answering import Response
from surveys.coding import Coder, Coding
from surveys.errors import ChangedMeanwhile, NotYours, Unknown
from surveys.periods import Period
from surveys.reviewed import now
from surveys.values import PersonId
from surveys.voice import Voice

ACT, SIGN = "change the codebook", "sign a change of the codebook"
QUARTERS = 4  # of which it is said what would move


async def waiting(deps: Deps) -> list[Proposal]:
    found = await deps.store.all_kept(Proposal, State.WAITING.value)
    return sorted(found, key=lambda one: (one.day, one.id))


async def the_proposal(deps: Deps, name: str) -> Proposal:
    """Raises Unknown."""
    found = await deps.store.kept(Proposal, name)
    if found is None:
        raise Unknown("proposal", "")
    return found


async def may_sign(deps: Deps, person: PersonId, client: AsyncWebClient) -> bool:
    return await deps.roles.may(person, SIGN, client)


async def signers_for(deps: Deps, by: PersonId, client: AsyncWebClient) -> frozenset[PersonId]:
    """Everybody who may sign what *by* proposes."""
    holding = [await deps.roles.members(role, client) for role in MAY[SIGN]]
    return frozenset().union(*holding) - {by}


async def propose(
    deps: Deps, name: str, change: Change, *, why: str, by: PersonId, signs: PersonId
) -> Proposal:
    """Keep it under this *name* and tell whoever is to sign.

    Raises NotYours for one's own signature, NamesSomebody, and what `changed` raises: nobody is
    asked to sign what can't be done.
    """
    if by == signs:
        raise NotYours
    refuse_personal_data(why, *words_of(change))
    proposal = Proposal(id=name, change=change, why=why, by=by, signs=signs, day=deps.today())
    after_it(await deps.codebooks.refresh(deps.store), proposal)
    entry = _entry(deps, by, "proposed a change of the codebook", proposal)
    asking = derived("codebook", proposal.id, "sign")
    message = _message(deps, asking, signs, waiting_message(proposal.id))
    await deps.store.keep(proposal, outbox=[message], entry=entry)
    deps.to_send.set()
    return proposal


def after_it(before: BoardCodebook, proposal: Proposal) -> BoardCodebook:
    """The codebook that it would make. Raises Unknown, CannotChangeCodebook."""
    return changed(
        before,
        proposal.change,
        why=proposal.why,
        by=proposal.by,
        signed_by=proposal.signs,
        day=proposal.day,
        proposal=proposal.id,
    )


async def effect_of(deps: Deps, after: BoardCodebook) -> tuple[Effect, SharesMoved]:
    """What it would move of the comments of the last four quarters that count now.

    Whose share moves is for the QA team (see shares_moved).
    """
    before = await deps.codebooks.refresh(deps.store)
    told = await read_in_a_year(deps)
    reads = await asyncio.to_thread(deps.models.refresh)
    return await asyncio.to_thread(_effect, told, before, after, reads.theme_model)


def _effect(
    told: Sequence[tuple[Response | Voice, str, Coding]],
    before: BoardCodebook,
    after: BoardCodebook,
    model: Model | None,
) -> tuple[Effect, SharesMoved]:
    found = moves(((text, coding) for _, text, coding in told), before, after, model)
    spoken = (
        _spoken(kept_in, one, after)
        for (kept_in, _, _), one in zip(told, found, strict=True)
        if kept_in.perspective in PEOPLE and not one.coding.guesses_nothing
    )
    return effect(found), shares_moved(spoken, before.codebook, after.codebook)


def _spoken(kept_in: Response | Voice, one: Moved, after: BoardCodebook) -> Spoken:
    """What people coded with a theme that is split counts for it until they code it anew."""
    is_person = one.coding.coder is Coder.PERSON
    counts = frozenset(now(tuple(one.then), after.became)) if is_person else one.now
    return Spoken(writer_of(kept_in), kept_in.agency, one.then, counts)


async def sign(deps: Deps, person: PersonId, name: str) -> BoardCodebook:
    """From now on it counts, and everything that was read is read anew, in the background.

    Signing twice is signing once. Raises NotYours, Unknown, ChangedMeanwhile, CannotChangeCodebook.
    """
    proposal = await _theirs(deps, person, name)
    before = await deps.codebooks.refresh(deps.store)
    made = await _made_from(deps, proposal)
    if made is None:
        made = after_it(before, proposal).model_copy(update={"day": deps.today()})
        entry = _entry(deps, person, "signed a change of the codebook", proposal)
        await deps.codebooks.publish(deps.store, made, entry)
    await _close(deps, proposal, State.SIGNED, None)
    deps.to_read.set()
    return made


async def decline(deps: Deps, person: PersonId, name: str) -> Proposal:
    """By whoever was to sign it, or who proposed it. Raises NotYours, Unknown."""
    proposal = await the_proposal(deps, name)
    if person not in (proposal.by, proposal.signs):
        raise NotYours
    entry = _entry(deps, person, "declined a change of the codebook", proposal)
    await _close(deps, proposal, State.DECLINED, entry)
    return await the_proposal(deps, name)


async def _theirs(deps: Deps, person: PersonId, name: str) -> Proposal:
    proposal = await the_proposal(deps, name)
    if person != proposal.signs or person == proposal.by:
        raise NotYours
    if proposal.state is State.DECLINED:
        raise ChangedMeanwhile
    return proposal


async def _made_from(deps: Deps, proposal: Proposal) -> BoardCodebook | None:
    """What was signed before, by a press that came twice or was cut short."""
    kept = await deps.store.all_kept(BoardCodebook)
    return next((one for one in kept if one.proposal == proposal.id), None)


async def _close(deps: Deps, proposal: Proposal, state: State, entry: Entry | None) -> None:
    if proposal.state is not State.WAITING:
        return
    telling = derived("codebook", proposal.id, state.value)
    outbox = [_message(deps, telling, proposal.by, signed_message(state))]
    closed = proposal.model_copy(update={"state": state})
    if not await deps.store.change(proposal, closed, outbox=outbox, entry=entry):
        raise ChangedMeanwhile
    deps.to_send.set()


async def read_in_a_year(deps: Deps) -> list[tuple[Response | Voice, str, Coding]]:
    """Every comment of four quarters, what it is kept in, and the coding that counts."""
    period = Period.quarter_of(deps.today())
    found: list[tuple[Response | Voice, str, Coding]] = []
    for _ in range(QUARTERS):
        told = await evidence(deps, period)
        codings = defaultdict(list)
        for coding in told.codings:
            codings[f"{coding.response} {coding.question}"].append(coding)
        for reference, (kept_in, text) in comments_in(told.responses, told.voices).items():
            if (counts := coding_that_counts(codings[reference])) is not None:
                found.append((kept_in, text, counts))
        period = period.previous
    return found


def _entry(deps: Deps, person: PersonId, did: str, proposal: Proposal) -> Entry:
    return Entry(at=deps.clock(), who=person, did=did, what=proposal.id)


def _message(
    deps: Deps, name: str, to: PersonId, told: tuple[str, list[dict[str, Any]]]
) -> Message:
    text, blocks = told
    return Message(id=name, to=to, text=text, blocks=blocks, not_before=deps.clock())
