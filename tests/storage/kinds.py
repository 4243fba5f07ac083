"""One of everything that is kept under an id of its own, with every field said: for golden files.

Written as it is kept, so that a field renamed in a class is no field any more here either.
"""

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_json

from analysis.digest.kept_figures import KeptFigures
from analysis.paper.missing import TextsDue
from analysis.paper.texts import MadeByRule, PaperText
from analysis.reading.codebook_changes import BoardCodebook, Proposal
from analysis.reading.grouping import DroppedGroup
from bot.keeping.inbox import Arrival
from bot.keeping.retention_by_schedule import ScheduledRun
from bot.reading.teaching import LearnedByNight
from bot.telling.figure_queries import FigureQuery
from bot.telling.paper_claims import PaperAtWork
from surveys.concern import Concern, SealedWriter
from surveys.hold import Hold
from surveys.indicators import Indicator
from surveys.marks import MarkCorrection
from surveys.quote import Quote
from surveys.release import LedgerSecret, Release, ReleasedFigures
from surveys.retention import KeptOn
from surveys.review import Review
from surveys.statement import LivingStatement
from surveys.unflagged import Unflagged
from surveys.values import Kept
from surveys.voice import OpenForCorrection, Voice, VoiceDraft

At = Mapping[str, Any]

DAY = "2026-05-07"
AT = "2026-05-07T09:30:00Z"
QUARTER = {"year": 2026, "quarter": 2}
DONE_BY = {"by": "U0DAWN", "at": AT}
BY_QUINN = {"by": "U0QUINN", "day": DAY}

SENTENCE = {"start": 0, "end": 12, "sentiment": "negative", "themes": ["workload"]}
CODING = {
    "response": "voice-all",
    "question": "own_words",
    "coder": "machine",
    "version": "words-1",
    "day": DAY,
    "sentiment": "negative",
    "themes": ["workload"],
    "sentences": [SENTENCE],
    "sampled": "audit",
    "settled": True,
    "look": ["uncertain"],
    "stance": "contradicts",
}
READ = {"sentiment": "mixed", "themes": ["workload"], "sentences": [SENTENCE]}
BY_A_PERSON = {
    **BY_QUINN,
    "codebook": "0a1b2c3d",
    "read": READ,
    "blind": True,
    "machine": CODING,
    "drawn": True,
    "settled": True,
}

PASSAGE = {"field": "why", "caption": "Why", "text": "Nobody came to the house.", "why": [[0, 6]]}
ACKNOWLEDGED = {"kind": "acknowledged", **DONE_BY}
OUTCOMES = [
    {"done": done, "rightly": True, **DONE_BY}
    for done in (
        {"kind": "referred", "to": "the front door", "on": DAY},
        {"kind": "advice", "what": "Speak with the school."},
        {"kind": "no_action", "why": "Known already."},
    )
]
DECIDED = {"kind": "decided", "acknowledged": ACKNOWLEDGED, "outcomes": OUTCOMES}
CONCERN = {
    "door": "comment",
    "refers_to": "response-1",
    "passages": [PASSAGE],
    "categories": ["neglect"],
    "urgency": "same_day",
    "net": "net-1",
    "day": DAY,
    "told_at": AT,
    "content_area": "neglect",
    "hidden_from": ["Police"],
    "written_by": "a keyed mark",
    "reported": "not_yet",
    "told_to": ["U0DAWN"],
    "escalations": [{"level": 2, "at": AT}],
}

VOICE = {
    "worker": "a keyed pseudonym",
    "agency": "Health",
    "day": DAY,
    "was_worry": True,
    "content_areas": ["neglect"],
    "ways": ["talking", "drawing"],
    "agreed": "own_way",
    "reuse": "board",
    "own_words": ["They never ask me."],
    "marks_are_sure": True,
    "earlier_words": [["They never ask."]],
    "observation": "Looked away.",
    "reading": "Wants to be asked.",
    "present": ["alone"],
    "chosen_by": "them",
    "setting": "home",
    "parents_agreement": "given",
    "next_step": {"what": "Ask again.", "owner": "the social worker", "by": "2026-06-01"},
    "replied_by": "2026-06-04",
    "codings": [CODING],
}
ONE = {"kind": "one", "whose": "child", "age_bands": ["8 to 11"], "reference": "a keyed reference"}
GROUP = {"kind": "group", "whose": "child", "people": 6, "age_bands": ["8 to 11", "12 to 15"]}
TOLD = {"kind": "told", "day": DAY, "what": "More time.", "how": "In person", "got_it_right": "yes"}

