"""'Good' statements in the framework file, and as they stood on one day."""

import re
from datetime import date
from pathlib import Path

import pytest

from surveys.authoring import library_framework, read_framework
from surveys.errors import AreaNotActive, InvalidDefinition
from surveys.framework import ContentArea, GoodStatement, Kind
from surveys.framework_files import framework_file
from surveys.good import NotAsWritten, begun, brought, framework_on, written
from surveys.statement import State
from surveys.values import AreaId, StatementId

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "authoring-surveys.md").read_text()
AREA = "areas:\n  - id: neglect\n    label: Neglect\n    tier: practice\n    good:\n"
TOLD = re.findall(r"```yaml\n(- id: NEG-O1.*?)```", GUIDE, flags=re.DOTALL)[0]
EXAMPLE = AREA + "".join(f"      {line}\n" for line in TOLD.splitlines())
TODAY = date(2026, 9, 1)


def an_area(**changes: object) -> ContentArea:
    area = library_framework().areas[0]
    return ContentArea.model_validate({**area.model_dump(), **changes})


def statement(text: str) -> GoodStatement:
    return read_framework(text, "framework.yaml").areas[0].good[0]


def test_a_draft_is_only_proposed_and_a_file_cannot_say_otherwise() -> None:
    drafts = framework_on(library_framework(), {}, TODAY).statements.values()

    assert all(one.only_proposed and one.agreed is None for one in drafts)
    with pytest.raises(InvalidDefinition) as refused:
        read_framework(
            EXAMPLE.replace("kind: outcome", "kind: outcome\n        only_proposed: no"), "f"
        )
    assert "only_proposed" in str(refused.value.problems)


@pytest.mark.parametrize(
    ("day", "target", "agreed"),
    [
        (date(2025, 9, 15), None, None),
        (date(2025, 9, 16), 75, "Board 16 September 2025, item 7"),
        (date(2026, 5, 11), 75, "Board 16 September 2025, item 7"),
        (date(2026, 5, 12), 80, "QA sub-group 12 May 2026, item 4"),
    ],
)
def test_a_target_agreed_in_may_does_not_change_march(
    day: date, target: int | None, agreed: str | None
) -> None:
    framework = read_framework(EXAMPLE, "framework.yaml")

    good = framework_on(framework, {}, day).statements[StatementId("NEG-O1")]

    assert good.target == target
    assert (good.agreed.minute if good.agreed else None) == agreed
    assert good.only_proposed == (agreed is None)


def test_the_example_of_the_guide_is_agreed_and_its_earlier_words_replaced() -> None:
    living = begun(AreaId("neglect"), statement(EXAMPLE))

    assert [one.state for one in living.rounds] == [State.REPLACED, State.AGREED]


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ("target: 80", "target: 101", "target", "100"),
        ("target: 80\n", "\n", "good[1]", "has a target"),
        ("[child, parent_carer]", "[practitioner]", "agreed", "parents and carers"),
        ("[child, parent_carer]", "[teacher]", "with_whom", "child"),
        ("day: 2026-03-03", "day: 2026-06-03", "agreed", "before what it follows"),
        ("day: 2025-09-16", "day: 2025-06-01", "earlier", "before what it follows"),
        ('minute: "QA', 'minutes: "QA', "agreed", "unknown key 'minutes'"),
        ("day: 2026-05-12", "day: 2026-02-30", "agreed", "date"),
    ],
)
def test_what_is_wrong_with_an_agreement_is_told_with_its_line(
    old: str, new: str, key: str, reason: str
) -> None:
    assert old in EXAMPLE

    with pytest.raises(InvalidDefinition) as refused:
        read_framework(EXAMPLE.replace(old, new, 1), "framework.yaml")

    found = [one for one in refused.value.problems if reason in one.reason]
    assert found, refused.value.problems
    assert all(one.line and one.line > 4 for one in found)
    assert any(key in one.path for one in found)


