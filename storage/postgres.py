"""The store for several processes and machines: PostgreSQL.

What is found by stands in columns, ids as keyed hashes; everything else is sealed. What must be
unique is unique by the database's own word, whichever process asks. The reasons are in
docs/decisions/postgresql.md.
"""

import asyncio
import json
import random
import secrets
from collections import Counter
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Any, Literal, TypeVar

import asyncpg

from storage import statements as sql
from storage.audit import AUDIT, LOST, Head, Link, broken_link, link, lost_head
from storage.codec import Reader, text_of
from storage.connection import LONG, QUICK, Address, Connection, Database, Rows
from storage.gathering import Gathering
from storage.interface import (
    AnyKept,
    Counts,
    Draft,
    Entry,
    Item,
    Message,
    NoStoreHere,
    NotAStore,
    NotSwept,
    Store,
    StoreClosed,
    Telling,
    WrongKey,
)
from storage.items import (
    TABLES,
    entry_item,
    head_items,
    head_of,
    item_of,
    kept_item,
    link_of,
    sent_item,
)
from storage.migrating import check_rights, is_new, migrate, pending
from storage.postgres_items import ALL, PLACES, and_labels, batches, by_table, with_labels
from storage.reading import response_of, text_of_response
from storage.sealing import Keys, Unreadable
from storage.vault import Vault, forget_older_keys, open_vault, place_of, plain
from surveys.answering import Response, Said, without_comments
from surveys.coding import Coder, Coding
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

PATIENCE = 30.0  # seconds to wait for a table that somebody has
PAUSE = 0.2  # seconds
MANY = 5_000  # rows of one statement
VERY_LONG = 3600  # seconds, for reading everything once

AnyValue = TypeVar("AnyValue", bound=Value)
Outcome = Literal["kept", "again"]
Fetch = Callable[..., Awaitable[Rows]]


async def open_postgres(url: str, keys: Keys, *, zone: tzinfo, begin: bool = True) -> Store:
    """The store in this database; if there is none, it is begun, or refused without *begin*.

    *zone* decides on which day a wave ran.

    Raises NotAStore, StoreUnreachable, StoreFull, WrongKey; then nothing has changed.
    """
    database = await Database.connect(Address.parse(url))
    try:
        await _make_ready(database, begin=begin)
        return PostgresStore(database, await open_vault(database, keys), zone)
    except BaseException:
        await database.close()
        raise


async def _make_ready(database: Database, *, begin: bool) -> None:
    """An empty database becomes a store by itself; one with answers in it is never changed so."""
    if await is_new(database):
        if not begin:
            raise NoStoreHere(database.place)
        await migrate(database)
    elif missing := await pending(database):
        names = ", ".join(str(migration) for migration in missing)
        raise NotAStore(database.place, f"run `heard migrate` first; it will apply {names}")
    await check_rights(database)


@dataclass(frozen=True)
class _Acceptance:
    """One response on its way in."""

    response: Response
    participant: PersonId | None
    outbox: tuple[Message, ...] = ()
    beside: tuple[Kept, ...] = ()


class _KeptAlready(Exception):
    """So that what was put in is taken back."""


