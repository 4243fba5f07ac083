"""Learns the weights of finding.py: python -m analysis.redaction.names.learning writes them anew.

A logistic regression on the signs of signs.py, by gradient descent in a fixed order: the same texts
always give the same weights. It learns from the marked texts of library/redaction/labelled.jsonl,
from the same with other names put in, from the frames of library/redaction/frames.txt with names
put in, and from ordinary sentences without a name.
"""

import argparse
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from analysis.redaction.names.lists import folded, given_names, ordinary_words, surnames
from analysis.redaction.names.signs import candidates, signs_of, whole_of
from analysis.redaction.names.tokens import tokens_of

ROUNDS = 12
SEED = 4
STEP = 0.3
SHRINK = 0.00002
FEWEST = 2
SMALLEST = 0.01

TIMES_LABELLED = 3
TIMES_OTHER_NAMES = 4
TIMES_A_FRAME = 3
TIMES_NO_NAME = 2
SHARE_MISSPELT = 0.2
SHARE_CLIPPED = 0.5
SHORTEST_MISSPELT = 4
SHORTEST_CHANGED = 3
SLOT = re.compile(r"\{([NFWTSUnfwtsu])\}")
NAMES_OF_TIMES = ("april", "may", "june", "august", "summer", "autumn", "sunday")
CLIPPED = re.compile("[^aeiouy]{0,2}[aeiouy]{1,2}[^aeiouy]")
PET_ENDINGS = ("z", "zy", "o", "s", "ers", "sy", "ie", "man")
LIBRARY = Path(__file__).parents[2] / "library"

Place = tuple[int, int]
Labelled = tuple[str, Sequence[Place]]
Example = tuple[list[str], bool]


def main() -> None:
    """Write library/name_weights.tsv."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=LIBRARY / "name_weights.tsv")
    into = parser.parse_args().into
    learned = learn(training(labelled_texts(), frames(), ordinary_texts()))
    lines = [f"{sign}\t{weight}\n" for sign, weight in learned.items()]
    into.write_text(HEADER + "".join(lines), encoding="utf-8")


HEADER = """\
# What each sign of a name weighs, for redaction/names/finding.py; columns, separated by tabs: sign,
# weight. Learned from library/redaction by python -m analysis.redaction.names.learning.
"""


def labelled_texts() -> list[Labelled]:
    return [in_row(row) for row in _rows(LIBRARY / "redaction" / "labelled.jsonl")]


def in_row(row: Mapping[str, Any]) -> Labelled:
    """A row of marked text with the places of its names."""
    spans = row["spans"]
    return row["text"], [(s["start"], s["end"]) for s in spans if s["type"] == "PERSON"]


def frames() -> list[str]:
    return _lines(LIBRARY / "redaction" / "frames.txt")


def ordinary_texts() -> list[str]:
    return _lines(LIBRARY / "redaction" / "ordinary.txt")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def training(
    labelled: Sequence[Labelled], framed: Iterable[str], ordinary: Iterable[str]
) -> list[Labelled]:
    """Everything to learn from: the texts as they are, and as often again with other names."""
    names = Names(Random(SEED))  # noqa: S311 - the same names every time
    texts = list(labelled) * TIMES_LABELLED
    for text, places in labelled:
        if places:
            texts += [names.exchanged(text, places) for _ in range(TIMES_OTHER_NAMES)]
    for frame in framed:
        times = TIMES_A_FRAME if SLOT.search(frame) else TIMES_NO_NAME
        texts += [names.put_into(frame) for _ in range(times)]
    return texts + [(text, ()) for text in ordinary]


class Names:
    """Names by chance from the lists; one in five is misspelt, so that it is in none."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance

    def put_into(self, frame: str) -> Labelled:
        pieces, places, position, length = [], [], 0, 0
        for slot in SLOT.finditer(frame):
            name = self._of_sort(slot[1])
            before = frame[position : slot.start()]
            length += len(before)
            places.append((length, length + len(name)))
            length += len(name)
            pieces += [before, name]
            position = slot.end()
        return "".join([*pieces, frame[position:]]), places

    def of_shape(self, shape: str) -> str:
        """A name with capitals as in "Aaaa aaa"; one in two is a pet form that no list has."""
        words = [
            self._clipped() if self._chance.random() < SHARE_CLIPPED else self._given()
            for _ in shape.split() or ["a"]
        ]
        pairs = zip(words, shape.split() or ["a"], strict=True)
        return " ".join(_capitalised(word) if like[0] == "A" else word for word, like in pairs)

    def that_is_a_word(self) -> str:
        word = self._chance.choice(self._words)
        return _capitalised(word) if self._chance.random() < SHARE_CLIPPED else word

    def exchanged(self, text: str, places: Sequence[Place]) -> Labelled:
        """*text* with another name at each of its *places*."""
        pieces, new, position, length = [], [], 0, 0
        for start, end in places:
            name = self._instead_of(text[start:end])
            before = text[position:start]
            length += len(before)
            new.append((length, length + len(name)))
            length += len(name)
            pieces += [before, name]
            position = end
        return "".join([*pieces, text[position:]]), new

    def _instead_of(self, name: str) -> str:
        first, *rest = name.split(" ")
        others = [self._like(first, self._given())]
        return " ".join(
            others + [self._like(word, self._chance.choice(self._family)) for word in rest]
        )

    @staticmethod
    def _like(word: str, other: str) -> str:
        if len(word) < SHORTEST_CHANGED:
            return word
        return other.title() if word[0].isupper() else other

    def _of_sort(self, sort: str) -> str:
        match sort.upper():
            case "W":
                name = self._chance.choice(self._words)
            case "T":
                name = self._chance.choice(NAMES_OF_TIMES)
            case "F":
                name = f"{self._given()} {self._chance.choice(self._family)}"
            case "S":
                name = self._chance.choice(self._family_words)
            case "U":
                name = self._clipped()
            case _:
                name = self._given()
        return _capitalised(name) if sort.isupper() else name

    def _given(self) -> str:
        name = self._chance.choice(self._usual)
        is_to_change = self._chance.random() < SHARE_MISSPELT and len(name) >= SHORTEST_MISSPELT
        return self._misspelt(name) if is_to_change else name

    def _clipped(self) -> str:
        """What friends make of a name, in no list: "shazz", "rubes"."""
        while True:
            name = self._chance.choice(self._usual)
            start = CLIPPED.match(name)
            changed = f"{start[0]}{self._chance.choice(PET_ENDINGS)}" if start else name
            if changed not in given_names() and changed not in ordinary_words():
                return changed

    def _misspelt(self, name: str) -> str:
        at = self._chance.randrange(1, len(name))
        letter = self._chance.choice(("", name[at] * 2, *"aeiouyhknrs"))
        changed = name[:at] + letter + name[at + 1 :]
        is_known = changed in given_names() or folded(changed) in ordinary_words()
        return name if is_known else changed

    @cached_property
    def _usual(self) -> list[str]:
        return sorted(name for name, how_usual in given_names().items() if how_usual > 1)

    @cached_property
    def _words(self) -> list[str]:
        words = ordinary_words()
        return [name for name in self._usual if words.get(name, 0) > 1]

    @cached_property
    def _family_words(self) -> list[str]:
        words, given = ordinary_words(), given_names()
        return [name for name in self._family if words.get(name, 0) > 1 and name not in given]

    @cached_property
    def _family(self) -> list[str]:
        return sorted(surnames())


