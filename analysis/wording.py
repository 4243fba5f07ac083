"""The sentences around figures as templates: in English, or in a board's own words for some.

A board speaks one language, from the start of Heard to its end; so what is spoken is set once and
asked for everywhere, and the same evidence goes on giving the same digest.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, cached_property
from importlib.resources import files
from itertools import chain, combinations
from string import Formatter
from typing import Annotated

from pydantic import StringConstraints

from surveys.errors import InvalidDefinition, Problem
from surveys.values import Value
from surveys.yaml_files import Document, read

LIBRARY_FILE = "wording.yaml"
LONGEST = 500  # characters of one template
LONGEST_OF = {"title.": 24, "button.": 75}  # of those whose names begin so, by Slack
WRITTEN_SO = {
    "one_half": r"0[.,\u00b7\u066b]5",
    "one_thousand": r"1[.,'\u2019\u066c \u00a0\u2009\u202f]?000",
}
# Slack would read <!channel> or <https://…|here> as its own, and call or lead people away. What
# turns the direction of writing, or can't be seen, could make a sentence read as another.
NOT_IN_WORDS = re.compile(r"[<>@\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# No two whose names begin so may say the same, nor two of these pairs: a reader takes it for one.
TOLD_APART = ("status.", "standing.", "at_most.", "proposed.", "at_most_proposed.")
OPPOSITES = (
    ("rise", "fall"),
    ("plus", "minus"),
    ("more_than", "less_than"),
    ("or_more", "or_less"),
    ("gap.more", "gap.less"),
    ("comments.lean_positive", "comments.lean_negative"),
    ("comments.positive", "comments.negative"),
    ("trend.improvement", "trend.worsening"),
    ("trend.passes", "trend.fails"),
)
Template = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]


class Wording(Value):
    """*templates* by name: of a board's own file those that it has, else the English ones.

    *missing* are the names that its file does not have.
    """

    templates: Mapping[str, Template]
    missing: tuple[str, ...] = ()

    @cached_property
    def months(self) -> tuple[str, ...]:
        return tuple(self.templates["months"].split())

    @cached_property
    def decimal_sign(self) -> str:
        return self.templates["one_half"][1:-1]

    @cached_property
    def thousands_sign(self) -> str:
        return self.templates["one_thousand"][1:-3]


def read_wording(content: str | bytes, file: str) -> Wording:
    """The wording in this text, with English for what it does not have.

    Raises InvalidDefinition with every mistake: a name that is not known, and a template that does
    not fill in the same words as the English one, is too long for where it stands, says the same
    as one that must be told from it, or has in it what is no word.
    """
    english = library_wording().templates
    document = read(content, file)
    document.check_keys((), document.root, tuple(english))
    for name, text in document.root.items():
        if name in english and (reason := _what_is_wrong(name, text, english[name])):
            document.mistake((name,), reason)
    own = {name: text for name, text in document.root.items() if isinstance(text, str)}
    for one, other in _taken_for_one({**english, **own}):
        document.mistake((one,) if one in own else (other,), f"{one} and {other} are the same")
    if document.problems:
        document.refuse()
    missing = tuple(name for name in english if name not in own)
    return Wording(templates={**english, **own}, missing=missing)


@cache
def library_wording() -> Wording:
    """English."""
    return Wording(templates=_texts(read(library_file(), LIBRARY_FILE)))


def library_file() -> bytes:
    return files("analysis").joinpath("library", LIBRARY_FILE).read_bytes()


def say(name: str, /, **filled_in: object) -> str:
    """The template of this name in the words that are spoken, with its places filled in."""
    return _spoken.now.templates[name].format(**filled_in)


def months() -> tuple[str, ...]:
    return _spoken.now.months


def in_thousands(number: int) -> str:
    """'43,210', with the sign of the language that is spoken."""
    return f"{number:,}".replace(",", _spoken.now.thousands_sign)


def in_tenths(number: float) -> str:
    """'12.5', or '12'."""
    return f"{number:.1f}".removesuffix(".0").replace(".", _spoken.now.decimal_sign)


@contextmanager
def spoken(wording: Wording) -> Iterator[None]:
    """Within the block, *wording* is what `say` says."""
    before, _spoken.now = _spoken.now, wording
    try:
        yield
    finally:
        _spoken.now = before


class _Spoken:
    """For all tasks and threads alike: what is said in one is heard in all."""

    now: Wording


def _texts(document: Document) -> dict[str, str]:
    wrong = [name for name, text in document.root.items() if not isinstance(text, str)]
    if wrong:
        raise InvalidDefinition(document.file, [Problem(None, wrong[0], "should be text")])
    return {name: str(text) for name, text in document.root.items()}


def _what_is_wrong(name: str, text: object, english: str) -> str | None:
    if not isinstance(text, str) or not text.strip():
        return "should be text"
    longest = next((most for start, most in LONGEST_OF.items() if name.startswith(start)), LONGEST)
    if len(text) > longest:
        return f"is longer than {longest} characters"
    if (how := WRITTEN_SO.get(name)) and not re.fullmatch(how, text):
        return f"should be {english} with another sign in it"
    if name == "months" and len(text.split()) != len(english.split()):
        return "should be twelve words"
    wanted, found = _places(english), _places(text)
    if found is None:
        return "has a { or } that does not belong to a place to be filled in"
    if found != wanted:
        places = ", ".join(f"{{{one}}}" for one in sorted(wanted or ())) or "no place"
        return f"should fill in {places}, as the English does"
    if NOT_IN_WORDS.search(text):
        return "has a <, > or @ in it, or a character that can't be seen"
    return None


def _taken_for_one(templates: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The names of what says the same, though it means something else."""
    apart = [[name for name in templates if name.startswith(start)] for start in TOLD_APART]
    for one, other in chain(OPPOSITES, *(combinations(names, 2) for names in apart)):
        if _plain(templates[one]) == _plain(templates[other]) and _meant(one) != _meant(other):
            yield one, other
    if templates["one_half"][1:-1] == templates["one_thousand"][1:-3]:
        yield "one_half", "one_thousand"


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _meant(name: str) -> str:
    """A status may be called alike whichever way is better."""
    return name.replace("status.at_most_", "status.")


def _places(template: str) -> frozenset[str] | None:
    """What is filled in by name; None where braces don't pair, or ask for more than a name."""
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        return None
    named = [part for part in parts if part[1] is not None]
    if any(not str(name).isidentifier() or spec or turned for _, name, spec, turned in named):
        return None
    return frozenset(str(name) for _, name, _, _ in named)


_spoken = _Spoken()
_spoken.now = library_wording()
