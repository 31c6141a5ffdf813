"""The settings of the assistant: those of the index, and who writes."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import SettingsConfigDict

from assistant.errors import SettingsError
from indexes.settings import IndexSettings

VerificationMode = Literal["flag", "repair", "drop"]


class Settings(IndexSettings):
    """Values read once from `ASSISTANT_*` variables and `.env`, immutable from then on.

    The two OpenAI settings also answer to their usual names, `OPENAI_API_KEY` and `OPENAI_BASE_URL`.
    Use `Settings.read` to get a `SettingsError` that names a bad value in place of pydantic's error.
    """

    model_config = SettingsConfigDict(populate_by_name=True, protected_namespaces=())

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

    @classmethod
    def read(cls) -> Self:
        """Return the settings of the environment and `.env`.

        Raises SettingsError naming every value that cannot be used.
        """
        try:
            return cls()
        except ValidationError as error:
            raise SettingsError(
                f"Correct these settings in the environment or .env: {cls.told(error)}."
            ) from error
        except UnicodeDecodeError as error:
            raise SettingsError(f"Save .env as UTF-8: {error}.") from error

    @property
    def language_model_configured(self) -> bool:
        """Whether answers are written by a language model."""
        return any(value is not None for value in (self.model, self.openai_api_key, self.openai_base_url))
