"""Comments that say the same, and what many speak of that no theme of the codebook has.

Both take time that grows with the number of words and not with the number of pairs.
"""

import math
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from analysis.reading.likeness import Vector, centre, content_words, cosine, vectors
from analysis.word_lists import listed
from analysis.words import words
from surveys.values import Kept, PersonId, Value

SHINGLE = 3  # words
SKETCH = 6  # shingles by which texts find each other: enough for nine in ten that are alike
ALIKE = 0.6  # Jaccard: of all their shingles, this part is in both
FEWEST = 5  # of different people, to be called a group
MOST_GROUPS = 8
MOST_WORDS = 6
TYPICAL = 3
NEAR = 0.25  # cosine to the centre of a group
RAREST = 0.002  # the part of comments that a word is taken to be in that none of them has


TIMES_USUAL = 5  # as often as where a theme was found; below, a group is what is written anywhere


# Words that say how or when something is told and not what it is about: no group is about them.
NO_SUBJECT = listed("""
    again always another anything back because best better came come comes even ever every
    everything expect expected fine first gets goes going good last make more most much need
    never not nothing now once only other really said same say says still taken takes thing
    things though time told very want well went yet
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays
    thursdays fridays saturdays sundays january february march april may june july august
    september october november december
""")


class Emerging(Value):
    """*words* set it apart, the strongest first. *members*, *typical*: places in the texts."""

    words: tuple[str, ...]
    members: tuple[int, ...]
    typical: tuple[int, ...]


class DroppedGroup(Kept):
    """A person found no theme in what begins with this word. It is proposed no more."""

    kind: ClassVar[str] = "dropped_group"

    word: str
    by: PersonId
    day: date


def near_duplicates(texts: Sequence[str]) -> list[list[int]]:
    """The places of the texts in groups, each text in one; by their first. Most are alone.

    Texts are of one group if they have the same words, or nearly all (shingles of three words,
    Jaccard >= 0.6, found by the shingles whose hashes are smallest).
    """
    same: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        same[tuple(one.text for one in words(text)) or (text.strip(),)].append(place)
    keys = list(same)
    root = _joined([_shingles(key) for key in keys])
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        groups[_root_of(root, number)] += same[key]
    return sorted((sorted(group) for group in groups.values()), key=lambda group: group[0])


def _shingles(said: Sequence[str]) -> frozenset[int]:
    last = max(1, len(said) - SHINGLE + 1)
    return frozenset(
        zlib.crc32("\x1f".join(said[at : at + SHINGLE]).encode("utf-8", "surrogatepass"))
        for at in range(last)
    )


def _joined(shingles: Sequence[frozenset[int]]) -> list[int]:
    """Of each text, another of its group. Only the first of each bucket is compared with."""
    root = list(range(len(shingles)))
    first: dict[int, int] = {}
    for number, own in enumerate(shingles):
        for shingle in sorted(own)[:SKETCH]:
            other = first.setdefault(shingle, number)
            if _root_of(root, other) != _root_of(root, number) and _alike(own, shingles[other]):
                root[_root_of(root, number)] = _root_of(root, other)
    return root


def _root_of(root: list[int], number: int) -> int:
    while root[number] != number:
        root[number] = number = root[root[number]]
    return number


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= ALIKE * len(one | other)


def emerging(
    texts: Sequence[str], writers: Sequence[str], assigned: Sequence[str] = ()
) -> list[Emerging]:
    """Groups among comments that no theme was assigned to, those of most writers first.

    Each begins with a word that many share and that is five times as rare in the *assigned*
    comments (better none than a group of what is written anywhere), and takes in what is near its
    centre. A group has at least five writers, and a comment is in one group at most. The same
    comment 300 times is typical once, and one person counts once.
    """
    same = {group[0]: group for group in near_duplicates(texts)}
    said_by = {first: {writers[place] for place in group} for first, group in same.items()}
    left = dict(zip(same, vectors(texts[first] for first in same), strict=True))
    usual = _shares(assigned)
    found: list[Emerging] = []
    while len(found) < MOST_GROUPS and (seed := _seed(left, said_by, usual)):
        firsts = _around(seed, left)
        members = sorted(place for first in firsts for place in same[first])
        found.append(_group(firsts, members, left, texts))
        taken = set(firsts)
        left = {first: vector for first, vector in left.items() if first not in taken}
    return sorted(
        found, key=lambda one: (-len({writers[place] for place in one.members}), one.words)
    )


def _shares(texts: Sequence[str]) -> dict[str, float]:
    """Of each word, the part of the texts that has it."""
    having = Counter(word for text in texts for word in set(content_words(text)))
    return {word: number / len(texts) for word, number in having.items()}


def _seed(
    left: dict[int, Vector], said_by: Mapping[int, set[str]], usual: Mapping[str, float]
) -> str | None:
    """The word whose writers, times how much more usual it is here (as a logarithm), are most."""
    using: defaultdict[str, set[str]] = defaultdict(set)
    for place, vector in left.items():
        for word in vector:
            using[word] |= said_by[place]
    people = len({writer for place in left for writer in said_by[place]})
    times = {
        word: len(some) / people / max(usual.get(word, 0.0), RAREST)
        for word, some in using.items()
        if len(some) >= FEWEST and word not in NO_SUBJECT
    }
    scores = [
        (-len(using[word]) * math.log(often), word)
        for word, often in times.items()
        if often >= TIMES_USUAL
    ]
    return min(scores)[1] if scores else None


def _around(seed: str, left: dict[int, Vector]) -> list[int]:
    """Those with the word, and those that are near to what they have in common."""
    having = [place for place, vector in left.items() if seed in vector]
    middle = centre([left[place] for place in having])
    return [
        place for place, vector in left.items() if seed in vector or cosine(vector, middle) >= NEAR
    ]


def _group(
    firsts: Sequence[int], members: Sequence[int], left: dict[int, Vector], texts: Sequence[str]
) -> Emerging:
    middle = centre([left[place] for place in firsts])
    shared = Counter(word for place in members for word in set(content_words(texts[place])))
    strongest = sorted(
        (word for word in middle if shared[word] > 1 and word not in NO_SUBJECT),
        key=lambda word: (-middle[word], word),
    )
    nearest = sorted(firsts, key=lambda place: (-cosine(left[place], middle), place))
    return Emerging(
        words=tuple(strongest[:MOST_WORDS]),
        members=tuple(members),
        typical=tuple(nearest[:TYPICAL]),
    )
