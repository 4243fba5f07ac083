"""heard codebook: the board's themes as a file, out and in."""

import argparse
import sys
from pathlib import Path

from analysis.reading.codebook import read_codebook, written
from analysis.reading.codebook_changes import BoardCodebook, replaced
from analysis.reading.codebook_effect import Effect
from bot.cli.opening import opened, operator, read_by_net, telling
from bot.definitions import Missing
from bot.reading.codebook_proposals import effect_of
from bot.safeguarding.board_texts import refuse_personal_data
from bot.wording.codebook import shares_told
from storage.interface import Entry

NOT_DONE = 1


@telling
async def export(given: argparse.Namespace) -> int:
    """The codebook that counts now, as a file that can be imported again."""
    async with opened(given) as deps:
        content = written((await deps.codebooks.refresh(deps.store)).codebook)
    if given.file is None:
        print(content, end="")
        return 0
    _write(given.file, content)
    return 0


@telling
async def import_one(given: argparse.Namespace) -> int:
    """Say what a codebook in a file would move; with --yes let it count from now on."""
    codebook = read_codebook(_content(given.file), given.file)
    async with opened(given) as deps:
        before = await deps.codebooks.refresh(deps.store)
        if codebook == before.codebook:
            print("This is the codebook that counts already.")
            return 0
        after = replaced(
            before,
            codebook,
            why=given.reason,
            by=operator(),
            signed_by=given.signed_by,
            day=deps.today(),
        )
        effect, shares = await effect_of(deps, after)
        print(_told(effect))
        print(shares_told(shares))
        if not given.yes:
            print("Nothing was changed. With --yes it counts from now on.", file=sys.stderr)
            return NOT_DONE
        await read_by_net(deps, "codebook", _words(before, after, given))
        refuse_personal_data(given.reason, given.signed_by)
        entry = Entry(
            at=deps.clock(), who=operator(), did="imported a codebook", what=f"codebook {after.id}"
        )
        await deps.codebooks.publish(deps.store, after, entry)
        deps.to_read.set()
    print(f"Codebook {after.id} (version {codebook.version}) counts from now on.")
    return 0


def _words(
    before: BoardCodebook, after: BoardCodebook, given: argparse.Namespace
) -> dict[str, str]:
    """What is written in this file and was not before, by what it is called."""
    new = [theme for theme in after.codebook.themes if theme not in before.codebook.themes]
    themes = {f"theme {one.id}": f"{one.label}. {one.description}" for one in new}
    return {"reason": given.reason, "signed by": given.signed_by, **themes}


def _told(effect: Effect) -> str:
    return (
        f"Of {effect.comments} comments of the last four quarters, {effect.moved} would change "
        f"their themes ({effect.by_people} of them coded by people), and {effect.unassigned} would "
        "be left without one."
    )


def _write(file: str, content: str) -> None:
    try:
        Path(file).write_text(content, encoding="utf-8")
    except OSError as error:
        raise Missing((f"{file}: can't be written ({error.strerror}).",)) from None


def _content(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise Missing((f"{file}: can't be read ({error.strerror}).",)) from None
