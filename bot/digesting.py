"""Making a digest: the evidence of two periods out of the store, figures from the core."""

import asyncio

from analysis.digest import Digest, digest
from analysis.suppression import Audience
from bot.deps import Deps
from storage.interface import Entry
from surveys.evidence import Evidence
from surveys.framework import ContentArea, Tier
from surveys.periods import Period


async def make_digest(
    deps: Deps, area: ContentArea, period: Period, audience: Audience, *, by: str
) -> Digest:
    """The digest of this area and period. Who asked for which figures goes into the audit chain."""
    evidence = await evidence_about(deps, area, period)
    earlier = await evidence_about(deps, area, period.previous)
    made = await asyncio.to_thread(
        digest,
        deps.framework,
        area,
        period,
        evidence,
        earlier,
        audience=audience,
        as_at=deps.today(),
    )
    await deps.store.record(
        Entry(
            at=deps.clock(),
            who=by,
            did="made a digest",
            what=f"{area.id} {period} for {audience.value}",
            figures=tuple(figure.id for figure in made.figures),
        )
    )
    return made


async def evidence_about(deps: Deps, area: ContentArea, period: Period) -> Evidence:
    """An organisational or wider area stands on responses about any area."""
    only = area.id if area.tier is Tier.PRACTICE else None
    return await deps.store.evidence(period, only)


def latest_period(deps: Deps) -> Period:
    """The last quarter that is over: a running one is not reported by default."""
    return Period.quarter_of(deps.today()).previous
