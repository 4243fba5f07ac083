"""heard good: what good looks like, who agreed it, and the same as a file, out and in."""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import NamedTuple

from rich.console import Console

from bot.cli.opening import opened, operator, read_by_net, telling
from bot.definitions import Missing
from bot.deps import Deps
from bot.reading.worker import read_new
from bot.telling.digesting import audience_for, latest_period, make_digest
from bot.telling.good import (
    framework_of,
    keep,
    kept_lives,
    life_of,
    lives_in,
    names_somebody_in,
    words_in,
)
from bot.terminal import print_good, print_good_list
from bot.wording import good as words
from storage.interface import Entry
from surveys.authoring import read_framework
from surveys.framework import ContentArea, GoodStatement
from surveys.framework_files import framework_file
from surveys.good import NotAsWritten, brought, written
from surveys.statement import LivingStatement
from surveys.yaml_files import Document, read
from surveys.yaml_files import Path as Place

EXPORT, IMPORT = "export", "import"
BY_FILE_ONLY = "is not as Heard runs with it; HEARD_FRAMEWORK names the file that says it"


@telling
async def good(given: argparse.Namespace) -> int:
    """The list, one content area, or the file in or out."""
    if given.area in (EXPORT, IMPORT):
        if not given.file:
            raise Missing((f"heard good {given.area} needs a FILE.",))
        return await (_export(given) if given.area == EXPORT else _import(given))
    return await (_show(given) if given.area else _list(given))


async def _list(given: argparse.Namespace) -> int:
    async with opened(given) as deps:
        lives = await kept_lives(deps)
        lines = [
            (words.tier_in_short(area.tier), area.label, words.counted(area, lives))
            for area in deps.framework.areas
        ]
        print_good_list(lines, Console())
    return 0


async def _show(given: argparse.Namespace) -> int:
    """New comments are read first, as for a digest."""
    async with opened(given) as deps:
        area = (await framework_of(deps, deps.today())).area(given.area)
        await read_new(deps)
        period = latest_period(deps)
        made = await make_digest(deps, area, period, audience_for(deps, period), by=operator())
        lives, today = await lives_in(deps, area), deps.today()
        figures = words.figures_of(made, area)
        nothing = [words.no_figures()]
        told = [(one, lives[one.id], figures.get(one.id, nothing)) for one in area.good]
        print_good([area.label, *words.about(area, deps.framework, today)], told, today, Console())
        print(words.whose_figures(made.period_label, made.audience))
    return 0


# Out


async def _export(given: argparse.Namespace) -> int:
    async with opened(given) as deps:
        areas = tuple([await _written(deps, area) for area in deps.framework.areas])
    text = framework_file(deps.framework.model_copy(update={"areas": areas}))
    try:
        await asyncio.to_thread(Path(given.file).write_text, text, encoding="utf-8")
    except OSError as error:
        raise Missing((f"{given.file}: can't be written ({error.strerror}).",)) from None
    statements = sum(len(area.good) for area in areas)
    print(f"{given.file}: {len(areas)} content areas with {statements} 'good' statements.")
    return 0


async def _written(deps: Deps, area: ContentArea) -> ContentArea:
    lives = await lives_in(deps, area)
    good = tuple(written(lives[one.id], one) for one in area.good)
    return area.model_copy(update={"good": good})


# In


class Brought(NamedTuple):
    before: LivingStatement
    after: LivingStatement

    @property
    def told(self) -> str:
        steps = len(self.after.steps) - len(self.before.steps)
        count = "1 step" if steps == 1 else f"{steps} steps"
        was, now = self.before.state.value, self.after.state.value
        return f"{self.after.id}: {count}, {was if was == now else f'{was} -> {now}'}"


async def _import(given: argparse.Namespace) -> int:
    """A dry run first, always. What is in the store already is not brought in again."""
    try:
        content = await asyncio.to_thread(Path(given.file).read_bytes)
    except OSError as error:
        raise Missing((f"{given.file}: can't be read ({error.strerror}).",)) from None
    framework, document = read_framework(content, given.file), read(content, given.file)
    async with opened(given) as deps:
        found = [
            one
            for place, area in enumerate(framework.areas)
            async for one in _of_area(deps, document, ("areas", place), area)
        ]
        if document.problems:
            document.refuse()
        for one in found:
            print(one.told)
        if not found:
            print("Nothing to bring in: all of it is there already.")
            return 0
        if given.dry_run or not (given.yes or _agrees()):
            print("Nothing has been changed.")
            return 0
        await _keep(deps, found)
    return 0


async def _of_area(
    deps: Deps, document: Document, at: Place, area: ContentArea
) -> AsyncIterator[Brought]:
    known = next((one for one in deps.framework.areas if one.id == area.id), None)
    if known is None:
        document.mistake((*at, "id"), BY_FILE_ONLY)
        return
    for key in _differing(area, known):
        document.mistake((*at, key), BY_FILE_ONLY)
    for index, good in enumerate(area.good):
        place = (*at, "good", index)
        if good.id not in [one.id for one in known.good]:
            document.mistake((*place, "id"), BY_FILE_ONLY)
        elif one := await _of_statement(deps, document, place, good):
            yield one


def _differing(area: ContentArea, known: ContentArea) -> Iterator[str]:
    for key in area.model_fields_set - {"good"}:
        if getattr(area, key) != getattr(known, key):
            yield key


async def _of_statement(
    deps: Deps, document: Document, place: Place, good: GoodStatement
) -> Brought | None:
    before = await life_of(deps, good.id)
    try:
        after = brought(before, good, by=operator(), today=deps.today())
    except NotAsWritten as wrong:
        document.mistake((*place, wrong.key), wrong.reason)
        return None
    if names_somebody_in(after.steps[len(before.steps) :]):
        document.mistake(place, "looks as if it names somebody or says where they live")
    return Brought(before, after) if after != before else None


def _agrees() -> bool:
    if not sys.stdin.isatty():
        print("This was a dry run: add --yes to bring it in.")
        return False
    return input("Bring it in? [y/N] ").strip().casefold() in {"y", "yes"}


async def _keep(deps: Deps, found: list[Brought]) -> None:
    """One after the other; broken off, the rest is brought in when it is called again."""
    for before, after in found:
        said = [text for step in after.steps[len(before.steps) :] for text in words_in(step)]
        texts = {f"text {number}": text for number, text in enumerate(said, start=1)}
        await read_by_net(deps, after.id, texts)
        entry = Entry(
            at=deps.clock(),
            who=operator(),
            did="brought in a 'good' statement from a file",
            what=after.id,
        )
        await keep(deps, before, after, entry)
    print(f"{len(found)} {'statement' if len(found) == 1 else 'statements'} brought in.")
