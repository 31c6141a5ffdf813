"""Where the index is and what embeds: read from ASSISTANT_* in the environment or a file .env."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from indexes.embedding import Embedder
from indexes.errors import IndexesError

OPENAI = "https://api.openai.com/v1"


class IndexSettings(BaseSettings):
    """What `python -m indexes` needs to know; the assistant's settings begin with the same."""

    model_config = SettingsConfigDict(
        env_prefix="ASSISTANT_",
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    # where the articles are
    data_folder: Path = Path("data")
    chroma_url: str | None = None

    # who embeds the articles: the embedded encoder, unless an endpoint is named
    embedding_model: str | None = None
    embedding_base_url: str | None = None
    embedding_api_key: SecretStr | None = None

    # lets pages be fetched from this machine and its own network
    fetch_private_addresses: bool = False

    @classmethod
    def read(cls) -> Self:
        """Return the settings of the environment and `.env`; raises IndexesError naming a bad value."""
        try:
            return cls()
        except ValidationError as error:
            raise IndexesError(
                f"correct these settings in the environment or .env: {cls.told(error)}"
            ) from error
        except UnicodeDecodeError as error:
            raise IndexesError(f"save .env as UTF-8: {error}") from error

    @classmethod
    def told(cls, error: ValidationError) -> str:
        """Return what is wrong with each setting, by the name of its variable and without its value."""
        prefix = cls.model_config["env_prefix"]
        wrong = []
        for problem in error.errors():
            name = ".".join(map(str, problem["loc"]))
            variable = f"{prefix}{name.upper()}" if name in cls.model_fields else name
            wrong.append(f"{variable}: {problem['msg']}")
        return "; ".join(wrong)


def configured_embedder(settings: IndexSettings) -> Embedder | None:
    """Return the embedder of an OpenAI-compatible endpoint; without a model None, the embedded encoder."""
    if settings.embedding_model is None:
        return None
    # llama-index takes seconds to import, and the embedded encoder does without it
    from indexes.llama_index_parts import openai_like_embedder

    key = settings.embedding_api_key
    return openai_like_embedder(
        settings.embedding_model,
        base_url=settings.embedding_base_url or OPENAI,
        api_key=None if key is None else key.get_secret_value(),
    )
