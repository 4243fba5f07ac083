"""Where a figure comes from, and whether it can be made again."""

import asyncio
from dataclasses import dataclass, replace

from pydantic import ValidationError

from analysis.digest.provenance import KEPT, FigureEvidence, evidence_held, row_set_of
from analysis.digest.recomputing import Kept, Since, what_came_since, why_not_the_same
from analysis.disclosure.ledger import Marks, Rows
from analysis.disclosure.row_sets import unpacked
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Figure
from analysis.figures.holding import OUTSIDE, held_beside, smallest_difference
from analysis.figures.measuring import Picture
from analysis.phrases import day
from analysis.wording import say
from bot.deps import Deps
from bot.telling.digesting import let_leave, refuse_what_lies_ahead, versions_of
from bot.telling.ledger import ledger_of, marks_of, releases_of, rows_behind
from bot.telling.picturing import Basis, Wanted, basis_of, kept_for, refuse_closed_quarters
from bot.telling.releasing import latest
from storage.interface import Entry
from surveys.errors import AnswersGone, NotReleased, OnlyInPaper, Unknown
from surveys.evidence import Evidence
from surveys.framework import ContentArea
from surveys.periods import Period
from surveys.release import Release, ReleasedFigures, Way


@dataclass(frozen=True)
class Recomputed:
    """A released *figure*, whether today it comes out to the byte, and what has changed since."""

    figure: Figure
    is_same: bool
    told: tuple[str, ...]


async def evidence_behind(
    deps: Deps, area: ContentArea, period: Period, figure: str, *, by: str
) -> FigureEvidence:
    """How this figure was made; its id says for which audience. Of what has left: as it left.

    Raises Unknown, NotBegun, and AnswersGone for a figure of a closed quarter that can't be made
    again.
    """
    refuse_what_lies_ahead(deps, period)
    basis = await basis_of(deps, area, period)
    for audience in Audience:
        wanted = Wanted(area, period, audience)
        found = await _kept_evidence(deps, wanted, figure)
        found = found or await _live_evidence(deps, wanted, basis, figure, by=by)
        if found:
            used = _uses(await releases_of(deps, area.id), figure)
            await deps.store.record(
                Entry(at=deps.clock(), who=by, did="saw how a figure was made", what=figure)
            )
            return found.model_copy(update={"used": used})
    raise Unknown("figure", figure)


async def recompute(deps: Deps, area: ContentArea, period: Period, figure: str) -> Recomputed:
    """Make a figure again from the answers that it was made from: of a released digest, or a paper.

    Raises Unknown, NotBegun, NotReleased for a figure that nobody has released, and OnlyInPaper
    for one of a paper from before it was kept how all figures of a paper were made.
    """
    refuse_what_lies_ahead(deps, period)
    for audience in Audience:
        wanted = Wanted(area, period, audience)
        if found := await _as_it_left(deps, wanted, figure):
            return await _made_again(deps, wanted, *found)
    await _refuse_unknown(deps, area, period, figure)
    if papers := await _papers(deps, Wanted(area, period, Audience.BOARD)):
        raise OnlyInPaper(str(period), papers[-1].day)
    raise NotReleased(area.label, str(period))


async def _as_it_left(deps: Deps, wanted: Wanted, figure: str) -> tuple[Release, Kept] | None:
    """Of papers from before it was kept how figures were made, those that count people alone."""
    released = await latest(deps, wanted)
    if released and released.digest.figure(figure):
        release, made = released.release, released.of(figure)
        return release, Kept(made.figure, release.versions, made)
    for paper in reversed(await _papers(deps, wanted)):
        behind = await deps.store.kept(ReleasedFigures, paper.id)
        if then := _made_then(behind, figure):
            return paper, Kept(then.figure, paper.versions, then)
        every = [Figure.model_validate_json(one.told) for one in behind.figures] if behind else []
        if one := next((one for one in every if one.id == figure), None):
            return paper, Kept(one, paper.versions)
    return None


def _made_then(behind: ReleasedFigures | None, figure: str) -> FigureEvidence | None:
    """As it was kept with a paper; None as well where a later version cannot read it."""
    try:
        every = KEPT.validate_json(behind.evidence) if behind and behind.evidence else ()
    except ValidationError:
        return None
    made = next((one for one in every if one.figure.id == figure), None)
    rows = rows_behind(behind, figure) if behind and made else None
    return made.model_copy(update={"row_set": row_set_of(rows)}) if made and rows else made


