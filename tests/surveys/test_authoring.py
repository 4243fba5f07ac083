from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.authoring import find_survey, library, library_framework, load_surveys, read_survey
from surveys.errors import InvalidDefinition, Problem, Unknown
from surveys.kinds import KINDS
from surveys.labels import option_keys
from surveys.survey import Closed, ContentAreaQuestion, ScaleQuestion, SingleQuestion, Survey
from surveys.values import SurveyId

HEAD = """id: small
title: A small survey
perspective: practitioner
method: practitioner_experiences
promise: staff
"""


def survey(text: str, head: str = HEAD) -> Survey:
    return read_survey(head + text, "small.yaml", library_framework())


def problems(text: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(InvalidDefinition) as refused:
        read_survey(text, "small.yaml", library_framework())
    assert refused.value.file == "small.yaml"
    return refused.value.problems


def outcome(text: str) -> Survey | tuple[Problem, ...]:
    try:
        return read_survey(text, "small.yaml", library_framework())
    except InvalidDefinition as refused:
        return refused.problems


def wrong(questions: str, head: str = HEAD) -> Mapping[str, str]:
    """What is wrong with these questions. The first of them begins on line 7."""
    return {
        problem.path: f"{problem.line}: {problem.reason}"
        for problem in problems(f"{head}questions:\n{questions}")
    }


def the_question(lines: str) -> Closed:
    question = survey(f"questions:\n  - {lines}").questions[0]
    assert isinstance(question, Closed)
    return question


def labels(question: Closed) -> list[str]:
    return [option.label for option in question.options]


def test_a_file_that_is_right_becomes_a_survey() -> None:
    made = survey("questions:\n  - id: what\n    kind: comment\n    text: What gets in the way?\n")

    assert made.title == "A small survey"
    assert made.questions[0].text == "What gets in the way?"


@pytest.mark.parametrize(
    ("kind", "options", "opt_outs", "favourable"),
    [
        (
            "agree",
            ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"],
            ["Not applicable", "Prefer not to say"],
            {"agree", "strongly_agree"},
        ),
        (
            "frequency",
            ["Never", "Sometimes", "Most of the time", "Always"],
            ["I'm not sure", "I don't want to say"],
            {"most_of_the_time", "always"},
        ),
        (
            "change",
            ["Much worse", "A bit worse", "About the same", "A bit better", "Much better"],
            ["I don't know", "Prefer not to say"],
            {"a_bit_better", "much_better"},
        ),
        ("faces", ["🙁 No", "😐 Kind of", "🙂 Yes"], ["Skip"], {"yes"}),
        ("yes_no", ["Yes", "No"], ["Not sure"], {"yes"}),
    ],
)
def test_a_standard_kind_brings_its_answers(
    kind: str, options: list[str], opt_outs: list[str], favourable: set[str]
) -> None:
    question = the_question(f"{{id: q, kind: {kind}, text: Q}}")

    assert labels(question) == options
    assert [option.label for option in question.opt_outs] == opt_outs
    assert question.favourable == favourable


def test_a_scale_runs_from_nought_to_ten_and_is_good_from_seven() -> None:
    question = the_question("{id: q, kind: scale, text: Q, low: Not at all, high: Completely}")

    assert isinstance(question, ScaleQuestion)
    assert [option.key for option in question.options] == [str(number) for number in range(11)]
    assert question.favourable == {"7", "8", "9", "10"}
    assert (question.low, question.high) == ("Not at all", "Completely")


def test_a_content_area_question_offers_the_areas_of_the_board() -> None:
    question = the_question("{id: q, kind: content_area, text: Q}")

    assert isinstance(question, ContentAreaQuestion)
    assert labels(question) == [area.label for area in library_framework().areas]
    assert [option.key for option in question.opt_outs] == ["none_of_these"]


def test_a_standard_kind_can_have_further_opt_outs_and_its_own_favourable_answers() -> None:
    question = the_question(
        "{id: q, kind: yes_no, text: Q, extra_opt_outs: [Skip], favourable: [No]}"
    )

    assert [option.label for option in question.opt_outs] == ["Not sure", "Skip"]
    assert question.favourable == {"no"}


def test_favourable_can_be_said_for_a_scale() -> None:
    question = the_question("{id: q, kind: scale, text: Q, low: l, high: h, favourable: [9, 10]}")

    assert question.favourable == {"9", "10"}


def test_options_are_labels_as_they_are_written() -> None:
    question = the_question("{id: q, kind: single, text: Q, options: [Yes, no, On, 1, 1.50, None]}")

    assert labels(question) == ["Yes", "no", "On", "1", "1.50", "None"]


def test_answers_are_named_by_label_or_by_key() -> None:
    made = survey("""
questions:
  - id: first
    kind: single
    text: First
    options: [Not yet, In part, "Yes, fully"]
    favourable: [yes_fully, IN PART]
    goto: {when: not_yet, to: end}
  - id: second
    kind: comment
    text: Second
    show_if: {first: "yes,  fully"}
""")
    first = made.questions[0]

    assert isinstance(first, SingleQuestion)
    assert first.favourable == {"yes_fully", "in_part"}
    assert first.goto
    assert first.goto.when == ("not_yet",)
    assert made.questions[1].show_if == {"first": ("yes_fully",)}


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        (["Most of the time"], ["most_of_the_time"]),
        (["I don't know", "I don’t know yet"], ["i_dont_know", "i_dont_know_yet"]),
        (["Yes!", "Yes?"], ["yes", "yes_2"]),
        (["Ddim yn siŵr", "Не знаю", "不知道"], ["ddim_yn_siŵr", "не_знаю", "不知道"]),
        (["🙂", "🙁"], ["slightly_smiling_face", "slightly_frowning_face"]),
        (["?"], ["question_mark"]),
        (["A" * 75], ["a" * 60]),
        (["ﬁve", "five "], ["five", "five_2"]),
    ],
)
def test_keys_are_made_of_labels(written: list[str], keys: list[str]) -> None:
    assert option_keys(written) == keys