def _capitalised(name: str) -> str:
    return re.sub(r"(^|[ '-])(\w)", lambda found: found[1] + found[2].upper(), name)


def learn(labelled: Iterable[Labelled]) -> dict[str, float]:
    """The weight of each sign that was seen twice or more, and of "always"."""
    seen = [example for text, names in labelled for example in _examples(text, names)]
    counted = Counter(sign for signs, _ in seen for sign in signs)
    kept = [
        (["always", *(sign for sign in signs if counted[sign] >= FEWEST)], is_name)
        for signs, is_name in seen
    ]
    weights = _descended(kept)
    found = {sign: round(weight, 2) for sign, weight in sorted(weights.items())}
    return {sign: weight for sign, weight in found.items() if abs(weight) >= SMALLEST}


def _examples(text: str, names: Sequence[Place]) -> list[Example]:
    tokens = tokens_of(text)
    whole = whole_of(tokens)
    return [
        (
            signs_of(tokens, at, whole),
            any(start < tokens[at].end and tokens[at].start < end for start, end in names),
        )
        for at in candidates(tokens)
    ]


def _descended(examples: list[Example]) -> Mapping[str, float]:
    weights: dict[str, float] = defaultdict(float)
    squares: dict[str, float] = defaultdict(lambda: 1.0)
    order = Random(SEED)  # noqa: S311 - the same order every time
    shrink = SHRINK * len(examples) * SMALLEST
    for _ in range(ROUNDS):
        order.shuffle(examples)
        for signs, is_name in examples:
            total = sum(weights[sign] for sign in signs)
            error = is_name - 1 / (1 + math.exp(-max(min(total, 30.0), -30.0)))
            for sign in signs:
                gradient = error - shrink * weights[sign]
                squares[sign] += gradient * gradient
                weights[sign] += STEP * gradient / math.sqrt(squares[sign])
    return weights


if __name__ == "__main__":
    main()
