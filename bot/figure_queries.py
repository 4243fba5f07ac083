"""A question about a figure, on its way to the analysts. It carries no number of the figure.

Its words pass the net first, as all words do: what may disclose harm goes to the designated lead
and to nobody else.
"""

from collections.abc import Collection
from typing import ClassVar

from pydantic import AwareDatetime

from analysis.figures.figure import FigureId
from analysis.redaction.redacting import redact
from bot import wording
from bot.board import Role
from bot.concerns import raised, wake_for
from bot.deps import Deps
from bot.ids import derived
from bot.views.query import query_message
from storage.interface import Entry, Message
from surveys.concern import Door
from surveys.errors import NamesSomebody
from surveys.values import Kept, PersonId

ASK = "query a figure"
ANSWERS = Role.ANALYST


class FigureQuery(Kept):
    """That somebody asked about a figure. Their words went to the analysts and are not kept."""

    kind: ClassVar[str] = "figure query"

    figure: FigureId
    by: PersonId
    at: AwareDatetime


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
    if any(span.is_sure for span in redacted.spans):
        raise NamesSomebody
    query = FigureQuery(id=derived("query", view), figure=figure, by=by, at=deps.clock())
    found = await raised(
        deps,
        door=Door.MESSAGE,
        texts={"question": redacted.text},
        writer=by,
        agency=next((one.agency for one in deps.people if one.id == by), None),
        area=None,
        refers_to=query.id,
        captions={"question": "Asked about a figure"},
        read_later=False,
    )
    about = wording.query_about(figure, name, by)
    words = "" if found.told else redacted.text  # else they are the designated lead's to read
    await deps.store.keep(
        query,
        *found.kept,
        outbox=[*found.outbox, *_messages(query, about, words, analysts)],
        entry=Entry(at=query.at, who=by, did="asked about a figure", what=figure),
    )
    wake_for(deps, found)
    deps.to_send.set()
    return found.told or (wording.query_sent(figure),)


def _messages(
    query: FigureQuery, about: str, words: str, analysts: Collection[PersonId]
) -> list[Message]:
    text, blocks = query_message(about, words)
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
