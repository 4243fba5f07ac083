"""Making a digest: the evidence of two periods out of the store, figures from the core."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from analysis.digest.comments import comments_told
from analysis.digest.dashboard import Dashboard, dashboard
from analysis.digest.digest import Digest, digest, points_kept
from analysis.digest.kept_figures import KeptFigures, kept_id
from analysis.digest.provenance import FigureEvidence, evidence_of
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Figure
from analysis.figures.series import Points, points_in
from bot.deps import Deps
from bot.evidence import Gathered, evidence_about
from bot.good import agreed_for
from bot.views.evidence import ReadComment
from storage.interface import Entry
from surveys.answering import Response
from surveys.coding import Coder, Coding
from surveys.errors import AnswersGone, NotBegun, StillRunning, Unknown
from surveys.framework import ContentArea
from surveys.periods import Period
from surveys.values import AreaId

MOST_QUARTERS = 16
QUARTERS_IN_A_YEAR = 4

PastOfAll: TypeAlias = dict[AreaId, list[Points]]


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


async def make_dashboard(deps: Deps, period: Period, audience: Audience, *, by: str) -> Dashboard:
    """Every content area on one page, from the same figures as its own digest.

    Raises NotBegun, StillRunning, and Unknown for a year. Recorded as every digest is.
    """
    refuse_what_would_tell(deps, period, audience)
    made = await digests_of_all(deps, period, audience)
    await deps.store.record(
        Entry(
            at=deps.clock(),
            who=by,
            did="made the dashboard",
            what=f"{period} for {audience.value}",
            figures=tuple(figure.id for one in made for figure in one.figures),
        )
    )
    return dashboard(made)


async def digests_of_all(
    deps: Deps,
    period: Period,
    audience: Audience,
    *,
    past: PastOfAll | None = None,
    before_each: Callable[[ContentArea], Awaitable[None]] | None = None,
) -> list[Digest]:
    """Of every content area, from evidence that is read once; of closed quarters as kept.

    Without *past*, nothing is told of what is to be seen over time, nor of how answers spread.
    """
    gathered, agreed = Gathered(deps), await agreed_for(deps, period)
    made: list[Digest] = []
    for area in deps.framework.areas:
        if before_each:
            await before_each(area)
        if kept := await kept_for(deps, area, period, audience):
            made.append(kept.digest)
            continue
        now, before, *rest = [await gathered.of(area, one) for one in twelve_months(period)]
        earlier = past[area.id] if past else ()
        make = partial(
            digest,
            agreed.framework,
            area,
            period,
            now,
            before,
            rest_of_year=rest,
            past=earlier,
            in_full=past is not None,
            audience=audience,
            as_at=deps.today(),
            good_before=agreed.before(area.id),
        )
        made.append(await asyncio.to_thread(make))
    return made


async def digests_now(
    deps: Deps, area: ContentArea, period: Period, *audiences: Audience
) -> list[Digest]:
    """The digests that today's evidence gives, one for each audience."""
    now, before, *rest = [await evidence_about(deps, area, one) for one in twelve_months(period)]
    agreed = await agreed_for(deps, period)
    make = partial(
        digest,
        agreed.framework,
        area,
        period,
        now,
        before,
        rest_of_year=rest,
        as_at=deps.today(),
        good_before=agreed.before(area.id),
    )
    made: list[Digest] = []
    for audience in audiences:
        past = (await past_of(deps, [area], period, audience))[area.id]
        made.append(await asyncio.to_thread(make, past=past, audience=audience))
    return made


async def past_of(
    deps: Deps, areas: Sequence[ContentArea], period: Period, audience: Audience
) -> PastOfAll:
    """What this audience was told of the quarters before, oldest first; those not asked left out.

    The last quarter is there only as it was kept: a digest reads it anyway. It goes back four
    years, or to a year in which nothing was asked.
    """
    found: PastOfAll = {area.id: [] for area in areas}
    quarter, silent = period, 0
    for _ in range(MOST_QUARTERS):
        quarter = quarter.previous
        gathered = Gathered(deps)  # a quarter at a time, because together they are the whole store
        silent += 1
        for area in areas:
            if quarter == period.previous and not await kept_for(deps, area, quarter, audience):
                silent = 0
            elif points := await _points(
                deps, area, quarter, audience, gathered, alone=areas == [area]
            ):
                found[area.id].insert(0, points)
                silent = 0
        if silent == QUARTERS_IN_A_YEAR:
            break
    return found


async def _points(
    deps: Deps,
    area: ContentArea,
    quarter: Period,
    audience: Audience,
    gathered: Gathered,
    *,
    alone: bool,
) -> Points:
    if kept := await kept_for(deps, area, quarter, audience):
        return points_kept(kept.digest)
    if alone:
        evidence = await evidence_about(deps, area, quarter)
    else:
        evidence = await gathered.of(area, quarter)
    return await asyncio.to_thread(points_in, area, quarter, evidence, audience)


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
    now, before, *rest = [await evidence_about(deps, area, one) for one in twelve_months(period)]
    area = (await agreed_for(deps, period)).framework.area(area.id)
    make = partial(evidence_of, figure, area, period, now, before, rest_of_year=rest)
    for audience in Audience:
        try:
            refuse_what_would_tell(deps, period, audience)
            found = await asyncio.to_thread(make, audience=audience)
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


def twelve_months(period: Period) -> list[Period]:
    """This quarter and the three before it, the latest first."""
    quarters = [period]
    while len(quarters) < QUARTERS_IN_A_YEAR:
        quarters.append(quarters[-1].previous)
    return quarters


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
