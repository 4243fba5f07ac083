"""The release ledger in the store: what has left of all content areas, and one more line of it."""

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from analysis.disclosure.ledger import Marks, Rows, Summed, place_of
from analysis.disclosure.row_sets import one_by_one, packed
from analysis.disclosure.suppression import Audience
from analysis.figures.asked import Place
from analysis.figures.figure import Figure
from analysis.figures.knowing import Known, Left
from bot.deps import Deps
from storage.interface import Entry
from surveys.periods import Period
from surveys.release import (
    THE_ONE,
    LedgerSecret,
    Release,
    ReleasedFigures,
    ToldAnswers,
    ToldFigure,
    rows_of,
    told_of,
    years_touched,
)
from surveys.values import AreaId

YEARS_BACK = 4


class Answers(NamedTuple):
    """Answers to a question that are exported, and where they were asked for."""

    name: str
    rows: Rows
    asked: frozenset[Place]

    @property
    def summed(self) -> Summed:
        places = (place_of(Period.parse(one.quarter), one.about, one.survey) for one in self.asked)
        return Summed({self.name: self.rows}, frozenset(places))


class Ledger:
    """All *releases* of the board in their order, and what is known from those of some years.

    It is one for all content areas, because they share questions, and so may add up. A draft takes
    in each line too, and has none of them in the store before all are written together.
    """

    def __init__(self, deps: Deps, years: Collection[int], *, is_draft: bool = False) -> None:
        self.releases: list[Release] = []
        self._deps = deps
        self._years = years
        self._is_draft = is_draft
        self._drafted: list[Release | ReleasedFigures] = []
        self._behind: dict[str, ReleasedFigures] = {}
        self._known: dict[Audience, Known] = {}

    async def read(self) -> None:
        """As it is now: somebody may have been quicker."""
        found = await self._deps.store.all_kept(Release)
        self.releases = sorted(found, key=lambda one: one.number)
        self._behind = {
            one.id: one
            for year in self._years
            for one in await self._deps.store.all_kept(ReleasedFigures, told_of(year))
        }
        self._known = {}

    @property
    def next_number(self) -> int:
        return self.releases[-1].number + 1 if self.releases else 1

    def of(self, area: AreaId) -> tuple[Release, ...]:
        return tuple(one for one in self.releases if one.content_area == area)

    def known(self, readers: Audience, *, until: int | None = None) -> Known:
        """What these readers know, or did before the release with the number *until*.

        It takes in whatever they are told while this ledger is used.
        """
        if until is not None:
            return self._as_known(readers, until)
        if readers not in self._known:
            self._known[readers] = self._as_known(readers, self.next_number)
        return self._known[readers]

    def _as_known(self, readers: Audience, until: int) -> Known:
        found = Known(readers)
        for release in self.releases:
            if release.number < until and (behind := self._behind.get(release.id)):
                for place, left in enumerate(self.left(release)):
                    found.note(left, partial(_left_at, release, behind, place))
                for answers in _answers_in(behind) if found.counts(release.readers) else ():
                    found.know(answers, is_share=True)
        return found

    def left(self, release: Release) -> Iterator[Left]:
        """The figures of one release, as they left; none when it told nothing of these years."""
        behind = self._behind.get(release.id)
        return _figures_in(release, behind, behind.figures) if behind else iter(())

    def evidence(self, release: Release | None) -> str:
        """How the figures of one release were made, as it was kept; '' where it was not."""
        behind = self._behind.get(release.id) if release else None
        return behind.evidence if behind else ""

    async def append(
        self,
        release: Release,
        left: Sequence[Left],
        everything: Rows,
        *,
        answers: Sequence[Answers] = (),
        digest: str = "",
        evidence: str = "",
        entry: Entry,
    ) -> bool:
        """Whether it is the next line. False when another was quicker: then it has been read anew.

        Then what was to leave has to be judged again.
        """
        behind = _behind(release, left, everything, answers).model_copy(
            update={"digest": digest, "evidence": evidence}
        )
        if self._is_draft:
            self._drafted += release, behind
        elif await self._deps.store.keep(release, behind, entry=entry) != "kept":
            await self.read()
            return False
        self.releases.append(release)
        self._behind[release.id] = behind
        known = self.known(Audience(release.readers))
        for place, one in enumerate(left):
            known.remember(one, partial(_left_at, release, behind, place))
        self._known = {known.readers: known}
        return True

    async def record(self, entry: Entry) -> None:
        """That of a digest which tells nothing new; a draft has one entry for all of them."""
        if not self._is_draft:
            await self._deps.store.record(entry)

    async def write(self, entry: Entry) -> bool:
        """Whether all lines of the draft are the next ones now; else none is in the store.

        Then another was quicker, and what was to leave has to be judged again in a new draft.
        """
        if not self._drafted:
            await self._deps.store.record(entry)
            return True
        return await self._deps.store.keep(*self._drafted, entry=entry, all_or_none=True) == "kept"


async def ledger_of(
    deps: Deps, period: Period, *, since: int | None = None, is_draft: bool = False
) -> Ledger:
    """Of all years that a digest of *period* could tell on, or from the year *since*."""
    first, *_ = years_touched(period)
    found = Ledger(deps, range(min(first, since or first), period.year + 1), is_draft=is_draft)
    await found.read()
    return found


