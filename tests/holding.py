"""What may be held, and a hold, for tests. Name only what the test is about."""

from datetime import date
from typing import Any

from surveys.concern import (
    Acknowledged,
    Concern,
    Decided,
    Door,
    NoAction,
    Outcome,
    Passage,
    Settled,
    Urgency,
)
from surveys.hold import Hold
from surveys.voice import AgeBand, Agreed, OnePerson, Reuse, Voice, Way, Whose
from tests.builders import BEN, DURING, NEGLECT


def a_hold(**changes: Any) -> Hold:
    usual = {"id": "a-hold", "reason": "A review asks.", "by": "the DPO", "since": "2026-06-01"}
    return Hold(**usual | changes)


def a_voice(**changes: Any) -> Voice:
    usual: dict[str, Any] = {
        "id": "a-voice",
        "worker": "worker",
        "day": date(2026, 5, 7),
        "speaker": OnePerson(whose=Whose.CHILD, age_bands=(AgeBand.FROM_8,)),
        "content_areas": (NEGLECT,),
        "ways": (Way.TALKING,),
        "agreed": Agreed.OWN_WAY,
        "reuse": Reuse.INTERNAL,
        "own_words": ("Nobody came.",),
        "replied_by": date(2026, 6, 4),
    }
    return Voice(**usual | changes)


def a_concern(**changes: Any) -> Concern:
    usual: dict[str, Any] = {
        "id": "a-concern",
        "door": Door.COMMENT,
        "refers_to": "a-response",
        "passages": (Passage(field="why", caption="Why", text="Nobody came."),),
        "categories": (),
        "urgency": Urgency.REVIEW,
        "net": "1",
        "day": date(2026, 5, 7),
        "told_at": DURING,
    }
    return Concern(**usual | changes)


def settled(concern: Concern) -> Concern:
    outcome = Outcome(done=NoAction(why="Known."), rightly=True, by=BEN, at=DURING)
    decided = Decided(acknowledged=Acknowledged(by=BEN, at=DURING), outcomes=(outcome,))
    state = Settled(decided=decided, by=BEN, at=DURING, released=True)
    return concern.model_copy(update={"state": state})
