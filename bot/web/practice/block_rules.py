"""The kinds of rules Block Kit consists of, as functions from a value to what is wrong with it."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "::1")
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Problem:
    """What is wrong, worded as Slack words it."""

    pointer: str
    words: str

    def __str__(self) -> str:
        return f"[ERROR] {self.words} [json-pointer:{self.pointer}]"


Rule = Callable[[object, str], Iterator[Problem]]


def anything(_value: object, _pointer: str) -> Iterator[Problem]:
    """Nothing is checked: Slack takes it, and we do not use it."""
    yield from ()


def string(most: int, least: int = 1) -> Rule:
    def check(value: object, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem(pointer, "must provide a string")
        elif len(value) < least:
            yield Problem(pointer, f"must be more than {least - 1} characters")
        elif len(value) > most:
            yield Problem(pointer, f"must be less than {most + 1} characters")

    return check


def matching(pattern: str, words: str) -> Rule:
    def check(value: object, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield Problem(pointer, words)

    return check


def link(most: int = 3000) -> Rule:
    def check(value: object, pointer: str) -> Iterator[Problem]:
        problems = list(string(most)(value, pointer))
        yield from problems
        if not problems and urlsplit(str(value)).scheme not in ("http", "https", "mailto", "slack"):
            yield Problem(pointer, "invalid url")

    return check


def picture(value: object, pointer: str) -> Iterator[Problem]:
    """Slack fetches pictures itself, and cannot reach an address on this machine."""
    problems = list(link()(value, pointer))
    yield from problems
    if not problems and urlsplit(str(value)).hostname in LOOPBACK:
        yield Problem(pointer, "downloading image failed")


def whole(least: int, most: int) -> Rule:
    def check(value: object, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield Problem(pointer, "must provide an integer")
        elif value < least:
            yield Problem(pointer, f"must be greater than {least - 1}")
        elif value > most:
            yield Problem(pointer, f"must be less than {most + 1}")

    return check


def flag(value: object, pointer: str) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield Problem(pointer, "must provide a boolean")


def one_of(*values: str) -> Rule:
    def check(value: object, pointer: str) -> Iterator[Problem]:
        if value not in values:
            yield Problem(pointer, f"must be one of: {', '.join(values)}")

    return check


def items(of: Rule, least: int, most: int) -> Rule:
    def check(value: object, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem(pointer, "must provide an array")
            return
        if len(value) < least:
            yield Problem(pointer, f"no less than {least} items allowed")
        if len(value) > most:
            yield Problem(pointer, f"no more than {most} items allowed")
        for index, item in enumerate(value):
            yield from of(item, f"{pointer}/{index}")

    return check


def text(most: int, *kinds: str) -> Rule:
    """A text object. *kinds* defaults to plain_text and mrkdwn."""
    allowed = kinds or ("plain_text", "mrkdwn")

    def check(value: object, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(pointer, "must provide an object")
            return
        if value.get("type") not in allowed:
            yield Problem(f"{pointer}/type", f"must be one of: {', '.join(allowed)}")
            return
        extra = {"emoji": flag} if value["type"] == "plain_text" else {"verbatim": flag}
        fields = {"type": anything, "text": string(most), **extra}
        yield from shape(fields, required={"text"})(value, pointer)

    return check


def plain(most: int) -> Rule:
    return text(most, "plain_text")


def shape(
    fields: Mapping[str, Rule],
    required: Collection[str] = NOTHING,
    *also: Callable[[Mapping[str, Any], str], Iterator[Problem]],
) -> Rule:
    """An object with these fields and no others. *also* is checked when the fields are right."""

    def check(value: object, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(pointer, "must provide an object")
            return
        problems = [
            *(Problem(pointer, f"missing required field: {key}") for key in missing(value)),
            *(
                Problem(pointer, f"invalid additional property: {key}")
                for key in value
                if key not in fields
            ),
        ]
        for key, inner in value.items():
            problems.extend(fields.get(key, anything)(inner, f"{pointer}/{key}"))
        yield from problems
        if not problems:
            for rule in also:
                yield from rule(value, pointer)

    def missing(value: Mapping[str, Any]) -> list[str]:
        return sorted(key for key in required if value.get(key) is None)

    return check


def by_type(shapes: Mapping[str, Rule], allowed: Collection[str] | None = None) -> Rule:
    """An object whose ``type`` chooses its shape, out of those *allowed* here."""

    def check(value: object, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(pointer, "must provide an object")
            return
        kind = value.get("type")
        if kind is None:
            yield Problem(pointer, "missing required field: type")
        elif not isinstance(kind, str) or kind not in (shapes if allowed is None else allowed):
            yield Problem(f"{pointer}/type", f"unsupported type: {kind}")
        else:
            yield from shapes[kind](value, pointer)

    return check
