"""Finds the names: weighs the signs at each place, then takes surnames and initials along."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from analysis.names.cues import AND, CAN, COUNTED, DOING, HE, NOT_PEOPLE, OWN, SAID
from analysis.names.lists import surnames, weights
from analysis.names.signs import RARE, candidates, signs_of
from analysis.names.tokens import Token, tokens_of

SAYINGS = re.compile(
    r"\b(?:any )?tom,? dick (?:or|and|n|&) harry|happy as larry|jack of all trades|bob'?s (?:yo)?ur uncle"
    r"|(?:sarah|clare)['’]?s law|helen['’]?s law|martha['’]?s rule|horrid henry|george at asda"
    r"|hart['’]?s ladder|john lewis|george osborne|robin hood|jeremy kyle|harry potter|peter pan|bob the builder"
    r"|(?:press \d|dial \d) for \w+|mickey mouse|taylor swift|joe bloggs|jane doe|john doe|amazing grace"
    r"|jack the lad|moaning minnie|silly billy|even stevens?|real mccoy|aunt sally|duke of edinburgh"
    rf"|(?<![\w'’])(?:{SAID})(?!\w)"
    r"|victoria climbi[eé]|alton towers|philomena protocol",
    re.IGNORECASE,
)
INITIAL = re.compile(r"(?<![\w.'’&/])([A-Z])\.(?=,|\s+(?:and\b|[a-z]))")
INITIALS = re.compile(r"(?<![\w.])((?!U\.[KS]|E\.U|A\.[DM]|B\.C|P\.[ESM]|I\.T|T\.V|R\.E|N\.B|C\.P|Q\.A)[A-Z]\.[A-Z])\.")
INITIAL_AND_SURNAME = re.compile(
    r"(?<![\w.])(?:[A-Z]\. ?){1,3}([A-Z][^\W\d_]+(?:-[A-Z][^\W\d_]+)?)"
)
TWO_SHORT = re.compile(r"(?<!\w)([A-Z]{2})(?: and | n | & |, )([A-Z]{2})(?= (\w+))")
SURE = 0.8
UNSURE = 0.3
UNKNOWN = 0.6  # a small word of no list must be likelier, or each slip of the pen is a name
INITIAL_LIKELIHOOD = 0.6
SCHOOL_TITLES = frozenset({"mr", "mrs", "miss", "ms"})
NO_INITIALS = frozenset("aiunr")
SHORTEST_ANNOUNCED = 3
MISSING = HE | CAN | AND | frozenset({"will", "to"})
NAME = frozenset({"name", "names"})
PARTICLES = frozenset(
    {"al", "el", "de", "da", "del", "van", "von", "bin", "binti", "ibn", "ul", "o", "ni", "mac"}
)
INSIDE = frozenset({"big", "nanny", "nana", "umm", "abu", "um"})


class FoundName(NamedTuple):
    start: int
    end: int
    likelihood: float

    @property
    def is_sure(self) -> bool:
        return self.likelihood >= SURE


def names_in(text: str) -> list[FoundName]:
    """Where people's names stand in *text*, in order, those that are only likely among them."""
    tokens = tokens_of(text)
    likelihoods = _likelihoods(tokens)
    if likelihoods:
        likelihoods.update(list(_again(tokens, likelihoods)))
    likelihoods.update(_initials(text, tokens, likelihoods))
    if not likelihoods:
        return []
    sayings = [match.span() for match in SAYINGS.finditer(text)]
    return [
        name
        for name in _whole(text, tokens, likelihoods)
        if not any(start < name.end and name.start < end for start, end in sayings)
    ]


def _likelihoods(tokens: Sequence[Token]) -> dict[int, float]:
    places = candidates(tokens)
    if not places:
        return {}
    in_small = frozenset(t.key for t in tokens if t.is_word and not t.is_capital)
    weight = weights()
    found = {}
    for at in places:
        total = weight.get("always", 0.0)
        for sign in signs_of(tokens, at, in_small):
            total += weight.get(sign, 0.0)
        likelihood = 1 / (1 + math.exp(-max(min(total, 30), -30)))
        if likelihood >= (UNSURE if tokens[at].given or tokens[at].is_capital else UNKNOWN):
            found[at] = likelihood
    return found


def _again(tokens: Sequence[Token], likelihoods: dict[int, float]) -> Iterator[tuple[int, float]]:
    """A name that stands once for sure is one wherever it is written the same way."""
    sure = {
        tokens[at].text: likelihood
        for at, likelihood in likelihoods.items()
        if likelihood >= SURE and (tokens[at].ordinary <= RARE or tokens[at].is_capital)
    }
    if not sure:
        return
    for at in candidates(tokens):
        token = tokens[at]
        is_beginning = token.is_first and token.ordinary > RARE
        if token.text in sure and at not in likelihoods and not is_beginning:
            yield at, sure[token.text]


