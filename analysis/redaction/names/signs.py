"""The signs by which a word is told to be a name: what it is, and what stands around it."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from analysis.redaction.names.cues import (
    AFTER,
    ALSO_PEOPLE,
    AND,
    ARTICLES,
    BEFORE,
    BEFORE_A_TIME,
    CALENDAR,
    DID,
    ENDINGS,
    MODALS,
    NOT_IN_SMALL,
    NOT_PEOPLE,
)
from analysis.redaction.names.lists import ordinary_words, surnames
from analysis.redaction.names.tokens import MOST_USUAL, Token

USUAL = 2
RARE = 1  # so rare a word that the name is the likelier reading
SHORTEST_UNKNOWN = 3
LONGEST_SLIP = 30  # letters of one word; nobody mistypes a longer one
WEEK = CALENDAR - {"summer", "autumn"}
BETWEEN_TIMES = frozenset({"to", "or", "-", "–", "/", "not"})
BESIDE_THE_TEXT = Token(0, 0, "", "")


def may_be_a_name(token: Token) -> bool:
    """Whether it is worth looking at the words around."""
    if not token.is_word or len(token.key) == 1:
        return False
    if token.key in NOT_PEOPLE and token.key not in ALSO_PEOPLE:
        return False
    if not token.is_capital and token.key in NOT_IN_SMALL:
        return False
    if token.given:
        return True
    if "'" in token.key and token.key[1] != "'":
        return False
    if token.key.endswith(ENDINGS) or token.ordinary == MOST_USUAL:
        return False
    if token.is_capital:
        return not token.is_first or token.ordinary <= RARE
    is_unknown = not token.ordinary and len(token.key) >= SHORTEST_UNKNOWN
    return is_unknown or (token.ordinary <= RARE and token.key in surnames())


def candidates(tokens: Sequence[Token]) -> list[int]:
    """The places that may hold a name; abbreviations do not, nor "in May" and "St Helens"."""
    words = [token for token in tokens if token.is_word]
    is_shouted = sum(token.text.isupper() for token in words) > len(words) // 2
    return [
        at
        for at, token in enumerate(tokens)
        if may_be_a_name(token)
        and (is_shouted or not token.text.rstrip("sd'’").isupper())
        and not (token.is_capital and at and tokens[at - 1].text == "St")
        and not (at and _is_a_thing(token, tokens[at - 1]))
        and not (token.key in CALENDAR and _is_a_time(tokens, at))
        and not (token.key in MODALS and _is_a_verb(tokens, at))
    ]


def _is_a_thing(token: Token, before: Token) -> bool:
    """Whether it is a small word that is more than a name, after an article: "the bear"."""
    is_more = token.ordinary > RARE or not token.given
    return is_more and not token.is_capital and before.key in ARTICLES


def _is_a_verb(tokens: Sequence[Token], at: int) -> bool:
    """Whether "can", "will" and "may" go on with a sentence, as all but always."""
    if tokens[at].is_capital and not tokens[at].is_first:
        return False
    if tokens[at].is_owner:
        return False
    return at + 1 >= len(tokens) or not (
        tokens[at + 1].key in DID or (tokens[at].is_capital and tokens[at + 1].key in AND)
    )


def _is_a_time(tokens: Sequence[Token], at: int) -> bool:
    before = tokens[at - 1] if at else BESIDE_THE_TEXT
    after = tokens[at + 1] if at + 1 < len(tokens) else BESIDE_THE_TEXT
    if tokens[at].text.endswith("s") or (tokens[at].is_owner and not tokens[at].is_capital):
        return True
    if before.key in BEFORE_A_TIME or before.text[:1].isdigit() or after.text[:1].isdigit():
        return True
    beyond = [tokens[there].key for there in (at - 2, at + 2) if 0 <= there < len(tokens)]
    if not WEEK.isdisjoint(beyond) and not {before.key, after.key}.isdisjoint(BETWEEN_TIMES):
        return True
    if before.key == "and" and not WEEK.isdisjoint(beyond) and after.key not in DID:
        return True
    is_listed = (before.text == "," or after.text == ",") and not CALENDAR.isdisjoint(beyond)
    return is_listed or before.key in CALENDAR or after.key in CALENDAR


def is_likely_a_name(token: Token) -> bool:
    """By itself: a given name that is hardly a word, or one with a capital inside a sentence."""
    if token.is_mark:
        return token.text == "[name]"
    if not token.given or token.key in NOT_PEOPLE:
        return False
    return token.ordinary <= RARE or (token.is_capital and not token.is_first)


class Whole(NamedTuple):
    """Of the text as a whole: its different words in small letters, its likely names."""

    in_small: int
    likely: int


def whole_of(tokens: Sequence[Token]) -> Whole:
    in_small = {token.key for token in tokens if token.is_word and not token.is_capital}
    return Whole(len(in_small), sum(map(is_likely_a_name, tokens)))


def signs_of(tokens: Sequence[Token], at: int, whole: Whole) -> list[str]:
    """The signs at one place, for the weights."""
    token = tokens[at]
    sort = _sort(token)
    before, after = _before(tokens, at), _after(tokens, at)
    signs = [
        f"{sort} {token.given}{token.ordinary}",
        f"{sort} <{before}",
        f"{sort} >{after}",
        f"{sort} <{before} >{after}",
        f"<{before} >{after}",
    ]
    signs += _words_beside(tokens, at, sort, before)
    if _has_a_pair(tokens, at):
        signs.append(f"{sort} pair")
    is_listed = before == "and" or after == "and" or before == ":"
    if is_listed and whole.likely - is_likely_a_name(token) > 1:
        signs.append(f"{sort} among names")
    if token.is_owner and not token.is_plural:
        signs.append(f"{sort} owner")
    if token.key in surnames():
        signs.append(f"{sort} surname")
    if not token.is_capital and whole.in_small + 2 < len(tokens) // 2:
        signs.append("few small")
    return signs


def _words_beside(tokens: Sequence[Token], at: int, sort: str, before: str) -> list[str]:
    signs = []
    if at:
        previous = tokens[at - 1]
        if previous.ordinary > USUAL:
            signs.append(f"{sort[1:]} <={previous.key}")
        if at > 1:
            signs.append(f"{sort} <<{_before(tokens, at - 1)} <{before}")
    if at + 1 < len(tokens):
        following = tokens[at + 1]
        if following.ordinary > USUAL:
            signs.append(f"{sort[1:]} >={following.key}")
        signs.append(f"{sort} >{_after(tokens, at)} >>{_after(tokens, at + 1)}")
    return signs


def _sort(token: Token) -> str:
    shape = "A" if token.is_capital else "a"
    if token.is_first and token.is_capital:
        shape = "^" + shape
    if token.key in CALENDAR:
        return shape + "-time"
    if token.is_plural:
        return shape + "-plural"
    if token.given:
        is_both = token.ordinary > RARE or token.key in NOT_PEOPLE
        return shape + ("-both" if is_both else "-name")
    if token.ordinary:
        return shape + "-word"
    is_a_slip = len(token.key) <= LONGEST_SLIP and _is_a_slip(token.key)
    return shape + ("-slip" if is_a_slip else "-unknown")


@lru_cache(maxsize=4096)
def _is_a_slip(word: str) -> bool:
    """Whether one letter too few, too many or out of order makes it of an ordinary word."""
    known = ordinary_words()
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    near = chain(
        (left + right[1:] for left, right in cuts if right),
        (left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1),
        (left + letter + right for left, right in cuts for letter in "aeiouhlnrst"),
    )
    return any(known.get(one, 0) > RARE for one in near)


def _before(tokens: Sequence[Token], at: int) -> str:
    if not at:
        return "start"
    token = tokens[at - 1]
    if token.is_word:
        cue = BEFORE.get(token.key)
        if cue:
            return cue
        if tokens[at].is_first:
            return "start"
        if is_likely_a_name(token):
            return "name"
        if token.is_capital and not token.is_first:
            return "capital"
        return "word"
    return _sign(token)


def _after(tokens: Sequence[Token], at: int) -> str:
    if at + 1 >= len(tokens):
        return "end"
    token = tokens[at + 1]
    if token.is_word:
        cue = AFTER.get(token.key)
        if cue:
            return cue
        if is_likely_a_name(token):
            return "name"
        if token.is_capital:
            return "capital"
        if token.key.endswith("ed") and token.ordinary:
            return "did"
        return "word"
    return _sign(token)


def _sign(token: Token) -> str:
    if token.is_mark:
        return "mark" if token.text == "[name]" else "other mark"
    if token.text[0].isdigit():
        return "number"
    if token.text in AND:
        return "and"
    return token.text[0] if token.text[0] in '.!?():;"\n-' else "sign"


def _has_a_pair(tokens: Sequence[Token], at: int) -> bool:
    """Whether "and" or a comma joins it to what is likely a name."""
    for step in (-1, 1):
        joint, other = at + step, at + 2 * step
        if not 0 <= other < len(tokens) or tokens[joint].key not in AND:
            continue
        if tokens[other].key in AND and 0 <= other + step < len(tokens):
            other += step
        if is_likely_a_name(tokens[other]):
            return True
    return False
