"""The store for one process on one machine: TinyDB, whose documents are rows of one SQLite file.

Reads come from memory. A change is an operation on the tables; it is durable when its call returns.
"""

import asyncio
import heapq
import logging
import random
import secrets
from collections import Counter
from collections.abc import (
    AsyncIterator,
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from datetime import UTC, date, datetime, time, tzinfo
from itertools import chain, islice
from pathlib import Path
from typing import Literal, TypeVar
from zoneinfo import ZoneInfo

from tinydb import where

from storage import codec
from storage.audit import AUDIT, Head, Link, broken_link, link, lost_head
from storage.codec import Document, Reader, RowReader, key_of
from storage.file import TABLES, RowFile
from storage.groups import Groups, OwnThread
from storage.interface import (
    AnyKept,
    Counts,
    Draft,
    Entry,
    Item,
    Message,
    Store,
    StoreTooLarge,
    Telling,
)
from storage.items import head_items
from storage.rows import Index, RowDatabase, Rows, RowTable
from storage.sealing import Keys
from storage.tiny_items import document_of, items_of
from storage.unread import Unread
from surveys.answering import Response, without_comments
from surveys.coding import Coding
from surveys.concern import Concern, in_filling
from surveys.errors import AlreadyAnswered, ChangedMeanwhile, Frozen, OnHold, Unknown
from surveys.evidence import Evidence
from surveys.hold import (
    HOLDABLE,
    Hold,
    Lot,
    held_one_by_one,
    is_wave_held,
    refuse_held,
    under_concern,
)
from surveys.periods import Period
from surveys.survey import Survey
from surveys.values import AreaId, Kept, PersonId, Respondent, ResponseId, Value, WaveId
from surveys.wave import Delivery, Invitation, Wave

LONDON = ZoneInfo("Europe/London")
BATCH = 500  # items
COMFORTABLE = 50_000  # responses: opening takes seconds, and all are in memory
MOST = 100_000  # responses: one wave more would be one too many

AnyValue = TypeVar("AnyValue", bound=Value)
_Place = tuple[str, str, AreaId | None]  # wave, quarter and content area
Outcome = Literal["kept", "again"]  # made once: an operation is defined at every call

log = logging.getLogger(__name__)


async def open_tiny(
    path: Path,
    keys: Keys,
    *,
    zone: tzinfo = LONDON,
    recover: bool = False,
    begin: bool = True,
    comfortable: int = COMFORTABLE,
    most: int = MOST,
) -> Store:
    """The store in this file, begun if there is none and *begin*.

    *zone* decides on which day a wave runs.

    With more than *comfortable* responses it warns when it is opened; with *most*, it opens no
    new wave.

    *recover* goes on with what can be read of a damaged file, and keeps a copy of it.
    Raises NotAStore, StoreBusy, StoreDamaged, StoreFull, WrongKey; then nothing has changed.
    """
    thread = OwnThread("store")
    opening = thread.do(lambda: RowFile(path, keys, recover=recover, begin=begin))
    try:
        file = await asyncio.shield(opening)
    except asyncio.CancelledError:
        opening.add_done_callback(lambda opened: _let_go(opened, thread))
        raise
    except BaseException:
        thread.stop()
        raise
    return TinyStore(file, thread, zone, comfortable=comfortable, most=most)


def _let_go(opened: asyncio.Future[RowFile], thread: OwnThread) -> None:
    """Nobody waits for the file any more: close it as soon as it is open."""
    if opened.exception() is None:
        thread.do(opened.result().close)
    thread.stop()


class TinyStore:
    """See `Store` for what each method promises."""

    def __init__(
        self,
        file: RowFile,
        thread: OwnThread,
        zone: tzinfo,
        *,
        comfortable: int = COMFORTABLE,
        most: int = MOST,
    ) -> None:
        self._zone = zone
        self._comfortable = comfortable
        self._most = most
        if (responses := len(file.tables["responses"])) >= comfortable:
            log.warning(
                "the store has %d responses; beyond %d it is slow, and at %d it opens no new wave",
                responses,
                comfortable,
                most,
            )
        self._reader: Reader = RowReader()
        self._of_person = Index("invitations", "person")
        self._asked_in = Index("invitations", "wave")
        self._in_wave = Index("responses", "wave")
        self._in_quarter = Index("responses", "quarter")
        self._under = Index("responses", "respondent")
        self._read_in = Index("codings", "response")
        self._begun_in = Index("drafts", "wave")
        self._begun_by = Index("drafts", "owner")
        self._by_state = Index("outbox", "state")
        self._of_kind = Index("kept", "kind")
        indexes = [found for found in vars(self).values() if isinstance(found, Index)]
        self._rows = Rows(file.tables, indexes)
        self._unread = Unread(file.tables)
        self._rows.watching.append(self._unread.saw)
        database = RowDatabase(self._rows)
        self._tables: dict[str, RowTable] = {table: database.rows_of(table) for table in TABLES}
        self._groups = Groups(self._rows, file, thread)
        self._file = file
        # One process owns the file, so what is agreed between its workers can be kept in memory.
        self._claimed: dict[str, datetime] = {}
        self._leads: dict[str, tuple[str, datetime]] = {}

    async def close(self) -> None:
        await self._groups.close()

    # Surveys and waves

    async def open_wave(
        self,
        wave: Wave,
        survey: Survey,
        invitations: Sequence[Invitation],
        outbox: Sequence[Message],
        *,
        seen: Collection[WaveId] | None = None,
        entry: Entry | None = None,
    ) -> Literal["kept", "again"]:
        def operation() -> Literal["kept", "again"]:
            if not self._freeze(wave, survey, seen):
                return "again"
            for invitation in invitations:
                self._put_invitation(invitation)
            self._queue(outbox)
            self._append(entry)
            return "kept"

        return await self._groups.run(operation)

    async def surveys(self) -> Sequence[Survey]:
        found = self._values(Survey, self._tables["surveys"].all())
        return sorted(found, key=lambda survey: (survey.id, survey.version))

    async def waves(self) -> Sequence[Wave]:
        found = self._values(Wave, self._tables["waves"].all())
        return sorted(found, key=lambda wave: (wave.opens_at, wave.id))

    async def wave(self, wave: WaveId) -> Wave:
        return self._wave(wave)

    async def close_wave(self, wave: WaveId, now: datetime, *, entry: Entry | None = None) -> Wave:
        return await self._change_wave(wave, lambda found: found.closed(now), entry)

    async def tell_what_came_of_it(
        self, wave: WaveId, text: str, *, entry: Entry | None = None
    ) -> Wave:
        return await self._change_wave(wave, lambda it: it.with_what_came_of_it(text), entry)

    async def invitations(self, wave: WaveId) -> Sequence[Invitation]:
        return self._invitations(self._asked_in, wave)

    async def invitations_of(self, person: PersonId) -> Sequence[Invitation]:
        return self._invitations(self._of_person, person)

    async def decide_delivery(self, wave: WaveId, person: PersonId, delivery: Delivery) -> None:
        await self._groups.run(lambda: self._change_invitation(wave, person, delivery=delivery))

    # Answering

    async def keep_draft(self, draft: Draft) -> None:
        def operation() -> None:
            wave = self._wave(draft.wave)
            if wave.closed_at is None and not self._answer_of(draft.respondent, draft.wave):
                name = key_of(draft.wave, draft.respondent)
                self._tables["drafts"].put(name, codec.draft_document(draft))

        await self._groups.run(operation)

    async def draft(self, wave: WaveId, respondent: Respondent) -> Draft | None:
        found = self._rows.found("drafts", key_of(wave, respondent))
        return None if found is None else self._reader.value(Draft, found)

    async def drafts(self, owners: Collection[Respondent]) -> Sequence[Draft]:
        return [
            draft
            for owner in dict.fromkeys(owners)
            for draft in self._each(Draft, self._begun_by, owner)
        ]

    async def forget_draft(self, wave: WaveId, respondent: Respondent) -> None:
        await self._groups.run(lambda: self._forget_draft(wave, respondent))

    async def forget_drafts(self, wave: WaveId) -> None:
        def operation() -> None:
            self._tables["drafts"].erase(self._rows.ids(self._begun_in, wave))

        await self._groups.run(operation)

    async def accept(
        self,
        response: Response,
        *,
        participant: PersonId | None,
        outbox: Sequence[Message],
        beside: Sequence[Kept] = (),
    ) -> Outcome:
        def operation() -> Outcome:
            if self._rows.found("responses", response.id) is not None:
                return "again"
            self._wave(response.wave)
            self._put_response(response)
            self._forget_draft(response.wave, response.respondent)
            if participant is not None:
                self._change_invitation(response.wave, participant, answered=True)
            self._put_new(beside)
            self._queue(outbox)
            return "kept"

        return await self._groups.run(operation)

    async def accept_all(self, wave: Wave, survey: Survey, responses: Sequence[Response]) -> int:
        def operation() -> int:
            self._freeze(wave, survey)
            kept = 0
            for response in responses:
                if self._rows.found("responses", response.id) is None:
                    self._put_response(response)
                    kept += 1
            return kept

        return await self._groups.run(operation)

    async def response(self, response: ResponseId) -> Response | None:
        found = self._rows.found("responses", response)
        return None if found is None else self._reader.value(Response, found)

    async def responses_of(self, respondent: Respondent) -> Sequence[Response]:
        return list(self._each(Response, self._under, respondent))

    async def responses(self, wave: WaveId) -> Sequence[Response]:
        documents = self._shuffled("responses", self._rows.ids(self._in_wave, wave))
        return await asyncio.to_thread(self._values, Response, documents)

    async def mark_comments(self, before: Response, after: Response, entry: Entry) -> bool:
        def operation() -> bool:
            found = self._rows.found("responses", before.id)
            if found is None or self._reader.value(Response, found) != before:
                return False
            self._tables["responses"].put(after.id, codec.response_document(after))
            self._forget_codings(after.id)
            self._append(entry)
            return True

        return await self._groups.run(operation)

    # Reading the words

    async def add_codings(self, codings: Sequence[Coding]) -> None:
        def operation() -> None:
            for coding in codings:
                if self._rows.found("responses", coding.response) is not None:
                    name = key_of(coding.response, coding.question, coding.coder)
                    self._tables["codings"].put(name, codec.coding_document(coding))

        await self._groups.run(operation)
        for coding in codings:
            self._claimed.pop(key_of("responses", coding.response), None)

    async def uncoded(self, version: str, limit: int) -> Sequence[Response]:
        return self._named(Response, "responses", islice(self._unread.by(version), limit))

    async def claim_uncoded(
        self, version: str, now: datetime, until: datetime, limit: int
    ) -> Sequence[Response]:
        names = self._claim("responses", self._unread.by(version), now, until, limit)
        return self._named(Response, "responses", names)

    # What has an id of its own and may change

    async def keep(
        self,
        *kept: Kept,
        outbox: Sequence[Message] = (),
        entry: Entry | None = None,
        all_or_none: bool = False,
    ) -> Outcome:
        def operation() -> Outcome:
            if all_or_none and any(self._is_kept(one) for one in kept):
                return "again"
            if not self._put_new(kept):
                return "again"
            self._queue(outbox)
            self._append(entry)
            return "kept"

        return await self._groups.run(operation)

    async def change(
        self,
        before: AnyKept,
        after: AnyKept,
        *,
        outbox: Sequence[Message] = (),
        entry: Entry | None = None,
    ) -> bool:
        name = _name_of(before)

        def operation() -> bool:
            found = self._rows.found("kept", name)
            if found is None or self._reader.value(type(before), found) != before:
                return False
            self._tables["kept"].put(name, codec.kept_document(after))
            self._queue(outbox)
            self._append(entry)
            return True

        return await self._groups.run(operation)

    async def kept(self, kind: type[AnyKept], id: str) -> AnyKept | None:  # noqa: A002
        found = self._rows.found("kept", key_of(kind.kind, id))
        return None if found is None else self._reader.value(kind, found)

    async def all_kept(self, kind: type[AnyKept], label: str | None = None) -> Sequence[AnyKept]:
        table = self._rows.tables["kept"]
        names = [
            name
            for name in self._rows.ids(self._of_kind, kind.kind)
            if label is None or label in table[name]["labels"]
        ]
        return self._values(kind, self._shuffled("kept", names))

    async def let_go(
        self, kind: type[Kept], ids: Collection[str], *, entry: Entry | None = None
    ) -> int:
        def operation() -> int:
            names = [key_of(kind.kind, one) for one in dict.fromkeys(ids)]
            found = [name for name in names if self._rows.found("kept", name) is not None]
            if kind.kind in HOLDABLE:
                kept = [self._rows.found("kept", name) for name in found]
                refuse_held(self._values(kind, filter(None, kept)), *self._holding())
            self._tables["kept"].erase(found)
            if found:
                self._append(entry)
            return len(found)

        return await self._groups.run(operation)

    # Letting go

    async def lots(self) -> Sequence[Lot]:
        held = held_one_by_one(self._holding()[0])
        responses, words = Counter[_Place](), Counter[_Place]()
        for name, document in self._rows.tables["responses"].items():
            if name not in held:
                place = document["wave"], document["quarter"], document["area"]
                responses[place] += 1
                words[place] += bool(document["comments"])
        return [
            Lot(
                wave=WaveId(wave),
                quarter=Period.parse(quarter),
                content_area=area,
                responses=number,
                with_words=words[wave, quarter, area],
            )
            for (wave, quarter, area), number in responses.items()
        ]

    async def forget_comments(self, lot: Lot, limit: int, told: Telling) -> int:
        def operation() -> int:
            names = [name for name, found in self._free(lot) if found["comments"]][:limit]
            for name in names:
                found = self._rows.found("responses", name)
                assert found is not None
                bare = without_comments(self._reader.value(Response, found))
                self._tables["responses"].put(name, codec.response_document(bare))
                self._forget_codings(name)
            self._append(told(len(names)) if names else None)
            return len(names)

        return await self._groups.run(operation)

    async def forget_responses(self, lot: Lot, limit: int, told: Telling) -> int:
        def operation() -> int:
            names = [name for name, _ in self._free(lot)][:limit]
            self._forget_responses(names)
            self._append(told(len(names)) if names else None)
            return len(names)

        return await self._groups.run(operation)

    async def forget_who_was_asked(self, wave: WaveId, told: Telling) -> int:
        def operation() -> int:
            if is_wave_held(wave, self._holding()[0]):
                raise OnHold
            names = self._rows.ids(self._asked_in, wave)
            self._tables["invitations"].erase(names)
            self._append(told(len(names)) if names else None)
            return len(names)

        return await self._groups.run(operation)

    async def forget_person(
        self,
        person: PersonId,
        responses: Collection[ResponseId],
        owners: Collection[Respondent],
        entry: Entry,
    ) -> None:
        def operation() -> None:
            holds, concerns = self._holding()
            asked = self._invitations(self._of_person, person)
            if any(is_wave_held(one.wave, holds) for one in asked):
                raise OnHold
            found = [self._rows.found("responses", name) for name in responses]
            refuse_held(self._values(Response, filter(None, found)), holds, concerns)
            self._forget_responses(responses)
            self._tables["invitations"].erase(self._rows.ids(self._of_person, person))
            for owner in owners:
                self._tables["drafts"].erase(self._rows.ids(self._begun_by, owner))
            self._append(entry)

        await self._groups.run(operation)

    async def sweep(self) -> None:
        self._reader = RowReader()  # words that were read do not outlive their rows in memory
        await self._groups.in_file(self._file.fold)

    # Digests

    async def evidence(self, period: Period, area: AreaId | None = None) -> Evidence:
        names = [
            name
            for quarter in _quarters(period)
            for name in self._rows.ids(self._in_quarter, quarter)
            if area is None or self._rows.tables["responses"][name]["area"] in (area, None)
        ]
        documents = self._shuffled("responses", names)
        codings = [
            self._rows.tables["codings"][coding]
            for name in names
            for coding in self._read_in.of(name)
        ]
        random.shuffle(codings)  # the order of answers must not show through them
        answered_in = {document["wave"] for document in documents}
        waves = [
            wave
            for wave in await self.waves()
            if wave.id in answered_in or self._ran_in(wave, period)
        ]
        asked = {(wave.survey, wave.survey_version) for wave in waves}
        return Evidence(
            surveys=tuple(
                survey for survey in await self.surveys() if (survey.id, survey.version) in asked
            ),
            waves=tuple(waves),
            invitations=tuple(
                invitation
                for wave in waves
                for invitation in self._invitations(self._asked_in, wave.id)
            ),
            responses=tuple(await asyncio.to_thread(self._values, Response, documents)),
            codings=tuple(await asyncio.to_thread(self._values, Coding, codings)),
        )

    # Outbox

    async def outgoing(self, now: datetime, limit: int) -> Sequence[Message]:
        waiting = (
            (document["not_before"], name, document)
            for name in self._rows.ids(self._by_state, "waiting")
            if (document := self._rows.tables["outbox"][name])["not_before"] <= now.timestamp()
        )
        return [
            self._reader.value(Message, document)
            for _, _, document in heapq.nsmallest(limit, waiting, key=lambda due: due[:2])
        ]

    async def claim_outgoing(self, now: datetime, until: datetime, limit: int) -> Sequence[Message]:
        found = await self.outgoing(now, limit + len(self._claimed))
        by_id = {one.id: one for one in found}
        return [by_id[name] for name in self._claim("outbox", by_id, now, until, limit)]

    async def hand_back(self, messages: Collection[str]) -> None:
        for message in messages:
            self._claimed.pop(key_of("outbox", message), None)

    async def sent(self, message: str) -> None:
        def operation() -> None:
            if self._rows.found("outbox", message) is not None:
                # Its name stays, so that the same message made again is not sent again.
                self._tables["outbox"].put(message, {"state": "sent"})

        await self._groups.run(operation)
        await self.hand_back([message])

    async def try_later(self, message: str, not_before: datetime, *, counts: bool = True) -> None:
        def operation() -> None:
            if waiting := self._message(message, "waiting"):
                attempts = waiting.attempts + counts
                later = _changed(waiting, not_before=not_before, attempts=attempts)
                self._tables["outbox"].put(message, codec.message_document(later))

        await self._groups.run(operation)
        await self.hand_back([message])

    async def give_up(self, message: str, reason: str) -> None:
        def operation() -> None:
            if waiting := self._message(message, "waiting"):
                dead = codec.document_of(waiting, state="dead", reason=reason)
                self._tables["outbox"].put(message, dead)

        await self._groups.run(operation)
        await self.hand_back([message])

    async def dead_letters(self) -> Sequence[tuple[Message, str]]:
        dead = self._tables["outbox"].search(where("state") == "dead")
        return [(self._reader.value(Message, letter), letter["reason"]) for letter in dead]

    async def revive(self, message: str, not_before: datetime) -> bool:
        def operation() -> bool:
            dead = self._message(message, "dead")
            if dead:
                again = _changed(dead, not_before=not_before, attempts=0)
                self._tables["outbox"].put(message, codec.message_document(again))
            return dead is not None

        return await self._groups.run(operation)

    async def drop(self, message: str) -> bool:
        def operation() -> bool:
            dead = self._message(message, "dead")
            if dead:
                self._tables["outbox"].put(message, {"state": "sent"})
            return dead is not None

        return await self._groups.run(operation)

    # For whoever watches

    async def counted(self, version: str, now: datetime) -> Counts:
        size = await self._groups.in_file(self._file.size)
        tables = self._rows.tables
        waiting = (tables["outbox"][name] for name in self._rows.ids(self._by_state, "waiting"))
        due = [one["not_before"] for one in waiting if one["not_before"] <= now.timestamp()]
        return Counts(
            responses=len(tables["responses"]),
            uncoded=len(self._unread.by(version)),
            drafts=len(tables["drafts"]),
            due=len(due),
            oldest_due=datetime.fromtimestamp(min(due), UTC) if due else None,
            dead=len(self._rows.ids(self._by_state, "dead")),
            size=size,
            comfortable=self._comfortable,
            most=self._most,
        )

    # One at a time

    async def lead(self, task: str, who: str, now: datetime, until: datetime) -> bool:
        holder, end = self._leads.get(task, (who, now))
        if holder != who and end > now:
            return False
        self._leads[task] = (who, until)
        return True

    async def led_until(self, now: datetime) -> datetime | None:
        return max((end for _, end in self._leads.values() if end > now), default=None)

    # Moving house

    async def everything(self) -> AsyncIterator[Sequence[Item]]:
        # A document is never changed, only put in another's place: copied tables stay as they are.
        tables = {name: dict(kept) for name, kept in self._rows.tables.items()}
        items = chain(items_of(tables, Reader()), head_items(self._head()))
        while batch := await asyncio.to_thread(lambda: list(islice(items, BATCH))):
            yield batch

    async def take_over(self, items: Sequence[Item]) -> None:
        def operation() -> None:
            for item in items:
                if item.table == "heads" or self._rows.found(item.table, item.id) is None:
                    if item.table == "responses":
                        self._wave(item.value(Response).wave)
                    self._tables[item.table].put(item.id, document_of(item))

        await self._groups.run(operation)

    # Keys

    async def sealed_by(self) -> Mapping[int, int]:
        return await self._groups.in_file(self._file.sealed_by)

    async def reseal(self, limit: int) -> int:
        return await self._groups.in_file(lambda: self._file.reseal(limit))

    # Who saw and released what

    async def record(self, entry: Entry) -> None:
        await self._groups.run(lambda: self._append(entry))

    async def audit(self, since: date | None = None) -> Sequence[Entry]:
        links = sorted(self._rows.tables[AUDIT].items(), key=lambda kept: int(kept[0]))
        entries = self._values(Entry, [document for _, document in links])
        return [
            entry
            for entry in entries
            if since is None or entry.at.astimezone(self._zone).date() >= since
        ]

    async def broken_link(self) -> int | None:
        kept = self._rows.tables[AUDIT]
        places = range(max([self._head().length, *(int(place) + 1 for place in kept)]))
        found = (kept.get(str(place)) for place in places)
        return broken_link(
            (None if one is None else Link(one["value"], one["hash"]) for one in found),
            self._head(),
        )

    # For whoever looks after it

    async def unreadable(self) -> Sequence[str]:
        return ()  # a file is not opened before every row of it was read

    # Pieces of operations

    def _freeze(self, wave: Wave, survey: Survey, seen: Collection[WaveId] | None = None) -> bool:
        """Keep a wave and the survey it asks. False when the wave is there.

        Raises Frozen, StoreTooLarge, ChangedMeanwhile.
        """
        name = key_of(survey.id, survey.version)
        kept = self._rows.found("surveys", name)
        if kept is not None and self._reader.value(Survey, kept) != survey:
            raise Frozen(survey.id, survey.version)
        if self._rows.found("waves", wave.id) is not None:
            return False
        waves = self._values(Wave, self._tables["waves"].all()) if seen is not None else ()
        if any(one.survey == survey.id and one.id not in (seen or ()) for one in waves):
            raise ChangedMeanwhile
        if (responses := len(self._rows.tables["responses"])) >= self._most:
            raise StoreTooLarge(responses, self._most)
        self._tables["surveys"].put(name, codec.survey_document(survey))
        self._tables["waves"].put(wave.id, codec.document_of(wave))
        return True

    def _wave(self, wave: WaveId) -> Wave:
        found = self._rows.found("waves", wave)
        if found is None:
            raise Unknown("wave", wave)
        return self._reader.value(Wave, found)

    async def _change_wave(
        self, wave: WaveId, change: Callable[[Wave], Wave], entry: Entry | None
    ) -> Wave:
        """What changes nothing is not recorded."""

        def operation() -> Wave:
            before = self._wave(wave)
            after = change(before)
            if after != before:
                self._tables["waves"].put(wave, codec.document_of(after))
                self._append(entry)
            return after

        return await self._groups.run(operation)

    def _put_invitation(self, invitation: Invitation) -> None:
        name = key_of(invitation.wave, invitation.person)
        self._tables["invitations"].put(name, codec.invitation_document(invitation))

    def _change_invitation(self, wave: WaveId, person: PersonId, **now: bool | Delivery) -> None:
        name = key_of(wave, person)
        found = self._rows.found("invitations", name)
        if found is not None and found != (after := {**found, **now}):
            self._tables["invitations"].put(name, after)

    def _answer_of(self, respondent: Respondent, wave: WaveId) -> bool:
        names = self._rows.ids(self._under, respondent)
        found = (self._rows.found("responses", name) for name in names)
        return any(response is not None and response["wave"] == wave for response in found)

    def _put_response(self, response: Response) -> None:
        if self._answer_of(response.respondent, response.wave):
            raise AlreadyAnswered
        self._tables["responses"].put(response.id, codec.response_document(response))

    def _forget_draft(self, wave: WaveId, respondent: Respondent) -> None:
        name = key_of(wave, respondent)
        if self._rows.found("drafts", name) is not None:
            self._tables["drafts"].erase([name])

    def _holding(self) -> tuple[list[Hold], list[Concern]]:
        """What keeps something from being forgotten, with what has been gathered."""
        return list(self._each(Hold, self._of_kind, Hold.kind)), list(
            self._each(Concern, self._of_kind, Concern.kind)
        )

    def _free(self, lot: Lot) -> Iterator[tuple[str, Document]]:
        """What may be forgotten of a lot. Raises OnHold."""
        holds, concerns = self._holding()
        refuse_held([lot], holds, concerns)
        held, fillings = held_one_by_one(holds), under_concern(concerns, lot.quarter)
        for name in self._rows.ids(self._in_wave, lot.wave):
            found = self._rows.found("responses", name)
            assert found is not None
            place = found["quarter"], found["area"]
            if name in held or place != (str(lot.quarter), lot.content_area):
                continue
            if not fillings or _filling(found) not in fillings:
                yield name, found

    def _forget_responses(self, names: Collection[str]) -> None:
        found = [name for name in names if self._rows.found("responses", name) is not None]
        for name in found:
            self._forget_codings(name)
        self._tables["responses"].erase(found)

    def _forget_codings(self, response: str) -> None:
        self._tables["codings"].erase(self._rows.ids(self._read_in, response))

    def _put_new(self, kept: Iterable[Kept]) -> int:
        """Put those whose id is not kept yet. Returns how many."""
        new = [one for one in kept if not self._is_kept(one)]
        for one in new:
            self._tables["kept"].put(_name_of(one), codec.kept_document(one))
        return len(new)

    def _is_kept(self, one: Kept) -> bool:
        return self._rows.found("kept", _name_of(one)) is not None

    def _append(self, entry: Entry | None) -> None:
        if entry is not None:
            head = self._head()
            linked, after = link(head, codec.text_of(entry))
            self._tables[AUDIT].put(str(head.length), {"hash": linked.hash, "value": linked.text})
            self._tables["heads"].put(AUDIT, codec.head_document(after))

    def _queue(self, outbox: Iterable[Message]) -> None:
        for message in outbox:
            if self._rows.found("outbox", message.id) is None:
                self._tables["outbox"].put(message.id, codec.message_document(message))

    def _message(self, message: str, state: str) -> Message | None:
        found = self._rows.found("outbox", message)
        if found is None or found["state"] != state:
            return None
        return self._reader.value(Message, found)

    def _claim(
        self,
        table: str,
        found: Iterable[str],
        now: datetime,
        until: datetime,
        limit: int,
    ) -> list[str]:
        """The first of the found that nobody has claimed, now claimed."""
        self._claimed = {name: end for name, end in self._claimed.items() if end > now}
        unclaimed = (name for name in found if key_of(table, name) not in self._claimed)
        free = list(islice(unclaimed, limit))
        self._claimed.update({key_of(table, name): until for name in free})
        return free

    def _head(self) -> Head:
        found = self._rows.found("heads", AUDIT)
        if found is None:
            return lost_head(map(int, self._rows.tables[AUDIT]))
        return Head(found["length"], found["hash"])

    # Reading

    def _values(self, model: type[AnyValue], documents: Iterable[Document]) -> list[AnyValue]:
        return [self._reader.value(model, document) for document in documents]

    def _named(self, model: type[AnyValue], table: str, names: Iterable[str]) -> list[AnyValue]:
        return self._values(model, [self._rows.tables[table][name] for name in names])

    def _each(self, model: type[AnyValue], index: Index, key: str) -> Iterator[AnyValue]:
        for name in self._rows.ids(index, key):
            found = self._rows.found(index.table, name)
            assert found is not None
            yield self._reader.value(model, found)

    def _invitations(self, index: Index, key: str) -> list[Invitation]:
        found = (self._rows.found("invitations", name) for name in self._rows.ids(index, key))
        return [codec.invitation_of(document) for document in found if document is not None]

    def _shuffled(self, table: str, names: Sequence[str]) -> list[Document]:
        documents = [self._rows.tables[table][name] for name in names]
        if len(documents) > 1:
            random.Random(secrets.randbits(128)).shuffle(documents)  # noqa: S311 - a secret seed
        return documents

    def _ran_in(self, wave: Wave, period: Period) -> bool:
        first = datetime.combine(period.first_day, time(), self._zone)
        end = datetime.combine(period.next.first_day, time(), self._zone)
        return wave.opens_at < end and wave.ended_at > first


def _quarters(period: Period) -> list[str]:
    quarters = (1, 2, 3, 4) if period.quarter is None else (period.quarter,)
    return [str(Period(year=period.year, quarter=quarter)) for quarter in quarters]


def _filling(response: Document) -> str:
    return in_filling(WaveId(response["wave"]), Respondent(response["respondent"]))


def _name_of(kept: Kept) -> str:
    return key_of(kept.kind, kept.id)


def _changed(value: AnyValue, **changes: object) -> AnyValue:
    """The value with these changes, checked as it was when it came into being."""
    return type(value).model_validate({**dict(value), **changes})