THEME = {
    "id": "workload",
    "label": "Workload",
    "description": "Too much to do.",
    "words": ["workload", "too many*"],
    "examples": ["I have too many families."],
    "takes_in": ["caseload"],
}
OTHER = {**THEME, "id": "time", "label": "Time", "takes_in": []}
CHANGES = [
    {"kind": "propose", "theme": OTHER},
    {"kind": "rename", "theme": "time", "label": "Hours", "description": "Too few hours."},
    {"kind": "merge", "theme": "time", "into": "workload"},
    {"kind": "split", "theme": "workload", "new": OTHER},
    {"kind": "retire", "theme": "time"},
    {"kind": "widen", "theme": "time", "words": ["hours"], "examples": ["No hours left."]},
]

WORDING = {
    "text": "Children are seen alone.",
    "for_children": "Somebody talks with you alone.",
    "for_parents": "Your child is seen alone.",
    "for_practitioners": "I see the child alone.",
}
AGREEMENT = {"day": DAY, "minute": "Item 4"}
NOTED = {"by": "U0QUINN", "noted": DAY}
CONSULTATION = {
    "day": DAY,
    "with_whom": ["child", "parent_carer"],
    "how": "In a group.",
    "changed": "One word.",
}

HELD: tuple[At, ...] = (
    {"content_area": "neglect"},
    {"wave": "spring"},
    {"quarter": QUARTER},
    {"responses": ["response-1"]},
)

