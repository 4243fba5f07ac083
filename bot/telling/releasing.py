"""Releasing a digest: by a named person, for one audience, and from then on it stays as it is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from pydantic import ValidationError

from analysis.digest.dashboard import Dashboard, dashboard
from analysis.digest.digest import Digest
from analysis.digest.provenance import KEPT, FigureEvidence, evidence_held
from analysis.digest.standing import Changed, changed_figures, released_lines
from analysis.disclosure.suppression import Audience
from bot.deps import Deps
from bot.safeguarding.board_texts import refuse_personal_data
from bot.telling.digesting import (
    digest_held,
    figures_told,
    held_back,
    let_leave,
    make_digest,
    next_release,
    noted_last,
    refuse_what_lies_ahead,
    told_by,
)
from bot.telling.ledger import Ledger, ledger_of, marks_of, releases_of
from bot.telling.past_quarters import PastOfAll, first_year_of, past_told
from bot.telling.picturing import Wanted, bases_of, kept_for, picture_now, refuse_closed_quarters
from storage.interface import Entry
from surveys.errors import AlreadyReleased, AnswersGone, NotReleased
from surveys.framework import ContentArea
from surveys.periods import Period
from surveys.release import Release, ReleasedFigures, Way, editions


@dataclass(frozen=True)
class Released:
    """A digest as it left, and who let it."""

    release: Release
    digest: Digest
    evidence: tuple[FigureEvidence, ...]

    def of(self, figure: str) -> FigureEvidence:
        return next(one for one in self.evidence if one.figure.id == figure)


async def release(
    deps: Deps, wanted: Wanted, *, by: str, name: str, reason: str = "", seen: int | None = None
) -> Released:
    """Release the digest that today's answers give, for good. The *seen* editions stay beside it.

    Pressed twice it is one release. Raises AlreadyReleased when there is an edition that was not
    seen, or seen and no *reason* for another is given; NamesSomebody, NotBegun, AnswersGone.
    """
    refuse_personal_data(reason)
    refuse_what_lies_ahead(deps, wanted.period)
    await _refuse_what_is_gone(deps, wanted)
    found = await picture_now(deps, wanted)
    marks = await marks_of(deps)
    past = await past_told(deps, wanted, wanted.audience)
    ledger = await ledger_of(deps, wanted.period, since=first_year_of(past))
    while True:
        before = editions(ledger.of(wanted.area.id), wanted.period, wanted.audience.value)
        if _is_pressed_again(before, by, seen):
            return await _released(deps, before[-1])
        _refuse_without_reason(before, reason, seen)
        holding = await held_back(deps, found, ledger, wanted.audience, past=past)
        made = await digest_held(deps, holding, wanted.audience)
        made = made.model_copy(update={"standing": ()})
        line = next_release(
            deps,
            wanted,
            ledger,
            figures_told(made),
            readers=wanted.audience,
            way=Way.RELEASED,
            by=by,
        ).model_copy(update={"edition": len(before) + 1, "name": name, "reason": reason})
        evidence = tuple(evidence_held(holding, one.id, line.versions) for one in made.figures)
        is_kept = await ledger.append(
            line,
            [*holding.left.values()],
            marks(found.everything),
            digest=made.model_dump_json(),
            evidence=KEPT.dump_json(evidence).decode(),
            entry=_entry(deps, wanted, line),
        )
        if is_kept:
            return Released(line, made, evidence)


async def digest_for(deps: Deps, wanted: Wanted, *, by: str, released_only: bool = False) -> Digest:
    """The digest as it was released, with what would differ now; else as it is today.

    With *released_only*, for those who may not see what nobody has released: raises NotReleased.
    Raises NotBegun, AnswersGone.
    """
    refuse_what_lies_ahead(deps, wanted.period)
    released = await latest(deps, wanted)
    if released is None:
        if released_only:
            raise NotReleased(wanted.area.label, str(wanted.period))
        return await make_digest(deps, wanted.area, wanted.period, wanted.audience, by=by)
    made = await _standing(deps, wanted, released)
    await deps.store.record(told_by(deps, wanted, made, by))
    return made


async def make_dashboard(
    deps: Deps, period: Period, audience: Audience, *, by: str, released_only: bool = False
) -> Dashboard:
    """Every content area on one page, from the same figures as its own digest.

    With *released_only*, of those that somebody has released: raises NotReleased if none was.
    Raises NotBegun, AnswersGone. Recorded as every digest is.
    """
    refuse_what_lies_ahead(deps, period)
    if released_only:
        made = await _released_of_all(deps, period, audience)
    else:
        made = await digests_of_all(
            deps, period, audience, readers=Audience.ANALYST, way=Way.SHOWN, by=by
        )
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


async def _released_of_all(deps: Deps, period: Period, audience: Audience) -> list[Digest]:
    found = [await latest(deps, Wanted(area, period, audience)) for area in deps.framework.areas]
    made = [one.digest for one in found if one]
    if not made:
        raise NotReleased("All content areas", str(period))
    return made


async def digests_of_all(
    deps: Deps,
    period: Period,
    audience: Audience,
    *,
    readers: Audience,
    way: Way,
    by: str,
    past: PastOfAll | None = None,
    before_each: Callable[[ContentArea], Awaitable[None]] | None = None,
    ledger: Ledger | None = None,
) -> list[Digest]:
    """Of every content area: as released or kept, else as *readers* may be told today.

    From evidence that is read once. Without *past*, nothing is told of what is to be seen over
    time, of how answers spread, nor of themes. What they tell is in the *ledger*: in a draft, until
    it is written, in that alone. Raises AnswersGone.
    """
    bases = await bases_of(deps, period, with_themes=past is not None)
    if ledger is None:
        ledger = await ledger_of(deps, period, since=first_year_of(*(past or {}).values()))
    made: list[Digest] = []
    for area in deps.framework.areas:
        if before_each:
            await before_each(area)
        wanted = Wanted(area, period, audience)
        if one := await _as_it_left(deps, wanted):
            await _note_use(deps, ledger, wanted, one, way=way, by=by)
        else:
            await refuse_closed_quarters(deps, wanted)
            basis = await bases.of(area)
            one, _ = await let_leave(
                deps,
                wanted,
                readers,
                way,
                by=by,
                found=await basis.picture(audience),
                past=past[area.id] if past else None,
                in_full=past is not None,
                ledger=ledger,
            )
        made.append(one.model_copy(update={"standing": ()}))
    return made


async def _as_it_left(deps: Deps, wanted: Wanted) -> Digest | None:
    if released := await latest(deps, wanted):
        return released.digest
    kept = await kept_for(deps, wanted.area, wanted.period, wanted.audience)
    return kept.digest if kept else None


async def _note_use(
    deps: Deps, ledger: Ledger, wanted: Wanted, made: Digest, *, way: Way, by: str
) -> None:
    figures, entry = figures_told(made), told_by(deps, wanted, made, by)
    while way is not Way.SHOWN and not noted_last(ledger.of(wanted.area.id), wanted, way):
        line = next_release(deps, wanted, ledger, figures, readers=wanted.audience, way=way, by=by)
        await ledger.append(line, [], frozenset(), entry=entry)


async def latest(deps: Deps, wanted: Wanted) -> Released | None:
    """The last edition of a digest."""
    releases = await releases_of(deps, wanted.area.id)
    found = editions(releases, wanted.period, wanted.audience.value)
    return await _released(deps, found[-1]) if found else None


async def _standing(deps: Deps, wanted: Wanted, released: Released) -> Digest:
    one = released.release
    changed = await _changed(deps, wanted, released)
    lines = released_lines(one.day, one.name, one.edition, one.reason, changed)
    return released.digest.model_copy(update={"standing": lines})


async def _changed(deps: Deps, wanted: Wanted, released: Released) -> tuple[Changed, ...] | None:
    """What would be told differently if it were released again; None once answers are gone."""
    if await kept_for(deps, wanted.area, wanted.period, wanted.audience):
        return None
    try:
        found = await picture_now(deps, wanted)
    except AnswersGone:
        return None
    ledger = await ledger_of(deps, wanted.period)
    holding = await held_back(deps, found, ledger, wanted.audience)
    now = await digest_held(deps, holding, wanted.audience, in_full=False)
    return changed_figures(released.digest, now)


async def _released(deps: Deps, one: Release) -> Released:
    """Raises AnswersGone when a later version has another form of digest."""
    behind = await deps.store.kept(ReleasedFigures, one.id)
    assert behind is not None, "a release is kept with its figures"
    try:
        return Released(
            one,
            Digest.model_validate_json(behind.digest),
            KEPT.validate_json(behind.evidence),
        )
    except ValidationError:
        raise AnswersGone(str(one.period), one.day) from None


def _is_pressed_again(before: tuple[Release, ...], by: str, seen: int | None) -> bool:
    """Whether the edition that this press asked for is there already, by the same hand."""
    return seen is not None and len(before) == seen + 1 and before[-1].by == by


def _refuse_without_reason(before: tuple[Release, ...], reason: str, seen: int | None) -> None:
    if before and (not reason or (seen is not None and seen != len(before))):
        raise AlreadyReleased(before[-1].edition, before[-1].day, before[-1].name)


async def _refuse_what_is_gone(deps: Deps, wanted: Wanted) -> None:
    if kept := await kept_for(deps, wanted.area, wanted.period, wanted.audience):
        raise AnswersGone(str(wanted.period), kept.made_on)


def _entry(deps: Deps, wanted: Wanted, line: Release) -> Entry:
    return Entry(
        at=deps.clock(),
        who=line.by,
        did="released a digest",
        what=f"{wanted}, edition {line.edition}",
        figures=line.figures,
    )
