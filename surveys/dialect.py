"""The author's language: what stands in a file about one question, and the question it becomes.

`docs/authoring-surveys.md` tells authors; a test holds the two together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from surveys.framework import Framework
from surveys.kinds import GOTO, KINDS, Kind
from surveys.labels import option_keys, same
from surveys.measures import Measures
from surveys.survey import (
    CARRIED,
    DISCARD,
    END,
    REPORT_FIRST,
    Asked,
    Closed,
    ContentAreaQuestion,
    Option,
)
from surveys.values import OptionKey
from surveys.yaml_files import Document, Path, Plain, not_among, reason_of, texts

ENDINGS = (END, REPORT_FIRST, DISCARD)


@dataclass
class Reading:
    """What is known while the questions of one survey are read from first to last."""

    document: Document
    framework: Framework
    measures: Measures
    ids: Sequence[str]
    parameters: Sequence[str] = ()
    linked: bool = False
    choices: dict[str, Sequence[Option] | None] = field(default_factory=dict)  # None: no options


def question(reading: Reading, path: Path, written: Mapping[str, Plain]) -> Asked | None:
    """The question that is written here, or None with its mistakes noted."""
    document = reading.document
    kind = _kind(document, path, written)
    if kind is None:
        reading.choices.setdefault(_name(written), [])
        return None
    values = _values(document, path, kind, written)
    _check_names(reading, path, values)
    _check_statements(reading, path, values.get("good", ()))
    _check_measures(reading, path, values.get("measures", ()))
    if "show_if" in values:
        values["show_if"] = _conditions(reading, path, values["show_if"])
    choices = _choices(reading, path, kind, values) if issubclass(kind.model, Closed) else None
    reading.choices.setdefault(_name(written), choices)
    try:
        return kind.model.model_validate(values)
    except ValidationError as wrong:
        document.mistakes(wrong, at=path)
        return None


def _values(
    document: Document, path: Path, kind: Kind, written: Mapping[str, Plain]
) -> dict[str, Any]:
    document.check_keys(path, written, kind.all_keys)
    for key, value in written.items():
        if value is None:
            document.mistake((*path, key), "is empty")
    values: dict[str, Any] = {
        key: value for key, value in written.items() if key in kind.all_keys and value is not None
    }
    lists = {
        key: texts(document, (*path, key), values[key])
        for key in ("good", "measures")
        if key in values
    }
    return values | lists


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


def _check_measures(reading: Reading, path: Path, codes: Sequence[str]) -> None:
    for index, code in enumerate(codes):
        if code not in reading.measures.fed:
            place = (*path, "measures", index)
            reading.document.mistake(place, not_among("value", code, reading.measures.fed))


def _check_names(reading: Reading, path: Path, values: Mapping[str, Any]) -> None:
    name = values.get("id")
    if name in ENDINGS:
        reading.document.mistake((*path, "id"), f"'{name}' is where a goto can lead; take another")
    elif isinstance(name, str) and name in reading.choices:
        reading.document.mistake((*path, "id"), f"another question is called '{name}' already")
    text = values.get("text")
    if isinstance(text, str):
        for reason in _wrong_braces(reading, text):
            reading.document.mistake((*path, "text"), reason)


def _wrong_braces(reading: Reading, text: str) -> Iterator[str]:
    """{name} is a parameter of the wave; {survey.question} carries the person's own answer."""
    for found in CARRIED.finditer(text):
        if found["survey"] is None and found["name"] not in reading.parameters:
            known = reading.parameters or ["(none; name it in parameters)"]
            yield not_among("parameter", found["name"], known)
        if found["survey"] is not None and not reading.linked:
            yield "carries an earlier answer, which only a survey with 'mode: linked' can do"
    if set("{}") & set(CARRIED.sub("", text)):
        yield "has braces that hold neither a parameter, {name}, nor an answer, {survey.question}"


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


def area_options(framework: Framework) -> tuple[Option, ...]:
    """What a content-area question offers: every area that the board watches."""
    return tuple(Option(key=OptionKey(area.id), label=area.label) for area in framework.areas)


def _brought(reading: Reading, kind: Kind) -> list[Option]:
    """The options that a standard kind brings along."""
    if kind.model is ContentAreaQuestion:
        return list(area_options(reading.framework))
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
