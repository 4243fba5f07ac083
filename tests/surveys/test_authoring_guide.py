"""What docs/authoring-surveys.md tells authors is what Heard reads."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from pydantic import BaseModel

from surveys.authoring import (
    SURVEY_KEYS,
    library,
    library_framework,
    read_survey,
)
from surveys.errors import InvalidDefinition
from surveys.framework import ContentArea, GoodStatement, Method, Perspective
from surveys.framework_files import AREA_KEYS, STATEMENT_KEYS
from surveys.kinds import EVERY_QUESTION, KINDS
from surveys.measure_files import library_measures
from surveys.survey import DISCARD, END, REPORT_FIRST, Asked, Mode, Promise, Survey

GUIDE = Path("docs/authoring-surveys.md").read_text(encoding="utf-8")
HEAD = """id: guide
title: Guide
perspective: practitioner
method: practitioner_experiences
promise: staff
questions:
"""


def section(heading: str) -> str:
    return GUIDE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def tables(heading: str) -> list[list[list[str]]]:
    """The tables of a section: rows of cells, without their headings."""
    found: list[list[list[str]]] = []
    for block in re.findall(r"(?:^\|.*\n)+", section(heading), flags=re.MULTILINE):
        rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in block.splitlines()]
        found.append(rows[2:])
    return found


def code(cell: str) -> str:
    return cell.strip("`")


def listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(",") if part.strip())


def keys(rows: Sequence[Sequence[str]]) -> list[str]:
    return [code(row[0]) for row in rows]


def needed(rows: Sequence[Sequence[str]]) -> set[str]:
    return {code(row[0]) for row in rows if row[1] == "yes"}


def required(model: type[BaseModel], but: Sequence[str] = ()) -> set[str]:
    return {
        name
        for name, field in model.model_fields.items()
        if field.is_required() and name not in but
    }


def test_the_example_of_the_guide_is_a_survey() -> None:
    example = re.findall(r"```yaml\n(.*?)```", section("An example"), flags=re.DOTALL)[0]

    survey = read_survey(example, "guide", library_framework())

    assert [question.kind for question in survey.questions] == [
        "single",
        "yes_no",
        "agree",
        "many",
        "comment",
    ]


def test_the_guide_has_every_key_of_a_survey_and_no_other() -> None:
    (rows,) = tables("Keys of a survey")

    assert keys(rows) == list(SURVEY_KEYS)
    assert needed(rows) == required(Survey)


def test_the_guide_has_every_key_of_every_question_and_no_other() -> None:
    (rows,) = tables("Keys of every question")

    assert keys(rows) == list(EVERY_QUESTION)
    assert needed(rows) == {*required(Asked), "kind"}


def test_the_guide_has_every_kind_with_what_it_brings() -> None:
    rows = tables("Kinds of question")[0]

    assert keys(rows) == list(KINDS)
    for name, options, opt_outs, favourable in rows:
        kind = KINDS[code(name)]
        if kind.options:
            assert (listed(options), listed(favourable)) == (kind.options, kind.favourable)
        if "opt_outs" not in kind.keys:
            assert listed(opt_outs) == kind.opt_outs


def test_the_guide_has_every_further_key_with_the_kinds_that_have_it() -> None:
    rows = tables("Kinds of question")[1]
    told = {code(row[0]): {code(kind) for kind in listed(row[1])} for row in rows}

    assert told == {
        key: {name for name, kind in KINDS.items() if key in kind.keys}
        for key in dict.fromkeys(key for kind in KINDS.values() for key in kind.keys)
    }


def test_the_guide_has_every_key_of_the_framework_file_and_no_other() -> None:
    areas, statements = tables("The framework file")

    assert sorted(keys(areas)) == sorted(AREA_KEYS)
    assert needed(areas) == required(ContentArea)
    assert keys(statements) == list(STATEMENT_KEYS)
    assert needed(statements) == required(GoodStatement)


@pytest.mark.parametrize("name", [*Perspective, *Method, *Promise, *Mode])
def test_the_guide_names_every_perspective_method_promise_and_mode(name: str) -> None:
    assert f"`{name}`" in GUIDE


def test_the_guide_explains_every_mode_ending_and_measure() -> None:
    assert keys(tables("Mode and promise")[0]) == list(Mode)
    assert keys(tables("Skipping questions")[0]) == [END, REPORT_FIRST, DISCARD]
    assert keys(tables("Linking to 'good' statements and measures")[0]) == list(
        library_measures().fed
    )


def test_the_guide_counts_the_library_right() -> None:
    assert len(library()) == 15
    assert "fifteen surveys" in GUIDE


@pytest.mark.parametrize(("written", "told"), tables("What Heard may say")[0])
def test_heard_says_what_the_guide_says_it_says(written: str, told: str) -> None:
    lines = {
        "id": "id: asked",
        "kind": "kind: single",
        "text": "text: How often?",
        "options": "options: [Often, Never]",
    }
    line = code(written)
    key = line.partition(":")[0]
    lines[{"optons": "options"}.get(key, key)] = line
    question = "\n    ".join(lines.values())
    text = f"{HEAD}  - {question}\n  - id: later\n    kind: comment\n    text: Later\n"

    with pytest.raises(InvalidDefinition) as refused:
        read_survey(text, "guide", library_framework())

    assert any(problem.reason.startswith(told) for problem in refused.value.problems)


def test_every_link_within_the_guide_leads_somewhere() -> None:
    headings = re.findall(r"^## (.*)$", GUIDE, flags=re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}

    assert set(re.findall(r"\]\(#([^)]*)\)", GUIDE)) <= anchors
