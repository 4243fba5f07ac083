"""Definitions in the project's own YAML become values, or one error with every mistake in them.

`docs/authoring-surveys.md` is written for authors and held to this file by a test.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from surveys.dialect import Reading, area_options, question
from surveys.errors import InvalidDefinition, Problem, Unknown
from surveys.framework import Framework, plain_name
from surveys.framework_files import (
    AREA_KEYS,
    LISTS_OF_AN_AREA,
    STATEMENT_KEYS,
    check_keys_within,
    check_lives,
)
from surveys.measure_files import MEASURES_FILE, library_measures
from surveys.measures import Measures
from surveys.survey import (
    CARRIED,
    Asked,
    CommentQuestion,
    ContentAreaQuestion,
    Mode,
    Question,
    Survey,
)
from surveys.values import SurveyId
from surveys.yaml_files import Document, Path, mappings, not_among, read, texts

FRAMEWORK_FILE = "framework.yaml"
NO_SURVEYS = (FRAMEWORK_FILE, MEASURES_FILE)
SURVEY_KEYS = tuple(Survey.model_fields)
LISTS_OF_TEXT = ("aliases", "parameters")
PLACEHOLDER = CommentQuestion.model_validate({"id": "placeholder", "text": "-"})


def read_framework(content: str | bytes, file: str) -> Framework:
    """The framework written in this text. Raises InvalidDefinition with every mistake."""
    document = read(content, file)
    document.check_keys((), document.root, tuple(Framework.model_fields))
    for path, area in mappings(document, ("areas",), document.root.get("areas")):
        document.check_keys(path, area, AREA_KEYS)
        for key in LISTS_OF_AN_AREA:
            if key in area:
                area[key] = list(texts(document, (*path, key), area[key]))
        for place, statement in mappings(document, (*path, "good"), area.get("good")):
            document.check_keys(place, statement, STATEMENT_KEYS)
            check_keys_within(document, place, statement)
    _check_doubles(document)
    try:
        framework = Framework.model_validate(document.root)
    except ValidationError as wrong:
        document.mistakes(wrong)
        document.refuse()
    check_lives(document, framework)
    if document.problems:
        document.refuse()
    return framework


def read_survey(
    content: str | bytes, file: str, framework: Framework, measures: Measures | None = None
) -> Survey:
    """The survey written in this text. Raises InvalidDefinition with every mistake.

    What it carries over from another survey is checked where both are known: in load_surveys.
    """
    return _survey(read(content, file), framework, measures or library_measures())


def load_surveys(
    folder: Traversable, framework: Framework, measures: Measures | None = None
) -> Mapping[SurveyId, Survey]:
    """Every survey of a folder (each .yaml but framework and measures), by id, in order of names.

    Its questions may feed *measures*, or the library's.
    Raises InvalidDefinition: of the file when one has mistakes, of the folder when several have.
    """
    surveys: list[tuple[Document, Survey]] = []
    refused: list[InvalidDefinition] = []
    known = measures or library_measures()
    for entry in _definitions(folder):
        try:
            document = read(entry.read_bytes(), entry.name)
            surveys.append((document, _survey(document, framework, known)))
        except InvalidDefinition as invalid:
            refused.append(invalid)
    refused += _clashes(surveys)
    if len(refused) == 1:
        raise refused[0]
    if refused:
        raise InvalidDefinition(folder.name, list(_together(refused)))
    return MappingProxyType({survey.id: survey for _, survey in surveys})


@cache
def library_framework() -> Framework:
    """The packaged framework: nineteen content areas as drafts for a board to make its own."""
    return read_framework(_packaged().joinpath(FRAMEWORK_FILE).read_bytes(), FRAMEWORK_FILE)


@cache
def library() -> Mapping[SurveyId, Survey]:
    """The packaged surveys, by id."""
    return load_surveys(_packaged(), library_framework())


def library_in(framework: Framework) -> Mapping[SurveyId, Survey]:
    """The packaged surveys for a board's own framework: its areas, and links to its statements."""
    own = {survey.id: _within(survey, framework) for survey in library().values()}
    return MappingProxyType(own)


def find_survey(name: str, surveys: Mapping[SurveyId, Survey]) -> Survey:
    """The survey with this id, alias or title, in any case. Raises Unknown with the nearest."""
    names: dict[str, Survey] = {}
    for survey in surveys.values():
        for known in (survey.id, *survey.aliases, survey.title):
            names.setdefault(plain_name(known), survey)
    wanted = plain_name(name)
    if wanted in names:
        return names[wanted]
    starts = [known for known in names if wanted and known.startswith(wanted)]
    close = get_close_matches(wanted, names, n=8, cutoff=0.5)
    nearest = dict.fromkeys(names[known].id for known in (*starts, *close))
    raise Unknown("survey", name, tuple(nearest)[:3])


def _within(survey: Survey, framework: Framework) -> Survey:
    questions = tuple(_question_within(question, framework) for question in survey.questions)
    return survey.model_copy(update={"questions": questions})


def _question_within(question: Question, framework: Framework) -> Question:
    good = tuple(link for link in question.good if link in framework.statements)
    if isinstance(question, ContentAreaQuestion):
        options = area_options(framework)
        return question.model_copy(update={"good": good, "options": options})
    return question.model_copy(update={"good": good})


def _packaged() -> Traversable:
    return files("surveys") / "library"


