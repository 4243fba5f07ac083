"""Making a digest: the evidence of two periods out of the store, figures from the core."""

import asyncio
from collections.abc import Mapping

from analysis.comments import comments_told
from analysis.digest import Digest, digest
from analysis.provenance import FigureEvidence, evidence_of
from analysis.suppression import Audience
from bot.deps import Deps
from bot.evidence import evidence
from bot.views.evidence import ReadComment
from storage.interface import Entry
from surveys.answering import Response
from surveys.coding import Coder, Coding
from surveys.errors import NotBegun, StillRunning, Unknown
from surveys.evidence import Evidence
from surveys.framework import ContentArea, Tier
from surveys.periods import Period


async def make_digest(
    deps: Deps, area: ContentArea, period: Period, audience: Audience, *, by: str
) -> Digest:
    """The digest of this area and quarter. Who asked for which figures goes into the audit chain.

    Raises NotBegun, StillRunning, and Unknown for a year: beside its quarters it would give away
    what they protect.
    """
    _refuse_what_would_tell(deps, period, audience)
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


async def evidence_behind(
    deps: Deps, area: ContentArea, period: Period, figure: str, *, by: str
) -> FigureEvidence:
    """How this figure was made; its id says for which audience. Raises Unknown."""
    evidence = await evidence_about(deps, area, period)
    earlier = await evidence_about(deps, area, period.previous)
    for audience in Audience:
        try:
            _refuse_what_would_tell(deps, period, audience)
            found = await asyncio.to_thread(
                evidence_of, figure, area, period, evidence, earlier, audience=audience
            )
        except (NotBegun, StillRunning, Unknown):
            continue
        await deps.store.record(
            Entry(at=deps.clock(), who=by, did="saw how a figure was made", what=figure)
        )
        return found
    raise Unknown("figure", figure)


def audience_for(deps: Deps, period: Period) -> Audience:
    """The board, once the period is over; until then the QA team."""
    return Audience.BOARD if period.last_day < deps.today() else Audience.ANALYST


def _refuse_what_would_tell(deps: Deps, period: Period, audience: Audience) -> None:
    if period.quarter is None:
        raise Unknown("period", str(period))
    if deps.today() < period.first_day:
        raise NotBegun(period.first_day)
    if audience is not Audience.ANALYST and deps.today() <= period.last_day:
        raise StillRunning(period.last_day)


async def evidence_about(deps: Deps, area: ContentArea, period: Period) -> Evidence:
    """An organisational or wider area stands on responses about any area."""
    only = area.id if area.tier is Tier.PRACTICE else None
    return await evidence(deps, period, only)


def latest_period(deps: Deps) -> Period:
    """The last quarter that is over: a running one is not reported by default."""
    return Period.quarter_of(deps.today()).previous


async def comments_behind(
    deps: Deps, area: ContentArea, period: Period, audience: Audience, *, by: str
) -> list[ReadComment]:
    """The comments that the digest's figures of comments stand on, redacted, as they were read.

    Whose figure is protected, their comments are too.
    """
    evidence = await evidence_about(deps, area, period)
    await deps.store.record(
        Entry(at=deps.clock(), who=by, did="read comments", what=f"{area.id} {period}")
    )
    counting = await asyncio.to_thread(comments_told, area, period, evidence, audience)
    labels = {theme.id: theme.label for theme in deps.codebook.themes}
    return [_read_comment(response, text, coding, labels) for response, text, coding in counting]


def _read_comment(
    response: Response, text: str, coding: Coding | None, labels: Mapping[str, str]
) -> ReadComment:
    if coding is None:
        return ReadComment(writer=response.respondent, text=text)
    return ReadComment(
        writer=response.respondent,
        text=text,
        sentiment=coding.sentiment,
        themes=tuple(labels.get(theme, theme) for theme in coding.themes),
        checked=coding.coder is Coder.PERSON,
    )