@given(st.lists(st.text(min_size=1, max_size=75), max_size=20))
def test_keys_are_always_the_same_never_empty_and_each_its_own(written: list[str]) -> None:
    keys = option_keys(written)

    assert keys == option_keys(written)
    assert len(set(keys)) == len(written)
    assert all(keys)


def test_every_mistake_is_told_at_once_with_its_line() -> None:
    found = problems("""id: Bad Id
version: one
titel: X
perspective: kid
method: case_audits
promise: staff
minutes: 99
mode: linked
parameters: [topic]
at_least_one: [[first, nowhere]]
questions:
  - id: first
    kind: single
    text: About {topc}?
    optons: [Yes, No]
  - id: first
    kind: agre
    text: Second
  - just text
""")

    assert [(problem.line, problem.path) for problem in found] == [
        (1, "series"),
        (1, "id"),
        (1, "title"),
        (2, "version"),
        (3, "titel"),
        (4, "perspective"),
        (5, "method"),
        (7, "minutes"),
        (10, "at_least_one[1]"),
        (12, "questions[1].options"),
        (14, "questions[1].text"),
        (15, "questions[1].optons"),
        (17, "questions[2].kind"),
        (19, "questions[3]"),
    ]


def test_a_misspelt_key_brings_the_right_one_and_all_that_are_allowed() -> None:
    reason = wrong("  - {id: q, kind: comment, text: Q, max_charcters: 5}")[
        "questions[1].max_charcters"
    ]

    assert reason == (
        "7: unknown key 'max_charcters'; did you mean 'max_characters'? allowed: id, kind, text, "
        "hint, required, show_if, theme, good, measures, max_characters, own_words"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_of_another_kind_is_refused(kind: str) -> None:
    foreign = next(
        key for other in KINDS.values() for key in other.keys if key not in KINDS[kind].keys
    )

    assert f"questions[1].{foreign}" in wrong(f"  - {{id: q, kind: {kind}, text: Q, {foreign}: 1}}")


@pytest.mark.parametrize(
    ("keys", "place", "reason"),
    [
        ("kind: comment, text: ''", "text", "is empty"),
        ("kind: comment, text:", "text", "is empty"),
        ("kind: comment", "text", "is missing"),
        ("text: Q", "kind", "is missing; allowed: agree, scale"),
        ("kind: poll, text: Q", "kind", "unknown kind 'poll'"),
        ("kind: [a], text: Q", "kind", "unknown kind"),
        ("kind: comment, text: [a]", "text", "should be text"),
        (f"kind: comment, text: {'x' * 501}", "text", "is too long: at most 500 characters"),
        ("kind: comment, text: Q, hint:", "hint", "is empty"),
        ("kind: comment, text: Q, required: maybe", "required", "should be yes or no"),
        (
            "kind: comment, text: Q, max_characters: 3001",
            "max_characters",
            "should be at most 3000",
        ),
        ("kind: comment, text: Q, max_characters: 0", "max_characters", "should be at least 1"),
        ("kind: comment, text: Q, max_characters: many", "max_characters", "should be a whole"),
        ("kind: number, text: Q, smallest: 1.5", "smallest", "should be a whole number"),
        ("kind: comment, text: Q, good: [NEG-Q9]", "good[1]", "unknown 'good' statement 'NEG-Q9'"),
        ("kind: comment, text: Q, good: NEG", "good[1]", "unknown 'good' statement 'NEG'"),
        ("kind: comment, text: Q, measures: [QL99]", "measures[1]", "unknown value 'QL99'; did"),
        ("kind: scale, text: Q, low: l", "high", "is missing"),
        ("kind: single, text: Q", "options", "is missing"),
        ("kind: single, text: Q, options: Yes", "options", "needs 2 or more"),
        ("kind: single, text: Q, options: {a: b}", "options", "should be a list"),
        ("kind: single, text: Q, options: [a, [b]]", "options[2]", "should be text"),
        ("kind: single, text: Q, options: [a, ]", "options", "needs 2 or more"),
        ("kind: single, text: Q, options: [a, '']", "options[2]", "is empty"),
        ("kind: single, text: Q, options: [a, ~]", "options[2]", "should be text"),
        ("kind: single, text: Q, options: [a, b, A]", "options[3]", "the option 'A' is there"),
        (f"kind: many, text: Q, options: [a, {'b' * 76}]", "options[2]", "is too long: at most 75"),
        ("kind: single, text: Q, options: [a, b], opt_outs: [B]", "opt_outs[1]", "the option 'B'"),
        ("kind: agree, text: Q, options: [a, b]", "options", "unknown key 'options'"),
        (
            "kind: agree, text: Q, favourable: [Agreed]",
            "favourable[1]",
            "unknown option 'Agreed'",
        ),
        (
            "kind: agree, text: Q, favourable: []",
            "favourable",
            "names no option; allowed: ",
        ),
        ("kind: agree, text: Q, favourable: [Not applicable]", "favourable[1]", "unknown option"),
        (
            "kind: single, text: Q, options: [a, b], segment: x",
            "segment",
            "unknown value 'x'",
        ),
        ("kind: comment, text: Q, show_if: {r: [x]}", "show_if.r", "'r' is no earlier question"),
        ("kind: comment, text: Q, show_if: {q: [x]}", "show_if.q", "'q' is no earlier question"),
        ("kind: comment, text: Q, show_if: {z: [x]}", "show_if.z", "unknown question 'z'"),
        ("kind: comment, text: Q, show_if: {o: [x]}", "show_if.o", "'o' has no options to choose"),
        ("kind: comment, text: Q, show_if: {y: Maybe}", "show_if.y", "unknown option 'Maybe'"),
        ("kind: comment, text: Q, show_if: {y: []}", "show_if.y", "names no option; allowed: Yes"),
        ("kind: comment, text: Q, show_if: y", "show_if", "should name an earlier question"),
        ("kind: yes_no, text: Q, goto: r", "goto", "should have 'when'"),
        ("kind: yes_no, text: Q, goto: {when: Yes}", "goto.to", "is missing"),
        ("kind: yes_no, text: Q, goto: {to: r}", "goto.when", "is missing"),
        ("kind: yes_no, text: Q, goto: {when: Si, to: r}", "goto.when", "unknown option 'Si'"),
        (
            "kind: yes_no, text: Q, goto: {when: Yes, to: y}",
            "goto.to",
            "unknown later",
        ),
        (
            "kind: yes_no, text: Q, goto: {when: Yes, to: q}",
            "goto.to",
            "unknown later",
        ),
        ("kind: yes_no, text: Q, goto: {when: Yes, to: r, x: 1}", "goto.x", "unknown key 'x'"),
        ("kind: comment, text: 'On {topic}'", "text", "unknown parameter 'topic'"),
        ("kind: comment, text: 'On {a-b.c}'", "text", "carries an earlier answer"),
        ("kind: comment, text: 'On {Some Thing}'", "text", "has braces that hold neither"),
        ("kind: comment, text: 'On }'", "text", "has braces that hold neither"),
    ],
)
def test_a_wrong_question_says_where_and_what_is_right(keys: str, place: str, reason: str) -> None:
    found = wrong(f"""  - {{id: o, kind: comment, text: Other}}
  - {{id: y, kind: yes_no, text: Earlier}}
  - {{id: q, {keys}}}
  - {{id: r, kind: comment, text: Later}}
""")

    assert found[f"questions[3].{place}"].startswith(f"9: {reason}")
    assert len(found) == 1


def test_a_line_that_is_no_question_does_not_hide_what_is_right_about_the_others() -> None:
    found = wrong("""  - just text
  - {id: a, kind: yes_no, text: A, goto: {when: Yes, to: b}}
  - {id: b, kind: comment, text: B}
""")

    assert list(found) == ["questions[1]"]


@pytest.mark.parametrize("name", ["end", "report_first", "discard"])
def test_a_question_is_not_called_like_an_ending(name: str) -> None:
    assert (
        "where a goto can lead"
        in wrong(f"  - {{id: {name}, kind: comment, text: Q}}")["questions[1].id"]
    )


@pytest.mark.parametrize("name", ["Q1", "1q", "two words", "hy-phen", "", "x" * 61, "ä"])
def test_the_id_of_a_question_is_a_plain_word(name: str) -> None:
    assert "questions[1].id" in wrong(f"  - {{id: '{name}', kind: comment, text: Q}}")


def test_two_questions_of_one_name_are_refused() -> None:
    found = wrong("  - {id: q, kind: comment, text: Q}\n  - {id: q, kind: comment, text: R}\n")

    assert found == {"questions[2].id": "8: another question is called 'q' already"}


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "the file is empty"),
        ("# only a comment\n", 1, "the file is empty"),
        ("- a\n", 1, "should begin with keys"),
        ("just words", 1, "should begin with keys"),
        ("id: a\nquestions: [\n", 3, "is not YAML"),
        ("id: a\n\tb: c\n", 2, "is not YAML"),
        ("id: a\nb: 'open\n", 3, "is not YAML"),
        ("id: a\n---\nid: b\n", 2, "is not YAML"),
        ("id: a\nb: \x07\n", 2, "has a character that cannot be shown"),
        ("id: a\nb: \0\n", 2, "holds a NUL"),
        ("a: &a [x]\nb: *a\n", 2, "references such as *name"),
        ("a: " + "[" * 100_000, 1, "lists within lists go deeper than 12"),
        ("a" * 250_001, None, "is larger than 250,000 bytes"),
    ],
)
def test_what_is_no_readable_yaml_is_refused(text: str, line: int | None, reason: str) -> None:
    (problem,) = problems(text)

    assert problem.line == line
    assert problem.reason.startswith(reason)


