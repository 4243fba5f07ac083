"""The release ledger in the store: what has left of a content area, and one more line of it."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.disclosure.ledger import Marks, Rows
from analysis.disclosure.row_sets import packed, unpacked
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Figure
from analysis.figures.holding import Left
from bot.deps import Deps
from storage.interface import Entry
from surveys.periods import Period
from surveys.release import (
    THE_ONE,
    LedgerSecret,
    Release,
    ReleasedFigures,
    ToldFigure,
    release_id,
    rows_of,
    years_touched,
)
from surveys.values import AreaId

YEARS_BACK = 4


@dataclass(frozen=True)
class Ledger:
    """*releases* are all of the content area, *earlier* the figures that could tell on a period."""

    releases: tuple[Release, ...]
    earlier: tuple[Left, ...]

    @property
    def next_number(self) -> int:
        return self.releases[-1].number + 1 if self.releases else 1

    def until(self, number: int) -> "Ledger":
        """As it was before this release."""
        names = {one.id for one in self.releases if one.number < number}
        return Ledger(
            tuple(one for one in self.releases if one.id in names),
            tuple(one for one in self.earlier if one.release in names),
        )


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


async def ledger_of(deps: Deps, area: AreaId, period: Period) -> Ledger:
    releases = await releases_of(deps, area)
    behind = {
        one.id: one
        for year in years_touched(period)
        for one in await deps.store.all_kept(ReleasedFigures, rows_of(area, year))
    }
    return Ledger(
        releases,
        tuple(
            left
            for release in releases
            if release.id in behind
            for left in _figures_in(release, behind[release.id])
        ),
    )


async def told_before(
    deps: Deps, area: AreaId, audience: Audience, readers: Audience, period: Period
) -> tuple[Figure, ...]:
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
    return tuple(latest.values())


def _figures_in(release: Release, behind: ReleasedFigures) -> Iterable[Left]:
    masks = [mask for one in behind.figures for mask in (one.counted, *one.compared)]
    sets = iter(unpacked(behind.rows, masks))
    for one in behind.figures:
        yield Left(
            figure=Figure.model_validate_json(one.told),
            counted=next(sets),
            compared=tuple(next(sets) for _ in one.compared),
            on=release.day,
            readers=Audience(release.readers),
            release=release.id,
        )


async def append(
    deps: Deps,
    release: Release,
    left: Mapping[str, Left],
    everything: Rows,
    *,
    digest: str = "",
    evidence: str = "",
    entry: Entry,
) -> bool:
    """Whether it is the next line. False when another was quicker: look, and judge again."""
    behind = _behind(release, list(left.values()), everything, digest, evidence)
    return await deps.store.keep(release, behind, entry=entry) == "kept"


def _behind(
    release: Release, left: list[Left], everything: Rows, digest: str, evidence: str
) -> ReleasedFigures:
    sets = [rows for one in left for rows in (one.counted, *one.compared)]
    rows, masks = packed([*sets, everything])
    mask = iter(masks)
    figures = tuple(
        ToldFigure(
            told=one.figure.model_dump_json(),
            counted=next(mask),
            compared=tuple(next(mask) for _ in one.compared),
        )
        for one in left
    )
    return ReleasedFigures(
        id=release_id(release.content_area, release.number),
        content_area=release.content_area,
        period=release.period,
        rows=rows,
        everything=next(mask),
        figures=figures,
        digest=digest,
        evidence=evidence,
    )
