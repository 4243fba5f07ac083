"""Reads all that an administrator and a board have written down, and names all that is missing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from analysis.reading.codebook import Codebook, library_codebook, read_codebook
from analysis.wording import Wording, library_wording, read_wording
from bot.board import Board, read_board
from bot.settings import Settings
from bot.wording.refusals import problems
from surveys.authoring import (
    library_framework,
    library_in,
    load_surveys,
    read_framework,
)
from surveys.errors import InvalidDefinition
from surveys.framework import Framework
from surveys.measure_files import library_measures, read_measures
from surveys.measures import Measures
from surveys.people import read_people
from surveys.population import Expected, read_population
from surveys.survey import Survey
from surveys.values import SurveyId
from surveys.wave import Person

Read = TypeVar("Read")
PRACTISE = " To work on the practice workspace instead, write --demo after heard."


class Missing(Exception):
    """What keeps Heard from starting: one clear message for each thing."""

    def __init__(self, messages: tuple[str, ...]) -> None:
        super().__init__(len(messages))
        self.messages = messages


@dataclass(frozen=True)
class Definitions:
    board: Board
    framework: Framework
    surveys: Mapping[SurveyId, Survey]
    codebook: Codebook
    people: tuple[Person, ...]
    population: tuple[Expected, ...] = ()
    measures: Measures = field(default_factory=library_measures)
    wording: Wording = field(default_factory=library_wording)


def definitions(settings: Settings) -> Definitions:
    """Everything that is written in files. Raises Missing with every mistake in all of them."""
    found: list[str] = []
    board = _file(settings.board, read_board, found, setting="HEARD_BOARD")
    codebook = _optional(settings.codebook, read_codebook, found, library_codebook)
    own_words = _optional(settings.wording, read_wording, found, library_wording)
    people = _optional(settings.people, read_people, found, _nobody)
    framework, measures, surveys = _asked(settings, found)
    population = _population(settings.population, framework, found) if framework else ()
    if found or not (board and framework and codebook and measures and surveys) or people is None:
        raise Missing(tuple(found))
    assert own_words is not None
    return Definitions(board, framework, surveys, codebook, people, population, measures, own_words)


@dataclass(frozen=True)
class Asked:
    """What is asked, about what, and what it is counted as: all that an author needs."""

    framework: Framework
    measures: Measures
    surveys: Mapping[SurveyId, Survey]


def asked_of_people(settings: Settings) -> Asked:
    """Without the board's own file, which a newcomer has not written yet. Raises Missing."""
    found: list[str] = []
    framework, measures, surveys = _asked(settings, found)
    if not (framework and measures and surveys):
        raise Missing(tuple(found))
    return Asked(framework, measures, surveys)


def agencies_in(settings: Settings, framework: Framework) -> tuple[str, ...]:
    """Those that the people file and the population file name. Raises Missing."""
    found: list[str] = []
    people: tuple[Person, ...] = _optional(settings.people, read_people, found, _nobody) or ()
    population = _population(settings.population, framework, found)
    if found:
        raise Missing(tuple(found))
    return agencies_of(people, population)


def agencies_of(people: Iterable[Person], population: Iterable[Expected]) -> tuple[str, ...]:
    named = {one.agency for one in people} | {one.agency for one in population}
    return tuple(sorted(named))


def _asked(
    settings: Settings, found: list[str]
) -> tuple[Framework | None, Measures | None, Mapping[SurveyId, Survey] | None]:
    """Surveys feed measures, and measures name questions: each is checked against the other."""
    framework = _optional(settings.framework, read_framework, found, library_framework)
    measures = _optional(settings.measures, read_measures, found, library_measures)
    if not framework or not measures:
        return framework, measures, None
    surveys = _surveys(settings.surveys, framework, measures, found)
    if settings.measures and surveys:
        _file(settings.measures, partial(read_measures, surveys=surveys), found)
    return framework, measures, surveys


def _nobody() -> tuple[Person, ...]:
    return ()


def _population(file: Path | None, framework: Framework, found: list[str]) -> tuple[Expected, ...]:
    if file is None:
        return ()
    read = partial(read_population, framework=framework)
    return _file(file, read, found) or ()


def _surveys(
    folder: Path | None, framework: Framework, measures: Measures, found: list[str]
) -> Mapping[SurveyId, Survey] | None:
    """The library, and the board's own surveys beside it; an own one replaces its namesake."""
    try:
        own = load_surveys(folder, framework, measures) if folder else {}
        return {**library_in(framework), **own}
    except InvalidDefinition as error:
        found += problems(error)
    except OSError as error:
        found.append(f"{folder}: can't be read ({error.strerror}); see HEARD_SURVEYS.")
    return None


def _optional(
    file: Path | None,
    read: Callable[[bytes, str], Read],
    found: list[str],
    otherwise: Callable[[], Read],
) -> Read | None:
    return otherwise() if file is None else _file(file, read, found)


def _file(
    file: Path, read: Callable[[bytes, str], Read], found: list[str], setting: str = ""
) -> Read | None:
    try:
        return read(file.read_bytes(), str(file))
    except InvalidDefinition as error:
        found += problems(error)
    except FileNotFoundError:
        hint = f"; set {setting} or write it as docs/deploying.md shows" if setting else ""
        found.append(f"{file}: there is no such file{hint}.{PRACTISE if setting else ''}")
    except OSError as error:
        found.append(f"{file}: can't be read ({error.strerror}).")
    return None
