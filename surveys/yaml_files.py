"""YAML as an author writes it: every value as text, the line of each, every mistake at once.

A value is taken as it is written, so that `Yes` is the word Yes and `1` is the label 1; what should
be a number or a yes is read as one later, where that is known.
"""

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Never, TypeAlias

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from surveys.errors import InvalidDefinition, Problem
from surveys.text_files import text_of

MOST_BYTES = 250_000  # two hundred long questions; more would be read for many seconds
MOST_NAMED = 60  # of what is allowed, in one sentence
MOST_PROBLEMS = 100  # nobody reads more
DEEPEST = 12  # lists within lists; an honest file needs seven
Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"
Path: TypeAlias = tuple[str | int, ...]

USUAL_TAGS = {
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge", "value")
}
SPELLINGS = {
    r"^[a-z0-9]+([-_][a-z0-9]+)*$": "small letters, digits and single - or _ between them",
    r"^[a-z][a-z0-9_]*$": "small letters, digits and _, beginning with a letter",
    r"^[A-Z0-9]{2,5}-[QO][0-9]{1,2}$": "a code like NEG-Q1 (quality) or NEG-O1 (outcome)",
    r"^(QN|QL|OC)[0-9]{1,3}$": "a code like QN10 (how much), QL10 (how well) or OC10 (difference)",
    r"^[UW][A-Z0-9]{2,}$": "a Slack member id, such as U012AB3CD",
}


class Document:
    """One file while it is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self.root: dict[str, Plain] = {}

    def line(self, path: Path) -> int:
        """The line of this place, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def mistake(self, path: Path, reason: str) -> None:
        """Note a mistake. One place is reported once: what was noticed first explains most."""
        if len(self.problems) < MOST_PROBLEMS and not self._is_noted(path):
            self.problems.append(Problem(self.line(path), spelling(path), reason))

    def mistakes(self, wrong: ValidationError, at: Path = ()) -> None:
        for error in wrong.errors():
            path: Path = at + error["loc"]
            if self._is_noted(path) or self._is_short_for_what_is_wrong_in_it(path, error):
                continue
            while error["type"] != "missing" and path and path not in self.lines:
                path = path[:-1]
            self.mistake(path, reason_of(error))

    def check_keys(
        self, path: Path, written: Mapping[str, Plain], allowed: Collection[str]
    ) -> None:
        for key in written:
            if key not in allowed:
                self.mistake((*path, key), not_among("key", key, allowed))

    def _is_noted(self, path: Path) -> bool:
        spelled = spelling(path)
        return any(problem.path == spelled for problem in self.problems)

    def _is_short_for_what_is_wrong_in_it(self, path: Path, error: ErrorDetails) -> bool:
        """Enough entries were written; too few of them are right, and that has been told."""
        if error["type"] != "too_short":
            return False
        inside = tuple(f"{spelling(path)}{sign}" for sign in "[.")
        written = error["input"]
        return any(problem.path.startswith(inside) for problem in self.problems) or (
            isinstance(written, list) and len(written) >= error["ctx"]["min_length"]
        )

    def refuse(self) -> Never:
        raise InvalidDefinition(
            self.file, sorted(self.problems, key=lambda problem: problem.line or 0)
        )


def read(content: str | bytes, file: str) -> Document:
    """The file, with double keys and the like noted. Raises InvalidDefinition if it is no YAML."""
    document = Document(file)
    root = _composed(text_of(content, file, most_bytes=MOST_BYTES), document)
    document.lines[()] = 1
    plain = _plain(root, (), document)
    if not isinstance(plain, dict):
        document.mistake((), "should begin with keys, such as 'id: my-survey'")
        document.refuse()
    document.root = plain
    return document


def texts(document: Document, path: Path, value: Plain) -> list[str]:
    """A list of texts; one text alone is a list of one. Anything else is noted as a mistake."""
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        document.mistake(path, "should be a list, such as [one, two]")
        return []
    for index, item in enumerate(value):
        if not isinstance(item, str):
            document.mistake((*path, index), "should be text")
    return [item for item in value if isinstance(item, str)]


def spelling(path: Path) -> str:
    """A place as authors read it: questions[3].show_if, counted from 1."""
    spelled = ""
    for part in path:
        if isinstance(part, int):
            spelled += f"[{part + 1}]"
        else:
            spelled += f".{part}" if spelled else part
    return spelled


def not_among(what: str, written: str, allowed: Collection[str]) -> str:
    """What is allowed instead, with the one that was probably meant first."""
    close = get_close_matches(written.casefold(), [name.casefold() for name in allowed], n=1)
    meant = next((name for name in allowed if close and name.casefold() == close[0]), None)
    if len(allowed) > MOST_NAMED:
        advice = f"did you mean '{meant}'?" if meant else f"it is none of the {len(allowed)} known"
        return f"unknown {what} '{written[:60]}'; {advice}"
    advice = f"did you mean '{meant}'? " if meant else ""
    return f"unknown {what} '{written[:60]}'; {advice}allowed: {', '.join(allowed)}"


