"""The measures that Heard brings, and a board's own file that adds to them or changes a few things.

Raises one error with every mistake, each with its line and what is allowed.
"""

from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files

from pydantic import ValidationError

from surveys.framework import Perspective
from surveys.measures import UNITS, Direction, Formula, Measure, Measures
from surveys.survey import Survey
from surveys.values import SurveyId
from surveys.yaml_files import Document, Path, Plain, mappings, not_among, read, texts

MEASURES_FILE = "measures.yaml"
KEYS = tuple(Measure.model_fields)
MAY_CHANGE = ("target", "agreed", "owner", "due")  # of a measure that Heard brings
LISTS = ("perspectives", "questions", "compares")
NEITHER = "neither"  # as authors write that neither up nor down is good


@cache
def library_measures() -> Measures:
    """The packaged measures."""
    content = (files("surveys") / "library" / MEASURES_FILE).read_bytes()
    return read_measures(content, MEASURES_FILE, Measures(measures=()))


def read_measures(
    content: str | bytes,
    file: str,
    known: Measures | None = None,
    surveys: Mapping[SurveyId, Survey] | None = None,
) -> Measures:
    """The *known* measures (else the library's) with those of this text, which may change a few.

    With *surveys*, the questions that a measure names must be in them. Raises InvalidDefinition.
    """
    known = library_measures() if known is None else known
    document = read(content, file)
    document.check_keys((), document.root, ("measures",))
    found: dict[str, Measure] = {}
    lines: dict[str, int] = {}
    for path, written in mappings(document, ("measures",), document.root.get("measures")):
        code = str(written.get("code"))
        if code in lines:
            reason = f"'{code}' is there already, on line {lines[code]}"
            document.mistake((*path, "code"), reason)
            continue
        lines[code] = document.line((*path, "code"))
        if measure := _measure(document, path, written, known.get(code)):
            found[code] = measure
    _check_compared(document, known.with_(found.values()))
    _check_questions(document, surveys)
    if document.problems:
        document.refuse()
    return known.with_(found.values())


def _measure(
    document: Document, path: Path, written: dict[str, Plain], brought: Measure | None
) -> Measure | None:
    if brought:
        return _changed(document, path, written, brought)
    document.check_keys(path, written, KEYS)
    values = {key: value for key, value in written.items() if key in KEYS}
    for key in LISTS:
        if key in values:
            values[key] = list(texts(document, (*path, key), values[key]))
    if isinstance(values.get("says"), str):
        values["says"] = dict.fromkeys(Perspective, values["says"])
    if values.get("direction") == NEITHER:
        values["direction"] = None
    _note_formula(document, path, values)
    return _valid(document, path, values)


def _note_formula(document: Document, path: Path, values: dict[str, Plain]) -> None:
    """The unit is what the formula gives; an unknown formula is told with all that there are."""
    formula = values.get("formula")
    if isinstance(formula, str) and formula not in list(Formula):
        document.mistake((*path, "formula"), not_among("formula", formula, list(Formula)))
    elif isinstance(formula, str):
        values.setdefault("unit", UNITS[Formula(formula)])


def _changed(
    document: Document, path: Path, written: dict[str, Plain], brought: Measure
) -> Measure | None:
    for key in written:
        if key not in ("code", *MAY_CHANGE):
            reason = f"can't be changed of a measure that Heard brings; {', '.join(MAY_CHANGE)} can"
            document.mistake((*path, key), reason)
    changed = {key: value for key, value in written.items() if key in MAY_CHANGE}
    return _valid(document, path, brought.model_dump() | changed)


def _valid(document: Document, path: Path, values: Mapping[str, object]) -> Measure | None:
    try:
        return Measure.model_validate(values)
    except ValidationError as wrong:
        document.mistakes(wrong, at=path)
    return None


def _check_compared(document: Document, measures: Measures) -> None:
    """A gap says who is more positive, which only a measure that gets better upwards can tell."""
    for path, written in mappings(document, ("measures",), document.root.get("measures")):
        compared = written.get("compares")
        for index, code in enumerate(compared if isinstance(compared, list) else []):
            place = (*path, "compares", index)
            if (one := measures.get(str(code))) is None:
                document.mistake(place, not_among("measure", str(code), sorted(measures.codes)))
            elif one.direction is not Direction.UP:
                document.mistake(place, f"of '{code}' up is not the better way; compare others")


def _check_questions(document: Document, surveys: Mapping[SurveyId, Survey] | None) -> None:
    if surveys is None:
        return
    asked = [f"{survey.id}.{one.id}" for survey in surveys.values() for one in survey.questions]
    for path, written in mappings(document, ("measures",), document.root.get("measures")):
        named = written.get("questions")
        for index, name in enumerate(named if isinstance(named, list) else [named]):
            if name is not None and name not in asked:
                place = (*path, "questions", index)
                document.mistake(place, _no_such_question(str(name), asked, surveys))


def _no_such_question(name: str, asked: Collection[str], surveys: Mapping[SurveyId, Survey]) -> str:
    survey = name.split(".", maxsplit=1)[0]
    within = [one for one in asked if one.startswith(f"{survey}.")]
    return not_among("question", name, within or list(surveys))
