"""What a digest stands on: the store's evidence, and the voices that workers have logged."""

from collections.abc import Iterable
from dataclasses import replace

from bot.deps import Deps
from surveys.evidence import Evidence
from surveys.periods import Period
from surveys.values import AreaId
from surveys.voice import Number, Voice, in_quarter, of_reference, withdrawn_in


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
    voices = [voice for voice in known.values() if not voice.withdrawn]
    return replace(
        found,
        codings=(*found.codings, *(coding for voice in voices for coding in voice.codings)),
        voices=tuple(voices),
        withdrawn=tuple(voice for voice in known.values() if voice.withdrawn),
        population=deps.population,
        as_at=deps.today(),
    )


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