KINDS: Mapping[type[Kept], Mapping[str, At]] = {
    Concern: {
        f"concern-{state['kind']}": {**CONCERN, "state": state}
        for state in (
            {"kind": "told"},
            ACKNOWLEDGED,
            DECIDED,
            {"kind": "settled", "decided": DECIDED, **DONE_BY, "released": True},
        )
    },
    SealedWriter: {"concern-told": {"person": "U0AMINA", "asked": DONE_BY}},
    Voice: {
        "voice-all": {
            **VOICE,
            "speaker": ONE,
            "rating": {"kind": "number", "number": 4, "reason": "It is loud."},
            "feedback": TOLD,
        },
        "voice-face": {
            **VOICE,
            "speaker": ONE,
            "rating": {"kind": "face", "face": "kind_of", "reason": "It is loud."},
            "feedback": {"kind": "cannot_be_told", "day": DAY, "why": "They moved."},
        },
        "voice-group": {**VOICE, "speaker": GROUP},
        "voice-withdrawn": {
            "worker": "a keyed pseudonym",
            "day": DAY,
            "speaker": ONE,
            "ways": ["talking"],
            "agreed": "own_way",
            "reuse": "board",
            "replied_by": "2026-06-04",
            "withdrawn": "2026-05-20",
        },
    },
    OpenForCorrection: {"voice-all": {"until": AT}},
    VoiceDraft: {
        "draft-1": {
            "worker": "a keyed pseudonym",
            "fill": "fill-1",
            "voice": "voice-all",
            "day": DAY,
            "answers": {
                "own_words": {"kind": "said", "text": "They never", "marks_are_sure": True},
                "whose": {"kind": "chosen", "option": "child"},
                "ways": {"kind": "chosen_many", "options": ["talking"]},
                "people": {"kind": "counted", "number": 6},
            },
            "reference": "a keyed reference",
        }
    },
    Unflagged: {
        "unflagged-1": {
            "door": "message",
            "refers_to": "message-1",
            "kept_in": "message-1",
            "field": "text",
            "caption": "A message",
            "day": DAY,
            "text": "Thank you for asking.",
            "reading": {**BY_QUINN, "missed": True},
        }
    },
    Review: {
        "review-1": {
            "response": "response-1",
            "question": "gets_in_the_way",
            "day": DAY,
            "text": "a hash of the words",
            "sampled": "audit",
            "double": True,
            "codings": [BY_A_PERSON, {**BY_A_PERSON, "by": "U0RAVI"}],
            "proposed": BY_A_PERSON,
            "settled": BY_A_PERSON,
            "left_out": {**BY_QUINN, "why": "twice"},
            "skipped": [{**BY_QUINN, "seen": True}],
        }
    },
    MarkCorrection: {
        "mark-1": {
            "response": "response-1",
            "question": "gets_in_the_way",
            "by": "U0QUINN",
            "day": DAY,
            "wrong": "missed",
            "mark": "[name]",
            "around": "I told [name] of it.",
            "place": 7,
            "shape": "Aaa",
        }
    },
    Quote: {
        "quote-1": {
            "area": "neglect",
            "period": "2026-Q2",
            "passage": {"voice": "voice-all", "start": 0, "end": 10},
            "chosen": "typical",
            "theme": "workload",
            "steps": [
                {"kind": "approved", **DONE_BY, "scope": "board"},
                {"kind": "refused", **DONE_BY, "why": "points"},
                {"kind": "taken_back", **DONE_BY},
            ],
        }
    },
    LivingStatement: {
        "NEG-Q1": {
            "content_area": "neglect",
            "origin": "the board's framework file",
            "start": WORDING,
            "draft_target": 80,
            "draft_difference": 12,
            "steps": [
                {"kind": "worded", **NOTED, "wording": WORDING},
                {"kind": "consulted", **NOTED, "consultation": CONSULTATION},
                {
                    "kind": "agreed",
                    **NOTED,
                    "text": "Children are seen alone.",
                    "target": 85,
                    "important_difference": 11,
                    "agreement": AGREEMENT,
                },
                {"kind": "taken_back", **NOTED, "why": "Another meeting."},
            ],
        }
    },
    Indicator: {
        "indicator-1": {
            "measure": "QN1",
            "content_area": "neglect",
            "period": QUARTER,
            "source": "agency_data",
            "owner": "Health",
            "numerator": 12,
            "denominator": 40,
            "imported_on": DAY,
            "version": 2,
        }
    },
    Hold: {
        f"hold-{number}": {
            "reason": "A review asks.",
            "by": "the DPO",
            "since": DAY,
            "lifted": "2026-06-01",
            **what,
        }
        for number, what in enumerate(HELD)
    },
    KeptOn: {"voice-all": {"until": "2028-06-30", "reason": "A review asks.", "by": "the DPO"}},
    LedgerSecret: {"ledger": {"secret": "5e" * 32}},
    Release: {
        "1": {
            "content_area": "neglect",
            "number": 1,
            "period": QUARTER,
            "audience": "board",
            "readers": "the Board",
            "way": "released",
            "day": DAY,
            "by": "U0QUINN",
            "name": "neglect 2026-Q2",
            "edition": 2,
            "reason": "A figure was wrong.",
            "versions": ["words-1"],
            "figures": ["NEG-QL1-26Q2"],
        }
    },
    ReleasedFigures: {
        "1": {
            "content_area": "neglect",
            "period": QUARTER,
            "rows": "rows",
            "everything": "all",
            "figures": [
                {
                    "told": "{}",
                    "counted": "0f",
                    "compared": ["f0"],
                    "named": [{"yes": "0f"}],
                    "asked": [0],
                }
            ],
            "answers": [{"name": "agree", "counted": "0f", "asked": [0]}],
            "places": [["2026-Q2", "neglect", "spring"]],
            "since": 2025,
            "digest": "{}",
            "evidence": "{}",
        }
    },
    KeptFigures: {
        "figures-1": {
            "content_area": "neglect",
            "period": QUARTER,
            "audience": "board",
            "made_on": DAY,
            "told": "{}",
        }
    },
    FigureQuery: {
        "query-1": {
            "figure": "NEG-QL1-26Q2-0001",
            "by": "U0AMINA",
            "at": AT,
            "words": "Of how many?",
        }
    },
    PaperText: {
        "2026-Q2 story neglect": {
            "period": QUARTER,
            "part": "story",
            "content_area": "neglect",
            "versions": [{"text": "Two teams merged.", **DONE_BY}],
        }
    },
    MadeByRule: {"2026-Q2": {"made_on": DAY, "texts": {"risks": "One."}}},
    TextsDue: {"2026-Q2": {"period": QUARTER, "day": DAY, "turn": 2, "is_reminded": True}},
    PaperAtWork: {
        "2026-Q2": {
            "maker": "one",
            "by": "U0QUINN",
            "since": AT,
            "until": AT,
            "is_cancelled": True,
        }
    },
    DroppedGroup: {"hours": {"word": "hours", **BY_QUINN}},
    BoardCodebook: {
        str(number): {
            "codebook": {"themes": [THEME]},
            "day": DAY,
            "change": change,
            "why": "Many said so.",
            "by": "U0QUINN",
            "signed_by": "U0RAVI",
            "proposal": "proposal-0",
            "became": {"caseload": "workload", "gone": None},
            "stale": {"workload": ["0a1b2c3d"]},
            "unasked": {"time": ["0a1b2c3d"]},
            "versions": ["0a1b2c3d"],
        }
        for number, change in enumerate(CHANGES, start=1)
    },
    Proposal: {
        f"proposal-{number}": {
            "change": change,
            "why": "Many said so.",
            **BY_QUINN,
            "signs": "U0RAVI",
            "state": "signed",
        }
        for number, change in enumerate(CHANGES)
    },
    LearnedByNight: {"themes": {"day": DAY}},
    ScheduledRun: {"2026-05": {"day": DAY}},
    Arrival: {"arrival-1": {"body": "{}", "holder": "one", "at": AT, "tries": 2, "failed": "Why"}},
}


def of_every_kind() -> list[Kept]:
    return [
        kind.model_validate_json(to_json({"id": name, **fields}))
        for kind, found in KINDS.items()
        for name, fields in found.items()
    ]
