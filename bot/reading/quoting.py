"""Quotes: proposed by rule, approved by two people, and shown only while nothing speaks against it.

No words are kept here, and none go into the audit chain.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from analysis.digest.quotes import Quotable, Shown, quotable
from analysis.disclosure.suppression import Audience
from bot.deps import Deps
from bot.reading.quotes_at_hand import Candidate, Desk
from bot.telling.evidence import evidence_about
from bot.wording.quotes import in_digest
from storage.interface import Entry
from surveys.errors import MayNotApprove
from surveys.framework import ContentArea, Perspective
from surveys.periods import Period
from surveys.quote import Chosen, Passage, Quote, Scope, quotes_for
from surveys.values import PersonId, Slug
from surveys.voice import Voice

ACT = "approve quotes"
ORDER = (Chosen.RARE, Chosen.CONTRARY, Chosen.TYPICAL)


async def desk(deps: Deps, area: ContentArea, period: Period, person: PersonId) -> Desk:
    """For one who may approve. That they saw it is in the audit chain before they do."""
    entry = Entry(
        at=deps.clock(), who=person, did="saw what could be quoted", what=f"{area.id} {period}"
    )
    await deps.store.record(entry)
    evidence = await evidence_about(deps, area, period)
    found = await asyncio.to_thread(quotable, area, period, evidence)
    decided = {one.id: one for one in await _decided(deps, area, period)}
    made = await asyncio.to_thread(_candidates, found, decided)
    me = deps.pseudonyms.worker(person) if deps.pseudonyms.knows_workers else None
    mine = {one.id for one in found.voices.values() if one.worker == me}
    return Desk(area, period, sorted((_for(one, mine) for one in made), key=_order))


async def decide(
    deps: Deps,
    area: ContentArea,
    period: Period,
    quote_id: str,
    change: Callable[[Quote], Quote],
    *,
    by: PersonId,
    did: str,
    scope: Scope | None = None,
) -> Quote:
    """The quote after *change*, kept with its entry in one transaction; the same again is nothing.

    Raises ChangedMeanwhile for what is not to be quoted any more, and MayNotApprove where an
    approval (which has a *scope*) is by whoever logged the voice, or beyond what was agreed to.
    """
    candidate = (await desk(deps, area, period, by)).get(quote_id)
    if scope and (candidate.own or scope not in candidate.scopes):
        raise MayNotApprove
    while True:
        kept = await deps.store.kept(Quote, quote_id)
        before = kept or candidate.quote
        after = change(before)
        if after == before:
            return before
        entry = Entry(at=deps.clock(), who=by, did=did, what=quote_id)
        if kept is None:
            if await deps.store.keep(after, entry=entry) == "kept":
                return after
        elif await deps.store.change(kept, after, entry=entry):
            return after


async def approved(deps: Deps, area: ContentArea, period: Period, scope: Scope) -> list[Shown]:
    """What may be shown for *scope* at this moment, in one order that tells nothing."""
    decided = [one for one in await _decided(deps, area, period) if one.may_be_shown_to(scope)]
    if not decided:
        return []
    evidence = await evidence_about(deps, area, period)
    found = await asyncio.to_thread(quotable, area, period, evidence)
    return list(found.shown(decided, scope))


async def quotes_told(deps: Deps, area: ContentArea, period: Period, audience: Audience) -> str:
    """How many quotes are approved for this audience, in words; nothing where there is none."""
    found = await approved(deps, area, period, scope_of(audience))
    serious = sum(one.chosen is Chosen.RARE for one in found)
    children = sum(
        one.perspective is Perspective.CHILD and one.chosen is not Chosen.RARE for one in found
    )
    return in_digest(children, len(found) - serious - children, serious)


def scope_of(audience: Audience) -> Scope:
    """The QA team is told what the Board is."""
    return Scope.PUBLIC if audience is Audience.PUBLIC else Scope.BOARD


async def let_go_of_dead_quotes(deps: Deps) -> int:
    """Forget what was decided on words that are gone for good. Returns how many went."""
    gone = []
    for quote in await deps.store.all_kept(Quote):
        voice = await deps.store.kept(Voice, quote.passage.voice)
        if voice is None or not voice.own_words:
            gone.append(quote.id)
    return await deps.store.let_go(Quote, gone)


async def _decided(deps: Deps, area: ContentArea, period: Period) -> list[Quote]:
    found = await deps.store.all_kept(Quote, quotes_for(area.id, str(period)))
    return sorted(found, key=lambda one: one.id)


def _candidates(found: Quotable, decided: dict[str, Quote]) -> list[Candidate]:
    """Everything proposed, and everything decided on words that may still be quoted."""
    made: dict[str, Candidate] = {}
    for one in found.proposals():
        if (name := found.id_of(one.passage)) is not None:
            quote = decided.get(name) or _proposed(found, name, one.passage, one.chosen, one.theme)
            made[name] = Candidate(
                quote=quote,
                text=one.text,
                perspective=one.perspective,
                scopes=found.scopes_of(one.passage),
                speakers=one.speakers,
                of_all=one.of_all,
            )
    for name, quote in decided.items():
        text = found.text_of(quote.passage)
        if name not in made and text is not None and found.still(quote):
            made[name] = Candidate(
                quote=quote,
                text=text,
                perspective=found.voices[quote.passage.voice].perspective,
                scopes=found.scopes_of(quote.passage),
            )
    return list(made.values())


def _proposed(found: Quotable, name: str, passage: Passage, chosen: Chosen, theme: Slug) -> Quote:
    return Quote(
        id=name,
        area=found.area,
        period=found.period,
        passage=passage,
        chosen=chosen,
        theme=theme,
    )


def _for(candidate: Candidate, mine: set[str]) -> Candidate:
    return replace(candidate, own=candidate.quote.passage.voice in mine)


def _order(candidate: Candidate) -> tuple[int, int, str]:
    """What waits for a second person, what is new, what is approved, what is not to be used."""
    quote = candidate.quote
    stages = (quote.waits_for_another, not quote.steps, bool(quote.approved_for), quote.is_refused)
    return stages.index(True), ORDER.index(quote.chosen), quote.id
