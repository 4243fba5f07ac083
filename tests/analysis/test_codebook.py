import pytest

from analysis.reading.codebook import Codebook, library_codebook, read_codebook
from surveys.errors import InvalidDefinition, Problem

GOOD = """\
themes:
  - id: waiting
    label: Waiting
    description: How long it takes.
    words: [wait*, "weeks"]
  - id: kindness
    label: Kindness
    description: The manner of a worker.
    words:
      - kind
      - "can't fault"
"""


def problems_of(content: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(InvalidDefinition) as refused:
        read_codebook(content, "themes.yaml")
    assert refused.value.file == "themes.yaml"
    return refused.value.problems


def test_a_board_writes_its_own_codebook() -> None:
    codebook = read_codebook(GOOD, "themes.yaml")

    assert [theme.id for theme in codebook.themes] == ["waiting", "kindness"]
    assert codebook.themes[1].words == ("kind", "can't fault")


def test_the_library_brings_fifteen_themes_each_with_words() -> None:
    codebook = library_codebook()

    assert len(codebook.themes) == 15
    assert all(theme.words and theme.description for theme in codebook.themes)
    assert codebook.theme("timeliness") is not None
    assert codebook.theme("weather") is None


def test_two_themes_of_one_name_are_refused_with_both_lines() -> None:
    content = GOOD.replace("label: Kindness", "label: waiting").replace(
        "id: kindness", "id: waiting"
    )

    first, second = problems_of(content)

    assert (first.line, first.path) == (6, "themes[2].id")
    assert (second.line, second.path) == (7, "themes[2].label")
    assert "line 2" in first.reason


@pytest.mark.parametrize("words", ["", "[]", "''"])
def test_a_theme_without_words_is_refused(words: str) -> None:
    (problem,) = problems_of(GOOD.replace('[wait*, "weeks"]', words))

    assert (problem.line, problem.path) == (5, "themes[1].words")
    assert "at least one word" in problem.reason


def test_a_theme_whose_words_were_forgotten_is_refused() -> None:
    (problem,) = problems_of(GOOD.replace('    words: [wait*, "weeks"]\n', ""))

    assert (problem.line, problem.path) == (2, "themes[1].words")


def test_an_unknown_key_is_refused_with_what_is_allowed() -> None:
    (problem,) = problems_of(GOOD.replace("description: The", "describe: x\n    description: The"))

    assert problem.line == 8
    assert "allowed: id, label, description, words" in problem.reason


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ('"!!"', "no word"),
        ('"a*"', "too short"),
        ('"w*it"', "only at the end"),
        ('"one two three four five six seven eight nine"', "longer than 8"),
    ],
)
def test_a_phrase_that_cannot_be_looked_for_is_refused(phrase: str, reason: str) -> None:
    (problem,) = problems_of(GOOD.replace('"weeks"', phrase))

    assert (problem.line, problem.path) == (5, "themes[1].words[2]")
    assert reason in problem.reason


def test_all_mistakes_are_told_at_once() -> None:
    content = GOOD.replace("id: waiting", "id: Waiting Times").replace(
        "      - kind\n", "      - '*'\n"
    )

    assert [problem.line for problem in problems_of(content)] == [2, 10]


@pytest.mark.parametrize(
    "content", ["", "themes: []", "themes: 7", "- a", "themes: [", b"\xff\xfe\0"]
)
def test_what_is_no_codebook_is_refused(content: str | bytes) -> None:
    assert problems_of(content)


def test_the_version_changes_with_a_word() -> None:
    versions = {
        read_codebook(content, "themes.yaml").version
        for content in (GOOD, GOOD, GOOD.replace("weeks", "months"))
    }

    assert len(versions) == 2


def test_a_codebook_survives_being_stored() -> None:
    codebook = library_codebook()

    assert Codebook.model_validate_json(codebook.model_dump_json()) == codebook
