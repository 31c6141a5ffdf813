"""The settings of the assistant; the only place that reads the environment and `.env`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError

VerificationMode = Literal["flag", "repair", "drop"]


class Settings(BaseSettings):
    """Values read once from `ASSISTANT_*` variables and `.env`, immutable from then on.

    The two OpenAI settings also answer to their usual names, `OPENAI_API_KEY` and `OPENAI_BASE_URL`.
    Use `Settings.read` to get a `SettingsError` that names a bad value in place of pydantic's error.
    """

    model_config = SettingsConfigDict(
        env_prefix="ASSISTANT_",
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        protected_namespaces=(),
    )

    # where the articles are
    data_folder: Path = Path("data")
    chroma_url: str | None = None

    # who writes the answer: the embedded reader, or a language model when one is named
    model: str | None = None
    openai_api_key: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("OPENAI_API_KEY", "ASSISTANT_OPENAI_API_KEY")
    )
    openai_base_url: str | None = Field(
        default=None, validation_alias=AliasChoices("OPENAI_BASE_URL", "ASSISTANT_OPENAI_BASE_URL")
    )
    context_window: int = Field(default=8192, ge=512)
    temperature: float = Field(default=0.0, ge=0, le=2)
    timeout_seconds: float = Field(default=60, gt=0)
    max_answer_tokens: int = Field(default=512, ge=16)
    verification: VerificationMode = "flag"

    # how much is read for one answer
    passages_to_read: int = Field(default=20, ge=1, le=200)
    passages_to_write: int = Field(default=8, ge=1, le=50)

    # who embeds the articles: the embedded encoder, unless an endpoint is named
    embedding_model: str | None = None
    embedding_base_url: str | None = None
    embedding_api_key: SecretStr | None = None

    @classmethod
    def read(cls) -> Self:
        """Return the settings of the environment and `.env`.

        Raises SettingsError naming every value that cannot be used.
        """
        try:
            return cls()
        except ValidationError as error:
            wrong = "; ".join(
                f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
                for problem in error.errors()
            )
            raise SettingsError(f"Correct these settings in the environment or .env: {wrong}.") from error

    @property
    def language_model_configured(self) -> bool:
        """Whether answers are written by a language model."""
        return any(value is not None for value in (self.model, self.openai_api_key, self.openai_base_url))
