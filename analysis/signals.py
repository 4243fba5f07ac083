"""May this text disclose harm? The first version: a small set of rules about who, what and when.

It is a net, not a judge: it flags for a person to read, and never says that there is no concern.
A text is read for itself; who wrote it is not asked.
"""

import re
from typing import Literal

from surveys.values import Value

VERSION = "rules-1"
UNREAD = "unread"  # the category of a text that the net could not read

Urgency = Literal["immediate", "same_day", "review"]


class Lead(Value):
    """A piece of the text that led to the reading: *start* included, *end* not."""

    text: str
    start: int
    end: int


class Signals(Value):
    """*words* are what led there. *score* is between 0 and 1."""

    flagged: bool
    score: float
    categories: tuple[str, ...] = ()
    urgency: Urgency | None = None
    words: tuple[Lead, ...] = ()
    version: str = VERSION


_RULES: tuple[tuple[str, Urgency, str], ...] = (
    ("self_harm_suicide", "immediate", r"kill (?:my|him|her|them)sel(?:f|ves)|suicid\w+"),
    ("self_harm_suicide", "immediate", r"better off without me|don'?t want to be here any ?more"),
    ("self_harm_suicide", "same_day", r"self[- ]harm\w*|cutting (?:my|him|her)self"),
    ("physical", "immediate", r"is (?:being )?(?:hit|beaten|strangled|hurt) (?:right )?now"),
    (
        "physical",
        "same_day",
        r"(?:hits?|beats?|punche[sd]|slap(?:s|ped)|kick(?:s|ed)) (?:me|him|her|them)\b",
    ),
    ("physical", "same_day", r"\bbruis\w+|marks on (?:my|his|her) (?:legs|arms|back|neck)"),
    (
        "sexual",
        "same_day",
        r"touch(?:es|ed) me|our secret|comes? in(?:to)? my room|sexual(?:ly)? abus\w+",
    ),
    (
        "neglect",
        "same_day",
        r"left alone (?:all|over|at) night|no food in the house|hungry (?:at|every) night",
    ),
    ("domestic_abuse", "same_day", r"strangled (?:her|him|me)|broke mum'?s|he'?s moved back in"),
    ("exploitation", "same_day", r"county lines?|owes? them money|trap phone|sends? pics"),
    (
        "allegation_staff",
        "same_day",
        r"(?:teacher|coach|foster carer|key ?worker|colleague|social worker)\b.{0,60}"
        r"\b(?:hits?|hurt|pinned|slapped|messages? (?:pupils|children|girls|boys)|alone with)",
    ),
    ("fgm_hba", "same_day", r"\bFGM\b|going to be cut|one[- ]way ticket|forced marriage"),
    ("radicalisation", "same_day", r"manifesto|when it kicks off"),
    ("missing", "same_day", r"did(?:n'?t| not) come back (?:last night|home)|missing since"),
    ("adult_risk", "same_day", r"can'?t do this any ?more|no point me being here"),
    (
        "unaddressed_risk",
        "same_day",
        r"(?:nobody|no one) (?:has )?(?:referred|reported|rung)|(?:did|have) ?n[o']t refer",
    ),
)
_PATTERNS = [(name, urgency, re.compile(rule, re.IGNORECASE)) for name, urgency, rule in _RULES]
_ORDER: tuple[Urgency, ...] = ("immediate", "same_day", "review")


def read_signals(text: str) -> Signals:
    """What the net found in *text*."""
    plain = text.replace("’", "'")
    met = [
        (name, urgency, one) for name, urgency, rule in _PATTERNS for one in rule.finditer(plain)
    ]
    if not met:
        return Signals(flagged=False, score=0.0)
    return Signals(
        flagged=True,
        score=0.5,
        categories=tuple(dict.fromkeys(name for name, _, _ in met)),
        urgency=min((urgency for _, urgency, _ in met), key=_ORDER.index),
        words=tuple(
            Lead(text=text[start:end], start=start, end=end)
            for start, end in sorted({one.span() for _, _, one in met})
        ),
    )


def read_or_flag(text: str) -> Signals:
    """The same; a text that can't be read, for whatever reason, is flagged."""
    try:
        return read_signals(text)
    except Exception:  # noqa: BLE001 - whatever went wrong, a person reads it
        return unread()


def unread() -> Signals:
    """For a text that the net could not read, or not in time."""
    return Signals(flagged=True, score=1.0, categories=(UNREAD,), urgency="same_day")