def reason_of(error: ErrorDetails) -> str:
    """One of pydantic's complaints in an author's words."""
    context: Mapping[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return "is missing"
        case "string_too_short" | "string_type" if not error["input"]:
            return "is empty"
        case "string_too_long":
            return f"is too long: at most {context['max_length']} characters"
        case "string_pattern_mismatch":
            return f"should be {SPELLINGS.get(context['pattern'], context['pattern'])}"
        case "string_type":
            return "should be text"
        case "enum" | "literal_error":
            return _not_one_of(error)
        case "value_error":
            return str(context["error"])
        case other:
            return _wrong_size_or_type(other, context, error["msg"])


def _wrong_size_or_type(type_: str, context: Mapping[str, Any], message: str) -> str:
    match type_:
        case "int_parsing" | "int_type" | "int_from_float" | "int_parsing_size":
            return "should be a whole number"
        case "bool_parsing" | "bool_type":
            return "should be yes or no"
        case "greater_than_equal":
            return f"should be at least {context['ge']}"
        case "less_than_equal":
            return f"should be at most {context['le']}"
        case "too_short":
            return f"needs {context['min_length']} or more"
        case "too_long":
            return f"has too many: at most {context['max_length']}"
        case "tuple_type" | "list_type" | "frozen_set_type":
            return "should be a list, such as [one, two]"
        case _:
            return message


def _not_one_of(error: ErrorDetails) -> str:
    allowed = [
        name.strip("'") for name in error["ctx"]["expected"].replace(" or ", ", ").split(", ")
    ]
    return not_among("value", str(error["input"]), allowed)


class _NotUsedHere(yaml.YAMLError):
    def __init__(self, line: int, reason: str) -> None:
        super().__init__(line, reason)
        self.line = line
        self.reason = reason


class _Loader(yaml.SafeLoader):
    """Refuses what could blow up: references to other parts of the file, and endless nesting."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # the stubs have no types here
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise _NotUsedHere(line, "references such as *name are not used here; write it out")
        if self.depth >= DEEPEST:
            raise _NotUsedHere(line, f"lists within lists go deeper than {DEEPEST}")
        self.depth += 1
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _composed(text: str, document: Document) -> yaml.Node:
    try:
        node = yaml.compose(text, Loader=_Loader)
    except _NotUsedHere as wrong:
        raise _broken(document, wrong.line, wrong.reason) from None
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        said = ", ".join(part for part in (wrong.context, wrong.problem) if part)
        raise _broken(document, mark.line + 1 if mark else 1, f"is not YAML: {said}") from None
    except yaml.reader.ReaderError as wrong:
        line = text.count("\n", 0, wrong.position) + 1
        raise _broken(document, line, "has a character that cannot be shown") from None
    if node is None:
        raise _broken(document, 1, "the file is empty")
    return node


def _broken(document: Document, line: int, reason: str) -> InvalidDefinition:
    return InvalidDefinition(document.file, [Problem(line, "", reason)])


def _plain(node: yaml.Node, path: Path, document: Document) -> Plain:
    document.lines.setdefault(path, node.start_mark.line + 1)
    if node.tag not in USUAL_TAGS:
        document.mistake(path, f"tags such as {node.tag} are not used here")
    match node:
        case yaml.MappingNode():
            return _mapping(node, path, document)
        case yaml.SequenceNode():
            return [_plain(item, (*path, index), document) for index, item in enumerate(node.value)]
        case _ if node.tag.endswith(":null"):
            return None
        case _:
            return str(node.value)


def _mapping(node: yaml.MappingNode, path: Path, document: Document) -> dict[str, Plain]:
    values: dict[str, Plain] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            document.mistake(path, f"line {key.start_mark.line + 1}: a key should be one word")
            continue
        place = (*path, str(key.value))
        if key.value in values:
            document.lines[place] = key.start_mark.line + 1
            document.mistake(place, "stands here twice; keep one of them")
            continue
        document.lines[place] = key.start_mark.line + 1
        values[str(key.value)] = _plain(value, place, document)
    return values


def mappings(
    document: Document, path: Path, value: Plain
) -> Sequence[tuple[Path, dict[str, Plain]]]:
    """The entries of a list of key-value blocks, each with its place. The rest are mistakes."""
    if not isinstance(value, list):
        document.mistake(path, "is missing" if value is None else "should be a list, each with a -")
        return []
    for index, item in enumerate(value):
        if not isinstance(item, dict):
            document.mistake((*path, index), "should have keys, such as 'id: …'")
    return [((*path, index), item) for index, item in enumerate(value) if isinstance(item, dict)]
