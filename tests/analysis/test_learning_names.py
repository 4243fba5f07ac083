"""What reviewers correct in redaction teaches it, and never makes it worse."""

import pytest

from analysis.redaction.names.corrections import (
    Material,
    TaughtNames,
    taught_names,
    weights_from,
    written,
)
from analysis.redaction.names.learning import frames, labelled_texts, ordinary_texts
from analysis.redaction.names.lists import shipped_weights
from surveys.marks import MarkCorrection, Wrong
from surveys.values import QuestionId, ResponseId
from tests.builders import DURING

LITTLE = Material(labelled_texts()[:15], frames()[:20], ordinary_texts()[:10])
MISSED = "at bus club we had [name] for tea"
NEEDLESS = "our word of the week was [name] again"


def a_correction(number: int, around: str, wrong: Wrong) -> MarkCorrection:
    return MarkCorrection(
        id=f"{number} {around[:6]}",
        response=ResponseId(f"r{number}"),
        question=QuestionId("q"),
        day=DURING.date(),
        by="R1",
        wrong=wrong,
        mark="[name]",
        around=around,
        place=around.index("[name]"),
        shape="aaaa" if wrong is Wrong.MISSED else "",
    )


def corrections(around: str, wrong: Wrong, numbers: range) -> list[MarkCorrection]:
    return [a_correction(number, around, wrong) for number in numbers]


def taught(missed: str, needless: str) -> TaughtNames:
    learned = [
        *corrections(missed, Wrong.MISSED, range(8)),
        *corrections(needless, Wrong.NEEDLESS, range(8)),
    ]
    frozen = [
        *corrections(MISSED, Wrong.MISSED, range(8, 12)),
        *corrections(NEEDLESS, Wrong.NEEDLESS, range(8, 12)),
    ]
    return taught_names(learned, frozen, shipped_weights(), LITTLE)


def test_what_was_corrected_is_found_better_among_words_like_those() -> None:
    found = taught(MISSED, NEEDLESS)

    assert found.frozen.of == 80
    assert found.frozen.after < found.frozen.before
    assert weights_from(written(found.weights)) == found.weights


def test_corrections_that_contradict_what_others_corrected_are_not_taken() -> None:
    assert taught(NEEDLESS, MISSED).is_worse


@pytest.mark.parametrize("content", ["", "no weight", "sign\tmany", "sign\tnan"])
def test_a_damaged_file_of_weights_is_refused(content: str) -> None:
    with pytest.raises(ValueError, match=r"weights|float"):
        weights_from(content)