async def marks_of(deps: Deps) -> Marks:
    """What makes rows into marks; its secret is made at the first need."""
    fresh = LedgerSecret(id=THE_ONE, secret=secrets.token_hex(32))
    if (kept := await deps.store.kept(LedgerSecret, THE_ONE)) is None:
        await deps.store.keep(fresh)
        kept = await deps.store.kept(LedgerSecret, THE_ONE)
    return Marks((kept or fresh).as_bytes)


async def releases_of(deps: Deps, area: AreaId) -> tuple[Release, ...]:
    """All of a content area, in their order."""
    found = await deps.store.all_kept(Release, f"area:{area}")
    return tuple(sorted(found, key=lambda one: one.number))


async def told_before(
    deps: Deps, area: AreaId, audience: Audience, readers: Audience, period: Period
) -> dict[str, Figure]:
    """What *readers* were told last of each earlier figure that was made for this audience."""
    releases = {one.id: one for one in await releases_of(deps, area)}
    years = range(period.year - YEARS_BACK, period.year + 1)
    behind = {
        one.id: one
        for year in years
        for one in await deps.store.all_kept(ReleasedFigures, rows_of(area, year))
    }
    latest: dict[str, Figure] = {}
    for release in sorted(releases.values(), key=lambda one: one.number):
        is_for_them = readers is Audience.ANALYST or release.readers != Audience.ANALYST
        if release.id in behind and is_for_them and release.audience == audience:
            for one in behind[release.id].figures:
                figure = Figure.model_validate_json(one.told)
                latest[figure.id] = figure
    return latest


def rows_behind(behind: ReleasedFigures, figure: str) -> Rows | None:
    """Those that a figure counted when it left; None of one that is not in the ledger."""
    masks = (
        one.counted for one in behind.figures if Figure.model_validate_json(one.told).id == figure
    )
    return next(one_by_one(behind.rows, masks), None)


def _left_at(release: Release, behind: ReleasedFigures, place: int) -> Left:
    """Knows nothing of a ledger, which would hold itself so, and with it all that is known."""
    return next(_figures_in(release, behind, behind.figures[place : place + 1]))


def _figures_in(
    release: Release, behind: ReleasedFigures, several: Sequence[ToldFigure]
) -> Iterator[Left]:
    places = [Place(*one) for one in behind.places]
    for one in several:
        figure = Figure.model_validate_json(one.told)
        counted, *compared = one_by_one(behind.rows, (one.counted, *one.compared))
        yield Left(
            figure=figure,
            counted=counted,
            compared=tuple(compared),
            named=tuple(_named(behind.rows, one, (counted, *compared))),
            asked=frozenset(places[place] for place in one.asked),
            on=release.day,
            readers=Audience(release.readers),
            release=release.id,
        )


def _named(rows: str, told: ToldFigure, sets: Sequence[Rows]) -> Iterator[Mapping[str, Rows]]:
    """A name without rows of its own has the whole set."""
    for one, names in zip(sets, told.named, strict=False):
        masks = [mask for mask in names.values() if mask]
        found = one_by_one(rows, masks)
        yield {name: next(found) if mask else one for name, mask in names.items()}


def _answers_in(behind: ReleasedFigures) -> Iterator[Summed]:
    places = [Place(*one) for one in behind.places]
    sets = one_by_one(behind.rows, [one.counted for one in behind.answers])
    for one, rows in zip(behind.answers, sets, strict=True):
        yield Answers(one.name, rows, frozenset(places[place] for place in one.asked)).summed


def _behind(
    release: Release, left: Sequence[Left], everything: Rows, answers: Sequence[Answers]
) -> ReleasedFigures:
    sets = [rows for one in left for rows in (one.counted, *one.compared)]
    parts = [rows for one in left for names in one.named for rows in _parts(names).values()]
    rows, masks = packed([*sets, *parts, *(one.rows for one in answers), everything])
    mask = iter(masks)
    told = [[next(mask) for _ in (one.counted, *one.compared)] for one in left]
    named = [
        tuple(
            dict.fromkeys(names, "") | {name: next(mask) for name in _parts(names)}
            for names in one.named
        )
        for one in left
    ]
    places = sorted(
        frozenset[Place]().union(*[one.asked for one in left], *[one.asked for one in answers])
    )
    index = {place: number for number, place in enumerate(places)}
    return ReleasedFigures(
        id=release.id,
        content_area=release.content_area,
        period=release.period,
        rows=rows,
        figures=tuple(
            ToldFigure(
                told=one.figure.model_dump_json(),
                counted=counted,
                compared=tuple(compared),
                named=names,
                asked=tuple(sorted(index[place] for place in one.asked)),
            )
            for one, (counted, *compared), names in zip(left, told, named, strict=True)
        ),
        answers=tuple(
            ToldAnswers(
                name=one.name,
                counted=next(mask),
                asked=tuple(sorted(index[place] for place in one.asked)),
            )
            for one in answers
        ),
        everything=next(mask),
        places=tuple(places),
        since=min((Period.parse(one.figure.period).year for one in left), default=None),
    )


def _parts(names: Mapping[str, Rows]) -> Mapping[str, Rows]:
    """Those to be kept beside the whole set: none where all of it has one name."""
    return names if len(names) > 1 else {}