async def _papers(deps: Deps, wanted: Wanted) -> list[Release]:
    found = await releases_of(deps, wanted.area.id)
    return [
        one
        for one in found
        if (one.way, one.period, one.audience) == (Way.PAPER, wanted.period, wanted.audience.value)
    ]


async def _refuse_unknown(deps: Deps, area: ContentArea, period: Period, figure: str) -> None:
    basis = await basis_of(deps, area, period)
    for audience in Audience:
        await refuse_closed_quarters(deps, Wanted(area, period, audience))
        found = await basis.picture(audience)
        if any(one.id == figure for one in found.figures):
            return
    raise Unknown("figure", figure)


async def _kept_evidence(deps: Deps, wanted: Wanted, figure: str) -> FigureEvidence | None:
    found = await _as_it_left(deps, wanted, figure)
    return found[1].evidence if found else None


async def _live_evidence(
    deps: Deps, wanted: Wanted, basis: Basis, figure: str, *, by: str
) -> FigureEvidence | None:
    await refuse_closed_quarters(deps, wanted)
    kept = await kept_for(deps, wanted.area, wanted.period, wanted.audience)
    was = kept.digest.figure(figure) if kept else None
    found = await basis.picture(wanted.audience)
    if all(one.id != figure for one in found.figures):
        if kept and was:
            raise AnswersGone(str(kept.period), kept.made_on)
        return None
    _, holding = await let_leave(
        deps, wanted, Audience.ANALYST, Way.SHOWN, by=by, found=found, in_full=False
    )
    traced = evidence_held(holding, figure, versions_of(deps))
    if kept and was and was != traced.figure:
        raise AnswersGone(str(kept.period), kept.made_on)
    return traced


def _uses(releases: tuple[Release, ...], figure: str) -> tuple[str, ...]:
    """Where people outside the QA team have met it."""
    return tuple(
        _use(one) for one in releases if one.way is not Way.SHOWN and figure in one.figures
    )


def _use(one: Release) -> str:
    """By whom only where they gave a name: an id of Slack would tell a reader nothing."""
    made = say("made.paper", period=one.period, day=day(one.day))
    if one.way is not Way.PAPER:
        made = say("made.digest", period=one.period, edition=one.edition, day=day(one.day))
    return say("made.by", made=made, name=one.name) if one.name != one.by else made


async def _made_again(deps: Deps, wanted: Wanted, release: Release, kept: Kept) -> Recomputed:
    told, marks = kept.figure, await marks_of(deps)
    basis = await basis_of(deps, wanted.area, wanted.period)
    behind = await deps.store.kept(ReleasedFigures, release.id)
    assert behind is not None, "a release is kept with its figures"
    [there] = unpacked(behind.rows, [behind.everything])
    ledger = await ledger_of(deps, wanted.period)
    then_read = tuple(_as_then(one, there, marks, release) for one in basis.evidence)
    then = await replace(basis, evidence=then_read).picture(wanted.audience)
    today = await basis.picture(wanted.audience)
    holding = await asyncio.to_thread(
        held_beside,
        then,
        ledger.known(wanted.audience, until=release.number),
        marks,
        today=release.day,
    )
    again = next((one for one in holding.picture.figures if one.id == told.id), None)
    is_same = again is not None and again.model_dump_json() == told.model_dump_json()
    left = next((one for one in ledger.left(release) if one.figure.id == told.id), None)
    measure = today.measures.get(told.measure)
    since = Since(
        told=left.counted if left else frozenset(),
        now=_rows_now(today, told, marks) if left else frozenset(),
        then_there=there,
        now_there=marks(today.everything),
        smallest=smallest_difference(told, wanted.audience),
        is_of_people=measure is None or measure.formula not in OUTSIDE,
    )
    versions = versions_of(deps)
    made = evidence_held(holding, told.id, versions) if again else None
    reasons = [] if is_same else why_not_the_same(kept, made, since)
    return Recomputed(told, is_same, (*reasons, what_came_since(since)))


def _as_then(one: Evidence, there: Rows, marks: Marks, release: Release) -> Evidence:
    """Without the answers that came after the release."""
    return replace(
        one,
        responses=tuple(each for each in one.responses if marks([each.id]) <= there),
        voices=tuple(each for each in one.voices if marks([each.id]) <= there),
        as_at=release.day,
    )


def _rows_now(today: Picture, told: Figure, marks: Marks) -> Rows:
    sides = told.derived_from or (told.id,)
    return marks(token for one in sides for token in today.counted.get(one, ()))
