"""Finds the names: weighs the signs at each place, then takes surnames and initials along."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from analysis.redaction.names.cues import NOT_PEOPLE
from analysis.redaction.names.initials import end_of_initials, initials
from analysis.redaction.names.lists import surnames, weights
from analysis.redaction.names.sayings import SAYINGS
from analysis.redaction.names.signs import RARE, candidates, signs_of, whole_of
from analysis.redaction.names.slips import is_slip
from analysis.redaction.names.tokens import Token, tokens_of

SURE = 0.8
UNSURE = 0.3
USUAL = 2
BY_ITSELF = 0.5  # what the lists know as a name only is likely one, whatever stands around
UNKNOWN = 0.9  # a small word of no list must be likelier, or each slip of the pen is a name
STRANGE = 1 / 3  # share of words in no list, from which on a text is in another language or none
LONGEST = 30  # letters that a name may have
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


def names_in(text: str, weight: Mapping[str, float] | None = None) -> list[FoundName]:
    """Where people's names stand in *text*, in order, those that are only likely among them.

    Read by the weights in use, or by the *weight* of each sign that is given.
    """
    tokens = tokens_of(text)
    likelihoods = _likelihoods(tokens, weights() if weight is None else weight)
    if likelihoods:
        likelihoods.update(list(_again(tokens, likelihoods)))
    for at, likelihood in initials(text, tokens).items():
        likelihoods[at] = max(likelihood, likelihoods.get(at, 0.0))
    if not likelihoods:
        return []
    likelihoods.update(dict(_surnames_again(tokens, list(_whole(text, tokens, likelihoods)))))
    sayings = [match.span() for match in SAYINGS.finditer(text)]
    return [
        name
        for name in _whole(text, tokens, likelihoods)
        if not any(start < name.end and name.start < end for start, end in sayings)
    ]


def _likelihoods(tokens: Sequence[Token], weight: Mapping[str, float]) -> dict[int, float]:
    places = candidates(tokens)
    if not places:
        return {}
    whole = whole_of(tokens)
    found = {}
    for at in places:
        total = weight.get("always", 0.0)
        for sign in signs_of(tokens, at, whole):
            total += weight.get(sign, 0.0)
        likelihood = 1 / (1 + math.exp(-max(min(total, 30), -30)))
        if _is_one_by_itself(tokens[at]):
            likelihood = max(likelihood, BY_ITSELF)
        least = UNSURE if tokens[at].given or tokens[at].is_capital else UNKNOWN
        if likelihood >= least and not is_slip(tokens[at]):
            found[at] = likelihood
    if _is_strange(tokens):
        return {at: found[at] for at in found if tokens[at].is_capital and tokens[at].given}
    return {at: found[at] for at in found if tokens[at].end - tokens[at].start <= LONGEST}


def _is_one_by_itself(token: Token) -> bool:
    """Whether the lists know it as a name only, or with a capital as a usual name and rare word."""
    if token.key in NOT_PEOPLE:
        return False
    is_usual = token.given > USUAL and token.ordinary <= RARE and token.is_capital
    return is_usual or (token.given >= USUAL and not token.ordinary)


def _is_strange(tokens: Sequence[Token]) -> bool:
    """Whether the lists know so few of the words that one more unknown one tells nothing."""
    words = [token for token in tokens if token.is_word]
    unknown = sum(not (token.given or token.ordinary) for token in words)
    return unknown > 1 and unknown >= STRANGE * len(words)


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


def _surnames_again(
    tokens: Sequence[Token], names: Sequence[FoundName]
) -> Iterator[tuple[int, float]]:
    """Whoever was named in full may be told by the surname alone: "Fiona Best", then "Best"."""
    full = {name.end: name for name in names if name.is_sure}
    known = {
        token.text: full[token.end].likelihood
        for token in tokens
        if token.end in full and token.is_capital and full[token.end].start < token.start
    }
    for at, token in enumerate(tokens):
        if token.text in known and not token.is_first:
            yield at, known[token.text]


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
        if last == at and end - tokens[at].start == 1:
            end = end_of_initials(text, end)
        yield FoundName(tokens[first].start, end, likelihoods[at])
        at = last + 1


def _from(text: str, tokens: Sequence[Token], at: int) -> int:
    """Where the name begins: "P. Ashdown", "big dave", "Will Marsh"."""
    if not at:
        return at
    here, before = tokens[at], tokens[at - 1]
    if before.key in INSIDE and before.is_capital <= here.is_capital:
        return at - 1
    is_given = before.is_capital and before.given and not before.is_owner
    if is_given and here.is_capital and text[before.end : here.start] == " ":
        return at - 1
    has_initial = at > 1 and before.text == "." and len(tokens[at - 2].text) == 1
    return at - 2 if has_initial and tokens[at - 2].is_capital else at


def _to(text: str, tokens: Sequence[Token], at: int, likelihoods: Mapping[int, float]) -> int:
    """Where the name ends: surnames, initials and a nickname in quotes go with it."""
    last = at
    while last + 1 < len(tokens):
        step = _goes_on(text, tokens, last, is_next_a_name=last + 1 in likelihoods)
        if not step:
            return last
        last += step
    return last


def _goes_on(text: str, tokens: Sequence[Token], last: int, *, is_next_a_name: bool) -> int:
    """How many tokens after *last* belong to the same name."""
    here, following = tokens[last], tokens[last + 1]
    if here.is_owner or text[here.end : following.start] != " ":
        return 0
    if not here.is_capital:
        is_surname = following.key in surnames() and following.ordinary <= RARE
        return int(is_surname and not following.is_capital)
    if following.text in '"“':
        return _nickname(tokens[last + 1 : last + 5])
    if following.is_capital:
        return int(is_next_a_name or _is_a_surname(following))
    if following.key.partition("-")[0] not in PARTICLES:
        return 0
    if "-" in following.key:
        return 1
    return 2 if last + 2 < len(tokens) and tokens[last + 2].is_capital else 0


def _nickname(tokens: Sequence[Token]) -> int:
    """As in: Reginald "Reg" Thwaite."""
    is_one = len(tokens) == 4 and tokens[2].text in '"”' and tokens[3].is_capital  # noqa: PLR2004
    return 4 if is_one else 0


def _is_a_surname(token: Token) -> bool:
    if len(token.text) == 1:
        return token.text != "I"
    return token.key not in NOT_PEOPLE and not token.text.isupper()
