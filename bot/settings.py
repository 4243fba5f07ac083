"""What an administrator sets in the environment. No other module reads it."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage import place_of


class Settings(BaseSettings):
    """Slack's variables keep Slack's names; ours begin with HEARD_. Also read from a .env file."""

    model_config = SettingsConfigDict(
        env_prefix="HEARD_",
        env_file=".env",
        extra="ignore",
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    data: Path = Field(Path("heard-data"), description="folder for the store and the keys")
    store: str = Field("", description="where answers are kept; empty: tinydb: in the data folder")
    board: Path = Field(Path("board.yaml"), description="the board's file: names, numbers, roles")
    people: Path | None = Field(None, description="the people file (CSV) that waves are sent to")
    population: Path | None = Field(None, description="children there are to hear (CSV)")
    surveys: Path | None = Field(None, description="folder with the board's own surveys (YAML)")
    framework: Path | None = Field(None, description="the board's own content areas (YAML)")
    measures: Path | None = Field(None, description="the board's own measures (YAML)")
    codebook: Path | None = Field(None, description="the board's own codebook of themes (YAML)")
    wording: Path | None = Field(
        None, description="the sentences of a digest in the board's own words (YAML)"
    )
    models: Path | None = Field(
        None, description="folder with models learned from corrections; empty: in the data folder"
    )
    key_file: Path | None = Field(None, description="key of the store; empty: in the data folder")
    key: SecretStr | None = Field(
        None, description="the key itself instead of a file, as a line of one: NUMBER BASE64"
    )
    host: str = Field("127.0.0.1", description="address that HTTP mode listens on")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(3000, description="port of HTTP mode")
    grace: Annotated[float, Field(ge=0, le=60)] = Field(
        0, description="seconds that HTTP mode goes on after /health says that it is stopping"
    )

    smtp_url: SecretStr | None = Field(
        None, description="mail server for the second way, as smtp://USER:PASSWORD@HOST:PORT"
    )
    smtp_from: str | None = Field(None, description="whom its e-mails come from")

    slack_bot_token: SecretStr | None = Field(None, validation_alias="SLACK_BOT_TOKEN")
    slack_app_token: SecretStr | None = Field(None, validation_alias="SLACK_APP_TOKEN")
    slack_signing_secret: SecretStr | None = Field(None, validation_alias="SLACK_SIGNING_SECRET")
    slack_api_url: str = Field("https://slack.com/api/", validation_alias="SLACK_API_URL")

    @model_validator(mode="before")
    @classmethod
    def _empty_is_unset(cls, values: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in values.items() if value != ""}

    @property
    def store_url(self) -> str:
        return self.store or f"tinydb:{self.data / 'heard.db'}"

    @property
    def place(self) -> str:
        """Where answers are kept, as it may be shown."""
        return place_of(self.store_url)

    @property
    def models_folder(self) -> Path:
        return self.models or self.data / "models"

    @property
    def store_key_file(self) -> Path:
        return self.key_file or self.data / "store.key"

    @property
    def pseudonym_key_file(self) -> Path:
        """Apart from the store's key: destroying it makes answers unlinkable for good."""
        return self.data / "pseudonyms.key"