class PostgresStore:
    """See `Store` for what each method promises."""

    def __init__(self, database: Database, vault: Vault, zone: tzinfo) -> None:
        self._database = database
        self._vault = vault
        self._zone = zone
        self._reader = Reader()
        self._closed = False
        self._accepting: Gathering[_Acceptance, Outcome] = Gathering(
            self._accept, database.place, safe_to_repeat=True
        )
        self._recording: Gathering[Entry, None] = Gathering(
            self._record, database.place, safe_to_repeat=False
        )

    async def close(self) -> None:
        self._closed = True
        await self._accepting.close()
        await self._recording.close()
        await self._database.close()

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
        self._check_open()
        try:
            async with self._database.transaction(LONG) as connection:
                if not await self._freeze(connection, wave, survey, seen):
                    return "again"
                asked = {(one.wave, one.person): one for one in invitations}
                await connection.execute(
                    sql.INVITE, *_columns(map(self._invitation, asked.values()), 5)
                )
                await self._tell_of(connection, outbox, entry)
        except _KeptAlready:
            return "again"
        return "kept"

    async def surveys(self) -> Sequence[Survey]:
        return self._surveys(await self._fetch(sql.SURVEYS))

    async def waves(self) -> Sequence[Wave]:
        return self._waves(await self._fetch(sql.WAVES))

    async def wave(self, wave: WaveId) -> Wave:
        found = self._waves(await self._fetch(sql.WAVE, plain(wave)))
        if not found:
            raise Unknown("wave", wave)
        return found[0]

    async def close_wave(self, wave: WaveId, now: datetime, *, entry: Entry | None = None) -> Wave:
        return await self._change_wave(wave, lambda found: found.closed(now), entry)

    async def tell_what_came_of_it(
        self, wave: WaveId, text: str, *, entry: Entry | None = None
    ) -> Wave:
        return await self._change_wave(wave, lambda it: it.with_what_came_of_it(text), entry)

    async def invitations(self, wave: WaveId) -> Sequence[Invitation]:
        return self._invitations(await self._fetch(sql.INVITATIONS, plain(wave), limit=LONG))

    async def invitations_of(self, person: PersonId) -> Sequence[Invitation]:
        named = self._vault.name("person", person)
        return self._invitations(await self._fetch(sql.INVITATIONS_OF_PERSON, named))

    async def decide_delivery(self, wave: WaveId, person: PersonId, delivery: Delivery) -> None:
        named = self._vault.name("person", person)
        await self._fetch(sql.DECIDE_DELIVERY, plain(wave), named, delivery)

    # Answering

    async def keep_draft(self, draft: Draft) -> None:
        if not await self._fetch(sql.KEEP_DRAFT, *self._draft_row(draft)):
            raise Unknown("wave", draft.wave)

    async def draft(self, wave: WaveId, respondent: Respondent) -> Draft | None:
        place = self._draft_place(wave, respondent)
        found = self._drafts(await self._fetch(sql.DRAFT, *place))
        return found[0] if found else None

    async def drafts(self, owners: Collection[Respondent]) -> Sequence[Draft]:
        named = [self._vault.name("respondent", owner) for owner in owners]
        return self._drafts(await self._fetch(sql.DRAFTS, named))

    async def forget_draft(self, wave: WaveId, respondent: Respondent) -> None:
        await self._fetch(sql.FORGET_DRAFT, *self._draft_place(wave, respondent))

    async def forget_drafts(self, wave: WaveId) -> None:
        self._check_open()
        async with self._database.transaction(LONG) as connection:
            await connection.execute(sql.FORGET_DRAFTS_OF_WAVE, plain(wave))
            if await connection.fetch(sql.MIX, plain(wave)):
                await connection.execute(sql.MIX_RESPONSES, plain(wave))
                await connection.execute(sql.MIX_INVITATIONS, plain(wave))

    async def accept(
        self,
        response: Response,
        *,
        participant: PersonId | None,
        outbox: Sequence[Message],
        beside: Sequence[Kept] = (),
    ) -> Outcome:
        return await self._accepting.ask(
            _Acceptance(response, participant, tuple(outbox), tuple(beside))
        )

    async def accept_all(self, wave: Wave, survey: Survey, responses: Sequence[Response]) -> int:
        self._check_open()
        new = list({one.id: one for one in reversed(responses)}.values())[::-1]
        async with self._database.transaction(LONG * max(1, len(new) // MANY)) as connection:
            try:
                await self._freeze(connection, wave, survey)
            except _KeptAlready:
                raise ChangedMeanwhile from None
            kept = 0
            for start in range(0, len(new), MANY):
                given = [_Acceptance(one, None) for one in new[start : start + MANY]]
                for outcome in await self._outcomes(connection.fetch, given):
                    if isinstance(outcome, Exception):
                        raise outcome
                    kept += outcome == "kept"
        return kept

    async def response(self, response: ResponseId) -> Response | None:
        named = self._vault.name("response", response)
        found = self._responses(await self._fetch(sql.RESPONSE, named))
        return found[0] if found else None

    async def responses_of(self, respondent: Respondent) -> Sequence[Response]:
        named = self._vault.name("respondent", respondent)
        return self._responses(await self._fetch(sql.RESPONSES_OF_RESPONDENT, named))

    async def responses(self, wave: WaveId) -> Sequence[Response]:
        rows = await self._fetch(sql.RESPONSES_OF_WAVE, plain(wave), limit=LONG)
        return await asyncio.to_thread(self._responses, _shuffled(rows))

    async def mark_comments(self, before: Response, after: Response, entry: Entry) -> bool:
        self._check_open()
        names = [self._vault.name("response", before.id)]
        async with self._database.transaction(LONG) as connection:
            found = await connection.fetch(sql.RESPONSES_TO_CHANGE, names)
            if self._responses(found) != [before]:
                return False
            sealed = self._response(names[0], after)[-1]
            await connection.execute(sql.REPLACE_RESPONSES, names, [sealed])
            await connection.execute(sql.FORGET_CODINGS, names)
            await connection.execute(sql.READ_AGAIN, names)
            await self._append(connection, [entry])
        return True

    # Reading the words

    async def add_codings(self, codings: Sequence[Coding]) -> None:
        self._check_open()
        async with self._database.transaction(LONG) as connection:
            await self._keep_codings(connection, codings)

    async def uncoded(self, version: str, limit: int) -> Sequence[Response]:
        rows = await self._fetch(sql.UNCODED, plain(version), limit, limit=LONG)
        return self._responses(rows)

    async def claim_uncoded(
        self, version: str, now: datetime, until: datetime, limit: int
    ) -> Sequence[Response]:
        rows = await self._fetch(sql.CLAIM_UNCODED, plain(version), now, until, limit, limit=LONG)
        return self._responses(rows)

    # What has an id of its own and may change

    async def keep(
        self,
        *kept: Kept,
        outbox: Sequence[Message] = (),
        entry: Entry | None = None,
        all_or_none: bool = False,
    ) -> Outcome:
        self._check_open()
        rows = sorted({row[:2]: row for row in map(self._kept_row, reversed(kept))}.values())
        try:
            async with self._database.transaction(LONG) as connection:
                new = await connection.fetch(sql.KEEP, *_columns(rows, 4))
                _refuse_fewer(new, len(rows) if all_or_none else 1)
                await self._tell_of(connection, outbox, entry)
        except _KeptAlready:
            return "again"
        return "kept"

    async def change(
        self,
        before: AnyKept,
        after: AnyKept,
        *,
        outbox: Sequence[Message] = (),
        entry: Entry | None = None,
    ) -> bool:
        self._check_open()
        row = self._kept_row(after)
        async with self._database.transaction(LONG) as connection:
            found = await connection.fetch(
                sql.KEPT_TO_CHANGE, *self._kept_place(before.kind, before.id)
            )
            if self._all_kept(type(before), found) != [before]:
                return False
            await connection.execute(sql.CHANGE_KEPT, *row)
            await self._tell_of(connection, outbox, entry)
        return True

    async def kept(self, kind: type[AnyKept], id: str) -> AnyKept | None:  # noqa: A002
        place = self._kept_place(kind.kind, id)
        found = self._all_kept(kind, await self._fetch(sql.KEPT, *place))
        return found[0] if found else None

    async def all_kept(self, kind: type[AnyKept], label: str | None = None) -> Sequence[AnyKept]:
        if label is None:
            rows = await self._fetch(sql.ALL_KEPT, kind.kind, limit=LONG)
        else:
            named = self._label(kind.kind, label)
            rows = await self._fetch(sql.ALL_KEPT_WITH_LABEL, kind.kind, named, limit=LONG)
        return await asyncio.to_thread(self._all_kept, kind, _shuffled(rows))

    async def let_go(
        self, kind: type[Kept], ids: Collection[str], *, entry: Entry | None = None
    ) -> int:
        self._check_open()
        named = sorted({self._kept_place(kind.kind, one)[1] for one in ids})
        async with self._database.transaction(LONG) as connection:
            if kind.kind in HOLDABLE:
                found = await connection.fetch(sql.KEPT_TO_LET_GO, kind.kind, named)
                refuse_held(self._all_kept(kind, found), *await self._holding(connection))
            gone = await connection.fetch(sql.LET_GO, kind.kind, named)
            if gone:
                await self._tell_of(connection, (), entry)
        return len(gone)

    # Letting go

    async def lots(self) -> Sequence[Lot]:
        self._check_open()
        async with self._database.transaction(LONG, reading=True) as connection:
            holds, _ = await self._holding(connection)
            held = [self._vault.name("response", one) for one in held_one_by_one(holds)]
            rows = await connection.fetch(sql.LOTS, held)
        return [
            Lot(
                wave=WaveId(row["wave"]),
                quarter=Period(year=row["year"], quarter=row["quarter"]),
                content_area=None if row["area"] is None else AreaId(row["area"]),
                responses=row["responses"],
                with_words=row["with_words"],
            )
            for row in rows
        ]

    async def forget_comments(self, lot: Lot, limit: int, told: Telling) -> int:
        self._check_open()
        async with self._database.transaction(LONG) as connection:
            place = await self._free(connection, lot)
            rows = await connection.fetch(sql.COMMENTS_OF_LOT, *place, limit)
            names = [row["name"] for row in rows]
            bare = map(without_comments, self._responses(rows))
            anew = [self._response(name, one)[-1] for name, one in zip(names, bare, strict=True)]
            await connection.execute(sql.REPLACE_RESPONSES, names, anew)
            await connection.execute(sql.FORGET_CODINGS, names)
            await connection.execute(sql.FORGET_READINGS, names)
            if names:
                await self._append(connection, [told(len(names))])
        return len(names)

    async def forget_responses(self, lot: Lot, limit: int, told: Telling) -> int:
        self._check_open()
        async with self._database.transaction(LONG) as connection:
            place = await self._free(connection, lot)
            rows = await connection.fetch(sql.NAMES_OF_LOT, *place, limit)
            names = [row["name"] for row in rows]
            await self._forget_responses(connection, names)
            if names:
                await self._append(connection, [told(len(names))])
        return len(names)

    async def forget_who_was_asked(self, wave: WaveId, told: Telling) -> int:
        self._check_open()
        async with self._database.transaction(LONG) as connection:
            holds, _ = await self._holding(connection)
            if is_wave_held(wave, holds):
                raise OnHold
            gone = await connection.fetch(sql.FORGET_WHO_WAS_ASKED, plain(wave))
            if gone:
                await self._append(connection, [told(len(gone))])
        return len(gone)

    async def forget_person(
        self,
        person: PersonId,
        responses: Collection[ResponseId],
        owners: Collection[Respondent],
        entry: Entry,
    ) -> None:
        self._check_open()
        named = self._vault.name("person", person)
        names = [self._vault.name("response", one) for one in responses]
        drafting = [self._vault.name("respondent", owner) for owner in owners]
        async with self._database.transaction(LONG) as connection:
            holds, concerns = await self._holding(connection)
            asked = await connection.fetch(sql.INVITATIONS_OF_PERSON, named)
            if any(is_wave_held(WaveId(one["wave"]), holds) for one in asked):
                raise OnHold
            found = await connection.fetch(sql.RESPONSES_TO_CHANGE, names)
            refuse_held(self._responses(found), holds, concerns)
            await self._forget_responses(connection, names)
            await connection.execute(sql.FORGET_PERSON, named)
            await connection.execute(sql.FORGET_DRAFTS_OF_OWNERS, drafting)
            await self._append(connection, [entry])

    async def sweep(self, patience: float = PATIENCE) -> None:
        self._check_open()
        self._reader = Reader()  # words that were read do not outlive their rows in memory
        for table in sql.SWEPT:
            await self._write_anew(table, patience)

    # Digests

    async def evidence(self, period: Period, area: AreaId | None = None) -> Evidence:
        self._check_open()
        days = (period.first_day, period.last_day)
        about = () if area is None else (plain(area),)
        first = datetime.combine(period.first_day, time(), self._zone)
        end = datetime.combine(period.next.first_day, time(), self._zone)
        async with self._database.transaction(LONG, reading=True) as connection:
            said = await connection.fetch(
                sql.EVIDENCE_RESPONSES_OF_AREA if about else sql.EVIDENCE_RESPONSES, *days, *about
            )
            read = await connection.fetch(sql.EVIDENCE_CODINGS, [row["name"] for row in said])
            answered_in = list({row["wave"] for row in said})
            ran = await connection.fetch(sql.EVIDENCE_WAVES, first, end, answered_in)
            asked = await connection.fetch(sql.EVIDENCE_INVITATIONS, [wave["wave"] for wave in ran])
            surveys = await connection.fetch(sql.SURVEYS)
        waves = self._waves(ran)
        versions = {(wave.survey, wave.survey_version) for wave in waves}
        return Evidence(
            surveys=tuple(
                survey
                for survey in self._surveys(surveys)
                if (survey.id, survey.version) in versions
            ),
            waves=tuple(waves),
            invitations=tuple(await asyncio.to_thread(self._invitations, asked)),
            responses=tuple(await asyncio.to_thread(self._responses, _shuffled(said))),
            # The order of answers must not show through them.
            codings=tuple(await asyncio.to_thread(self._codings, _shuffled(read))),
        )

    # Outbox

    async def outgoing(self, now: datetime, limit: int) -> Sequence[Message]:
        return self._messages(await self._fetch(sql.OUTGOING, now, limit))

    async def claim_outgoing(self, now: datetime, until: datetime, limit: int) -> Sequence[Message]:
        rows = await self._fetch(sql.CLAIM_OUTGOING, now, until, limit)
        return self._messages(sorted(rows, key=lambda row: (row["not_before"], row["message"])))

    async def hand_back(self, messages: Collection[str]) -> None:
        named = [self._vault.name("message", message) for message in messages]
        await self._fetch(sql.HAND_BACK, named)

    async def sent(self, message: str) -> None:
        await self._fetch(sql.SENT, *self._sent_row(message))

    async def try_later(self, message: str, not_before: datetime, *, counts: bool = True) -> None:
        named = self._vault.name("message", message)
        await self._fetch(sql.TRY_LATER, named, not_before, int(counts))

    async def give_up(self, message: str, reason: str) -> None:
        await self._fetch(sql.GIVE_UP, self._vault.name("message", message), plain(reason))

    async def dead_letters(self) -> Sequence[tuple[Message, str]]:
        rows = await self._fetch(sql.DEAD_LETTERS)
        return list(zip(self._messages(rows), [row["reason"] for row in rows], strict=True))

    async def revive(self, message: str, not_before: datetime) -> bool:
        return bool(await self._fetch(sql.REVIVE, self._vault.name("message", message), not_before))

    async def drop(self, message: str) -> bool:
        return bool(await self._fetch(sql.DROP, *self._sent_row(message)))

    # For whoever watches

    async def counted(self, version: str, now: datetime) -> Counts:
        [row] = await self._fetch(sql.COUNTED, plain(version), now, limit=LONG)
        return Counts(**row)

    # One at a time

    async def lead(self, task: str, who: str, now: datetime, until: datetime) -> bool:
        return bool(await self._fetch(sql.LEAD, plain(task), plain(who), now, until))

    async def led_until(self, now: datetime) -> datetime | None:
        [row] = await self._fetch(sql.LED_UNTIL, now)
        until: datetime | None = row["until"]
        return until

    # Moving house

    async def everything(self) -> AsyncIterator[Sequence[Item]]:
        self._check_open()
        async with self._database.transaction(VERY_LONG, reading=True) as connection:
            for table in TABLES:
                async for rows in batches(connection, f"all_{table}", ALL[table]):
                    yield await asyncio.to_thread(self._items, table, list(rows))
            yield head_items(await self._head(connection))

    async def take_over(self, items: Sequence[Item]) -> None:
        self._check_open()
        async with self._database.transaction(LONG) as connection:
            for table, found in by_table(items):
                await self._take_over(connection, table, found)

    # Keys

    async def sealed_by(self) -> Mapping[int, int]:
        counted: Counter[int] = Counter()
        for table in PLACES:
            for row in await self._fetch(sql.sealed_by(table), limit=VERY_LONG):
                counted[int.from_bytes(row["key"])] += row["sealed"]
        return counted

    async def reseal(self, limit: int) -> int:
        self._check_open()
        left = 0
        async with self._database.transaction(VERY_LONG) as connection:
            for table, columns in PLACES.items():
                old = await connection.fetch(
                    sql.sealed_by_others(table, columns),
                    self._vault.keys.newest.to_bytes(2),
                    limit - left,
                )
                anew = [(self._sealed_anew(table, row), *list(row.values())[1:]) for row in old]
                await connection.executemany(sql.reseal(table, columns), anew)
                left += len(old)
        if not left:
            await forget_older_keys(self._database, self._vault)
        return left

    def _sealed_anew(self, table: str, row: asyncpg.Record) -> bytes:
        sealed, *names = row.values()
        place = place_of(table, *names)
        return self._vault.seal(place, self._vault.open(place, sealed))

    # Who saw and released what

    async def record(self, entry: Entry) -> None:
        await self._recording.ask(entry)

    async def audit(self, since: date | None = None) -> Sequence[Entry]:
        rows = await self._fetch(sql.AUDIT, limit=LONG)
        entries = [self._value(Entry, self._link(row).text) for row in rows]
        return [
            entry
            for entry in entries
            if since is None or entry.at.astimezone(self._zone).date() >= since
        ]

    async def broken_link(self) -> int | None:
        self._check_open()
        async with self._database.transaction(LONG, reading=True) as connection:
            end = await self._head(connection)
            kept = {row["place"]: row for row in await connection.fetch(sql.AUDIT)}
        places = range(max([end.length, *(place + 1 for place in kept)]))
        return broken_link((self._link_at(kept, place) for place in places), end)

    # For whoever looks after it

    async def unreadable(self) -> Sequence[str]:
        self._check_open()
        found: list[str] = []
        async with self._database.transaction(VERY_LONG, reading=True) as connection:
            for table, columns in PLACES.items():
                every = sql.sealed_in(table, columns)
                async for rows in batches(connection, f"sealed_{table}", every):
                    found += await asyncio.to_thread(self._unopened, table, list(rows))
        return found

    # What is asked for in groups

    async def _accept(self, given: Sequence[_Acceptance]) -> Sequence[Outcome | Exception]:
        """An outcome for each. Of two with the same id the second comes after the first."""
        firsts = {one.response.id: one for one in reversed(given)}
        ordered = sorted(firsts.values(), key=lambda one: one.response.id)
        outcomes = await self._outcomes(self._database.fetch, ordered)
        told = {one.response.id: outcome for one, outcome in zip(ordered, outcomes, strict=True)}

        def is_decided(one: _Acceptance) -> bool:
            name = one.response.id
            return firsts[name] is one or not isinstance(told[name], Exception)

        seconds = [one for one in given if not is_decided(one)]
        later = iter(await self._accept(seconds) if seconds else ())
        return [
            next(later)
            if not is_decided(one)
            else told[one.response.id]
            if firsts[one.response.id] is one
            else "again"
            for one in given
        ]

    async def _outcomes(
        self, fetch: Fetch, given: Sequence[_Acceptance]
    ) -> list[Outcome | Exception]:
        """What the database says to each. No two have the same id."""
        names = [self._vault.name("response", one.response.id) for one in given]
        kept = {row["name"] for row in await fetch(sql.ACCEPT, *self._acceptances(given))}
        if len(kept) == len(given):
            return ["kept"] * len(given)
        asked_in = list({plain(one.response.wave) for one in given})
        known = {row["name"] for row in await fetch(sql.KNOWN_RESPONSES, names)}
        waves = {row["wave"] for row in await fetch(sql.KNOWN_WAVES, asked_in)}

        def outcome(name: bytes, wave: WaveId) -> Outcome | Exception:
            if name in kept:
                return "kept"
            if name in known:
                return "again"
            return AlreadyAnswered() if plain(wave) in waves else Unknown("wave", wave)

        return [outcome(name, one.response.wave) for name, one in zip(names, given, strict=True)]

    def _acceptances(self, given: Sequence[_Acceptance]) -> list[list[Any]]:
        """The columns that ACCEPT takes: responses, comments, participants, messages, beside."""
        responses, comments, participants, messages, beside = [], [], [], [], []
        for one in given:
            name = self._vault.name("response", one.response.id)
            responses.append(self._response(name, one.response))
            comments += [
                (name, self._vault.name("question", question))
                for question, answer in one.response.answers.items()
                if isinstance(answer, Said)
            ]
            if one.participant is not None:
                participants.append((name, self._vault.name("person", one.participant)))
            messages += [(name, *self._message(message)) for message in one.outbox]
            beside += [(name, *self._kept_row(kept)) for kept in one.beside]
        return [
            *_columns(responses, 7),
            *_columns(comments, 2),
            *_columns(participants, 2),
            *_columns(messages, 4),
            *_columns(beside, 5),
        ]

    async def _record(self, entries: Sequence[Entry]) -> Sequence[None]:
        """Append to the chain, one process after the other."""
        async with self._database.transaction() as connection:
            await self._append(connection, entries)
        return [None] * len(entries)

    # Pieces of transactions

    async def _keep_codings(self, connection: Connection, codings: Sequence[Coding]) -> None:
        last = {(one.response, one.question, one.coder): one for one in codings}
        rows = sorted(self._coding(coding) for coding in last.values())
        read = sorted(
            {(row[0], row[3]) for row in rows if row[2] == Coder.MACHINE}
        )  # in one order for all, so that no two workers wait for each other
        await connection.execute(sql.KEEP_CODINGS, *_columns(rows, 5))
        await connection.execute(sql.NOTE_READINGS, *_columns(read, 2))

    async def _append(self, connection: Connection, entries: Sequence[Entry]) -> None:
        head = await self._head_to_move(connection)
        rows = []
        for entry in entries:
            linked, after = link(head, text_of(entry))
            rows.append(self._link_row(head.length, linked))
            head = after
        await connection.execute(sql.APPEND, *_columns(rows, 2))
        await connection.execute(sql.MOVE_HEAD, AUDIT, self._vault.sealed_head(head))

    async def _head(self, connection: Connection, statement: str = sql.HEAD) -> Head:
        sealed = await connection.fetchval(statement, AUDIT)
        if sealed is None:
            return lost_head(row["place"] for row in await connection.fetch(sql.AUDIT))
        return self._vault.opened_head(sealed)

    async def _head_to_move(self, connection: Connection) -> Head:
        """The chain's head, held until the end of the transaction."""
        head = await self._head(connection, sql.HEAD_TO_MOVE)
        if head.hash != LOST:
            return head
        await connection.execute(sql.BEGIN_CHAIN, AUDIT, self._vault.sealed_head(head))
        return await self._head(connection, sql.HEAD_TO_MOVE)  # another may have been quicker

    async def _tell_of(
        self, connection: Connection, outbox: Sequence[Message], entry: Entry | None
    ) -> None:
        """Queue what is to be sent and record what was done, with the change itself."""
        messages = sorted(self._message(message) for message in outbox)
        await connection.execute(sql.QUEUE, *_columns(messages, 3))
        if entry is not None:
            await self._append(connection, [entry])

    async def _write_anew(self, table: str, patience: float) -> None:
        """Sweep one table, as soon as nobody has it."""
        clock = asyncio.get_running_loop().time
        end = clock() + patience
        before = await self._fetch(sql.FILE_OF, table)
        while True:
            await self._database.maintain(sql.sweep(table), VERY_LONG)
            if await self._fetch(sql.FILE_OF, table) != before:
                return
            if clock() > end:
                raise NotSwept(table)
            await asyncio.sleep(PAUSE)

    async def _holding(self, connection: Connection) -> tuple[list[Hold], list[Concern]]:
        """What keeps something from being forgotten."""
        rows = await connection.fetch(sql.HOLDING, [Hold.kind, Concern.kind])
        holds = [row for row in rows if row["kind"] == Hold.kind]
        concerns = [row for row in rows if row["kind"] == Concern.kind]
        return self._all_kept(Hold, holds), self._all_kept(Concern, concerns)

    async def _free(self, connection: Connection, lot: Lot) -> tuple[Any, ...]:
        """What tells a lot's responses that may be forgotten from others. Raises OnHold."""
        holds, concerns = await self._holding(connection)
        refuse_held([lot], holds, concerns)
        area = None if lot.content_area is None else plain(lot.content_area)
        days = lot.quarter.first_day, lot.quarter.last_day
        place = plain(lot.wave), *days, area
        held = {self._vault.name("response", one) for one in held_one_by_one(holds)}
        if fillings := under_concern(concerns, lot.quarter):
            rows = await connection.fetch(sql.RESPONSES_OF_LOT, *place)
            held |= {
                row["name"]
                for row, one in zip(rows, self._responses(rows), strict=True)
                if in_filling(one.wave, one.respondent) in fillings
            }
        return *place, list(held)

    async def _forget_responses(self, connection: Connection, names: Sequence[bytes]) -> None:
        await connection.execute(sql.FORGET_CODINGS, names)
        await connection.execute(sql.FORGET_READINGS, names)
        await connection.execute(sql.FORGET_RESPONSES, names)

    async def _freeze(
        self,
        connection: Connection,
        wave: Wave,
        survey: Survey,
        seen: Collection[WaveId] | None = None,
    ) -> bool:
        """Keep a wave and the survey it asks. False when the wave is there.

        Raises Frozen, ChangedMeanwhile, and _KeptAlready when another survey's wave of this id was
        quicker. Until the end of the transaction nobody else opens a wave of this survey, whatever
        version of it.
        """
        await connection.fetch(sql.TAKE_TURN_TO_ASK, survey.id)
        known = await connection.fetchval(sql.HAS_WAVE, plain(wave.id))
        if not known:
            await connection.execute(sql.FREEZE_SURVEY, *self._survey_row(survey))
        kept = self._surveys(await connection.fetch(sql.SURVEY_KEPT, survey.id, survey.version))
        if kept and kept[0] != survey:
            raise Frozen(survey.id, survey.version)
        if known:
            return False
        if seen is not None:
            others = await connection.fetch(sql.WAVES_BESIDE, survey.id, plain(wave.id))
            if not {row["wave"] for row in others} <= {plain(one) for one in seen}:
                raise ChangedMeanwhile
        _refuse_fewer(await connection.fetch(sql.BEGIN_WAVE, *self._wave_row(wave)), 1)
        return True

    async def _change_wave(
        self, wave: WaveId, change: Callable[[Wave], Wave], entry: Entry | None
    ) -> Wave:
        """What changes nothing is not recorded."""
        self._check_open()
        async with self._database.transaction(LONG) as connection:
            found = self._waves(await connection.fetch(sql.WAVE_TO_CHANGE, plain(wave)))
            if not found:
                raise Unknown("wave", wave)
            after = change(found[0])
            if after == found[0]:
                return after
            sealed = self._vault.seal(place_of("waves", wave), text_of(after))
            await connection.execute(
                sql.CHANGE_WAVE, wave, after.ended_at, after.closed_at is not None, sealed
            )
            await self._tell_of(connection, [], entry)
        return after

    def _check_open(self) -> None:
        if self._closed:
            raise StoreClosed

    async def _fetch(self, statement: str, *values: Any, limit: float = QUICK) -> Rows:  # noqa: ANN401 - what SQL takes
        self._check_open()
        return await self._database.fetch(statement, *values, limit=limit)

    async def _take_over(self, connection: Connection, table: str, items: Sequence[Item]) -> None:
        match table:
            case "waves":
                for item in items:
                    row = self._wave_row(item.value(Wave))
                    await connection.fetch(sql.BEGIN_WAVE, *row)
            case "responses":
                given = [_Acceptance(item.value(Response), None) for item in items]
                for outcome in await self._outcomes(connection.fetch, given):
                    if isinstance(outcome, Exception):
                        raise outcome
            case "codings":
                await self._keep_codings(connection, [item.value(Coding) for item in items])
            case _:
                statement, row_of = self._takers[table]
                rows = [row_of(item) for item in items]
                await connection.executemany(statement, rows)

    @property
    def _takers(self) -> Mapping[str, tuple[str, Callable[[Item], tuple[Any, ...]]]]:
        """The statement that keeps one item as it is, and what that statement takes."""
        return {
            "surveys": (sql.FREEZE_SURVEY, lambda item: self._survey_row(item.value(Survey))),
            "invitations": (
                sql.TAKE_OVER_INVITATION,
                lambda item: self._invitation(item.value(Invitation)),
            ),
            "drafts": (sql.TAKE_OVER_DRAFT, lambda item: self._draft_row(item.value(Draft))),
            "outbox": (sql.TAKE_OVER_MESSAGE, self._message_row),
            "audit": (
                sql.TAKE_OVER_LINK,
                lambda item: self._link_row(int(item.id), link_of(item)),
            ),
            "heads": (sql.MOVE_HEAD, lambda item: (AUDIT, self._vault.sealed_head(head_of(item)))),
            "kept": (sql.TAKE_OVER_KEPT, self._kept_item),
        }

    # Values as rows

    def _survey_row(self, survey: Survey) -> tuple[str, int, bytes]:
        place = survey.id, survey.version
        return *place, self._vault.seal(place_of("surveys", *place), text_of(survey))

    def _wave_row(self, wave: Wave) -> tuple[Any, ...]:
        return (
            wave.id,
            wave.survey,
            wave.survey_version,
            wave.opens_at,
            wave.ended_at,
            wave.closed_at is not None,
            self._vault.seal(place_of("waves", wave.id), text_of(wave)),
        )

    def _invitation(self, one: Invitation) -> tuple[Any, ...]:
        person = self._vault.name("person", one.person)
        sealed = self._vault.seal(place_of("invitations", one.wave, person), text_of(one))
        return one.wave, person, one.delivery, one.answered, sealed

    def _response(self, name: bytes, one: Response) -> tuple[Any, ...]:
        return (
            name,
            plain(one.wave),
            self._vault.name("respondent", one.respondent),
            one.day,
            None if one.content_area is None else plain(one.content_area),
            one.perspective,
            self._vault.seal(place_of("responses", name), text_of_response(one)),
        )

    def _draft_place(self, wave: WaveId, respondent: Respondent) -> tuple[str, bytes]:
        return plain(wave), self._vault.name("respondent", respondent)

    def _draft_row(self, draft: Draft) -> tuple[str, bytes, bytes, bytes]:
        place = self._draft_place(draft.wave, draft.respondent)
        owner = self._vault.name("respondent", draft.owner)
        return *place, owner, self._vault.seal(place_of("drafts", *place), text_of(draft))

    def _coding(self, one: Coding) -> tuple[Any, ...]:
        response = self._vault.name("response", one.response)
        question = self._vault.name("question", one.question)
        sealed = self._vault.seal(place_of("codings", response, question, one.coder), text_of(one))
        return response, question, one.coder, plain(one.version), sealed

    def _message(self, one: Message) -> tuple[Any, ...]:
        name = self._vault.name("message", one.id)
        return name, one.not_before, self._vault.seal(place_of("outbox", name), text_of(one))

    def _kept_row(self, one: Kept) -> tuple[str, bytes, str, bytes]:
        return self._kept_text(one.kind, one.id, text_of(one), one.labels)

    def _kept_text(
        self, kind: str, name: str, text: str, labels: Sequence[str]
    ) -> tuple[str, bytes, str, bytes]:
        place = self._kept_place(kind, name)
        hashed = " ".join(self._label(kind, label) for label in labels)
        sealed = self._vault.seal(place_of("kept", *place), with_labels(text, labels))
        return *place, hashed, sealed

    def _kept_place(self, kind: str, name: str) -> tuple[str, bytes]:
        return kind, self._vault.name("kept", f"{kind}\0{name}")

    def _label(self, kind: str, label: str) -> str:
        return self._vault.name("label", f"{kind}\0{label}").hex()

    def _sent_row(self, message: str) -> tuple[bytes, bytes]:
        name = self._vault.name("message", message)
        return name, self._vault.seal(place_of("outbox", name), json.dumps({"id": message}))

    def _link_row(self, place: int, linked: Link) -> tuple[int, bytes]:
        text = json.dumps({"hash": linked.hash, "text": linked.text})
        return place, self._vault.seal(place_of(AUDIT, place), text)

    # Items

    def _message_row(self, item: Item) -> tuple[Any, ...]:
        if item.facts["state"] == "sent":
            name, sealed = self._sent_row(item.id)
            return name, "sent", None, 0, None, sealed
        message = item.value(Message)
        waits = item.facts["state"] == "waiting"
        name, not_before, sealed = self._message(message)
        reason = item.facts.get("reason")
        return (
            name,
            item.facts["state"],
            not_before if waits else None,
            message.attempts,
            reason,
            sealed,
        )

    def _kept_item(self, item: Item) -> tuple[str, bytes, str, bytes]:
        labels = item.facts["labels"]
        assert isinstance(labels, list)
        return self._kept_text(
            str(item.facts["kind"]),
            json.loads(item.text)["id"],
            item.text,
            [str(label) for label in labels],
        )

    def _items(self, table: str, rows: Rows) -> list[Item]:
        match table:
            case "audit":
                return [entry_item(row["place"], self._link(row)) for row in rows]
            case "kept":
                return [kept_item(row["kind"], *self._kept_and_labels(row)) for row in rows]
            case "outbox":
                return [self._message_item(row) for row in rows]
            case _:
                return [item_of(value) for value in self._readers[table](rows)]

    def _message_item(self, row: asyncpg.Record) -> Item:
        if row["state"] == "sent":
            sealed = self._vault.open(place_of("outbox", row["message"]), row["sealed"])
            return sent_item(json.loads(sealed)["id"])
        facts = {"state": row["state"]}
        if row["reason"] is not None:
            facts["reason"] = row["reason"]
        return item_of(self._messages([row])[0], **facts)

    # Rows as values

    def _unopened(self, table: str, rows: Rows) -> list[str]:
        return [place for place, sealed in _places(table, rows) if not self._opens(place, sealed)]

    def _opens(self, place: str, sealed: bytes) -> bool:
        try:
            self._vault.open(place, sealed)
        except (Unreadable, WrongKey):  # the keys are right: the number of the key was changed
            return False
        return True

    @property
    def _readers(self) -> Mapping[str, Callable[[Rows], Sequence[Value]]]:
        return {
            "surveys": self._surveys,
            "waves": self._waves,
            "invitations": self._invitations,
            "responses": self._responses,
            "codings": self._codings,
            "drafts": self._drafts,
        }

    def _value(self, model: type[AnyValue], text: str) -> AnyValue:
        return self._reader.value(model, {"value": text})

    def _opened(self, model: type[AnyValue], sealed: bytes, table: str, *names: object) -> AnyValue:
        return self._value(model, self._vault.open(place_of(table, *names), sealed))

    def _surveys(self, rows: Rows) -> list[Survey]:
        return [
            self._opened(Survey, row["sealed"], "surveys", row["survey"], row["version"])
            for row in rows
        ]

    def _waves(self, rows: Rows) -> list[Wave]:
        return [self._opened(Wave, row["sealed"], "waves", row["wave"]) for row in rows]

    def _invitations(self, rows: Rows) -> list[Invitation]:
        found = []
        for row in rows:
            asked = self._opened(
                Invitation, row["sealed"], "invitations", row["wave"], row["person"]
            )
            now = {"delivery": Delivery(row["delivery"]), "answered": row["answered"]}
            found.append(asked.model_copy(update=now))
        return found

    def _drafts(self, rows: Rows) -> list[Draft]:
        return [
            self._opened(Draft, row["sealed"], "drafts", row["wave"], row["respondent"])
            for row in rows
        ]

    def _responses(self, rows: Rows) -> list[Response]:
        # Without the reader: finding out what it remembers takes as long as reading again.
        return [
            response_of(self._vault.open(place_of("responses", row["name"]), row["sealed"]))
            for row in rows
        ]

    def _codings(self, rows: Rows) -> list[Coding]:
        return [
            self._opened(
                Coding, row["sealed"], "codings", row["response"], row["question"], row["coder"]
            )
            for row in rows
        ]

    def _all_kept(self, kind: type[AnyKept], rows: Rows) -> list[AnyKept]:
        return [self._value(kind, self._kept_and_labels(row)[0]) for row in rows]

    def _kept_and_labels(self, row: asyncpg.Record) -> tuple[str, list[str]]:
        return and_labels(
            self._vault.open(place_of("kept", row["kind"], row["name"]), row["sealed"])
        )

    def _messages(self, rows: Rows) -> list[Message]:
        found = []
        for row in rows:
            message = self._opened(Message, row["sealed"], "outbox", row["message"])
            if row["attempts"] or row["not_before"] not in (None, message.not_before):
                later = {"attempts": row["attempts"]}
                if row["not_before"] is not None:
                    later["not_before"] = row["not_before"]
                message = message.model_copy(update=later)
            found.append(message)
        return found

    def _link(self, row: asyncpg.Record) -> Link:
        kept = json.loads(self._vault.open(place_of("audit", row["place"]), row["sealed"]))
        return Link(kept["text"], kept["hash"])

    def _link_at(self, kept: Mapping[int, asyncpg.Record], place: int) -> Link | None:
        try:
            return self._link(kept[place])
        except (KeyError, Unreadable):
            return None


def _refuse_fewer(new: Rows, needed: int) -> None:
    if len(new) < needed:
        raise _KeptAlready


def _places(table: str, rows: Rows) -> Iterator[tuple[str, bytes]]:
    """Each row's place and what is sealed there."""
    for sealed, *names in (row.values() for row in rows):
        yield place_of(table, *names), sealed


def _columns(rows: Iterable[tuple[Any, ...]], width: int) -> list[list[Any]]:
    """Rows turned into one list a column, as unnest takes them."""
    given = list(rows)
    return [[row[place] for row in given] for place in range(width)]


def _shuffled(rows: Rows) -> Rows:
    mixed = list(rows)
    random.Random(secrets.randbits(128)).shuffle(mixed)  # noqa: S311 - seeded with a secret
    return mixed
