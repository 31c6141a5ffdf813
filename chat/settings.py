"""What the chat needs to know beyond the assistant's own settings."""

from __future__ import annotations

import ipaddress
import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator
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
    # what the chat may be called besides localhost; without it, anything where it listens to other machines
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()

    # who may ask: those who log in here, or those whom a reverse proxy names in a header
    api_token: SecretStr | None = None
    users: SecretStr | None = None
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    user_header: str | None = None

    # how much: per user or address and minute (0: no limit), and at the same time
    questions_per_minute: int = Field(60, ge=0)
    logins_per_minute: int = Field(20, ge=0)
    concurrent_answers: int = Field(4, ge=1, le=32)
    queue_length: int = Field(100, ge=1)
    # how long questions to go on with are looked for after an answer (0: not at all)
    suggestion_seconds: float = Field(2.5, ge=0, le=60)
    max_upload_megabytes: int = Field(20, ge=1)

    # what the operator is told
    log_format: Literal["text", "json"] = "text"
    log_level: Literal["info", "warning", "error"] = "info"
    tracing_endpoint: str | None = None

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

    def secrets(self) -> tuple[str, ...]:
        """Return the secrets themselves, for what must never be written down."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return tuple(value.get_secret_value() for value in values if isinstance(value, SecretStr))

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

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _names(cls, value: object) -> object:
        if isinstance(value, str):
            value = tuple(part.strip().lower() for part in value.split(",") if part.strip())
        for one in value if isinstance(value, tuple) else ():
            if not re.fullmatch(r"[\w.-]+|[\da-f:]+", one):
                raise ValueError(f"{one} is not the name of a host; write chat.example.org, without a port")
        return value

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _addresses(cls, value: object) -> object:
        if isinstance(value, str):
            value = tuple(part.strip() for part in value.split(",") if part.strip())
        for one in value if isinstance(value, tuple) else ():
            if ipaddress.ip_network(one).prefixlen == 0:
                raise ValueError(f"{one} is everybody; name the addresses of the proxy")
        return value

    @field_validator("user_header")
    @classmethod
    def _one_login(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None:
            return None
        if not re.fullmatch(r"[A-Za-z0-9-]+", value):
            raise ValueError("the name of a header has letters, digits and hyphens")
        if info.data.get("users") is not None:
            raise ValueError("users log in here (ASSISTANT_USERS) or at the proxy; set one of the two")
        if not info.data.get("trusted_proxies"):
            raise ValueError(
                "name the addresses of the reverse proxy in ASSISTANT_TRUSTED_PROXIES: "
                "from anywhere else, anybody could claim to be any user"
            )
        return value

    @field_validator("articles", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(Path(part.strip()) for part in value.split(os.pathsep) if part.strip())
        return value
