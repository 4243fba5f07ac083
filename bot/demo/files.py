"""The files of the made-up board: settings, people, practice workspace, comments."""

from functools import cache
from importlib.resources import files
from typing import Literal

from bot.web.practice import values as practice
from surveys import yaml_files
from surveys.coding import Sentiment
from surveys.values import AreaId, PersonId, Value


class Comment(Value):
    """What somebody might have written about a content area, and how it sounds to a person."""

    speaker: Literal["child", "young_person", "parent_carer", "practitioner"]
    content_area: AreaId
    sentiment: Sentiment
    text: str


class Member(Value):
    """Somebody whom one can act as in the practice workspace."""

    id: PersonId
    name: str
    title: str
    role: str


class Room(Value):
    """A channel of the practice workspace."""

    id: str
    name: str
    topic: str
    is_private: bool = False
    members: Literal["everyone"] | tuple[PersonId, ...]


class Circle(Value):
    """A user group of the practice workspace."""

    id: str
    handle: str
    name: str
    members: tuple[PersonId, ...]


class Cast(Value):
    """Everybody and everything in the practice workspace when it is new."""

    people: tuple[Member, ...]
    channels: tuple[Room, ...]
    groups: tuple[Circle, ...]

    @property
    def ids(self) -> frozenset[PersonId]:
        return frozenset(member.id for member in self.people)

    def practice_people(self) -> list[practice.Person]:
        return [
            practice.Person(member.id, member.name, title=member.title, role=member.role)
            for member in self.people
        ]

    def practice_channels(self) -> list[practice.Channel]:
        return [
            practice.Channel(
                room.id,
                room.name,
                sorted(self.ids if room.members == "everyone" else room.members),
                topic=room.topic,
                is_private=room.is_private,
            )
            for room in self.channels
        ]

    def practice_groups(self) -> list[practice.Group]:
        return [
            practice.Group(circle.id, circle.handle, circle.name, circle.members)
            for circle in self.groups
        ]


@cache
def demo_cast() -> Cast:
    return Cast.model_validate(yaml_files.read(_content("workspace.yaml"), "workspace.yaml").root)


@cache
def demo_comments() -> tuple[Comment, ...]:
    lines = _content("comments.jsonl").decode("utf-8").splitlines()
    return tuple(Comment.model_validate_json(line) for line in lines)


def _content(name: str) -> bytes:
    return (files("bot.demo") / name).read_bytes()
