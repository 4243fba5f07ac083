"""The sentences of a digest as templates: in English, or in a board's own words for some of them.

A board speaks one language, from the start of Heard to its end; so what is spoken is set once and
asked for everywhere, and the same evidence goes on giving the same digest.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, cached_property
from importlib.resources import files
from string import Formatter
from typing import Annotated

from pydantic import StringConstraints

from surveys.errors import InvalidDefinition, Problem
from surveys.values import Value
from surveys.yaml_files import Document, read

LIBRARY_FILE = "wording.yaml"
LONGEST = 500  # characters of one template
Template = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]


class Wording(Value):
    """*templates* by name: of a board's own file those that it has, else the English ones."""

    templates: Mapping[str, Template]

    @cached_property
    def months(self) -> tuple[str, ...]:
        return tuple(self.templates["months"].split())


def read_wording(content: str | bytes, file: str) -> Wording:
    """The wording in this text, with English for what it does not have.

    Raises InvalidDefinition with every mistake: a name that is not known, and a template that does
    not fill in the same words as the English one.
    """
    english = library_wording().templates
    document = read(content, file)
    document.check_keys((), document.root, tuple(english))
    for name, text in document.root.items():
        if name in english and (reason := _what_is_wrong(name, text, english[name])):
            document.mistake((name,), reason)
    if document.problems:
        document.refuse()
    own = {name: str(text) for name, text in document.root.items()}
    return Wording(templates={**english, **own})


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
    if len(text) > LONGEST:
        return f"is longer than {LONGEST} characters"
    if name == "months" and len(text.split()) != len(english.split()):
        return "should be twelve words"
    wanted, found = _places(english), _places(text)
    if found is None:
        return "has a { or } that does not belong to a place to be filled in"
    if found != wanted:
        places = ", ".join(f"{{{one}}}" for one in sorted(wanted or ())) or "no place"
        return f"should fill in {places}, as the English does"
    return None


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
