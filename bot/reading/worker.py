"""The reading worker: has the machine read every new comment, off the event loop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from analysis.reading.codebook import Codebook
from analysis.reading.coding import machine_coding
from analysis.reading.engine import Engine
from analysis.reading.reader import read
from bot.deps import Deps
from bot.reading.models import use_own_names
from bot.telling.good import framework_of
from storage.interface import StorageError
from surveys.answering import Response, Said
from surveys.coding import Coder, Coding
from surveys.framework import Framework
from surveys.survey import Question, Survey
from surveys.values import QuestionId, ResponseId, StatementId, SurveyId
from surveys.voice import OWN_WORDS, UNREAD, Voice, with_codings

AT_ONCE = 200
QUIET = 2.0  # seconds
MOST_WAITS = 15  # for quiet: where somebody always sends, comments are read all the same
AFTER_TROUBLE = 30.0  # seconds
LOOK_AGAIN = 60.0  # seconds, for what another process was killed over
CLAIM = timedelta(minutes=2)  # far longer than reading AT_ONCE takes
log = logging.getLogger("heard")


class Wording(NamedTuple):
    """What was asked, as it was worded, and the 'good' statement that it asks about, if it is one.

    Of several nobody knows which one an answer means.
    """

    question: str = ""
    statement: str = ""


Wordings = Mapping[tuple[SurveyId, int, QuestionId], Wording]
NOT_KNOWN = Wording()


async def read_all(deps: Deps) -> None:
    """Read new comments once nobody has sent anything for a moment. Runs until cancelled.

    People who press Send come first: reading takes longer than keeping. Who asks for a digest
    meanwhile does not wait for the quiet, but reads what is new. Several may run, in one process
    or many: each reads what it has claimed.
    """
    read_with = None  # at first all voices, because an older engine may have read them
    while True:
        try:
            version = await _refreshed(deps)
            await _read(deps, lambda version: _claimed_in_quiet(deps, version))
            await read_voices(deps, UNREAD if read_with == version else None)
            read_with = version
        except StorageError as error:
            log.warning("comments could not be read yet: %s", type(error).__name__)
            await asyncio.sleep(AFTER_TROUBLE)
            continue
        try:
            async with asyncio.timeout(LOOK_AGAIN):
                await deps.to_read.wait()
        except TimeoutError:
            continue
        await _quiet(deps)


async def read_new(deps: Deps) -> int:
    """Read every comment that this engine has not read yet. Returns how many codings were kept.

    Also what a worker is reading just now, which does no harm: the same is read twice.
    """
    await _refreshed(deps)
    kept = await _read(deps, lambda version: deps.store.uncoded(version, AT_ONCE))
    return kept + await read_voices(deps, UNREAD)


async def _refreshed(deps: Deps) -> str:
    """With what is read from now on: the newest codebook and models that any process has made."""
    await asyncio.to_thread(use_own_names, deps.models)
    codebook = (await deps.codebooks.refresh(deps.store)).codebook
    return (await asyncio.to_thread(deps.models.refresh)).version(codebook)


async def read_voices(deps: Deps, only: str | None) -> int:
    """Read own words in voices. Returns how many codings were kept, each in its voice.

    A voice that changes meanwhile is read the next time.
    """
    codebook, reads = await _both(deps)
    version = reads.version(codebook)
    kept = 0
    for voice in await deps.store.all_kept(Voice, only):
        if voice.own_words and not _has_read(voice, version):
            read_now = await asyncio.to_thread(_coding_of, voice, codebook, reads)
            kept += await deps.store.change(voice, with_codings(voice, [read_now]))
    return kept


def _has_read(voice: Voice, version: str) -> bool:
    return any(
        coding.coder is Coder.MACHINE and coding.version == version for coding in voice.codings
    )


async def _both(deps: Deps) -> tuple[Codebook, Engine]:
    """The same to the end of a reading, also when others take their place meanwhile."""
    return deps.codebook, await asyncio.to_thread(lambda: deps.models.engine)


def _coding_of(voice: Voice, codebook: Codebook, reads: Engine) -> Coding:
    return machine_coding(
        read(voice.words, codebook, by=reads),
        response=ResponseId(voice.id),
        question=OWN_WORDS,
        day=voice.day,
    )


async def _read(deps: Deps, unread_by: Callable[[str], Awaitable[Sequence[Response]]]) -> int:
    kept = 0
    codebook, reads = await _both(deps)
    version = reads.version(codebook)
    while unread := await unread_by(version):
        framework = await framework_of(deps, deps.today())
        asked = wordings(await deps.store.surveys(), framework)
        codings = await asyncio.to_thread(codings_of, unread, codebook, asked, reads)
        await deps.store.add_codings(codings)
        kept += len(codings)
    return kept


async def _quiet(deps: Deps) -> None:
    """Wait until nobody has sent anything for a moment."""
    for _ in range(MOST_WAITS):
        if not deps.to_read.is_set():
            return
        deps.to_read.clear()
        await asyncio.sleep(QUIET)


async def _claimed_in_quiet(deps: Deps, version: str) -> Sequence[Response]:
    await _quiet(deps)
    now = deps.clock()
    return await deps.store.claim_uncoded(version, now, now + CLAIM, AT_ONCE)


def wordings(surveys: Iterable[Survey], framework: Framework) -> Wordings:
    """Of every question: the words of an answer are read with it."""
    return {
        (survey.id, survey.version, question.id): wording_of(question, framework)
        for survey in surveys
        for question in survey.questions
    }


def wording_of(question: Question, framework: Framework) -> Wording:
    linked = [framework.statements.get(StatementId(one)) for one in question.good]
    one = linked[0] if len(linked) == 1 else None
    return Wording(question.text, one.text if one else "")


def codings_of(
    responses: Sequence[Response], codebook: Codebook, asked: Wordings, reads: Engine
) -> list[Coding]:
    return [
        machine_coding(
            read(
                answer.text,
                codebook,
                question=wording.question,
                statement=wording.statement,
                by=reads,
            ),
            response=response.id,
            question=name,
            day=response.day,
        )
        for response in responses
        for name, answer in response.answers.items()
        if isinstance(answer, Said)
        for wording in (asked.get((response.survey, response.survey_version, name), NOT_KNOWN),)
    ]
