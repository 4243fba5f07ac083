"""What docs/authoring-measures.md tells authors is what Heard reads."""

import re
from pathlib import Path

from surveys.authoring import library
from surveys.measure_files import read_measures
from surveys.measures import Formula, Measure

GUIDE = Path("docs/authoring-measures.md").read_text(encoding="utf-8")


def first_cells(heading: str) -> list[str]:
    section = GUIDE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([^`]+)`", section, flags=re.MULTILINE)


def test_the_guide_explains_every_key_and_every_formula() -> None:
    assert first_cells("The keys") == list(Measure.model_fields)
    assert first_cells("The formulas") == list(Formula)


def test_the_guides_example_is_read() -> None:
    example = GUIDE.partition("```yaml\n")[2].partition("```")[0]
    measures = read_measures(example, "own.yaml", surveys=library())

    assert measures["OC1"].target == 82
    assert measures["QL20"].questions == ("parent-service.help_when_needed",)
