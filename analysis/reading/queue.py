"""In which order comments come to a person, and which of them are drawn by lot.

Everything here is by content and by lot, and the lot is always the same for the same ids: who
reviews can choose nothing, and a sample can be drawn again by anyone.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from surveys.coding import Coding, Look, Sentiment
from surveys.values import Slug, Value

RARE = 0.05  # of comments that have any theme
MANY_SENTENCES = 5
MANY_THEMES = 4
BETWEEN_AUDITS = 2  # comments that are looked at for another reason, for one of the sample


class Candidate(Value):
    """One comment that waits, under the id of its review.

    *unsure* is from 0 to 1. *soon*: it is in a figure about to be released. *begun*: another has
    coded it already and it wants a second. *anew*: its theme was split since it was coded.
    *told*: the same words were coded, or come before it, so that it teaches nothing.
    """

    id: str
    response: str
    question: str
    sampled: bool = False
    unsure: float = 0.0
    assigned: bool = True
    rare: bool = False
    soon: bool = False
    begun: bool = False
    anew: bool = False
    told: bool = False

    @property
    def weight(self) -> float:
        """How much a person's look is worth here: what it matters, and what it teaches."""
        matters = 2.0 * self.soon + 1.5 * self.begun + 1.5 * self.anew
        if self.told:
            return matters - 1.0
        return matters + 2.0 * (not self.assigned) + 2.0 * self.unsure + 1.0 * self.rare


def in_order(candidates: Iterable[Candidate], whose: str) -> list[Candidate]:
    """What teaches and matters most first, with one of the random sample after each two.

    *whose* queue it is decides between equals, so that two who review at once seldom meet.
    """
    known = list(candidates)
    by_worth = sorted(
        (one for one in known if not one.sampled),
        key=lambda one: (-round(one.weight, 1), _lot(whose, one.id)),
    )
    drawn = sorted((one for one in known if one.sampled), key=lambda one: _lot(whose, one.id))
    return list(_mixed(iter(by_worth), iter(drawn)))


def _mixed(by_worth: Iterator[Candidate], drawn: Iterator[Candidate]) -> Iterator[Candidate]:
    for one in drawn:
        yield from islice(by_worth, BETWEEN_AUDITS)
        yield one
    yield from by_worth


def how_unsure(coding: Coding) -> float:
    """From 0 to 1: what the machine says of it, its length, views that turn, sentences left bare.

    What it could not read at all is 1.
    """
    if coding.guesses_nothing:
        return 1.0
    sentences = coding.sentences
    bare = sum(not one.themes for one in sentences) / len(sentences) if sentences else 0.0
    signs = (
        0.4 * (coding.sentiment is Sentiment.MIXED),
        0.2 * (len(sentences) >= MANY_SENTENCES),
        0.2 * (len(coding.themes) >= MANY_THEMES),
        0.2 * bare,
        0.4 * (Look.UNCERTAIN in coding.look),
        0.2 * (Look.THREAD in coding.look),
        0.2 * (Look.LONG in coding.look),
    )
    return min(1.0, sum(signs))


def rare_themes(codings: Iterable[Coding]) -> frozenset[Slug]:
    """Themes that fewer than one in twenty of the comments with a theme speak of."""
    with_themes = [set(one.themes) for one in codings if one.themes]
    met = Counter(chain.from_iterable(with_themes))
    return frozenset(theme for theme, number in met.items() if number < RARE * len(with_themes))


# By lot


def audit_sample(responses: Mapping[str, Sequence[str]], size: int) -> frozenset[str]:
    """*size* of the responses with comments of each group (a wave that is over), or all of it.

    Whole responses, because a person and not a comment is what a figure counts. The ones with the
    least hash are drawn, so that those that were drawn stay drawn when others are deleted.
    """
    return frozenset(
        one
        for group, of_group in responses.items()
        for one in sorted(of_group, key=lambda name: _lot(f"audit of {group}", name))[:size]
    )


def is_double(review: str, percent: int) -> bool:
    """Whether two people code it apart: *percent* of all, whatever comes before or after."""
    return int.from_bytes(_lot("double", review)[:4], "big") * 100 < percent * 2**32


def _lot(seed: str, name: str) -> bytes:
    return hashlib.sha256(f"{seed}: {name}".encode()).digest()
