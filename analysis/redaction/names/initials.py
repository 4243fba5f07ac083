"""Letters that stand for a person, and strange words that the words before them announce."""

import re
from collections.abc import Mapping, Sequence

from analysis.redaction.names.cues import AND, CAN, COUNTED, DOING, HE, NOT_PEOPLE, OWN
from analysis.redaction.names.lists import surnames as known_surnames
from analysis.redaction.names.signs import RARE
from analysis.redaction.names.tokens import Token

INITIAL = re.compile(r"(?<![\w.'’&/])([A-Z])\.(?=,|\s{1,3}(?:and\b|[a-z]))")
INITIALS = re.compile(
    r"(?<![\w.])(?!U\.[KS]|E\.U|A\.[DM]|B\.C|P\.[ESM]|I\.T|T\.V|R\.E|N\.B|C\.P|Q\.A)"
    r"([A-Z])(?=\.[A-Z]\.)"
)
REST_OF_INITIALS = re.compile(r"(?:\.[A-Z]){0,3}\.")
INITIAL_AND_SURNAME = re.compile(
    r"(?<![\w.])(?:[A-Z]\. ?){1,3}([A-Z][^\W\d_]{1,24}(?:-[A-Z][^\W\d_]{1,24})?)"
)
TWO_SHORT = re.compile(r"(?<!\w)([A-Z]{2})(?: and | n | & |, )([A-Z]{2})(?= (\w{1,20}))")
LIKELY = 0.6
SURE = 0.8
TITLES = frozenset({"mr", "mrs", "miss", "ms"})
NO_INITIALS = frozenset("aiunr")
SHORTEST_ANNOUNCED = 3
MISSING = HE | CAN | AND | frozenset({"will", "to"})
NAME = frozenset({"name", "names"})


def initials(text: str, tokens: Sequence[Token]) -> Mapping[int, float]:
    """How likely names are where the lists know none: "R. withdrew", "P. Ashdown", "miss d"."""
    alone = _alone(text)
    surnames = {
        match.start(1)
        for match in INITIAL_AND_SURNAME.finditer(text)
        if not _counts(text, match.start())
    }
    found = {}
    for at, token in enumerate(tokens):
        if not token.is_word:
            continue
        if token.is_capital and token.key not in NOT_PEOPLE:
            is_double = token.given > 0 and "-" in token.key and token.ordinary <= RARE
            is_strange = token.ordinary <= RARE or token.key in known_surnames()
            if is_double or (is_strange and token.start in surnames):
                found[at] = SURE
                continue
        if token.start in alone or _is_announced(tokens, at):
            found[at] = LIKELY
    return found


def end_of_initials(text: str, end: int) -> int:
    """After the full stops and letters that go on with the letter before *end*."""
    rest = REST_OF_INITIALS.match(text, end)
    return rest.end() if rest else end


def _alone(text: str) -> set[int]:
    """Where letters stand for a person: "R. withdrew", "D.W. said", "KM and TJ want"."""
    starts = {match.start(1) for match in INITIALS.finditer(text)}
    for match in INITIAL.finditer(text):
        if not _counts(text, match.start()):
            starts.add(match.start(1))
    for match in TWO_SHORT.finditer(text):
        is_known = {match[1].lower(), match[2].lower()} & NOT_PEOPLE
        if match[3] in DOING and not is_known:
            starts |= {match.start(1), match.start(2)}
    return starts


def _counts(text: str, start: int) -> bool:
    """Whether the letter at *start* counts something: "plan B."."""
    before = text[max(0, start - 20) : start].split()
    return bool(before) and before[-1].lower() in COUNTED


def _is_announced(tokens: Sequence[Token], at: int) -> bool:
    """A letter after "miss", a strange word in small letters after "miss" or "my name is"."""
    token = tokens[at]
    before = [one.key for one in tokens[max(0, at - 3) : at]]
    if not before:
        return False
    is_letter = len(token.key) == 1
    if is_letter:
        return before[-1] in TITLES and token.key not in NO_INITIALS
    is_strange = token.ordinary <= RARE and len(token.key) >= SHORTEST_ANNOUNCED
    if not is_strange or token.is_capital or token.key in NOT_PEOPLE:
        return False
    if before[-1] in TITLES:
        return len(before) == 1 or before[-2] not in MISSING
    whose, name = ["", "", *before][-3:-1] if before[-1] == "is" else ["", *before][-2:]
    return name in NAME and whose in OWN
