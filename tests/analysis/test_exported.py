"""What an export counts, beside the unrounded shares that digests tell the same analysts."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as some

from analysis.disclosure.suppression import RULES, Audience
from analysis.figures.exported import ALL, by_agency
from analysis.figures.spreads import parts_of
from surveys.answering import Chosen
from surveys.survey import AgreeQuestion
from tests.analysis.crowds import PRACTITIONERS, SURE, of
from tests.analysis.test_attacks import Known, ranges

SMALLEST = RULES[Audience.ANALYST].smallest_count
[QUESTION] = (
    one for one in PRACTITIONERS.questions if isinstance(one, AgreeQuestion) and one.id == SURE
)
KEYS = tuple(option.key for option in QUESTION.options)
AGENCIES = ("Health", "Police")

numbers = some.lists(some.integers(0, 9), min_size=len(KEYS), max_size=len(KEYS))


@given(numbers, numbers)
@settings(max_examples=20)
def test_a_digest_does_not_give_back_what_the_export_protects(
    health: list[int], police: list[int]
) -> None:
    """Given, too, how many were favourable, unfavourable and in between, of all and by agency."""
    cells = {
        (agency, key): number
        for agency, several in zip(AGENCIES, (health, police), strict=True)
        for key, number in zip(KEYS, several, strict=True)
    }
    answered = [
        of(PRACTITIONERS, {SURE: Chosen(option=key)}, agency=agency)
        for (agency, key), number in cells.items()
        for _ in range(number)
    ]
    told = {(agency, label): people for agency, label, people in by_agency(QUESTION, answered)}
    labels, parts = QUESTION.labels, parts_of(QUESTION)
    place = {cell: number for number, cell in enumerate(cells)}
    known: list[Known] = []
    for key in KEYS:
        column = [(agency, key) for agency in AGENCIES]
        for agency, which in ((ALL, column), *((one[0], [one]) for one in column)):
            if told.get((agency, labels[key]), "c") != "c":
                total = int(told[agency, labels[key]])
                known.append(([place[one] for one in which], total, total))
    for part in {parts[key] for key in KEYS}:
        alike = [key for key in KEYS if parts[key] is part]
        which = [(agency, key) for agency in AGENCIES for key in alike]
        total = sum(cells[one] for one in which)
        known.append(([place[one] for one in which], total, total))
    reckon = ranges(len(cells), known)
    sizes = Counter(parts[key] for key in KEYS)

    for (agency, key), number in cells.items():
        if told.get((agency, labels[key]), "c") == "c" and sizes[parts[key]] > 1:
            least, most = reckon(place[agency, key])
            assert least <= number <= most
            if number < SMALLEST:
                assert least == 0
