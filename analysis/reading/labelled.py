"""The coded comments that the reading is learned from and judged by.

Those carried in the project are of invented persons, each coded by one coder, sentence by sentence
where the view turns. A file of a board's own has one JSON object to a line, of the same form:
text, sentiment, themes, and if they are known speaker, question and sentences. Or it is a table
(CSV) with the columns text, sentiment (or label), question, speaker, and one of 0 and 1 for each
theme.
"""

import csv
import io
import json
import re
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from pydantic import ConfigDict, ValidationError

from surveys.coding import Sentiment
from surveys.errors import InvalidDefinition, Problem
from surveys.values import Value

FOLDER = files("analysis") / "library" / "reading"
FEWEST_SETS = 3  # of which one can be held out in turn; otherwise the texts are dealt into FOLDS
FOLDS = 5
NOBODYS_OWN = 2  # persons who said it alike
WRITTEN, ALWAYS = "written_", ""
CORRECTED = "corrected"  # what people coded in this board's store
MOST_PROBLEMS = 20
SPELT_OTHERWISE = {
    -1: "negative", 0: "neutral", 1: "positive",
    "-1": "negative", "0": "neutral", "1": "positive",
    "neg": "negative", "neu": "neutral", "pos": "positive",
}  # fmt: skip
COLUMNS = {"label": "sentiment", "qtype": "question"}
NO_SIGN_OF_A_SLUG = re.compile(r"[^a-z0-9]+")
MISTAKEN = {
    "sentiment": "'sentiment' is none of negative, neutral, positive, mixed",
    "text": "no 'text'",
}


class CodedPart(Value):
    """One sentence of a coded comment. *themes* None: it was coded for sentiment only."""

    model_config = ConfigDict(extra="ignore")

    text: str
    sentiment: Sentiment
    themes: tuple[str, ...] | None = None


class CodedComment(Value):
    """One coder's opinion of one comment; without *sentences* only of the whole.

    *person*: a pseudonym of whoever said it, so that nothing is learned that one person alone says.
    It is empty where persons are invented or not known.
    *offered*: the themes that the coder could choose from. Of any other it says nothing, neither
    that it is there nor that it is not; without it, the coder could choose from all.
    """

    model_config = ConfigDict(extra="ignore")

    text: str
    sentiment: Sentiment | None = None
    themes: tuple[str, ...] | None = None
    sentences: tuple[CodedPart, ...] = ()
    speaker: str = ""
    question: str = ""
    set: str = ""
    person: str = ""
    offered: tuple[str, ...] | None = None

    def tells_of(self, theme: str) -> bool:
        """Whether it says of this theme that it is there, or is not."""
        if self.themes is None:
            return False
        return self.offered is None or theme in self.offered or theme in self.themes

    @property
    def parts(self) -> tuple[CodedPart, ...]:
        """Its coded sentences; a comment that is one sentence is its own."""
        if self.sentences or self.sentiment in {None, Sentiment.MIXED}:
            return self.sentences
        assert self.sentiment is not None
        return (CodedPart(text=self.text, sentiment=self.sentiment, themes=self.themes),)


class Source(NamedTuple):
    """A file by its name, and what is in it."""

    name: str
    content: bytes


@cache
def library_comments() -> tuple[CodedComment, ...]:
    """All that is carried in the project, in a fixed order."""
    names = sorted(file.name for file in FOLDER.iterdir() if file.name.endswith(".jsonl"))
    return read_coded([Source(name, (FOLDER / name).read_bytes()) for name in names])


def read_coded(
    sources: Sequence[Source], themes: Collection[str] | None = None
) -> tuple[CodedComment, ...]:
    """The comments of some files. With *themes* no other may stand in them.

    Where a comment does not say which themes its coder was offered, these are the themes that stand
    anywhere in its file: a theme may be younger than the file.

    Raises InvalidDefinition for the first file that has mistakes, with its lines.
    """
    return tuple(comment for source in sources for comment in _of_a_file(source, themes))


def _of_a_file(source: Source, themes: Collection[str] | None) -> list[CodedComment]:
    found: list[CodedComment] = []
    problems: list[Problem] = []
    text = source.content.decode("utf-8-sig", errors="replace")
    rows = _of_a_table(text) if source.name.casefold().endswith(".csv") else _of_lines(text)
    for number, row in rows:
        comment, reasons = _of_a_row(row, themes)
        problems += [Problem(number, "", reason) for reason in reasons]
        found += [comment] if comment else []
    if not found and not problems:
        problems.append(Problem(None, "", "no coded comment in it"))
    if problems:
        raise InvalidDefinition(source.name, problems[:MOST_PROBLEMS])
    offered = tuple(sorted({theme for comment in found for theme in comment.themes or ()}))
    return [_of(source, comment, offered) for comment in found]


