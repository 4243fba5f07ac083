"""What the page may ask for on behalf of a person, read into values before anything happens."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Entries = dict[str, dict[str, dict[str, Any]]]  # block_id -> action_id -> state


class _Act(BaseModel):
    """Hides its input in errors, because the input may be somebody's words."""

    model_config = ConfigDict(hide_input_in_errors=True)

    person: str = Field(alias="as")


class Say(_Act):
    act: Literal["say"]
    channel: str
    text: str


class Command(_Act):
    act: Literal["command"]
    channel: str
    text: str


class Read(_Act):
    act: Literal["read"]
    channel: str


class OpenHome(_Act):
    act: Literal["open_home"]


class MessagePlace(BaseModel):
    channel: str
    ts: str


class InMessage(BaseModel):
    message: MessagePlace


class InView(BaseModel):
    view: str


class PressAct(_Act):
    act: Literal["press"]
    place: InMessage | InView | Literal["home"] = Field(alias="from")
    block_id: str
    action_id: str
    selected: dict[str, Any] | None = None
    state: Entries | None = None


class Submit(_Act):
    act: Literal["submit"]
    view: str
    state: Entries | None = None


class Close(_Act):
    act: Literal["close"]
    view: str


class ShortcutAct(_Act):
    act: Literal["shortcut"]
    callback_id: str
    message: MessagePlace | None = None


class BeUnkind(_Act):
    act: Literal["be_unkind"]
    unkindness: dict[str, Any]


Act = Annotated[
    Say | Command | Read | OpenHome | PressAct | Submit | Close | ShortcutAct | BeUnkind,
    Field(discriminator="act"),
]
ACT: TypeAdapter[Act] = TypeAdapter(Act)