def test_what_is_exported_is_read_back_the_same() -> None:
    framework = read_framework(EXAMPLE, "framework.yaml")
    living = begun(AreaId("neglect"), framework.areas[0].good[0])
    proposed = living.reworded(
        living.wording.model_copy(update={"text": "Home is warm."}), by="UQUINN", today=TODAY
    )
    good = written(proposed, framework.areas[0].good[0])
    area = framework.areas[0].model_copy(update={"good": (good,)})

    again = read_framework(framework_file(framework.model_copy(update={"areas": (area,)})), "f")

    assert again.areas[0].good[0] == good
    assert begun(AreaId("neglect"), again.areas[0].good[0]).now.text == "Home is warm."


def test_the_whole_library_is_exported_and_read_back_the_same() -> None:
    assert read_framework(framework_file(library_framework()), "f") == library_framework()


def test_bringing_in_what_is_there_already_changes_nothing() -> None:
    good = statement(EXAMPLE)
    living = begun(AreaId("neglect"), good)

    assert brought(living, good, by="UQUINN", today=TODAY) is living


def test_an_import_adds_the_steps_that_the_file_tells() -> None:
    draft = begun(AreaId("neglect"), library_framework().statements[StatementId("NEG-O1")])

    living = brought(draft, statement(EXAMPLE), by="UQUINN", today=TODAY)

    assert [one.state for one in living.rounds] == [State.REPLACED, State.AGREED]
    assert living.steps[: len(draft.steps)] == draft.steps
    assert {step.noted for step in living.steps} == {TODAY}


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ("target: 80", "target: 85", "agreed", "its own day and minute"),
        ("text: Children say home", "text: They say home", "agreed", "its own day and minute"),
        ('minute: "Board 16', 'minute: "Board 17', "agreed", "export the file anew"),
    ],
)
def test_an_import_cannot_change_what_was_agreed(old: str, new: str, key: str, reason: str) -> None:
    living = begun(AreaId("neglect"), statement(EXAMPLE))

    with pytest.raises(NotAsWritten) as refused:
        brought(living, statement(EXAMPLE.replace(old, new, 1)), by="UQUINN", today=TODAY)

    assert (refused.value.key, reason in refused.value.reason) == (key, True)


def test_an_import_cannot_slip_in_a_target_that_nobody_agreed() -> None:
    draft = library_framework().statements[StatementId("NEG-O1")]
    living = begun(AreaId("neglect"), draft)

    with pytest.raises(NotAsWritten, match="target"):
        brought(living, draft.model_copy(update={"target": 20}), by="UQUINN", today=TODAY)


@pytest.mark.parametrize("day", ["2026-04-01", "2027-03-31"])
def test_an_area_is_active_from_its_first_day_to_its_last(day: str) -> None:
    an_area(active_from="2026-04-01", active_until="2027-03-31").require_active(
        date.fromisoformat(day)
    )


@pytest.mark.parametrize("day", ["2026-03-31", "2027-04-01"])
def test_an_area_is_not_active_before_and_after(day: str) -> None:
    area = an_area(active_from="2026-04-01", active_until="2027-03-31")

    with pytest.raises(AreaNotActive):
        area.require_active(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("related: [neglect]", "no other area"),
        ("related: [nowhere]", "no other area"),
        ("active_from: 2026-04-01\n    active_until: 2026-03-31", "before active_from"),
    ],
)
def test_an_area_that_makes_no_sense_is_refused(line: str, reason: str) -> None:
    with pytest.raises(InvalidDefinition) as refused:
        read_framework(EXAMPLE.replace("tier: practice", f"tier: practice\n    {line}"), "f")

    assert any(reason in one.reason for one in refused.value.problems)


def test_every_area_of_the_library_says_why_it_is_watched() -> None:
    assert all(area.rationale for area in library_framework().areas)
    assert {one.kind for area in library_framework().areas for one in area.good} == set(Kind)