def _survey(document: Document, framework: Framework, measures: Measures) -> Survey:
    document.check_keys((), document.root, SURVEY_KEYS)
    head: dict[str, Any] = {
        key: value
        for key, value in document.root.items()
        if key in SURVEY_KEYS and key not in ("questions", "at_least_one")
    }
    for key in LISTS_OF_TEXT:
        if key in head:
            head[key] = texts(document, (key,), head[key])
    _check_series(document, head)
    questions, ids = _questions(document, framework, measures, head)
    groups = _at_least_one(document, ids)
    try:
        survey = Survey(**head, at_least_one=groups, questions=questions or (PLACEHOLDER,))
    except ValidationError as wrong:
        _note_unless_known(document, wrong)
        document.refuse()
    if document.problems:
        document.refuse()
    return survey


def _note_unless_known(document: Document, wrong: ValidationError) -> None:
    """What holds between questions has been noted in place; the survey's own complaint is spare."""
    if not document.problems or any(error["loc"] for error in wrong.errors()):
        document.mistakes(wrong)


def _questions(
    document: Document, framework: Framework, measures: Measures, head: Mapping[str, Any]
) -> tuple[tuple[Asked, ...], Sequence[str]]:
    listed = document.root.get("questions")
    written = mappings(document, ("questions",), listed)
    entries = listed if isinstance(listed, list) else []
    if listed == []:
        document.mistake(("questions",), "needs 1 or more")
    reading = Reading(
        document=document,
        framework=framework,
        measures=measures,
        ids=[str(entry.get("id")) if isinstance(entry, dict) else "" for entry in entries],
        parameters=head.get("parameters", ()),
        linked=head.get("mode") == Mode.LINKED,
    )
    read_questions = [question(reading, path, entry) for path, entry in written]
    return tuple(asked for asked in read_questions if asked), reading.ids


def _at_least_one(document: Document, ids: Sequence[str]) -> list[list[str]]:
    written = document.root.get("at_least_one", [])
    if not isinstance(written, list) or not all(isinstance(group, list) for group in written):
        document.mistake(("at_least_one",), "should be a list of lists, such as [[one, other]]")
        return []
    groups: list[list[str]] = []
    for index, group in enumerate(written):
        names = texts(document, ("at_least_one", index), group)
        for name in names:
            if name not in ids:
                document.mistake(("at_least_one", index), not_among("question", name, ids))
        groups.append([name for name in names if name in ids])
    return groups


def _check_series(document: Document, head: Mapping[str, Any]) -> None:
    linked, series = head.get("mode") == Mode.LINKED, head.get("series")
    if linked and not series:
        document.mistake(("series",), "is missing; a survey with 'mode: linked' names its series")
    if series and not linked:
        document.mistake(("series",), "is only for a survey with 'mode: linked'")


def _check_doubles(document: Document) -> None:
    seen: dict[str, str] = {}
    for path, area in mappings(document, ("areas",), document.root.get("areas")):
        named = [((*path, "id"), area.get("id"))]
        named += [
            ((*place, "id"), statement.get("id"))
            for place, statement in mappings(document, (*path, "good"), area.get("good"))
        ]
        for place, name in named:
            if isinstance(name, str) and name in seen:
                document.mistake(place, f"'{name}' is there already, on line {seen[name]}")
            elif isinstance(name, str):
                seen[name] = str(document.line(place))


def _definitions(folder: Traversable) -> list[Traversable]:
    entries = (entry for entry in folder.iterdir() if entry.name.endswith((".yaml", ".yml")))
    return sorted(
        (entry for entry in entries if entry.name not in NO_SURVEYS), key=lambda entry: entry.name
    )


def _clashes(surveys: Sequence[tuple[Document, Survey]]) -> list[InvalidDefinition]:
    """Two surveys of one name, and answers carried from where there is nothing to carry."""
    known: dict[str, str] = {}
    by_id = {survey.id: survey for _, survey in surveys}
    for document, survey in surveys:
        for path, name in _names(survey):
            other = known.setdefault(plain_name(name), document.file)
            if other != document.file:
                document.mistake(path, f"'{name}' is the name of the survey in {other} already")
        for index, asked in enumerate(survey.questions):
            for reason in _not_carried(survey, asked, by_id):
                document.mistake(("questions", index, "text"), reason)
    return [
        InvalidDefinition(document.file, document.problems)
        for document, _ in surveys
        if document.problems
    ]


def _names(survey: Survey) -> Iterator[tuple[Path, str]]:
    yield ("id",), survey.id
    for index, alias in enumerate(survey.aliases):
        yield ("aliases", index), alias


def _not_carried(survey: Survey, asked: Asked, known: Mapping[SurveyId, Survey]) -> Iterator[str]:
    for found in CARRIED.finditer(asked.text):
        if found["survey"] is None:
            continue
        source = known.get(SurveyId(found["survey"]))
        if source is None:
            yield not_among("survey", found["survey"], list(known))
        elif source.series != survey.series:
            yield f"'{source.id}' is not in the series '{survey.series}', so nobody can be matched"
        elif found["name"] not in source.by_id:
            yield not_among(f"question of {source.id}", found["name"], list(source.by_id))


def _together(refused: Iterable[InvalidDefinition]) -> Iterator[Problem]:
    for invalid in refused:
        for problem in invalid.problems:
            path = f"{invalid.file}: {problem.path}" if problem.path else invalid.file
            yield Problem(problem.line, path, problem.reason)
