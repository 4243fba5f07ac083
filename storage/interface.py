"""What every store promises. Engines differ in speed and in nothing else; test_contract.py says so.

Everything is durable when the call returns, and either all of a call has happened or nothing has.
Claims and leads are promises between those who work at one time; they need not outlive them all.
"""

import json
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol, TypeVar

from pydantic import AwareDatetime, Field, JsonValue, ValidationError

from surveys.answering import Answer, Response
from surveys.coding import Coding
from surveys.evidence import Evidence
from surveys.hold import Lot
from surveys.periods import Period
from surveys.survey import Survey
from surveys.values import (
    AreaId,
    Kept,
    PersonId,
    QuestionId,
    Respondent,
    ResponseId,
    Value,
    WaveId,
)
from surveys.wave import Delivery, Invitation, Wave

AnyKept = TypeVar("AnyKept", bound=Kept)
Telling = Callable[[int], "Entry"]
AnyValue = TypeVar("AnyValue", bound=Value)


class StorageError(Exception):
    """A store could not keep its promise. Carries no row and nobody's words."""


class StoreBusy(StorageError):
    """Another process owns this store. *holder* says which."""

    def __init__(self, place: str, holder: str) -> None:
        super().__init__(place, holder)
        self.place = place
        self.holder = holder


class StoreUnreachable(StorageError):
    """There is no way to the store at the moment. *why* says what was met.

    What was asked may have happened or not: ask again, which changes nothing if it has.
    """

    def __init__(self, place: str, why: str) -> None:
        super().__init__(place, why)
        self.place = place
        self.why = why


class StoreClosed(StorageError):
    """The store was closed before this was asked of it."""


class StoreFull(StorageError):
    """There is no room left. Nothing of the call has happened; what was acknowledged is there."""


class StoreTooLarge(StorageError):
    """No new wave opens in a store that holds as much as it can serve. Nothing has changed."""

    def __init__(self, responses: int, most: int) -> None:
        super().__init__(responses, most)
        self.responses = responses
        self.most = most


class StoreDamaged(StorageError):
    """Some places cannot be read. *lost* names them; *copy* is where everything is kept.

    A place is one row, or a stretch of rows of which nobody can say how many they were.
    """

    def __init__(self, place: str, lost: Sequence[str], copy: str) -> None:
        super().__init__(place, len(lost))
        self.place = place
        self.lost = tuple(lost)
        self.copy = copy


class NotSwept(StorageError):
    """Everything is erased, but somebody has *table*, or it is not ours: its file has it still."""

    def __init__(self, table: str) -> None:
        super().__init__(table)
        self.table = table


class WrongKey(StorageError):
    """The key does not open this store. Nothing has changed."""


class NotAStore(StorageError):
    """The place given holds something else, or cannot be used. *why* says what was found."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(place, why)
        self.place = place
        self.why = why


class NoStoreHere(NotAStore):
    """There is nothing at this place yet, and nothing was begun."""

    def __init__(self, place: str) -> None:
        super().__init__(place, "there is no store here")


class Message(Value):
    """One message to one person, on its way out. *blocks* and *text* are ready to send."""

    id: str  # derived, so that making the same message twice sends it once
    to: PersonId
    text: str
    blocks: list[dict[str, JsonValue]] = Field(default_factory=list)
    invitation: WaveId | None = None  # the invitation whose delivery this message decides
    not_before: AwareDatetime
    attempts: int = 0


class Draft(Value):
    """What one respondent has filled in so far in one wave. Gone once a response is accepted."""

    wave: WaveId
    respondent: Respondent
    owner: Respondent  # who fills it in: the respondent, or the worker who asks them
    fill: str = ""  # tells apart those whom one worker asks
    answers: dict[QuestionId, Answer]


class Entry(Value):
    """One line of the audit chain: who did what to what. Never anybody's words."""

    at: AwareDatetime
    who: str
    did: str
    what: str
    figures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counts:
    """Numbers of a whole store, none of them of a wave or a person."""

    responses: int
    uncoded: int  # of them, with a comment that the machine has not read yet
    drafts: int
    due: int  # messages whose time has come
    oldest_due: datetime | None
    dead: int  # messages that were given up
    size: int  # bytes on disk
    comfortable: int | None = None  # responses, beyond which this engine becomes slow
    most: int | None = None  # responses, beyond which it opens no new wave


@dataclass(frozen=True)
class Item:
    """One value of one table as JSON, and the facts beside it that the value does not tell.

    Two items of one table with the same *id* are the same thing. The ids of the audit chain are
    its places. A message that was sent has no text any more.
    """

    table: str
    id: str
    text: str = field(repr=False)
    facts: Mapping[str, JsonValue] = field(default_factory=dict, repr=False)

    def line(self) -> str:
        return json.dumps([self.table, self.id, self.text, dict(self.facts)], sort_keys=True)

    @classmethod
    def of_line(cls, line: str) -> "Item":
        table, name, text, facts = json.loads(line)
        return cls(table, name, text, facts)

    def value(self, model: type[AnyValue]) -> AnyValue:
        """Its value. Half a surrogate pair is no UTF-8, but is still JSON."""
        try:
            return model.model_validate_json(self.text)
        except ValidationError:
            return model.model_validate(json.loads(self.text))


