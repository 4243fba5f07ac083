"""What every journey starts with."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from analysis.reading.codebook import library_codebook
from bot.board import Board, Role
from bot.definitions import Definitions
from bot.manifest import manifest
from bot.settings import Settings
from bot.web.practice import Channel, Workspace
from bot.web.practice import Person as SlackPerson
from storage.sealing import new_key
from surveys.authoring import library, library_framework
from surveys.framework import Framework
from surveys.survey import Survey
from surveys.values import SurveyId
from surveys.wave import Person
from tests.journeys.harness import (
    ANNA,
    BEN,
    COLLEAGUES,
    DAWN,
    DEV,
    MAYA,
    QUINN,
    WILMA,
    Clock,
    Heard,
)

__all__ = ["ANNA", "BEN", "QUINN", "WILMA", "Clock", "Heard"]


@pytest.fixture
def board() -> Board:
    return Board(
        name="Mereshire Safeguarding Children Board",
        mash_contact="the front door on 01632 960100",
        out_of_hours="the night team on 01632 960199",
        roles={
            Role.ANALYST: (QUINN,),
            Role.ADMINISTRATOR: (QUINN,),
            Role.PARTICIPATION_WORKER: (WILMA,),
            Role.DESIGNATED_LEAD: (DAWN,),
            Role.DEPUTY: (DEV,),
            Role.DUTY_MANAGER: (MAYA,),
        },
    )


@pytest.fixture
def people() -> tuple[Person, ...]:
    return (
        Person(id=ANNA, agency="Health", role_group="Health visitor", locality="North"),
        Person(id=BEN, agency="Police", role_group="Police officer", locality="South"),
        Person(id=WILMA, agency="Voluntary sector", role_group="Participation worker"),
        *COLLEAGUES,
    )


@pytest.fixture
def framework() -> Framework:
    return library_framework()


@pytest.fixture
def pulse() -> Survey:
    return library()[SurveyId("practitioner-pulse")]


@pytest.fixture
def store_url() -> str:
    """Where this journey's store is; nothing is the usual place. A module may say another."""
    return ""


@pytest.fixture
async def heard(
    tmp_path: Path,
    store_url: str,
    board: Board,
    people: tuple[Person, ...],
    framework: Framework,
) -> AsyncIterator[Heard]:
    slack_people = [
        SlackPerson(ANNA, "Anna Ash", title="Health visitor", role="Practitioner"),
        SlackPerson(BEN, "Ben Birch", title="Police officer", role="Practitioner"),
        SlackPerson(WILMA, "Wilma Wood", title="Participation worker", role="Participation worker"),
        SlackPerson(QUINN, "Quinn Quay", title="QA officer", role="QA officer"),
        SlackPerson(DAWN, "Dawn Dale", title="Designated lead", role="Designated lead"),
        SlackPerson(DEV, "Dev Dunn", title="Deputy lead", role="Deputy"),
        SlackPerson(MAYA, "Maya Moor", title="Duty manager", role="Duty manager"),
        *(SlackPerson(person.id, person.id.title()) for person in COLLEAGUES),
    ]
    workspace = Workspace(
        manifest(),
        slack_people,
        channels=[Channel("CQA", "qa-team", [QUINN], topic="QA")],
        retry_seconds=(0, 0),
    )
    known = Definitions(board, framework, library(), library_codebook(), people)
    async with workspace.running():
        new_key(tmp_path / "store.key")
        settings = Settings(
            _env_file=None,
            data=tmp_path,
            store=store_url,
            slack_bot_token=SecretStr(workspace.bot_token),
            slack_app_token=SecretStr(workspace.app_token),
            slack_api_url=workspace.api_url,
            port=0,
        )
        heard = Heard(settings, known, workspace, Clock())
        await heard.start()
        try:
            yield heard
        finally:
            await heard.stop()