def test_no_more_mistakes_are_told_than_anybody_reads() -> None:
    assert len(problems(HEAD + "".join(f"key{number}: 1\n" for number in range(5000)))) == 100


def test_a_file_that_would_unfold_without_end_is_refused_at_once() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{step}: &a{step} [*a{step - 1}, *a{step - 1}]\n" for step in range(1, 60)
    )

    assert problems(bomb)[0].reason.startswith("references such as *name are not used here")


def test_a_key_that_stands_twice_is_refused() -> None:
    assert wrong("  - {id: q, kind: comment, text: Q, text: R}") == {
        "questions[1].text": "7: stands here twice; keep one of them"
    }


def test_a_tag_that_would_make_an_object_is_refused() -> None:
    found = wrong("  - {id: q, kind: comment, text: !!python/name:os.system x}")

    assert "tags such as" in found["questions[1].text"]


@pytest.mark.parametrize(
    ("content", "line"),
    [((HEAD + "# caf\xe9\n").encode("cp1252"), 6), (HEAD.encode("utf-16"), 1)],
)
def test_a_wrong_encoding_says_where(content: bytes, line: int) -> None:
    (problem,) = problems(content)

    assert problem.line == line
    assert "is not UTF-8; save it as UTF-8" in problem.reason


def test_a_byte_order_mark_does_no_harm() -> None:
    text = HEAD + "questions: [{id: q, kind: comment, text: Q}]\n"

    assert read_survey(b"\xef\xbb\xbf" + text.encode(), "f", library_framework()).id == "small"
    assert read_survey("\ufeff" + text, "f", library_framework()).id == "small"


