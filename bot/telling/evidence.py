"""What a digest stands on: the store's evidence, and the voices that workers have logged."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from analysis.paper.plans import actions_in
from analysis.paper.texts import PaperText
from bot.deps import Deps
from surveys.answering import Response, Said
from surveys.coding import ThemeNames
from surveys.concern import Concern, found_in, in_filling
from surveys.evidence import Divided, Evidence
from surveys.framework import ContentArea, Tier
from surveys.indicators import Indicator, in_period, latest
from surveys.periods import Period
from surveys.review import Review, fingerprint
from surveys.reviewed import coded_apart, coding_of, was_coded
from surveys.safety_net import Acknowledgement, acknowledgement
from surveys.values import AreaId
from surveys.voice import OWN_WORDS, Number, Voice, in_quarter, of_reference, withdrawn_in


async def evidence(deps: Deps, period: Period, area: AreaId | None = None) -> Evidence:
    """The evidence of *period*; with *area*, only responses about it or none.

    Voices are of all areas, so that nothing shows in which there are some; none is withdrawn. Of
    whoever gave a number again in the period, the voices before it are there as well.
    """
    found = await deps.store.evidence(period, area)
    labels = [in_quarter(quarter) for quarter in period.quarters]
    labels += [withdrawn_in(quarter) for quarter in period.quarters]
    known = {voice.id: voice for label in labels for voice in await _labelled(deps, label)}
    for reference in _heard_again(known.values()):
        known |= {voice.id: voice for voice in await _labelled(deps, of_reference(reference))}
    concerns = await deps.store.all_kept(Concern)
    held = _of_responses(_held_back(concerns), found.responses)
    reviews = await reviews_of(deps, period)
    texts = words_of(found.responses, known.values()) if reviews else {}
    current = [one for one in reviews if _is_current(one, texts)]
    held |= {(one.response, one.question) for one in current if one.left_out}
    became, asked = deps.codebooks.now.became, deps.codebooks.now.asked
    people = [coding for one in current if (coding := coding_of(one, became, asked))]
    voices = [_without(voice, held) for voice in known.values() if not voice.withdrawn]
    codings = (*found.codings, *(coding for voice in voices for coding in voice.codings), *people)
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
        acknowledgements=tuple(_acknowledged(deps, period, concerns)),
        apart=tuple(one for review in current if (one := coded_apart(review, became, asked))),
        coded=sum(map(was_coded, current)),
        actions=actions_in(await deps.store.all_kept(PaperText), period),
        as_at=deps.today(),
        measures=deps.measures,
        themes=deps.codebook.names,
    )


class Gathered:
    """The evidence of whole periods, read once and shared by all content areas that ask for it.

    Not *with_themes* for a dashboard, which has no room for them: they would be most of its
    figures.
    """

    def __init__(self, deps: Deps, *, with_themes: bool = True) -> None:
        self._deps = deps
        self._with_themes = with_themes
        self._divided: dict[Period, Divided] = {}

    async def of(self, area: ContentArea, period: Period) -> Evidence:
        """As `evidence_about`, which is quicker for one practice area alone."""
        if period not in self._divided:
            whole = await evidence(self._deps, period)
            if not self._with_themes:
                whole = replace(whole, themes=ThemeNames())
            zone = self._deps.board.zone
            self._divided[period] = await asyncio.to_thread(Divided, whole, period, zone)
        divided = self._divided[period]
        return divided.about(area.id) if area.tier is Tier.PRACTICE else divided.whole


async def evidence_about(deps: Deps, area: ContentArea, period: Period) -> Evidence:
    """An organisational or wider area stands on responses about any area."""
    return await evidence(deps, period, area.id if area.tier is Tier.PRACTICE else None)


async def _indicators(deps: Deps, period: Period) -> tuple[Indicator, ...]:
    """Of the whole year: what of one quarter may be told depends on the year and the others."""
    year = Period(year=period.year)
    labels = [in_period(one) for one in (*year.quarters, year)]
    found = [one for label in labels for one in await deps.store.all_kept(Indicator, label)]
    return latest(found)


async def reviews_of(deps: Deps, period: Period) -> list[Review]:
    """Of comments of *period*, in no meaningful order."""
    labels = [in_quarter(quarter) for quarter in period.quarters]
    return [one for label in labels for one in await deps.store.all_kept(Review, label)]


def words_of(responses: Iterable[Response], voices: Iterable[Voice]) -> dict[tuple[str, str], str]:
    """All comments and own words, by their response or voice and their question."""
    said = {
        (str(one.id), str(name)): answer.text
        for one in responses
        for name, answer in one.answers.items()
        if isinstance(answer, Said)
    }
    return said | {(one.id, str(OWN_WORDS)): one.words for one in voices if one.own_words}


def _is_current(review: Review, texts: Mapping[tuple[str, str], str]) -> bool:
    """Whether it is about words that are there, and as they were when they were reviewed."""
    text = texts.get((review.response, review.question))
    return text is not None and fingerprint(text) == review.text


def _acknowledged(
    deps: Deps, period: Period, concerns: Iterable[Concern]
) -> Iterator[Acknowledgement]:
    """Of concerns nothing else goes into figures: neither a word, nor who, nor what was done."""
    now, board = deps.clock(), deps.board
    for concern in concerns:
        if period.covers(concern.day):
            one = acknowledgement(concern, now, board.zone, board.working_hours)
            yield from [one] if one else []


def _held_back(concerns: Iterable[Concern]) -> frozenset[tuple[str, str]]:
    """Response or voice, and field, of the words that a concern keeps out until it releases them.

    What the net did not flag is in: a person reads it, but figures do not wait for that.
    """
    withheld = (one for one in concerns if one.withholds)
    return frozenset((one.refers_to, said.field) for one in withheld for said in one.passages)


async def is_withheld(deps: Deps, kept_in: str, refers_to: str, field: str) -> bool:
    """Whether a concern keeps this one text out; the same as above, asked of one."""
    found = [
        concern
        for name in {kept_in, refers_to}
        for concern in await deps.store.all_kept(Concern, found_in(name))
    ]
    return any(one.withholds and any(said.field == field for said in one.passages) for one in found)


async def own_words_are_withheld(deps: Deps, voice: Voice) -> bool:
    return await is_withheld(deps, voice.id, voice.id, OWN_WORDS)


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
