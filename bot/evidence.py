"""What a digest stands on: the store's evidence, and the voices that workers have logged."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace

from bot.deps import Deps
from surveys.answering import Response
from surveys.concern import WITHHELD, Concern, in_filling
from surveys.evidence import Divided, Evidence
from surveys.framework import ContentArea, Tier
from surveys.indicators import Indicator, in_period, latest
from surveys.periods import Period
from surveys.values import AreaId
from surveys.voice import OWN_WORDS, Number, Voice, in_quarter, of_reference, withdrawn_in

LAST_QUARTER = 4


async def evidence(deps: Deps, period: Period, area: AreaId | None = None) -> Evidence:
    """The evidence of *period*; with *area*, only responses about it or none.

    Voices are of all areas, so that nothing shows in which there are some; none is withdrawn. Of
    whoever gave a number again in the period, the voices before it are there as well.
    """
    found = await deps.store.evidence(period, area)
    labels = [in_quarter(quarter) for quarter in _quarters(period)]
    labels += [withdrawn_in(quarter) for quarter in _quarters(period)]
    known = {voice.id: voice for label in labels for voice in await _labelled(deps, label)}
    for reference in _heard_again(known.values()):
        known |= {voice.id: voice for voice in await _labelled(deps, of_reference(reference))}
    held = _of_responses(await _held_back(deps), found.responses)
    voices = [_without(voice, held) for voice in known.values() if not voice.withdrawn]
    codings = (*found.codings, *(coding for voice in voices for coding in voice.codings))
    return replace(
        found,
        responses=tuple(_answers_without(one, held) for one in found.responses)
        if held
        else found.responses,
        codings=tuple(one for one in codings if (one.response, one.question) not in held),
        voices=tuple(voices),
        withdrawn=tuple(voice for voice in known.values() if voice.withdrawn),
        population=deps.population,
        indicators=await _indicators(deps, period),
        as_at=deps.today(),
        measures=deps.measures,
    )


class Gathered:
    """The evidence of whole periods, read once and shared by all content areas that ask for it."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._divided: dict[Period, Divided] = {}

    async def of(self, area: ContentArea, period: Period) -> Evidence:
        """As `evidence_about`, which is quicker for one practice area alone."""
        if period not in self._divided:
            whole = await evidence(self._deps, period)
            zone = self._deps.board.zone
            self._divided[period] = await asyncio.to_thread(Divided, whole, period, zone)
        divided = self._divided[period]
        return divided.about(area.id) if area.tier is Tier.PRACTICE else divided.whole


async def evidence_about(deps: Deps, area: ContentArea, period: Period) -> Evidence:
    """An organisational or wider area stands on responses about any area."""
    return await evidence(deps, period, area.id if area.tier is Tier.PRACTICE else None)


async def _indicators(deps: Deps, period: Period) -> tuple[Indicator, ...]:
    """Of its quarters, and of the year where that ends with the period."""
    ended = [Period(year=period.year)] if period.quarter in (None, LAST_QUARTER) else []
    labels = [in_period(one) for one in (*_quarters(period), *ended)]
    found = [one for label in labels for one in await deps.store.all_kept(Indicator, label)]
    return latest(found)


async def _held_back(deps: Deps) -> frozenset[tuple[str, str]]:
    """Response or voice, and field, of the words that a concern keeps out until it releases them.

    What the net did not flag is in: a person reads it, but figures do not wait for that.
    """
    concerns = await deps.store.all_kept(Concern, WITHHELD)
    return frozenset((one.refers_to, said.field) for one in concerns for said in one.passages)


def _of_responses(
    held: frozenset[tuple[str, str]], responses: Iterable[Response]
) -> frozenset[tuple[str, str]]:
    """The same, and the responses by their ids: a concern refers to a filling, sent or not."""
    if not held:
        return held
    fields: dict[str, list[str]] = {}
    for refers_to, field in held:
        fields.setdefault(refers_to, []).append(field)
    found = [
        (one.id, field)
        for one in responses
        for field in fields.get(in_filling(one.wave, one.respondent), ())
    ]
    return held.union(found)


def _without(voice: Voice, held: frozenset[tuple[str, str]]) -> Voice:
    if (voice.id, OWN_WORDS) not in held:
        return voice
    return voice.model_copy(update={"own_words": (), "codings": ()})


def _answers_without(response: Response, held: frozenset[tuple[str, str]]) -> Response:
    answers = {
        name: said for name, said in response.answers.items() if (response.id, name) not in held
    }
    if len(answers) == len(response.answers):
        return response
    return response.model_copy(update={"answers": answers})


async def _labelled(deps: Deps, label: str) -> Iterable[Voice]:
    return await deps.store.all_kept(Voice, label)


def _heard_again(voices: Iterable[Voice]) -> list[str]:
    """The references under which a number was given, each once and in one order."""
    rated = (voice for voice in voices if isinstance(voice.rating, Number))
    return sorted({voice.reference for voice in rated if voice.reference})


def _quarters(period: Period) -> list[Period]:
    if period.quarter is not None:
        return [period]
    return [Period(year=period.year, quarter=quarter) for quarter in (1, 2, 3, 4)]