@pytest.mark.parametrize(
    ("questions", "is_right"), [(1, True), (200, True), (201, False), (0, False)]
)
def test_a_survey_has_up_to_two_hundred_questions(questions: int, is_right: bool) -> None:  # noqa: FBT001  # the case
    text = (
        HEAD
        + "questions:\n"
        + "".join(f"  - {{id: q{number}, kind: comment, text: Q}}\n" for number in range(questions))
    )

    if is_right:
        assert len(survey("", head=text).questions) == questions
    else:
        assert problems(text)[-1].path == "questions"


@pytest.mark.parametrize("written", ["", "questions:", "questions: []", "questions: none"])
def test_a_survey_without_questions_is_refused(written: str) -> None:
    assert [problem.path for problem in problems(f"{HEAD}{written}\n")] == ["questions"]


def test_a_linked_survey_names_its_series_and_no_other_does() -> None:
    question = "questions: [{id: q, kind: comment, text: Q}]\n"

    assert problems(HEAD + "mode: linked\n" + question)[0].path == "series"
    assert problems(HEAD + "series: training\n" + question)[0].path == "series"
    assert survey("mode: linked\nseries: training\n" + question).series == "training"


def test_a_parameter_that_is_named_can_be_used() -> None:
    made = survey(
        "parameters: [topic]\nquestions:\n  - {id: q, kind: comment, text: 'About {topic}'}\n"
    )

    assert made.parameters == ("topic",)


