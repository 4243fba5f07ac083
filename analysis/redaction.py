"""Takes personal data out of a comment before anything is kept.

Only what is certain, by the rules of personal_data.py; people's names need more than rules and go
only after a title ("Mr Khan"). What is taken out leaves a mark that says what stood there: nothing
is shortened silently.
"""

import re

from analysis.personal_data import MARKS, RULES, Kind
from surveys.values import Value

LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Span(Value):
    """What was taken out: *start* to *end* (not included) of the text as it was written."""

    start: int
    end: int
    kind: Kind


class Redacted(Value):
    text: str
    spans: tuple[Span, ...] = ()


def redact(text: str) -> Redacted:
    """*text* with a mark for each piece of personal data, and where the pieces were.

    Redacting the result again changes nothing. Half a surrogate pair, which no file or database
    can keep, becomes one replacement character; every other character stays.
    """
    original = LONE_SURROGATE.sub("\ufffd", text)
    taken: list[Span] = []
    while found := _found(_marked(original, taken), taken):
        taken = sorted([*taken, *found], key=lambda span: span.start)
    return Redacted(text=_marked(original, taken), spans=tuple(taken))


def _marked(original: str, taken: list[Span]) -> str:
    pieces, position = [], 0
    for span in taken:
        pieces += [original[position : span.start], MARKS[span.kind]]
        position = span.end
    return "".join([*pieces, original[position:]])


def _found(marked: str, taken: list[Span]) -> list[Span]:
    """What the rules see in *marked* beside its marks, at its place in the original."""
    is_taken = bytearray(len(marked))
    for start, end in _places_of_marks(taken):
        is_taken[start:end] = b"\1" * (end - start)
    places: list[tuple[int, int, Kind]] = []
    for rule in RULES:
        for start, end in rule.finds(marked):
            if 1 not in is_taken[start:end]:
                is_taken[start:end] = b"\1" * (end - start)
                places.append((start, end, rule.kind))
    return _in_the_original(sorted(places), taken)


def _places_of_marks(taken: list[Span]) -> list[tuple[int, int]]:
    places, shift = [], 0
    for span in taken:
        length = len(MARKS[span.kind])
        places.append((span.start + shift, span.start + shift + length))
        shift += _growth(span)
    return places


def _in_the_original(places: list[tuple[int, int, Kind]], taken: list[Span]) -> list[Span]:
    found, earlier, shift = [], list(reversed(taken)), 0
    for start, end, kind in places:
        while earlier and earlier[-1].start + shift < start:
            shift += _growth(earlier.pop())
        found.append(Span(start=start - shift, end=end - shift, kind=kind))
    return found


def _growth(span: Span) -> int:
    """How much longer the text becomes by this mark."""
    return len(MARKS[span.kind]) - (span.end - span.start)
