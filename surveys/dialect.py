"""The author's language: how each kind of question is written, and the value it becomes.

`docs/authoring-surveys.md` tells authors; a test holds the two together.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from surveys.framework import Framework
from surveys.survey import (
    CARRIED,
    DISCARD,
    END,
    REPORT_FIRST,
    AgreeQuestion,
    Asked,
    ChangeQuestion,
    Closed,
    CommentQuestion,
    ContentAreaQuestion,
    FacesQuestion,
    FrequencyQuestion,
    ManyQuestion,
    NumberQuestion,
    Option,
    ScaleQuestion,
    SingleQuestion,
    YesNoQuestion,
)
from surveys.values import OptionKey
from surveys.yaml_files import Document, Path, Plain, not_among, reason_of, texts

EVERY_QUESTION = ("id", "kind", "text", "hint", "required", "show_if", "theme", "good", "measures")
CHOOSING = ("favourable", "goto")
STANDARD = (*CHOOSING, "extra_opt_outs")
OWN_OPTIONS = (*CHOOSING, "options", "opt_outs")
GOTO = ("when", "to")
ENDINGS = (END, REPORT_FIRST, DISCARD)
LONGEST_KEY = 60


@dataclass(frozen=True)
class Kind:
    """One kind of question: its keys beside those of every question, and what it brings along."""

    model: type[Asked]
    keys: tuple[str, ...]
    options: tuple[str, ...] = ()
    opt_outs: tuple[str, ...] = ()
    favourable: tuple[str, ...] = ()

    @property
    def all_keys(self) -> tuple[str, ...]:
        return EVERY_QUESTION + self.keys


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "agree": Kind(
            AgreeQuestion,
            STANDARD,
            ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"),
            ("Not applicable", "Prefer not to say"),
            ("Agree", "Strongly agree"),
        ),
        "scale": Kind(
            ScaleQuestion,
            (*STANDARD, "low", "high"),
            tuple(str(number) for number in range(11)),
            (),
            ("7", "8", "9", "10"),
        ),
        "frequency": Kind(
            FrequencyQuestion,
            STANDARD,
            ("Never", "Sometimes", "Most of the time", "Always"),
            ("I'm not sure", "I don't want to say"),
            ("Most of the time", "Always"),
        ),
        "change": Kind(
            ChangeQuestion,
            STANDARD,
            ("Much worse", "A bit worse", "About the same", "A bit better", "Much better"),
            ("I don't know", "Prefer not to say"),
            ("A bit better", "Much better"),
        ),
        "faces": Kind(
            FacesQuestion, STANDARD, ("🙁 No", "😐 Kind of", "🙂 Yes"), ("Skip",), ("🙂 Yes",)
        ),
        "yes_no": Kind(YesNoQuestion, STANDARD, ("Yes", "No"), ("Not sure",), ("Yes",)),
        "content_area": Kind(ContentAreaQuestion, STANDARD, (), ("None of these",)),
        "single": Kind(SingleQuestion, (*OWN_OPTIONS, "segment")),
        "many": Kind(ManyQuestion, OWN_OPTIONS),
        "number": Kind(NumberQuestion, ("smallest", "largest")),
        "comment": Kind(CommentQuestion, ("max_characters", "own_words")),
    }
)


@dataclass
class Reading:
    """What is known while the questions of one survey are read from first to last."""

    document: Document
    framework: Framework
    ids: Sequence[str]
    parameters: Sequence[str] = ()
    linked: bool = False
    choices: dict[str, Sequence[Option] | None] = field(default_factory=dict)  # None: no options


def option_keys(labels: Iterable[str], *, taken: Collection[str] = ()) -> list[OptionKey]:
    """A key for each label, always the same for the same list: 'Most of the time' most_of_the_time.

    Letters of every script stay. A label of signs alone is called what its signs are called.
    """
    keys: list[OptionKey] = []
    for label in labels:
        key = slug(label)
        number = 2
        while key in keys or key in taken:
            key = f"{slug(label)}_{number}"
            number += 1
        keys.append(OptionKey(key))
    return keys


def slug(label: str) -> str:
    """The label in small letters and digits, with _ between words."""
    plain = unicodedata.normalize("NFKC", label).casefold()
    words = re.findall(r"[^\W_]+", re.sub(r"['’]", "", plain))
    if not words:
        names = " ".join(unicodedata.name(sign, f"u{ord(sign):x}") for sign in plain)
        words = re.findall(r"[a-z0-9]+", names.casefold())
    return "_".join(words)[:LONGEST_KEY].rstrip("_")


def same(label: str) -> str:
    """Labels that a reader would take for the same are the same."""
    return " ".join(unicodedata.normalize("NFKC", label).replace("’", "'").casefold().split())


def question(reading: Reading, path: Path, written: Mapping[str, Plain]) -> Asked | None:
    """The question that is written here, or None with its mistakes noted."""
    document = reading.document
    kind = _kind(document, path, written)
    if kind is None:
        reading.choices.setdefault(_name(written), None)
        return None
    document.check_keys(path, written, kind.all_keys)
    values: dict[str, Any] = {
        key: value for key, value in written.items() if key in kind.all_keys and value is not None
    }
    for key, value in written.items():
        if value is None:
            document.mistake((*path, key), "is empty")
    for key in ("good", "measures"):
        if key in values:
            values[key] = texts(document, (*path, key), values[key])
    _check_statements(reading, path, values.get("good", ()))
    _check_names(reading, path, values)
    if "show_if" in values:
        values["show_if"] = _conditions(reading, path, values["show_if"])
    choices = _choices(reading, path, kind, values) if issubclass(kind.model, Closed) else None
    reading.choices.setdefault(_name(written), choices)
    try:
        return kind.model.model_validate(values)
    except ValidationError as wrong:
        document.mistakes(wrong, at=path)
        return None


def _kind(document: Document, path: Path, written: Mapping[str, Plain]) -> Kind | None:
    name = written.get("kind")
    if name is None:
        document.mistake((*path, "kind"), f"is missing; allowed: {', '.join(KINDS)}")
    elif not isinstance(name, str) or name not in KINDS:
        document.mistake((*path, "kind"), not_among("kind", str(name), KINDS))
    else:
        return KINDS[name]
    return None


def _name(written: Mapping[str, Plain]) -> str:
    return str(written.get("id"))


def _check_statements(reading: Reading, path: Path, codes: Sequence[str]) -> None:
    for index, code in enumerate(codes):
        if code not in reading.framework.statements:
            reason = not_among("'good' statement", code, reading.framework.statements)
            place = (*path, "good", index)
            reading.document.mistake(place, reason)


def _check_names(reading: Reading, path: Path, values: Mapping[str, Any]) -> None:
    name = values.get("id")
    if name in ENDINGS:
        reading.document.mistake((*path, "id"), f"'{name}' is where a goto can lead; take another")
    elif isinstance(name, str) and name in reading.choices:
        reading.document.mistake((*path, "id"), f"another question is called '{name}' already")
    text = values.get("text")
    for found in CARRIED.finditer(text if isinstance(text, str) else ""):
        if found["survey"] is None and found["name"] not in reading.parameters:
            reason = not_among(
                "parameter", found["name"], reading.parameters or ["(none is named)"]
            )
            reading.document.mistake((*path, "text"), reason)
        if found["survey"] is not None and not reading.linked:
            reason = "carries an earlier answer, which only a survey with 'mode: linked' can do"
            reading.document.mistake((*path, "text"), reason)


def _conditions(reading: Reading, path: Path, written: Plain) -> dict[str, list[str]]:
    place = (*path, "show_if")
    if not isinstance(written, dict):
        reason = "should name an earlier question and its answers, such as 'seen_it: [Yes]'"
        reading.document.mistake(place, reason)
        return {}
    return {
        other: _wanted(reading, (*place, other), other, wanted) for other, wanted in written.items()
    }


def _wanted(reading: Reading, place: Path, other: str, written: Plain) -> list[str]:
    if other not in reading.choices:
        if other in reading.ids:
            reason = f"'{other}' is no earlier question; what is shown depends on what came before"
        else:
            reason = not_among("question", other, list(reading.choices) or ["(none comes before)"])
        reading.document.mistake(place, reason)
        return []
    choices = reading.choices[other]
    if choices is None:
        reading.document.mistake(place, f"'{other}' has no options to choose")
        return []
    return chosen(reading.document, place, written, choices) if choices else []


def chosen(document: Document, place: Path, written: Plain, choices: Sequence[Option]) -> list[str]:
    """The keys of options named by label or key."""
    keys: list[str] = []
    names: dict[str, OptionKey] = {option.key: option.key for option in choices}
    names |= {same(option.label): option.key for option in choices}
    listed = texts(document, place, written)
    if not listed:
        document.mistake(place, f"names no option; allowed: {_labels(choices)}")
    for index, name in enumerate(listed):
        if key := names.get(same(name)) or names.get(name):
            keys.append(key)
        else:
            at = (*place, index) if isinstance(written, list) else place
            document.mistake(at, not_among("option", name, [option.label for option in choices]))
    return keys


def _labels(choices: Sequence[Option]) -> str:
    return ", ".join(option.label for option in choices)


def _choices(
    reading: Reading, path: Path, kind: Kind, values: dict[str, Any]
) -> Sequence[Option] | None:
    """Put options, opt-outs, favourable and goto into *values*; return all that can be chosen."""
    document = reading.document
    options, opt_outs = _options(reading, path, kind, values)
    choices = [*options, *opt_outs]
    values["options"], values["opt_outs"] = options, opt_outs
    if "favourable" in values:
        place = (*path, "favourable")
        values["favourable"] = chosen(document, place, values["favourable"], options)
    else:
        values["favourable"] = option_keys(kind.favourable)
    if "goto" in values:
        values["goto"] = _goto(reading, path, values["goto"], choices)
        if values["goto"] is None:
            del values["goto"]
    return choices


def _options(
    reading: Reading, path: Path, kind: Kind, values: dict[str, Any]
) -> tuple[list[Option], list[Option]]:
    document = reading.document
    if "options" in kind.keys:
        if "options" not in values:
            document.mistake((*path, "options"), "is missing")
        labels = texts(document, (*path, "options"), values.get("options", []))
        options = _labelled(document, (*path, "options"), labels)
        brought: tuple[str, ...] = ()
        place, more = (*path, "opt_outs"), values.get("opt_outs", [])
    else:
        options = _brought(reading, kind)
        brought = kind.opt_outs
        place, more = (*path, "extra_opt_outs"), values.pop("extra_opt_outs", [])
    opt_outs = [*brought, *texts(document, place, more)]
    return options, _labelled(document, place, opt_outs, taken=options)


def _brought(reading: Reading, kind: Kind) -> list[Option]:
    """The options that a standard kind brings along."""
    if kind.model is ContentAreaQuestion:
        return [
            Option(key=OptionKey(area.id), label=area.label) for area in reading.framework.areas
        ]
    return _labelled(reading.document, (), kind.options)


def _labelled(
    document: Document, place: Path, labels: Sequence[str], *, taken: Sequence[Option] = ()
) -> list[Option]:
    """Options with these labels. Labels that are empty, too long or there already are mistakes."""
    seen = {same(option.label) for option in taken}
    options: list[Option] = []
    keys = option_keys(labels, taken=[option.key for option in taken])
    for index, (label, key) in enumerate(zip(labels, keys, strict=True)):
        if same(label) in seen:
            document.mistake((*place, index), f"the option '{label}' is there already")
            continue
        seen.add(same(label))
        try:
            options.append(Option(key=key, label=label))
        except ValidationError as wrong:
            document.mistake((*place, index), reason_of(wrong.errors()[0]))
    return options


def _goto(
    reading: Reading, path: Path, written: Plain, choices: Sequence[Option]
) -> dict[str, Any] | None:
    document, place = reading.document, (*path, "goto")
    if not isinstance(written, dict):
        document.mistake(
            place, "should have 'when' (answers) and 'to' (a later question or an end)"
        )
        return None
    document.check_keys(place, written, GOTO)
    for key in GOTO:
        if not written.get(key):
            document.mistake((*place, key), "is missing")
    to = written.get("to")
    later = reading.ids[_place(path) + 1 :]
    if to and to not in (*ENDINGS, *later):
        document.mistake((*place, "to"), not_among("later question", str(to), [*ENDINGS, *later]))
    return {
        "when": chosen(document, (*place, "when"), written.get("when") or [], choices),
        "to": to,
    }


def _place(path: Path) -> int:
    index = path[-1]
    assert isinstance(index, int)
    return index