# A board's own folder


def folder(at: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (at / f"{name}.yaml").write_text(text, encoding="utf-8")
    return at


def linked(name: str, question: str) -> str:
    return f"""id: {name}
title: {name}
perspective: practitioner
method: learning_impact
mode: linked
series: training
promise: staff
questions:
  - {question}
"""


DAY = linked("day", "{id: pledge, kind: comment, text: I will}")


def test_a_folder_of_surveys_is_loaded_in_the_order_of_its_files(tmp_path: Path) -> None:
    folder(
        tmp_path,
        b=DAY,
        a=linked("impact", "{id: q, kind: comment, text: 'You said {day.pledge}'}"),
        framework="not: a survey",
    )
    (tmp_path / "notes.txt").write_text("not a survey", encoding="utf-8")

    assert list(load_surveys(tmp_path, library_framework())) == ["impact", "day"]


def test_an_empty_folder_has_no_surveys(tmp_path: Path) -> None:
    assert load_surveys(tmp_path, library_framework()) == {}


@pytest.mark.parametrize(
    ("carried", "reason"),
    [
        ("{dya.pledge}", "unknown survey 'dya'; did you mean 'day'?"),
        ("{day.plege}", "unknown question of day 'plege'; did you mean 'pledge'?"),
        ("{other.q}", "'other' is not in the series 'training'"),
    ],
)
def test_what_is_carried_is_somewhere_to_be_found(
    tmp_path: Path, carried: str, reason: str
) -> None:
    other = HEAD.replace("small", "other") + "questions: [{id: q, kind: comment, text: Q}]\n"
    impact = linked("impact", f"{{id: q, kind: comment, text: 'You said {carried}'}}")
    folder(tmp_path, day=DAY, impact=impact, other=other)

    with pytest.raises(InvalidDefinition) as refused:
        load_surveys(tmp_path, library_framework())

    (problem,) = refused.value.problems
    assert refused.value.file == "impact.yaml"
    assert (problem.line, problem.path) == (9, "questions[1].text")
    assert problem.reason.startswith(reason)


def test_two_surveys_of_one_name_are_refused(tmp_path: Path) -> None:
    folder(tmp_path, a=DAY, b=DAY.replace("id: day", "id: other\naliases: [DAY]"))

    with pytest.raises(InvalidDefinition) as refused:
        load_surveys(tmp_path, library_framework())

    assert [(problem.line, problem.path) for problem in refused.value.problems] == [
        (2, "aliases[1]")
    ]


def test_mistakes_of_several_files_are_told_together(tmp_path: Path) -> None:
    folder(tmp_path, a="id: a", b="- x", c=DAY)

    with pytest.raises(InvalidDefinition) as refused:
        load_surveys(tmp_path, library_framework())

    assert refused.value.file == tmp_path.name
    files = {problem.path.split(":")[0] for problem in refused.value.problems}
    assert files == {"a.yaml", "b.yaml"}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("practitioner-pulse", "practitioner-pulse"),
        ("PP-PULSE", "practitioner-pulse"),
        (" pp-pulse ", "practitioner-pulse"),
        ("Practitioner Pulse", "practitioner-pulse"),
        ("pc_conf", "parent-conference"),
        ("TRN-3", "training-impact"),
    ],
)
def test_a_survey_is_found_by_id_alias_and_title_in_any_case(name: str, found: str) -> None:
    assert find_survey(name, library()).id == found


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("pp-puls", "practitioner-pulse"),
        ("training", "training-before"),
        ("zzzz", None),
        ("", None),
    ],
)
def test_an_unknown_survey_brings_the_nearest(name: str, nearest: str | None) -> None:
    with pytest.raises(Unknown) as unknown:
        find_survey(name, library())

    assert unknown.value.nearest[:1] == ((nearest,) if nearest else ())


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_whatever_a_file_holds_it_is_a_survey_or_says_what_is_wrong(text: str) -> None:
    assert outcome(text)


PIECES = st.recursive(
    st.sampled_from(["id", "Yes", "~", "''", "q", "1", "single", "agree", "{x}", "end", "!!int 1"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(
            st.sampled_from([key for kind in KINDS.values() for key in kind.all_keys]),
            inner,
            max_size=6,
        ).map(lambda keys: "{" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}")
    ),
    max_leaves=12,
)


@given(PIECES, st.sampled_from([*Survey.model_fields]))
def test_wherever_a_wrong_thing_stands_it_is_told_and_nothing_breaks(piece: str, key: str) -> None:
    head = "\n".join(line for line in HEAD.splitlines() if not line.startswith(f"{key}:"))
    questions = f"questions: [{{id: a, kind: yes_no, text: A}}, {piece}]\n"
    text = f"{head}\n{questions if key == 'questions' else f'{key}: {piece}'}\n"

    assert outcome(text)


def test_the_library_knows_where_its_surveys_are_from() -> None:
    assert all(SurveyId(name) == survey.id for name, survey in library().items())