class Store(Protocol):
    async def close(self) -> None: ...

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
        """Keep the wave, the survey it froze, who is asked, and the messages that ask them.

        The *entry* is recorded with them, or nothing is kept.

        'again' when a wave of this id is kept already: nothing changes. Raises Frozen when another
        wording of this survey version is kept already, StoreTooLarge, and ChangedMeanwhile when
        there is a wave of this survey that whoever opens this one has not *seen*.
        """

    async def surveys(self) -> Sequence[Survey]:
        """Every version of which a wave has opened."""

    async def waves(self) -> Sequence[Wave]: ...

    async def wave(self, wave: WaveId) -> Wave:
        """Raises Unknown."""

    async def close_wave(self, wave: WaveId, now: datetime, *, entry: Entry | None = None) -> Wave:
        """Close it now, and record the *entry* with it. Raises Unknown.

        Closing it again changes and records nothing.
        A wave that had ended by itself keeps its end. Drafts stay until they are forgotten, so
        that whoever is writing gets the words back.
        """

    async def tell_what_came_of_it(
        self, wave: WaveId, text: str, *, entry: Entry | None = None
    ) -> Wave:
        """Keep the text, and record the *entry* with it, unless it says so already.

        Raises Unknown.
        """

    async def invitations(self, wave: WaveId) -> Sequence[Invitation]: ...

    async def invitations_of(self, person: PersonId) -> Sequence[Invitation]: ...

    async def decide_delivery(self, wave: WaveId, person: PersonId, delivery: Delivery) -> None: ...

    # Answering

    async def keep_draft(self, draft: Draft) -> None:
        """Keep the latest. Raises Unknown when there is no such wave.

        Not kept once the wave has the respondent's response or was closed.
        """

    async def draft(self, wave: WaveId, respondent: Respondent) -> Draft | None: ...

    async def drafts(self, owners: Collection[Respondent]) -> Sequence[Draft]: ...

    async def forget_draft(self, wave: WaveId, respondent: Respondent) -> None: ...

    async def forget_drafts(self, wave: WaveId) -> None:
        """All of a wave: for one that is over."""

    async def accept(
        self,
        response: Response,
        *,
        participant: PersonId | None,
        outbox: Sequence[Message],
        beside: Sequence[Kept] = (),
    ) -> Literal["kept", "again"]:
        """Keep a response, mark the participant's invitation as answered, forget the draft.

        What stands *beside* it (a concern about its words) is kept with it or not at all.
        'again' when this response id is kept already: nothing changes and nothing is sent.
        Raises AlreadyAnswered when the respondent has another response in this wave, and Unknown
        when there is no such wave.
        """

    async def accept_all(self, wave: Wave, survey: Survey, responses: Sequence[Response]) -> int:
        """Keep a whole import, or nothing of it. Returns how many were not kept before.

        Raises what `open_wave` raises.
        """

    async def response(self, response: ResponseId) -> Response | None: ...

    async def responses_of(self, respondent: Respondent) -> Sequence[Response]:
        """All responses under this pseudonym: of a linked series more than one."""

    async def responses(self, wave: WaveId) -> Sequence[Response]:
        """In random order, so that order tells nothing."""

    async def mark_comments(self, before: Response, after: Response, entry: Entry) -> bool:
        """Put *after*, with more marks in its comments, in the place of *before*; record the entry.

        What machines had read in it is let go, so that they read it anew. False when it is not as
        it was *before*, or gone: then nothing happens.
        """

    # Reading the words

    async def add_codings(self, codings: Sequence[Coding]) -> None:
        """Keep them. A machine's newer version replaces its older; a person's stands beside.

        A person's own newer coding replaces the older. What codes no kept response is let go.
        """

    async def uncoded(self, version: str, limit: int) -> Sequence[Response]:
        """Responses with a comment that the machine of this version has not read."""

    async def claim_uncoded(
        self, version: str, now: datetime, until: datetime, limit: int
    ) -> Sequence[Response]:
        """The same, for this worker alone: no other claims them before *until*.

        Coding them ends the claim. A worker that dies leaves them to others at *until*.
        """

    # What has an id of its own and may change: voices, concerns, holds

    async def keep(
        self,
        *kept: Kept,
        outbox: Sequence[Message] = (),
        entry: Entry | None = None,
        all_or_none: bool = False,
    ) -> Literal["kept", "again"]:
        """Keep those whose id is not kept yet, queue the messages, record the entry.

        'again' when all of them are kept already, with *all_or_none* when one of them is: nothing
        changes, nothing is sent or recorded.
        """

    async def change(
        self,
        before: AnyKept,
        after: AnyKept,
        *,
        outbox: Sequence[Message] = (),
        entry: Entry | None = None,
    ) -> bool:
        """Put *after* in the place of *before*, which has the same id.

        False when somebody else has changed it meanwhile, or it is gone: then nothing happens.
        """

    async def kept(self, kind: type[AnyKept], id: str) -> AnyKept | None:  # noqa: A002 - its name
        ...

    async def all_kept(self, kind: type[AnyKept], label: str | None = None) -> Sequence[AnyKept]:
        """All of a kind, or those with this label, in random order, so that order tells nothing."""

    async def let_go(
        self, kind: type[Kept], ids: Collection[str], *, entry: Entry | None = None
    ) -> int:
        """Erase those of them that are kept, for good. Returns how many were.

        Raises OnHold when one of them is held; then nothing happens.
        """

    # Letting go. Nothing under a hold, and no response under a concern that is open, goes by any
    # of these: who asks for it raises OnHold, or finds that it was passed over.

    async def lots(self) -> Sequence[Lot]:
        """How many responses there are, lot by lot. What is held one by one is not counted."""

    async def forget_comments(self, lot: Lot, limit: int, told: Telling) -> int:
        """Take the comments, and what was read in them, out of up to *limit* responses of the lot.

        Returns how many had some. The entry that is *told* of their number is recorded with it.
        Raises OnHold when the lot is held.
        """

    async def forget_responses(self, lot: Lot, limit: int, told: Telling) -> int:
        """Erase up to *limit* responses of the lot, and what was read in them. As above."""

    async def forget_who_was_asked(self, wave: WaveId, told: Telling) -> int:
        """Erase the invitations of a wave. Returns how many there were. Raises OnHold."""

    async def forget_person(
        self,
        person: PersonId,
        responses: Collection[ResponseId],
        owners: Collection[Respondent],
        entry: Entry,
    ) -> None:
        """Erase the person's invitations, these responses and the drafts of these owners.

        All of it, with the entry, or nothing: raises OnHold when one of the responses is held, or
        a wave that the person was asked in.
        """

    async def sweep(self) -> None:
        """Make what was erased gone from the files too. Others may have to wait meanwhile.

        Raises NotSwept when somebody reads for too long; then ask again later.
        """

    # Digests

    async def evidence(self, period: Period, area: AreaId | None = None) -> Evidence:
        """What a digest of *period* stands on; with *area*, only responses about it or none."""

    # Outbox

    async def outgoing(self, now: datetime, limit: int) -> Sequence[Message]:
        """Messages whose time has come, oldest first. They stay until sent or given up."""

    async def claim_outgoing(self, now: datetime, until: datetime, limit: int) -> Sequence[Message]:
        """The same, for this worker alone: no other claims them before *until*.

        A worker that dies leaves them to others at *until*; whoever stops hands them back.
        """

    async def hand_back(self, messages: Collection[str]) -> None:
        """End the claim on those of them that still wait."""

    async def sent(self, message: str) -> None: ...

    async def try_later(self, message: str, not_before: datetime, *, counts: bool = True) -> None:
        """Let it wait until then. Without *counts* this was no failed attempt."""

    async def give_up(self, message: str, reason: str) -> None:
        """Move it to the dead letters, for an administrator. *reason* is Slack's error name."""

    async def dead_letters(self) -> Sequence[tuple[Message, str]]: ...

    async def revive(self, message: str, not_before: datetime) -> bool:
        """Let a dead letter wait again, as if it had never been tried. False when it is none."""

    async def drop(self, message: str) -> bool:
        """Forget a dead letter: it is never sent, nor made anew. False when it is none."""

    # For whoever watches

    async def counted(self, version: str, now: datetime) -> Counts:
        """How much there is of what; *version* is the machine's that reads the comments."""

    # One at a time

    async def lead(self, task: str, who: str, now: datetime, until: datetime) -> bool:
        """Whether *who* does this task alone until then. Ask again in time, to go on doing it.

        False while somebody else's time lasts. Whoever stops asks for a time that is over.
        """

    async def led_until(self, now: datetime) -> datetime | None:
        """When the last lead of any task ends; None when nobody leads any, so that nobody runs."""

    # Moving house

    def everything(self) -> AsyncIterator[Sequence[Item]]:
        """All that is kept, as it is at this moment, whatever is written meanwhile. In batches.

        Claims and leads do not belong to it.
        """

    async def take_over(self, items: Sequence[Item]) -> None:
        """Keep what another store gave, in the order in which it gave it.

        An item that is kept already stays as it is, so that whoever was interrupted may begin
        again. Raises Unknown where an item needs one that is not there.
        """

    # Keys

    async def sealed_by(self) -> Mapping[int, int]:
        """How many records each key seals, by its number."""

    async def reseal(self, limit: int) -> int:
        """Seal up to *limit* records anew with the newest key. Returns how many were left to do.

        Once none is left, the store no longer asks for the older keys.
        """

    # Who saw and released what

    async def record(self, entry: Entry) -> None:
        """Append to the audit chain: each entry carries the hash of the one before."""

    async def audit(self, since: date | None = None) -> Sequence[Entry]: ...

    async def broken_link(self) -> int | None:
        """The place (from 0) of the first entry that does not fit its chain; None if whole."""

    # For whoever looks after it

    async def unreadable(self) -> Sequence[str]:
        """The places (table/row) of all that is kept and no longer opens, without its content.

        Reads everything, unless opening the store has done so.
        """
