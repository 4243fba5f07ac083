"""Takes personal data out of a comment before anything is kept.

Numbers, addresses and places go by the rules of personal_data.py, people's names by names/. What is
taken out leaves a mark that says what stood there: nothing is shortened silently. What is only
likely is taken out too and marked unsure, so that a person looks before the text is quoted.
"""

import re
from collections.abc import Iterator

from analysis.redaction.names import names_in
from analysis.redaction.personal_data import MARKS, RULES, Kind
from analysis.redaction.places import PLACE_RULES
from surveys.values import Value

Place = tuple[int, int, Kind, bool]  # of the marked text: start, end, kind, is it sure
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Span(Value):
    """What was taken out: *start* to *end* (not included) of the text as it was written."""

    start: int
    end: int
    kind: Kind
    is_sure: bool = True


class Redacted(Value):
    text: str
    spans: tuple[Span, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether the text may be quoted without a person looking at what was taken out."""
        return all(span.is_sure for span in self.spans)


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
    places: list[Place] = []
    for start, end, kind, is_sure in _candidates(marked):
        if 1 not in is_taken[start:end]:
            is_taken[start:end] = b"\1" * (end - start)
            places.append((start, end, kind, is_sure))
    return _in_the_original(sorted(places), taken)


def _candidates(marked: str) -> Iterator[Place]:
    for rule in (*RULES, *PLACE_RULES):
        for start, end in rule.finds(marked):
            yield start, end, rule.kind, rule.is_sure
    for name in names_in(marked):
        yield name.start, name.end, "name", name.is_sure


def _places_of_marks(taken: list[Span]) -> list[tuple[int, int]]:
    places, shift = [], 0
    for span in taken:
        length = len(MARKS[span.kind])
        places.append((span.start + shift, span.start + shift + length))
        shift += _growth(span)
    return places


def _in_the_original(places: list[Place], taken: list[Span]) -> list[Span]:
    found, earlier, shift = [], list(reversed(taken)), 0
    for start, end, kind, is_sure in places:
        while earlier and earlier[-1].start + shift < start:
            shift += _growth(earlier.pop())
        found.append(Span(start=start - shift, end=end - shift, kind=kind, is_sure=is_sure))
    return found


def _growth(span: Span) -> int:
    """How much longer the text becomes by this mark."""
    return len(MARKS[span.kind]) - (span.end - span.start)
