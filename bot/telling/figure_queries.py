"""A question about a figure, on its way to the analysts. It carries no number of the figure.

Its words pass the net first, as all words do: what may disclose harm goes to the designated lead
and to nobody else. No message carries them: analysts open them in a modal, and they go in time.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import ClassVar

from pydantic import AwareDatetime

from analysis.figures.figure import FigureId
from analysis.redaction.redacting import redact
from bot import wording
from bot.board import Role
from bot.deps import Deps
from bot.ids import derived
from bot.safeguarding.board_texts import refuse_personal_data
from bot.safeguarding.concerns import agency_of, keep_at_once, raised, wake_for
from bot.views.query import query_message
from storage.interface import Entry, Message
from surveys.concern import Door
from surveys.errors import NamesSomebody
from surveys.values import Kept, PersonId

ASK = "query a figure"
ANSWERS = Role.ANALYST
QUERIES_KEPT = timedelta(days=30)


class FigureQuery(Kept):
    """That somebody asked about a figure. No *words* where they are the designated lead's."""

    kind: ClassVar[str] = "figure query"

    figure: FigureId
    by: PersonId
    at: AwareDatetime
    words: str = ""


async def send_query(
    deps: Deps,
    figure: FigureId,
    name: str,
    question: str,
    *,
    by: PersonId,
    analysts: Collection[PersonId],
    view: str,
) -> tuple[str, ...]:
    """Queue it for every analyst, once for each *view*. Returns what to tell whoever asked.

    Raises NamesSomebody for a question with what looks like personal data.
    """
    redacted = redact(question)
    query_id = query_of(view)
    found = await raised(
        deps,
        door=Door.MESSAGE,
        texts={"question": redacted.text},
        writer=by,
        agency=agency_of(deps, by),
        area=None,
        refers_to=query_id,
        captions={"question": "Asked about a figure"},
        read_later=False,
    )
    try:
        refuse_personal_data(question)
    except NamesSomebody:
        await keep_at_once(deps, found)
        raise
    words = "" if found.told else redacted.text
    query = FigureQuery(id=query_id, figure=figure, by=by, at=deps.clock(), words=words)
    about = wording.query_about(figure, name, by)
    await deps.store.keep(
        query,
        *found.kept,
        outbox=[*found.outbox, *_messages(query, about, analysts)],
        entry=Entry(at=query.at, who=by, did="asked about a figure", what=figure),
    )
    wake_for(deps, found)
    deps.to_send.set()
    return found.told or (wording.query_sent(figure),)


def query_of(view: str) -> str:
    """Its id, to which concerns about its words refer."""
    return derived("query", view)


async def open_query(deps: Deps, query_id: str, *, by: PersonId) -> FigureQuery | None:
    """What was asked, for an analyst to read, which is recorded. None once it is kept no longer."""
    query = await deps.store.kept(FigureQuery, query_id)
    if query is not None:
        entry = Entry(at=deps.clock(), who=by, did="read a question", what=query.figure)
        await deps.store.record(entry)
    return query


async def forget_old_queries(deps: Deps) -> None:
    queries = await deps.store.all_kept(FigureQuery)
    old = [query.id for query in queries if query.at + QUERIES_KEPT <= deps.clock()]
    await deps.store.let_go(FigureQuery, old)


async def forget_queries_of(deps: Deps, person: PersonId) -> None:
    queries = await deps.store.all_kept(FigureQuery)
    await deps.store.let_go(FigureQuery, [one.id for one in queries if one.by == person])


def _messages(query: FigureQuery, about: str, analysts: Collection[PersonId]) -> list[Message]:
    text, blocks = query_message(about, query.id if query.words else "")
    return [
        Message(
            id=derived("query", query.id, one),
            to=one,
            text=text,
            blocks=[block.to_dict() for block in blocks],
            not_before=query.at,
        )
        for one in sorted(analysts)
    ]
