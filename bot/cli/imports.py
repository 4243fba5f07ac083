"""heard import responses: a past survey's export, checked whole before anything is kept."""

import argparse
import asyncio
import hashlib
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from analysis.redaction.redacting import redact
from bot.cli.opening import opened, operator, telling
from bot.definitions import Missing
from bot.deps import Deps
from bot.reading.worker import AT_ONCE, codings_of, wordings
from bot.safeguarding.concerns import Raised, raised, telling_of_several
from bot.telling.good import framework_of
from storage.interface import Entry
from surveys.answering import Response, Said
from surveys.authoring import find_survey
from surveys.collecting import require_area
from surveys.concern import Door, in_filling
from surveys.importing import read_rows
from surveys.importing import responses as responses_of
from surveys.survey import Survey
from surveys.values import WaveId
from surveys.wave import Wave


@telling
async def responses(given: argparse.Namespace) -> int:
    """A dry run first, always; then all rows are kept, or none. A file adds nothing twice."""
    content = content_of(given.file)
    async with opened(given) as deps:
        survey = find_survey(given.survey, deps.surveys)
        digest = hashlib.sha256(content).hexdigest()
        area = deps.framework.area(given.area).id if given.area else None
        with _progress() as progress:
            rows = read_rows(content, given.file, encoding=given.encoding)
            checking = progress.add_task("Checking rows", total=len(rows))
            wave = _wave(deps, survey, digest).model_copy(update={"content_area": area})
            made = await asyncio.to_thread(
                responses_of,
                survey,
                wave,
                rows,
                framework=deps.framework,
                columns=dict(_pair(text) for text in given.column),
                ignore=given.ignore,
                default_day=_day(given.day) if given.day else deps.today(),
                pseudonym=lambda reference: deps.pseudonyms.referred(wave, reference),
                clean=_cleaner(lambda: progress.advance(checking)),
                file_digest=digest,
            )
            if made:
                first_day = min(response.day for response in made)
                require_area(survey, deps.framework, area, first_day)
            await asyncio.to_thread(deps.net, "")  # loaded before it must answer within a second
            netting = progress.add_task("Passing comments through the net", total=len(made))
            found = [
                await _passed(deps, survey, response, lambda: progress.advance(netting))
                for response in made
            ]
        _say_what_would_happen(survey, made, len(rows))
        _say_what_would_be_raised(found)
        if given.dry_run or not (given.yes or agrees()):
            print("Nothing has been imported.")
            return 0
        await _raise(deps, found, wave)
        await _keep(deps, _around(wave, made, deps), survey, made)
    return 0


async def _keep(deps: Deps, wave: Wave, survey: Survey, made: tuple[Response, ...]) -> None:
    new = await deps.store.accept_all(wave, survey, made)
    await deps.store.record(
        Entry(at=deps.clock(), who=operator(), did=f"imported {new} responses", what=wave.id)
    )
    reads = await asyncio.to_thread(deps.models.refresh)
    with _progress() as progress:
        reading = progress.add_task("Reading comments", total=len(made))
        for start in range(0, len(made), AT_ONCE):
            some = made[start : start + AT_ONCE]
            asked = wordings([survey], await framework_of(deps, deps.today()))
            codings = await asyncio.to_thread(codings_of, some, deps.codebook, asked, reads)
            await deps.store.add_codings(codings)
            progress.advance(reading, len(some))
    again = len(made) - new
    already = f"; {again} were there already" if again else ""
    print(f"{new} responses imported as {wave.id}{already}.")


async def _passed(
    deps: Deps, survey: Survey, response: Response, advance: Callable[[], None]
) -> Raised:
    advance()
    said = {str(name): one.text for name, one in response.answers.items() if isinstance(one, Said)}
    if not said:
        return Raised()
    return await raised(
        deps,
        door=Door.IMPORT,
        texts=said,
        writer=None,
        agency=response.agency,
        area=response.content_area,
        refers_to=in_filling(response.wave, response.respondent),
        kept_in=response.id,
        captions={question.id: question.text for question in survey.questions},
    )


async def _raise(deps: Deps, found: Sequence[Raised], wave: Wave) -> None:
    """Before the responses, so that nothing of them can be read without its concern."""
    concerns = [one.concern for one in found if one.concern]
    await deps.store.keep(
        *(kept for one in found for kept in one.kept),
        outbox=telling_of_several(deps, concerns, wave.id),
    )
    deps.to_send.set()
    deps.to_watch.set()


def _progress() -> Progress:
    """On a terminal only: in a file it would be noise."""
    return Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())


def _say_what_would_happen(survey: Survey, made: tuple[Response, ...], rows: int) -> None:
    comments = sum(
        isinstance(answer, Said) for response in made for answer in response.answers.values()
    )
    days = sorted(response.day for response in made)
    between = f", from {days[0]} to {days[-1]}" if days else ""
    left_out = (
        f" {rows - len(made)} rows hold no answer and are left out." if rows > len(made) else ""
    )
    print(
        f"{len(made)} responses to {survey.title} with {comments} comments can be imported"
        f"{between}.{left_out}"
    )


def _say_what_would_be_raised(found: Sequence[Raised]) -> None:
    number = sum(one.concern is not None for one in found)
    if number:
        print(
            f"{number} {'response' if number == 1 else 'responses'} may disclose harm: the "
            "designated lead is told once they are imported."
        )


def agrees() -> bool:
    if not sys.stdin.isatty():
        print("This was a dry run: add --yes to import.")
        return False
    return input("Import them? [y/N] ").strip().casefold() in {"y", "yes"}


def _wave(deps: Deps, survey: Survey, digest: str) -> Wave:
    """An import is a wave of its own, named after its file's content, and over."""
    return Wave(
        id=WaveId(f"import-{survey.id[:40]}-{digest[:10]}"),
        survey=survey.id,
        survey_version=survey.version,
        mode=survey.mode,
        series=survey.series,
        opens_at=deps.clock() - timedelta(days=1),
        closes_at=deps.clock(),
        imported=True,
    )


def _around(wave: Wave, made: tuple[Response, ...], deps: Deps) -> Wave:
    """The wave from the first day of its responses to the last."""
    if not made:
        return wave
    days = [response.day for response in made]
    opens = deps.board.midnight(min(days))
    closes = deps.board.midnight(max(days) + timedelta(days=1))
    over = deps.clock() if closes > deps.clock() else None  # what was answered today is over too
    return wave.model_copy(update={"opens_at": opens, "closes_at": closes, "closed_at": over})


def _cleaner(advance: Callable[[], None]) -> Callable[[str], str]:
    def clean(text: str) -> str:
        advance()
        return redact(text).text

    return clean


def content_of(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise Missing((f"{file}: can't be read ({error.strerror}).",)) from None


def _pair(text: str) -> tuple[str, str]:
    column, sign, question = text.rpartition("=")
    if not sign or not column:
        raise Missing((f"--column {text}: write it as COLUMN=QUESTION.",))
    return column.strip(), question.strip()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Missing((f"{text} is no day. Write it as 2026-09-30.",)) from None