def _of(source: Source, comment: CodedComment, offered: tuple[str, ...]) -> CodedComment:
    known = offered if comment.offered is None else comment.offered
    return comment.model_copy(update={"set": source.name, "offered": known})


def _of_lines(text: str) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError):
                yield number, None


def _of_a_table(text: str) -> Iterator[tuple[int, object]]:
    """Rows by line; a column of nothing but 0 and 1 is a theme, named as its slug."""
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error:  # a field beyond all measure
        return
    names = [name for name in reader.fieldnames or () if name]
    marks = [name for name in names if rows and all(row[name] in {"0", "1"} for _, row in rows)]
    for number, row in rows:
        taken = {COLUMNS.get(name, name): row[name] for name in names if row[name] is not None}
        if marks:
            taken["themes"] = [slug(name) for name in marks if row[name] == "1"]
            taken["offered"] = [slug(name) for name in marks]
        yield number, taken


def slug(name: str) -> str:
    """A theme's id from its name: "Staff continuity" is staff_continuity."""
    return NO_SIGN_OF_A_SLUG.sub("_", name.casefold()).strip("_")[:60].strip("_")


def _of_a_row(
    row: object, themes: Collection[str] | None
) -> tuple[CodedComment | None, Sequence[str]]:
    """The comment, or what is wrong with it. Labels are told, words of a comment never."""
    if not isinstance(row, dict):
        return None, ["not a JSON object"]
    try:
        comment = CodedComment.model_validate({**row, **_spelt(row)})
    except ValidationError as wrong:
        fields = dict.fromkeys(str(one["loc"][-1]) for one in wrong.errors(include_input=False))
        return None, [
            MISTAKEN.get(field, f"'{field[:40]}' is not as it should be") for field in fields
        ]
    every = (comment.themes, *(part.themes for part in comment.sentences))
    labels = dict.fromkeys(theme for some in every for theme in some or ())
    unknown = [label for label in labels if themes is not None and label not in themes]
    return comment, [f"'{label[:40]}' is no theme of the codebook" for label in unknown]


def _spelt(row: Mapping[str, Any]) -> dict[str, str]:
    """The sentiment, where it is given as a number or shortened."""
    given = row.get("sentiment")
    is_known = isinstance(given, int | str) and not isinstance(given, bool)
    return {"sentiment": SPELT_OTHERWISE[given]} if is_known and given in SPELT_OTHERWISE else {}


def distinct(comments: Sequence[CodedComment]) -> tuple[CodedComment, ...]:
    """Each comment once, however often it was made and coded alike; of several persons, twice.

    A thousand times "nothing" teach no more than one, and held out together they would outweigh
    all that is read of the others. Twice, because what two persons say is nobody's own.
    """
    found: dict[tuple[object, ...], dict[str, CodedComment]] = {}
    for one in comments:
        persons = found.setdefault(_said_and_coded(one), {})
        if len(persons) < NOBODYS_OWN:
            persons.setdefault(one.person, one)
    return tuple(one for persons in found.values() for one in persons.values())


def _said_and_coded(one: CodedComment) -> tuple[object, ...]:
    themes = None if one.themes is None else frozenset(one.themes)
    return _folded(one.text), one.question, one.sentiment, themes


def folds(comments: Sequence[CodedComment]) -> list[str]:
    """For each comment what it is held out with: its file, or of one or two files a fifth.

    The same text is always in the same fifth, so that no double is learned from and judged; what
    people CORRECTED is dealt among the files in the same way. Nothing is ever judged on what was
    WRITTEN to learn from: it is held out with nothing.
    """
    sets = sorted({one.set for one in comments if not one.set.startswith((WRITTEN, CORRECTED))})
    if len(sets) < FEWEST_SETS:
        return [f"part {1 + _lot(one) % FOLDS}" for one in comments]
    return [_held_out_with(one, sets) for one in comments]


def _held_out_with(comment: CodedComment, sets: Sequence[str]) -> str:
    if comment.set == CORRECTED:
        return sets[_lot(comment) % len(sets)]
    return ALWAYS if comment.set.startswith(WRITTEN) else comment.set


def _lot(comment: CodedComment) -> int:
    return zlib.crc32(_folded(comment.text).encode(errors="replace"))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
