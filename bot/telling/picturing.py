"""What a digest is made from: evidence, and the 'good' statements as agreed for its period.

A picture is for nobody's eyes before the ledger has looked at it.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.digest.kept_figures import KeptFigures, kept_id
from analysis.disclosure.suppression import Audience
from analysis.figures.measuring import Picture, picture
from bot.deps import Deps
from bot.telling.evidence import Gathered, evidence_about
from bot.telling.good import AgreedFor, agreed_for
from surveys.errors import AnswersGone
from surveys.evidence import Evidence
from surveys.framework import ContentArea, GoodStatement
from surveys.periods import Period

QUARTERS_IN_A_YEAR = 4


@dataclass(frozen=True)
class Wanted:
    """Which digest: of what, when, and as whom it may be shown to."""

    area: ContentArea
    period: Period
    audience: Audience

    def __str__(self) -> str:
        return f"{self.area.id} {self.period} for {self.audience.value}"


@dataclass(frozen=True)
class Basis:
    """All that figures of one area and period are made from, for whatever audience."""

    area: ContentArea  # with the statements agreed for the period
    good_before: Sequence[GoodStatement]
    period: Period
    evidence: tuple[Evidence, ...]  # of the period, the one before, and the rest of the year

    async def picture(self, audience: Audience) -> Picture:
        now, earlier, *rest = self.evidence
        return await asyncio.to_thread(
            picture,
            self.area,
            self.period,
            now,
            earlier,
            audience,
            rest_of_year=rest,
            good_before=self.good_before,
        )


class Bases:
    """Of many areas and one period, read once and shared."""

    def __init__(self, gathered: Gathered, period: Period, agreed: AgreedFor) -> None:
        self._gathered = gathered
        self._period = period
        self._agreed = agreed

    async def of(self, area: ContentArea) -> Basis:
        read = [await self._gathered.of(area, one) for one in periods_read(self._period)]
        return _basis(self._agreed, area, self._period, read)


async def bases_of(deps: Deps, period: Period, *, with_themes: bool) -> Bases:
    gathered = Gathered(deps, with_themes=with_themes)
    return Bases(gathered, period, await agreed_for(deps, period))


async def basis_of(deps: Deps, area: ContentArea, period: Period) -> Basis:
    """Quicker for one area alone."""
    read = [await evidence_about(deps, area, one) for one in periods_read(period)]
    return _basis(await agreed_for(deps, period), area, period, read)


def _basis(agreed: AgreedFor, area: ContentArea, period: Period, read: Sequence[Evidence]) -> Basis:
    return Basis(agreed.framework.area(area.id), agreed.before(area.id), period, tuple(read))


async def picture_now(deps: Deps, wanted: Wanted) -> Picture:
    """Raises AnswersGone."""
    await refuse_closed_quarters(deps, wanted)
    basis = await basis_of(deps, wanted.area, wanted.period)
    return await basis.picture(wanted.audience)


async def refuse_closed_quarters(deps: Deps, wanted: Wanted) -> None:
    """Raises AnswersGone for a year of whose answers some are gone."""
    if wanted.period.quarter is None:
        for quarter in wanted.period.quarters:
            if kept := await kept_for(deps, wanted.area, quarter, wanted.audience):
                raise AnswersGone(str(quarter), kept.made_on)


def periods_read(period: Period) -> list[Period]:
    """A quarter and the three before it, the latest first; of years, itself and the one before."""
    periods = [period, period.previous]
    while period.quarter and len(periods) < QUARTERS_IN_A_YEAR:
        periods.append(periods[-1].previous)
    return periods


async def kept_for(
    deps: Deps, area: ContentArea, period: Period, audience: Audience
) -> KeptFigures | None:
    """What was kept of a closed quarter; None while the quarter's answers are whole."""
    return await deps.store.kept(KeptFigures, kept_id(area.id, period, audience))
