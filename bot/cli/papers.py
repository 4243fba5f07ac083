"""heard paper: the Board paper of a quarter as three files in a folder."""

import argparse
import contextlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot import wording
from bot.cli.opening import opened, operator, telling
from bot.definitions import Missing
from bot.reading.worker import read_new
from bot.telling.paper_claims import make_alone
from bot.telling.paper_making import PaperFile, Step, Tell, make_paper
from surveys.periods import Period


@telling
async def paper(given: argparse.Namespace) -> int:
    """New comments are read first. Either all of the files are there at the end, or none."""
    period = Period.parse_quarter(given.period)
    async with opened(given) as deps:
        await read_new(deps)
        with _counting() as tell:
            work = make_paper(deps, period, tell, by=operator())
            made = await make_alone(deps, period, work, by=operator())
    if made is None:
        print(wording.paper_cancelled(str(period)), file=sys.stderr)
        return 1
    for file in save(made.files, Path(given.out)):
        print(file)
    if made.paper.missing:
        print("Not filled in yet (/paper write in Slack):")
        for line in made.paper.missing:
            print(f"  {line.text}")
    return 0


def save(files: Sequence[PaperFile], folder: Path) -> list[Path]:
    """Write them all beside their names first, so that no half of a file is ever under a name."""
    halves = [(folder / f".{file.name}.part", folder / file.name) for file in files]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, (half, _) in zip(files, halves, strict=True):
            half.write_bytes(file.content)
        return [half.replace(whole) for half, whole in halves]
    except OSError as error:
        raise Missing((f"{folder}: can't be written to ({error.strerror}).",)) from None
    finally:
        for half, _ in halves:
            with contextlib.suppress(OSError):
                half.unlink(missing_ok=True)


@contextlib.contextmanager
def _counting() -> Iterator[Tell]:
    """A bar on a terminal; in a file it would be noise."""
    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not sys.stderr.isatty()) as progress:
        bar = progress.add_task("")

        async def tell(step: Step) -> None:
            progress.update(bar, completed=step.done, total=step.all, description=step.doing)

        yield tell
        progress.update(bar, completed=1, total=1, description="done")
