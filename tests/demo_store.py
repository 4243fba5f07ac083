"""The made-up board and its store, for tests."""

from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from analysis.reading.codebook import library_codebook
from bot.board import Board, read_board
from bot.deps import Deps
from bot.ids import new_id
from bot.pseudonym import Pseudonyms
from bot.reading.codebooks import Codebooks
from bot.roles import Roles
from storage.interface import Store
from surveys.authoring import library, library_framework
from surveys.people import read_people
from surveys.values import PersonId, Respondent, ResponseId
from surveys.wave import Person, Wave

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)

DEMO = files("bot.demo")


@cache
def demo_board() -> Board:
    return read_board((DEMO / "board.yaml").read_bytes(), "board.yaml")


@cache
def demo_people() -> tuple[Person, ...]:
    """Everybody who may be asked, of whom the cast is only a few."""
    return read_people((DEMO / "people.csv").read_bytes(), "people.csv")


class Clock:
    """Stands still until somebody sets it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class PlainPseudonyms:
    """The same on every machine, unlike those of a real board."""

    def respondent(self, wave: Wave, person: PersonId, fill: str = "") -> Respondent:
        return Respondent(_hash(wave.series or wave.id, person, fill))

    def response_id(self, wave: Wave, respondent: Respondent, view: str) -> ResponseId:
        return ResponseId(_hash(wave.id, respondent, view))


def deps_with(store: Store, clock: Clock, folder: Path) -> Deps:
    return Deps(
        store=store,
        board=demo_board(),
        framework=library_framework(),
        surveys=library(),
        codebooks=Codebooks(library_codebook()),
        people=demo_people(),
        pseudonyms=Pseudonyms(folder / "pseudonyms.key"),
        roles=Roles(demo_board(), store, clock),
        clock=clock,
        pace=0,
        new_id=new_id,
    )


def _hash(*parts: str) -> str:
    return sha256("/".join(parts).encode()).hexdigest()[:32]
