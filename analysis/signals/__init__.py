"""The net: may a text disclose harm? Pure, and tuned to miss little: a person reads every flag.

It is told the text and never who wrote it. Not being flagged is not "no concern": a person reads
those texts too, only later. How well it was measured: `docs/decisions/the-net.md`.
"""

from collections.abc import Sequence
from typing import Literal, Protocol

from analysis.leads import leads
from analysis.signals.labelled import CATEGORIES
from analysis.signals.masks import may_hide, unmasked
from analysis.signals.model import CERTAIN, IMMEDIATE, REVIEW, Net, Weighed, shipped_net
from analysis.signals.sayings import Saying, sayings
from analysis.words import Match, Word, words
from surveys.values import Value

Urgency = Literal["immediate", "same_day", "review"]
Plain = Sequence[Match[Saying]]
UNREAD = "unread"
YES = 0.5
MOST_LEADS = 4


class Second(Protocol):
    """What reads beside the light net, and has its score of a text changed: see deep.Beside."""

    version: str

    def score(self, text: str, light: float) -> float: ...


class Lead(Value):
    """A piece of the text that led to the reading: *start* included, *end* not."""

    text: str
    start: int
    end: int


class Signals(Value):
    """What the net reads in one text.

    *score* is 0 to 1, flagged from 0.5 on: it orders nothing and is no probability. *categories*
    are the likeliest first; the first one is right in over half. *words* are why, in the
    writer's own spelling, in order. All three are guesses that help a person to read, no more.
    """

    flagged: bool
    score: float
    categories: tuple[str, ...] = ()
    urgency: Urgency | None = None
    words: tuple[Lead, ...] = ()
    version: str


def read_signals(text: str, net: Net | None = None, beside: Second | None = None) -> Signals:
    """The net's reading of *text*. Takes well under a millisecond for a comment.

    With a transformer *beside* it some ten milliseconds: whether the text is flagged is then
    read by both, what it may be and why by the light net alone. Where signs hide its words, it is
    read as it is seen too, and what most raises concern counts.
    """
    used, said = net or shipped_net(), words(text)
    found = _read(text, said, text, used, beside)
    if not may_hide(text):
        return found
    seen = unmasked(text)
    behind = seen.words()
    if [word.text for word in behind] == [word.text for word in said]:
        return found
    return max(found, _read(text, behind, seen.text, used, beside), key=lambda one: one.score)


def _read(text: str, said: list[Word], seen: str, used: Net, beside: Second | None) -> Signals:
    """Of the words *said* in *text*; *seen* is what the transformer reads."""
    version = f"{used.version} with {beside.version}" if beside else used.version
    if not said:
        return Signals(flagged=False, score=0.0, version=version)
    plain = sayings(said)
    spoken = [word.text for word in said]
    score = CERTAIN if plain else used.concern(spoken)
    if beside and not plain:
        score = beside.score(seen, score)
    if score < YES:
        return Signals(flagged=False, score=round(score, 3), version=version)
    weighed = used.weigh(spoken)
    return Signals(
        flagged=True,
        score=round(score, 3),
        categories=_categories(plain, weighed),
        urgency=_urgency(plain, weighed),
        words=_said(text, plain) or _leads(text, said, weighed),
        version=version,
    )


def read_or_flag(text: str, net: Net | None = None, beside: Second | None = None) -> Signals:
    """As read_signals, and never raises: what could not be read is flagged, to be read today."""
    try:
        return read_signals(text, net, beside)
    except Exception:  # noqa: BLE001 - whatever it was, nobody's words may be lost to it
        return unread()


def unread() -> Signals:
    """The reading of a text that nothing has read: of an error, or of one that took too long."""
    return Signals(
        flagged=True, score=1.0, categories=(UNREAD,), urgency="same_day", version=UNREAD
    )


def _categories(plain: Plain, weighed: Weighed) -> tuple[str, ...]:
    """What was plainly said, else the likeliest; then whatever else is likelier than not."""
    ordered = sorted(CATEGORIES, key=lambda name: -weighed.scores[name])
    first = [match.meaning.category for match in plain] or ordered[:1]
    likely = [name for name in ordered if weighed.scores[name] >= YES]
    return tuple(dict.fromkeys([*first, *likely]))


def _urgency(plain: Plain, weighed: Weighed) -> Urgency:
    """The sooner one in doubt."""
    if weighed.scores[IMMEDIATE] >= YES or any(match.meaning.is_immediate for match in plain):
        return "immediate"
    return "review" if weighed.scores[REVIEW] >= YES and not plain else "same_day"


def _said(text: str, plain: Plain) -> tuple[Lead, ...]:
    """In the order of the text; sayings that share a word are one lead."""
    spans: list[tuple[int, int]] = []
    for match in sorted(plain, key=lambda match: match.words[0].start):
        first, end = match.words[0].start, match.words[-1].end
        joins = bool(spans) and first < spans[-1][1]
        start, least = spans.pop() if joins else (first, end)
        spans.append((start, max(least, end)))
    return tuple(Lead(text=text[start:end], start=start, end=end) for start, end in spans)


def _leads(text: str, said: list[Word], weighed: Weighed) -> tuple[Lead, ...]:
    """In the order of the text."""
    spans = sorted(leads(said, weighed.shares, MOST_LEADS))
    return tuple(Lead(text=text[start:end], start=start, end=end) for start, end in spans)
