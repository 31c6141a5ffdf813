"""What the chat needs to know beyond the assistant's own settings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import NoDecode

from assistant.settings import Settings
from chat.users import Users

SAMPLE_ARTICLES = Path(__file__).resolve().parent.parent / "articles"


class ChatSettings(Settings):
    """The assistant's settings and where the chat listens; `ASSISTANT_ARTICLES` separates paths like PATH.

    Without `articles` an empty data folder starts with the sample articles.
    """

    articles: Annotated[tuple[Path, ...], NoDecode] = ()
    host: str = "127.0.0.1"
    port: int = Field(7860, ge=0, le=65535)
    api_token: SecretStr | None = None
    users: SecretStr | None = None
    max_upload_megabytes: int = Field(20, ge=1)

    @classmethod
    def read(cls) -> ChatSettings:
        """Return the settings of the environment and `.env`; raises SettingsError naming what is wrong."""
        settings = super().read()
        assert isinstance(settings, ChatSettings)
        return settings

    def shown(self) -> dict[str, Any]:
        """Return every setting as JSON values, secrets as whether they are set."""
        values = self.model_dump(mode="json")
        return {
            name: value is not None if isinstance(getattr(self, name), SecretStr) else value
            for name, value in values.items()
        }

    @field_validator("users")
    @classmethod
    def _readable(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            Users.parse(value.get_secret_value())
        return value

    @property
    def login(self) -> Users | None:
        """Who may log in, or None where nobody has to."""
        return None if self.users is None else Users.parse(self.users.get_secret_value())

    @field_validator("articles", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(Path(part.strip()) for part in value.split(os.pathsep) if part.strip())
        return value