def _initials(
    text: str, tokens: Sequence[Token], likelihoods: Mapping[int, float]
) -> dict[int, float]:
    """Letters that stand for a person, likely at most: "R. withdrew", "KM and TJ want"."""
    starts = {match.start(1) for match in INITIALS.finditer(text)} | {
        match.start(1)
        for match in INITIAL.finditer(text)
        if text[: match.start()].rpartition(" ")[0].rpartition(" ")[2].lower() not in COUNTED
    }
    for match in TWO_SHORT.finditer(text):
        is_known = {match[1].lower(), match[2].lower()} & NOT_PEOPLE
        if match[3] in DOING and not is_known:
            starts |= {match.start(1), match.start(2)}
    ends = {match.start(1): match for match in INITIAL_AND_SURNAME.finditer(text)}
    found = {}
    for at, token in enumerate(tokens):
        is_after_a_title = at > 0 and tokens[at - 1].key in SCHOOL_TITLES
        if (
            is_after_a_title
            and len(token.text) == 1
            and token.key not in NO_INITIALS
            and token.is_word
        ):
            found[at] = INITIAL_LIKELIHOOD
        elif at not in likelihoods and _is_announced(tokens, at):
            found[at] = INITIAL_LIKELIHOOD
        elif token.start in starts:
            found[at] = INITIAL_LIKELIHOOD
        elif token.is_capital and token.given and "-" in token.key and token.key not in NOT_PEOPLE:
            found[at] = max(SURE, likelihoods.get(at, 0))
        elif token.start in ends and token.ordinary <= RARE and token.key not in NOT_PEOPLE:
            found[at] = SURE
    return found


def _is_announced(tokens: Sequence[Token], at: int) -> bool:
    """A strange word in small letters after "miss" or "my name is": "miss haddly"."""
    token = tokens[at]
    is_strange = token.is_word and token.ordinary <= RARE and len(token.key) >= SHORTEST_ANNOUNCED
    if not at or not is_strange or token.is_capital or token.key in NOT_PEOPLE:
        return False
    before = [tokens[there].key for there in range(max(0, at - 3), at)]
    if before[-1] in SCHOOL_TITLES:
        return len(before) == 1 or before[-2] not in MISSING
    return before[-2:-1] != [] and (
        (before[-1] in NAME and before[-2] in OWN)
        or (before[-1] == "is" and before[-2] in NAME and before[0] in OWN)
    )


def _whole(
    text: str, tokens: Sequence[Token], likelihoods: dict[int, float]
) -> Iterator[FoundName]:
    at = 0
    while at < len(tokens):
        if at not in likelihoods:
            at += 1
            continue
        first, last = _from(text, tokens, at), _to(text, tokens, at, likelihoods)
        end = tokens[last].end
        if last == at and end - tokens[at].start == 1 and text[end : end + 1] == ".":
            end += 1
        yield FoundName(tokens[first].start, end, likelihoods[at])
        at = last + 1


def _from(text: str, tokens: Sequence[Token], at: int) -> int:
    """Where the name begins: "P. Ashdown", "big dave"."""
    if at and tokens[at - 1].key in INSIDE and tokens[at - 1].is_capital <= tokens[at].is_capital:
        return at - 1
    if (
        at
        and tokens[at].is_capital
        and tokens[at - 1].is_capital
        and tokens[at - 1].given
        and not tokens[at - 1].is_owner
        and text[tokens[at - 1].end : tokens[at].start] == " "
    ):
        return at - 1
    has_initial = at > 1 and tokens[at - 1].text == "." and len(tokens[at - 2].text) == 1
    if has_initial and tokens[at - 2].is_capital:
        return at - 2
    return at


def _to(text: str, tokens: Sequence[Token], at: int, likelihoods: dict[int, float]) -> int:
    """Where the name ends: surnames, initials and a nickname in quotes go with it."""
    last = at
    while last + 1 < len(tokens):
        step = _goes_on(text, tokens, last, likelihoods)
        if not step:
            return last
        last += step
    return last


def _goes_on(text: str, tokens: Sequence[Token], last: int, likelihoods: dict[int, float]) -> int:
    here, following = tokens[last], tokens[last + 1]
    if here.is_owner or text[here.end : following.start] != " ":
        return 0
    if following.text in '"“' and here.is_capital and last + 4 < len(tokens):
        is_nickname = tokens[last + 3].text in '"”' and tokens[last + 4].is_capital
        return 4 if is_nickname else 0
    if not following.is_word:
        return 0
    if here.is_capital and following.is_capital:
        return int(_is_a_surname(following, last + 1 in likelihoods))
    is_particle = following.key.partition("-")[0] in PARTICLES
    if here.is_capital and is_particle:
        if "-" in following.key:
            return 1
        if last + 2 < len(tokens) and tokens[last + 2].is_capital:
            return 2
        return 0
    if here.is_capital or following.is_capital:
        return 0
    return int(following.key in surnames() and following.ordinary <= RARE)


def _is_a_surname(token: Token, is_name: bool) -> bool:
    if is_name or (len(token.text) == 1 and token.text != "I"):
        return True
    return token.key not in NOT_PEOPLE and not token.text.isupper()
