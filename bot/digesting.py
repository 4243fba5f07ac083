"""Making a digest: the evidence of two periods out of the store, figures from the core."""

import asyncio
from collections.abc import Mapping
from functools import partial

from analysis.digest.comments import comments_told
from analysis.digest.digest import Digest, digest
from analysis.digest.kept_figures import KeptFigures, kept_id
from analysis.digest.provenance import FigureEvidence, evidence_of
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Figure
from bot.deps import Deps
from bot.evidence import evidence
from bot.views.evidence import ReadComment
from storage.interface import Entry
from surveys.answering import Response
from surveys.coding import Coder, Coding
from surveys.errors import AnswersGone, NotBegun, StillRunning, Unknown
from surveys.evidence import Evidence
from surveys.framework import ContentArea, Tier
from surveys.periods import Period


async def make_digest(
    deps: Deps, area: ContentArea, period: Period, audience: Audience, *, by: str
) -> Digest:
    """The digest of this area and quarter. Who asked for which figures goes into the audit chain.

    That of a closed quarter is the one that was kept. Raises NotBegun, StillRunning, AnswersGone,
    and Unknown for a year: beside its quarters it would give away what they protect.
    """
    refuse_what_would_tell(deps, period, audience)
    kept = await kept_for(deps, area, period, audience)
    made = kept.digest if kept else (await digests_now(deps, area, period, audience))[0]
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


async def digests_now(
    deps: Deps, area: ContentArea, period: Period, *audiences: Audience
) -> list[Digest]:
    """The digests that today's evidence gives, one for each audience."""
    evidence = await evidence_about(deps, area, period)
    earlier = await evidence_about(deps, area, period.previous)
    make = partial(digest, deps.framework, area, period, evidence, earlier, as_at=deps.today())
    return [await asyncio.to_thread(make, audience=audience) for audience in audiences]


async def kept_for(
    deps: Deps, area: ContentArea, period: Period, audience: Audience
) -> KeptFigures | None:
    """What was kept of a closed quarter; None while the quarter's answers are whole."""
    return await deps.store.kept(KeptFigures, kept_id(area.id, period, audience))


async def evidence_behind(
    deps: Deps, area: ContentArea, period: Period, figure: str, *, by: str
) -> FigureEvidence:
    """How this figure was made; its id says for which audience.

    Raises Unknown, and AnswersGone for a figure of a closed quarter that can't be made again.
    """
    evidence = await evidence_about(deps, area, period)
    earlier = await evidence_about(deps, area, period.previous)
    for audience in Audience:
        try:
            refuse_what_would_tell(deps, period, audience)
            found = await asyncio.to_thread(
                evidence_of, figure, area, period, evidence, earlier, audience=audience
            )
        except (NotBegun, StillRunning, Unknown):
            _refuse_what_is_gone(await kept_for(deps, area, period, audience), figure)
            continue
        kept = await kept_for(deps, area, period, audience)
        _refuse_what_is_gone(kept, figure, found.figure)
        await deps.store.record(
            Entry(at=deps.clock(), who=by, did="saw how a figure was made", what=figure)
        )
        return found
    raise Unknown("figure", figure)


def _refuse_what_is_gone(
    kept: KeptFigures | None, figure: str, found: Figure | None = None
) -> None:
    """Raises AnswersGone when the kept figure is another than what is still there would give."""
    told = kept.digest.figure(figure) if kept else None
    if kept and told and told != found:
        raise AnswersGone(str(kept.period), kept.made_on)


def audience_for(deps: Deps, period: Period) -> Audience:
    """The board, once the period is over; until then the QA team."""
    return Audience.BOARD if period.last_day < deps.today() else Audience.ANALYST


def refuse_what_would_tell(deps: Deps, period: Period, audience: Audience) -> None:
    """Raises NotBegun, StillRunning, and Unknown for a year."""
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

    Whose figure is protected, their comments are too. Raises AnswersGone.
    """
    evidence = await evidence_about(deps, area, period)
    await deps.store.record(
        Entry(at=deps.clock(), who=by, did="read comments", what=f"{area.id} {period}")
    )
    counting = await asyncio.to_thread(comments_told, area, period, evidence, audience)
    kept = None if counting else await kept_for(deps, area, period, audience)
    if kept:
        raise AnswersGone(str(period), kept.made_on)
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
